"""From marks to the times of words and sentences."""

import math
from array import array
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscast.errors import SpeechError
from presscast.model import Span
from presscast.units import Hertz, Samples
from presscast.voices.spoken_text import SpokenText
from presscast.voices.timing import (
    estimate_words,
    find_sound_end,
    find_sound_start,
    restore_words,
    time_sentences,
    time_words,
)
from presscast.words import find_words

RATE = Hertz(1_000)
"""A sample is a millisecond."""


def sound(samples: int, silence: int = 0) -> bytes:
    """A square wave with silence behind it."""
    return array("h", [8_000, -8_000] * (samples // 2) + [0] * silence).tobytes()


def span(first: int, last: int, start: int, end: int) -> Span:
    return Span(first, last, Samples(start), Samples(end))


def starts(text: str, marks: list[tuple[int, int]], pcm: bytes) -> list[tuple[str, int]]:
    return [(text[it.first : it.last], it.start) for it in time_words(text, marks, pcm, RATE)]


def test_a_word_starts_at_its_mark_and_ends_at_the_next() -> None:
    """Marks are exact."""
    words = time_words("one two three", [(0, 0), (4, 310), (8, 500)], sound(900), RATE)
    assert words == (span(0, 3, 0, 310), span(4, 7, 310, 500), span(8, 13, 500, 900))


def test_a_word_ends_where_its_sound_ends() -> None:
    """The silence before the next word belongs to no word."""
    pcm = sound(200) + bytes(2 * 300) + sound(400, silence=100)
    assert [word.end for word in time_words("one two", [(0, 0), (4, 500)], pcm, RATE)] == [200, 900]


def test_the_first_of_a_words_marks_counts() -> None:
    """eSpeak NG marks each number of "2,026" and "10:30", and each letter of an initialism."""
    marks = [(0, 0), (1, 90), (2, 200), (6, 400), (9, 500)]
    assert starts("2,026 10:30", marks, sound(900)) == [("2,026", 0), ("10:30", 400)]


def test_a_mark_behind_a_quotation_mark_is_the_words() -> None:
    """eSpeak NG names the first letter, we the whole token."""
    assert starts("he “said” so", [(0, 0), (4, 200), (10, 500)], sound(800)) == [
        ("he", 0),
        ("“said”", 200),
        ("so", 500),
    ]


def test_words_joined_by_a_dash_are_one() -> None:
    """As find_words counts them."""
    assert starts("word—dash end", [(0, 0), (5, 200), (10, 500)], sound(800)) == [
        ("word—dash", 0),
        ("end", 500),
    ]


def test_a_mark_between_words_is_of_something_that_is_no_word() -> None:
    """An emoji is spoken, but the word behind it starts at its own mark."""
    assert starts("Hi 😀 there", [(0, 0), (3, 200), (5, 600)], sound(900))[1] == ("there", 600)


def test_a_mark_on_the_space_before_a_word_serves_where_there_is_no_other() -> None:
    """eSpeak NG sometimes names that."""
    assert starts("etc., hereby", [(0, 0), (5, 300)], sound(900))[1] == ("hereby", 300)


def test_words_without_marks_share_the_time_by_their_letters() -> None:
    """Up to where the sound ends: "of the" is one event, and never in the silence behind."""
    text = "it is best of the kind"
    marks = [(0, 0), (3, 100), (6, 200), (11, 300), (18, 800)]
    assert starts(text, marks, sound(900))[3:] == [("of", 300), ("the", 500), ("kind", 800)]
    last = time_words("best of", [(0, 0)], sound(600, silence=900), RATE)
    assert [(word.start, word.end) for word in last] == [(0, 400), (400, 600)]


@pytest.mark.parametrize(
    ("marked", "missing"),
    [([0], "one two three"), ([0, 1, 2], "three four five"), ([], "nil one two"), ([0, 5], "four")],
)
def test_many_words_without_marks_are_missed(marked: list[int], missing: str) -> None:
    """Whoever tells of the first words alone has not spoken the rest."""
    text = "nil one two three four five"
    spans = list(find_words(text))
    marks = [(spans[index][0], 100 * index) for index in marked]
    with pytest.raises(SpeechError, match=f'did not tell when it said ".*{missing}'):
        time_words(text, marks, sound(900), RATE)


def test_a_text_without_words_has_no_times() -> None:
    """Punctuation alone is nothing to time."""
    assert time_words("… — 😀", [(0, 0)], sound(100), RATE) == ()
    assert estimate_words("—", sound(100), RATE) == ()


def test_marks_beyond_the_sound_leave_words_without_sound() -> None:
    """For the check of the speech to find."""
    assert time_words("one two", [(0, 0), (4, 700)], sound(500), RATE)[1] == span(4, 7, 500, 500)


def test_estimates_begin_where_the_sound_does() -> None:
    """And are shared out by letters."""
    pcm = bytes(2 * 100) + sound(800, silence=100)
    words = estimate_words("ab abcdef", pcm, RATE)
    assert [(word.start, word.end) for word in words] == [(100, 300), (300, 900)]


def test_a_displayed_word_lasts_as_long_as_all_that_says_it() -> None:
    """ "€2.4m" begins with "two" and ends with "euros"."""
    spoken = SpokenText("cost two million euros now", ((0, 4), (5, 22), (23, 26)))
    times = (span(0, 4, 0, 9), span(5, 8, 9, 20), span(9, 16, 20, 33), span(17, 22, 33, 40))
    assert restore_words("cost €2m now", spoken, (*times, span(23, 26, 41, 50))) == (
        span(0, 4, 0, 9),
        span(5, 8, 9, 40),
        span(9, 12, 41, 50),
    )


def test_displayed_words_that_are_said_as_one_share_its_time() -> None:
    """In proportion to their letters."""
    spoken = SpokenText("WHO", ((0, 3), (0, 3), (0, 3)))
    assert restore_words("Aa Bb Cccc", spoken, (span(0, 3, 100, 180),)) == (
        span(0, 2, 100, 120),
        span(3, 5, 120, 140),
        span(6, 10, 140, 180),
    )


def test_sentences_run_from_their_first_word_to_their_last() -> None:
    """Quotation marks and brackets around them belong to the text, and have no time."""
    text = "He said so. “No,” she said."
    marks = [(at, 100 * index) for index, (at, _) in enumerate(find_words(text))]
    words = time_words(text, marks, sound(600), RATE)
    assert time_sentences(text, "en", words) == (span(0, 11, 0, 300), span(12, 27, 300, 600))


def test_sentences_that_meet_inside_a_word_are_all_told() -> None:
    """Chinese writes no spaces; and people forget one. They meet where their letters do."""
    text = "他来了。我走了。Why?So"
    words = time_words(text, [(0, 0)], sound(1_400), RATE)
    assert time_sentences(text, "zh", words) == (
        span(0, 4, 0, 400),
        span(4, 8, 400, 800),
        span(8, 12, 800, 1_200),
        span(12, 14, 1_200, 1_400),
    )


TEXTS = st.text(
    st.sampled_from("ab é1,.—“ \u00a0😀𝒜今م\u0301\t?!"), min_size=1, max_size=60
).filter(lambda text: any(find_words(text)))


@given(TEXTS, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 3_000)), max_size=40))
def test_every_word_is_timed_once_in_order_and_inside(
    text: str, marks: list[tuple[int, int]]
) -> None:
    """Whatever an engine tells: or it is refused."""
    pcm = sound(1_000, silence=500)
    try:
        words = time_words(text, marks, pcm, RATE)
    except SpeechError:
        return
    check_words(text, words, 1_500)


@pytest.mark.slow
@given(TEXTS, st.integers(0, 2_000), st.integers(0, 500))
def test_estimates_time_every_word(text: str, samples: int, silence: int) -> None:
    """Whatever the sound is."""
    pcm = sound(samples, silence)
    words = estimate_words(text, pcm, RATE)
    check_words(text, words, len(pcm) // 2)
    sentences = time_sentences(text, "en", words)
    for word in words:
        inside = [it for it in sentences if it.first < word.last and word.first < it.last]
        assert inside[0].first <= word.first
        assert inside[-1].last >= word.last
        assert inside[0].start <= word.start <= word.end <= inside[-1].end
    assert all(one.last <= other.first for one, other in pairwise(sentences))
    assert all(one.end <= other.start for one, other in pairwise(sentences))


def check_words(text: str, words: tuple[Span, ...], total: int) -> None:
    assert [(word.first, word.last) for word in words] == list(find_words(text))
    assert all(0 <= word.start <= word.end <= total for word in words)
    assert all(one.end <= other.start for one, other in pairwise(words))


@given(TEXTS, st.data())
def test_exact_marks_are_kept(text: str, data: st.DataObject) -> None:
    """Where every word has its mark, its start is that."""
    spans = list(find_words(text))
    times = sorted(data.draw(st.lists(st.integers(0, 1_000), min_size=len(spans), max_size=60)))
    marks = [
        (data.draw(st.integers(first, last - 1)), time)
        for (first, last), time in zip(spans, times, strict=False)
    ]
    words = time_words(text, marks, sound(1_000), RATE)
    assert [word.start for word in words] == times[: len(words)]


@given(st.integers(0, 400), st.integers(1, 400), st.integers(0, 400))
def test_sound_is_found_to_5_ms(before: int, samples: int, after: int) -> None:
    """Where it begins, and where it ends."""
    loud = [9_000 if at % 2 else -9_000 for at in range(samples)]
    samples_of_all = before + samples + after
    pcm = array("h", [0] * before + loud + [0] * after).tobytes()
    assert 0 <= before - find_sound_start(pcm, RATE) < 5
    assert 0 <= find_sound_end(pcm, 0, samples_of_all, RATE) - (before + samples) < 5


def test_silence_has_no_sound() -> None:
    """It starts at its end and ends at its start."""
    pcm = array("h", [round(150 * math.sin(at)) for at in range(300)]).tobytes()
    assert find_sound_start(pcm, RATE) == 300
    assert find_sound_end(pcm, 20, 280, RATE) == 20
