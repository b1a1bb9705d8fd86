"""A tree of HTML or XHTML walked into blocks, every word of it in a run or in an aside."""

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from presscast.scripts.blocks import BlockKind
from presscast.scripts.builder import TextBuilder
from presscast.scripts.furniture import PAGE, SILENT, local_name, tell_furniture

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    (
        *("html", "body", "p", "div", "center", "section", "article", "main", "header", "hgroup"),
        *("footer", "nav", "aside", "form", "fieldset", "legend", "address", "blockquote", "pre"),
        *("ul", "ol", "li", "dl", "dt", "dd", "dir", "menu", "details", "summary", "option"),
        *("optgroup", "select", "textarea", "figure", "figcaption", "table", "caption", "thead"),
        *("tbody", "tfoot", "tr", "td", "th", "title", *HEADINGS),
        *("hl1", "hl2", "hedline", "byline", "dateline", "abstract", "tagline", "block", "media"),
        *("media-caption", "note", "body.head", "body.content", "body.end"),
    )
)
"""Those of HTML, then those of NITF."""

_CELLS = frozenset(("td", "th", "dt", "dd"))
_SMALL_BLOCKS = frozenset(("p", "div", "section", "center", "address"))
"""What does not end the row of a table in whose cell it comes first."""
_STRONG = frozenset(("strong", "b"))
_ITALIC = frozenset(("em", "i"))

_WEIGHT = re.compile(r"font-weight\s*:\s*(?P<bold>bold|[6-9]00)?", re.I)
_SLANT = re.compile(r"font-style\s*:\s*(?P<italic>italic|oblique)?", re.I)

_CLOSERS = " \t\n\u00a0\"'”’»)]"
_ENDS = tuple(".!?…؟")
_WIDE_END = re.compile("[。！？]")

_MOST_LINES = 65535
"""The last line that an element of HTML can name."""

DEEPEST = 2040
"""The parser drops what is nested deeper than 2048."""


@dataclass(slots=True)
class Survey:
    """What a first pass over a tree finds out."""

    words: int = 0
    kept: "set[Element]" = field(default_factory=set)
    """What looks like furniture and holds most of the words: a form round the page."""
    tables: "set[Element]" = field(default_factory=set)
    """Those that hold sentences, themselves or in a table within."""
    furnished: bool = False
    """Whether there is anything round the text: navigation, a row of links."""
    depth: int = 0
    elements: int = 0


@dataclass(frozen=True, slots=True)
class _Frame:
    """What an element means to the text in it."""

    tag: str = ""
    reason: str = ""
    kind: BlockKind = BlockKind.PROSE
    level: int = 0
    item: bool = False
    strong: bool = False
    italic: bool = False
    pre: bool = False
    cell: bool = False


def survey_tree(root: "Element") -> Survey:
    """What has to be known of a whole tree before any of it is read. One pass."""
    from lxml import etree

    survey = Survey()
    opened: list[tuple[Element, str, str, int]] = []
    tables: list[list[bool]] = []
    held: list[tuple[Element, int]] = []
    silent = row = 0
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        text = node.tail if event != "start" else node.text
        if event == "start":
            tag = local_name(node)
            reason = tell_furniture(node, tag)
            opened.append((node, tag, reason, survey.words))
            survey.depth = max(survey.depth, len(opened))
            survey.elements += 1
            silent += reason == SILENT
            if tag == "table":
                tables.append([False])
            row += tag == "a" and not (node.get("href") or "#").startswith("#")
            if row > 3 or (reason in (PAGE, "link") and not silent):
                survey.furnished = True
        elif event == "end":
            _, tag, reason, before = opened.pop()
            silent -= reason == SILENT
            if reason and reason != SILENT:
                held.append((node, survey.words - before))
            if tag == "table" and tables.pop()[0]:
                survey.tables.add(node)
                if tables:
                    tables[-1][0] = True
        if text and not silent:
            words = len(text.split())
            survey.words += words
            if any(tag != "a" for _, tag, _, _ in opened[-1:]) and words > 1:
                row = 0
            if tables and not tables[-1][0] and is_sentence(text):
                tables[-1][0] = True
    survey.kept = {node for node, words in held if words * 2 > survey.words}
    return survey


def is_sentence(text: str) -> bool:
    """Whether a text is three words at least and ends as sentences do."""
    ended = text.rstrip(_CLOSERS).endswith(_ENDS) and len(text.split(None, 2)) > 2
    return ended or _WIDE_END.search(text) is not None


class MarkupWalker:
    """Hands the words of trees to a builder, in order."""

    def __init__(
        self,
        builder: TextBuilder,
        survey: Survey,
        *,
        article: "Element | None" = None,
        reason: str = "",
        line: int = 1,
        shift: int = 0,
    ) -> None:
        """`article`: outside of it all is furniture; `reason`: why nothing of it is said;
        `line`: where the tree starts in the file; `shift`: how much later its lines stand there."""
        self._builder = builder
        self._survey = survey
        self._article = article
        self._frames = [_Frame(reason=reason if article is None else PAGE)]
        self._line = line
        self._shift = shift
        self._cell = 0
        """How many lines the row has before its present cell."""

    def walk(self, root: "Element") -> None:
        """Read a tree, but for what comes after its root."""
        from lxml import etree

        for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            if event == "start":
                self._open(node)
                self._say(node.text)
                continue
            if event == "end":
                self._close()
            elif node.text:
                self._line += node.text.count("\n")
            if node is not root:
                self._say(node.tail)
        self._builder.close()

    def _open(self, node: "Element") -> None:
        if node.sourceline and node.sourceline < _MOST_LINES:
            self._line = self._shift + node.sourceline
        tag = local_name(node)
        outer = self._frames[-1]
        reason = outer.reason
        if node is self._article:
            reason = ""
        elif not reason:
            reason = self._tell_reason(node, tag)
        if reason != SILENT:
            self._divide(tag, outer, opening=True)
            if tag == "hr" and not reason:
                self._builder.add_rule()
        self._frames.append(_style(node, tag, replace(outer, tag=tag, reason=reason)))

    def _close(self) -> None:
        frame = self._frames.pop()
        if frame.reason != SILENT:
            self._divide(frame.tag, frame, opening=False)

    def _tell_reason(self, node: "Element", tag: str) -> str:
        reason = tell_furniture(node, tag)
        if reason and reason != SILENT and node in self._survey.kept:
            return ""
        if tag == "table" and node not in self._survey.tables:
            return "table"
        return reason

    def _divide(self, tag: str, frame: _Frame, *, opening: bool) -> None:
        """End the line or the block where an element begins or ends.

        The cells of a row are lines of one block, and what a cell has beyond one paragraph are
        blocks of their own.
        """
        builder = self._builder
        if tag == "br" and opening:
            builder.break_line()
        if tag not in _BLOCKS:
            return
        joins = tag in ("td", "th") or (tag == "dd" and opening) or (tag == "dt" and not opening)
        if joins or (frame.cell and tag in _SMALL_BLOCKS):
            builder.break_line()
            if opening and tag in _CELLS:
                self._cell = builder.pending
            elif opening and builder.pending > self._cell:
                builder.close(frame.kind, level=frame.level, item=frame.item)
                self._cell = 0
        else:
            builder.close(frame.kind, level=frame.level, item=frame.item)

    def _say(self, text: str | None) -> None:
        if not text:
            return
        frame = self._frames[-1]
        if frame.reason == SILENT:
            pass
        elif frame.reason:
            self._builder.skip(text, self._line, frame.reason)
        elif frame.pre:
            for shift, row in enumerate(text.split("\n")):
                if shift:
                    self._builder.break_line()
                self._write(row, self._line + shift, frame)
        else:
            self._write(text, self._line, frame)
        self._line += text.count("\n")

    def _write(self, text: str, line: int, frame: _Frame) -> None:
        self._builder.write(text, line, strong=frame.strong, italic=frame.italic)


def _style(node: "Element", tag: str, frame: _Frame) -> _Frame:
    """The frame of an element, given that of the element round it."""
    if tag in HEADINGS or tag in ("hl1", "hl2"):
        level = HEADINGS.get(tag) or int(tag[2])
        return replace(frame, kind=BlockKind.HEADING, level=level, cell=False)
    if tag in _STRONG:
        return replace(frame, strong=True)
    if tag in _ITALIC:
        return replace(frame, italic=True)
    if tag in ("li", "pre", "table", *_CELLS):
        return replace(
            frame,
            item=frame.item or tag == "li",
            pre=frame.pre or tag == "pre",
            cell=tag in _CELLS,
        )
    style = node.get("style")
    if style:
        weight, slant = _WEIGHT.search(style), _SLANT.search(style)
        return replace(
            frame,
            strong=bool(weight["bold"]) if weight else frame.strong,
            italic=bool(slant["italic"]) if slant else frame.italic,
        )
    return frame
