"""The proof that no word was lost: what no spoken run covers is listed as skipped."""

from collections.abc import Iterable

from presscast.model import Skipped
from presscast.scripts.blocks import Aside, LineIndex, Run
from presscast.words import count_words

_UNNAMED = "markup"
"""The reason of words that no reader gave a reason for: an address, an HTML attribute."""


def list_skipped(
    source: str, spoken: Iterable[Run], asides: Iterable[Aside], lines: LineIndex
) -> tuple[Skipped, ...]:
    """Every stretch of the source that holds words and is not spoken, in order, with its reason."""
    skipped: list[Skipped] = []
    for first, last, reason in _name_stretches(_uncovered(source, spoken), asides):
        piece = source[first:last]
        if count_words(piece):
            at = first + len(piece) - len(piece.lstrip())
            skipped.append(Skipped(lines.line_at(at), piece.strip(), reason))
    return tuple(skipped)


def _uncovered(source: str, spoken: Iterable[Run]) -> Iterable[tuple[int, int]]:
    at = 0
    for run in sorted(spoken, key=lambda run: run.start):
        if run.start > at:
            yield at, run.start
        at = max(at, run.end)
    if at < len(source):
        yield at, len(source)


def _name_stretches(
    stretches: Iterable[tuple[int, int]], asides: Iterable[Aside]
) -> Iterable[tuple[int, int, str]]:
    """The stretches cut at the asides' borders, each piece with its reason, in one pass."""
    waiting = sorted(asides, key=lambda aside: (aside.start, -aside.end), reverse=True)
    for start, end in stretches:
        at = start
        while waiting and at < end:
            aside = waiting[-1]
            if aside.start >= end:
                break
            first, last = max(aside.start, at), min(aside.end, end)
            if first < last:
                if first > at:
                    yield at, first, _UNNAMED
                yield first, last, aside.reason
                at = last
            if aside.end <= end:
                waiting.pop()
        if at < end:
            yield at, end, _UNNAMED
