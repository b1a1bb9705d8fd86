"""NewsML-G2 and NITF: the headline and the text of each news item."""

from typing import TYPE_CHECKING

from presscast.scripts.blocks import BlockKind, Document
from presscast.scripts.formats.builder import TextBuilder
from presscast.scripts.formats.feed import write_text
from presscast.scripts.formats.markup import MarkupWalker
from presscast.scripts.formats.surroundings import PAGE, local_name
from presscast.scripts.formats.survey import survey_tree
from presscast.scripts.packages import parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

ROOTS = frozenset(("newsitem", "newsmessage", "nitf"))

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_REASONS = {
    **dict.fromkeys(("by", "creator", "contributor", "creditline"), "credit"),
    **dict.fromkeys(("description", "edNote"), "summary"),
}


def read_newsml(source: str) -> Document:
    """The blocks of a news message, news item or NITF document.

    Source: IPTC NewsML-G2 2.34, inlineXML and inlineData; NITF 3.6.
    """
    root = parse_xml(source)
    builder = TextBuilder()
    if local_name(root) == "nitf":
        _walk(root, builder)
        title = root.findtext("{*}head/{*}title") or root.findtext(".//{*}hl1") or ""
        return builder.build(title=title, language=root.get(_LANGUAGE) or "")
    items = [root] if local_name(root) == "newsitem" else list(root.iter("{*}newsItem"))
    for outer in root.iterchildren("*") if items != [root] else ():
        if local_name(outer) != "itemset":
            _skip(outer, builder)
    for item in items:
        _read_item(item, builder, 1 if len(items) == 1 else 2)
    first = items[0] if items else root
    title = "".join(next(first.iter("{*}headline"), first).itertext()) if items else ""
    return builder.build(title=title if len(items) == 1 else "", language=_find_language(first))


def _read_item(item: "Element", builder: TextBuilder, level: int) -> None:
    headline = item.find("{*}contentMeta/{*}headline")
    if headline is not None:
        builder.write("".join(headline.itertext()), headline.sourceline or 1)
        builder.close(BlockKind.HEADING, level=level)
    for part in item.iterchildren("*"):
        if local_name(part) != "contentset":
            _skip(part, builder, headline)
            continue
        for content in part.iterchildren("*"):
            _read_content(content, builder)


def _read_content(content: "Element", builder: TextBuilder) -> None:
    name = local_name(content)
    kind = content.get("contenttype") or "text/plain"
    if name == "inlinexml":
        for child in content.iterchildren("*"):
            _walk(child, builder)
    elif name == "inlinedata" and kind.startswith("text/"):
        write_text("".join(content.itertext()), builder, content.sourceline or 1)
    else:
        _skip(content, builder)


def _walk(root: "Element", builder: TextBuilder) -> None:
    MarkupWalker(builder, survey_tree(root), line=root.sourceline or 1).walk(root)


def _skip(root: "Element", builder: TextBuilder, said: "Element | None" = None) -> None:
    """Note all that an element holds as not spoken, but for what has been said."""
    for node in root.iter("*"):
        inside = said is not None and (node is said or said in node.iterancestors())
        reason = _REASONS.get(str(node.tag).rpartition("}")[2], PAGE)
        for text, at in ((node.text, not inside), (node.tail, node is not root)):
            if text and text.strip() and at:
                builder.skip(text, node.sourceline or 1, reason)
        builder.close()


def _find_language(item: "Element") -> str:
    for language in item.iterfind("{*}contentMeta/{*}language"):
        return language.get("tag") or ""
    return item.get(_LANGUAGE) or ""
