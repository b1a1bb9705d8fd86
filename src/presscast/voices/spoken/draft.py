"""What rules work on: a text in which what has been settled is closed, and what they settle."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from presscast.voices.spoken.grammar import Grammar

CLOSED = "\ufffc"
"""Stands for each character that a rule has settled: no letter, no digit, no space."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a stretch of the displayed text is said."""

    first: int
    last: int
    text: str
    """Holds a letter or a digit."""


Rule = Callable[[str, Grammar], Iterator[Reading]]
"""Takes the text as far as it is open; returns readings in order, none of which overlap."""


def read_group(match: re.Match[str], group: str | int, text: str) -> Reading:
    """A group of a match, said so."""
    return Reading(*match.span(group), text)


def apply_rules(
    text: str,
    grammar: Grammar,
    rules: Iterable[tuple[str, Rule]],
    settled: Iterable[tuple[int, int]] = (),
) -> list[Reading]:
    """The readings of all rules, in the order of the text; an earlier rule wins over a later."""
    text = _close(text, settled)
    readings: list[Reading] = []
    for _, rule in rules:
        found = list(_take_sound(text, rule(text, grammar)))
        if found:
            readings += found
            text = _close(text, ((it.first, it.last) for it in found))
    return sorted(readings, key=lambda reading: reading.first)


def _take_sound(text: str, readings: Iterable[Reading]) -> Iterator[Reading]:
    """Those that say something of what is open, trimmed to what is no white space."""
    for reading in readings:
        shown = text[reading.first : reading.last]
        if shown.strip() and CLOSED not in shown and any(map(str.isalnum, reading.text)):
            first = reading.first + len(shown) - len(shown.lstrip())
            yield Reading(first, first + len(shown.strip()), reading.text)


def _close(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with these stretches closed."""
    pieces = []
    at = 0
    for first, last in spans:
        pieces += [text[at:first], CLOSED * (last - first)]
        at = last
    return "".join([*pieces, text[at:]])
