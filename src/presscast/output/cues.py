"""Captions: a sentence each, or parts of one that is too long; one speaker a caption."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from textwrap import wrap

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
    words = sentence.words

    def cut(first: int, last: int) -> Iterator[tuple[int, int]]:
        opens, closes = begin(first), begin(last)
        before = "" if first else lead
        fitting = fits(before + sentence.text[opens:closes].rstrip())
        places = [] if fitting else [at for at in range(first + 1, last) if can_cut(first, at)]
        if not places:
            yield first, last
            return
        middle = (opens + closes - len(before)) / 2
        half = min(places, key=lambda at: rate(at, middle, closes - opens))
        yield from cut(first, half)
        yield from cut(half, last)

    def begin(word: int) -> int:
        """Where a part that begins with this word does: with its opening quotation marks."""
        if word in (0, len(words)):
            return len(sentence.text) if word else 0
        return sentence.text.rfind(" ", 0, words[word].first) + 1

    def sound(word: int) -> Milliseconds:
        return words[word].start if word else sentence.start

    def can_cut(first: int, at: int) -> bool:
        """Whether a space stands before the word, and there is time on both sides of it."""
        return begin(at) >= words[at - 1].last and sound(first) < sound(at) < sentence.end

    def rate(at: int, middle: float, size: int) -> float:
        clause = sentence.text[: begin(at)].rstrip().endswith(_CLAUSE_ENDS)
        return abs(begin(at) - middle) - (_WORTH * size if clause else 0)

    for first, last in cut(0, len(words)):
        start = sound(first)
        latest = sentence.end if last == len(words) else sound(last)
        own = words[last - 1].end if last < len(words) else sentence.end
        end = min(own, latest) if own > start else latest
        yield sentence.text[begin(first) : begin(last)].rstrip(), start, end


def fits_lines(text: str, width: int, lines: int) -> bool:
    """Whether a text goes into so many lines of at most `width` characters."""
    if len(text) <= width or len(text) >= (width + 1) * lines:
        return len(text) <= width
    return len(wrap(text, width, break_on_hyphens=False)) <= lines


def fold(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` characters, as even as they can be."""
    if len(text) <= width:
        return [text]
    lines = wrap(text, width, break_on_hyphens=False)
    even = max(1, len(text) // max(1, len(lines)))
    tries = (wrap(text, size, break_on_hyphens=False) for size in range(even, width))
    return next((it for it in tries if len(it) <= len(lines)), lines)
