"""voices/cast.toml: each name's voice, from episode to episode. People may edit it."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from presscast import settings
from presscast.errors import CastError, PresscastError, raise_all, suggest
from presscast.files import write_whole
from presscast.model import VOICE_PITCH, Casting
from presscast.pace import FASTEST, SLOWEST


def _file(value: Any) -> str:
    """The path of a file below voices/."""
    path = PurePosixPath(settings.text(value))
    if path.is_absolute() or ".." in path.parts or not path.name:
        raise ValueError("the name of a file in voices/")
    return str(path)


def _name(value: Any) -> str:
    if not settings.text(value):
        raise ValueError("a name in quotes")
    return str(value)


_KEYS: Mapping[str, settings.Check] = {
    "voice": settings.text,
    "rate": settings.whole(SLOWEST, FASTEST),
    "pitch": settings.whole(0, 100),
    "gain": settings.number(-24, 12),
    "pan": settings.number(-1, 1),
    "lexicon": _file,
    "aliases": settings.several(_name),
}

_HEADER = """\
# Who speaks with which voice. "presscast voices" lists the voices.
# A name that is here keeps its voice; new names are added when an episode is rendered.
# rate: words a minute; pitch: 0 to 100; gain: decibels; pan: -1 (left) to 1 (right);
# lexicon: a file beside this one; aliases: a list of names.
"""


@dataclass(frozen=True, slots=True)
class CastEntry:
    """What the file says of one person; None or empty where it leaves that open."""

    voice: str = ""
    rate: int | None = None
    pitch: int | None = None
    gain: float = 0.0
    pan: float = 0.0
    lexicon: str = ""
    aliases: tuple[str, ...] = ()
    line: int | None = None
    """Where the person's table starts in the file."""


def read_cast_file(path: Path) -> dict[str, CastEntry]:
    """Name -> entry; nothing for a file that is not there. Raises CastError or Problems."""
    try:
        text = path.read_text("utf-8-sig")
        values = tomllib.loads(text)
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError:
        raise CastError("the file is not UTF-8", path=path, remedy="Save it as UTF-8.") from None
    except OSError as error:
        raise CastError(f"cannot be read ({error.strerror})", path=path) from error
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        what = f"this is not TOML: {str(error).split(' (at ')[0]}"
        raise CastError(what, path=path, line=int(found[1]) if found else None) from None
    problems: list[PresscastError] = [
        CastError(f'"{key}" is not known here', path=path, remedy='Tables are [cast."NAME"].')
        for key in values
        if key != "cast"
    ]
    people = values.get("cast", {})
    if not isinstance(people, Mapping):
        problems.append(CastError('"cast" should be tables: [cast."NAME"]', path=path))
        people = {}
    entries: dict[str, CastEntry] = {}
    for name, row in people.items():
        line = _find_line(text, name)
        taken, wrong = _check_row(row)
        wrong += _find_namesakes(name, taken.get("aliases", ()), entries)
        problems += [CastError(f'[cast."{name}"] {what}', path=path, line=line) for what in wrong]
        if not wrong:
            entries[name] = CastEntry(**taken, line=line)
    raise_all(problems)
    return entries


def find_entry(entries: Mapping[str, CastEntry], name: str) -> CastEntry | None:
    """The entry of a person, by name or alias, however it is cased."""
    return entries.get(_find_name(entries, name))


def _find_name(entries: Mapping[str, CastEntry], name: str) -> str:
    """The name under which a person's entry stands; the name itself where there is none."""
    wanted = name.casefold()
    for known, entry in entries.items():
        if wanted in (known.casefold(), *(alias.casefold() for alias in entry.aliases)):
            return known
    return name


def pin_cast(path: Path, castings: Iterable[Casting]) -> None:
    """Add these people and their voices to the file. What is there stays as it is."""
    import tomlkit

    entries = read_cast_file(path)
    # As bytes: the line ends of Windows stay what they are.
    old = path.read_bytes().decode("utf-8-sig") if path.exists() else _HEADER
    document = tomlkit.parse(old)
    people = document.setdefault("cast", tomlkit.table(is_super_table=True))
    for casting in castings:
        name = _find_name(entries, casting.speaker)
        row = people.setdefault(name, tomlkit.table())
        # Another render may have been quicker.
        row.setdefault("voice", casting.voice)
        # What is written down stays, whatever a later catalogue proposes.
        if casting.pitch != VOICE_PITCH and "pitch" not in row:
            row["pitch"] = casting.pitch
    write_whole(path, tomlkit.dumps(document).encode())


def _check_row(row: Any) -> tuple[dict[str, Any], list[str]]:
    """(what one person's table holds, what is wrong with it)."""
    if not isinstance(row, Mapping):
        return {}, ['should be a table with a voice: voice = "…"']
    taken: dict[str, Any] = {}
    wrong = []
    for key, value in row.items():
        if key not in _KEYS:
            wrong.append(f'does not take "{key}". {suggest(key, _KEYS)}'.strip())
            continue
        try:
            taken[key] = _KEYS[key](value)
        except ValueError as error:
            wrong.append(f'takes as "{key}" {error}, not {value!r}')
    return taken, wrong


def _find_namesakes(
    name: str, aliases: Iterable[str], entries: Mapping[str, CastEntry]
) -> Iterator[str]:
    """What a person's names share with those of the tables before."""
    for label in (name, *aliases):
        other = find_entry(entries, label)
        if other:
            yield f'shares the name "{label}" with the table in line {other.line}'


def _find_line(text: str, name: str) -> int | None:
    """Where a person's table starts, from 1: `[cast."NAME"]`, or `NAME = {…}` below `[cast]`."""
    mentioned = None
    for number, row in enumerate(text.split("\n"), 1):
        try:
            values = tomllib.loads(row)
        except tomllib.TOMLDecodeError:
            continue
        people = values.get("cast", {})
        if isinstance(people, Mapping) and name in people:
            return number
        if isinstance(values.get(name), Mapping):
            return number
        if name in values and mentioned is None:
            mentioned = number
    return mentioned
