"""The words by which labels, directions and furniture are told from prose: `vocabulary.toml`."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words in lower case, of all languages together but where said otherwise."""

    titles: frozenset[str]
    """What stands before a name."""
    ask: frozenset[str]
    """Labels of a question: "q", "frage"."""
    reply: frozenset[str]
    """Labels of an answer."""
    hosts: frozenset[str]
    """Whoever asks."""
    guests: frozenset[str]
    """Whoever answers."""
    parts: frozenset[str]
    """What somebody does in a conversation: hosts, guests and others."""
    narrators: frozenset[str]
    particles: frozenset[str]
    """What stands inside a name in small letters."""
    not_first: frozenset[str]
    """What no label starts with, in the language of the script and in English."""
    common: frozenset[str]
    """Function words that of the languages here only that of the script has."""
    not_whole: frozenset[str]
    """What stands before a colon and is nobody."""
    notes: frozenset[str]
    """What opens the name of a note: "Nota de la redacción"."""
    months: frozenset[str]
    speech_verbs: frozenset[str]
    """What stands before the colon of a quotation."""
    talk: frozenset[str]
    """Words of people who talk to each other."""
    first_person: frozenset[str]
    """Words of whoever speaks of himself, in the language of the script."""
    audience: frozenset[str]
    """What people in the room do, where it is a paragraph of its own without brackets."""
    farewells: frozenset[str]
    directions: frozenset[str]
    """What is done, not said."""
    direction_stems: tuple[str, ...]
    """The same, where any ending may follow."""


@lru_cache(maxsize=16)
def load_vocabulary(language: str) -> Vocabulary:
    """The vocabulary for a script in a language (BCP 47)."""
    tables = _read_tables()
    spoken = {_ENGLISH, language.split("-")[0]}
    directions = _join(tables["directions"])
    return Vocabulary(
        titles=_join(tables["titles"]),
        ask=_join(tables["ask"]),
        reply=_join(tables["reply"]),
        hosts=_join(tables["hosts"]) | _join(tables["ask"]),
        guests=_join(tables["guests"]) | _join(tables["reply"]),
        parts=frozenset[str]().union(
            *(_join(tables[name]) for name in ("ask", "reply", "hosts", "guests", "parts"))
        ),
        narrators=_join(tables["narrators"]),
        particles=_join(tables["particles"]),
        not_first=_join({key: it for key, it in tables["not_first"].items() if key in spoken}),
        common=_find_own(tables["not_first"], language.split("-")[0]),
        not_whole=_join(tables["not_whole"]),
        notes=_join(tables["notes"]),
        months=_join(tables["months"]),
        speech_verbs=_join(tables["speech_verbs"]),
        talk=_join(tables["talk"]),
        first_person=_join(
            {key: it for key, it in tables["first_person"].items() if key == language.split("-")[0]}
        ),
        audience=_join(tables["audience"]),
        farewells=_join(tables["farewells"]),
        directions=frozenset(word for word in directions if not word.endswith("*")),
        direction_stems=tuple(sorted(word[:-1] for word in directions if word.endswith("*"))),
    )


@lru_cache(maxsize=1)
def _read_tables() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("presscast.scripts").joinpath("vocabulary.toml").read_text("utf-8"))


def _find_own(table: dict[str, str], language: str) -> frozenset[str]:
    """The words of one language that no other has."""
    others = _join({key: words for key, words in table.items() if key != language})
    return _join({language: table[language]}) - others if language in table else frozenset()


def _join(table: dict[str, str]) -> frozenset[str]:
    return frozenset(
        word.strip().casefold() for words in table.values() for word in words.split(",")
    )
