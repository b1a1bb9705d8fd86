"""Packs what a test writes down into DOCX and EPUB files."""

import io
import re
import zipfile
from collections.abc import Mapping

CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/>
</rootfiles></container>"""

OPF = """<?xml version="1.0"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">urn:x:1</dc:identifier>
<dc:title>{title}</dc:title><dc:language>{language}</dc:language></metadata>
<manifest>{items}</manifest><spine>{spine}</spine></package>"""

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

_INLINE = re.compile(r"\*\*(?P<strong>.+?)\*\*|\*(?P<italic>.+?)\*|(?P<plain>[^*]+|\*)")
_CHAPTER = re.compile(r"^=== (?P<name>\S+)(?P<aside> aside)?\n", re.M)


def pack_zip(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP file of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def pack_docx(notation: str) -> bytes:
    """A DOCX file of lines: `# Heading`, `- item`, `| a | b |`, **bold**, *italic*.

    Each is a paragraph. Empty lines are no paragraphs.
    """
    import docx

    document = docx.Document()
    rows: list[list[str]] = []
    for line in [*notation.split("\n"), ""]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("| ").split("|")])
            continue
        if rows:
            table = document.add_table(len(rows), len(rows[0]))
            for row, cells in zip(table.rows, rows, strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    _add_runs(cell.paragraphs[0], text)
            rows = []
        marks, _, rest = line.partition(" ")
        if marks and set(marks) == {"#"}:
            document.add_heading(rest, len(marks))
        elif marks == "-":
            _add_runs(document.add_paragraph(style="List Bullet"), rest)
        elif line:
            _add_runs(document.add_paragraph(), line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _add_runs(paragraph, text: str) -> None:  # type: ignore[no-untyped-def] # python-docx's
    for piece in _INLINE.finditer(text):
        run = paragraph.add_run(piece["strong"] or piece["italic"] or piece["plain"])
        run.bold = True if piece["strong"] else None
        run.italic = True if piece["italic"] else None


def pack_body(body: str, **parts: str) -> bytes:
    """A DOCX file with this XML for its body, and with other parts of the folder `word`."""
    types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    rels = "".join(
        f'<Relationship Id="{name}" Type="{types}/{name}" Target="{name}.xml"/>' for name in parts
    )
    return pack_zip(
        {
            "word/document.xml": main,
            "word/_rels/document.xml.rels": f"<Relationships>{rels}</Relationships>",
            **{f"word/{name}.xml": content for name, content in parts.items()},
        }
    )


def pack_epub(notation: str, *, title: str = "A Book", language: str = "en") -> bytes:
    """An EPUB of XHTML chapters, each under a line `=== name.xhtml`, with ` aside` for one that
    is out of the line of reading. The first lines may be `title: …` and `language: …`."""
    head, *pieces = _CHAPTER.split(notation)
    stated = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    names, asides, chapters = pieces[::3], pieces[1::3], pieces[2::3]
    items = "".join(
        f'<item id="i{number}" href="{name}" media-type="application/xhtml+xml"/>'
        for number, name in enumerate(names)
    )
    spine = "".join(
        f'<itemref idref="i{number}"{" linear=" + chr(34) + "no" + chr(34) if aside else ""}/>'
        for number, aside in enumerate(asides)
    )
    opf = OPF.format(**{"title": title, "language": language, **stated}, items=items, spine=spine)
    return pack_zip(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": CONTAINER,
            "OEBPS/book.opf": opf,
            **{
                f"OEBPS/{name}": _complete(chapter)
                for name, chapter in zip(names, chapters, strict=True)
            },
        }
    )


def _complete(chapter: str) -> str:
    """A chapter as a whole page, if it is only what stands in its body."""
    if chapter.lstrip().startswith(("<?xml", "<html", "<!DOCTYPE")):
        return chapter
    spaces = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
    return f"<html {spaces}><head><title>A page</title></head><body>{chapter}</body></html>"
