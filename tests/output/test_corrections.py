"""What was corrected since an episode was published."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from tests.output.episodes import make_episode, make_show

from presscast.errors import OutputError
from presscast.output.corrections import (
    Change,
    Publication,
    Said,
    compare_sentences,
    describe_change,
    list_rendered,
    read_note,
    read_publication,
    write_note,
)
from presscast.output.feed import update_feed
from presscast.output.published import Published, read_episode
from presscast.show import Show
from presscast.units import Milliseconds

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture
def show(tmp_path: Path) -> Show:
    """A show with one published episode."""
    show = make_show(tmp_path)
    make_episode(show.output, "tram", title="Nine.")
    publish(show)
    return show


def publish(show: Show) -> None:
    """Write the feed."""
    update_feed(show, NOW, show.root / "cache")


def correct(show: Show) -> tuple[Published, Publication, list[Change]]:
    """(the episode as it is rendered, as it was published, what is other)."""
    episode = read_episode(show.output, "tram")
    known = read_publication(episode)
    assert known is not None
    return episode, known, list(compare_sentences(known.sentences, list_rendered(episode)))


def test_a_change_says_where_it_is_and_was(show: Show) -> None:
    """Nothing is other until something is rendered anew."""
    assert correct(show)[2] == []
    make_episode(show.output, "tram", title="Ten <b>.")
    _, _, (change,) = correct(show)
    assert change == Change(
        (Said("Clara Weiss", "Nine.", Milliseconds(2000)),),
        (Said("Clara Weiss", "Ten <b>.", Milliseconds(2000)),),
        *(Milliseconds(2000), Milliseconds(2000)),
    )


def test_the_note_opens_the_description_and_stays(show: Show) -> None:
    """With the next correction it has both; made twice it is the same."""
    make_episode(show.output, "tram", title="Ten <b>.")
    for _ in range(2):
        write_note(*correct(show))
    publish(show)
    assert correct(show)[2] == []
    make_episode(show.output, "tram", title="Eleven.")
    write_note(*correct(show))
    publish(show)
    lines = read_note(read_episode(show.output, "tram"))
    assert lines == (
        "Correction, 0:02: “Nine.” → “Ten <b>.”",
        "Correction, 0:02: “Ten <b>.” → “Eleven.”",
    )
    item = etree.parse(str(show.output / "feed.xml")).getroot().find("channel/item")
    assert item.findtext("description").startswith(
        "<p>Correction, 0:02: “Nine.” → “Ten &lt;b&gt;.”<br/>Correction, 0:02: “Ten &lt;b&gt;.” →"
    )


def test_a_note_that_an_editor_rewords_is_published(show: Show) -> None:
    """It is the newsroom's text."""
    (show.output / "tram" / "tram.corrections.txt").write_text("We were wrong.\n")
    publish(show)
    assert "<p>We were wrong.</p>" in (show.output / "feed.xml").read_text("utf-8")


def test_a_note_that_is_no_text_is_one_sentence(show: Show) -> None:
    """And holds up no other episode."""
    (show.output / "tram" / "tram.corrections.txt").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(OutputError, match="UTF-8"):
        read_note(read_episode(show.output, "tram"))
    (problem,) = update_feed(show, NOW, show.root / "cache").problems
    assert "UTF-8" in str(problem)


def test_what_was_added_or_left_out_is_a_dash(show: Show) -> None:
    """In the language of the episode; in English where we have no word for it."""
    said = (Said("A", "x.", Milliseconds(61_000)),)
    added = Change((), said, Milliseconds(0), Milliseconds(61_000))
    left_out = Change(said, (), Milliseconds(0), Milliseconds(61_000))
    assert describe_change(added, "de-AT") == "Berichtigung, 1:01: — → “x.”"
    assert describe_change(left_out, "eo") == "Correction, 1:01: “x.” → —"


TEXTS = st.lists(st.sampled_from("abc"), max_size=8)


@given(TEXTS, TEXTS)
def test_the_changes_make_the_new_out_of_the_old(old: list[str], new: list[str]) -> None:
    """None is missing, none is too many."""
    before, after = ([Said("A", it, Milliseconds(0)) for it in texts] for texts in (old, new))
    changes = list(compare_sentences(before, after))
    assert bool(changes) == (before != after)
    kept = len(before) - sum(len(it.before) for it in changes)
    assert kept == len(after) - sum(len(it.after) for it in changes)
