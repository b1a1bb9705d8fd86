"""voices/cast.toml: each name's voice, from episode to episode. People may edit it."""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from presscast.errors import CastError, PresscastError, raise_all, suggest
from presscast.files import write_whole
from presscast.model import Casting
from presscast.pace import FASTEST, SLOWEST


class _Key(NamedTuple):
    """What a key may hold."""

    wanted: str
    fits: Callable[[Any], bool]


def _number(name: str, low: int, high: int, *, whole: bool = True) -> _Key:
    def fits(value: Any) -> bool:
        is_number = isinstance(value, int if whole else (int, float))
        return is_number and not isinstance(value, bool) and low <= value <= high

    return _Key(f"a {name} from {low} to {high}", fits)


def _is_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) and name for name in value)


_KEYS = {
    "voice": _Key("a voice in quotes", lambda value: isinstance(value, str)),
    "rate": _number("rate", SLOWEST, FASTEST),
    "pitch": _number("pitch", 0, 100),
    "gain": _number("gain", -24, 12, whole=False),
    "aliases": _Key("aliases as a list of names", _is_names),
}

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
        wrong = list(_find_mistakes(row, entries, name))
        problems += [CastError(f'[cast."{name}"] {what}', path=path, line=line) for what in wrong]
        if not wrong:
            entries[name] = _read_entry(row, line)
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
        people.setdefault(name, tomlkit.table())["voice"] = casting.voice
    write_whole(path, tomlkit.dumps(document).encode())


def _find_mistakes(row: Any, entries: Mapping[str, CastEntry], name: str) -> Iterator[str]:
    """What is wrong with one person's table, beside those before it."""
    if not isinstance(row, Mapping):
        yield 'should be a table with a voice: voice = "…"'
        return
    for key, value in row.items():
        if key not in _KEYS:
            yield f'does not take "{key}". {suggest(key, _KEYS)}'.strip()
        elif not _KEYS[key].fits(value):
            yield f"takes {_KEYS[key].wanted}, not {value!r}"
    aliases = row.get("aliases", [])
    labels = [name, *aliases] if isinstance(aliases, list) else [name]
    for label in labels:
        other = find_entry(entries, str(label))
        if other:
            yield f'shares the name "{label}" with the table in line {other.line}'


def _read_entry(row: Mapping[str, Any], line: int | None) -> CastEntry:
    return CastEntry(
        voice=row.get("voice", "").strip(),
        rate=row.get("rate"),
        pitch=row.get("pitch"),
        gain=row.get("gain"),
        aliases=tuple(row.get("aliases", ())),
        line=line,
    )


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
