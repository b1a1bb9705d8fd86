"""The scripts that come with the project are read word for word."""

from pathlib import Path

import pytest

from presscast.model import NARRATOR, Script
from presscast.scripts.reading import read_script
from presscast.show import Show
from presscast.words import count_words

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "seed"


def read(path: Path) -> Script:
    """The script of a file, after the checks that hold for every sample."""
    script = read_script(str(path), Show(root=ROOT, exists=False))
    assert script.notices == ()
    assert script.source_words == count_words(path.read_text("utf-8"))
    assert {piece.reason for piece in script.skipped} <= {"label", "front matter"}
    return script


def test_the_script_of_this_show() -> None:
    """A release of seven paragraphs, then an interview of nineteen turns."""
    script = read(ROOT / "scripts" / "harbour-tram.md")
    host, guest = "Harbour News Editor", "Dr. Ines Marlow"
    assert [turn.speaker for turn in script.turns] == [NARRATOR, *[host, guest] * 9, host]
    assert len(script.turns[0].paragraphs) == 7
    assert script.chapters[0].title == "Press release"
    assert all(chapter.title.endswith("?") for chapter in script.chapters[1:])


def test_the_sample_of_a_new_show() -> None:
    """It explains itself in the narrator's words, then in a conversation."""
    script = read(ROOT / "src" / "presscast" / "cli" / "sample.md")
    speakers = [turn.speaker for turn in script.turns]
    assert speakers[0] == NARRATOR
    assert {*speakers[1:]} == {"Host", "Dr. Nora Field"}


@pytest.mark.skipif(not SEEDS.is_dir(), reason="needs the seed scripts beside the checkout")
def test_a_release_and_an_interview_on_single_lines() -> None:
    """Seven paragraphs of a release, fifteen turns, not an empty line between them."""
    (path,) = SEEDS.glob("000_*.txt")
    script = read(path)
    host, guest = "Time.news Editor", "Dr. Emily Carter"
    assert [turn.speaker for turn in script.turns] == [NARRATOR, *[host, guest] * 7, host]
    assert [p.line for turn in script.turns for p in turn.paragraphs] == list(range(1, 23))
    assert script.source_words == 929
    assert [str(speaker.role) for speaker in script.speakers] == ["narrator", "host", "guest"]
    assert len(script.chapters) == 6
