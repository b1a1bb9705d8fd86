"""A script becomes utterances: at most a paragraph each, and none too long for an engine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscast.model import Casting, Metadata, Paragraph, Script, Turn
from presscast.voices import plan_samples, plan_utterances
from presscast.words import count_words, find_words

CAST = {name: Casting(name, "tone", "tone/150", rate=160, pitch=50) for name in ("A", "B")}


def write_script(*turns: tuple[str, tuple[str, ...]], language: str = "en") -> Script:
    """A script of (speaker, paragraphs), a line a paragraph."""
    line = 0
    made = []
    for speaker, texts in turns:
        made.append(
            Turn(speaker, tuple(Paragraph(text, line + at) for at, text in enumerate(texts, 1)))
        )
        line += len(texts)
    return Script(
        path="x.md",
        name="x",
        title="X",
        language=language,
        metadata=Metadata(),
        speakers=(),
        turns=tuple(made),
        chapters=(),
        skipped=(),
        notices=(),
    )


def test_a_paragraph_is_an_utterance() -> None:
    """That knows where it stands and who says it."""
    script = write_script(("A", ("One.", "Two. Three.")), ("B", ("Four.",)), language="de")
    utterances = plan_utterances(script, CAST)
    assert [(it.text, it.line, it.speaker, it.turn, it.paragraph) for it in utterances] == [
        ("One.", 1, "A", 0, 0),
        ("Two. Three.", 2, "A", 0, 1),
        ("Four.", 3, "B", 1, 0),
    ]
    assert {it.language for it in utterances} == {"de"}
    assert [it.casting for it in utterances] == [CAST["A"], CAST["A"], CAST["B"]]


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    """Every piece keeps the paragraph's place."""
    sentence = "The quick brown fox jumps over the lazy dog near the quiet river bank."
    utterances = plan_utterances(write_script(("A", (" ".join([sentence] * 40),))), CAST)
    assert len(utterances) == 4
    assert all(it.text.startswith("The quick") and it.text.endswith("bank.") for it in utterances)
    assert {(it.line, it.turn, it.paragraph) for it in utterances} == {(1, 0, 0)}


SENTENCES = st.lists(
    st.text(st.sampled_from("ab c—…1."), max_size=300).map(lambda it: " ".join(it.split())),
    max_size=8,
)


@given(SENTENCES, st.sampled_from([". ", "! ", " … ", " — ", " "]))
def test_cutting_loses_no_word_and_leaves_no_piece_without_one(
    sentences: list[str], joint: str
) -> None:
    """Whatever stands at the cut: an engine cannot say a dash alone."""
    text = " ".join(("a" + joint.join(sentences) * 3).split())
    pieces = [it.text for it in plan_utterances(write_script(("A", (text,))), CAST)]
    words = [piece[first:last] for piece in pieces for first, last in find_words(piece)]
    assert words == [text[first:last] for first, last in find_words(text)]
    assert all(count_words(piece) for piece in pieces)
    bare = [piece.strip(" —….!") for piece in pieces]
    assert all(len(piece) <= 900 or " " not in piece for piece in bare)


@pytest.mark.parametrize("end", ["word —", "end. …", "end. — … (—)", "— — —"])
def test_a_dash_behind_the_cut_stays_with_the_words_before_it(end: str) -> None:
    """No engine could say it alone."""
    text = "word " * 179 + end
    assert [it.text for it in plan_utterances(write_script(("A", (text,))), CAST)] == [text]


def test_everybody_gives_the_same_sample() -> None:
    """To be matched in level, whatever each of them says in the script."""
    samples = plan_samples(write_script(("A", ("One.",)), ("B", ("Two.",))), CAST)
    assert [it.speaker for it in samples] == ["A", "B"]
    assert len({it.text for it in samples}) == 1
