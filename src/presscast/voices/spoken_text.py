"""What is said for a text, aligned with it word by word."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from presscast.model import Hint, Said
from presscast.words import find_words


class Stretch(NamedTuple):
    """A part of a text."""

    first: int
    """Index of its first character."""
    last: int
    """Index after its last character."""


@dataclass(frozen=True, slots=True)
class SpokenText:
    """What is said for a text as it is displayed: "€2.4m" is "two point four million euros"."""

    text: str
    words: Sequence[tuple[int, int]]
    """For each word of the displayed text the stretch of `text` that says it, in order. None is
    without a word. Displayed words that are said as one have the same stretch; else none overlap,
    and no word of `text` lies outside."""
    hints: tuple[Hint, ...] = ()


def keep_written(text: str) -> tuple[Said, ...]:
    """What settles that a text is said letter for letter, from its first word to its last."""
    words = list(find_words(text))
    first, last = words[0][0], words[-1][1]
    return (Said(first, last, text[first:last]),)
