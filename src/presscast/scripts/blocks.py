"""What a reader of a format returns: blocks of lines of runs, each with its place in the text.

How to add a format:
1. Write `read_NAME(source: str) -> Document` in a file of its own beside `plain.py`. A format that
   is a package of files takes bytes; it and every format whose source is not what people read
   (HTML, XML) composes the text of its document with a `TextBuilder`.
2. Every `Run` names the stretch of `Document.text` that it shows; everything that no spoken run
   covers is reported as skipped, so a reader cannot lose a word.
3. Name the reasons of what it leaves out as `Aside`s; add it to `FORMATS` or `PACKAGE_FORMATS` in
   `formats.py`, its suffixes to `SCRIPT_SUFFIXES` in `show.py`, and its cases to the tests.
4. Where the format names speakers, say so in `Block.speaker`; labels in the text need nothing.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from presscast.model import CueKind

MOST_LINES = 60_000
"""A text with more lines is no script: ten hours of subtitles have about as many."""
MOST_PARAGRAPHS = 40_000
"""The same of paragraphs: a hundred hours of speech have half of them."""
MOST_MARKS = 40_000
"""The same of brackets, addresses and the like, that are looked at one by one."""


class BlockKind(StrEnum):
    """What a block is to a newsreader."""

    PROSE = "prose"
    HEADING = "heading"
    RULE = "rule"


class Part(StrEnum):
    """What a block is in an interview without names."""

    QUESTION = "question"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style."""

    text: str
    start: int
    """Where its source begins, in characters."""
    end: int
    """Where its source ends. `end - start` differs from the text's length for an entity."""
    strong: bool = False
    italic: bool = False
    cue: tuple[CueKind, str] | None = None
    """What a cue of the house grammar asks for here; such a run has no text."""
    link: str = ""
    """Where it leads, as written, where the reader of the format sees links."""

    def take(self, first: int, last: int) -> "Run":
        """A stretch of the run's text; what stands for an entity keeps the whole of it."""
        length = len(self.text)
        last = min(last, length)
        if (first, last) == (0, length):
            return self
        # Thrice as fast as `replace`, on a path that every label takes.
        start = min(self.start + first, self.end)
        end = self.end if last == length else min(self.start + last, self.end)
        return Run(self.text[first:last], start, end, self.strong, self.italic, self.cue, self.link)


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of a line's text that is shown otherwise, or not at all."""

    first: int
    last: int
    shown: str = ""
    cue: tuple[CueKind, str] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a block as the source breaks it."""

    runs: tuple[Run, ...]
    broken: bool = False
    """Whether the writer broke it off on purpose."""

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
            if at <= 0:
                right.append(run)
            elif at >= len(run.text):
                left.append(run)
            else:
                left.append(run.take(0, at))
                right.append(run.take(at, len(run.text)))
            at -= len(run.text)
        return Line(tuple(left)), Line(tuple(right))

    def divide(self, places: Sequence[int]) -> list["Line"]:
        """The line in pieces, cut before these characters of its text, in one pass."""
        pieces: list[list[Run]] = [[]]
        first = 0
        for run in self.runs:
            last = first + len(run.text)
            at = first
            while len(pieces) <= len(places) and places[len(pieces) - 1] < last:
                place = places[len(pieces) - 1]
                pieces[-1].append(run.take(at - first, place - first))
                pieces.append([])
                at = place
            pieces[-1].append(run.take(at - first, last - first))
            first = last
        return [Line(tuple(run for run in runs if run.text or run.cue)) for runs in pieces]

    def cut(self, cuts: Sequence[Cut]) -> tuple["Line", list[tuple[int, int]]]:
        """(the line after the cuts, where each stood in the source), in one pass.

        The cuts are ordered and do not overlap.
        """
        kept: list[Run] = []
        places: list[tuple[int, int]] = []
        waiting = 0
        first = 0
        for run in self.runs:
            last = first + len(run.text)
            at = first
            while waiting < len(cuts) and cuts[waiting].first < last:
                cut = cuts[waiting]
                if len(places) == waiting:
                    kept.append(run.take(at - first, cut.first - first))
                    place = run.take(cut.first - first, min(cut.last, last) - first)
                    places.append((place.start, place.end))
                    kept.append(replace(place, text=cut.shown, cue=cut.cue))
                else:
                    places[waiting] = places[waiting][0], run.take(0, cut.last - first).end
                at = min(cut.last, last)
                if cut.last > last:
                    break
                waiting += 1
            kept.append(run.take(at - first, last - first))
            first = last
        shown = tuple(run for run in kept if run.text or run.cue)
        return Line(shown), places


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or rule."""

    kind: BlockKind
    lines: tuple[Line, ...]
    level: int = 0
    """1 to 6 for a heading, 0 for the title of the whole."""
    speaker: str | None = None
    """Who says it, where the format states that: no label is looked for in its lines."""
    item: bool = False
    """Whether it stands in a list."""
    quoted: bool = False
    """Whether it is set apart as a quotation."""
    aside: str = ""
    """Why it is left out, unless show.toml asks for its kind."""
    part: Part | None = None
    """Whether it asks or answers, where the format says so."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A stretch of the source that is not spoken, and why."""

    start: int
    end: int
    reason: str
    picture: str = ""
    """Where the image lies that stands here, as written, where the reader of the format sees it."""


class LineIndex:
    """Answers which line of the user's file a character of a document's text stands on."""

    def __init__(self, starts: Sequence[int], numbers: Sequence[int] | None = None) -> None:
        """`starts`: where stretches begin, from 0 on; `numbers`: their lines, else 1, 2, 3 …"""
        self._starts = starts
        self._numbers = numbers

    @classmethod
    def of_text(cls, text: str) -> "LineIndex":
        """The lines of a text that is itself the user's file."""
        starts = [0]
        at = text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = text.find("\n", at + 1)
        return cls(starts)

    def line_at(self, offset: int) -> int:
        """The line of a character, from 1."""
        place = bisect_right(self._starts, offset)
        return place if self._numbers is None else self._numbers[max(0, place - 1)]

    def offset_of(self, line: int) -> int:
        """Where a line starts, in characters; `line` counts from 0 and may be one past the end."""
        return self._starts[line] if line < len(self._starts) else self._starts[-1]


@dataclass(frozen=True, slots=True)
class Document:
    """A source taken apart by the reader of its format."""

    text: str
    """What the runs and asides point into: the source itself, or what people read of it."""
    blocks: tuple[Block, ...]
    asides: tuple[Aside, ...] = ()
    lines: LineIndex | None = None
    """Where the text stands in the user's file; None where the text is that file."""
    title: str = ""
    """As the format states it beside the text."""
    language: str = ""
    """BCP 47, as the format states it."""
