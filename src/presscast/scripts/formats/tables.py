"""Tables: read row by row where they hold sentences, left out where they hold figures."""

import re
from collections.abc import Callable, Iterator, Sequence

from presscast.scripts.blocks import Block, BlockKind, Line
from presscast.words import count_words

_BAR = re.compile(r"(?<!\\)\|")
_RULER = re.compile(r"[\s|:\-]+")
_SENTENCE = re.compile(r"[.!?…。！？]\W*$")
_LEAST_WORDS = 3
"""A cell of fewer words is no sentence, whatever it ends with."""

Row = tuple[tuple[Line, ...], ...]
"""The lines of each cell."""


def read_table(
    source: str, start: int, end: int, read_cell: Callable[[str, int, int], tuple[Line, ...]]
) -> list[Block]:
    """The rows of a Markdown table, as `arrange_rows` arranges them."""
    rows = [
        tuple(
            cell
            for first, last in _cut_cells(source, at, stop)
            if (cell := read_cell(source, first, last))
        )
        for at, stop in _cut_lines(source, start, end)
        if not _RULER.fullmatch(source, at, stop)
    ]
    return arrange_rows(rows, headed=True)


def arrange_rows(rows: Sequence[Row], *, headed: bool) -> list[Block]:
    """A block a row, with a line a cell, so that a name in the first cell is found.

    The head row, and every row of a table without sentences, is an aside. A table is read if half
    of its rows hold a sentence.
    """
    body = rows[1:] if headed else rows
    spoken = sum(any(_is_sentence(cell) for cell in row) for row in body) * 2 >= len(body) > 0
    return [
        Block(
            BlockKind.PROSE,
            tuple(line for cell in row for line in cell),
            quoted=True,
            aside="" if spoken and (number > 0 or not headed) else "table",
        )
        for number, row in enumerate(rows)
        if row
    ]


def _is_sentence(cell: tuple[Line, ...]) -> bool:
    text = " ".join(line.text for line in cell)
    wide = sum(char >= "\u2e80" for char in text) > 4
    return bool(_SENTENCE.search(text)) and (wide or count_words(text) >= _LEAST_WORDS)


def _cut_lines(source: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        stop = source.find("\n", start, end)
        stop = end if stop < 0 else stop
        if source[start:stop].strip():
            yield start, stop
        start = stop + 1


def _cut_cells(source: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for bar in _BAR.finditer(source, start, end):
        if source[at : bar.start()].strip():
            yield at, bar.start()
        at = bar.end()
    if source[at:end].strip():
        yield at, end
