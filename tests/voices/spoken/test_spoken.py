"""Spoken text beside what is displayed: which words say which."""

from pathlib import Path

import pytest
from tests.conftest import ROOT, SEEDS

from presscast.model import Hint, Said
from presscast.voices.spoken import write_spoken
from presscast.voices.spoken_text import keep_written
from presscast.words import find_words

NEWS = [ROOT / "scripts" / "harbour-tram.md", *sorted(SEEDS.glob("*.txt"))]

CHANGED = {
    **{"11.4": "eleven point four", "2.6": "two point six", "640": "six hundred and forty"},
    **{"55%": "fifty-five percent", "30%,": "thirty percent,", "15%.": "fifteen percent."},
    **{"20%,": "twenty percent,", "48,000": "forty-eight thousand", "56": "fifty-six"},
    **{"31,000": "thirty-one thousand", "150": "one hundred and fifty", "600": "six hundred"},
    **{"8": "the eighth of", "1": "the first of", "2027": "twenty twenty-seven"},
    **{"2030,": "twenty thirty,", "2032,": "twenty thirty-two,", "2026?": "twenty twenty-six?"},
    **{"2031,": "twenty thirty-one,", "HDF,": "H.D.F,", "BWS": "B.W.S", "(GMMP)": "(G.M.M.P)"},
    **{"Mr.": "Mister", "Dr.": "Doctor", "Time.news": "Time dot news"},
    **{"Time.news.": "Time dot news."},
}
"""Every word of the sample and the seed that is not said as it is written, read one by one."""


def list_words(text: str, language: str = "en") -> list[tuple[str, str]]:
    """(a displayed word, what says it) for every word."""
    spoken = write_spoken(text, language)
    shown = (text[first:last] for first, last in find_words(text))
    said = (spoken.text[first:last] for first, last in spoken.words)
    return list(zip(shown, said, strict=True))


@pytest.mark.parametrize("path", NEWS, ids=lambda path: path.stem[:20])
def test_news_is_said_as_newsreaders_say_it(path: Path) -> None:
    """What is no number, no abbreviation and no initialism stays letter for letter."""
    text = path.read_text("utf-8").split("---\n", 2)[-1]
    pairs = list_words(text)
    assert pairs
    assert {shown: said for shown, said in pairs if shown != said}.items() <= CHANGED.items()


def test_a_word_may_be_said_as_several() -> None:
    """Its stretch holds them all, and its punctuation."""
    assert list_words("It cost €2.4m, they say.") == [
        ("It", "It"),
        ("cost", "cost"),
        ("€2.4m,", "two point four million euros,"),
        ("they", "they"),
        ("say.", "say."),
    ]


def test_words_that_are_said_in_another_order_are_said_as_one() -> None:
    """Each of them has the whole stretch."""
    said = "three hundred and fifty Moroccan dirhams"
    assert list_words("MAD 350") == [("MAD", said), ("350", said)]


def test_the_words_of_a_date_keep_their_places() -> None:
    """Only the day and the year change."""
    assert list_words("on 5 May 2026") == [
        ("on", "on"),
        ("5", "the fifth of"),
        ("May", "May"),
        ("2026", "twenty twenty-six"),
    ]


def test_a_sign_between_words_is_said_with_the_word_before_it() -> None:
    """No word is displayed for it; signs at it that are not said stay there."""
    assert list_words("salt & pepper") == [("salt", "salt and"), ("pepper", "pepper")]
    assert list_words("salt &\ufffc pepper") == [("salt", "salt and\ufffc"), ("pepper", "pepper")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("He came at 9 p.m. The door was shut.", "He came at nine P.M. The door was shut."),
        ("He came at 9 p.m. and left.", "He came at nine P.M and left."),
        ("He lives on Elm St. The house is old.", "He lives on Elm Street. The house is old."),
        ("St. Mary's is on Elm St. in town.", "Saint Mary's is on Elm Street in town."),
        ("He moved to the U.S. He stayed.", "He moved to the U.S. He stayed."),
        ("Dr. Carter", "Doctor Carter"),
    ],
)
def test_a_full_stop_stays_where_a_sentence_ends(text: str, said: str) -> None:
    """And goes where it only marks an abbreviation."""
    assert write_spoken(text, "en").text == said


def test_a_lexicon_settles_what_rules_would_say_otherwise() -> None:
    """Its phonemes and languages become hints at its place in what is spoken."""
    said = [Said(0, 4, "Gump", phonemes="ɡʌmp"), Said(9, 15, "Le Monde", language="fr")]
    spoken = write_spoken("GMMP and monde: 3", "en", said[:1])
    assert spoken.text == "Gump and monde: three"
    assert spoken.hints == (Hint(0, 4, "ɡʌmp"),)
    spoken = write_spoken("GMMP 12, monde! 3", "en", said)
    assert spoken.text == "Gump twelve, Le Monde three"
    assert [spoken.text[it.first : it.last] for it in spoken.hints] == ["Gump", "Le Monde"]


def test_regions_change_what_their_language_says() -> None:
    """An unknown region leaves it as it is."""
    assert write_spoken("12.000,5", "de-ch").text != write_spoken("12'000,5", "de-ch").text
    assert write_spoken("91 F", "fr-be").text.startswith("nonante et un")
    assert write_spoken("3-0", "en-za").text == write_spoken("3-0", "en").text


def test_written_text_can_be_kept() -> None:
    """Letter for letter, whatever the rules of its language are."""
    text = "2.4 km — no."
    assert write_spoken(text, "en", keep_written(text)).text == text
