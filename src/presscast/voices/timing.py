"""From an engine's events to the times of the words and sentences of a text."""

from array import array
from collections.abc import Sequence

from presscast.model import Span
from presscast.sentences import split_sentences
from presscast.units import Hertz, Samples
from presscast.words import find_words

_QUIET = 200
"""What a 16-bit sample of silence stays under, breath and rounding included."""

Mark = tuple[int, int]
"""(index of a character, sample at which it begins to sound)."""


def time_words(text: str, marks: Sequence[Mark], pcm: bytes, rate: Hertz) -> tuple[Span, ...]:
    """When each word of the text sounds.

    A word that no mark falls in shares the time of the word before it, in proportion to their
    letters: engines run small words together. A word ends where the next begins, or where the
    sound before the next begins ends.
    """
    spans = list(find_words(text))
    total = len(pcm) // 2
    starts = _place_marks(spans, marks)
    _fill_gaps(spans, starts, total)
    sound = array("h", pcm)
    words = []
    for (first, last), start, end in zip(spans, starts, [*starts[1:], total], strict=True):
        start = min(start or 0, total)
        end = max(start, min(end or 0, total))
        words.append(Span(first, last, Samples(start), find_sound_end(sound, start, end, rate)))
    return tuple(words)


def estimate_words(text: str, pcm: bytes, rate: Hertz) -> tuple[Span, ...]:
    """Word times for an engine that tells none: the sound shared out by letters."""
    sound = array("h", pcm)
    start = find_sound_start(sound, rate)
    return time_words(text, [(first, start) for first, _ in list(find_words(text))[:1]], pcm, rate)


def time_sentences(text: str, language: str, words: Sequence[Span]) -> tuple[Span, ...]:
    """When each sentence sounds: from its first word to the end of its last."""
    sentences = []
    at = 0
    for first, last in split_sentences(text, language):
        inside = []
        while at < len(words) and words[at].first < last:
            inside.append(words[at])
            at += 1
        if inside:
            sentences.append(Span(first, last, inside[0].start, inside[-1].end))
    return tuple(sentences)


def find_sound_end(sound: "array[int]", start: int, end: int, rate: Hertz) -> Samples:
    """The end of the last 5 ms between two samples that are not silent; `start` if all are."""
    step = max(1, rate // 200)
    at = end
    while at > start:
        chunk = sound[max(start, at - step) : at]
        if max(chunk) > _QUIET or min(chunk) < -_QUIET:
            return Samples(at)
        at -= step
    return Samples(start)


def find_sound_start(sound: "array[int]", rate: Hertz) -> int:
    """The start of the first 5 ms that are not silent; the end of the sound if all are."""
    step = max(1, rate // 200)
    for at in range(0, len(sound), step):
        chunk = sound[at : at + step]
        if max(chunk) > _QUIET or min(chunk) < -_QUIET:
            return at
    return len(sound)


def _place_marks(spans: Sequence[tuple[int, int]], marks: Sequence[Mark]) -> list[int | None]:
    """The first sample of each word that a mark falls in; None for the others."""
    starts: list[int | None] = [None] * len(spans)
    at = 0
    latest = 0
    for offset, sample in sorted(marks):
        while at < len(spans) and spans[at][1] <= offset:
            at += 1
        if at == len(spans):
            break
        if starts[at] is None:
            latest = starts[at] = max(sample, latest)
    return starts


def _fill_gaps(spans: Sequence[tuple[int, int]], starts: list[int | None], total: int) -> None:
    """Give every word without a start its share of the time between its neighbours."""
    if starts and starts[0] is None:
        starts[0] = 0
    at = 0
    while at < len(starts):
        after = at + 1
        while after < len(starts) and starts[after] is None:
            after += 1
        begin = starts[at] or 0
        end = starts[after] if after < len(starts) else total
        letters = [last - first for first, last in spans[at:after]]
        so_far = 0
        for index in range(at + 1, after):
            so_far += letters[index - 1 - at]
            starts[index] = begin + ((end or total) - begin) * so_far // sum(letters)
        at = after
