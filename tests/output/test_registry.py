"""Every file beside the sound is held to one contract."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html
from tests.output.editions import PROFILE, draw, make_edition

from presscast.model import Metadata
from presscast.output.edition import Edition
from presscast.output.page.index import Listing, render_index
from presscast.output.registry import FILES, PACKAGES, render_file
from presscast.output.tags import render_tag
from presscast.show import Show, Sidecar
from presscast.units import Milliseconds

HOSTILE = (
    "</script><img src=x onerror=alert(1)>",
    "../../etc/passwd",
    "a\x00b\x1bc\u202edrow\u2066 --> end",
    '"><svg onload=alert(1)>\n\nNOTE x',
    "]]><!ENTITY a SYSTEM 'file:///etc/passwd'>&a;{{ 7 * 7 }}{% raw %}",
    "\ud800 \uffff 👩‍👩‍👧‍👦 مرحبا",
    "W: o & <v Nobody>r</v>d " * 220,
)
TEXT = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(), max_size=40))


OPF = "http://www.idpf.org/2007/opf"
DC = "http://purl.org/dc/elements/1.1/"


def make_hostile(text: str) -> Edition:
    """An edition in which everything that a script or a show says is this text."""
    # No engine is asked to say half a character: reading a script leaves it out.
    whole = " ".join(text.encode(errors="ignore").decode().split())
    said = [(text or "?", [f"x {whole} y. And {whole}".rstrip()]), ("Ben", ["Fine."])]
    known = Metadata(date="2026-11-20", summary=text, tags=(text,), guid=text)
    show = Show(Path("show"), exists=False, title=text, author=text, description=text, link=text)
    chapters = [(text or "?", 0), (text or "?", 1)]
    return make_edition(said, chapters, show=show, title=text, metadata=known)


def render_all(edition: Edition) -> Mapping[str, bytes]:
    """Every file, and every member of every package."""
    files = {str(name): b"".join(render_file(name, edition)) for name in FILES}
    for name, pack in PACKAGES.items():
        for member in pack(edition):
            if isinstance(member.content, bytes):
                files[f"{name}/{member.name}"] = member.content
    return files


def test_every_name_of_show_toml_is_a_file() -> None:
    """None without its function, none twice."""
    assert {*FILES, *PACKAGES} == set(Sidecar)
    assert not FILES.keys() & PACKAGES.keys()


def test_the_same_episode_is_the_same_bytes() -> None:
    """Whenever it is rendered."""
    assert render_all(make_edition()) == render_all(make_edition())


@pytest.mark.slow
@PROFILE
@given(TEXT)
def test_hostile_text_is_nothing_but_text(text: str) -> None:
    """UTF-8 everywhere, well-formed XML and JSON, and no element or handler that is not ours."""
    clean = render_all(make_edition())
    for name, content in render_all(make_hostile(text)).items():
        if not name.endswith(".jpg"):
            content.decode("utf-8")
        if name.endswith((".xhtml", ".smil", ".opf", ".xml")) or name.startswith("daisy.zip/"):
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            tags = {it.tag for it in etree.fromstring(content, parser).iter()}
            known = etree.fromstring(clean[name], parser).iter()
            assert tags <= {it.tag for it in known} | {f"{{{OPF}}}subject", f"{{{DC}}}subject"}
        elif name.endswith("html"):
            page = html.fromstring(content.decode())
            ours = html.fromstring(clean[name].decode())
            for kind in ("script", "img", "svg", "iframe", "style"):
                assert len(page.xpath(f"//{kind}")) == len(ours.xpath(f"//{kind}"))
            assert not page.xpath("//@*[starts-with(name(), 'on')]")
            links = page.xpath("//a/@href")
            assert all(it.startswith(("#", "talk.mp3", "http://", "https://")) for it in links)
        elif name.endswith("json"):
            json.loads(content)


@pytest.mark.slow
@PROFILE
@given(TEXT)
def test_hostile_captions_are_captions(text: str) -> None:
    """As many cues as arrows, and no blank line inside one."""
    for suffix in (Sidecar.WEBVTT, Sidecar.SRT):
        shown = b"".join(render_file(suffix, make_hostile(text))).decode()
        blocks = [block for block in shown.split("\n\n") if block.strip()]
        head = 1 if suffix is Sidecar.WEBVTT else 0
        arrows = 1 if suffix is Sidecar.WEBVTT else 2
        for block in blocks[head:]:
            lines = block.strip("\n").split("\n")
            assert " --> " in lines[arrows - 1]
            assert "-->" not in "".join(lines[arrows:]) or suffix is Sidecar.SRT
            assert all(line.strip() for line in lines)


@pytest.mark.slow
@PROFILE
@given(TEXT)
def test_hostile_text_is_only_text_in_the_tag_and_the_index(text: str) -> None:
    """mutagen writes it; the list escapes it."""
    edition = make_hostile(text)
    assert render_tag(edition.script, edition.show, edition.timeline, edition.cover)
    listing = Listing("a", text, "en", "", text, Milliseconds(1), "", False, "a/a.html")
    page = html.fromstring(render_index(edition.show, draw(), [listing]).decode())
    assert len(page.xpath("//img")) == 1
    assert not page.xpath("//script | //svg")


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_written_does_not_depend_on_what_is_said(text: str) -> None:
    """The names of files and members are ours, whatever the title is."""
    assert set(render_all(make_hostile(text))) == set(render_all(make_edition()))


def test_a_member_is_never_outside_its_package() -> None:
    """No absolute path, no step up."""
    edition = replace(make_hostile("../../x"), sounds={"mp3": Path("none.mp3")})
    for render in PACKAGES.values():
        for member in render(edition):
            assert not Path(member.name).is_absolute()
            assert ".." not in member.name
