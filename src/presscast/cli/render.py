"""`presscast render`: make the episodes."""

import os
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from presscast.cli.console import Progress, count
from presscast.cli.options import (
    find_scripts,
    json_option,
    print_json,
    run_each,
    scripts_argument,
    show_option,
)
from presscast.errors import ScriptError, raise_all
from presscast.show import OutputSettings, Show, Sidecar
from presscast.units import format_clock, to_milliseconds


@click.command("render")
@scripts_argument
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    envvar="PRESSCAST_JOBS",
    default=lambda: os.cpu_count() or 1,
    metavar="N",
    help="How many processes work at once; the result is the same for any number.",
)
@click.option(
    "--rate",
    "tempo",
    type=click.FloatRange(0.5, 3),
    default=1.0,
    metavar="TIMES",
    help="Speak so many times as fast: 1.5 for listeners who are quick.",
)
@click.option(
    "--only",
    type=click.Choice([str(it) for it in Sidecar]),
    multiple=True,
    metavar="FILE",
    help=f"Write only this beside the sound; may be repeated: {', '.join(map(str, Sidecar))}.",
)
@click.option(
    "--skip",
    type=click.Choice([str(it) for it in Sidecar]),
    multiple=True,
    metavar="FILE",
    help="Do not write this; may be repeated.",
)
@click.option("--force", is_flag=True, help="Speak everything anew, past the cache.")
@click.option("--plain", is_flag=True, envvar="PRESSCAST_PLAIN", help="One short line a step.")
@json_option
@show_option
def command(
    scripts: tuple[str, ...],
    jobs: int,
    tempo: float,
    only: tuple[str, ...],
    skip: tuple[str, ...],
    force: bool,
    plain: bool,
    as_json: bool,
    show_dir: Path | None,
) -> None:
    """Make the episodes: all of the show's scripts when none is named."""
    asked = find_scripts(scripts, show_dir)
    _refuse_same_names(asked)

    def run(path: str, show: Show) -> dict[str, Any]:
        show = replace(show, files=_choose_sidecars(show, only, skip))
        result = render_one(path, show, jobs=jobs, tempo=tempo, force=force, plain=plain)
        if not as_json:
            click.echo(result["path"])
        return result

    results, problems = run_each(asked, run)
    if as_json:
        print_json(results, len(asked))
    raise_all(problems)


def _choose_sidecars(show: Show, only: Sequence[str], skip: Sequence[str]) -> OutputSettings:
    """What show.toml chooses, unless the command line says what to write; less what it skips."""
    chosen = frozenset(map(Sidecar, only)) or show.files.sidecars
    return OutputSettings(chosen - frozenset(map(Sidecar, skip)))


def render_one(
    path: str, show: Show, *, jobs: int, tempo: float, force: bool, plain: bool
) -> dict[str, Any]:
    """Render a script, saying how far it is; what `--json` prints of it. Raises PresscastError."""
    from presscast.episode import render_episode

    progress = Progress(path, plain=plain)
    started = time.monotonic()
    try:
        episode = render_episode(
            path, show, jobs=jobs, force=force, tempo=tempo, report=progress.report
        )
    finally:
        progress.close()
    duration = to_milliseconds(episode.sound.timeline.samples)
    spent = time.monotonic() - started
    for notice in (*episode.script.notices, *episode.decision.notices):
        click.echo(f"{path}:{notice.line}: {notice.message}", err=True)
    if episode.pinned:
        click.echo(f"{show.cast_file}: added {', '.join(episode.pinned)}", err=True)
    click.echo(
        f"{path}: {format_clock(duration)}, {count(len(episode.script.speakers), 'speaker')}, "
        f"{count(len(episode.sound.timeline.chapters), 'chapter')}, "
        f"all {episode.script.spoken_words:,} words to be spoken are; "
        f"made in {spent:.1f} s, {duration / 1000 / spent:.0f} times faster than it plays",
        err=True,
    )
    return {
        "script": path,
        "title": episode.script.title,
        "path": _shorten(episode.path),
        "files": sorted(_shorten(file) for file in episode.path.parent.iterdir()),
        "duration_ms": duration,
        "speakers": [speaker.name for speaker in episode.script.speakers],
        "chapters": [chapter.title for chapter in episode.sound.timeline.chapters],
    }


def _refuse_same_names(asked: list[tuple[str, Show]]) -> None:
    """Two scripts of one name would overwrite each other's episode."""
    seen: dict[tuple[Path, str], str] = {}
    for path, show in asked:
        before = seen.setdefault((show.output, Path(path).stem), path)
        if before != path:
            what = f'"{before}" and "{path}" would both be the episode "{Path(path).stem}"'
            raise ScriptError(what, remedy="Rename one of them.")


def _shorten(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
