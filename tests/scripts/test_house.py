"""The house format: a reading that an editor can correct."""

from pathlib import Path

from presscast.model import Script
from presscast.scripts.house import write_house_script
from presscast.scripts.reading import parse_script
from presscast.scripts.source import Source
from presscast.show import Show

SHOW = Show(root=Path(), exists=False)

ARTICLE = """\
The tower leans, the trust said on Friday. It has leant for four hundred years, and it is not done.

Tower News Editor: How far does it lean?

Dr. Ada Lenz: A metre, *more* or less. [pause 2s] # 1. It stands.

1. The first floor is closed.

Note: the second floor is open.

AL: Ask me again in spring.

Tower News Editor: We will. Thank you.

Ben Ode took notes for the paper.
"""


def read(text: str, suffix: str = ".md") -> Script:
    """The script of a text."""
    return parse_script(Source(f"talk{suffix}", text), SHOW)


def list_turns(script: Script) -> list[tuple[str, str]]:
    """(speaker, text) of every turn."""
    return [(turn.speaker, turn.text) for turn in script.turns]


def test_the_house_script_is_readable_and_lists_everybody() -> None:
    """Front matter with roles and aliases, a label a turn, cues in their places."""
    written = write_house_script(read(ARTICLE, ".txt"))
    assert "  Narrator:\n    role: narrator\n" in written
    assert "  Dr. Ada Lenz:\n    role: guest\n    aliases:\n    - AL\n" in written
    assert "**Dr. Ada Lenz:** A metre, \\*more\\* or less. [pause 2s] # 1. It stands.\n" in written
    assert "\n\n1\\. The first floor is closed.\n\n" in written


def test_it_is_read_as_the_same_turns() -> None:
    """Names, words and paragraphs; nothing is left out or doubtful any more."""
    script = read(ARTICLE, ".txt")
    again = read(write_house_script(script))
    assert list_turns(again) == list_turns(script)
    assert again.notices == ()
    assert {piece.reason for piece in again.skipped} <= {"front matter", "label", "heading", "cue"}


def test_a_correction_is_read_as_it_is_written() -> None:
    """An editor gives a paragraph to somebody else; nothing weighs it again."""
    written = write_house_script(read(ARTICLE, ".txt"))
    closing = "**Narrator:** Ben Ode took notes for the paper."
    assert closing in written
    corrected = read(written.replace(closing, "Ben Ode took notes for the paper."))
    assert list_turns(corrected)[-1] == (
        "Tower News Editor",
        "We will. Thank you.\n\nBen Ode took notes for the paper.",
    )


def test_what_the_front_matter_says_is_kept() -> None:
    """Date, tags, how words are said and the voice of a speaker."""
    script = read(
        "---\ntitle: The tower\ndate: 2026-11-20\ntags: [towers, news]\n"
        "lexicon: {Lenz: lents}\nspeakers:\n  Ada Lenz: {role: guest, voice: gmw/en}\n---\n"
        "Ada Lenz: It leans."
    )
    again = read(write_house_script(script))
    assert again.metadata.date == "2026-11-20"
    assert again.metadata.tags == ("towers", "news")
    assert [(it.written, it.said) for it in again.metadata.lexicon] == [("Lenz", "lents")]
    assert again.metadata.speakers["Ada Lenz"].voice == "gmw/en"


def test_a_name_that_cannot_stand_before_a_colon_gets_a_label() -> None:
    """Subtitles may call somebody anything."""
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Who: me?>It leans.\n"
    script = read(text, ".vtt")
    written = write_house_script(script)
    assert "**Person 1:** It leans." in written
    assert list_turns(read(written)) == [("Who: me?", "It leans.")]


def test_only_listed_names_are_labels_where_the_narrator_is_listed() -> None:
    """A complete list of speakers ends all guessing."""
    script = read(
        "---\nspeakers:\n  Narrator: {role: narrator}\n  Ada: {role: guest}\n---\n"
        "Ada: It leans.\n\nBen: It does not.\n\nAda: It does.\n\nBen: Never."
    )
    assert {turn.speaker for turn in script.turns} == {"Ada"}
    assert "Ben: Never." in script.turns[-1].text
