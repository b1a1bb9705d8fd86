"""EPUB 3.3 with media overlays: `NAME.epub`, read and heard sentence by sentence.

Sources: W3C EPUB 3.3 (sections on media overlays and packages), EPUB Accessibility 1.1.
"""

from collections.abc import Iterator

from presscast.output.edition import Edition
from presscast.output.packages import Member
from presscast.output.templates import read_template, render_template


def render_epub(edition: Edition) -> Iterator[Member]:
    """The book's files: a chapter a document, and an overlay for each."""
    yield Member("mimetype", b"application/epub+zip")
    yield Member("META-INF/container.xml", read_template("epub/container.xml").encode())
    for name in ("package.opf", "nav.xhtml", "title.xhtml"):
        yield Member(f"EPUB/{name}", render_template(f"epub/{name}", edition=edition))
    yield Member("EPUB/style.css", read_template("epub/style.css").encode())
    for section in edition.document.sections:
        for kind in ("xhtml", "smil"):
            content = render_template(f"epub/chapter.{kind}", edition=edition, section=section)
            yield Member(f"EPUB/c{section.number}.{kind}", content)
    yield Member(f"EPUB/{edition.picture}", edition.cover.content)
    yield Member("EPUB/episode.mp3", edition.sounds["mp3"], edition.room)
