"""Chapters are the same everywhere: readers that we did not write list those of the JSON."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html
from mutagen.flac import FLAC
from mutagen.id3 import ID3
from mutagen.mp4 import MP4
from mutagen.oggopus import OggOpus
from tests.conftest import INTERVIEW
from tests.output.conftest import CHECKERS, Checker, find_file

from presscast.episode import Episode, Manner, render_episode
from presscast.show import find_show

FORMATS = ("mp3", "m4a", "m4b", "opus", "flac")

LINK = "https://example.org/mud?a=1+2&b=%C3%BC"
"""Of the last chapter."""

Chapters = list[tuple[int, str]]
"""(start in milliseconds, title)."""


@pytest.fixture(scope="module")
def formats(tmp_path_factory: pytest.TempPathFactory) -> Episode:
    """An episode in every format that has chapters."""
    show = tmp_path_factory.mktemp("formats")
    (show / "show.toml").write_text(
        f'[voices]\nengine = "tone"\nrate = 200\n[chapters]\nfrom = "both"\nminimum = 0\n'
        f"[output]\nformats = {json.dumps(FORMATS)}\n"
    )
    end = f"\n## [Links]({LINK})\n\nAnd that was the harbour.\n"
    (show / "harbour.md").write_text("# „Schlamm“ & Sand = 泥; #1\n\n" + INTERVIEW + end)
    return render_episode(str(show / "harbour.md"), find_show(named=show), Manner(2))


def list_expected(episode: Episode) -> Chapters:
    """As in the chapters file."""
    found = json.loads(find_file(episode, "chapters.json").read_bytes())["chapters"]
    return [(round(it["startTime"] * 1000), it["title"]) for it in found]


def read_id3(path: Path) -> Chapters:
    """As mutagen finds them in an ID3 tag."""
    tag = ID3(path)
    frames = {it.element_id: it for it in tag.getall("CHAP")}
    [toc] = tag.getall("CTOC")
    return [
        (frames[it].start_time, str(frames[it].sub_frames["TIT2"])) for it in toc.child_element_ids
    ]


def read_mp4(path: Path) -> Chapters:
    """As mutagen finds them in MP4."""
    return [(round(it.start * 1000), it.title) for it in MP4(path).chapters or ()]


def read_comments(path: Path) -> Chapters:
    """As mutagen finds them in Vorbis comments."""
    file = (OggOpus if path.suffix == ".opus" else FLAC)(path)
    comments: dict[str, list[str]] = {key.lower(): file[key] for key in file}
    names = sorted(key for key in comments if re.fullmatch("chapter[0-9]{3}", key))
    return [(_parse_clock(comments[name][0]), comments[f"{name}name"][0]) for name in names]


def _parse_clock(text: str) -> int:
    hours, minutes, seconds = text.split(":")
    return round((int(hours) * 3600 + int(minutes) * 60 + float(seconds)) * 1000)


MUTAGEN: dict[str, Callable[[Path], Chapters]] = {
    "mp3": read_id3,
    "m4a": read_mp4,
    "m4b": read_mp4,
    "opus": read_comments,
    "flac": read_comments,
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", FORMATS)
def test_ffprobe_mpv_and_mutagen_list_them(formats: Episode, checker: Checker, kind: str) -> None:
    """To the millisecond, in order."""
    path = find_file(formats, kind)
    expected = list_expected(formats)
    assert len(expected) > 2
    assert MUTAGEN[kind](path) == expected
    done = subprocess.run(
        [checker("ffprobe"), "-v", "error", "-show_chapters", "-of", "json", str(path)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert [
        (round(float(it["start_time"]) * 1000), it["tags"]["title"])
        for it in json.loads(done.stdout)["chapters"]
    ] == expected
    # Else mpv takes an encoder's delay off all times, those of the sound as well.
    quiet = ["--no-config", "--really-quiet", "--vo=null", "--ao=null", "--rebase-start-time=no"]
    done = subprocess.run(
        [checker("mpv"), *quiet, f"--script={CHECKERS / 'chapters.lua'}", str(path)],
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    assert [(round(it["time"] * 1000), it["title"]) for it in json.loads(done.stdout)] == expected


@pytest.mark.slow
def test_eyed3_lists_them(formats: Episode) -> None:
    """With their ends, which are the starts of the next."""
    import eyed3

    found = eyed3.load(find_file(formats, "mp3")).tag.chapters
    times = sorted((it.times.start, it.times.end, it.title) for it in found)
    assert [(start, title) for start, _, title in times] == list_expected(formats)
    assert [end for _, end, _ in times[:-1]] == [start for start, _, _ in times[1:]]


@pytest.mark.slow
def test_page_transcript_and_description_tell_the_same_seconds(formats: Episode) -> None:
    """The second that has begun, as players show it."""
    expected = [(start // 1000, title) for start, title in list_expected(formats)]
    page = html.fromstring(find_file(formats, "html").read_text("utf-8"))
    shown = [
        (it.xpath("string(span[@class='time'])"), it.xpath("string(span[@class='title'])"))
        for it in page.xpath("//a[@data-start and span[@class='title']]")
    ]
    assert [(_parse_clock(f"0:{clock}") // 1000, title) for clock, title in shown] == expected
    described = find_file(formats, "description.txt").read_text("utf-8")
    stamps = re.findall(r"^(\d\d:\d\d:\d\d) (.*)$", described, re.MULTILINE)
    assert [(_parse_clock(clock) // 1000, title) for clock, title in stamps] == expected
    text = find_file(formats, "txt").read_text("utf-8")
    stamps = re.findall(r"^\[(\d\d:\d\d:\d\d)\] (.*)$", text, re.MULTILINE)
    assert [(_parse_clock(clock) // 1000, title) for clock, title in stamps] == expected


@pytest.mark.slow
def test_a_link_is_the_same_everywhere(formats: Episode) -> None:
    """In the JSON, ID3, Opus, FLAC, the timeline and the page."""
    listed = json.loads(find_file(formats, "chapters.json").read_bytes())["chapters"]
    assert [it.get("url") for it in listed][-2:] == [None, LINK]
    timed = json.loads(find_file(formats, "timeline.json").read_bytes())["chapters"]
    assert [it.get("link") for it in timed][-2:] == [None, LINK]
    frame = ID3(find_file(formats, "mp3")).getall("CHAP")[-1].sub_frames["WXXX:"]
    assert frame.url == LINK
    for kind in (OggOpus, FLAC):
        file = kind(find_file(formats, kind.__name__.lower().removeprefix("ogg")))
        assert file[f"CHAPTER{len(listed) - 1:03}URL"] == [LINK]
    page = html.fromstring(find_file(formats, "html").read_bytes())
    assert page.xpath("//h3/a/@href") == [LINK]
