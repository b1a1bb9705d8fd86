"""The Readium audiobook and DAISY 2.02, by hand and by Readium's reader."""

import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree
from tests.output.conftest import Checker, Run, find_file
from tests.output.test_transcripts import probe_duration

from presscast.episode import Episode

XHTML = {"h": "http://www.w3.org/1999/xhtml"}


def list_chapters(episode: Episode) -> list[tuple[str, float]]:
    """(title, start in seconds) as in the chapters file."""
    found = json.loads(find_file(episode, "chapters.json").read_bytes())["chapters"]
    return [(it["title"], it["startTime"]) for it in found]


@pytest.mark.slow
def test_the_audiobooks_chapters_are_those_of_the_episode(episode: Episode) -> None:
    """To the millisecond."""
    with ZipFile(find_file(episode, "audiobook")) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert {"episode.mp3", "cover.jpg"} <= set(archive.namelist())
    assert [
        (it["title"], float(it["href"].removeprefix("episode.mp3#t="))) for it in manifest["toc"]
    ] == list_chapters(episode)


def test_every_heading_of_the_daisy_book_leads_to_a_sentence(episode: Episode) -> None:
    """Through a SMIL file whose text is in the book; clips follow on each other."""
    with ZipFile(find_file(episode, "daisy.zip")) as archive:
        ncc = etree.fromstring(archive.read("ncc.html"))
        text = etree.fromstring(archive.read("text.html"))
        headings = ncc.xpath("//h:h1", namespaces=XHTML)
        assert headings[0].get("class") == "title"
        assert [it.xpath("string()") for it in headings[1:]] == [
            title for title, _ in list_chapters(episode)
        ]
        for heading in headings:
            (link,) = heading.xpath("h:a/@href", namespaces=XHTML)
            name, _, fragment = link.partition("#")
            smil = etree.fromstring(archive.read(name))
            (source,) = smil.xpath(f"//par[@id='{fragment}']/text/@src")
            assert text.xpath(f"//*[@id='{source.partition('#')[2]}']")
        count = int(ncc.xpath("//h:meta[@name='ncc:files']/@content", namespaces=XHTML)[0])
        assert count == len(archive.namelist())


@pytest.mark.slow
def test_no_daisy_clip_ends_past_the_sound(
    episode: Episode, checker: Checker, tmp_path: Path
) -> None:
    """As long as ffprobe says that it is."""
    with ZipFile(find_file(episode, "daisy.zip")) as archive:
        ends = [
            float(end.removeprefix("npt=").removesuffix("s"))
            for name in archive.namelist()
            if name.startswith("s0")
            for end in etree.fromstring(archive.read(name)).xpath("//audio/@clip-end")
        ]
        sound = Path(archive.extract("episode.mp3", tmp_path))
    assert ends == sorted(ends)
    assert ends[-1] <= probe_duration(checker("ffprobe"), sound)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["audiobook", "daisy.zip"])
def test_readium_reads_it(episode: Episode, node: Run, suffix: str) -> None:
    """Title, length and chapters."""
    found = node("readium.cjs", "r2-shared-js", find_file(episode, suffix))
    assert found["metadata"]["title"] == "Mud & sand"
    assert [it["title"] for it in found["toc"]][-3:] == [it for it, _ in list_chapters(episode)]
    seconds = json.loads(find_file(episode, "timeline.json").read_bytes())["duration_ms"] / 1000
    assert found["metadata"]["duration"] == pytest.approx(seconds, abs=1)


@pytest.mark.slow
def test_readium_reads_the_daisy_folder(episode: Episode, node: Run, tmp_path: Path) -> None:
    """As it lies on a player's card."""
    with ZipFile(find_file(episode, "daisy.zip")) as archive:
        archive.extractall(tmp_path)
    found = node("readium.cjs", "r2-shared-js", tmp_path)
    assert found["metadata"]["dc:format"] == "Daisy 2.02"
    assert len(found["readingOrder"]) == len(list_chapters(episode))
