"""A tree of HTML or XHTML walked into blocks, every word of it in a run or in an aside."""

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from presscast.scripts.blocks import BlockKind, Part
from presscast.scripts.formats.builder import TextBuilder
from presscast.scripts.formats.surroundings import PAGE, SILENT, local_name
from presscast.scripts.formats.survey import Survey

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
_WORD = re.compile(r"[-_]+")
_QUESTIONS = frozenset(("question", "interviewer", "frage", "pregunta", "pergunta", "domanda"))
_ANSWERS = frozenset(("answer", "interviewee", "antwort", "respuesta", "resposta", "risposta"))
_NAMES = frozenset(("name", "speaker", "person", "who", "author", "sprecher", "nom"))
"""What classes are called that say what an element is."""
_INLINE = frozenset(("span", "b", "strong", "em", "i", "cite", "a"))
_STRONG = frozenset(("strong", "b"))
_ITALIC = frozenset(("em", "i"))

_WEIGHT = re.compile(r"font-weight\s*:\s*(?P<bold>bold|[6-9]00)?", re.I)
_SLANT = re.compile(r"font-style\s*:\s*(?P<italic>italic|oblique)?", re.I)

_MOST_FRAMES = 10_000

_MOST_LINES = 65535
"""The last line that an element of HTML can name."""


@dataclass(frozen=True, slots=True, eq=False)
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
    part: Part | None = None
    link: str = ""
    """Where a heading leads; elsewhere links say nothing to us."""


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
        self._known: dict[tuple[_Frame, str, str], _Frame] = {}
        """The frames of elements without a style of their own, by the frame round them."""
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
        reason = self._survey.reasons.get(node, "")
        if reason != SILENT and outer.reason and node is not self._article:
            reason = outer.reason
        elif node is self._article:
            reason = ""
        elif (tag == "table" and node not in self._survey.tables) or _is_head_row(tag, node):
            reason = reason or "table"
        if reason != SILENT:
            self._divide(tag, outer, opening=True)
            if tag == "hr" and not reason:
                self._builder.add_rule()
            if _follows_name(tag, node):
                self._builder.break_line()
        self._frames.append(self._frame(node, tag, outer, reason))

    def _frame(self, node: "Element", tag: str, outer: _Frame, reason: str) -> _Frame:
        style = node.get("style") or ""
        part = _tell_part(node) if tag in _BLOCKS else None
        link = node.get("href") or "" if tag == "a" and outer.kind is BlockKind.HEADING else ""
        key = (outer, tag, reason)
        frame = None if style or part or link else self._known.get(key)
        if frame is None:
            inner = replace(outer, tag=tag, reason=reason, part=part or outer.part)
            inner = replace(inner, link=link) if link else inner
            frame = _style(tag, style, inner)
            if not (style or part or link) and len(self._known) < _MOST_FRAMES:
                self._known[key] = frame
        return frame

    def _close(self) -> None:
        frame = self._frames.pop()
        if frame.reason != SILENT:
            self._divide(frame.tag, frame, opening=False)

    def _divide(self, tag: str, frame: _Frame, *, opening: bool) -> None:
        """End the line or the block where an element begins or ends.

        The cells of a row are lines of one block, and what a cell has beyond one paragraph are
        blocks of their own.
        """
        builder = self._builder
        in_menu = tag in ("a", "button") and frame.reason in (PAGE, "link")
        if (tag == "br" and opening) or in_menu:
            builder.break_line()
        if tag not in _BLOCKS:
            return
        joins = tag in ("td", "th") or (tag == "dd" and opening) or (tag == "dt" and not opening)
        if joins or (frame.cell and tag in _SMALL_BLOCKS):
            builder.break_line()
            if opening and tag in _CELLS:
                self._cell = builder.pending
            elif opening and builder.pending > self._cell:
                builder.close(frame.kind, level=frame.level, item=frame.item, part=frame.part)
                self._cell = 0
        else:
            builder.close(frame.kind, level=frame.level, item=frame.item, part=frame.part)

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
        strong, italic = frame.strong, frame.italic
        self._builder.write(text, line, strong=strong, italic=italic, link=frame.link)


def _list_classes(node: "Element") -> set[str]:
    return {
        name for word in (node.get("class") or "").lower().split() for name in _WORD.split(word)
    }


def _tell_part(node: "Element") -> Part | None:
    """Whether an element's class says that it asks or answers."""
    classes = _list_classes(node)
    asks, answers = not classes.isdisjoint(_QUESTIONS), not classes.isdisjoint(_ANSWERS)
    return None if asks == answers else Part.QUESTION if asks else Part.ANSWER


def _is_head_row(tag: str, node: "Element") -> bool:
    """Whether a row of a table holds nothing but heads of columns."""
    return tag == "tr" and len(node) > 1 and all(local_name(cell) == "th" for cell in node)


def _follows_name(tag: str, node: "Element") -> bool:
    """Whether words stand right behind an element whose class says that it is a name."""
    before = node.getprevious() if tag in _INLINE else None
    if before is None or (before.tail or "").strip() or local_name(before) not in _INLINE:
        return False
    return not _list_classes(before).isdisjoint(_NAMES)


def _style(tag: str, style: str, frame: _Frame) -> _Frame:
    """The frame of an element, given one that has only what the element inherits."""
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
    if style:
        weight, slant = _WEIGHT.search(style), _SLANT.search(style)
        return replace(
            frame,
            strong=bool(weight["bold"]) if weight else frame.strong,
            italic=bool(slant["italic"]) if slant else frame.italic,
        )
    return frame
