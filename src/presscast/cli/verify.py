"""`presscast verify`: whether episodes are what their manifests say."""

from pathlib import Path
from typing import Any

import click

from presscast.cli.console import count
from presscast.cli.options import json_option, print_json, show_option
from presscast.errors import PresscastError, raise_all
from presscast.show import Show, find_show


@click.command("verify")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@json_option
@show_option
def command(names: tuple[str, ...], as_json: bool, show_dir: Path | None) -> None:
    """Hold rendered episodes against their manifests: all of the show's when none is named.

    Each file that is missing, damaged or added since, and each input that has changed, is an error.
    """
    from presscast.output.published import list_episodes

    show = find_show(None, show_dir)
    asked = names or list_episodes(show.output)
    results: list[dict[str, Any]] = []
    problems: list[PresscastError] = []
    for name in asked:
        try:
            result, faults = _verify(name, show)
        except PresscastError as error:
            problems.append(error)
            continue
        results.append(result)
        problems += faults
        if not (as_json or faults):
            files, inputs = count(result["files"], "file"), count(result["inputs"], "input")
            click.echo(f"{name}: {files} and {inputs} are as the manifest says")
    if as_json:
        print_json(results, len(asked))
    raise_all(problems)


def _verify(name: str, show: Show) -> tuple[dict[str, Any], list[PresscastError]]:
    """(what `--json` prints of an episode, its faults). Raises OutputError for one without a
    manifest."""
    from presscast.output.published import read_episode
    from presscast.output.verify import find_faults

    episode = read_episode(show.output, name)
    faults = find_faults(episode, show)
    result = {
        "episode": name,
        "files": len(episode.files),
        "inputs": len(episode.inputs),
        "faults": [{"path": str(it.path), "fault": it.what} for it in faults],
    }
    return result, [*faults]
