"""The engines that are installed, found through their entry points."""

from functools import lru_cache
from importlib.metadata import entry_points

from presscast.errors import EngineError, suggest
from presscast.voices.engines.base import Engine, Request

__all__ = ["Engine", "Request", "list_engines", "load_engine", "split_voice"]

_GROUP = "presscast.engines"


def list_engines() -> list[str]:
    """The names of all installed engines."""
    return sorted({point.name for point in entry_points(group=_GROUP)})


def split_voice(voice: str, default: str) -> tuple[str, str]:
    """(engine, its voice) of a voice as people write it: "piper:en_US-lessac-medium", or the
    voice alone for the engine `default`."""
    engine, colon, rest = voice.partition(":")
    return (engine, rest) if colon and engine in list_engines() else (default, voice)


@lru_cache
def load_engine(name: str) -> Engine:
    """The engine of this name. Raises EngineError."""
    for point in entry_points(group=_GROUP, name=name):
        try:
            engine: Engine = point.load()()
        except Exception as error:  # whatever the code of a package does when it is loaded
            remedy = '"presscast doctor" says what is missing.'
            raise EngineError(
                f'the engine "{name}" does not load ({error})', remedy=remedy
            ) from error
        return engine
    known = list_engines()
    remedy = suggest(name, known) or f"There is: {', '.join(known)}."
    raise EngineError(f'there is no speech engine "{name}"', remedy=remedy)
