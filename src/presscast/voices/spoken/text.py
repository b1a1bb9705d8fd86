"""What is said for a text, aligned with it word by word."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from presscast.model import Hint


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
