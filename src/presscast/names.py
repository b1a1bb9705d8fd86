"""What a name tells: whether its first word is a first name, and whose.

The names are those of the gender-guesser package (45,000 of them, by country). Its own detector
takes 0.36 s to start; a look into its file takes 3 ms a name, a list of its names 20 ms once.
"""

from functools import lru_cache
from importlib.resources import files

from presscast.model import Sex

_MEN = (
    "mr sir lord king prince father brother monsieur m herr señor sr don signor sig senhor imam"
    " rabbi baron duke spokesman chairman"
)
_WOMEN = (
    "mrs ms miss madam dame lady queen princess sister mother madame mme mlle frau señora sra srta"
    " doña dra signora senhora dona baroness duchess spokeswoman chairwoman"
)

_SEX_OF_TITLE = dict.fromkeys(_MEN.split(), Sex.MALE) | dict.fromkeys(_WOMEN.split(), Sex.FEMALE)

_NEUTRAL_TITLES = {"dr", "prof", "professor", "rev", "president", "minister", "senator", "judge"}

_SEX_OF_CODE = {b"M": Sex.MALE, b"1M": Sex.MALE, b"?M": Sex.MALE} | {
    b"F": Sex.FEMALE,
    b"1F": Sex.FEMALE,
    b"?F": Sex.FEMALE,
}


def guess_sex(name: str) -> Sex | None:
    """Whose name this is, by its title or else its first name; None where neither tells."""
    tokens = [token.strip(".,") for token in name.split()]
    for token in tokens:
        if token.casefold() in _SEX_OF_TITLE and len(tokens) > 1:
            return _SEX_OF_TITLE[token.casefold()]
    first = next((token for token in tokens if token.casefold() not in _NEUTRAL_TITLES), "")
    sexes = {_look_up(part) for part in (first, *first.split("-"))} - {None}
    return sexes.pop() if len(sexes) == 1 else None


def tell_title_sex(name: str) -> Sex | None:
    """Whose name this is by a title in it alone."""
    titles = (_SEX_OF_TITLE.get(token.strip(".,").casefold()) for token in name.split())
    return next((sex for sex in titles if sex), None)


def is_first_name(word: str) -> bool:
    """Whether a word is a known first name anywhere; of "Jean-Luc" the first part tells."""
    known = _list_first_names()
    return any(_write_as_listed(part) in known for part in (word, word.split("-")[0]))


@lru_cache(maxsize=1)
def _read_names() -> bytes:
    return (files("gender_guesser") / "data" / "nam_dict.txt").read_bytes()


@lru_cache(maxsize=1)
def _list_first_names() -> frozenset[bytes]:
    """Every name of the table, without its comments and its short forms ("=")."""
    rows = _read_names().split(b"\n")
    return frozenset(row[3:29].rstrip() for row in rows if row[:1] not in (b"#", b"=", b""))


def _write_as_listed(name: str) -> bytes:
    return (name[:1].upper() + name[1:].lower()).encode("utf-8", "replace")


@lru_cache(maxsize=1024)
def _look_up(name: str) -> Sex | None:
    """The sex under which the name is known in most countries."""
    if _write_as_listed(name) not in _list_first_names():
        return None
    table = _read_names()
    wanted = b" " + _write_as_listed(name) + b" "
    best: tuple[int, Sex | None] = (0, None)
    at = table.find(wanted)
    while at >= 0:
        start = table.rfind(b"\n", 0, at) + 1
        row = table[start : table.find(b"\n", at)]
        code = row[:3].strip()
        # Columns 30 and on hold one character a country: blank where the name is not in use.
        countries = len(row[30:].strip(b"$\r").replace(b" ", b""))
        if not row.startswith((b"#", b"=")) and countries > best[0]:
            best = countries, _SEX_OF_CODE.get(code)
        at = table.find(wanted, at + 1)
    return best[1]
