"""How long a text will take: estimates, held against real voices."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscast.model import Casting, Utterance
from presscast.pace import estimate_least, estimate_speech
from presscast.units import to_milliseconds
from presscast.voices.cache import SpeechCache
from presscast.voices.recording import record

NEWS = (
    "The council has voted for the new tram by 31 votes to 14, and work on the first of its three "
    "lines begins in the spring of next year. It will run from the harbour to the university in "
    "22 minutes, said Maria Lopez, who leads the project. Is it affordable? She thinks so."
)

RATES = st.integers(80, 450)


@given(st.text(), RATES)
def test_a_text_takes_no_less_than_nothing(text: str, rate: int) -> None:
    """And the least that it takes is no more than what it takes."""
    assert 0 <= estimate_least(text, rate) <= estimate_speech(text, rate)


@given(st.text(max_size=50), st.text(max_size=50), RATES)
def test_two_texts_take_as_long_as_both(one: str, other: str, rate: int) -> None:
    """But for rounding: a script's estimate is the sum of its utterances'."""
    both = estimate_speech(one, rate) + estimate_speech(other, rate)
    assert abs(estimate_speech(one + other, rate) - both) <= 1


@given(st.text(max_size=80), st.integers(80, 225))
def test_twice_the_rate_is_half_the_time(text: str, rate: int) -> None:
    """But for rounding."""
    assert abs(estimate_speech(text, rate) - 2 * estimate_speech(text, 2 * rate)) <= 2


@pytest.mark.parametrize("text", ["½", "Ⅷ", "7", "x", "日", "й", "م", "क", "€", "😀", "¹"])
def test_whatever_is_spoken_takes_time(text: str) -> None:
    """Digits of every kind, letters of every script, and symbols that have a name."""
    assert estimate_speech(text, 160) > 0


def test_what_is_not_spoken_takes_none() -> None:
    """White space, quotation marks and brackets."""
    assert estimate_speech(' \n\t“”"()[]«»', 160) == 0


def test_punctuation_is_a_pause() -> None:
    """A digit is longer than a letter, and a full stop longer than either."""
    assert estimate_speech(".", 100) == 400
    assert estimate_speech("a", 100) == 108
    assert estimate_speech("7", 100) == 432
    assert estimate_speech("0", 100) == 216
    assert estimate_least("€ 700,000", 100) == estimate_speech("7,", 100)


@pytest.mark.slow
@pytest.mark.parametrize("rate", [80, 160, 300, 449])
def test_english_news_take_what_is_estimated_within_a_fifth(rate: int, tmp_path: Path) -> None:
    """By three voices of the catalogue."""
    voices = ("gmw/en-us+max", "gmw/en-us+f2", "gmw/en-gb-scotland")
    utterances = [
        Utterance(NEWS, 1, "A", Casting("A", "pyttsx", voice, rate, 50), "en", 0, 0)
        for voice in voices
    ]
    for take in record(utterances, SpeechCache(tmp_path), jobs=2):
        length = to_milliseconds(take.samples, take.rate)
        assert 0.8 < length / estimate_speech(NEWS, rate) < 1.2
