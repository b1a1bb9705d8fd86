"""What a name tells: whether its first word is a first name, and whose.

Titles and endings are in names.toml. First names are those of the package gender-guesser (45,000
of them, by country). Its own detector takes 0.36 s to start, a look into its file 3 ms; so the
cache holds its rows in an order in which a name is found at once.
"""

import tomllib
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from operator import itemgetter
from typing import Any

from presscast.errors import OutputError
from presscast.model import Sex
from presscast.store import Store, find_cache, hash_inputs

_SEX_OF_CODE = {"M": Sex.MALE, "1M": Sex.MALE, "?M": Sex.MALE} | {
    "F": Sex.FEMALE,
    "1F": Sex.FEMALE,
    "?F": Sex.FEMALE,
}

_COUNTRIES_AT = 30
"""The column of the table's first country; each holds how common a name is there."""

_NAME, _REST = 36, 64
_RECORD = _NAME + _REST
"""Bytes of a record of ours: a name; a code of three letters and the countries."""

_FORMAT = 1
"""Changes with the layout of our records."""


def guess_sex(name: str, language: str = "") -> Sex | None:
    """Whose name this is, by its title, else its first name, else the ending of its last; None
    where none tells. `language` is that of the script: Andrea is a man in Italian."""
    titled = tell_title_sex(name, language)
    if titled:
        return titled
    tokens = [token.strip(".,") for token in name.split()]
    first = next((token for token in tokens if token.casefold() not in _list("titles")), "")
    sexes = {_look_up(part, _base(language)) for part in (first, *first.split("-"))} - {None}
    if len(sexes) == 1:
        return sexes.pop()
    return None if sexes else _tell_by_ending(tokens, language)


def tell_title_sex(name: str, language: str = "") -> Sex | None:
    """Whose name this is by a title before or behind it."""
    tokens = [token.strip(".,").casefold() for token in name.split()]
    for sex in Sex:
        behind = _list(f"{sex}.behind", language)
        # Where no space stands before it, the title is the end of the only word.
        joined = tuple(behind) if len(tokens) == 1 else ()
        if (tokens[1:] and tokens[-1] in behind) or (name not in joined and name.endswith(joined)):
            return sex
    for token in tokens[:-1]:
        for sex in Sex:
            if token in _list(f"{sex}.before", language):
                return sex
    return None


def _tell_by_ending(tokens: list[str], language: str) -> Sex | None:
    last = tokens[-1].casefold() if len(tokens) > 1 else ""
    for sex in Sex:
        if last.endswith(tuple(_list(f"{sex}.ending", language))):
            return sex
    return None


@lru_cache(maxsize=1)
def _read_words() -> dict[str, Any]:
    return tomllib.loads((files("presscast") / "names.toml").read_text("utf-8"))


@lru_cache
def _list(table: str, language: str = "") -> frozenset[str]:
    """The words of a table that hold in a script of this language."""
    rows: Any = _read_words()
    for part in table.split("."):
        rows = rows[part]
    return frozenset(" ".join(rows.get(key, "") for key in ("any", _base(language))).split())


def _base(language: str) -> str:
    return language.partition("-")[0]


def is_first_name(word: str) -> bool:
    """Whether a word is a known first name anywhere; of "Jean-Luc" the first part tells."""
    return any(any(_find_rows(part)) for part in (word, word.split("-")[0]))


@lru_cache(maxsize=1)
def _load_table() -> bytes:
    """The table's rows as records of one length in the order of their names, made once."""
    store = Store(find_cache(), "names")
    place = store.locate(hash_inputs(_FORMAT, version("gender-guesser")))
    kept = store.load(place)
    if kept is None:
        source = files("gender_guesser") / "data" / "nam_dict.txt"
        kept = _sort_table(source.read_bytes().decode("utf-8", "replace"))
        with suppress(OutputError):  # whoever only looks at a script needs no cache
            store.store(place, kept)
    return kept


def _sort_table(content: str) -> bytes:
    """Every row but comments and short forms ("="): the name, whose it is, a column a country."""
    rows = [row for row in content.split("\n") if row[:1] not in ("#", "=", "")]
    named = ((row[3:29].rstrip().encode(), row) for row in rows)
    return b"".join(
        name.ljust(_NAME) + (row[:3] + row[_COUNTRIES_AT:].rstrip("$\r")).encode().ljust(_REST)
        for name, row in sorted(named, key=itemgetter(0))
        if len(name) <= _NAME
    )


def _write_as_listed(name: str) -> bytes:
    return (name[:1].upper() + name[1:].lower()).encode("utf-8", "replace")


@lru_cache(maxsize=1024)
def _look_up(name: str, language: str) -> Sex | None:
    """The sex under which a name is known where the language is spoken, else in most places."""
    rows = list(_find_rows(name))
    here = _read_words()["countries"].get(language, [])
    common = {code: max((_weigh(row, at) for at in here), default=0) for code, row in rows}
    if not any(common.values()):
        common = {code: len(row.replace(" ", "")) for code, row in rows}
    return _SEX_OF_CODE.get(max(common, key=common.__getitem__)) if common else None


def _find_rows(name: str) -> Iterator[tuple[str, str]]:
    """(code, a column a country) of each row of the table for a name."""
    table = _load_table()
    wanted = _write_as_listed(name).ljust(_NAME)
    records = range(0, len(table), _RECORD)
    at = bisect_left(records, wanted, key=lambda it: table[it : it + _NAME])
    for first in records[at:]:
        record = table[first : first + _RECORD]
        if record[:_NAME] != wanted:
            return
        row = record[_NAME:].decode("utf-8", "replace")
        yield row[:3].strip(), row[3:].rstrip()


def _weigh(row: str, country: int) -> int:
    """How common a name is in a country: 0 for not at all, up to 13."""
    return int(row[country : country + 1].strip() or "0", 16)
