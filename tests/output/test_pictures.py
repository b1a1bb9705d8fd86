"""Pictures of chapters: found, made small, and in every file that has a place for them."""

import json
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import jsonschema
import podcastparser
import pytest
from mutagen.id3 import ID3
from PIL import Image
from tests.conftest import CHAPTERS_SCHEMA
from tests.output.conftest import find_file
from tests.output.episodes import URL

from presscast.build import hash_build
from presscast.episode import Episode, Manner, render_episode
from presscast.errors import OutputError
from presscast.output.feed import update_feed
from presscast.output.pictures import (
    HEAVIEST,
    SIDE,
    find_pictures,
    load_picture,
    locate_picture,
    shrink_picture,
)
from presscast.preparation import prepare_script
from presscast.show import find_show

SCRIPT = """\
# Talk

Anna Keller: We begin here, at the old quay, where it all was once.

## The mud

![Mud]({address})

Ben Ott: It is deep, and there is more of it every year, we are told.
"""


@cache
def draw(side: int, mode: str = "RGB", kind: str = "PNG") -> bytes:
    """A picture of noise, which hardly gets smaller."""
    file = BytesIO()
    Image.effect_noise((side, side // 2), 90).convert(mode).save(file, kind)
    return file.getvalue()


def make_show(folder: Path, address: str = "img/the%20mud.png") -> Path:
    """A show whose second chapter has a picture; its script."""
    (folder / "scripts" / "img").mkdir(parents=True)
    (folder / "scripts" / "img" / "the mud.png").write_bytes(draw(1_800))
    (folder / "secret.png").write_bytes(draw(100))
    (folder / "show.toml").write_text(
        'title = "Tone News"\n[voices]\nengine = "tone"\nrate = 200\n[chapters]\nminimum = 0\n'
        f'[feed]\nurl = "{URL}"\n'
    )
    script = folder / "scripts" / "talk.md"
    script.write_text(SCRIPT.format(address=address))
    return script


def render(script: Path) -> Episode:
    """Its episode."""
    return render_episode(str(script), find_show(script), Manner(2))


def read_sizes(episode: Episode) -> list[tuple[int, int]]:
    """The size of each picture in the chapters of the MP3."""
    chapters = ID3(find_file(episode, "mp3")).getall("CHAP")
    frames = [frame for it in chapters for frame in it.sub_frames.getall("APIC")]
    assert {frame.mime for frame in frames} <= {"image/jpeg"}
    return [Image.open(BytesIO(frame.data)).size for frame in frames]


@pytest.mark.slow
def test_a_picture_is_the_same_everywhere(tmp_path: Path) -> None:
    """In ID3, beside the sound, in the JSON and in the feed."""
    script = make_show(tmp_path)
    episode = render(script)
    assert read_sizes(episode) == [(SIDE, SIDE // 2)]
    [frame] = ID3(find_file(episode, "mp3")).getall("CHAP")[1].sub_frames.getall("APIC")
    assert find_file(episode, "chapter-2.jpg").read_bytes() == frame.data
    content = json.loads(find_file(episode, "chapters.json").read_bytes())
    address = "https://example.org/pod/talk/talk.chapter-2.jpg"
    assert [it.get("img") for it in content["chapters"]] == [None, address]
    feed = update_feed(find_show(script), datetime(2026, 11, 25, tzinfo=UTC), tmp_path / "cache")
    with feed.path.open("rb") as file:
        [item] = podcastparser.parse(URL, file)["episodes"]
    assert [it.get("image") for it in item["chapters"]] == [None, address]


@pytest.mark.slow
@pytest.mark.skipif(not CHAPTERS_SCHEMA.exists(), reason="no schemas beside the checkout")
def test_chapters_with_pictures_are_podcasting_2_0_chapters(tmp_path: Path) -> None:
    """JSON chapters 1.2, against a schema that is not ours."""
    chapters = find_file(render(make_show(tmp_path)), "chapters.json")
    schema = json.loads(CHAPTERS_SCHEMA.read_bytes())
    jsonschema.validate(json.loads(chapters.read_bytes()), schema)


@pytest.mark.slow
def test_another_picture_makes_no_block_anew(tmp_path: Path) -> None:
    """And one that is taken out takes its file with it."""
    script = make_show(tmp_path)
    render(script)
    (tmp_path / "scripts" / "img" / "the mud.png").write_bytes(draw(300, "LA"))
    again = render(script)
    assert (again.sound.made, read_sizes(again)) == (0, [(300, 150)])
    script.write_text(SCRIPT.replace("![Mud]({address})\n", ""))
    bare = render(script)
    assert (bare.sound.made, read_sizes(bare)) == (0, [])
    assert not find_file(bare, "chapter-2.jpg").exists()


@pytest.mark.parametrize(
    ("address", "is_told"),
    [
        ("img/none.png", True),
        ("../secret.png", True),
        ("/etc/passwd", True),
        ("img", True),
        ("%00.png", True),
        ("W" * 5_000, True),
        ("//[mud", False),
        ("https://[mud", False),
        ("https://example.org/mud.png", False),
        ("data:image/png;base64,AAAA", False),
    ],
)
def test_what_is_no_file_beside_the_script_is_no_picture(
    address: str, is_told: bool, tmp_path: Path
) -> None:
    """Nothing elsewhere on this machine is published, and nothing is fetched."""
    script = make_show(tmp_path, address)
    read, decision = prepare_script(str(script), find_show(script))
    assert [it.picture for it in read.chapters] == ["", ""]
    assert ("bad-picture" in {it.code for it in decision.notices}) is is_told


@pytest.mark.parametrize(
    "image",
    [
        "![Mud](mud.png)",
        "![The [deep] mud](<the mud.png> 'A tip')",
        "![Mud](the%20mud.png)",
        "![Mud](mud_(1).png)",
        "![Mud](img\\_a.png)",
        '![Mud][1]\n\n[1]: mud.png "A tip"',
        "![Mud][1]\n\n[1]: <the mud.png>",
    ],
)
def test_another_picture_is_another_build(image: str, tmp_path: Path) -> None:
    """However its file is named, or the episode would be up to date."""
    script = tmp_path / "talk.md"
    script.write_text(SCRIPT.replace("![Mud]({address})", image))
    for name in ("mud.png", "the mud.png", "mud_(1).png", "img_a.png"):
        (tmp_path / name).write_bytes(b"one")
    show = find_show(script)
    read, _ = prepare_script(str(script), show)
    path = locate_picture(read.chapters[1].picture, read)
    assert path is not None
    before = hash_build(str(script), show, [])
    path.write_bytes(b"other")
    assert hash_build(str(script), show, []) != before


def test_a_disk_that_is_full_is_not_taken_for_a_bad_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error names the place that cannot be written."""
    script = make_show(tmp_path)
    (tmp_path / "cache").write_bytes(b"a file where a folder should be")
    monkeypatch.setenv("PRESSCAST_CACHE", str(tmp_path / "cache"))
    read, _ = prepare_script(str(script), find_show(script))
    with pytest.raises(OutputError, match="cannot be written"):
        load_picture(read.chapters[1].picture, read)


@pytest.mark.parametrize("content", [b"", b"no picture", draw(200)[:500]])
def test_a_file_that_is_no_picture_is_an_error_before_anything_is_made(
    content: bytes, tmp_path: Path
) -> None:
    """It is named, and nothing is written."""
    script = make_show(tmp_path)
    (tmp_path / "scripts" / "img" / "the mud.png").write_bytes(content)
    with pytest.raises(OutputError, match="cannot be read as one") as caught:
        render(script)
    assert str(caught.value.path).endswith("the mud.png")
    assert not (tmp_path / "output").exists()


@pytest.mark.slow
def test_a_huge_picture_is_refused(tmp_path: Path) -> None:
    """Few bytes that would take gigabytes."""
    script = make_show(tmp_path)
    Image.new("1", (20_000, 20_000)).save(tmp_path / "scripts" / "img" / "the mud.png")
    read, _ = find_pictures(prepare_script(str(script), find_show(script))[0])
    with pytest.raises(OutputError, match="cannot be read as one"):
        load_picture(read.chapters[1].picture, read)


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("RGB", "JPEG"), ("CMYK", "JPEG"), ("LA", "PNG"), ("P", "GIF"), ("L", "WEBP")],
)
def test_any_picture_becomes_a_small_jpeg(mode: str, kind: str) -> None:
    """Of any format and colours, the same bytes every time."""
    large = draw(2_000, mode, kind)
    small = shrink_picture(large)
    with Image.open(BytesIO(small)) as picture:
        assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (SIDE, SIDE // 2))
    assert len(small) <= HEAVIEST
    assert shrink_picture(large) == small
