"""RSS 0.9 to 2.0 and Atom: every item a heading and its text."""

import re
from typing import TYPE_CHECKING

from presscast.errors import ScriptError
from presscast.scripts.blocks import BlockKind, Document
from presscast.scripts.formats.builder import TextBuilder
from presscast.scripts.formats.html import walk_fragment
from presscast.scripts.formats.markup import MarkupWalker
from presscast.scripts.formats.surroundings import PAGE, local_name
from presscast.scripts.formats.survey import survey_tree
from presscast.scripts.packages import parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SPACES = (
    "",
    "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://www.w3.org/2005/Atom",
    "http://purl.org/atom/ns#",
    "http://purl.org/rss/1.0/modules/content/",
)
"""Where titles and texts of items are; those of pictures and podcasts are others."""

_TEXTS = ("encoded", "content", "description", "summary")
"""What an item says, the best first."""

_CREDITS = ("author", "creator", "contributor")
_MARKUP = re.compile(r"<[a-zA-Z!/]|&(?:#\d+|#x[0-9a-fA-F]+|\w+);")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def read_feed(source: str) -> Document:
    """The blocks of a feed, item by item."""
    root = parse_xml(source)
    if local_name(root) not in ("rss", "rdf", "feed"):
        what = "this XML is no feed, NewsML-G2 or NITF"
        raise ScriptError(what, remedy="Give its text as plain text or Markdown.")
    channel = root.find("{*}channel")
    head = root if channel is None else channel
    builder = TextBuilder()
    _read_children(root, builder)
    language = head.findtext("{*}language") or root.get(_LANGUAGE) or ""
    return builder.build(title=_find_title(head), language=language)


def _read_children(node: "Element", builder: TextBuilder) -> None:
    """A channel's own words are furniture; its items are read in their order."""
    for child in node.iterchildren("*"):
        name = local_name(child)
        if name in ("item", "entry"):
            _read_item(child, builder)
        elif name == "channel":
            _read_children(child, builder)
        else:
            _skip(child, builder, PAGE)


def _read_item(item: "Element", builder: TextBuilder) -> None:
    """The item's title as a heading, its best text, then all else as asides."""
    children = list(item.iterchildren("*"))
    named = {
        local_name(child): child
        for child in reversed(children)
        if child.tag.rpartition("}")[0].lstrip("{") in _SPACES
    }
    title = named.get("title")
    if title is not None:
        builder.write(_show_title(title), title.sourceline or 1)
        builder.close(BlockKind.HEADING, level=2)
    chosen = next(
        (named[name] for name in _TEXTS if name in named and _has_words(named[name])), None
    )
    if chosen is not None:
        _read_text(chosen, builder)
    for child in children:
        if child is not title and child is not chosen:
            name = local_name(child)
            reason = "summary" if child is named.get(name) and name in _TEXTS else PAGE
            _skip(child, builder, "credit" if name in _CREDITS else reason)


def _has_words(node: "Element") -> bool:
    return any(char.isalnum() for char in "".join(node.itertext()))


def _read_text(node: "Element", builder: TextBuilder) -> None:
    """What an item says: XHTML in the tree, HTML in a string, or plain text."""
    line = node.sourceline or 1
    text = node.text or ""
    if len(node):
        MarkupWalker(builder, survey_tree(node), line=line).walk(node)
    elif node.get("type") != "text" and _MARKUP.search(text):
        walk_fragment(text, builder, line)
    else:
        write_text(text, builder, line)


def write_text(text: str, builder: TextBuilder, line: int, *, counted: bool = True) -> None:
    """Say plain text: an empty line ends a paragraph. `counted`: whether its lines are the
    file's."""
    for shift, row in enumerate(text.split("\n")):
        if row.strip():
            builder.write(row, line + shift * counted)
            builder.break_line()
        else:
            builder.close()
    builder.close()


def _show_title(node: "Element") -> str:
    """A title without the markup that some feeds put into it."""
    text = "".join(node.itertext())
    if node.get("type") == "text" or not _MARKUP.search(text):
        return text
    shown = TextBuilder()
    walk_fragment(text, shown, 1)
    return shown.build().text.replace("\n", " ")


def _find_title(head: "Element") -> str:
    for node in head.iterchildren("{*}title"):
        if node.tag.rpartition("}")[0].lstrip("{") in _SPACES:
            return _show_title(node)
    return ""


def _skip(node: "Element", builder: TextBuilder, reason: str) -> None:
    for text in node.itertext():
        builder.skip(text, node.sourceline or 1, reason)
        builder.close()
