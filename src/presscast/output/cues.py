"""Captions: a sentence each, or parts of one that is too long; one speaker a caption."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from textwrap import wrap
from typing import NamedTuple

from presscast.output.document import Document, Sentence
from presscast.units import Milliseconds

Fits = Callable[[str], bool]
"""Whether a text is short enough for one caption."""

_CLAUSE_ENDS = (",", ";", ":", "–", "—", "،", "؛", "、", "，", "；", "：")
_WORTH = 0.25
"""How much nearer the middle, as a part of the text, a cut inside a clause would have to be."""


@dataclass(frozen=True, slots=True)
class Cue:
    """What is shown for a while. Cues do not overlap, and each takes some time."""

    speaker: str
    lead: str
    """What stands before the text where the speaker begins."""
    text: str
    start: Milliseconds
    end: Milliseconds


def cut_cues(
    document: Document, fits: Fits, lead: Callable[[str], str] = lambda name: ""
) -> Iterator[Cue]:
    """The captions of an episode. `lead` is what stands before a speaker's first text."""
    for say in document.says:
        before = lead(say.speaker)
        for sentence in (it for lines in say.paragraphs for it in lines.sentences):
            for text, start, end in cut_sentence(sentence, fits, before):
                yield Cue(say.speaker, before, text, start, end)
                before = ""


def cut_sentence(
    sentence: Sentence, fits: Fits, lead: str = ""
) -> Iterator[tuple[str, Milliseconds, Milliseconds]]:
    """(text, start, end) of the sentence, or of its parts where the whole does not fit.

    It is halved before a word, after a comma if there is one about the middle, until all parts
    fit; a single word that does not stays whole.
    """
    if fits(lead + sentence.text.rstrip()):  # as most do
        yield sentence.text.rstrip(), sentence.start, sentence.end
        return
    words = list(sentence.words)
    starts = [sentence.start, *(word.start for word in words[1:]), sentence.end]
    # A part begins with the opening quotation marks of its first word.
    inner = (sentence.text.rfind(" ", 0, word.first) + 1 for word in words[1:])
    opens = [0, *inner, len(sentence.text)]
    places = [
        _Place(at, opens[at], sentence.text[: opens[at]].rstrip().endswith(_CLAUSE_ENDS))
        for at in range(1, len(words))
        if opens[at] >= words[at - 1].last and starts[at] < sentence.end
    ]

    def cut(first: int, last: int) -> Iterator[tuple[int, int]]:
        before = "" if first else lead
        size = opens[last] - opens[first]
        middle = (opens[first] + opens[last] - len(before)) / 2
        inside = [it for it in places if first < it.word < last and starts[first] < starts[it.word]]
        if not inside or fits(before + sentence.text[opens[first] : opens[last]].rstrip()):
            yield first, last
            return
        half = min(inside, key=lambda it: it.rate(middle, size))
        yield from cut(first, half.word)
        yield from cut(half.word, last)

    for first, last in cut(0, len(words)):
        start, latest = starts[first], starts[last]
        own = words[last - 1].end if last < len(words) else sentence.end
        end = min(own, latest) if own > start else latest
        yield sentence.text[opens[first] : opens[last]].rstrip(), start, end


class _Place(NamedTuple):
    """Where a sentence may be cut: before a word that a space stands before."""

    word: int
    """Its number; there is time on both sides of it."""
    opening: int
    is_clause: bool

    def rate(self, middle: float, size: int) -> float:
        """The less the better, for a part of a sentence of so many characters."""
        return abs(self.opening - middle) - (_WORTH * size if self.is_clause else 0)


def fits_lines(text: str, width: int, lines: int) -> bool:
    """Whether a text goes into so many lines of at most `width` characters."""
    if len(text) <= width or len(text) >= (width + 1) * lines:
        return len(text) <= width
    return len(_break(text, width)) <= lines


def fold(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` characters, as even as they can be."""
    if len(text) <= width:
        return [text]
    lines = _break(text, width)
    even = max(1, len(text) // max(1, len(lines)))
    tries = (_break(text, size) for size in range(even, width))
    return next((it for it in tries if len(it) <= len(lines)), lines)


def _break(text: str, width: int) -> list[str]:
    """The text in lines, each as full as it can be: with `wrap`, which takes ten times as long,
    only where a word is longer than a line."""
    lines: list[str] = []
    room = -1
    for word in filter(None, text.split(" ")):  # not at a space that holds a number together
        size = len(word)
        if size < room:
            lines[-1] += f" {word}"
            room -= size + 1
        elif size <= width:
            lines.append(word)
            room = width - size
        else:
            return wrap(text, width, break_on_hyphens=False)
    return lines or [""]
