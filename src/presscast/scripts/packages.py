"""ZIP packages and XML, opened without trust: nothing is fetched, nothing may swell."""

import io
import posixpath
import re
from functools import cached_property
from html.entities import html5
from typing import TYPE_CHECKING

from presscast.errors import ScriptError

if TYPE_CHECKING:
    import zipfile

    from lxml.etree import _Element as Element

ZIP_MAGIC = b"PK\x03\x04"

MOST_ELEMENTS = 200_000
"""Of a tree: five for each line of the longest script."""
_MOST_PARTS = 20_000
_MOST_DECLARED = 2_000_000_000
"""Bytes of all parts together, pictures and sounds included."""
_MOST_READ = 40_000_000
"""Bytes of the parts that are read: about 6 million words."""
_MOST_RATIO = 100
"""How many times larger than packed a part may be, past the first megabyte."""
_FREE = 1_000_000

_KINDS = {
    "word/document.xml": "docx",
    "META-INF/container.xml": "epub",
    "xl/workbook.xml": "a spreadsheet",
    "ppt/presentation.xml": "a PowerPoint presentation",
    "content.xml": "an OpenDocument file",
}

_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_OWN_ENTITIES = {"amp", "lt", "gt", "quot", "apos"}
LINE_REFERENCE = re.compile(r"&(?:#0*1[03]|#x0*[ad]|#0*823[23]|#x0*202[89]|NewLine)\b;?", re.I)
"""Characters that would be taken for line ends of the file."""

_BEFORE_ROOT = re.compile(r"\s+|<\?[^>]*>|<!--.*?-->", re.S)
_ROOT = re.compile(r"<(?:!DOCTYPE\s+)?(?:[\w.-]+:)?(?P<name>[a-z][\w.-]*)(?=[\s/>\[])", re.I)
_DECLARATION = re.compile(r"\A\s*<\?xml\s[^>]{0,200}\?>")
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})")


class Package:
    """The parts of a ZIP package."""

    def __init__(self, archive: "zipfile.ZipFile", path: str | None) -> None:
        self._archive = archive
        self._path = path
        self._read = 0

    @cached_property
    def names(self) -> frozenset[str]:
        """What its parts are called."""
        return frozenset(self._archive.namelist())

    @property
    def kind(self) -> str:
        """What is packed: docx, epub, or how people call it."""
        return next((kind for part, kind in _KINDS.items() if part in self.names), "a ZIP archive")

    def read(self, name: str) -> bytes:
        """The bytes of a part. Raises ScriptError."""
        from zipfile import BadZipFile
        from zlib import error as BadDeflate  # noqa: N812

        if name not in self.names:
            raise self._broken(f"it has no part {name}")
        try:
            with self._archive.open(name) as part:
                content = part.read(_MOST_READ - self._read + 1)
        except (BadZipFile, BadDeflate, EOFError, RuntimeError, ValueError, OSError):
            raise self._broken(f"its part {name} cannot be read") from None
        self._read += len(content)
        if self._read > _MOST_READ:
            raise self._refuse("it holds more text than a script can have")
        return content

    def check(self) -> None:
        """Refuse what no writer of documents makes. Raises ScriptError."""
        from zipfile import ZIP_DEFLATED, ZIP_STORED

        parts = self._archive.infolist()
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_DECLARED:
            raise self._refuse("it holds more than a script can have")
        if len(self.names) < len(parts):
            raise self._refuse("two of its parts have the same name")
        for part in parts:
            if part.flag_bits & 1:
                raise self._refuse("it is encrypted", "Save it without a password.")
            if part.file_size > _FREE + part.compress_size * _MOST_RATIO:
                raise self._refuse("it swells beyond measure when it is opened")
            if not _is_inside(part.filename):
                raise self._refuse(f"its part {part.filename!r} points out of it")
            if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                raise self._broken("it is packed in a way that documents are not")

    def _refuse(self, what: str, remedy: str = "") -> ScriptError:
        return ScriptError(what, path=self._path, remedy=remedy or "Give its text as plain text.")

    def _broken(self, what: str) -> ScriptError:
        return self._refuse(f"the file is damaged: {what}", "Save it once more, or as plain text.")


def open_package(content: bytes, path: str | None = None) -> Package:
    """The parts of a DOCX or EPUB file, checked. Raises ScriptError."""
    import zipfile

    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        what = "this is a ZIP archive or an Office document, but damaged"
        remedy = "Save it once more, or give its text as plain text or Markdown."
        raise ScriptError(what, path=path, remedy=remedy) from None
    package = Package(archive, path)
    package.check()
    return package


def tell_package(content: bytes, path: str | None = None) -> str:
    """What a ZIP package holds: docx or epub. Raises ScriptError for any other."""
    kind = open_package(content, path).kind
    if kind not in ("docx", "epub"):
        remedy = "Save it as DOCX, or give its text as plain text or Markdown."
        raise ScriptError(f"this is {kind}, not a script", path=path, remedy=remedy)
    return kind


def parse_xml(source: str | bytes, *, most: int = MOST_ELEMENTS) -> "Element":
    """The root of an XML text. Raises ScriptError for what is broken or would have to be fetched.

    `most`: how many elements it may have. The entities of HTML are known without a declaration;
    no others may be declared.
    """
    from lxml import etree

    text = decode_xml(source) if isinstance(source, bytes) else source
    text = _ENTITY.sub(_decode_entity, LINE_REFERENCE.sub("&#32;", text))
    text = _DECLARATION.sub(lambda opening: "\n" * opening[0].count("\n"), text)
    if "<!DOCTYPE" in text and "<!ENTITY" in text:
        raise ScriptError("it declares XML entities, which are not read", remedy=_PLAIN)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        strip_cdata=False,
    )
    try:
        root: Element = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        what = f"the XML is broken ({str(error).split(', line')[0]})"
        raise ScriptError(what, line=line, remedy="Export it once more.") from None
    if root.xpath("count(//*)") > most:
        raise ScriptError("it holds more than a script can have", remedy=_DIVIDE)
    unknown = next(root.iter(etree.Entity), None)
    if unknown is not None:
        what = f"it uses the XML entity {unknown.text}, which it does not declare"
        raise ScriptError(what, line=unknown.sourceline, remedy=_PLAIN)
    internal = root.getroottree().docinfo.internalDTD
    if internal is not None and any(True for _ in internal.iterentities()):
        raise ScriptError("it declares XML entities, which are not read", remedy=_PLAIN)
    return root


def find_root(text: str) -> str:
    """The name of the first element of a text that starts as XML or HTML does, else nothing."""
    at = 0
    while before := _BEFORE_ROOT.match(text, at):
        at = before.end()
    root = _ROOT.match(text, at)
    return root["name"].lower() if root else ""


_DIVIDE = "Divide it into several scripts."
_PLAIN = "Give its text as plain text or Markdown."


def decode_xml(content: bytes) -> str:
    """The text of XML in its declared encoding, else in UTF-8."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    declared = _DECLARED.match(content.removeprefix(b"\xef\xbb\xbf"))
    encoding = declared[1].decode("ascii") if declared else "utf-8-sig"
    try:
        return content.decode("utf-8-sig" if encoding.lower() == "utf-8" else encoding, "replace")
    except (LookupError, ValueError):
        return content.decode("utf-8-sig", "replace")


def resolve_part(base: str, target: str) -> str | None:
    """The name of a part that another one names; None where it is not in the package."""
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", target):
        return None
    folder = "" if target.startswith("/") else posixpath.dirname(base)
    name = posixpath.normpath(posixpath.join(folder, target.lstrip("/")))
    return name if _is_inside(name) else None


def _is_inside(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return not (name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0])


def _decode_entity(entity: re.Match[str]) -> str:
    """A named entity of HTML by its number; no line is added."""
    known = html5.get(entity[1] + ";")
    if entity[1] in _OWN_ENTITIES or known is None:
        return entity[0]
    return "".join(f"&#{ord(char)};" for char in known)
