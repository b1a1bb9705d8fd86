"""`presscast doctor`: what is installed, what is missing, what to do about it."""

import json
import platform
import sys
from collections.abc import Callable
from pathlib import Path

import click

from presscast import __version__
from presscast.cli.console import count, format_columns
from presscast.cli.options import json_option, show_option
from presscast.errors import EngineError, OutputError, PresscastError
from presscast.show import VoiceSettings

Check = Callable[[], str]
"""Returns what was found; raises PresscastError, saying what to do."""


@click.command("doctor")
@json_option
@show_option
def command(as_json: bool, show_dir: Path | None) -> int:
    """Say what is installed, what is missing, and what to do about it."""
    checks: dict[str, Check] = {
        "presscast": lambda: f"{__version__} on Python {platform.python_version()}, {sys.platform}",
        "show": lambda: _check_show(show_dir),
        "speech": lambda: _check_speech(show_dir),
        **_list_others(show_dir),
        "ffmpeg": _check_ffmpeg,
        "cache": _check_cache,
    }
    rows = [_run(name, check) for name, check in checks.items()]
    if as_json:
        keys = ("check", "ok", "found")
        shown = [dict(zip(keys, row, strict=True)) for row in rows]
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        table = [("ok" if fine else "MISSING", name, found) for name, fine, found in rows]
        click.echo(format_columns(table, indent=""))
    return 0 if all(fine for _, fine, _ in rows) else 1


def _run(name: str, check: Check) -> tuple[str, bool, str]:
    try:
        return name, True, check()
    except PresscastError as error:
        return name, False, str(error)
    except Exception as error:  # a doctor reports what it finds, whatever it is
        return name, False, f"{type(error).__name__}: {error}. Reinstall presscast."


def _check_show(show_dir: Path | None) -> str:
    from presscast.show import find_show, list_scripts

    show = find_show(None, show_dir)
    if not show.exists:
        return "none here; built-in defaults"
    scripts = count(len(list_scripts(show)), "script")
    return f'"{show.title}" in {show.root}, {scripts}'


def _check_speech(show_dir: Path | None) -> str:
    """Speak a word with the show's engine, past the cache."""
    import tempfile

    from presscast.voices.engines import load_engine
    from presscast.voices.trial import check_engine

    settings = _find_voices(show_dir)
    options = settings.find_options(settings.engine)
    engine = load_engine(settings.engine, options)
    with tempfile.TemporaryDirectory() as folder:
        check_engine(engine, Path(folder), options)
    return f"{engine.name} speaks ({engine.version()})"


def _list_others(show_dir: Path | None) -> dict[str, Check]:
    """A check for each other engine that is installed: none of them has to be there."""
    from presscast.voices.engines import list_engines

    def look_at(name: str) -> Check:
        return lambda: _look_at_engine(name, show_dir)

    own = _find_voices(show_dir).engine
    return {f"engine {name}": look_at(name) for name in list_engines() if name != own}


def _look_at_engine(name: str, show_dir: Path | None) -> str:
    from presscast.voices.engines import load_engine

    engine = load_engine(name, _find_voices(show_dir).find_options(name))
    try:
        version = engine.version()
    except EngineError as error:
        return f"not there: {error}"
    return f"{count(len(engine.list_voices()), 'voice')} ({version})"


def _find_voices(show_dir: Path | None) -> VoiceSettings:
    """[voices] of the show; the defaults where show.toml is wrong, which another check finds."""
    from presscast.show import find_show

    try:
        return find_show(None, show_dir).voices
    except PresscastError:
        return VoiceSettings()


def _check_ffmpeg() -> str:
    from presscast.audio.ffmpeg import find_ffmpeg, run_ffmpeg

    version, _ = run_ffmpeg(["-version"])
    encoders, _ = run_ffmpeg(["-encoders"])
    if b"libmp3lame" not in encoders:
        raise OutputError("ffmpeg has no MP3 encoder", path=find_ffmpeg())
    return version.decode().splitlines()[0].split(" Copyright")[0]


def _check_cache() -> str:
    from presscast.files import write_whole
    from presscast.store import find_cache

    folder = find_cache()
    write_whole(folder / ".writable", b"")
    (folder / ".writable").unlink()
    return str(folder)
