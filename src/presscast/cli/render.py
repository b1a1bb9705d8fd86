"""`presscast render`: make the episodes."""

import os
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from presscast.cli.console import Progress, count
from presscast.cli.options import (
    find_scripts,
    frozen_option,
    json_option,
    print_json,
    run_each,
    scripts_argument,
    show_option,
)
from presscast.errors import ScriptError, raise_all
from presscast.memory import share_heaps
from presscast.partner import Partner, open_editor
from presscast.pruning import prune_at_times, read_bound
from presscast.show import FORMATS, OutputSettings, Show, Sidecar
from presscast.store import find_cache
from presscast.units import Milliseconds, format_clock, to_milliseconds

if TYPE_CHECKING:
    from presscast.audio.assembly import Assembly
    from presscast.episode import Episode


def _read_duration(
    ctx: click.Context, param: click.Parameter, value: str | None
) -> Milliseconds | None:
    """`30s`, `1m30s`, `2m`, or a number of seconds."""
    if value is None:
        return None
    found = re.fullmatch(r"(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s?)?", value)
    if not (value and found):
        raise click.BadParameter(f'"{value}" is no duration: write 30s, or 1m30s.', ctx, param)
    minutes, seconds = found.groups()
    return Milliseconds(round(int(minutes or 0) * 60_000 + float(seconds or 0) * 1000))


@dataclass(frozen=True, slots=True)
class _Order:
    """What the command line asks for."""

    jobs: int
    tempo: float
    force: bool
    frozen: bool
    stems: bool
    report: bool
    provenance: Path | None
    preview: Milliseconds | None
    chapter: int | None
    plain: bool

    @property
    def is_part(self) -> bool:
        """Whether only a part of the episode is made."""
        return bool(self.preview or self.chapter)

    @property
    def extras(self) -> list[str]:
        """What is made beside the usual files."""
        return [name for name in ("stems", "report") if getattr(self, name)]


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
    "--format",
    "formats",
    type=click.Choice(FORMATS),
    multiple=True,
    metavar="FORMAT",
    help=f"Write this, not what show.toml says; may be repeated: {', '.join(FORMATS)}.",
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
@click.option(
    "--preview", callback=_read_duration, metavar="30s", help="Only the beginning, about so long."
)
@click.option("--chapter", type=click.IntRange(1), metavar="N", help="Only this chapter.")
@click.option("--stems", is_flag=True, help="Also a track for each speaker, and their labels.")
@click.option(
    "--report", is_flag=True, help="Draw NAME.report.png: who speaks when, how loud, chapters."
)
@click.option(
    "--provenance",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="PEM",
    help="Sign the MP3 with C2PA, by the key and the certificates of this file.",
)
@click.option("--force", is_flag=True, help="Make everything anew, past the cache.")
@frozen_option
@click.option("--plain", is_flag=True, envvar="PRESSCAST_PLAIN", help="One short line a step.")
@json_option
@show_option
def command(
    scripts: tuple[str, ...],
    formats: tuple[str, ...],
    only: tuple[str, ...],
    skip: tuple[str, ...],
    as_json: bool,
    show_dir: Path | None,
    **order: Any,
) -> None:
    """Make the episodes: all of the show's scripts when none is named."""
    asked = _Order(**order)
    _refuse_what_means_nothing(asked)
    if asked.report:
        from presscast.output.report import check_matplotlib

        check_matplotlib()
    bound = read_bound()

    def run(path: str, show: Show) -> dict[str, Any]:
        show = replace(show, files=_choose_files(show.files, formats, only, skip))
        result = render_one(path, show, asked, editor)
        if not as_json:
            click.echo(result["path"])
        return result

    with open_editor() as editor:
        if not asked.is_part:
            editor.start()  # it loads while this process looks whether anything is to be made
        found = find_scripts(scripts, show_dir)
        _refuse_same_names(found)
        results, problems = run_each(found, run)
    prune_at_times(find_cache(), bound)
    if as_json:
        print_json(results, len(found))
    raise_all(problems)


def _choose_files(
    files: OutputSettings, formats: Sequence[str], only: Sequence[str], skip: Sequence[str]
) -> OutputSettings:
    """What show.toml chooses, unless the command line says what to write; less what it skips."""
    chosen = only or files.sidecars
    return OutputSettings(
        formats=tuple(dict.fromkeys(formats)) or files.formats,
        sidecars=tuple(it for it in Sidecar if it in chosen and it not in skip),
    )


def _refuse_what_means_nothing(order: _Order) -> None:
    if order.chapter and order.preview:
        raise click.UsageError("--preview and --chapter exclude each other.")
    if order.provenance and order.is_part:
        raise click.UsageError("--provenance is of whole episodes.")
    if order.extras and order.is_part:
        raise click.UsageError(f"--{order.extras[0]} is of whole episodes.")


def render_one(path: str, show: Show, order: _Order, editor: Partner) -> dict[str, Any]:
    """Render a script, saying how far it is; what `--json` prints of it. Raises PresscastError."""
    if not (order.force or order.is_part):
        kept = _find_finished(path, show, order)
        if kept:
            click.echo(f"{path}: up to date", err=True)
            return kept
    return _make_episode(path, show, order, editor)


def _make_episode(path: str, show: Show, order: _Order, editor: Partner) -> dict[str, Any]:
    # Only now: what an episode is made with takes longer to load than to see that it is there.
    from presscast.episode import Manner, describe_episode, describe_loudness, render_episode

    share_heaps()
    progress = Progress(path, plain=order.plain)
    started = time.monotonic()
    manner = Manner(order.jobs, order.force, order.tempo, progress.report)
    try:
        if order.is_part:
            from presscast.part import Part, render_part

            episode = render_part(path, show, Part(order.preview, order.chapter), manner)
        else:
            episode = render_episode(
                path,
                show,
                manner,
                frozen=order.frozen,
                extras=order.extras,
                certificate=order.provenance,
                editor=editor,
            )
    finally:
        progress.close()
    _report(path, show, episode, order, time.monotonic() - started)
    told = describe_episode(episode.script, episode.sound.timeline)
    return _describe(path, episode.path, told) | {"loudness": describe_loudness(episode.sound)}


def _report(path: str, show: Show, episode: "Episode", order: _Order, spent: float) -> None:
    """Say what was noticed, made and measured, in so many seconds."""
    for notice in (*episode.script.notices, *episode.decision.notices):
        click.echo(f"{path}:{notice.line}: {notice.message}", err=True)
    if episode.pinned:
        click.echo(f"{show.cast_file}: added {', '.join(episode.pinned)}", err=True)
    length = to_milliseconds(episode.sound.timeline.samples)
    whole = f"all {episode.script.spoken_words:,} words to be spoken are; "
    click.echo(
        f"{path}: {format_clock(length)}, {count(len(episode.script.speakers), 'speaker')}, "
        f"{count(len(episode.sound.timeline.chapters), 'chapter')}, "
        f"{'' if order.is_part else whole}{_describe_work(episode.sound)}, "
        f"made in {spent:.1f} s, "
        f"{length / 1000 / spent:.0f} times faster than it plays",
        err=True,
    )
    click.echo(f"{path}: {_describe_loudness(episode.sound)}", err=True)


def _find_finished(path: str, show: Show, order: _Order) -> dict[str, Any] | None:
    """What `--json` prints of an episode that need not be made again; None for one that must."""
    from presscast.build import hash_build, is_up_to_date, list_options, read_manifest

    name = Path(path).stem
    manifest = read_manifest(show, name)
    folder = show.output / name
    if not manifest.get("build"):
        return None
    build = hash_build(path, show, list_options(order.tempo, order.extras, order.provenance))
    if not is_up_to_date(manifest, build, folder):
        return None
    first = folder / f"{name}.{show.files.formats[0]}"
    loudness = {"loudness": manifest["loudness"]}
    told = dict(manifest["episode"])
    told["speakers"] = [speaker["name"] for speaker in told["speakers"]]
    told["chapters"] = [chapter["title"] for chapter in told["chapters"]]
    return _describe(path, first, told) | loudness


def _describe(path: str, made: Path, told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "script": path,
        "title": told["title"],
        "path": _shorten(made),
        "files": sorted(
            _shorten(file) for file in made.parent.iterdir() if not file.name.startswith(".")
        ),
        "duration_ms": told["duration_ms"],
        "speakers": told["speakers"],
        "chapters": told["chapters"],
    }


def _describe_work(sound: "Assembly") -> str:
    """What was made, and what had been made before."""
    if not sound.reused:
        return count(sound.made, "block")
    return f"{sound.made} of {count(sound.made + sound.reused, 'block')} new"


def _describe_loudness(sound: "Assembly") -> str:
    """Both conventions: a mono file is heard 3 LU louder than a meter reads on its channel."""
    loudness = sound.loudness
    levels = ", ".join(f"{name} {level:.1f}" for name, level in sound.levels.items())
    heard, read = loudness.heard, loudness.integrated
    own = "" if heard == read else f" ({read:.1f} on its one channel)"
    return (
        f"{heard:.1f} LUFS{own}, range {loudness.range:.1f} LU, "
        f"true peak {loudness.true_peak:.1f} dBTP; {levels}"
    )


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
