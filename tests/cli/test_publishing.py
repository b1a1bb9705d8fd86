"""`presscast feed`, `diff` and what they say, on a show as a newsroom has it."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Run = Callable[..., CompletedProcess[str]]


@pytest.fixture
def newsroom(tone_show: Path, presscast: Run) -> Path:
    """A show with a feed, whose one episode is rendered."""
    with (tone_show / "show.toml").open("r+") as file:
        text = file.read().replace(
            "[voices]",
            'description = "News."\nlink = "https://example.org/"\ncategory = "News"\n'
            'email = "desk@example.org"\n[feed]\nurl = "https://example.org/feed.xml"\n[voices]',
        )
        file.seek(0)
        file.write(text)
    script = tone_show / "scripts" / "harbour.md"
    script.write_text(script.read_text().replace("next year,", "next year, [pause 1s]"))
    assert presscast("render", cwd=tone_show).returncode == 0
    return tone_show


@pytest.mark.slow
def test_an_episode_is_published_corrected_and_published_again(
    newsroom: Path, presscast: Run
) -> None:
    """The path of a correction: edit, see what changed, render, note, feed."""
    done = presscast("feed", cwd=newsroom)
    assert done.returncode == 0, done.stderr
    lint = presscast("feed", "--lint", "--json", cwd=newsroom)
    assert (lint.returncode, json.loads(lint.stdout)) == (0, [])
    assert presscast("diff", "harbour", cwd=newsroom).stdout == ""
    script = newsroom / "scripts" / "harbour.md"
    script.write_text(script.read_text().replace("nine million", "ten million"))
    edited = presscast("diff", "harbour", cwd=newsroom)
    assert edited.stderr.startswith("1 change since it was last published")
    assert "\n  - Narrator: The work will take eleven months and cost nine" in edited.stdout
    assert "\n  + Narrator: The work will take eleven months and cost ten" in edited.stdout
    assert 'after "presscast render"' in edited.stderr
    note = newsroom / "output" / "harbour" / "harbour.corrections.txt"
    assert not note.exists()
    presscast("render", cwd=newsroom)
    (change,) = json.loads(presscast("diff", "harbour", "--json", cwd=newsroom).stdout)["changes"]
    assert change["now_at_ms"] == change["was_at_ms"] > 0
    assert "ten million" in note.read_text("utf-8")
    assert presscast("feed", cwd=newsroom).returncode == 0
    feed = (newsroom / "output" / "feed.xml").read_text("utf-8")
    assert "<p>Correction, 0:" in feed
    assert presscast("feed", "--lint", cwd=newsroom).returncode == 0
    assert presscast("diff", "harbour", cwd=newsroom).stdout == ""


@pytest.mark.slow
def test_a_fault_in_a_feed_is_one_line_and_exit_code_1(tmp_path: Path, presscast: Run) -> None:
    """With the line, and what to do."""
    (tmp_path / "x.xml").write_text('<rss version="2.0"><channel>\n<item/></channel></rss>')
    done = presscast("feed", "--lint", "x.xml")
    assert done.returncode == 1
    assert 'x.xml: error: there is no title. Set "title" in show.toml.\n' in done.stdout
    assert 'x.xml:2: "": error: there are 0 enclosures, not 1. Leave one.\n' in done.stdout


@pytest.mark.slow
def test_an_episode_that_is_not_there_is_one_sentence(newsroom: Path, presscast: Run) -> None:
    """Nor is one outside output/."""
    for name in ("none", "../scripts"):
        done = presscast("diff", name, cwd=newsroom)
        assert done.returncode == 1
        assert "there is no rendered episode" in done.stderr
