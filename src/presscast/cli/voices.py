"""`presscast voices`: the voices of every engine."""

import json

import click

from presscast.cli.console import format_columns
from presscast.cli.options import json_option
from presscast.errors import CastError


@click.command("voices")
@click.option("--language", metavar="TAG", help="Only this language, such as en or pt-br.")
@click.option("--engine", metavar="NAME", help="Only this engine.")
@json_option
def command(language: str | None, engine: str | None, as_json: bool) -> None:
    """List the voices that can be cast."""
    from presscast.voices import list_engines, load_engine

    wanted = (language or "").lower().replace("_", "-")
    rows = [
        {
            "engine": name,
            "voice": voice.id,
            "label": voice.label,
            "sex": voice.sex.value if voice.sex else "",
            "accent": voice.accent,
            "language": voice.language,
            "pitch": voice.setting,
            "pitch_hz": voice.pitch,
            "spread_st": voice.spread,
            "brightness_hz": voice.brightness,
            "loudness_lufs": voice.loudness,
            "clarity": voice.clarity,
        }
        for name in ([engine] if engine else list_engines())
        for voice in load_engine(name).list_voices()
        if not wanted or voice.language == wanted or voice.language.startswith(f"{wanted}-")
    ]
    if not rows:
        remedy = '"presscast voices" lists all languages.'
        raise CastError(f'there is no voice for the language "{language}"', remedy=remedy)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    head = ("VOICE", "NAME", "SEX", "ACCENT", "LANGUAGE", "PITCH", "CLEAR", "ENGINE")
    table = [
        (
            str(row["voice"]),
            str(row["label"]),
            str(row["sex"]),
            str(row["accent"]),
            str(row["language"]),
            f"{row['pitch_hz']} Hz" if row["pitch_hz"] else "",
            f"{row['clarity']:.0%}" if row["clarity"] else "",
            str(row["engine"]),
        )
        for row in rows
    ]
    click.echo(format_columns([head, *table], indent=""))
