"""What holds for every format whose source is marked up or packed."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.scripts.packing import pack_body, pack_docx, pack_epub

from presscast.errors import PresscastError
from presscast.model import Script
from presscast.scripts.formats import choose_format, read_document
from presscast.scripts.reading import parse_script
from presscast.scripts.source import Source, clean_text
from presscast.show import Show
from presscast.words import count_words

SHOW = Show(root=Path(), exists=False)
PROFILE = settings(
    max_examples=80,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)

PIECES = st.sampled_from(
    [
        *("word", "two words", "Yes.", "Why not?", " ", "\n", "\n\n", "é", "7", "ANNA: ", "Ben: "),
        *("<p>", "</p>", "<b>", "</b>", "<em>", "</em>", "<br>", "<hr>", "<h2>", "</h2>", "<div>"),
        *(
            "</div>",
            "<li>",
            "<ul>",
            "</ul>",
            "<table>",
            "<tr>",
            "<td>",
            "</td>",
            "</table>",
            "<dl>",
        ),
        *("<dt>", "<dd>", "<pre>", "</pre>", "<code>", "<nav>", "</nav>", "<aside>", "</aside>"),
        *("<article>", "</article>", "<main>", "<footer>", "</footer>", "<form>", "</form>"),
        *(
            "<p hidden>",
            "<p class='share'>",
            "<sup><a href='#1'>1</a></sup>",
            "<a href='/x'>link</a>",
        ),
        *("<figcaption>", "</figcaption>", "<!-- no -->", "<!--", "<?x y?>", "&amp;", "&eacute;"),
        *(
            "&#1;",
            "&#10;",
            "&shy;",
            "&",
            "<",
            ">",
            "</body>",
            "</html>",
            "<html lang='de'>",
            "<body>",
        ),
        *(
            "A whole sentence of some words stands here, and it ends.",
            "<span style='font-weight:700'>",
        ),
        *(
            "<script>no</script>",
            "<style>no</style>",
            "<template>no</template>",
            "<select>",
            "<option>",
        ),
    ]
)
MARKED = st.lists(PIECES, max_size=50).map("".join)
TEXTS = st.lists(
    st.sampled_from(
        ["word", "Yes.", "Why not?", "**bold**", "*it*", "ANNA: ", " ", "\n", "é", "- "]
    )
).map("".join)


def in_item(text: str) -> Source:
    """The text as a description in RSS."""
    return Source(
        "talk.xml",
        f"<rss><channel><item>\n<description>{escape(text)}</description></item></channel></rss>",
    )


def in_story(text: str) -> Source:
    """The text as a body in ninjs."""
    return Source("talk.json", json.dumps({"headline": "x", "body_xhtml": "<p>" + text}))


def in_news_item(text: str) -> Source:
    """The text as XHTML in NewsML-G2."""
    root = etree.fromstring("<p>" + text, etree.HTMLParser())
    page = etree.tostring(root, encoding="unicode", method="xml")
    item = f"<newsItem><contentSet><inlineXML>{page}</inlineXML></contentSet></newsItem>"
    return Source("talk.xml", item)


WRAPPED: dict[str, Callable[[str], Source]] = {
    "html": lambda text: Source("talk.html", text),
    "epub": lambda text: Source("talk.epub", "", package=pack_epub(f"=== a.xhtml\n{text}")),
    "feed": in_item,
    "ninjs": in_story,
    "newsml": in_news_item,
    "docx": lambda text: Source("talk.docx", "", package=pack_docx(clean_text(text))),
}
WRAPPED_PARAMS = [
    pytest.param(name, marks=[pytest.mark.slow] if name == "docx" else []) for name in WRAPPED
]


def parse(source: Source) -> Script | None:
    """The script, or None where it is refused with an error of ours."""
    try:
        return parse_script(source, SHOW)
    except PresscastError:
        return None


def list_visible(html: str) -> str:
    """The characters that a page shows, as lxml has them: a count that is not ours."""
    html = html.replace("</body>", " ").replace("</html>", " ")
    try:
        root = etree.fromstring(html.encode(), etree.HTMLParser(encoding="utf-8", huge_tree=True))
    except etree.LxmlError:
        return ""
    if root is None:
        return ""
    etree.strip_elements(root, "script", "style", "template", "noscript", with_tail=False)
    return squeeze("".join(root.itertext(with_tail=True, tag=etree.Element)))


def squeeze(text: str) -> str:
    """A text without white space and what is cleaned away."""
    return "".join(clean_text(text).split())


@PROFILE
@given(MARKED)
def test_the_text_of_a_page_is_all_that_it_shows(html: str) -> None:
    """Every visible character is in the composed text exactly once, in order."""
    try:
        _, document, _ = read_document(Source("talk.html", html))
    except PresscastError:
        return
    assert squeeze(document.text) == list_visible(html)


@pytest.mark.slow
@pytest.mark.parametrize("name", WRAPPED_PARAMS)
@PROFILE
@given(text=MARKED)
def test_every_word_is_spoken_or_skipped_once(name: str, text: str) -> None:
    """The runs and asides of a document do not overlap, and the sum is kept."""
    source = WRAPPED[name](text)
    script = parse(source)
    if script is None:
        return
    _, document, _ = read_document(source)
    skipped = sum(count_words(piece.text) for piece in script.skipped)
    assert script.source_words == script.spoken_words + skipped
    assert script.source_words >= count_words(document.text)
    said = "".join(p.text for turn in script.turns for p in turn.paragraphs)
    left = "".join(piece.text for piece in script.skipped)
    assert count_signs(said) + count_signs(left) == count_signs(document.text)


def count_signs(text: str) -> int:
    """The number of letters and digits."""
    return sum(char.isalnum() for char in text)


@pytest.mark.slow
@pytest.mark.parametrize("name", WRAPPED_PARAMS)
@PROFILE
@given(text=MARKED)
def test_paragraphs_stand_on_ascending_lines(name: str, text: str) -> None:
    """Whatever the markup is."""
    script = parse(WRAPPED[name](text))
    lines = [p.line for turn in script.turns for p in turn.paragraphs] if script else []
    assert lines == sorted(lines)
    assert all(line > 0 for line in lines)


@PROFILE
@given(MARKED)
def test_runs_show_what_they_cover(html: str) -> None:
    """A composed text has each run as it is displayed."""
    try:
        _, document, _ = read_document(Source("talk.html", html))
    except PresscastError:
        return
    for block in document.blocks:
        for line in block.lines:
            for run in line.runs:
                assert document.text[run.start : run.end] == run.text
                assert "\x01" not in run.text
                assert "\u00ad" not in run.text


@pytest.mark.slow
@PROFILE
@given(TEXTS)
def test_python_docx_counts_the_same_words(notation: str) -> None:
    """Paragraphs and cells as a reader of DOCX has them that is not ours."""
    package = pack_docx(notation)
    script = parse(Source("talk.docx", "", package=package))
    document = docx.Document(io.BytesIO(package))
    words = sum(count_words(paragraph.text) for paragraph in document.paragraphs)
    if script is not None:
        assert script.source_words - sum("label" in s.reason for s in script.skipped) <= words * 2
        _, read, _ = read_document(Source("talk.docx", "", package=package))
        assert count_words(read.text) == words


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<p>one\ntwo</p>\n<p>three</p>", [1, 3]),
        ("<p\nclass='x'\n>one</p>\n\n<p>two <b>and\nmore</b> of\nit</p><p>three</p>", [3, 5, 7]),
        ("<p>one</p><p>two</p>\n<!-- a\ncomment --><p>three</p>", [1, 1, 3]),
        ("<script>\n\n\n</script><p>one</p>\n<p>two</p>", [4, 5]),
        ("<p>one<br>\ntwo<br>\n<i>three</i></p>", [1, 2, 3]),
        ("<pre>\none\n\ntwo</pre>", [2, 4]),
        ("<p>&#10;one</p><p>two</p>", [1, 1]),
        ("<p>\n\n  one</p>", [3]),
    ],
)
def test_lines_are_those_of_the_page(html: str, lines: list[int]) -> None:
    """A warning leads to where the words stand."""
    script = parse_script(Source("talk.html", f"<html><body>{html}</body></html>"), SHOW)
    assert [p.line for turn in script.turns for p in turn.paragraphs] == lines


def test_lines_are_counted_past_what_the_parser_can_name() -> None:
    """Elements of HTML know lines up to 65,535 only."""
    script = parse_script(Source("a.html", "<html><p>one</p>" + "\n" * 70_000 + "<p>two</p>"), SHOW)
    assert [p.line for p in script.turns[0].paragraphs] == [1, 70_001]


def test_lines_of_a_feed_are_those_of_its_file() -> None:
    """Also inside of CDATA."""
    text = (
        "<rss>\n<channel>\n<item>\n<description><![CDATA[\n<p>one</p>\n<p>two\nthree</p><p>four</p>"
    )
    script = parse_script(Source("a.xml", text + "]]></description></item></channel></rss>"), SHOW)
    assert [p.line for p in script.turns[0].paragraphs] == [5, 6, 7]


def test_lines_of_a_story_are_those_of_its_file() -> None:
    """A body in JSON stands on one line, however many it holds."""
    text = '{"uri": "x",\n"headline": "H",\n\n"body_text": "one.\\n\\ntwo."}'
    script = parse_script(Source("a.json", text), SHOW)
    assert [p.line for p in script.turns[0].paragraphs] == [4, 4]


def test_paragraphs_of_a_book_are_counted_through() -> None:
    """A package has no lines."""
    book = pack_epub("=== a.xhtml\n<h1>A</h1><p>one</p><p>two</p>\n=== b.xhtml\n<p>three</p>")
    script = parse_script(Source("a.epub", "", package=book), SHOW)
    assert [p.line for p in script.turns[0].paragraphs] == [2, 3, 4]


def test_empty_paragraphs_of_a_word_document_are_counted() -> None:
    """As Word shows them."""
    body = "<w:p/><w:p><w:r><w:t>one</w:t></w:r></w:p><w:p/><w:p><w:r><w:t>two</w:t></w:r></w:p>"
    script = parse_script(Source("a.docx", "", package=pack_body(body)), SHOW)
    assert [p.line for p in script.turns[0].paragraphs] == [2, 4]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("-", "<!DOCTYPE html><p>x", "html"),
        ("a.txt", "\n<html><p>x", "html"),
        ("-", "<p>One.</p>\n<p>Two.</p>", "html"),
        ("a.txt", "<?xml version='1.0'?><!-- c --><rss version='2.0'/>", "feed"),
        ("a.xml", "<feed xmlns='http://www.w3.org/2005/Atom'/>", "feed"),
        ("-", "<rdf:RDF xmlns:rdf='x'/>", "feed"),
        ("a.xml", "<newsItem/>", "newsml"),
        ("a.xml", "<!DOCTYPE nitf SYSTEM 'nitf.dtd'><nitf/>", "newsml"),
        ("a.xml", "<!DOCTYPE html><html/>", "html"),
        ("a.txt", '{"uri": "x", "headline": "y"}', "ninjs"),
        ("a.md", "<div align='center'>\n\n# Title\n\n</div>\n\nText.", "markdown"),
        ("-", "# Title\n\nText <b>bold</b> and <br> more.", "markdown"),
        ("-", "<p>\n\n**Anna:** Hi.\n\n**Ben:** Ho.\n\nMore.", "markdown"),
        ("-", "5 < 6, and {this} is text.", "plain"),
        ("-", "{curly} people: all of us", "plain"),
    ],
)
def test_formats_are_told_by_how_they_start(path: str, text: str, expected: str) -> None:
    """An unmistakable start wins over the suffix; tags in Markdown do not."""
    assert choose_format(path, text).name == expected


def test_what_the_format_states_is_used() -> None:
    """Title and language of a page; headings come first."""
    page = "<html lang='de-AT'><head><title>Der Turm | Die Mole</title></head><p>Text.</p></html>"
    script = parse_script(Source("a.html", page), SHOW)
    assert (script.title, script.language) == ("Der Turm", "de-at")
    book = pack_epub("title: Das Buch\nlanguage: de\n=== a.xhtml\n<p>Text.</p>")
    script = parse_script(Source("a.epub", "", package=book), SHOW)
    assert (script.title, script.language) == ("Das Buch", "de")
