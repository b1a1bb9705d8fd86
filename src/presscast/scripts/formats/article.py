"""Which element of a page is the article.

Extractors drop short answers, labels and bold type. So one is asked only where the article lies;
the smallest element that holds all of it is then read whole, and rather too large than too small.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from presscast.scripts.formats.surroundings import local_name
from presscast.scripts.formats.survey import Survey

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MOST_ELEMENTS = 20_000
"""In larger pages nobody is asked: the extractor's time is not linear."""
_DEEPEST = 200

_WIDER = 1.3
"""With so much more prose in what is round it an element is not all of the article."""

_LONG = 8
"""A text of as many words is prose, whatever it ends with."""
_ENDS = tuple('.!?…。！？؟:"”’»)')

_MARK = "data-presscast"


def find_article(root: "Element", survey: Survey) -> "Element | None":
    """The element that holds the article, or None where the page has to be read whole."""
    if not survey.furnished:
        return None
    evident = _find_evident(root, survey)
    if evident is not None:
        return evident
    if survey.elements > _MOST_ELEMENTS or survey.depth > _DEEPEST:
        return None
    found = _ask_extractor(root)
    return None if found is None or _is_furniture(found, survey) else _widen(found, survey)


def _find_evident(root: "Element", survey: Survey) -> "Element | None":
    """What the page itself calls its article, if that holds half of the prose at least."""
    total = _count_prose(root, survey)
    if not total:
        return None
    bodies: list[Element] = []
    articles: list[Element] = []
    mains: list[Element] = []
    for node in root.iter("*"):
        tag, role = local_name(node), node.get("role")
        if "articleBody" in (node.get("itemprop") or "").split():
            bodies.append(node)
        elif tag == "article" or role == "article":
            articles.append(node)
        elif tag == "main" or role == "main":
            mains.append(node)
    bodies, articles, mains = (
        [node for node in _list_outermost(group) if not _is_furniture(node, survey)]
        for group in (bodies, articles, mains)
    )
    body = _find_common(bodies)
    prose = 0 if body is None else _count_prose(body, survey)
    for group in (articles, mains):
        for node in group:
            held = _count_prose(node, survey)
            if held * 2 >= total and not (prose * 2 >= total and held <= prose * 1.1):
                return node
    return body if body is not None and prose * 2 >= total else None


def _is_furniture(node: "Element", survey: Survey) -> bool:
    """Whether an element stands in what is no part of the text."""
    return any(outer in survey.reasons for outer in (node, *node.iterancestors()))


def _list_outermost(nodes: "list[Element]") -> "list[Element]":
    """Those that stand in none of the others, given in the order of the page."""
    among = set(nodes)
    return [node for node in nodes if not any(up in among for up in node.iterancestors())]


def _find_common(nodes: "Iterable[Element]") -> "Element | None":
    """The smallest element that holds them all."""
    common: list[Element] | None = None
    for node in nodes:
        path = [node, *node.iterancestors()][::-1]
        if common is None:
            common = path
        length = min(len(common), len(path))
        same = next((at for at in range(length) if common[at] is not path[at]), length)
        common = common[:same]
    return common[-1] if common else None


def _ask_extractor(root: "Element") -> "Element | None":
    """The smallest element that holds what readability takes for the article."""
    from lxml import etree
    from readability import Document, readability

    nodes = list(root.iter("*"))
    for number, node in enumerate(nodes):
        node.set(_MARK, str(number))
    try:
        page = Document(etree.tostring(root, encoding="unicode", method="html"))
        summary = etree.fromstring(page.summary(), etree.HTMLParser(no_network=True))
    except (readability.Unparseable, etree.LxmlError, ValueError):
        return None
    marks = [
        (found.get(_MARK) or "")
        for found in summary.iter("*")
        if (found.text or "").strip() or any((child.tail or "").strip() for child in found)
    ]
    return _find_common(
        nodes[int(mark)] for mark in marks if mark.isdigit() and int(mark) < len(nodes)
    )


def _widen(node: "Element", survey: Survey) -> "Element":
    """The element, or one round it that holds much more prose."""
    prose = _count_prose(node, survey)
    best, held = node, prose
    for outer in node.iterancestors():
        inner = node
        prose += sum(_count_prose(child, survey) for child in outer if child is not inner)
        prose += _weigh(outer.text) + sum(_weigh(child.tail) for child in outer)
        if prose > held * _WIDER:
            best, held = outer, prose
        node = outer
    return best


def _count_prose(root: "Element", survey: Survey) -> int:
    """The words of sentences in an element, but for those in links and in furniture."""
    from lxml import etree

    if not isinstance(root.tag, str):
        return 0
    words = 0
    hidden: list[bool] = []
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            tag = local_name(node)
            out = tag == "a" or node in survey.reasons
            hidden.append(out or (bool(hidden) and hidden[-1]))
            words += 0 if hidden[-1] else _weigh(node.text)
        else:
            hidden.pop()
            if node is not root and not hidden[-1]:
                words += _weigh(node.tail)
    return words


def _weigh(text: str | None) -> int:
    """The number of words in a text, if it is one of sentences."""
    words = (text or "").split()
    return len(words) if words and (len(words) >= _LONG or words[-1].endswith(_ENDS)) else 0
