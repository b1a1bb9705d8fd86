"""Options that several commands share, and what they stand for."""

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from presscast.errors import PresscastError, ScriptError
from presscast.files import STDIN
from presscast.show import Show, find_show, list_scripts

_Command = TypeVar("_Command", bound=Callable[..., Any])
Result = TypeVar("Result")

show_option = click.option(
    "--show",
    "show_dir",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="PRESSCAST_SHOW",
    metavar="DIR",
    help="The show's folder; else the nearest show.toml at or above the script.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
frozen_option = click.option(
    "--frozen", is_flag=True, help="Fail if a name has no voice in voices/cast.toml yet."
)
scripts_argument = click.argument("scripts", nargs=-1, metavar="[SCRIPT]...")


def find_scripts(scripts: Sequence[str], show_dir: Path | None) -> list[tuple[str, Show]]:
    """Each script named with its show; all of the show's scripts when none is named."""
    if scripts:
        return [(name, find_show(_locate(name), show_dir)) for name in scripts]
    show = find_show(None, show_dir)
    found = list_scripts(show)
    if not found:
        remedy = 'Name a script, or lay out a show with "presscast new DIR".'
        raise ScriptError(
            "there is no script to be found", path=show.root / "scripts", remedy=remedy
        )
    here = Path.cwd()
    return [
        (str(path.relative_to(here) if path.is_relative_to(here) else path), show) for path in found
    ]


def run_each(
    scripts: Iterable[tuple[str, Show]], run: Callable[[str, Show], Result]
) -> tuple[list[Result], list[PresscastError]]:
    """(what `run` returned, what it raised): a script that fails does not stop the others."""
    results: list[Result] = []
    problems: list[PresscastError] = []
    for path, show in scripts:
        try:
            results.append(run(path, show))
        except PresscastError as error:
            problems.append(error)
    return results, problems


def print_json(results: Sequence[object], asked: int) -> None:
    """One object where one script was asked for, else a list of them."""
    shown = results[0] if asked == 1 and results else list(results)
    if asked != 1 or results:
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))


def _locate(script: str) -> Path | None:
    return None if script == STDIN else Path(script)
