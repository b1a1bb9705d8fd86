"""voices/cast.toml: each name's voice, from episode to episode. People may edit it."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from presscast.errors import CastError, PresscastError, raise_all, suggest
from presscast.files import write_whole
from presscast.model import Casting

_KEYS = {"voice", "rate", "pitch", "gain", "aliases"}

_HEADER = """\
# Who speaks with which voice. "presscast voices" lists the voices.
# A name that is here keeps its voice; new names are added when an episode is rendered.
# rate: words a minute; pitch: 0 to 100, 50 is the voice's own; gain: decibels.
"""


@dataclass(frozen=True, slots=True)
class CastEntry:
    """What the file says of one person; None or empty where it leaves that open."""

    voice: str = ""
    rate: int | None = None
    pitch: int | None = None
    gain: float | None = None
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
    except (OSError, UnicodeDecodeError) as error:
        raise CastError(f"cannot be read ({error})", path=path) from error
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
    entries = {}
    for name, row in people.items() if isinstance(people, Mapping) else ():
        line = _find_line(text, name)
        try:
            entries[name] = _read_entry(row, line)
        except ValueError as error:
            problems.append(CastError(f'[cast."{name}"] {error}', path=path, line=line))
    raise_all(problems)
    return entries


def find_entry(entries: Mapping[str, CastEntry], name: str) -> CastEntry | None:
    """The entry of a person, by name or alias, however it is cased."""
    wanted = name.casefold()
    for known, entry in entries.items():
        if wanted in (known.casefold(), *(alias.casefold() for alias in entry.aliases)):
            return entry
    return None


def pin_cast(path: Path, castings: Iterable[Casting]) -> None:
    """Add these people and their voices to the file. What is there stays as it is."""
    import tomlkit

    old = path.read_text("utf-8-sig") if path.exists() else _HEADER
    document = tomlkit.parse(old)
    people = document.setdefault("cast", tomlkit.table(is_super_table=True))
    for casting in castings:
        entry = tomlkit.table()
        entry["voice"] = casting.voice
        people[casting.speaker] = entry
    write_whole(path, tomlkit.dumps(document).encode())


def _read_entry(row: Any, line: int | None) -> CastEntry:
    """One person's table. Raises ValueError saying what is wrong with it."""
    if not isinstance(row, Mapping):
        raise ValueError('should be a table with a voice: voice = "…"')
    for key in row:
        if key not in _KEYS:
            raise ValueError(f'does not take "{key}". {suggest(key, _KEYS)}'.strip())

    def number(key: str, low: int, high: int, *, whole: bool = True) -> Any:
        value: Any = row.get(key)
        if value is None:
            return None
        fits = isinstance(value, int if whole else (int, float)) and not isinstance(value, bool)
        if not fits or not low <= value <= high:
            raise ValueError(f"takes a {key} from {low} to {high}, not {value!r}")
        return value

    voice, aliases = row.get("voice", ""), row.get("aliases", [])
    if not isinstance(voice, str):
        raise ValueError(f"takes a voice in quotes, not {voice!r}")
    if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
        raise ValueError(f"takes aliases as a list of names, not {aliases!r}")
    return CastEntry(
        voice=voice.strip(),
        rate=number("rate", 80, 450),
        pitch=number("pitch", 0, 100),
        gain=number("gain", -24, 12, whole=False),
        aliases=tuple(aliases),
        line=line,
    )


def _find_line(text: str, name: str) -> int | None:
    for number, row in enumerate(text.splitlines(), 1):
        if row.strip().startswith("[cast.") and name in row:
            return number
    return None
