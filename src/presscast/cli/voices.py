"""`presscast voices`: the voices of every engine, and more of them for Piper."""

import json
from pathlib import Path
from typing import Any

import click

from presscast.cli.console import format_columns
from presscast.cli.options import json_option, show_option
from presscast.errors import CastError

_HEAD = ("VOICE", "NAME", "SEX", "ACCENT", "LANGUAGE", "PITCH", "CLEAR", "ENGINE")


@click.group("voices", invoke_without_command=True)
@click.option("--language", metavar="TAG", help="Only this language, such as en or pt-br.")
@click.option("--engine", metavar="NAME", help="Only this engine.")
@json_option
@show_option
@click.pass_context
def command(
    context: click.Context,
    language: str | None,
    engine: str | None,
    as_json: bool,
    show_dir: Path | None,
) -> None:
    """List the voices that can be cast."""
    if context.invoked_subcommand:
        return
    rows = _list_rows(_tidy(language), engine, show_dir)
    if not rows:
        remedy = '"presscast voices" lists all of them.'
        what = f'for the language "{language}"' if language else f'in the engine "{engine}"'
        raise CastError(f"there is no voice {what}", remedy=remedy)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    keys = ("voice", "label", "sex", "accent", "language", "pitch_hz", "clarity", "engine")
    table = [tuple(_show(key, row[key]) for key in keys) for row in rows]
    click.echo(format_columns([_HEAD, *table], indent=""))


@command.command("install")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--from",
    "place",
    metavar="DIR_OR_URL",
    help="A folder, or another address with the same files; else Piper's own catalogue.",
)
@click.option("--language", metavar="TAG", help="List only what speaks this language.")
def install(names: tuple[str, ...], place: str | None, language: str | None) -> None:
    """Fetch voices for the engine piper; without a NAME list those that can be had."""
    from presscast.voices.engines.piper_install import CATALOGUE, install_voice, list_offers

    source = place or CATALOGUE
    for name in names:
        click.echo(install_voice(name, source, _Said().report))
    if names:
        return
    offers = list_offers(source).values()
    rows = [
        (offer.name, offer.language, f"{offer.size / 1e6:.0f} MB" if offer.size else "")
        for offer in offers
        if f"{offer.language}-".startswith(f"{_tidy(language)}-" if language else "")
    ]
    click.echo(format_columns([("NAME", "LANGUAGE", "SIZE"), *rows], indent=""))


class _Said:
    """Says on stderr what is fetched, and how far it is at every quarter."""

    def __init__(self) -> None:
        self._last = ("", -1)

    def report(self, file: str, count: int, size: int) -> None:
        """`count` of `size` bytes of a file; a size of 0 is not known."""
        step = (file, count * 4 // size if size else 0)
        if step == self._last:
            return
        self._last = step
        share = f" {step[1] * 25}%" if size else ""
        click.echo(f"{file}{share}", err=True)


def _list_rows(language: str, engine: str | None, show_dir: Path | None) -> list[dict[str, Any]]:
    from presscast.show import find_show
    from presscast.voices.engines import join_voice, list_engines, load_engine

    voices = find_show(None, show_dir).voices
    return [
        {
            "engine": name,
            "voice": join_voice(name, voice.id, voices.engine),
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
        for name in ([engine] if engine else sorted(list_engines(), key=voices.engine.__ne__))
        for voice in load_engine(name, voices.find_options(name)).list_voices()
        if f"{voice.language}-".startswith(f"{language}-" if language else "")
    ]


def _tidy(language: str | None) -> str:
    return (language or "").lower().replace("_", "-")


def _show(key: str, value: Any) -> str:
    if not value:
        return "-"
    if key == "pitch_hz":
        return f"{value} Hz"
    return f"{value:.0%}" if key == "clarity" else str(value)
