"""The styles of a DOCX file: which paragraphs are headings or items, what is bold or italic."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from presscast.scripts.formats.surroundings import local_name

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

TITLE = 0
"""The level of the title of the whole."""

_OFF = {"0", "false", "off", "none"}
_LONGEST_CHAIN = 20

# Word writes the names of its own styles in English whatever its language; converters do not.
_HEADING = re.compile(
    r"(?:heading|überschrift|titre|título|titolo|titulo|kop|rubrik|overskrift|otsikko|nagłówek"
    r"|nadpis|заголовок|επικεφαλίδα|başlık|見出し|标题|標題|제목)\s*(?P<level>[1-9])",
    re.I,
)
_TITLES = frozenset(
    (
        *("title", "titel", "titre", "título", "titolo", "titulo", "tytuł", "název", "rubrik"),
        *("tittel", "otsikko", "название", "τίτλος", "başlık", "表題", "标题", "標題", "제목"),
    )
)
_CONTENTS = re.compile(r"(?:toc|table of figures|verzeichnis|inhaltsverzeichnis|tdm)\b", re.I)


@dataclass(frozen=True, slots=True)
class Look:
    """What a paragraph or run says of itself; None where it leaves that to what is under it."""

    strong: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None
    level: int | None = None
    """Of a heading; -1 for body text."""
    item: bool | None = None
    contents: bool | None = None
    """Whether it is a line of a table of contents."""

    def over(self, under: "Look") -> "Look":
        """This look where it says something, the other one elsewhere."""
        return Look(
            under.strong if self.strong is None else self.strong,
            under.italic if self.italic is None else self.italic,
            under.hidden if self.hidden is None else self.hidden,
            under.level if self.level is None else self.level,
            under.item if self.item is None else self.item,
            under.contents if self.contents is None else self.contents,
        )


PLAIN = Look()


class Styles:
    """The styles that paragraphs and runs name."""

    def __init__(self, root: "Element | None") -> None:
        self._root = root
        self._looks: dict[str, Look] = {}

    @cached_property
    def _nodes(self) -> "dict[str, Element]":
        if self._root is None:
            return {}
        found = self._root.iterchildren("{*}style")
        return {attribute(node, "styleId"): node for node in found}

    @cached_property
    def usual(self) -> Look:
        """The look of a paragraph that names no style."""
        for name, node in self._nodes.items():
            usual = attribute(node, "type") == "paragraph" and attribute(node, "default")
            if usual and usual not in _OFF:
                return self.find_look(name)
        return PLAIN

    def find_look(self, name: str) -> Look:
        """The look of a style, with those that it is based on."""
        if name in self._looks:
            return self._looks[name]
        look = PLAIN
        at = name
        for _ in range(_LONGEST_CHAIN):
            node = self._nodes.get(at)
            if node is None:
                break
            look = look.over(_read_style(node))
            base = node.find("{*}basedOn")
            at = "" if base is None else attribute(base, "val")
        self._looks[name] = look
        return look


def attribute(node: "Element", name: str) -> str:
    """An attribute, in whichever namespace of the two kinds of OOXML."""
    for key, value in node.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def read_look(properties: "Element | None", styles: Styles | None = None) -> Look:
    """The look that the properties of a paragraph or run state, with that of the style named."""
    if properties is None:
        return PLAIN
    look = PLAIN
    under = PLAIN
    for node in properties.iterchildren("*"):
        name = local_name(node)
        value = attribute(node, "val")
        on = value.lower() not in _OFF
        if name == "b":
            look = Look(strong=on).over(look)
        elif name == "i":
            look = Look(italic=on).over(look)
        elif name in ("vanish", "webhidden"):
            look = Look(hidden=on).over(look)
        elif name == "outlinelvl" and value.isdigit():
            look = Look(level=int(value) + 1 if int(value) < 9 else -1).over(look)
        elif name == "numpr":
            number = node.find("{*}numId")
            look = Look(item=number is not None and attribute(number, "val") != "0").over(look)
        elif name in ("pstyle", "rstyle") and styles is not None:
            under = styles.find_look(value)
    return look.over(under)


def _read_style(node: "Element") -> Look:
    look = read_look(node.find("{*}rPr")).over(read_look(node.find("{*}pPr")))
    name_node = node.find("{*}name")
    name = " ".join(attribute(name_node, "val").split()).lower() if name_node is not None else ""
    heading = _HEADING.fullmatch(name)
    if heading:
        return Look(level=int(heading["level"]), item=False).over(look)
    if name in _TITLES:
        return Look(level=TITLE).over(look)
    if name.startswith("list "):
        look = look.over(Look(item=True))
    return look.over(Look(contents=True)) if _CONTENTS.match(name) else look
