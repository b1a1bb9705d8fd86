"""What a word is, and how a text is shortened."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presscast.words import count_words, find_words, shorten

PROFILE = settings(max_examples=100, derandomize=True, deadline=None, database=None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" - * … ", 0),
        ("It's 10:30, re-use it.", 4),
        ("56 % – of 1,000", 3),
        ("桥什么时候开放？", 1),
        ("non\u00a0breaking", 2),
        ("line\nbreak\ttab", 3),
    ],
)
def test_a_word_is_a_run_that_holds_a_letter_or_a_digit(text: str, words: int) -> None:
    """Punctuation that stands alone is no word; what white space does not divide is one."""
    assert count_words(text) == words


def test_words_are_found_in_their_places() -> None:
    """The places are those of the text that was given."""
    text = "  Well – done!"
    assert [text[first:last] for first, last in find_words(text)] == ["Well", "done!"]


def test_a_short_text_is_only_put_on_one_line() -> None:
    """Nothing is cut that fits exactly."""
    assert shorten(" one\n two ", 7) == "one two"


def test_a_long_text_is_cut_at_a_word() -> None:
    """The ellipsis follows a whole word, without the comma that stood behind it."""
    assert shorten("The harbour, the ferry and the gulls", 20) == "The harbour, the…"
    assert shorten("The harbour, the ferry", 14) == "The harbour…"


def test_a_text_without_spaces_is_cut_where_the_limit_falls() -> None:
    """Scripts without spaces have no words to cut at."""
    assert shorten("桥" * 30, 10) == "桥" * 9 + "…"


@PROFILE
@given(st.text(), st.integers(2, 40))
def test_a_shortened_text_never_exceeds_its_limit(text: str, limit: int) -> None:
    """Whatever the text is."""
    assert len(shorten(text, limit)) <= limit


@pytest.mark.slow
@PROFILE
@given(st.lists(st.text("ab1-", min_size=1).filter(lambda w: w.strip("-"))))
def test_words_are_counted_as_they_were_joined(words: list[str]) -> None:
    """Any white space divides, however much of it."""
    assert count_words(" \n ".join(words)) == len(words)
