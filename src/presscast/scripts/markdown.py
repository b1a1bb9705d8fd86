"""Markdown: markdown-it-py takes it apart; what it drops is found again in the source."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from presscast.scripts.blocks import Aside, Block, BlockKind, Document, Line, LineIndex, Run

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_SIGNS = re.compile(
    r"^#{1,6} \S"  # a heading
    r"|^\*\*[^*\n]{1,60}?(?::\*\*|\*\*\s?:)"  # a bold label
    r"|\]\(https?://",  # a link
    re.M,
)

_BREAK_TAG = re.compile(r"<br\s*/?>", re.I)

_ASIDES = {
    "fence": "code",
    "html_block": "html",
    "table_open": "table",
}


def looks_like_markdown(text: str) -> bool:
    """Whether a text without a telling suffix uses headings, bold labels or links."""
    return _SIGNS.search(text) is not None


def read_markdown(source: str) -> Document:
    """The blocks of a Markdown text; code, tables and raw HTML are asides."""
    lines = LineIndex(source)
    blocks: list[Block] = []
    asides: list[Aside] = []
    opening: Token | None = None
    hidden_until = 0
    for token in _parser().parse(source):
        if token.map is None or token.map[1] <= hidden_until:
            continue
        start, end = lines.offset_of(token.map[0]), lines.offset_of(token.map[1])
        if token.map[1] and end == lines.offset_of(token.map[1] - 1):
            end = len(source)
        if token.type in _ASIDES:
            asides.append(Aside(start, end, _ASIDES[token.type]))
            hidden_until = token.map[1]
        elif token.type == "hr":
            blocks.append(Block(BlockKind.RULE, (Line((Run("", start, start),)),)))
        elif token.type == "inline":
            heading = opening is not None and opening.type == "heading_open"
            level = int(opening.tag[1]) if heading and opening else 0
            inline = _InlineReader(source, start, end)
            kind = BlockKind.HEADING if heading else BlockKind.PROSE
            found = inline.read(token.children or [])
            asides += inline.asides
            if found:
                blocks.append(Block(kind, found, level))
        opening = token
    return Document(tuple(blocks), tuple(asides))


@lru_cache(maxsize=1)
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    # Writers indent paragraphs and draw rules under text: neither makes code or a heading of it.
    # Without text_join, escapes and entities stay apart, with what the source has for them.
    return MarkdownIt("commonmark").enable("table").disable(["code", "lheading", "text_join"])


class _InlineReader:
    """Turns inline tokens into lines of runs, with a cursor that finds each in the source."""

    def __init__(self, source: str, start: int, end: int) -> None:
        self.asides: list[Aside] = []
        self._source = source
        self._at = start
        self._end = end
        self._lines: list[Line] = []
        self._runs: list[Run] = []
        self._strong = 0

    def read(self, tokens: list["Token"]) -> tuple[Line, ...]:
        for token in tokens:
            self._take(token)
        self._break()
        return tuple(self._lines)

    def _take(self, token: "Token") -> None:
        match token.type:
            case "text" | "code_inline":
                self._append(token.content, token.content)
            case "text_special":
                self._append(token.content, token.markup)
            case "softbreak" | "hardbreak":
                self._break()
            case "strong_open" | "strong_close":
                self._strong += token.nesting
            case "link_close":
                self._skip_target("link")
            case "image":
                self._skip_image(token)
            case "html_inline":
                self._find(token.content)
                if _BREAK_TAG.fullmatch(token.content):
                    self._break()

    def _append(self, shown: str, written: str) -> None:
        if shown:
            start, end = self._find(written)
            self._runs.append(Run(shown, start, end, self._strong > 0))

    def _find(self, written: str) -> tuple[int, int]:
        """Where the next occurrence lies; an empty stretch at the cursor if it is not there."""
        start = self._source.find(written, self._at, self._end)
        if start < 0:
            return self._at, self._at
        self._at = start + len(written)
        return start, self._at

    def _skip_target(self, reason: str) -> None:
        """Move past the `](address "title")` or `][reference]` of a link."""
        start = self._at
        opening = self._source[start : start + 2]
        if opening not in ("](", "]["):
            return
        deep = 0
        for at in range(start + 1, self._end):
            deep += (self._source[at] in "([") - (self._source[at] in ")]")
            if deep == 0:
                self._at = at + 1
                self.asides.append(Aside(start, self._at, reason))
                return

    def _skip_image(self, token: "Token") -> None:
        start = self._source.find("![", self._at, self._end)
        self._find(token.content)
        self._skip_target("image")
        if start >= 0:
            self.asides.append(Aside(start, self._at, "image"))

    def _break(self) -> None:
        """End the line: white space at either end of it is nobody's."""
        runs, self._runs = self._runs, []
        while runs and not runs[-1].text.strip():
            runs.pop()
        while runs and not runs[0].text.strip():
            runs.pop(0)
        if runs:
            self._lines.append(Line(tuple(runs)))
