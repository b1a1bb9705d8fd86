"""Readings put into a text: spoken text, aligned with the displayed words by construction."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from presscast.packed import Packed
from presscast.voices.spoken.draft import Reading
from presscast.voices.spoken_text import SpokenText, Stretch
from presscast.words import UNSPACED, find_words

_UNSPACED = re.compile(f"[{UNSPACED}]{{2}}")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the displayed text, and where its words stand in the spoken text."""

    first: int
    last: int
    start: int
    end: int
    kept: bool
    """Whether it is said letter for letter."""


def weave_readings(text: str, readings: Sequence[Reading]) -> tuple[SpokenText, list[int]]:
    """The text with its readings in place, and where each of them starts in what is spoken.

    Everything else stays as it is, letter for letter. A text without a word is left alone.
    """
    words = list(find_words(text))
    if not words:
        return SpokenText(text, ()), []
    spoken, pieces = _lay_out(text, readings)
    said = [piece for piece in pieces if not piece.kept]
    stretches = _join_strays(_locate_words(words, pieces), spoken, words, said)
    return SpokenText(spoken, Packed(Stretch, stretches)), [piece.start for piece in said]


def _lay_out(text: str, readings: Sequence[Reading]) -> tuple[str, list[_Piece]]:
    """The spoken text and its pieces, in order, without a gap in the displayed text.

    A space comes between letters that would run together: "5km" is "five kilometres".
    """
    parts: list[str] = []
    pieces: list[_Piece] = []
    length = 0
    end = ""

    def add(first: int, last: int, said: str, kept: bool) -> None:
        nonlocal length, end
        if _would_run_together(end, said[:1]) and not (kept and pieces[-1].kept):
            parts.append(" ")
            length += 1
        pieces.append(_Piece(first, last, length, length + len(said), kept))
        parts.append(said)
        length += len(said)
        end = said[-1:]

    at = 0
    for reading in readings:
        if reading.first > at:
            add(at, reading.first, text[at : reading.first], True)
        add(reading.first, reading.last, reading.text, False)
        at = reading.last
    if at < len(text):
        add(at, len(text), text[at:], True)
    return "".join(parts), pieces


def _would_run_together(one: str, other: str) -> bool:
    """Whether two characters that belong to different words would be read as one word."""
    return one.isalnum() and other.isalnum() and not _UNSPACED.fullmatch(one + other)


def _locate_words(
    words: Sequence[tuple[int, int]], pieces: Sequence[_Piece]
) -> list[tuple[int, int]]:
    """Where each word is said; words of one reading share the whole of what is said for them."""
    stretches: list[tuple[int, int]] = []
    at = 0
    group = 0
    for index, (first, last) in enumerate(words):
        while pieces[at].last <= first:
            at += 1
        start = pieces[at].start + (first - pieces[at].first if pieces[at].kept else 0)
        while pieces[at].last < last:
            at += 1
        end = pieces[at].start + last - pieces[at].first if pieces[at].kept else pieces[at].end
        if stretches and start < stretches[-1][1]:
            stretches[group:] = [(stretches[group][0], end)] * (index - group)
            stretches.append(stretches[group])
        else:
            group = index
            stretches.append((start, end))
    return stretches


def _join_strays(
    stretches: list[tuple[int, int]],
    spoken: str,
    words: Sequence[tuple[int, int]],
    said: Sequence[_Piece],
) -> list[tuple[int, int]]:
    """The stretches, with what is said for a sign that is no word: "&" in "salt & pepper".

    It goes to the word before it, or to the first of the text.
    """
    widened = dict(_find_strays(words, said))
    if not widened:
        return stretches
    joined = [*stretches]
    for index, (start, end) in widened.items():
        own = stretches[index]
        # What stands at the sign without a space is part of what is said: "(&)".
        while start > own[1] and not spoken[start - 1].isspace():
            start -= 1
        while end < len(spoken) and not spoken[end].isspace() and end != own[0]:
            end += 1
        at = index
        while at >= 0 and stretches[at] == own:
            joined[at] = (min(start, own[0]), max(end, own[1]))
            at -= 1
        at = index + 1
        while at < len(stretches) and stretches[at] == own:
            joined[at] = (min(start, own[0]), max(end, own[1]))
            at += 1
    return joined


def _find_strays(
    words: Sequence[tuple[int, int]], said: Sequence[_Piece]
) -> Iterator[tuple[int, tuple[int, int]]]:
    """(index of a word, where the signs beside it are said)."""
    at = 0
    strays: dict[int, tuple[int, int]] = {}
    for piece in said:
        while at < len(words) and words[at][1] <= piece.first:
            at += 1
        if at < len(words) and words[at][0] < piece.last:
            continue
        index = max(at - 1, 0)
        start, end = strays.get(index, (piece.start, piece.end))
        strays[index] = (min(start, piece.start), max(end, piece.end))
    yield from strays.items()
