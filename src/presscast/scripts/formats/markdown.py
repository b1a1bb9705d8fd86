"""Markdown: markdown-it-py takes it apart; what it drops is found again in the source."""

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from presscast.scripts.blocks import Aside, Block, BlockKind, Document, Line, LineIndex, Run
from presscast.scripts.formats.plain import read_plain
from presscast.scripts.formats.tables import read_table

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_SIGNS = re.compile(
    r"^#{1,6} \S"  # a heading
    r"|^\*\*[^*\n]{1,60}?(?::\*\*|\*\*\s?:)"  # a bold label
    r"|\]\(https?://",  # a link
    re.M,
)

_FOOTNOTE_MARK = re.compile(r"\[\^[^\]\s]+\]")
_FOOTNOTE = re.compile(_FOOTNOTE_MARK.pattern + ":")

_CLOSING = re.compile(r"[*_`]*\](?=[\[(])")
"""What may stand between a link's text and its target."""

_LONGEST_TARGET = 4000

_NUMBER = re.compile(r"[ \t>*+-]*(?P<shown>\d{1,9}[.)])(?=\s)")

_MARKS = re.compile(r"[\[\]()*_`<!&:\\]")
_MOST_MARKS = 1000
"""A paragraph with more marks, one in a dozen characters, is no Markdown: "[[[[[["."""

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
    tokens = _parse_blocks(source)
    if tokens is None:
        return read_plain(source)
    lines = LineIndex.of_text(source)
    blocks: list[Block] = []
    asides: list[Aside] = []
    opening: Token | None = None
    hidden_until = 0
    depths = Counter[str]()
    pictured = numbered = False
    for token in tokens:
        depths[token.type.rsplit("_", 1)[0]] += token.nesting
        if token.map is None or token.map[1] <= hidden_until:
            continue
        numbered = numbered or (token.type == "list_item_open" and bool(token.info))
        start, end = lines.offset_of(token.map[0]), lines.offset_of(token.map[1])
        if token.map[1] and end == lines.offset_of(token.map[1] - 1):
            end = len(source)
        if token.type in _ASIDES:
            if token.type == "table_open":
                rows = read_table(source, start, end, _read_cell)
                blocks += rows
                if all(row.aside for row in rows):
                    asides.append(Aside(start, end, "table"))
            else:
                asides.append(Aside(start, end, _ASIDES[token.type]))
                blocks += _keep_code(source, token, start, end)
            hidden_until = token.map[1]
        elif token.type == "hr":
            blocks.append(Block(BlockKind.RULE, (Line((Run("", start, start),)),)))
        elif token.type == "inline":
            heading = opening is not None and opening.type == "heading_open"
            level = int(opening.tag[1]) if heading and opening else 0
            inline = _InlineReader(source, start, end)
            if numbered:
                inline.take_number()
                numbered = False
            kind = BlockKind.HEADING if heading else BlockKind.PROSE
            found = inline.read(token.children or [])
            asides += inline.asides
            note = _FOOTNOTE.match(token.content)
            if note:
                asides.append(Aside(start, end, "footnote"))
            caption = pictured or inline.pictured
            pictured = inline.pictured and not found
            if found:
                italic = all(run.italic for line in found for run in line.runs if run.text.strip())
                blocks.append(
                    Block(
                        kind,
                        found,
                        level,
                        item=depths["list_item"] > 0,
                        quoted=depths["blockquote"] > 0,
                        aside="footnote" if note else "caption" if caption and italic else "",
                    )
                )
        opening = token
    return Document(source, tuple(blocks), tuple(asides))


def _read_cell(source: str, start: int, end: int) -> tuple[Line, ...]:
    """The lines of a stretch that is a table's cell."""
    parser = _parser()
    inline = _InlineReader(source, start, end)
    return inline.read(parser.inline.parse(source[start:end], parser, {"references": {}}, []))


def _keep_code(source: str, token: "Token", start: int, end: int) -> list[Block]:
    """Code as a block that show.toml can have read aloud."""
    if token.type != "fence":
        return []
    lines = []
    at = source.find("\n", start, end) + 1
    for row in token.content.split("\n") if at else ():
        place = source.find(row, at, end) if row.strip() else -1
        if place >= 0:
            lines.append(Line((Run(row, place, place + len(row)),)))
            at = place + len(row)
    return [Block(BlockKind.PROSE, tuple(lines), aside="code")] if lines else []


@lru_cache(maxsize=1)
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    # Writers indent paragraphs and draw rules under text: neither makes code or a heading of it.
    # Without text_join, escapes and entities stay apart, with what the source has for them.
    rules = ["code", "lheading", "text_join", "inline"]
    return MarkdownIt("commonmark").enable("table").disable(rules)


def _parse_blocks(source: str) -> "list[Token] | None":
    """The tokens of a text, `inline` ones with children; None where it is nested beyond sense.

    Past its limit of levels markdown-it drops the text.
    """
    parser = _parser()
    references: dict[str, object] = {}
    env: dict[str, dict[str, object]] = {"references": references}
    tokens = parser.parse(source, env)
    deepest = parser.options["maxNesting"] - 1
    if any(token.level >= deepest for token in tokens):
        return None
    for label in [label for label in references if label.startswith("^")]:
        del references[label]  # a footnote of a single word is not the target of a link
    for token in tokens:
        if token.type == "inline":
            token.children = (
                _split_lines(token.content)
                if _is_crowded(token.content)
                else parser.inline.parse(token.content, parser, env, [])
            )
    return tokens


def _is_crowded(text: str) -> bool:
    marks = len(_MARKS.findall(text))
    return marks > _MOST_MARKS and marks * 12 > len(text)


def _split_lines(text: str) -> "list[Token]":
    from markdown_it.token import Token

    tokens = []
    for line in text.split("\n"):
        tokens += [Token("text", "", 0, content=line.strip()), Token("softbreak", "br", 0)]
    return tokens


class _InlineReader:
    """Turns inline tokens into lines of runs, with a cursor that finds each in the source."""

    def __init__(self, source: str, start: int, end: int) -> None:
        self.asides: list[Aside] = []
        self._source = source
        self._at = start
        self._end = end
        self._lines: list[Line] = []
        self._runs: list[Run] = []
        self.pictured = False
        """Whether there is an image in it."""
        self._strong = 0
        self._italic = 0
        self._auto = False
        """Whether the text is that of an `<address>`, which is shown decoded."""

    def take_number(self) -> None:
        """The number in front of an entry of a list, which is said."""
        row = self._source.rfind("\n", 0, self._at) + 1
        number = _NUMBER.match(self._source, row, self._end)
        if number:
            self._runs.append(
                Run(number["shown"] + " ", number.start("shown"), number.end("shown"))
            )
            self._at = number.end()

    def read(self, tokens: list["Token"]) -> tuple[Line, ...]:
        for token in tokens:
            self._take(token)
        self._break()
        return tuple(self._lines)

    def _take(self, token: "Token") -> None:
        match token.type:
            case "text":
                self._append_text(token.content)
            case "code_inline":
                self._append_code(token.content)
            case "link_open":
                self._auto = token.info == "auto"
            case "text_special":
                self._append(token.content, token.markup)
            case "softbreak":
                self._break()
            case "hardbreak":
                self._break(broken=True)
            case "strong_open" | "strong_close":
                self._strong += token.nesting
            case "em_open" | "em_close":
                self._italic += token.nesting
            case "link_close":
                self._skip_target("link")
            case "image":
                self._skip_image(token)
            case "html_inline":
                start, end = self._find(token.content)
                self.asides.append(Aside(start, end, "html"))
                if _BREAK_TAG.fullmatch(token.content):
                    self._break(broken=True)

    def _append(self, shown: str, written: str) -> None:
        if shown:
            start, end = self._find(written)
            self._runs.append(Run(shown, start, end, self._strong > 0, self._italic > 0))

    def _append_text(self, text: str) -> None:
        """Text without the marks of footnotes in it."""
        if self._auto:
            self._auto = False
            start = self._source.find("<", self._at, self._end) + 1
            self._append(text, self._source[start : self._source.find(">", start)])
            return
        at = 0
        for mark in _FOOTNOTE_MARK.finditer(text):
            self._append(text[at : mark.start()], text[at : mark.start()])
            self.asides.append(Aside(*self._find(mark[0]), "footnote"))
            at = mark.end()
        self._append(text[at:], text[at:])

    def _append_code(self, text: str) -> None:
        """Code, whose words may stand on several lines."""
        words = text.split()
        if words:
            places = [self._find(word) for word in words]
            self._runs.append(Run(text, places[0][0], places[-1][1], self._strong > 0))

    def _find(self, written: str) -> tuple[int, int]:
        """Where the next occurrence lies; an empty stretch at the cursor if it is not there."""
        start = self._source.find(written, self._at, self._end)
        if start < 0:
            return self._at, self._at
        self._at = start + len(written)
        return start, self._at

    def _skip_target(self, reason: str) -> None:
        """Move past the `](address "title")` or `][reference]` of a link."""
        closing = _CLOSING.match(self._source, self._at, self._end)
        if closing is None:
            return
        start = self._at
        deep = 0
        for at in range(closing.end(), min(self._end, closing.end() + _LONGEST_TARGET)):
            if self._source[at - 1] == "\\":
                continue
            deep += (self._source[at] in "([") - (self._source[at] in ")]")
            if deep == 0:
                self._at = at + 1
                self.asides.append(Aside(start, self._at, reason))
                return

    def _skip_image(self, token: "Token") -> None:
        self.pictured = True
        start = self._source.find("![", self._at, self._end)
        self._find(token.content)
        self._skip_target("image")
        if start >= 0:
            self.asides.append(Aside(start, self._at, "image"))

    def _break(self, *, broken: bool = False) -> None:
        """End the line: white space at either end of it is nobody's."""
        runs, self._runs = self._runs, []
        while runs and not runs[-1].text.strip():
            runs.pop()
        while runs and not runs[0].text.strip():
            runs.pop(0)
        if runs:
            self._lines.append(Line(tuple(runs), broken))
