"""A first pass over a tree: what has to be known of all of it before any of it is read."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from presscast.errors import ScriptError
from presscast.scripts.formats.surroundings import (
    PAGE,
    SILENT,
    local_name,
    may_hold_text,
    tell_furniture,
)
from presscast.scripts.packages import MOST_ELEMENTS

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DEEPEST = 2040
"""The parser drops what is nested deeper than 2048."""

_MENU = 4
"""So many links without a word between them are a menu."""
_MENUS = frozenset(("div", "ul", "ol", "p", "td", "tr", "table", "section", "header", "center"))
_BETWEEN = " \t\n\u00a0|/·•-–»›,"

_CLOSERS = " \t\n\u00a0\"'”’»)]"
_ENDS = tuple(".!?…؟")
_WIDE_END = re.compile("[。！？]")


@dataclass(slots=True)
class Survey:
    """What a tree holds."""

    words: int = 0
    reasons: "dict[Element, str]" = field(default_factory=dict)
    """Why elements are not part of the text; what holds most of the words is, even so: a form
    round the page."""
    tables: "set[Element]" = field(default_factory=set)
    """Those that hold sentences, themselves or in a table within."""
    furnished: bool = False
    """Whether there is anything round the text: navigation, a row of links."""
    depth: int = 0
    elements: int = 0


def survey_tree(root: "Element") -> Survey:
    """The survey of a tree. Raises ScriptError for what is too deep or too large to be a text."""
    from lxml import etree

    surveyor = _Surveyor()
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            surveyor.open(node)
            surveyor.take(node.text)
            continue
        if event == "end":
            surveyor.close(node)
        if node is not root:
            surveyor.take(node.tail)
    return surveyor.finish()


def is_sentence(text: str) -> bool:
    """Whether a text is three words at least and ends as sentences do."""
    ended = text.rstrip(_CLOSERS).endswith(_ENDS) and len(text.split(None, 2)) > 2
    return ended or _WIDE_END.search(text) is not None


class _Opened(NamedTuple):
    """An element that is open, and what there was before it."""

    tag: str
    reason: str
    words: int
    links: int
    plain: int


class _Surveyor:
    """Gathers a survey while a tree is walked."""

    def __init__(self) -> None:
        self._survey = Survey()
        self._opened: list[_Opened] = []
        self._tables: list[bool] = []
        """Of each table that is open, whether it holds a sentence."""
        self._sizes: list[tuple[Element, int]] = []
        """(what looks like furniture, its words)."""
        self._silent = 0
        self._linked = 0
        """How many of the elements that are open are links."""
        self._links = 0
        """How many lead out of the page."""
        self._plain = 0
        """How many texts stand in no link."""
        self._row = 0
        """How many links there are without a word between them."""
        self._articles = 0

    def open(self, node: "Element") -> None:
        survey = self._survey
        tag = local_name(node)
        reason = tell_furniture(node, tag)
        if reason:
            survey.reasons[node] = reason
            self._silent += reason == SILENT
        self._opened.append(_Opened(tag, reason, survey.words, self._links, self._plain))
        survey.depth = max(survey.depth, len(self._opened))
        survey.elements += 1
        if survey.depth > _DEEPEST or survey.elements > MOST_ELEMENTS:
            what = "its elements are nested too deeply" if survey.depth > _DEEPEST else _TOO_MANY
            raise ScriptError(what, remedy="Save the text of the page as plain text.")
        if tag == "table":
            self._tables.append(False)
        elif tag == "article":
            self._articles += 1
        elif tag == "a":
            self._linked += 1
            if not (node.get("href") or "#").startswith("#"):
                self._links += 1
                self._row += 1
        around = reason in (PAGE, "link") and not self._silent
        if around or self._row >= _MENU or self._articles > 1:
            survey.furnished = True

    def close(self, node: "Element") -> None:
        tag, reason, words, links, plain = self._opened.pop()
        if tag == "a":
            self._linked -= 1
        only_links = self._links - links >= _MENU and self._plain == plain
        if only_links and not reason and tag in _MENUS:
            self._survey.reasons[node] = reason = PAGE
        if reason == SILENT:
            self._silent -= 1
        elif may_hold_text(tag, reason):
            self._sizes.append((node, self._survey.words - words))
        if tag == "table" and self._tables.pop():
            self._survey.tables.add(node)
            if self._tables:
                self._tables[-1] = True

    def take(self, text: str | None) -> None:
        if not text or self._silent:
            return
        self._survey.words += len(text.split())
        if not self._linked and text.strip(_BETWEEN):
            self._row = 0
            self._plain += 1
        if self._tables and not self._tables[-1] and is_sentence(text):
            self._tables[-1] = True

    def finish(self) -> Survey:
        for node, words in self._sizes:
            if words * 2 > self._survey.words:
                del self._survey.reasons[node]
        return self._survey


_TOO_MANY = "it has more elements than a text can have"
