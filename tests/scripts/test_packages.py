"""Packages and XML that are out to do harm, or only broken."""

import io
import socket
import struct
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.scripts.packing import CONTAINER, OPF, pack_body, pack_docx, pack_epub, pack_zip

from presscast.errors import PresscastError, ScriptError
from presscast.model import Script
from presscast.scripts.packages import open_package, parse_xml
from presscast.scripts.reading import parse_script, read_script
from presscast.scripts.source import Source, load_source
from presscast.show import Show

SHOW = Show(root=Path(), exists=False)
DOCX = pack_docx("One paragraph of text.")
EPUB = pack_epub("=== a.xhtml\n<p>One paragraph of text.</p>")
PROFILE = settings(
    max_examples=150,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is fetched while reading."""

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("something was fetched")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def read(package: bytes) -> Script:
    """The script in a package."""
    return parse_script(Source("talk", "", package=package), SHOW)


def refuse(package: bytes, what: str) -> None:
    """A package is refused with a sentence that names the file and a remedy."""
    with pytest.raises(ScriptError, match=what) as caught:
        read(package)
    assert caught.value.path == "talk"
    assert caught.value.remedy


def test_a_part_that_swells_is_refused() -> None:
    """A ZIP bomb: a thousand times as much as is packed."""
    refuse(pack_body("<w:p/>" + " " * 30_000_000), "swells")


@pytest.mark.slow
def test_many_parts_that_are_large_together_are_refused() -> None:
    """However well each of them behaves."""
    chapter = "".join(f"{number} " for number in range(400_000))
    names = [f"c{number}.xhtml" for number in range(20)]
    refuse(pack_epub("".join(f"=== {name}\n<p>{chapter}</p>\n" for name in names)), "more text")


def test_a_size_that_is_a_lie_is_refused() -> None:
    """The declared size is not what comes out."""
    content = pack_body("<w:p><w:r><w:t>words</w:t></w:r></w:p>" * 500)
    size = zipfile.ZipFile(io.BytesIO(content)).getinfo("word/document.xml").file_size
    refuse(content.replace(struct.pack("<L", size), struct.pack("<L", 90)), "damaged")


@pytest.mark.slow
def test_too_many_parts_are_refused() -> None:
    """A central directory is no place to hide in."""
    parts = {f"p{number}": "" for number in range(20_001)}
    refuse(pack_zip({"word/document.xml": "<x/>", **parts}), "more than a script can have")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused() -> None:
    """Two readers would read two things."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
        archive.writestr("word/document.xml", "<b/>")
    refuse(buffer.getvalue(), "same name")


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "a/../../b", "C:\\x", "\\\\host\\x"])
def test_a_part_that_points_out_of_the_package_is_refused(name: str) -> None:
    """Nothing is ever unpacked, and yet."""
    refuse(pack_zip({"word/document.xml": "<a/>", name: "x"}), "points out of it")


def test_an_encrypted_part_is_refused() -> None:
    """Nobody is asked for a password."""
    content = bytearray(DOCX)
    at = content.rfind(b"PK\x01\x02")
    content[at + 8] |= 1
    refuse(bytes(content), "encrypted")


@pytest.mark.parametrize("package", [DOCX, EPUB], ids=["docx", "epub"])
@pytest.mark.parametrize("keep", [4, 30, 200, -1, -30])
def test_a_truncated_package_is_refused(package: bytes, keep: int) -> None:
    """A download that broke off."""
    with pytest.raises(ScriptError):
        read(package[:keep])


@pytest.mark.slow
@pytest.mark.parametrize("package", [DOCX, EPUB], ids=["docx", "epub"])
@PROFILE
@given(data=st.data())
def test_a_damaged_package_is_read_or_refused(package: bytes, data: st.DataObject) -> None:
    """Any bytes changed, anywhere: a Script or one of our errors."""
    content = bytearray(package)
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        assert read(bytes(content)).turns
    except PresscastError:
        return


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ({"xl/workbook.xml": "x"}, "a spreadsheet"),
        ({"ppt/presentation.xml": "x"}, "a PowerPoint presentation"),
        ({"content.xml": "x", "mimetype": "application/vnd.oasis"}, "an OpenDocument file"),
        ({"notes.txt": "x"}, "a ZIP archive"),
    ],
)
def test_other_packages_are_called_by_their_name(
    tmp_path: Path, parts: dict[str, str], kind: str
) -> None:
    """With what to do about it."""
    path = tmp_path / "talk.zip"
    path.write_bytes(pack_zip(parts))
    with pytest.raises(ScriptError, match=kind) as caught:
        load_source(str(path))
    assert "DOCX" in caught.value.remedy


@pytest.mark.parametrize("package", [DOCX, EPUB], ids=["docx", "epub"])
def test_a_package_is_told_by_its_content(tmp_path: Path, package: bytes) -> None:
    """Whatever it is called."""
    path = tmp_path / "talk.txt"
    path.write_bytes(package)
    assert read_script(str(path), SHOW).turns[0].text == "One paragraph of text."


def test_a_package_comes_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes are bytes."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(DOCX)))
    assert read_script("-", SHOW).turns[0].text == "One paragraph of text."


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">',
        '<!ENTITY c SYSTEM "file:///etc/passwd">',
        '<!ENTITY c SYSTEM "http://127.0.0.1:9/x">',
        '<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;',
        '<!ENTITY c PUBLIC "x" "file:///etc/passwd">',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_declared_entities_are_refused(declared: str, encoding: str) -> None:
    """In whatever encoding; nothing swells and nothing is read in."""
    text = f"<!DOCTYPE x [{declared}]><x>&c;</x>"
    with pytest.raises(ScriptError, match="entities"):
        parse_xml(text.encode(encoding))
    refuse(pack_zip({"word/document.xml": text.encode(encoding)}), "entities")


def test_an_entity_that_nobody_declares_is_refused() -> None:
    """It would have to be looked up in an external subset."""
    with pytest.raises(ScriptError, match="entity &c;"):
        parse_xml('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x>&c;</x>')


def test_an_external_subset_is_not_loaded() -> None:
    """A public document type is harmless where nothing of it is needed."""
    text = '<!DOCTYPE x PUBLIC "-//X//EN" "http://127.0.0.1:9/x.dtd"><x>a&nbsp;b</x>'
    assert parse_xml(text).text == "a\u00a0b"


def test_xml_inclusions_are_no_matter() -> None:
    """XInclude is not done."""
    text = (
        '<x xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file:///etc/passwd"/></x>'
    )
    assert "".join(parse_xml(text).itertext()) == ""


@pytest.mark.parametrize("target", ["http://127.0.0.1:9/a.xhtml", "../../a.xhtml", "//host/a"])
def test_a_chapter_outside_of_the_book_is_refused(target: str) -> None:
    """It would have to be fetched."""
    opf = OPF.format(
        title="T",
        language="en",
        items=f'<item id="a" href="{target}" media-type="application/xhtml+xml"/>',
        spine='<itemref idref="a"/>',
    )
    parts = {"META-INF/container.xml": CONTAINER, "OEBPS/book.opf": opf}
    refuse(pack_zip(parts), "not in the book")


def test_a_book_with_copy_protection_is_refused() -> None:
    """Obfuscated fonts are no matter."""
    names = zipfile.ZipFile(io.BytesIO(EPUB))
    parts = {name: names.read(name) for name in names.namelist()}
    locked = "<encryption><CipherData><CipherReference URI='{}'/></CipherData></encryption>"
    parts["META-INF/encryption.xml"] = locked.format("OEBPS/font.otf").encode()
    assert read(pack_zip(parts)).turns
    parts["META-INF/encryption.xml"] = locked.format("OEBPS/a.xhtml").encode()
    refuse(pack_zip(parts), "copy-protected")


@pytest.mark.parametrize("kind", ["subDocument", "aFChunk"])
def test_words_in_other_files_are_missed(kind: str) -> None:
    """A DOCX that is only a frame is refused."""
    rels = (
        f'<Relationships><Relationship Id="a" Type="http://x/{kind}" Target="file:///x.docx"'
        ' TargetMode="External"/></Relationships>'
    )
    parts = {"word/document.xml": "<a/>", "word/_rels/document.xml.rels": rels}
    refuse(pack_zip(parts), "in another file")


def test_links_pictures_and_templates_outside_are_not_fetched() -> None:
    """They are no words."""
    rels = "".join(
        f'<Relationship Id="{kind}" Type="http://x/{kind}" Target="http://127.0.0.1:9/x"'
        ' TargetMode="External"/>'
        for kind in ("hyperlink", "image", "attachedTemplate", "header", "styles")
    )
    names = zipfile.ZipFile(io.BytesIO(DOCX))
    parts = {name: names.read(name) for name in names.namelist()}
    parts["word/_rels/document.xml.rels"] = f"<Relationships>{rels}</Relationships>".encode()
    assert read(pack_zip(parts)).turns[0].text == "One paragraph of text."


@pytest.mark.parametrize("container", ["article", "div"])
def test_nothing_of_a_page_is_fetched(container: str) -> None:
    """Pictures, styles, frames and scripts stay where they are, whoever looks for the article."""
    away = "http://127.0.0.1:9/x"
    said = "".join(
        f"<p>Sentence {number} of the text, and it is a long one.</p>" for number in range(20)
    )
    page = (
        f'<html><head><link rel="stylesheet" href="{away}"><script src="{away}"></script>'
        f'<base href="{away}"></head><body><nav>Home</nav><img src="{away}"><{container}>{said}'
        f'</{container}><iframe src="{away}"></iframe><object data="{away}"></object></body></html>'
    )
    script = parse_script(Source("talk.html", page), SHOW)
    assert len(script.turns[0].paragraphs) == 20


@pytest.mark.parametrize(
    ("parts", "what"),
    [
        ({"META-INF/container.xml": "<container/>"}, "no package document"),
        ({"META-INF/container.xml": CONTAINER}, "no part OEBPS/book.opf"),
        ({"META-INF/container.xml": "<container>"}, "XML is broken"),
        ({"word/document.xml": b"\xff\xfe\x00"}, "XML is broken"),
        ({"word/document.xml": ""}, "XML is broken"),
    ],
)
def test_packages_that_lack_something_are_refused(parts: dict[str, bytes], what: str) -> None:
    """With what it is."""
    refuse(pack_zip(parts), what)


def test_a_package_is_opened_once_checked() -> None:
    """The names of its parts, and no others, can be read."""
    package = open_package(DOCX)
    assert package.kind == "docx"
    with pytest.raises(ScriptError, match="no part"):
        package.read("word/nothing.xml")


HEAVY = {
    "nested.html": "<div>" * 1_000_000 + "x",
    "bold.html": "<b>" * 1_600_000 + "x",
    "paragraphs.html": "<p>x" * 1_250_000,
    "unclosed.html": "<p>One two.<b>three <i>four" * 190_000,
    "line.html": "<p>" + "word and word. " * 333_000,
    "links.html": "<p>Some text.</p>" + "<p><a href=/x>a link here</a></p>" * 99_000,
    "entities.html": "&amp;" * 1_000_000,
    "breaks.html": "x<br>" * 1_000_000,
    "comments.html": "<!--" * 1_250_000,
    "items.xml": "<rss><channel>"
    + "<item><title>x</title><description>y z.</description></item>" * 80_000
    + "</channel></rss>",
    "deep.xml": "<rss>" * 1_000_000,
    "deep.json": '{"headline":' + "[" * 5_000_000,
    "strings.json": '{"headline":"x","body_text":"a","k":[' + '"a",' * 1_200_000 + '"b"]}',
    "lines.md": "x\n\n" * 1_600_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HEAVY)
def test_five_megabytes_of_anything_end_in_a_script_or_an_error(name: str) -> None:
    """And soon; a test that hangs here is a time that is not linear."""
    try:
        assert parse_script(Source(name, HEAVY[name]), SHOW).turns
    except PresscastError as error:
        assert error.path == name  # noqa: PT017 # either outcome is right
