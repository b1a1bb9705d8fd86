"""How the people of a document talk: by that a paragraph is told from what others would say."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from presscast.model import NARRATOR
from presscast.scripts.blocks import BlockKind
from presscast.scripts.evidence import CAPITAL, is_spaceless
from presscast.scripts.name_forms import NameJudge
from presscast.scripts.passages import Passage
from presscast.scripts.speakers import Attribution

CLOSED = re.compile(r"[.!?…:;。！？؟।][\"'”’»)\]*]*\s*$")
"""How a paragraph ends that says a sentence."""
LONG = 60
"""Whoever speaks of himself does so in a paragraph of as many characters."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_TOKEN = re.compile(r"[^\s.,;:!?…()\[\]\"“”„«»।؟،]+")
"""A word with the marks on its letters, of which the scripts of India have many."""
_INTRODUCTION = 800
"""Characters of a short introduction."""
_TURNS = 500
"""Turns that tell who speaks of himself."""
_SAMPLE = 300
"""Characters of a paragraph that tell whether it is in the first person, or takes leave."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """Words, and groups of words, that are looked for in a text in any case."""

    words: frozenset[str]
    parts: tuple[str, ...]
    """Groups of words, and words of scripts that put no space between them."""

    @classmethod
    def of(cls, phrases: Iterable[str]) -> "Phrases":
        """The phrases, sorted into single words and others."""
        phrases = frozenset(phrases)
        parts = {it for it in phrases if " " in it or is_spaceless(it)}
        return cls(phrases - parts, tuple(sorted(parts)))

    def are_in(self, text: str) -> bool:
        """Whether a text holds any of them."""
        folded = text.casefold().replace("’", "'")
        words = _TOKEN.findall(folded)
        return not self.words.isdisjoint(words) or any(part in folded for part in self.parts)


@dataclass(frozen=True, slots=True)
class Manners:
    """What has been measured over a whole document."""

    last_start: int
    """The last passage where somebody starts to speak; -1 for none."""
    habit: float
    """The share of turns, but for the last, that go on over several paragraphs."""
    punctuated: bool
    """Whether its paragraphs end as sentences do."""
    personal: Mapping[str, float]
    """Speaker -> the share of what he says that is in the first person."""
    names: Mapping[str, frozenset[str]]
    """Word -> the speakers whose name holds it."""
    spaceless: tuple[str, ...]
    """Names in scripts that put no space between words."""
    introduced: frozenset[str]
    """What the words of a short introduction start with."""
    first_person: Phrases
    farewells: Phrases

    def is_personal(self, text: str) -> bool:
        """Whether somebody speaks of himself."""
        return self.first_person.are_in(text)

    def is_farewell(self, text: str) -> bool:
        """Whether somebody thanks, or takes leave, at the end of a text."""
        return self.farewells.are_in(text[-_SAMPLE:])

    def is_introduced(self, text: str) -> bool:
        """Whether a text starts with somebody of whom a short introduction speaks."""
        return not self.introduced.isdisjoint(_list_stems(_WORD.findall(text[:80])[:2]))

    def find_named(self, text: str) -> set[str]:
        """The speakers of whom a text speaks."""
        found = {word.casefold() for word in CAPITAL.findall(text)}
        found |= {re.sub(r"['’]s?$", "", word) for word in found}
        named = {name for word in found for name in self.names.get(word, ())}
        return named | {name for name in self.spaceless if name in text}


def measure_manners(
    passages: Sequence[Passage], attribution: Attribution, judge: NameJudge
) -> Manners:
    """How the people of a document talk."""
    starts = sorted(attribution.starts)
    closed = [bool(CLOSED.search(it.text)) for it in passages if len(it.text) > LONG]
    first_person = Phrases.of(judge.words.first_person)
    speakers = {*attribution.names.values()} - {NARRATOR}
    return Manners(
        last_start=starts[-1] if starts else -1,
        habit=_measure_habit(passages, starts),
        punctuated=len(closed) > 2 and sum(closed) * 5 >= len(closed) * 4,
        personal=_measure_personal(passages, attribution, starts, first_person),
        names=_index_names(speakers, judge),
        spaceless=tuple(sorted(it for it in speakers if is_spaceless(it) and len(it) > 1)),
        introduced=_read_introduction(passages[: starts[0]] if starts else ()),
        first_person=first_person,
        farewells=Phrases.of(judge.words.farewells),
    )


def _measure_habit(passages: Sequence[Passage], starts: Sequence[int]) -> float:
    several = 0
    for one, other in pairwise(starts):
        between = passages[one + 1 : other]
        several += any(it.kind is BlockKind.PROSE and not it.goes_on for it in between)
    return several / max(1, len(starts) - 1)


def _measure_personal(
    passages: Sequence[Passage],
    attribution: Attribution,
    starts: Sequence[int],
    first_person: Phrases,
) -> dict[str, float]:
    said: dict[str, list[bool]] = defaultdict(list)
    for at in starts[:_TURNS]:
        text = " ".join(it.text[:_SAMPLE] for it in passages[at : at + 2])
        name = attribution.name_at(at) or NARRATOR
        said[name].append(first_person.are_in(text))
    return {name: sum(found) / len(found) for name, found in said.items()}


def _index_names(speakers: Iterable[str], judge: NameJudge) -> dict[str, frozenset[str]]:
    index: dict[str, set[str]] = defaultdict(set)
    for name in speakers:
        if not judge.is_part(name):
            for word in judge.list_words(name):
                if len(word) > 2:
                    index[word].add(name)
    return {word: frozenset(names) for word, names in index.items()}


def _read_introduction(passages: Sequence[Passage]) -> frozenset[str]:
    """The stems of what stands before a conversation; nothing of a long release."""
    texts: list[str] = []
    length = 0
    for passage in passages:
        length += len(passage.text) if passage.kind is BlockKind.PROSE else 0
        if length >= _INTRODUCTION:
            return frozenset()
        texts.append(passage.text)
    return frozenset(_list_stems(_WORD.findall(" ".join(texts))))


def _list_stems(words: Iterable[str]) -> set[str]:
    """What words of some length start with: enough to know a noun in another case."""
    folded = [word.casefold() for word in words]
    long = {word[:5] for word in folded if len(word) > 5}
    return long | {word[:3] for word in folded if is_spaceless(word)}
