"""EPUB 2 and 3: the chapters of a book in the order of its spine."""

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

from presscast.errors import ScriptError
from presscast.scripts.blocks import Document
from presscast.scripts.formats.builder import TextBuilder
from presscast.scripts.formats.html import parse_html
from presscast.scripts.formats.markup import MarkupWalker
from presscast.scripts.formats.surroundings import PAGE, local_name
from presscast.scripts.formats.survey import survey_tree
from presscast.scripts.packages import (
    Package,
    decode_xml,
    open_package,
    parse_xml,
    resolve_part,
)

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"


def read_epub(content: bytes) -> Document:
    """The blocks of a book's chapters; what is out of the line of reading is an aside.

    Source: EPUB 3.3, sections 4.2 (container), 5 (package document), 5.6 (spine).
    """
    package = open_package(content)
    opf = _find_package_document(package)
    book = parse_xml(package.read(opf))
    builder = TextBuilder(counted=True)
    locked = _list_locked(package)
    for name, aside in _list_chapters(book, opf):
        if name in locked:
            remedy = "Ask its publisher for a copy without copy protection."
            raise ScriptError("the book is copy-protected", remedy=remedy)
        _read_chapter(package.read(name), builder, PAGE if aside else "")
    title, language = (_find_text(book, name) for name in ("title", "language"))
    return builder.build(title=title, language=language)


def _find_package_document(package: Package) -> str:
    container = parse_xml(package.read(_CONTAINER))
    for node in container.iter("{*}rootfile"):
        path = resolve_part("", node.get("full-path") or "")
        if path is not None:
            return path
    raise ScriptError("the book names no package document", remedy="Export it once more.")


def _list_locked(package: Package) -> set[str]:
    """The parts that are encrypted; fonts are often obfuscated, which is no matter here."""
    if _ENCRYPTION not in package.names:
        return set()
    listed = parse_xml(package.read(_ENCRYPTION)).iter("{*}CipherReference")
    return {unquote(node.get("URI") or "") for node in listed}


def _list_chapters(book: "Element", opf: str) -> Iterator[tuple[str, bool]]:
    """(part, whether it is out of the line of reading), in the order of the spine."""
    items = {node.get("id"): node for node in book.iter("{*}item")}
    for reference in book.iter("{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or (item.get("media-type") or "").startswith("image/"):
            continue
        target = (item.get("href") or "").partition("#")[0]
        name = resolve_part(opf, unquote(target))
        if name is None:
            what = f"its chapter {target} is not in the book"
            raise ScriptError(what, remedy="Export it with all of its chapters.")
        aside = reference.get("linear") == "no" or "nav" in (item.get("properties") or "").split()
        yield name, aside


def _read_chapter(content: bytes, builder: TextBuilder, reason: str) -> None:
    """Hand a chapter to the builder: as XHTML, or as browsers read it where it is not."""
    text = decode_xml(content)
    try:
        root: Element | None = parse_xml(text)
    except ScriptError:
        if "<!ENTITY" in text:
            raise
        root = parse_html(text)
    if root is None:
        return
    MarkupWalker(builder, survey_tree(root), reason=reason).walk(root)


def _find_text(book: "Element", name: str) -> str:
    """The first of the book's own titles or languages."""
    metadata = (
        node for node in book if isinstance(node.tag, str) and local_name(node) == "metadata"
    )
    for node in metadata:
        for found in node.iter(f"{{http://purl.org/dc/elements/1.1/}}{name}"):
            return " ".join("".join(found.itertext()).split())
    return ""
