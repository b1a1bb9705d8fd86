"""The ID3v2.3 tag, read back by mutagen and byte by byte."""

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutagen.id3 import ID3
from PIL import Image
from tests.output.editions import PROFILE

from presscast.errors import ShowError
from presscast.model import Chapter, Metadata, Script, TimedChapter, Timeline
from presscast.output.cleaning import clean_link
from presscast.output.covers import load_cover
from presscast.output.edition import build_edition
from presscast.output.tags import Cover, measure_tag, render_tag
from presscast.show import Show
from presscast.units import Hertz, Samples

SECOND = 44_100
COVER = Cover("image/jpeg", b"\xff\xd8\xff" + bytes(500))


def build_timeline(titles: list[str], link: str = "") -> Timeline:
    """A chapter every ten seconds, each with the link."""
    chapters = tuple(
        TimedChapter(title, Samples(at * 10 * SECOND), Samples((at + 1) * 10 * SECOND), link)
        for at, title in enumerate(titles)
    )
    length = Samples(len(titles) * 10 * SECOND)
    return Timeline(Hertz(SECOND), length, utterances=(), jingles=(), chapters=chapters)


def render(titles: list[str], chapter_link: str = "", **metadata: object) -> bytes:
    """The tag of an episode of the show "Die Schau"."""
    known = Metadata(**metadata)  # type: ignore[arg-type]
    name = "Ein Titel: “so” 東京"
    script = Script("x.md", "x", name, "de-at", known, (), (), (), skipped=(), notices=())
    link = "https://example.org/"
    show = Show(root=Path(), exists=True, title="Die Schau", author="Wir", link=link)
    return render_tag(script, show, build_timeline(titles, chapter_link), COVER)


def read(tag: bytes) -> ID3:
    """The tag as mutagen reads it, before a frame of sound."""
    return ID3(BytesIO(tag + b"\xff\xfb\x90\xc4" + bytes(413)), translate=False)


LETTERS = st.text(st.characters(), max_size=80)
NUMBERS = st.none() | st.integers(0, 10**9)


@PROFILE
@given(
    st.lists(st.tuples(LETTERS, st.just("https://example.org/?q=ü&x=%20")), max_size=9),
    st.builds(Metadata, date=LETTERS, summary=LETTERS, season=NUMBERS, episode=NUMBERS),
    st.lists(LETTERS, min_size=4, max_size=4),
    st.integers(1, 10**11),
)
def test_there_is_room_for_a_tag_before_its_times_are_known(
    chapters: list[tuple[str, str]], metadata: Metadata, texts: list[str], length: int
) -> None:
    """Whatever it says; what it does not need is padding, and no reader minds."""
    title, name, author, shown = texts
    headings = tuple(Chapter(it, 1, 0, link) for it, link in chapters)
    script = Script("x.md", name, title, "de-AT", metadata, (), (), headings, (), ())
    show = Show(Path(), exists=True, title=shown, author=author, link="https://example.org/")
    times = tuple(
        TimedChapter(it, Samples(0), Samples(length), clean_link(link)) for it, link in chapters
    )
    timeline = Timeline(Hertz(SECOND), Samples(length), (), (), times)
    edition = build_edition(script, show, timeline, COVER, {})
    pictures = [b"\xff\xd8\xff"] * len(chapters)
    room = measure_tag(script, show, COVER, pictures)
    known = edition.script, edition.show, edition.timeline, COVER, pictures
    tag = render_tag(*known, room)
    assert len(tag) == room
    assert read(tag).getall("APIC")[0].data == COVER.content
    assert len(read(tag).getall("CHAP")) == len(chapters)


def test_little_room_is_left_over() -> None:
    """Of a usual tag, beside which a cover is large."""
    chapters = tuple(Chapter(f"Chapter {number}", 1, 0) for number in range(10))
    known = Metadata(date="2026-11-20", summary="What it is about, in a sentence. " * 5)
    script = Script("x.md", "talk", "A title", "en", known, (), (), chapters, (), ())
    show = Show(Path(), exists=True, title="Harbour News", author="The Desk")
    tag = render_tag(script, show, build_timeline([it.title for it in chapters]), COVER)
    assert 0 <= measure_tag(script, show, COVER, []) - len(tag) < 3_000


def test_a_tag_never_runs_into_the_stream() -> None:
    """Whoever has left too little room is told."""
    script = Script("x.md", "x", "A title", "en", Metadata(), (), (), (), skipped=(), notices=())
    show = Show(root=Path(), exists=True)
    with pytest.raises(ValueError, match="does not fit into 100"):
        render_tag(script, show, build_timeline(["One"]), COVER, size=100)


def list_frames(tag: bytes) -> list[str]:
    """The names of the frames in the order in which they lie in the file."""
    names = []
    at = 10
    while at < len(tag):
        names.append(tag[at : at + 4].decode())
        at += 10 + int.from_bytes(tag[at + 4 : at + 8], "big")
    return names


def test_the_header_is_version_2_3_and_tells_the_size() -> None:
    """No unsynchronisation, no extended header, no padding."""
    tag = render(["One"])
    assert tag[:6] == b"ID3\x03\x00\x00"
    size = sum(byte << shift for byte, shift in zip(tag[6:10], (21, 14, 7, 0), strict=True))
    assert size == len(tag) - 10


def test_texts_say_what_it_is() -> None:
    """Title, show, author, date, language, episode and season, length, link, summary."""
    summary = "Kurz gesagt: alles."
    tag = read(render(["One"], date="2026-11-20", episode=7, season=2, summary=summary))
    texts = {name: str(tag[name]) for name in ("TIT2", "TALB", "TPE1", "TCON", "TLEN", "TLAN")}
    assert texts == {
        "TIT2": "Ein Titel: “so” 東京",
        "TALB": "Die Schau",
        "TPE1": "Wir",
        "TCON": "Podcast",
        "TLEN": "10000",
        "TLAN": "deu",
    }
    assert (str(tag["TYER"]), str(tag["TDAT"])) == ("2026", "2011")
    assert (str(tag["TRCK"]), str(tag["TPOS"])) == ("7", "2")
    assert tag["COMM::deu"].text == [summary]
    assert tag["WOAF"].url == "https://example.org/"


def test_what_the_script_does_not_say_is_not_in_the_tag() -> None:
    """No date of today, no number."""
    tag = read(render(["One"]))
    assert not {"TYER", "TDAT", "TDRC", "TRCK", "TPOS"} & {key[:4] for key in tag}


def test_chapters_lie_in_time_order_behind_one_table_of_contents() -> None:
    """However long their titles are: mutagen alone would sort them by size."""
    titles = ["A rather long title of the first chapter", "Two", "A title in between", "Last one"]
    tag = render(titles)
    names = list_frames(tag)
    at = names.index("CTOC")
    assert names[at : at + 5] == ["CTOC", "CHAP", "CHAP", "CHAP", "CHAP"]
    assert names.count("CTOC") == 1
    frames = read(tag)
    toc = frames["CTOC:toc"]
    assert toc.flags == 3
    chapters = [frames[f"CHAP:{name}"] for name in toc.child_element_ids]
    assert [chapter.sub_frames["TIT2"].text[0] for chapter in chapters] == titles
    assert [(it.start_time, it.end_time) for it in chapters] == [
        *((0, 10_000), (10_000, 20_000), (20_000, 30_000), (30_000, 40_000))
    ]
    assert {(it.start_offset, it.end_offset) for it in chapters} == {(2**32 - 1, 2**32 - 1)}
    places = [tag.index(title.encode("utf-16-le")) for title in titles]
    assert places == sorted(places)


def test_as_many_chapters_as_a_table_can_hold_survive() -> None:
    """255 of them, each with its own element id."""
    tag = read(render([f"Chapter {at}" for at in range(255)]))
    assert len(tag["CTOC:toc"].child_element_ids) == len(tag.getall("CHAP")) == 255


def test_the_cover_is_the_front_cover() -> None:
    """As it was given."""
    (picture,) = read(render(["One"])).getall("APIC")
    assert (picture.type, picture.mime, picture.data) == (3, "image/jpeg", COVER.content)


@pytest.mark.slow
def test_a_shows_own_cover_is_found_or_named_else_one_is_drawn(tmp_path: Path) -> None:
    """JPEG or PNG."""
    (tmp_path / "audio").mkdir()
    drawn = load_cover(Show(root=tmp_path, exists=True))
    assert drawn.mime == "image/jpeg"
    assert drawn.content.startswith(b"\xff\xd8\xff")
    path = tmp_path / "audio" / "cover.png"
    Image.new("RGB", (16, 16)).save(path)
    assert load_cover(Show(root=tmp_path, exists=True)) == Cover("image/png", path.read_bytes())
    mine = tmp_path / "mine.jpg"
    Image.new("RGB", (16, 16)).save(mine)
    own = load_cover(Show(root=tmp_path, exists=True, cover="mine.jpg"))
    assert own == Cover("image/jpeg", mine.read_bytes())


@pytest.mark.parametrize("content", [None, b"GIF89a", b"\x89PNG"], ids=["absent", "gif", "cut off"])
def test_a_cover_that_cannot_be_used_is_an_error(tmp_path: Path, content: bytes | None) -> None:
    """It names the file."""
    if content is not None:
        (tmp_path / "mine.jpg").write_bytes(content)
    with pytest.raises(ShowError, match="the cover") as caught:
        load_cover(Show(root=tmp_path, exists=True, cover="mine.jpg"))
    assert caught.value.path == tmp_path / "mine.jpg"


def test_a_chapter_leads_where_its_link_does() -> None:
    """In a frame of the chapter, as short as can be: what ends with a NUL, eyeD3 shows with it."""
    link = "https://example.org/mud?a=1+2&b=%C3%BC"
    tag = render(["One"], link)
    [chapter] = read(tag).getall("CHAP")
    assert chapter.sub_frames["WXXX:"].url == link
    encoding_and_description = bytes(2)
    size = (len(encoding_and_description) + len(link)).to_bytes(4, "big")
    assert b"WXXX" + size + bytes(2) + encoding_and_description + link.encode() in tag
    [plain] = read(render(["One"])).getall("CHAP")
    assert list(plain.sub_frames) == ["TIT2"]
