"""From an engine's events to the times of the words and sentences of a text."""

from array import array
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby
from operator import itemgetter

from presscast.errors import SpeechError
from presscast.model import Span
from presscast.sentences import split_sentences
from presscast.units import Hertz, Samples
from presscast.voices.spoken_text import SpokenText
from presscast.words import find_words, shorten

_QUIET = 200
"""What a 16-bit sample of silence stays under, breath and rounding included."""

_MOST_RUN_ON = 3
_MOST_RUN_ON_LAST = 2
"""Words in a row, and at the end, that may have no mark of their own. Measured with eSpeak NG on
the Universal Declaration of Human Rights in 19 languages and 174,000 characters of English: never
more than 2 and 1, and its dictionaries join three words at most ("temps en temps")."""

Mark = tuple[int, int]
"""(index of a character, sample at which it begins to sound)."""


def time_words(text: str, marks: Sequence[Mark], pcm: bytes, rate: Hertz) -> tuple[Span, ...]:
    """When each word of the text sounds. Raises SpeechError where too many marks are missing.

    A word that no mark falls in shares the time of the word before it, in proportion to their
    letters: engines run small words together. A word ends where the next begins, or where the
    sound before the next begins ends.
    """
    spans = list(find_words(text))
    starts = _place_marks(spans, marks)
    _require_marks(text, spans, starts)
    return _time_spans(spans, starts, pcm, rate)


def estimate_words(text: str, pcm: bytes, rate: Hertz) -> tuple[Span, ...]:
    """Word times for an engine that tells none: the sound shared out by letters."""
    spans = list(find_words(text))
    starts: list[int | None] = [find_sound_start(pcm, rate), *[None] * len(spans)]
    return _time_spans(spans, starts[: len(spans)], pcm, rate)


def restore_words(text: str, spoken: SpokenText, words: Sequence[Span]) -> tuple[Span, ...]:
    """When each word of a text as it is displayed sounds, from the times of its spoken words.

    From the first to the last of the words that say it; displayed words that are said as one
    share its time in proportion to their letters.
    """
    shown = zip(find_words(text), spoken.words, strict=True)
    restored: list[Span] = []
    at = 0
    for (first, last), together in groupby(shown, key=itemgetter(1)):
        while words[at].last <= first:
            at += 1
        start = end = words[at].start
        while at < len(words) and words[at].first < last:
            end = words[at].end
            at += 1
        restored += _share_time([place for place, _ in together], start, end)
    return tuple(restored)


def _share_time(spans: Sequence[tuple[int, int]], start: Samples, end: Samples) -> Iterator[Span]:
    if len(spans) == 1:  # as nearly always
        yield Span(*spans[0], start, end)
        return
    letters = [last - first for first, last in spans]
    ends = [start + (end - start) * share // sum(letters) for share in accumulate(letters)]
    for (first, last), opens, closes in zip(spans, [start, *ends], ends, strict=False):
        yield Span(first, last, Samples(opens), Samples(closes))


def time_sentences(text: str, language: str, words: Sequence[Span]) -> tuple[Span, ...]:
    """When each sentence sounds: from its first word to the end of its last.

    Sentences that meet inside a word, as all do in a script without spaces, meet in time as well.
    """
    spans = [
        (first, last)
        for first, last in split_sentences(text, language)
        if any(char.isalnum() for char in text[first:last])
    ]
    sentences: list[Span] = []
    for (first, last), (after, _) in zip(spans, [*spans[1:], (len(text), 0)], strict=True):
        inside = [word for word in words if word.first < last and first < word.last]
        opens, closes = inside[0], inside[-1]
        start, end = opens.start, closes.end
        if sentences and sentences[-1].last > opens.first:
            start = sentences[-1].end
        else:
            first = min(first, opens.first)
        if after < closes.last:
            last = after
            share = (last - closes.first) / (closes.last - closes.first)
            end = Samples(closes.start + round((closes.end - closes.start) * share))
        else:
            last = max(last, closes.last)
        sentences.append(Span(first, last, start, end))
    return tuple(sentences)


def find_sound_end(pcm: bytes, start: int, end: int, rate: Hertz) -> Samples:
    """The end of the last 5 ms between two samples that are not silent; `start` if all are."""
    step = max(1, rate // 200)
    if start + step <= end and _is_heard(pcm, end - step, end):  # as of most words
        return Samples(end)
    # Most silence is all zeros, and bytes tell that many times faster than numbers.
    sounding = start + (len(pcm[2 * start : 2 * end].rstrip(b"\0")) + 1) // 2
    at = end - (end - sounding) // step * step
    while at > start:
        if _is_heard(pcm, max(start, at - step), at):
            return Samples(at)
        at -= step
    return Samples(start)


def find_sound_start(pcm: bytes, rate: Hertz) -> int:
    """The start of the first 5 ms that are not silent; the end of the sound if all are."""
    step = max(1, rate // 200)
    for at in range(0, len(pcm) // 2, step):
        if _is_heard(pcm, at, at + step):
            return at
    return len(pcm) // 2


def _is_heard(pcm: bytes, start: int, end: int) -> bool:
    sound = array("h", pcm[2 * start : 2 * end])
    return max(sound) > _QUIET or min(sound) < -_QUIET


def _place_marks(spans: Sequence[tuple[int, int]], marks: Sequence[Mark]) -> list[int | None]:
    """The first sample of each word that a mark falls in; None for the others.

    A mark between two words belongs to the second where that has no other: eSpeak NG may name the
    space before a word. Else it is of something that is no word, such as an emoji.
    """
    inside: dict[int, int] = {}
    before: dict[int, int] = {}
    at = 0
    for offset, sample in sorted(marks):
        while at < len(spans) and spans[at][1] <= offset:
            at += 1
        if at == len(spans):
            break
        if offset >= spans[at][0]:
            inside.setdefault(at, sample)
        else:
            before[at] = sample
    found = before | inside
    starts: list[int | None] = []
    latest = 0
    for index in range(len(spans)):
        if index in found:
            latest = max(found[index], latest)
        starts.append(latest if index in found else None)
    return starts


def _require_marks(
    text: str, spans: Sequence[tuple[int, int]], starts: Sequence[int | None]
) -> None:
    """Raise SpeechError where words are missing from what the engine says it spoke."""
    missing: list[int] = []
    for index, start in enumerate(starts):
        missing = [*missing, index] if start is None else []
        last = index == len(starts) - 1
        if len(missing) > (_MOST_RUN_ON_LAST if last else _MOST_RUN_ON):
            words = text[spans[missing[0]][0] : spans[index][1]]
            raise SpeechError(f'the engine did not tell when it said "{shorten(words, 60)}"')


def _time_spans(
    spans: Sequence[tuple[int, int]],
    marked: Sequence[int | None],
    pcm: bytes,
    rate: Hertz,
) -> tuple[Span, ...]:
    total = len(pcm) // 2
    inside = [None if start is None else min(start, total) for start in marked]
    starts = _fill_gaps(spans, inside, pcm, rate)
    return tuple(
        Span(first, last, Samples(start), find_sound_end(pcm, start, end, rate))
        for (first, last), start, end in zip(spans, starts, [*starts[1:], total], strict=False)
    )


def _fill_gaps(
    spans: Sequence[tuple[int, int]],
    marked: Sequence[int | None],
    pcm: bytes,
    rate: Hertz,
) -> list[int]:
    """Every word's start: those without a mark share the sound from the last mark to the next."""
    starts: list[int] = []
    at = 0
    while at < len(spans):
        after = at + 1
        while after < len(spans) and marked[after] is None:
            after += 1
        begin = marked[at] or 0
        starts.append(begin)
        if after > at + 1:
            end = marked[after] if after < len(spans) else None
            end = len(pcm) // 2 if end is None else end
            sounding = find_sound_end(pcm, begin, end, rate) - begin
            letters = [last - first for first, last in spans[at:after]]
            shares = accumulate(letters[:-1])
            starts += [begin + sounding * share // sum(letters) for share in shares]
        at = after
    return starts
