"""`presscast audition`: hear everybody's first line in several voices."""

import os
from pathlib import Path
from typing import Any

import click

from presscast.cli.console import format_columns
from presscast.cli.options import find_scripts, json_option, print_json, show_option


@click.command("audition")
@click.argument("script")
@click.option("--speaker", default="", metavar="NAME", help="Only this speaker.")
@click.option(
    "--count",
    type=click.IntRange(1, 20),
    default=3,
    show_default=True,
    help="How many voices for each speaker, the present one first.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The MP3; else output/SCRIPT.audition.mp3.",
)
@json_option
@show_option
def command(
    script: str,
    speaker: str,
    count: int,
    output: Path | None,
    as_json: bool,
    show_dir: Path | None,
) -> None:
    """Make one MP3 of each speaker's first line in the present and the next best voices.

    Every voice is announced by its number. The table says which voice that is: what stands under
    VOICE goes into voices/cast.toml.
    """
    from presscast.audition import plan_trials, render_audition
    from presscast.voices.engines import join_voice
    from presscast.voices.listed import find_listed, list_voices

    [(path, show)] = find_scripts([script], show_dir)
    read, cast, trials = plan_trials(path, show, speaker, count)
    target = output or show.output / f"{read.name}.audition.mp3"
    render_audition(read, cast, trials, show, target, jobs=os.cpu_count() or 1)
    listed = list_voices({trial.casting.engine for trial in trials}, show.voices)
    rows: list[dict[str, Any]] = []
    for trial in trials:
        casting = trial.casting
        voice = find_listed(listed, casting)
        rows.append(
            {
                "number": trial.number,
                "speaker": trial.speaker,
                "voice": join_voice(casting.engine, casting.voice, show.voices.engine),
                "label": voice.label if voice else "",
                "present": casting == cast[trial.speaker],
            }
        )
    if as_json:
        print_json([{"script": path, "path": str(target), "trials": rows}], 1)
        return
    head = ("NUMBER", "SPEAKER", "VOICE", "NAME", "")
    table = [
        (
            str(row["number"]),
            row["speaker"],
            f'voice = "{row["voice"]}"',
            row["label"],
            "present" if row["present"] else "",
        )
        for row in rows
    ]
    click.echo(f"{target}\n\n" + format_columns([head, *table], indent=""))
