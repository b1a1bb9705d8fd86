"""The formats that scripts come in, and how each is told."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import PurePath

from presscast.errors import ScriptError
from presscast.model import Metadata, Notice
from presscast.scripts.blocks import MOST_LINES, Aside, Document
from presscast.scripts.formats.captions import looks_like_cues
from presscast.scripts.formats.docx import read_docx
from presscast.scripts.formats.epub import read_epub
from presscast.scripts.formats.feed import read_feed
from presscast.scripts.formats.fountain import looks_like_fountain, read_fountain
from presscast.scripts.formats.html import looks_like_html, read_html
from presscast.scripts.formats.markdown import looks_like_markdown, read_markdown
from presscast.scripts.formats.newsml import ROOTS, read_newsml
from presscast.scripts.formats.ninjs import looks_like_ninjs, read_ninjs
from presscast.scripts.formats.plain import read_plain
from presscast.scripts.formats.subtitles import read_subtitles
from presscast.scripts.front_matter import read_front_matter
from presscast.scripts.packages import find_root, tell_package
from presscast.scripts.source import Source

_LINE = re.compile(r"\S[^\n]*")
_REMEDY = "Divide it into several scripts."


def _never(_: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Format:
    """A format whose source is text."""

    name: str
    """As the fixture file of its cases is called."""
    suffixes: tuple[str, ...]
    read: Callable[[str], Document]
    fits: Callable[[str], bool] = _never
    """Whether a text without a telling suffix looks like this format."""
    starts: Callable[[str], bool] = _never
    """Whether a text starts as nothing else does, whatever it is called."""
    front_matter: bool = True
    """Whether people write front matter above it."""


@dataclass(frozen=True, slots=True)
class PackageFormat:
    """A format whose source is a ZIP package, told by its parts."""

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[bytes], Document]


def _has_root(*names: str) -> Callable[[str], bool]:
    """Whether a text is marked up under one of these elements."""
    return lambda text: find_root(text) in names


FORMATS = (
    Format("subtitles", (".vtt", ".srt"), read_subtitles, looks_like_cues),
    Format(
        *("html", (".html", ".htm", ".xhtml"), read_html, looks_like_html),
        starts=_has_root("html", "head", "body"),
        front_matter=False,
    ),
    Format("newsml", (), read_newsml, starts=_has_root(*ROOTS), front_matter=False),
    Format(
        *("feed", (".rss", ".atom", ".xml"), read_feed),
        starts=_has_root("rss", "feed", "rdf"),
        front_matter=False,
    ),
    Format("ninjs", (".json",), read_ninjs, starts=looks_like_ninjs, front_matter=False),
    Format("fountain", (".fountain", ".spmd"), read_fountain, looks_like_fountain),
    Format("markdown", (".md", ".markdown"), read_markdown, looks_like_markdown),
    Format("plain", (), read_plain, lambda _: True),
)
"""In the order in which they are tried where no suffix tells: the first that fits."""

PACKAGE_FORMATS = (
    PackageFormat("docx", (".docx", ".docm"), read_docx),
    PackageFormat("epub", (".epub",), read_epub),
)


def choose_format(path: str, text: str) -> Format:
    """The format of a script, by an unmistakable start, by its suffix, or by what it looks like."""
    suffix = PurePath(path).suffix.lower()
    tests: tuple[Callable[[Format], bool], ...] = (
        lambda known: known.starts(text),
        lambda known: suffix in known.suffixes,
        lambda known: known.fits(text),
    )
    return next(known for test in tests for known in FORMATS if test(known))


def read_document(source: Source) -> tuple[Metadata, Document, tuple[Notice, ...]]:
    """(what the front matter says, the document, notices). Raises ScriptError."""
    if source.package is not None:
        kind = tell_package(source.package)
        packed = next(known for known in PACKAGE_FORMATS if known.name == kind)
        return Metadata(), packed.read(source.package), ()
    known = choose_format(source.path, source.text)
    if not known.front_matter:
        return Metadata(), known.read(source.text), ()
    if sum(1 for _ in _LINE.finditer(source.text)) > MOST_LINES:
        raise ScriptError(f"it has more than {MOST_LINES:,} lines", remedy=_REMEDY)
    metadata, body, notices = read_front_matter(source.path, source.text)
    known = choose_format(source.path, source.text[body:])
    document = known.read(_blank_out(source.text, body))
    asides = (*document.asides, Aside(0, body, "front matter"))
    return metadata, replace(document, text=source.text, asides=asides), notices


def _blank_out(text: str, body: int) -> str:
    """The text with the front matter as spaces, so that every place in it stays where it was."""
    return re.sub(r"[^\n]", " ", text[:body]) + text[body:]
