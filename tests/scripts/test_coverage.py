"""The proof that no word was lost."""

from presscast.model import Skipped
from presscast.scripts.blocks import Aside, LineIndex, Run
from presscast.scripts.coverage import list_skipped

SOURCE = "one two\nthree four\nfive"
LINES = LineIndex.of_text(SOURCE)


def cover(*stretches: str) -> list[Run]:
    """Runs over the given stretches of SOURCE."""
    return [Run(s, SOURCE.index(s), SOURCE.index(s) + len(s)) for s in stretches]


def test_what_is_spoken_is_not_listed() -> None:
    """Neither is the white space between."""
    assert list_skipped(SOURCE, cover("five", "one two", "three four"), [], LINES) == ()


def test_what_nobody_speaks_is_listed_with_its_line() -> None:
    """A reader that forgets a word cannot hide it."""
    assert list_skipped(SOURCE, cover("one two", "five"), [], LINES) == (
        Skipped(2, "three four", "markup"),
    )


def test_an_aside_gives_the_reason() -> None:
    """A stretch is cut where the reason changes."""
    asides = [Aside(SOURCE.index("four"), SOURCE.index("four") + 4, "label")]
    assert list_skipped(SOURCE, cover("one two", "five"), asides, LINES) == (
        Skipped(2, "three", "markup"),
        Skipped(2, "four", "label"),
    )


def test_an_aside_over_spoken_words_lists_only_the_others() -> None:
    """Words are counted once."""
    asides = [Aside(0, len(SOURCE), "code")]
    assert list_skipped(SOURCE, cover("two", "four"), asides, LINES) == (
        Skipped(1, "one", "code"),
        Skipped(2, "three", "code"),
        Skipped(3, "five", "code"),
    )


def test_marks_without_a_word_are_not_listed() -> None:
    """A dash is nothing to miss."""
    assert list_skipped("--- ** one", [Run("one", 7, 10)], [], LINES) == ()
