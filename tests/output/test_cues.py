"""Captions."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from tests.output.editions import PROFILE, make_edition
from tests.output.test_document import SAID, make_document

from presscast.output.cues import cut_cues, cut_sentence, fold


def fits(text: str) -> bool:
    """At most twelve characters."""
    return len(text) <= 12


@PROFILE
@given(SAID)
def test_cues_say_the_whole_text_in_order(said: list[tuple[str, list[str]]]) -> None:
    """No word is lost or doubled, whatever is cut."""
    document = make_document(said)
    shown = " ".join(cue.text for cue in cut_cues(document, fits))
    assert shown.split() == " ".join(it.text for it in document.sentences).split()


@PROFILE
@given(SAID)
def test_cues_do_not_overlap_and_take_time(said: list[tuple[str, list[str]]]) -> None:
    """None begins before the last has ended."""
    document = make_document(said)
    cues = list(cut_cues(document, fits))
    assert all(0 <= cue.start < cue.end <= document.duration for cue in cues)
    assert all(one.end <= other.start for one, other in pairwise(cues))


@PROFILE
@given(SAID)
def test_what_could_be_cut_fits(said: list[tuple[str, list[str]]]) -> None:
    """Only a stretch without a space between two words is longer."""
    for cue in cut_cues(make_document(said), fits):
        words = [piece for piece in cue.text.split() if any(map(str.isalnum, piece))]
        assert fits(cue.text) or len(words) < 2


def test_a_part_begins_when_its_first_word_sounds() -> None:
    """The times are those of the words; the cut is behind a comma near the middle."""
    text = "One two three four, five six seven eight nine."
    (sentence,) = make_edition([("Ada", [text])]).document.sentences
    assert list(cut_sentence(sentence, lambda text: len(text) < 30)) == [
        ("One two three four,", 500, 1700),
        ("five six seven eight nine.", 1700, 3200),
    ]


def test_an_opening_quotation_mark_stays_with_its_word() -> None:
    """No line ends in one."""
    (sentence,) = make_edition([("Ada", ["He said it “never ever”"])]).document.sentences
    texts = [text for text, _, _ in cut_sentence(sentence, lambda text: len(text) < 14)]
    assert texts == ["He said it", "“never ever”"]


def test_the_lead_counts_for_the_first_part_only() -> None:
    """It is what a speaker's first caption begins with."""
    document = make_edition([("Ada", ["One two three four five six."])]).document
    cues = list(cut_cues(document, lambda text: len(text) <= 20, lambda name: f"{name}: "))
    assert [cue.lead for cue in cues] == ["Ada: ", ""]
    assert all(len(cue.lead + cue.text) <= 20 for cue in cues)


@PROFILE
@given(st.text(st.sampled_from("ab ")), st.integers(1, 20))
def test_folded_lines_are_even_and_not_too_long(text: str, width: int) -> None:
    """As few as they can be, and nothing is lost but spaces."""
    lines = fold(text, width)
    assert all(len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_two_lines_are_about_as_long() -> None:
    """Not a full one and a word."""
    assert fold("one two three four five", 18) == ["one two three", "four five"]
