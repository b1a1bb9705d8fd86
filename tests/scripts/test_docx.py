"""What Word puts between paragraphs and their words."""

from pathlib import Path

import pytest
from tests.scripts.packing import WORD, pack_body

from presscast.errors import ScriptError
from presscast.model import Script
from presscast.scripts.formats import read_document
from presscast.scripts.reading import parse_script
from presscast.scripts.source import Source
from presscast.show import Show

SHOW = Show(root=Path(), exists=False)
SPACES = (
    f'xmlns:w="{WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def paragraph(*runs: str, style: str = "") -> str:
    """A paragraph of pieces: text, or XML as it is."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p {SPACES}>{properties}{''.join(map(run, runs))}</w:p>"


def run(text: str) -> str:
    """A run of text, if it is not XML already."""
    return text if text.startswith("<") else f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def style(name: str, *, id: str, kind: str = "paragraph", inside: str = "") -> str:  # noqa: A002
    """A style as styles.xml defines it."""
    return f'<w:style w:type="{kind}" w:styleId="{id}"><w:name w:val="{name}"/>{inside}</w:style>'


def part(name: str, inside: str) -> str:
    """A part beside the body."""
    return f"<w:{name} {SPACES}>{inside}</w:{name}>"


def read(body: str, **parts: str) -> Script:
    """The script of a body."""
    return parse_script(Source("a.docx", "", package=pack_body(body, **parts)), SHOW)


def describe(body: str, **parts: str) -> tuple[list[str], list[str]]:
    """(paragraphs, `reason: text` of what is skipped)."""
    script = read(body, **parts)
    said = [p.text for turn in script.turns for p in turn.paragraphs]
    return said, [f"{it.reason}: {' '.join(it.text.split())}" for it in script.skipped]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ('<w:hyperlink r:id="x" xmlns:r="r"><w:r><w:t>link</w:t></w:r></w:hyperlink>', "a link b"),
        ("<w:ins><w:r><w:t>new</w:t></w:r></w:ins>", "a new b"),
        ("<w:moveTo><w:r><w:t>moved</w:t></w:r></w:moveTo>", "a moved b"),
        ("<w:smartTag><w:r><w:t>Kiel</w:t></w:r></w:smartTag>", "a Kiel b"),
        (
            '<w:sdt><w:sdtPr><w:alias w:val="no"/></w:sdtPr><w:sdtContent><w:r><w:t>in</w:t></w:r>'
            "</w:sdtContent></w:sdt>",
            "a in b",
        ),
        ('<w:fldSimple w:instr="DATE"><w:r><w:t>May 1</w:t></w:r></w:fldSimple>', "a May 1 b"),
        ("<w:r><w:instrText>PAGE no</w:instrText></w:r>", "a b"),
        ("<w:r><w:t>x</w:t><w:tab/><w:t>y</w:t></w:r>", "a x y b"),
        ("<w:r><w:t>e</w:t><w:noBreakHyphen/><w:t>mail</w:t><w:softHyphen/></w:r>", "a e-mail b"),
        ("<m:oMath><m:r><m:t>E=m</m:t></m:r></m:oMath>", "a E=m b"),
        ("<w:bookmarkStart/><w:proofErr/><w:r><w:lastRenderedPageBreak/></w:r>", "a b"),
    ],
)
def test_words_in_wrappers_are_read(inside: str, text: str) -> None:
    """Where `runs` of a library end."""
    assert describe(paragraph("a ", inside, " b")) == ([text], [])


@pytest.mark.parametrize(
    ("inside", "skipped"),
    [
        ("<w:del><w:r><w:delText>old</w:delText></w:r></w:del>", "deleted: old"),
        ("<w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom>", "deleted: moved"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>", "hidden: secret"),
        ("<w:drawing><a:p><a:r><a:t>chart</a:t></a:r></a:p></w:drawing>", "image: chart"),
        ("<w:ruby><w:rt><w:r><w:t>かん</w:t></w:r></w:rt></w:ruby>", "ruby: かん"),
    ],
)
def test_words_that_are_not_shown_are_asides(inside: str, skipped: str) -> None:
    """Each with its reason."""
    assert describe(paragraph("a ", inside, " b")) == (["a b"], [skipped])


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    """It is there twice, for old and for new versions."""
    box = f"<w:txbxContent>{paragraph('In the box.')}</w:txbxContent>"
    drawn = (
        f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    said, skipped = describe(paragraph("Before ", drawn, "and after.") + paragraph("Then."))
    assert said == ["Before and after.", "In the box.", "Then."]
    assert skipped == []


def test_notes_comments_headers_and_footers_are_asides() -> None:
    """After the body."""
    said, skipped = describe(
        paragraph("Text.", '<w:r><w:footnoteReference w:id="1"/></w:r>'),
        footnotes=part("footnotes", f"<w:footnote>{paragraph('A note.')}</w:footnote>"),
        endnotes=part("endnotes", f"<w:endnote>{paragraph('An endnote.')}</w:endnote>"),
        comments=part("comments", f"<w:comment>{paragraph('Check this.')}</w:comment>"),
        header=part("hdr", paragraph("The Pier")),
        footer=part("ftr", paragraph("Page 1")),
    )
    assert said == ["Text."]
    assert skipped == [
        "footnote: A note. An endnote.",
        "comment: Check this.",
        "page: The Pier Page 1",
    ]


@pytest.mark.parametrize(
    ("name", "level"),
    [
        *(("heading 1", 1), ("Heading 2", 2), ("Überschrift 3", 3), ("Titre 1", 1), ("标题 2", 2)),
        *(("Title", 0), ("Titel", 0), ("heading 9", 6)),
    ],
)
def test_headings_are_told_by_their_style(name: str, level: int) -> None:
    """Whatever its id is, in the language of whoever wrote it."""
    styles = part("styles", style(name, id="x1"))
    package = pack_body(paragraph("Chapter", style="x1") + paragraph("Text."), styles=styles)
    _, document, _ = read_document(Source("a.docx", "", package=package))
    assert [(b.kind.value, b.level) for b in document.blocks] == [("heading", level), ("prose", 0)]


def test_headings_are_told_by_their_outline_level_and_by_what_their_style_is_based_on() -> None:
    """A style of one's own is often made from one of Word's."""
    styles = part(
        "styles",
        style("heading 2", id="h2")
        + style("My head", id="mine", inside='<w:basedOn w:val="h2"/>')
        + style("Loop", id="loop", inside='<w:basedOn w:val="loop"/>'),
    )
    outlined = '<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>One</w:t></w:r></w:p>'
    body = outlined + paragraph("Two", style="mine") + paragraph("Text.", style="loop")
    _, document, _ = read_document(Source("a.docx", "", package=pack_body(body, styles=styles)))
    assert [b.level for b in document.blocks] == [1, 2, 0]


def test_bold_is_told_through_run_character_style_and_paragraph_style() -> None:
    """And switched off again by the run."""
    styles = part(
        "styles",
        style("Strong", id="s", kind="character", inside="<w:rPr><w:b/></w:rPr>")
        + style("Label", id="l", inside="<w:rPr><w:b/><w:i/></w:rPr>"),
    )
    body = (
        paragraph('<w:r><w:rPr><w:b w:val="1"/></w:rPr><w:t>a</w:t></w:r>')
        + paragraph('<w:r><w:rPr><w:rStyle w:val="s"/></w:rPr><w:t>b</w:t></w:r>')
        + paragraph("c", '<w:r><w:rPr><w:b w:val="0"/></w:rPr><w:t>d</w:t></w:r>', style="l")
    )
    _, document, _ = read_document(Source("a.docx", "", package=pack_body(body, styles=styles)))
    runs = [run for block in document.blocks for line in block.lines for run in line.runs]
    assert [(r.text, r.strong, r.italic) for r in runs] == [
        ("a", True, False),
        ("b", True, False),
        ("c", True, True),
        ("d", False, True),
    ]


def test_lists_are_told_by_numbering_and_by_style() -> None:
    """A block knows that it stands in one."""
    styles = part("styles", style("List Bullet", id="lb"))
    listed = (
        '<w:p><w:pPr><w:numPr><w:numId w:val="{}"/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>'
    )
    body = listed.format(3) + listed.format(0) + paragraph("y", style="lb") + paragraph("z")
    _, document, _ = read_document(Source("a.docx", "", package=pack_body(body, styles=styles)))
    assert [block.item for block in document.blocks] == [True, False, True, False]


def test_tables_in_tables_are_read_in_order() -> None:
    """A layout made of tables is a text all the same."""

    def table(*cells: str) -> str:
        inside = "".join(f"<w:tc>{cell}</w:tc>" for cell in cells)
        return f"<w:tbl><w:tr>{inside}</w:tr></w:tbl>"

    inner = table(paragraph("ANNA:"), paragraph("Is it late, or is it not?") + paragraph("Well?"))
    body = paragraph("One.") + table(paragraph("Two.") + inner, paragraph("Three."))
    said, skipped = describe(body)
    assert said == ["One.", "Two.", "ANNA:", "Is it late, or is it not?", "Well?", "Three."]
    assert skipped == []


def test_a_line_break_ends_a_line() -> None:
    """As a conversation in one paragraph has them."""
    body = paragraph(
        "<w:r><w:t>Anna: Hi.</w:t><w:br/><w:t>Ben: Ho.</w:t><w:br/><w:t>Anna: So.</w:t><w:cr/>"
        "<w:t>Ben: Well.</w:t></w:r>"
    )
    assert [turn.speaker for turn in read(body).turns] == ["Anna", "Ben", "Anna", "Ben"]


def test_the_strict_kind_is_read() -> None:
    """It has other namespaces."""
    body = paragraph("Text.").replace(WORD, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert describe(body)[0] == ["Text."]


def test_a_document_of_deleted_words_has_nothing_to_say() -> None:
    """All of it is reported, none of it said."""
    with pytest.raises(ScriptError, match="not a word to say"):
        read(paragraph("<w:del><w:r><w:delText>old</w:delText></w:r></w:del>"))
