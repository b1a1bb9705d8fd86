"""Markdown: markdown-it-py takes it apart; what it drops is found again in the source."""

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from presscast.scripts.blocks import Aside, Block, BlockKind, Document, Line, LineIndex, Run
from presscast.scripts.formats.markdown_inline import FOOTNOTE_MARK, InlineReader
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

_FOOTNOTE = re.compile(FOOTNOTE_MARK.pattern + ":")

_MARKS = re.compile(r"[\[\]()*_`<!&:\\]")
_MOST_MARKS = 1000
"""A paragraph with more marks, one in a dozen characters, is no Markdown: "[[[[[["."""

_ASIDES = {
    "fence": "code",
    "html_block": "html",
    "table_open": "table",
}


def looks_like_markdown(text: str) -> bool:
    """Whether a text without a telling suffix uses headings, bold labels or links."""
    return _SIGNS.search(text) is not None


def read_markdown(source: str) -> Document:
    """The blocks of a Markdown text; code, raw HTML and tables of figures are asides."""
    tokens = _parse_blocks(source)
    if tokens is None:
        return read_plain(source)
    reader = _BlockReader(source)
    for token in tokens:
        reader.take(token)
    return Document(source, tuple(reader.blocks), tuple(reader.asides))


class _BlockReader:
    """Turns block tokens into blocks."""

    def __init__(self, source: str) -> None:
        self.blocks: list[Block] = []
        self.asides: list[Aside] = []
        self._source = source
        self._lines = LineIndex.of_text(source)
        self._depths = Counter[str]()
        """How many of each container are open."""
        self._opening: Token | None = None
        """The token before."""
        self._hidden_until = 0
        """The line up to which everything belongs to a table, code or HTML."""
        self._numbered = False
        """Whether a numbered entry of a list has just begun."""
        self._pictured = False
        """Whether the paragraph before was an image, so that this may be its caption."""

    def take(self, token: "Token") -> None:
        """One token, in order."""
        self._depths[token.type.rsplit("_", 1)[0]] += token.nesting
        if token.map is None or token.map[1] <= self._hidden_until:
            return
        self._numbered |= token.type == "list_item_open" and bool(token.info)
        start, end = (self._lines.offset_of(line) for line in token.map)
        if token.map[1] and end == self._lines.offset_of(token.map[1] - 1):
            end = len(self._source)
        if token.type in _ASIDES:
            self._take_aside(token, start, end)
            self._hidden_until = token.map[1]
        elif token.type == "hr":
            self._take_rule(start, start)
        elif token.type == "inline":
            self._take_inline(token, start, end)
        self._opening = token

    def _take_aside(self, token: "Token", start: int, end: int) -> None:
        reason = _ASIDES[token.type]
        if token.type == "table_open":
            rows = read_table(self._source, start, end, _read_cell)
            self.blocks += rows
            if not all(row.aside for row in rows):
                return
        self.asides.append(Aside(start, end, reason))
        self.blocks += _keep_code(self._source, token, start, end)

    def _take_rule(self, start: int, end: int) -> None:
        mark = Run(self._source[start:end].strip(), start, end)
        self.blocks.append(Block(BlockKind.RULE, (Line((mark,)),)))

    def _take_inline(self, token: "Token", start: int, end: int) -> None:
        opening = self._opening
        heading = opening is not None and opening.type == "heading_open"
        inline = InlineReader(self._source, start, end)
        if self._numbered:
            inline.take_number()
            self._numbered = False
        found = inline.read(token.children or [])
        self.asides += inline.asides
        note = _FOOTNOTE.match(token.content) is not None
        if note:
            self.asides.append(Aside(start, end, "footnote"))
        pictured = self._pictured or inline.pictured
        self._pictured = inline.pictured and not found
        if not found:
            if heading:  # "###" alone ends a release
                self._take_rule(start, end)
            return
        italic = all(run.italic for line in found for run in line.runs if run.text.strip())
        self.blocks.append(
            Block(
                BlockKind.HEADING if heading else BlockKind.PROSE,
                found,
                level=int(opening.tag[1]) if heading and opening else 0,
                item=self._depths["list_item"] > 0,
                quoted=self._depths["blockquote"] > 0,
                aside="footnote" if note else "caption" if pictured and italic else "",
            )
        )


def _read_cell(source: str, start: int, end: int) -> tuple[Line, ...]:
    """The lines of a stretch that is a table's cell."""
    parser = _parser()
    inline = InlineReader(source, start, end)
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
    parser = MarkdownIt("commonmark").enable("table").disable(rules)
    # A link is one wherever it leads: its text is said. Which may be followed is judged elsewhere.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


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
