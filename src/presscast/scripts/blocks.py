"""What a reader of a format returns: blocks of lines of runs, each with its place in the source.

How to add a format:
1. Write `read_NAME(source: str) -> Document` in a file of its own beside `plain.py`.
2. Every `Run` names the stretch of the source that it shows; everything that no spoken run covers
   is reported as skipped, so a reader cannot lose a word.
3. Name the reasons of what it leaves out as `Aside`s; add it to `READERS` in `scripts/__init__.py`,
   and to `SIGNS` there if it can be told by its content, to `SCRIPT_SUFFIXES` in `show.py`.
4. Where the format names speakers, say so in `Block.speaker`; labels in the text need nothing.
"""

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block is to a newsreader."""

    PROSE = "prose"
    HEADING = "heading"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style."""

    text: str
    start: int
    """Where its source begins, in characters."""
    end: int
    """Where its source ends. `end - start` differs from the text's length for an entity."""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a block as the source breaks it."""

    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """The line as it is displayed."""
        return "".join(run.text for run in self.runs)

    @property
    def start(self) -> int:
        """Where the line begins in the source, in characters."""
        return self.runs[0].start

    def split(self, at: int) -> tuple["Line", "Line"]:
        """The line before and after a character of its text."""
        left: list[Run] = []
        right: list[Run] = []
        for run in self.runs:
            if at >= len(run.text):
                left.append(run)
            elif at <= 0:
                right.append(run)
            else:
                middle = run.start + at
                left.append(Run(run.text[:at], run.start, middle, run.strong))
                right.append(Run(run.text[at:], middle, run.end, run.strong))
            at -= len(run.text)
        return Line(tuple(left)), Line(tuple(right))


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or rule."""

    kind: BlockKind
    lines: tuple[Line, ...]
    level: int = 0
    """1 to 6 for a heading, 0 for the title of the whole."""
    speaker: str | None = None
    """Who says it, where the format states that: no label is looked for in its lines."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A stretch of the source that is not spoken, and why."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """A source taken apart by the reader of its format."""

    blocks: tuple[Block, ...]
    asides: tuple[Aside, ...] = ()


class LineIndex:
    """Answers which line a character of the source stands on."""

    def __init__(self, source: str) -> None:
        self._starts = [0]
        at = source.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = source.find("\n", at + 1)

    def line_at(self, offset: int) -> int:
        """The line of a character, from 1."""
        return bisect_right(self._starts, offset)

    def offset_of(self, line: int) -> int:
        """Where a line starts, in characters; `line` counts from 0 and may be one past the end."""
        return self._starts[line] if line < len(self._starts) else self._starts[-1]
