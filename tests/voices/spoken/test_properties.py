"""What holds for every text in every language, whatever the rules make of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presscast.model import Said
from presscast.voices.spoken import write_spoken
from presscast.voices.spoken.grammar import LANGUAGES
from presscast.voices.spoken_text import SpokenText
from presscast.words import find_words

UNTIMED = settings(deadline=None)
"""The first text of a language waits for its rules to be read."""

TAGS = st.sampled_from([*LANGUAGES, "en-us", "en-gb", "fr-be", "pt-pt", "nl", "zh", "x"])
PIECES = [
    *("1", "2", "05", "12", "1998", "2026", "1,000", "1.000", "3.5", "½", "٣٤", "00", "9" * 20),
    *("€", "$", "US$", "MAD", "m", "bn", "km", "km/h", "°C", "%", "kg", "million", "Mio.", "k"),
    *("St.", "Dr.", "No.", "p.m.", "e.g.", "U.S.", "etc.", "A.", "I", "VI", "Mohammed", "Art."),
    *("GMMP", "NATO", "NGOs", "COVID-19", "A320", "R&B", "May", "mai", "5th", "1er", "siècle"),
    *("http://a.b/c?d", "a.news", "x@y.org", "@me", "#MeToo", "+44 20 7946 0958", "h", "Uhr"),
    *(
        ".",
        ",",
        ":",
        "/",
        "-",
        "–",
        "(",
        ")",
        "'",
        "’",
        "s",
        "&",
        "+",
        "=",
        "~",
        "<",
        "#",
        "§",
        "×",
    ),
    *(" ", " ", " ", "\u00a0", "\u202f", "\n", "\ufffc", "the", "in", "people", "de", "für", "و"),
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=16).map("".join)


def assert_aligned(text: str, spoken: SpokenText) -> None:
    """Every displayed word is said, in order, and nothing is said beside them."""
    assert len(spoken.words) == len(list(find_words(text)))
    said = list(find_words(spoken.text))
    covered = 0
    for before, stretch in zip([(0, 0), *spoken.words], spoken.words, strict=False):
        assert stretch == before or before[1] <= stretch[0] < stretch[1] <= len(spoken.text)
        inside = [it for it in said if stretch[0] <= it[0] and it[1] <= stretch[1]]
        assert inside
        covered += 0 if stretch == before else len(inside)
    assert covered == (len(said) if spoken.words else 0)


@pytest.mark.slow
@UNTIMED
@given(TEXTS, TAGS)
def test_every_word_is_said_in_its_place(text: str, language: str) -> None:
    """And no word is said that no displayed word asks for."""
    assert_aligned(text, write_spoken(text, language))


@pytest.mark.slow
@UNTIMED
@given(st.text(max_size=200), TAGS)
def test_any_text_can_be_said(text: str, language: str) -> None:
    """Of any characters, without an exception."""
    assert_aligned(text, write_spoken(text, language))


@UNTIMED
@given(TEXTS, TAGS, st.lists(st.integers(0, 20), max_size=4, unique=True))
def test_a_lexicon_wins_over_rules(text: str, language: str, chosen: list[int]) -> None:
    """Its words are said as they are, in their order, and its hints point at them."""
    words = list(find_words(text))
    spans = [words[index] for index in sorted(chosen) if index < len(words)]
    said = [Said(*span, f"lex{index}icon", phonemes="a") for index, span in enumerate(spans)]
    spoken = write_spoken(text, language, said)
    assert_aligned(text, spoken)
    assert [spoken.text[it.first : it.last] for it in spoken.hints] == [it.text for it in said]


@pytest.mark.parametrize("language", [*LANGUAGES, "nl"])
def test_prose_without_numbers_stays_as_it_is(language: str) -> None:
    """What the rules do not know is said letter for letter."""
    text = "Lorem ipsum — dolor sit amet, consectetur! (Adipiscing; elit…) “Sed” do: eiusmod?"
    assert write_spoken(text, language).text == text


def test_a_language_without_rules_is_left_to_the_engine() -> None:
    """But for what a lexicon settles."""
    text = "Het kost €2,4 mln in 1998."
    assert write_spoken(text, "nl").text == text
    said = [Said(9, 13, "twee komma vier")]
    assert write_spoken(text, "nl", said).text == "Het kost twee komma vier mln in 1998."
