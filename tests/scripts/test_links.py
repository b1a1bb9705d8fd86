"""Where chapters lead: the links of their headings."""

from pathlib import Path

import pytest

from presscast.model import Notice, Script
from presscast.scripts.house import write_house_script
from presscast.scripts.reading import parse_script
from presscast.scripts.source import Source
from presscast.show import ChapterSettings, Show
from presscast.units import Milliseconds

SHOW = Show(Path(), exists=False, chapters=ChapterSettings(minimum=Milliseconds(0)))
MUD = "https://example.org/mud"


def read(heading: str, suffix: str = ".md") -> Script:
    """A script whose second chapter has this heading."""
    if suffix == ".html":
        text = f"<h1>Talk</h1><p>Anna: We begin.</p>{heading}<p>Ben: It is deep.</p>"
    else:
        text = f"# Talk\n\n**Anna:** We begin.\n\n{heading}\n\n**Ben:** It is deep.\n"
    return parse_script(Source(f"talk{suffix}", text), SHOW)


def list_bad(script: Script) -> list[Notice]:
    """What is said of links."""
    return [it for it in script.notices if it.code == "bad-link"]


@pytest.mark.parametrize(
    ("heading", "suffix"),
    [
        (f"## [The mud]({MUD})", ".md"),
        (f'## [The *mud*]({MUD} "a tip")', ".md"),
        (f"## **[The mud]({MUD})**", ".md"),
        (f"## [The mud][1]\n\n[1]: {MUD}", ".md"),
        (f'<h2><a href="{MUD}">The <b>mud</b></a></h2>', ".html"),
    ],
)
def test_a_heading_that_is_a_link_gives_its_chapter_one(heading: str, suffix: str) -> None:
    """In Markdown and HTML; the title is the heading's text."""
    chapter = read(heading, suffix).chapters[-1]
    assert (chapter.title, chapter.link) == ("The mud", MUD)


@pytest.mark.parametrize(
    "heading",
    [
        f"## About [mud]({MUD})",
        f"## [The]({MUD}) [mud](https://example.org/other)",
        f"## The mud\n\n[More]({MUD})",
    ],
)
def test_a_link_that_is_not_the_whole_heading_is_no_chapters(heading: str) -> None:
    """A word of it, two links, or a link under it."""
    script = read(heading)
    assert [it.link for it in script.chapters] == ["", ""]
    assert not list_bad(script)


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "mailto:a@example.org",
        "ftp://example.org/mud",
        "page.html",
        "//example.org/mud",
        "https:///mud",
        "https://[broken/mud",
        f"{MUD}/{'x' * 5_000}",
    ],
)
@pytest.mark.parametrize("suffix", [".md", ".html"])
def test_only_addresses_of_the_web_are_taken(link: str, suffix: str) -> None:
    """Others are left out with a notice, and the title is what it would have been."""
    html = suffix == ".html"
    script = read(f'<h2><a href="{link}">Mud</a></h2>' if html else f"## [Mud](<{link}>)", suffix)
    chapter = script.chapters[-1]
    assert (chapter.title, chapter.link) == ("Mud", "")
    [notice] = list_bad(script)
    assert notice.line == (1 if html else 5)
    assert len(notice.message) < 200


def test_a_link_within_the_page_is_none_and_says_nothing() -> None:
    """Headings of web pages link to themselves."""
    script = read('<h2><a href="#mud">Mud</a></h2>', ".html")
    assert script.chapters[-1].link == ""
    assert not list_bad(script)


def test_a_link_is_plain_ascii() -> None:
    """ID3 has Latin letters only, and Markdown ends a link with a bracket."""
    link = read("## [Mud](https://exämple.org/a_(b)?q=ü&r=1+2#c)").chapters[-1].link
    assert link == "https://xn--exmple-cua.org/a_%28b%29?q=%C3%BC&r=1+2#c"


def test_a_heading_under_a_heading_leads_where_the_last_link_does() -> None:
    """Headings in a row make one chapter."""
    both = read(f"## [Mud](https://example.org/)\n\n### [Depth]({MUD})")
    assert (both.chapters[-1].title, both.chapters[-1].link) == ("Mud: Depth", MUD)
    outer = read(f"## [Mud]({MUD})\n\n### Depth")
    assert outer.chapters[-1].link == MUD


def test_every_word_is_accounted_for() -> None:
    """The address is skipped for being a link, in good headings and bad ones."""
    for link in (MUD, "javascript:alert(1)"):
        script = read(f"## [The mud]({link})")
        reasons = {it.text: it.reason for it in script.skipped}
        assert reasons["The mud"] == "heading" or reasons["[The mud"] == "heading"
        assert reasons[f"]({link})"] == "link"


def test_a_house_script_keeps_links() -> None:
    """Reading it again gives the same chapters."""
    script = read("## [The [deep] mud](https://example.org/a_(b)?c=1&amp;copy;=2)")
    again = parse_script(Source("talk.md", write_house_script(script)), SHOW)
    assert [(it.title, it.link) for it in again.chapters] == [
        (it.title, it.link) for it in script.chapters
    ]
