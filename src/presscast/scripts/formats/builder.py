"""Composes the text of a document whose source is not what people read: HTML, XML, packages."""

import re
from dataclasses import replace

from presscast.errors import ScriptError
from presscast.scripts.blocks import (
    MOST_PARAGRAPHS,
    Aside,
    Block,
    BlockKind,
    Document,
    Line,
    LineIndex,
    Part,
    Run,
)
from presscast.scripts.source import clean_text
from presscast.show import LeftOut

_REMEDY = "Divide it into several scripts."
_SPACE = re.compile(r"[ \t]+")

_KEPT = frozenset((LeftOut.CAPTION, LeftOut.CODE, LeftOut.FOOTNOTE, LeftOut.TABLE))
"""What is left out of the text of a page, and may be asked for."""


class TextBuilder:
    """Takes words in the order of the source, and gives each its place in the composed text.

    What is written lands in the text exactly once, in a run or in an aside. White space is
    collapsed as browsers do. Lines are those of the user's file as the caller names them, or
    with `counted` the number of the paragraph, from 1.
    """

    def __init__(self, *, counted: bool = False) -> None:
        self._counted = counted
        self._number = 0
        self._fresh = True
        """Whether the next word starts a paragraph."""
        self._pieces: list[str] = []
        self._length = 0
        self._last = "\n"
        """The character that the text ends with; at first, a border like any other."""
        self._starts: list[int] = [0]
        self._numbers: list[int] = [1]
        self._runs: list[Run] = []
        self._lines: list[Line] = []
        self._blocks: list[Block] = []
        self._asides: list[Aside] = []
        self._count = 0
        """How many lines and asides there are in all."""
        self._said = 0
        """Where the last run ends."""

    @property
    def pending(self) -> int:
        """How many lines the block that is not closed yet has."""
        return len(self._lines) + bool(self._runs)

    def write(
        self, text: str, line: int, *, strong: bool = False, italic: bool = False, link: str = ""
    ) -> None:
        """Say a text that starts on a line. Its own line ends are white space, and are counted."""
        for shift, row in enumerate(clean_text(text).split("\n")):
            shown = _SPACE.sub(" ", " " + row if shift else row)
            if not self._runs:
                shown = shown.lstrip()
            elif self._last == " ":
                shown = shown.lstrip(" ")
            if shown:
                start = self._append(shown, line + shift)
                self._runs.append(Run(shown, start, self._length, strong, italic, link=link))
                self._said = self._length

    def skip(self, text: str, line: int, reason: str) -> None:
        """Note a text as not spoken. What is skipped for one reason without a break is one."""
        for shift, row in enumerate(clean_text(text).split("\n")):
            shown = _SPACE.sub(" ", " " + row if shift else row)
            if self._last in " \n":
                shown = shown.lstrip(" ")
            if not shown:
                continue
            broken = self._last == "\n"
            start = self._append(shown, line + shift)
            self._keep(Run(shown, start, self._length), reason, broken=broken)
            last = self._asides[-1] if self._asides else None
            if last and last.reason == reason and last.end >= self._said:
                start = last.start
                self._asides.pop()
            else:
                self._count_line()
            self._asides.append(Aside(start, self._length, reason))

    def _keep(self, run: Run, reason: str, *, broken: bool) -> None:
        """Have what is skipped as a block of its own, where show.toml can ask for it."""
        if reason not in _KEPT or self.pending:
            return
        last = self._blocks[-1] if self._blocks else None
        if last and last.aside == reason and not broken:
            line = Line((*last.lines[0].runs, run))
            self._blocks[-1] = replace(last, lines=(line,))
        else:
            self._blocks.append(Block(BlockKind.PROSE, (Line((run,)),), aside=reason))

    def break_line(self) -> None:
        """End the line; one of white space only is none."""
        if any(run.text.strip() for run in self._runs):
            self._lines.append(Line(tuple(self._runs)))
            self._count_line()
        self._runs = []
        if self._last != "\n":
            self._add("\n")

    def close(
        self,
        kind: BlockKind = BlockKind.PROSE,
        *,
        level: int = 0,
        item: bool = False,
        part: Part | None = None,
    ) -> None:
        """End the block, if there is anything in it."""
        self.break_line()
        self._fresh = True
        if self._lines:
            self._blocks.append(Block(kind, tuple(self._lines), level, item=item, part=part))
            self._lines = []

    def add_rule(self) -> None:
        """End the block, and put a rule under it."""
        self.close()
        line = Line((Run("", self._length, self._length),))
        self._blocks.append(Block(BlockKind.RULE, (line,)))

    def count_paragraph(self) -> None:
        """Count a paragraph, with words or without: what follows stands in it."""
        self._number += 1
        self._fresh = False

    def build(self, *, title: str = "", language: str = "") -> Document:
        """The document of all that was written."""
        self.close()
        return Document(
            "".join(self._pieces),
            tuple(self._blocks),
            tuple(self._asides),
            LineIndex(self._starts, self._numbers),
            title=" ".join(clean_text(title).split()),
            language=language.strip(),
        )

    def _append(self, shown: str, line: int) -> int:
        """Where a piece starts that is added to the text."""
        if self._counted:
            if self._fresh:
                self._number += 1
            line = self._number
        self._fresh = False
        if line != self._numbers[-1]:
            self._starts.append(self._length)
            self._numbers.append(line)
        start = self._length
        self._add(shown)
        return start

    def _count_line(self) -> None:
        self._count += 1
        if self._count > MOST_PARAGRAPHS:
            raise ScriptError(f"it has more than {MOST_PARAGRAPHS:,} paragraphs", remedy=_REMEDY)

    def _add(self, shown: str) -> None:
        self._pieces.append(shown)
        self._length += len(shown)
        self._last = shown[-1]
