"""Names and words that a show has never said before: what an editor should listen to."""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path

from presscast.model import Paragraph, Script
from presscast.scripts.vocabulary import load_vocabulary
from presscast.sentences import split_sentences
from presscast.voices.decision import Settled
from presscast.voices.lexicon import Match
from presscast.voices.spoken import list_initialisms

_WORD = re.compile(r"[^\s—–…/]+")
_EDGES = re.compile(r"^\W+|(?:['’]s)?\W+$|['’]s$")
_ELIDED = re.compile(r"^\w{1,2}['’](?=\w)")
_MOST_LETTERS = 6
"""In capitals, more of them are a word."""
_SHORT = 3
"""Capitals that are also a word: "NATO" is none, "WHO" and "US" may be meant."""

_COMMON = 1_000
"""How often a name that everybody has heard comes in the list: "Emily", "Paris", "Friday"."""

_USUAL = 12
"""Words of a language in which three letters come together that way: fewer look foreign."""


class Risk(StrEnum):
    """Why a word may be said wrong, the most probable first."""

    MIXED = "letters with digits or signs"
    FOREIGN = "letters of another language"
    STRANGE = "a name that looks foreign"
    INITIALS = "initials"
    NAME = "a name"
    RARE = "a rare word"
    KNOWN = "a known name"


_ORDER = list(Risk)


@dataclass(frozen=True, slots=True)
class Unmet:
    """A word that has never been said in the show."""

    word: str
    """As it is displayed, without marks."""
    risk: Risk
    line: int
    """Where it is said first."""
    speaker: str
    """Who says it there."""
    times: int


def list_unmet(script: Script, settled: Settled, met: frozenset[str]) -> list[Unmet]:
    """The words of a script that are not ordinary and not met, the riskiest first.

    What a lexicon settles is no risk any more.
    """
    words = _load_words(script.language.split("-")[0])
    found: dict[str, Unmet] = {}
    for at, turn in enumerate(script.turns):
        for number, paragraph in enumerate(turn.paragraphs):
            if paragraph.language or turn.is_disclosure:
                continue
            matches = settled.get((at, number), ())
            for word, inside in _list_words(paragraph, matches, script.language):
                key = fold_word(word)
                if key in found:
                    known = found[key]
                    found[key] = replace(known, times=known.times + 1)
                elif key not in met and (risk := words.weigh(word, inside=inside)):
                    found[key] = Unmet(word, risk, paragraph.line, turn.speaker, 1)
    return sorted(found.values(), key=lambda it: (_ORDER.index(it.risk), it.line))


def read_met(output: Path, name: str) -> frozenset[str]:
    """The words that the other episodes in an output folder say, folded.

    The script's own episode does not count: rendering it is no reason not to listen to it.
    """
    met: set[str] = set()
    for path in output.glob("*/*.words.json"):
        if path.parent.name == name:
            continue
        try:
            rows = json.loads(path.read_bytes())["words"]
            met.update(fold_word(strip_marks(str(row["word"]))) for row in rows)
        except (OSError, ValueError, KeyError, TypeError):
            continue  # not one of ours, or half of one: what it said counts as never met
    return frozenset(met)


def strip_marks(word: str) -> str:
    """A displayed word without the marks around it, and without an English genitive."""
    return _EDGES.sub("", word)


def fold_word(word: str) -> str:
    """What two ways to write one word have in common."""
    return word.lower().replace("’", "'")


def _list_words(
    paragraph: Paragraph, matches: Iterable[Match], language: str
) -> Iterator[tuple[str, bool]]:
    """(a word that no lexicon settles, whether it stands inside a sentence)."""
    text = paragraph.text
    sentences = split_sentences(text, language)
    opening = {_find_first(text, first, last) for first, last in sentences}
    settled = [(it.said.first, it.said.last) for it in matches]
    for token in _WORD.finditer(text):
        first, last = token.span()
        word = strip_marks(token[0])
        if word and not any(first < end and start < last for start, end in settled):
            yield word, first not in opening


def _find_first(text: str, first: int, last: int) -> int:
    return next((it.start() for it in _WORD.finditer(text, first, last) if strip_marks(it[0])), 0)


class _WordList:
    """The ordinary words of a language, as far as there is a list of them."""

    def __init__(self, language: str) -> None:
        rules = tomllib.loads((files("presscast.voices") / "unmet.toml").read_text("utf-8"))
        self._letters: str | None = rules["letters"].get(language)
        self._respelt: Mapping[str, str] = rules["respelt"].get(language, {})
        self._elides = language in rules["elided"]
        self._nouns = language in rules["nouns"]
        self._words = _read_counts(language)
        self._initials = list_initialisms(language)
        self._titles = load_vocabulary(language).titles

    def weigh(self, word: str, *, inside: bool) -> Risk | None:
        """Why a word may be said wrong; None where that is not likely."""
        word = _ELIDED.sub("", word) if self._elides else word
        letters = [char for char in word if char.isalpha()]
        if not letters:
            return None
        if any(char.isdigit() for char in word) or re.search(r"\w[^\w'’-]+\w", word):
            return Risk.MIXED
        if self._is_foreign(letters):
            return Risk.FOREIGN
        known = self._is_known(word)
        if word in self._initials:
            return None
        if word.isupper() and 1 < len(letters) <= _MOST_LETTERS:
            return None if known and len(letters) > _SHORT else Risk.INITIALS
        if word[0].isupper():
            return self._weigh_name(word, inside=inside, known=known)
        return Risk.RARE if self._words and not known else None

    def _weigh_name(self, word: str, *, inside: bool, known: bool) -> Risk | None:
        """A capital at the start of a sentence means a name where the word is not known."""
        if not (inside or self._words) or (known and (self._nouns or not inside)):
            return None
        if word.lower() in self._titles or self._count(word) >= _COMMON:
            return None
        if self._looks_strange(word):
            return Risk.STRANGE
        return Risk.KNOWN if known else Risk.NAME

    def _is_foreign(self, letters: Iterable[str]) -> bool:
        if self._letters is None:
            return False
        return any(
            not char.isascii() and char not in self._letters for char in map(str.lower, letters)
        )

    def _is_known(self, word: str) -> bool:
        if self._count(word):
            return True
        parts = re.split(r"[-–']", fold_word(word))
        return len(parts) > 1 and all(part in self._words or len(part) < 3 for part in parts)

    def _count(self, word: str) -> int:
        """How often a word comes in the list, in this spelling or the list's own."""
        folded = fold_word(word)
        respelt = (folded.replace(own, other) for own, other in self._respelt.items())
        return max(self._words.get(it, 0) for it in (folded, *respelt))

    def _looks_strange(self, word: str) -> bool:
        if not self._words:
            return False
        return any(self._trigrams[it] < _USUAL for it in _list_trigrams(word))

    @cached_property
    def _trigrams(self) -> Counter[str]:
        """In how many words of the language three letters come together."""
        return Counter(trigram for word in self._words for trigram in _list_trigrams(word))


def _list_trigrams(word: str) -> list[str]:
    framed = f" {word.lower()} "
    return [framed[at : at + 3] for at in range(len(framed) - 2)]


def _read_counts(language: str) -> Mapping[str, int]:
    """Word -> how often it comes; nothing for a language without a list."""
    from spellchecker import SpellChecker

    if language not in SpellChecker.languages():
        return {}
    words: Mapping[str, int] = SpellChecker(language=language).word_frequency.dictionary
    return words


@lru_cache(maxsize=4)
def _load_words(language: str) -> _WordList:
    return _WordList(language)
