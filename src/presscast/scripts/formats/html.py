"""HTML: the article of a page, or the whole of a page that is nothing else."""

import re
from typing import TYPE_CHECKING

from presscast.scripts.blocks import Document
from presscast.scripts.formats.article import find_article
from presscast.scripts.formats.builder import TextBuilder
from presscast.scripts.formats.markup import MarkupWalker
from presscast.scripts.formats.survey import survey_tree
from presscast.scripts.packages import LINE_REFERENCE

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_END_TAG = re.compile(r"</(?:html|body)(?=[\s>])[^<>]{0,200}>", re.I)
"""The parser drops the text behind it; browsers do not."""

_FRAGMENT = re.compile(r"\s*<(?:article|section|main|div|p|h[1-6]|table|ul|ol|dl)\b[^<>]*>", re.I)
_CLOSED = re.compile(r"</(?:p|div|h[1-6]|li|td|dd)\s*>", re.I)

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def looks_like_html(text: str) -> bool:
    """Whether a text without a telling suffix is a piece of a page: not Markdown with some tags."""
    opening = _FRAGMENT.match(text)
    return opening is not None and len(_CLOSED.findall(text)) * 2 > text.count("\n\n")


def read_html(source: str) -> Document:
    """The blocks of a page's article; what stands round it is an aside."""
    builder = TextBuilder()
    root = parse_html(source)
    if root is None:
        return builder.build()
    survey = survey_tree(root)
    article = find_article(root, survey)
    MarkupWalker(builder, survey, article=article).walk(root)
    language = root.get("lang") or root.get(_LANGUAGE) or ""
    return builder.build(title=_find_title(root, article), language=language)


def parse_html(source: str) -> "Element | None":
    """The tree of a page, or None where there is nothing in it. Fetches nothing."""
    from lxml import etree

    text = _END_TAG.sub(lambda tag: " " + "\n" * tag[0].count("\n"), source)
    text = LINE_REFERENCE.sub("&#32;", text)
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    try:
        root: Element | None = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    return root


def walk_fragment(source: str, builder: TextBuilder, line: int) -> None:
    """Hand a piece of HTML that starts on a line of the user's file to a builder."""
    root = parse_html(source)
    if root is None:
        return
    survey = survey_tree(root)
    MarkupWalker(builder, survey, line=line, shift=line - 1).walk(root)


def _find_title(root: "Element", article: "Element | None") -> str:
    """The article's own heading, else what the page says of itself."""
    inside = root if article is None else article
    for heading in (inside.find(".//h1"), _find_property(root), _find_only(root, "h1")):
        text = heading if isinstance(heading, str) else _text_of(heading)
        if text:
            return text
    return _text_of(root.find(".//head/title")).partition(" | ")[0]


def _find_property(root: "Element") -> str:
    """What the page calls itself when it is shared."""
    meta = root.find(".//meta[@property='og:title']")
    return "" if meta is None else (meta.get("content") or "").strip()


def _find_only(root: "Element", tag: str) -> "Element | None":
    found = root.findall(f".//{tag}")
    return found[0] if len(found) == 1 else None


def _text_of(node: "Element | None") -> str:
    return "" if node is None else " ".join("".join(node.itertext()).split())
