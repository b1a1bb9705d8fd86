"""The engines that are installed, found through their entry points."""

from functools import lru_cache
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

from presscast.errors import EngineError, suggest
from presscast.voices.engines.base import Engine, Request

__all__ = [
    "Engine",
    "Options",
    "Request",
    "build_engine",
    "find_engine",
    "join_voice",
    "list_engines",
    "load_engine",
    "split_voice",
]

if TYPE_CHECKING:
    from importlib.metadata import EntryPoints

_GROUP = "presscast.engines"

Options = tuple[tuple[str, Any], ...]
"""What show.toml says in an engine's own table: (key, value)."""


def list_engines() -> list[str]:
    """The names of all installed engines."""
    return sorted({point.name for point in _list_points()})


def _list_points() -> "EntryPoints":
    # Not at the top: a worker is told where its engine is, and starts sooner without.
    from importlib.metadata import entry_points

    return entry_points(group=_GROUP)


def split_voice(voice: str, default: str) -> tuple[str, str]:
    """(engine, the voice's id there) of a voice as people name it: `piper:en_US-lessac-medium`.

    What stands before a colon counts only where it names an engine that is installed; else the
    voice is the default engine's.
    """
    engine, colon, own = voice.partition(":")
    return (engine, own) if colon and engine in list_engines() else (default, voice)


def join_voice(engine: str, voice: str, default: str) -> str:
    """A voice as people name it: what `split_voice` takes apart."""
    return voice if engine == default else f"{engine}:{voice}"


@lru_cache
def load_engine(name: str, options: Options = ()) -> Engine:
    """The engine of this name, set up with what show.toml says of it. Raises EngineError."""
    try:
        return build_engine(find_engine(name), options)
    except EngineError:
        raise
    except Exception as error:  # whatever the code of a package does when it is loaded
        remedy = '"presscast doctor" says what is missing.'
        raise EngineError(f'the engine "{name}" does not load ({error})', remedy=remedy) from error


def build_engine(place: str, options: Options) -> Engine:
    """An engine of which `find_engine` told where it is. Raises whatever its code raises."""
    engine: Engine = resolve_name(place)(**dict(options))
    return engine


def find_engine(name: str) -> str:
    """Where an engine's code is, `module:class`, as its entry point has it. Raises EngineError."""
    for point in _list_points().select(name=name):
        return point.value
    known = list_engines()
    remedy = suggest(name, known) or f"There is: {', '.join(known)}."
    raise EngineError(f'there is no speech engine "{name}"', remedy=remedy)
