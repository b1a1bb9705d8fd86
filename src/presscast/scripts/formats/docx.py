"""DOCX: the paragraphs of a Word document, walked so that no word of it is lost.

Source: ECMA-376 part 1, section 17. Local names are compared, so that the transitional and the
strict kind of it are both read.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from presscast.errors import ScriptError
from presscast.scripts.blocks import BlockKind, Document
from presscast.scripts.formats.builder import TextBuilder
from presscast.scripts.formats.docx_styles import PLAIN, Look, Styles, read_look
from presscast.scripts.formats.surroundings import CONTENTS, PAGE, local_name
from presscast.scripts.formats.survey import is_sentence
from presscast.scripts.packages import Package, open_package, parse_xml, resolve_part

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MAIN = "word/document.xml"

_MOST_ELEMENTS = 600_000
"""Word needs about eight for a run, and a run for a few words."""

_PARTS = {
    "footnotes": "footnote",
    "endnotes": "footnote",
    "comments": "comment",
    "header": PAGE,
    "footer": PAGE,
}
"""The parts beside the body, by the end of the type of their relationship."""

_WORDS = re.compile(r"/(?:wordprocessingml|officeDocument)/[^{}]*(?:main|math)$")
_DELETED = frozenset(("del", "movefrom"))
_UNREAD = frozenset(("ppr", "rpr", "sectpr", "sdtpr", "tblpr", "trpr", "tcpr", "tblgrid", "docpr"))
"""Properties, which hold no words of the document."""


def read_docx(content: bytes) -> Document:
    """The blocks of a Word document; notes, comments and what was deleted are asides."""
    package = open_package(content)
    targets = dict(_list_targets(package))
    styles = Styles(_parse_part(package, targets.get("styles", ["word/styles.xml"])[0]))
    builder = TextBuilder(counted=True)
    body = parse_xml(package.read(_MAIN), most=_MOST_ELEMENTS)
    _Walker(builder, styles).walk(body)
    for kind, reason in _PARTS.items():
        for name in targets.get(kind, []):
            root = _parse_part(package, name)
            if root is not None:
                _Walker(builder, styles, reason).walk(root)
    core = _parse_part(package, "docProps/core.xml")
    title, language = (
        "" if core is None else core.findtext(f"{{http://purl.org/dc/elements/1.1/}}{name}") or ""
        for name in ("title", "language")
    )
    return builder.build(title=title, language=language)


def _list_targets(package: Package) -> Iterator[tuple[str, list[str]]]:
    """(end of a type, names of the parts) of the document's relationships in the package.

    Pictures, links and templates outside are no matter. Words outside are: raises ScriptError.
    """
    found: dict[str, list[str]] = {}
    root = _parse_part(package, "word/_rels/document.xml.rels")
    for node in root.iter("{*}Relationship") if root is not None else ():
        kind = (node.get("Type") or "").rpartition("/")[2]
        if kind in ("subDocument", "aFChunk"):
            remedy = "Open it in Word, save it as one document, and give that."
            raise ScriptError("some of its text is in another file", remedy=remedy)
        name = resolve_part(_MAIN, node.get("Target") or "")
        if node.get("TargetMode") != "External" and name is not None:
            found.setdefault(kind, []).append(name)
    yield from found.items()


def _parse_part(package: Package, name: str) -> "Element | None":
    return parse_xml(package.read(name)) if name in package.names else None


class _Walker:
    """Hands the words of one part to a builder, in order."""

    def __init__(self, builder: TextBuilder, styles: Styles, reason: str = "") -> None:
        self._builder = builder
        self._styles = styles
        self._tables: set[Element] = set()
        self._reasons = [reason]
        self._paragraphs: list[Look] = []
        self._run = PLAIN
        self._boxes: list[Element] = []
        """Texts in frames that hang on the paragraph, read after it."""
        self._rows = 0
        self._cell = 0
        """How many lines the row has before its present cell."""

    def walk(self, root: "Element") -> None:
        """Read a tree."""
        self._tables = set(_list_prose_tables(root))
        self._walk(root)
        self._read_boxes()
        self._builder.close()

    def _walk(self, root: "Element") -> None:
        from lxml import etree

        walk = etree.iterwalk(root, events=("start", "end"), tag="{*}*")
        for event, node in walk:
            name = local_name(node)
            if event == "end":
                self._leave(node, name)
            elif name in _UNREAD or (name == "fallback" and _has_choice(node)):
                walk.skip_subtree()
                self._reasons.append(self._reasons[-1])
            elif name == "txbxcontent" and node is not root:
                self._boxes.append(node)
                walk.skip_subtree()
                self._reasons.append(self._reasons[-1])
            else:
                self._enter(node, name)

    def _enter(self, node: "Element", name: str) -> None:
        reason = self._reasons[-1]
        if name in _DELETED:
            reason = reason or "deleted"
        elif name == "tbl" and node not in self._tables:
            reason = reason or "table"
        elif name == "rt":
            reason = reason or "ruby"
        self._reasons.append(reason)
        if name == "p" and _is_of_words(node):
            self._open_paragraph(node)
        elif name == "r":
            self._run = read_look(node.find("{*}rPr"), self._styles)
        elif name == "tr":
            self._builder.close()
            self._rows += 1
        elif name == "tc":
            self._builder.break_line()
            self._cell = self._builder.pending
        elif name == "tbl" and not self._rows:
            self._builder.close()
        else:
            self._read(node, name)

    def _leave(self, node: "Element", name: str) -> None:
        self._reasons.pop()
        if name == "p" and self._paragraphs and _is_of_words(node):
            self._close_paragraph()
        elif name == "r":
            self._run = PLAIN
        elif name == "tr":
            self._builder.close()
            self._rows -= 1

    def _open_paragraph(self, node: "Element") -> None:
        if self._rows and self._builder.pending > self._cell:
            self._builder.close()
            self._cell = 0
        self._builder.count_paragraph()
        properties = node.find("{*}pPr")
        look = read_look(properties, self._styles)
        named = properties is not None and properties.find("{*}pStyle") is not None
        self._paragraphs.append(look if named else look.over(self._styles.usual))

    def _close_paragraph(self) -> None:
        look = self._paragraphs.pop()
        level = -1 if look.level is None else look.level
        if level >= 0:
            self._builder.close(BlockKind.HEADING, level=min(level, 6))
        elif self._rows:
            self._builder.break_line()
        else:
            self._builder.close(item=bool(look.item))
        self._read_boxes()

    def _read_boxes(self) -> None:
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self._walk(box)

    def _read(self, node: "Element", name: str) -> None:
        """A piece of a run."""
        if name in ("t", "deltext"):
            drawn = not _is_of_words(node)
            self._say(node.text or "", "image" if drawn else "deleted" if name != "t" else "")
        elif name in ("br", "cr"):
            self._builder.break_line()
        elif name in ("tab", "ptab"):
            self._say(" ", "")
        elif name == "nobreakhyphen":
            self._say("-", "")

    def _say(self, text: str, reason: str) -> None:
        paragraph = self._paragraphs[-1] if self._paragraphs else PLAIN
        look = self._run.over(paragraph)
        if look.hidden:
            reason = "hidden"
        elif look.contents:
            reason = CONTENTS
        reason = self._reasons[-1] or reason
        if reason:
            self._builder.skip(text, 0, reason)
        else:
            self._builder.write(text, 0, strong=bool(look.strong), italic=bool(look.italic))


def _has_choice(node: "Element") -> bool:
    """Whether the same words stand in a newer form beside it."""
    parent = node.getparent()
    return parent is not None and parent.find("{*}Choice") is not None


def _is_of_words(node: "Element") -> bool:
    """Whether an element is WordprocessingML or a formula, not of a drawing."""
    return _WORDS.search(str(node.tag).rpartition("}")[0]) is not None


def _list_prose_tables(root: "Element") -> "Iterator[Element]":
    """The tables that hold sentences, themselves or in a table within."""
    found: set[Element] = set()
    for paragraph in root.iter("{*}p"):
        table = next(paragraph.iterancestors("{*}tbl"), None)
        if table is None or table in found:
            continue
        if is_sentence("".join(text.text or "" for text in paragraph.iter("{*}t"))):
            for outer in (table, *table.iterancestors("{*}tbl")):
                found.add(outer)
    yield from found
