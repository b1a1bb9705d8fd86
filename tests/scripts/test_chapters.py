"""Where chapters begin and what they are called."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from presscast.model import NARRATOR, Paragraph, Role, Speaker, Turn
from presscast.scripts.chapters import list_chapters, split_title
from presscast.scripts.turns import Heading
from presscast.show import ChapterSettings, ChapterSource
from presscast.units import Milliseconds

SPEAKERS = [
    Speaker(NARRATOR, Role.NARRATOR),
    Speaker("Host", Role.HOST),
    Speaker("Guest", Role.GUEST),
]
LONG = " ".join(["The harbour has been dredged again and the boats are back."] * 8)
"""About half a minute at 160 words a minute."""


def build_turns(*said: tuple[str, str]) -> list[Turn]:
    """A turn a row, on lines 1, 3, 5 …"""
    return [Turn(who, (Paragraph(text, 2 * at + 1),)) for at, (who, text) in enumerate(said)]


def heading(level: int, text: str, line: int) -> Heading:
    """A heading between the turns of `build_turns`."""
    return Heading(level, text, line, turn=line // 2)


def chapters_of(
    turns: Sequence[Turn],
    headings: Sequence[Heading] = (),
    *,
    source: ChapterSource = ChapterSource.HEADINGS,
    minimum: int = 0,
    language: str = "en",
) -> list[tuple[str, int]]:
    """(title, line) of every chapter."""
    settings = ChapterSettings(source, Milliseconds(minimum))
    found = list_chapters(
        turns, SPEAKERS, headings, settings, title="The episode", language=language, rate=160
    )
    return [(chapter.title, chapter.line) for chapter in found]


RELEASE = (NARRATOR, LONG)
QUESTION = ("Host", "I see. What happens to the mud?")
ANSWER = ("Guest", LONG)


def test_the_release_and_each_question_open_a_chapter() -> None:
    """Without headings; the title is the question itself, without what is said before it."""
    turns = build_turns(RELEASE, QUESTION, ANSWER, ("Host", "Who pays for it all?"), ANSWER)
    assert chapters_of(turns) == [
        ("Press release", 1),
        ("What happens to the mud?", 3),
        ("Who pays for it all?", 7),
    ]


@pytest.mark.parametrize(
    ("language", "title"),
    [("de-at", "Pressemitteilung"), ("fr", "Communiqué de presse"), ("xx", "Press release")],
)
def test_the_release_is_called_so_in_the_language_of_the_script(language: str, title: str) -> None:
    """In English where we do not know better."""
    assert chapters_of(build_turns(RELEASE, QUESTION, ANSWER), language=language)[0][0] == title


def test_an_opening_by_a_person_is_an_introduction() -> None:
    """It is no press release that a host says."""
    turns = build_turns(("Host", "Good evening."), ANSWER, QUESTION, ANSWER)
    assert chapters_of(turns)[0] == ("Introduction", 1)


@pytest.mark.parametrize(
    "said",
    [
        "Good evening. How are you today, doctor?",
        "How do you do, Dr. Lenz?",
        "Are you ready for the first one?",
        "Really?",
        "How so, then?",
        "Thank you for coming.",
    ],
)
def test_greetings_thanks_and_short_questions_open_none(said: str) -> None:
    """They are parts of the talk."""
    titles = [title for title, _ in chapters_of(build_turns(RELEASE, ("Host", said), ANSWER))]
    assert titles == ["Press release", "Interview"]


def test_only_a_host_opens_chapters() -> None:
    """A guest may ask back."""
    turns = build_turns(RELEASE, ("Guest", "What would you have done?"))
    assert chapters_of(turns) == [("Press release", 1), ("Interview", 3)]


def test_what_the_narrator_says_after_the_talk_is_a_chapter() -> None:
    """A note, or a summary, is no part of the last question."""
    turns = build_turns(RELEASE, QUESTION, ANSWER, RELEASE)
    assert chapters_of(turns)[2:] == [("Note", 7)]


@pytest.mark.parametrize("asked", ["桥什么时候 开放 呢 朋友？", "متى يفتح السوق هذا العام؟"])
def test_questions_end_with_the_mark_of_their_script(asked: str) -> None:
    """Not only with "?"."""
    assert (asked, 3) in chapters_of(build_turns(RELEASE, ("Host", asked), ANSWER))


def test_a_long_question_is_cut_at_a_word() -> None:
    """Listening apps show about eighty characters."""
    asked = (
        "What will become of the mud that was lifted " + "from the sea bed and carried " * 4 + "?"
    )
    title = chapters_of(build_turns(RELEASE, ("Host", asked), ANSWER))[1][0]
    assert len(title) <= 80
    assert title.endswith("…")
    assert asked.startswith(title[:-1])
    assert asked[len(title) - 1] == " "


def test_headings_come_before_questions() -> None:
    """Where there are headings, only they open chapters; what precedes them is the opening."""
    turns = build_turns(RELEASE, QUESTION, ANSWER)
    assert chapters_of(turns, [heading(2, "Mud", 2)]) == [("Introduction", 1), ("Mud", 3)]


def test_both_has_headings_and_questions() -> None:
    """A question right under a heading opens none of its own."""
    turns = build_turns(RELEASE, QUESTION, ANSWER, ("Host", "Who pays for it all?"), ANSWER)
    found = chapters_of(turns, [heading(2, "Mud", 2)], source=ChapterSource.BOTH)
    assert found == [("Introduction", 1), ("Mud", 3), ("Who pays for it all?", 7)]


def test_questions_alone_ignore_headings() -> None:
    """As show.toml asks."""
    turns = build_turns(RELEASE, QUESTION, ANSWER)
    found = chapters_of(turns, [heading(2, "Mud", 4)], source=ChapterSource.QUESTIONS)
    assert found == [("Press release", 1), ("What happens to the mud?", 3)]


@pytest.mark.parametrize("source", list(ChapterSource))
def test_a_script_without_marks_is_one_chapter(source: ChapterSource) -> None:
    """It is called by the episode's title."""
    assert chapters_of(build_turns(RELEASE), source=source) == [("The episode", 1)]


def test_none_is_one_chapter_whatever_there_is() -> None:
    """As show.toml asks."""
    turns = build_turns(RELEASE, QUESTION, ANSWER)
    found = chapters_of(turns, [heading(2, "Mud", 2)], source=ChapterSource.NONE)
    assert found == [("The episode", 1)]


def test_headings_in_a_row_make_one_chapter() -> None:
    """A heading with nothing under it lends its name to the next; one at the end opens none."""
    headings = [heading(1, "Part one", 1), heading(2, "Mud", 2), heading(1, "The end", 9)]
    turns = [Turn(NARRATOR, (Paragraph(LONG, 3),))]
    headings = [replace(it, turn=min(it.line // 3, 1)) for it in headings]
    assert chapters_of(turns, headings) == [("Part one: Mud", 3)]


def test_a_question_soon_after_another_opens_none() -> None:
    """Chapters have a least length, by the estimate."""
    turns = build_turns(
        RELEASE, QUESTION, ("Guest", "It dries."), ("Host", "Who pays for it all?"), ANSWER
    )
    assert [title for title, _ in chapters_of(turns, minimum=20_000)] == [
        "Press release",
        "What happens to the mud?",
    ]


def test_a_short_opening_belongs_to_the_first_chapter() -> None:
    """The chapter then starts with the first word."""
    turns = build_turns((NARRATOR, "Good evening."), QUESTION, ANSWER)
    assert chapters_of(turns, minimum=20_000) == [("What happens to the mud?", 1)]


def test_a_short_end_belongs_to_the_chapter_before() -> None:
    """A last question that nobody answers at length is no chapter."""
    turns = build_turns(RELEASE, QUESTION, ("Guest", "It dries."))
    assert chapters_of(turns, minimum=20_000) == [("Press release", 1)]


def test_headings_stay_whatever_their_length() -> None:
    """Somebody wrote them on purpose."""
    turns = build_turns((NARRATOR, "Hi."), (NARRATOR, "Ho."))
    assert len(chapters_of(turns, [heading(2, "A", 1), heading(2, "B", 2)], minimum=20_000)) == 2


def test_pauses_count_for_the_length_of_a_chapter() -> None:
    """Forty words of "No." take less than half of the minimum to say, and the rest in silence."""
    rows = [QUESTION, *[("Guest", "No."), ("Host", "No.")] * 20]
    turns = build_turns(RELEASE, *rows, ("Host", "Who pays for it all?"), ANSWER)
    assert len(chapters_of(turns, minimum=25_000)) == 3


def test_titles_are_distinct() -> None:
    """The second of two is marked."""
    turns = build_turns(RELEASE, QUESTION, ANSWER, QUESTION, ANSWER)
    assert [title for title, _ in chapters_of(turns)][1:] == [
        "What happens to the mud?",
        "What happens to the mud? (2)",
    ]


def test_a_mark_that_is_taken_already_is_passed_over() -> None:
    """A heading may be called "News (2)" by its writer."""
    turns = build_turns(*[(NARRATOR, LONG)] * 3)
    headings = [heading(2, "News", 1), heading(2, "News (2)", 2), heading(2, "News", 4)]
    titles = [title for title, _ in chapters_of(turns, headings)]
    assert len(set(titles)) == 3


def test_there_are_no_more_than_a_table_of_contents_holds() -> None:
    """255 entries (ID3v2 Chapter Frame Addendum)."""
    turns = build_turns(*[(NARRATOR, LONG)] * 300)
    headings = [heading(2, f"Part {at}", 2 * at) for at in range(300)]
    assert len(chapters_of(turns, headings)) == 255


def test_a_first_heading_alone_on_its_level_is_the_title() -> None:
    """It stands before everything spoken and above all others."""
    headings = [heading(1, "The night bus", 1), heading(2, "The depot", 3)]
    assert split_title(headings) == ("The night bus", headings[1:])


@pytest.mark.parametrize(
    "headings",
    [
        [heading(1, "One", 1), heading(1, "Two", 3)],
        [heading(2, "One", 1), heading(1, "Two", 3)],
        [heading(1, "One", 5), heading(2, "Two", 7)],
        [],
    ],
)
def test_other_headings_are_no_title(headings: list[Heading]) -> None:
    """They open chapters."""
    assert split_title(headings) == ("", headings)
