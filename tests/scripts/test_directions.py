"""Cues, stage directions and marks: what stands in a line but is not said."""

from pathlib import Path

import pytest

from presscast.model import CueKind, Script
from presscast.scripts.cue_grammar import CueProblem, read_cue, read_switch
from presscast.scripts.directions import shorten_address
from presscast.scripts.reading import parse_script
from presscast.scripts.source import Source
from presscast.show import LeftOut, ScriptSettings, Show

SHOW = Show(root=Path(), exists=False)


def read(text: str, suffix: str = ".txt", *, aloud: frozenset[str] = frozenset()) -> Script:
    """The script of a text."""
    show = Show(root=Path(), exists=False, script=ScriptSettings(read_aloud=aloud))
    return parse_script(Source(f"talk{suffix}", text), show)


@pytest.mark.parametrize(
    ("written", "cue"),
    [
        ("pause", (CueKind.PAUSE, "1000")),
        ("pause 1.5s", (CueKind.PAUSE, "1500")),
        ("Pause: 300 ms", (CueKind.PAUSE, "300")),
        ("pause 2,5 seconds", (CueKind.PAUSE, "2500")),
        ("sting", (CueKind.STING, "")),
        ("sound: door.wav", (CueKind.SOUND, "door.wav")),
        ("music: low tide.mp3", (CueKind.MUSIC, "low tide.mp3")),
        ("music off", (CueKind.MUSIC, "off")),
        ("voice: gmw/en-us+f3", (CueKind.VOICE, "gmw/en-us+f3")),
        ("rate: slow", (CueKind.RATE, "slow")),
        ("rate: 140", (CueKind.RATE, "140")),
        ("say: GMMP as G M M P", (CueKind.SAY, "GMMP as G M M P")),
        ("music", None),
        ("sound", None),
        ("pause in the recording", None),
        ("sting in the tail", None),
        ("voice trembles", None),
        ("paused", None),
        ("rate", None),
    ],
)
def test_the_house_grammar(written: str, cue: tuple[CueKind, str] | None) -> None:
    """What is no cue is somebody's direction: transcripts have "[music]" and "[pause]"."""
    assert read_cue(written) == cue


@pytest.mark.parametrize("written", ["pause: long", "pause 61s", "rate: brisk", "say: GMMP"])
def test_what_is_meant_as_a_cue_and_is_none_is_a_problem(written: str) -> None:
    """It says what the cue takes."""
    with pytest.raises(CueProblem):
        read_cue(written)


def test_a_problem_is_told_with_its_line_and_the_words_are_not_spoken() -> None:
    """The render goes on without it."""
    script = read("One.\n\nTwo [rate: brisk] three.")
    assert [(it.line, it.code) for it in script.notices] == [(3, "bad-cue")]
    assert "x-slow, slow, normal, fast, x-fast" in script.notices[0].message
    assert script.turns[0].paragraphs[1].text == "Two three."


@pytest.mark.parametrize(("written", "switch"), [("skip", "skip"), ("/SKIP", "/skip"), ("x", "")])
def test_the_switches(written: str, switch: str) -> None:
    """In any case."""
    assert read_switch(written) == switch


def test_cues_keep_their_places() -> None:
    """Before which letter of which paragraph of which turn: alone on a line, of the next."""
    script = read(
        "Anna: [pause 2s] We [sting]begin.\n\nNow. [rate: slow]\n\n[music: a.mp3]\n\n"
        "Ben: Yes?\n\nAnna: No.\n\n[music off]"
    )
    assert [(it.kind, it.value, it.line, it.turn, it.paragraph, it.at) for it in script.cues] == [
        (CueKind.PAUSE, "2000", 1, 0, 0, 0),
        (CueKind.STING, "", 1, 0, 0, 3),
        (CueKind.RATE, "slow", 3, 0, 1, 4),
        (CueKind.MUSIC, "a.mp3", 5, 0, 2, 0),
        (CueKind.MUSIC, "off", 11, 2, 1, 0),
    ]
    assert [it.text for it in script.turns[0].paragraphs] == ["We begin.", "Now."]
    assert {it.reason for it in script.skipped} == {"label", "cue"}


def test_between_skip_and_its_end_nothing_is_spoken() -> None:
    """Over lines and paragraphs, labels included; other cues in it are not followed."""
    script = read(
        "Anna: One. [skip] Two. [pause]\n\nBen: Three?\n\nAnna: Four. [/skip] Five.\n\n"
        "Ben: Six?\n\nAnna: Seven."
    )
    said = " ".join(turn.text for turn in script.turns)
    assert "One." in said
    assert "Seven." in said
    assert not {"Two.", "Three?", "Four."} & set(said.split())
    assert script.cues == ()


def test_skip_without_an_end_goes_to_the_end() -> None:
    """Nothing that an editor has marked is spoken by mistake."""
    script = read("One.\n\n[skip] Two.\n\nThree.")
    assert [turn.text for turn in script.turns] == ["One."]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("It is [door slams] late.", "It is late."),
        ("He said “[the mayor] lied”.", "He said “the mayor lied”."),
        ("“[T]hey lied,” he said.", "“They lied,” he said."),
        ("The child[ren] slept.", "The children slept."),
        ("It is late [laughs].", "It is late."),
        ("It is late (laughs). Yes.", "It is late. Yes."),
        ("(Long pause.) It is late.", "It is late."),
        ("It is late (at least here).", "It is late (at least here)."),
        ("It is late.[1] And [2, 3] cold.²", "It is late. And cold."),
        ("It is 5 km² wide.", "It is 5 km² wide."),
        ("It was (sic) late [sic].", "It was (sic) late."),
        ("[00:03:12] It is late. [3:15] Yes.", "It is late. Yes."),
        ("The gate opens at 10:30.", "The gate opens at 10:30."),
        ("It is *sighs* late.", "It is late."),
        ("It is *very* late.", "It is *very* late."),
        ("♪ la la la ♪ It is late.", "It is late."),
        ("See https://www.example.org/a/b?c=d#e now.", "See example.org now."),
        ("See www.example.org/press.", "See example.org/press."),
        ("See it (https://example.org/x) now.", "See it now."),
    ],
)
def test_what_is_said_of_a_line(written: str, said: str) -> None:
    """No double space and no space before a comma is left where something was."""
    assert read(f"A first sentence.\n\n{written}").turns[0].paragraphs[1].text == said


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://example.org", "example.org"),
        ("http://example.org:8080/a/b", "example.org:8080"),
        ("https://www.example.org/press/", "example.org/press"),
        ("https://example.org/2024/05/x.html", "example.org"),
        ("https://?!", "https://?!"),
    ],
)
def test_addresses_are_said_not_spelled(address: str, shown: str) -> None:
    """The host, and one plain word behind it."""
    assert shorten_address(address) == shown


ALOUD = {
    LeftOut.ADVERTISEMENT: "Advertisement",
    LeftOut.BOILERPLATE: "About the Tower Trust: The Tower Trust keeps towers.",
    LeftOut.CAPTION: "Caption: The tower at night.",
    LeftOut.CODE: "```\nraise the flag\n```",
    LeftOut.CONTACT: "Press contact: Ines Marlow, 555 0199",
    LeftOut.CREDIT: "Photo: Kari Holm",
    LeftOut.END_MARK: "-ENDS-",
    LeftOut.FOOTNOTE: "[^1]: See the minutes.",
    LeftOut.LINK: "Read also: The other tower",
    LeftOut.MAIL_HEADER: "",
    LeftOut.RELEASE_LINE: "For immediate release",
    LeftOut.STAGE_DIRECTION: "It is late. [door slams]",
    LeftOut.TABLE: "| Floor | Steps |\n|---|---|\n| One | 40 |",
    LeftOut.TIMESTAMP: "Published: 4 May 2024",
}


@pytest.mark.parametrize("kind", list(LeftOut))
def test_what_is_left_out_is_spoken_if_show_toml_asks(kind: LeftOut) -> None:
    """Each kind is skipped under its name, and said where it is to be read aloud."""
    text = (
        f"The tower is four hundred years old, and it leans.[^1]\n\n{ALOUD[kind]}\n\nIt stands.\n"
    )
    if kind is LeftOut.MAIL_HEADER:
        text = "From: Anna\nTo: Ben\n\nThe tower leans.\n"
    quiet = read(text, ".md")
    loud = read(text, ".md", aloud=frozenset({kind.value}))
    assert kind.value in {piece.reason for piece in quiet.skipped}
    left = {piece.text for piece in loud.skipped if piece.reason == kind.value}
    assert left <= {"[^1]"}  # the mark of a note is never said
    assert loud.spoken_words > quiet.spoken_words


def test_a_direction_over_wrapped_lines_is_one() -> None:
    """Its brackets need not stand on one line."""
    script = read(
        "The play was written for the wireless, and nobody has heard it since\n"
        "the winter in which it was made. [A door opens, and the wind comes in\n"
        "from the sea.] Then it was forgotten in a drawer for many years, until\n"
        "somebody found it there.\n"
    )
    (paragraph,) = script.turns[0].paragraphs
    assert "door" not in paragraph.text
    assert paragraph.text.endswith(
        "it was made. Then it was forgotten in a drawer for many years, "
        "until somebody found it there."
    )
