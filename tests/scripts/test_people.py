"""Who speaks, under which names, and what each does."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from presscast.model import Role, Script
from presscast.scripts.reading import parse_script
from presscast.scripts.source import Source
from presscast.show import Show

SHOW = Show(root=Path(), exists=False)


def read(text: str) -> Script:
    """The script of a plain text."""
    return parse_script(Source("talk.txt", text), SHOW)


def roles(text: str) -> dict[str, str]:
    """What everybody does."""
    return {speaker.name: str(speaker.role) for speaker in read(text).speakers}


def test_the_part_in_a_label_tells_the_host() -> None:
    """Whoever asks more."""
    text = "Valley Editor: Good day.\nAda Lenz: Who are you?\nValley Editor: I am.\nAda Lenz: Why?"
    assert roles(text) == {"Valley Editor": "host", "Ada Lenz": "guest"}


def test_otherwise_who_asks_is_the_host() -> None:
    """Most turns of a host end with a question."""
    text = "Ada: Is it far?\nBen: Nine miles.\nAda: By boat?\nBen: By boat.\nAda: Fine."
    assert roles(text) == {"Ada": "host", "Ben": "guest"}


def test_where_nobody_asks_nobody_is_host() -> None:
    """Two people who make statements are just two people."""
    text = "Ada: It is far.\nBen: Nine miles.\nAda: By boat.\nBen: By boat."
    assert roles(text) == {"Ada": "other", "Ben": "other"}


def test_the_narrator_is_no_part_of_the_conversation() -> None:
    """Even where the narration asks."""
    text = "Is it far?\n\nAda: Is it?\n\nBen: Nine miles.\n\nAda: Is it?"
    assert roles(text) == {"Narrator": "narrator", "Ada": "host", "Ben": "guest"}


def test_front_matter_decides_roles_voices_and_names() -> None:
    """It knows better than any rule."""
    script = read(
        "---\nspeakers:\n  Dr. Ada Lenz: {role: host, voice: gmw/en, aliases: [AL]}\n---\n"
        "AL: It is far.\nBen: Is it?\nAda Lenz: Nine miles.\nBen: Is it?\nDr. Ada Lenz: Yes."
    )
    ada, ben = script.speakers
    assert (ada.name, ada.role, ada.voice) == ("Dr. Ada Lenz", Role.HOST, "gmw/en")
    assert ada.aliases == ("AL", "Ada Lenz")
    assert ben.name == "Ben"
    assert [turn.speaker for turn in script.turns] == ["Dr. Ada Lenz", "Ben"] * 2 + ["Dr. Ada Lenz"]


def test_a_stated_name_is_a_label_even_if_it_comes_once() -> None:
    """And it is not worth a warning."""
    script = read("---\nspeakers: [the old man]\n---\nIt was late.\n\nThe old man: go home")
    assert [turn.speaker for turn in script.turns] == ["Narrator", "the old man"]
    assert script.notices == ()


def test_speakers_come_in_the_order_in_which_they_speak() -> None:
    """As the transcript lists them."""
    assert list(roles("Zoe: Hi there.\nBen: Hi.\nZoe: So.\nAnna: Hi.\nBen: So.")) == [
        "Zoe",
        "Ben",
        "Anna",
    ]


def test_a_short_name_is_listed_as_an_alias() -> None:
    """The cast file may then name either."""
    script = read("Ada Lenz: Hi.\nBen: Hi.\nLENZ: So.\nBen: So.\nLenz: Bye.")
    assert [(s.name, s.aliases) for s in script.speakers] == [("Ada Lenz", ("LENZ",)), ("Ben", ())]


def test_case_and_spaces_make_no_other_person() -> None:
    """The name is kept as it was first written."""
    script = read("Ada Lenz: Hi.\nBen: Hi.\nADA  LENZ: So.\nBen: So.")
    assert [speaker.name for speaker in script.speakers] == ["Ada Lenz", "Ben"]


@pytest.mark.parametrize(
    ("labels", "people"),
    [
        (("Dr. Ada Lenz", "A. Lenz", "Lenz"), ["Dr. Ada Lenz"]),
        (("Forester Ada Lenz", "Ada Lenz", "Lenz"), ["Forester Ada Lenz"]),
        (("INSPECTOR LENZ", "LENZ"), ["INSPECTOR LENZ"]),
        (("De Polderbode", "Polderbode"), ["De Polderbode"]),
        (("Ada Lenz", "Max Lenz", "Lenz"), ["Ada Lenz", "Max Lenz", "Lenz"]),
        (("Dr. Lenz", "Mr. Lenz"), ["Dr. Lenz", "Mr. Lenz"]),
    ],
)
def test_a_surname_is_whoever_alone_may_be_meant(labels: Sequence[str], people: list[str]) -> None:
    """However many forms of the one name there are; of two people it is neither."""
    said = [f"{label}: It is far.\nBen: Is it?" for label in (*labels, *labels)]
    assert [it.name for it in read("\n".join(said)).speakers if it.name != "Ben"] == people


@pytest.mark.parametrize(
    ("opening", "initials"),
    [
        ("In this transcript MW stands for Max Weir and AL for the engineer, Ada Lenz.", "MW AL"),
        ("A talk of the boatman Max Weir (P) with the engineer Ada Lenz (O) on a boat.", "P O"),
    ],
)
def test_initials_are_whoever_the_opening_gives_them_to(opening: str, initials: str) -> None:
    """In brackets, or because nobody else has them."""
    asks, answers = initials.split()
    said = f"{asks}: Is it far to the lock?\n\n{answers}: It is nine miles by boat.\n\n" * 3
    people = [it.name for it in read(f"{opening}\n\n{said}").speakers]
    assert people == ["Narrator", "Max Weir", "Ada Lenz"]
