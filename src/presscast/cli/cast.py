"""`presscast cast`: who speaks with which voice."""

from pathlib import Path
from typing import Any

import click

from presscast.cli.console import format_columns
from presscast.cli.options import (
    find_scripts,
    frozen_option,
    json_option,
    print_json,
    run_each,
    scripts_argument,
    show_option,
)
from presscast.errors import CastError, raise_all
from presscast.show import Show


@click.command("cast")
@scripts_argument
@click.option("--pin", is_flag=True, help="Write new names and their voices to voices/cast.toml.")
@frozen_option
@json_option
@show_option
def command(
    scripts: tuple[str, ...], pin: bool, frozen: bool, as_json: bool, show_dir: Path | None
) -> None:
    """Show who speaks with which voice."""
    if pin and frozen:
        raise click.UsageError("--pin writes new names, --frozen refuses them: leave one out.")
    asked = find_scripts(scripts, show_dir)
    results, problems = run_each(
        asked, lambda path, show: describe_cast(path, show, pin=pin, frozen=frozen)
    )
    if as_json:
        print_json(results, len(asked))
    else:
        click.echo("\n\n".join(format_cast(result) for result in results), nl=bool(results))
    raise_all(problems)


def describe_cast(path: str, show: Show, *, pin: bool, frozen: bool) -> dict[str, Any]:
    """The cast of a script; with `pin`, new names are kept in the show's cast file."""
    from presscast.episode import pin_new_names
    from presscast.preparation import prepare_script
    from presscast.voices.engines import join_voice
    from presscast.voices.listed import find_listed, list_voices

    if pin and not show.exists:
        remedy = 'Lay out a show with "presscast new DIR", or name one with --show.'
        raise CastError("there is no show to keep the cast in", path=path, remedy=remedy)
    script, decision = prepare_script(path, show, frozen=frozen)
    new = {casting.speaker for casting in decision.chosen}
    engines = (casting.engine for casting in decision.cast.values())
    listed = list_voices(engines, show.voices)
    if pin:
        pin_new_names(show, decision)
    rows = []
    for speaker in script.speakers:
        casting = decision.cast[speaker.name]
        voice = find_listed(listed, casting)
        rows.append(
            {
                "speaker": speaker.name,
                "role": speaker.role.value,
                "voice": join_voice(casting.engine, casting.voice, show.voices.engine),
                "pitch": casting.pitch,
                "label": voice.label if voice else "",
                "sex": voice.sex.value if voice and voice.sex else "",
                "accent": voice.accent if voice else "",
                "pitch_hz": voice.pitch if voice else None,
                "rate": casting.rate,
                "pinned": pin or speaker.name not in new,
            }
        )
    warnings = [
        {"line": it.line, "code": it.code, "message": it.message} for it in decision.notices
    ]
    return {"script": path, "cast": rows, "warnings": warnings}


def format_cast(result: dict[str, Any]) -> str:
    """The same for people."""
    rows = [
        (
            row["speaker"],
            row["role"],
            row["voice"],
            ", ".join(filter(None, (row["label"], row["sex"], row["accent"]))),
            f"{row['pitch_hz']} Hz" if row["pitch_hz"] else "",
            "" if row["pinned"] else "new",
        )
        for row in result["cast"]
    ]
    warnings = [f"\n  line {row['line']}: {row['message']}" for row in result["warnings"]]
    return f"{result['script']}\n" + format_columns(rows) + "".join(warnings)
