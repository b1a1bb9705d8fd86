"""The episode as a text with times."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from tests.output.editions import PROFILE, make_edition

from presscast.output.document import Document

TEXTS = st.lists(
    st.text(st.sampled_from("abé. ,!?:—“”-<>&\u202e\U0001f600中。\n"), max_size=60).map(
        lambda text: "x " + " ".join(text.split())
    ),
    min_size=1,
    max_size=4,
)
SAID = st.lists(st.tuples(st.sampled_from(("Ada", "Ben <b>")), TEXTS), min_size=1, max_size=4)


def make_document(said: list[tuple[str, list[str]]]) -> Document:
    """The document of an episode in which this is said, in one chapter."""
    return make_edition(said, [("All", 0)]).document


@PROFILE
@given(SAID)
def test_the_text_is_the_scripts(said: list[tuple[str, list[str]]]) -> None:
    """Every paragraph, with its punctuation, by its speaker; only overrides are gone."""
    document = make_document(said)
    assert [(say.speaker, [lines.text for lines in say.paragraphs]) for say in document.says] == [
        (speaker, [text.replace("\u202e", "").rstrip() for text in texts])
        for speaker, texts in said
    ]


@PROFILE
@given(SAID)
def test_sentences_take_time_and_do_not_overlap(said: list[tuple[str, list[str]]]) -> None:
    """In order, inside the episode, numbered from 0."""
    document = make_document(said)
    clock = 0
    for number, sentence in enumerate(document.sentences):
        assert sentence.number == number
        assert clock <= sentence.start < sentence.end
        clock = sentence.end
    assert clock <= document.duration


@PROFILE
@given(SAID)
def test_words_lie_in_their_sentence(said: list[tuple[str, list[str]]]) -> None:
    """In its text, in order, and in its time."""
    for sentence in make_document(said).sentences:
        at = 0
        for word in sentence.words:
            assert at <= word.first < word.last <= len(sentence.text)
            assert sentence.start <= word.start <= word.end <= sentence.end
            at = word.last


def test_sections_are_the_chapters_and_clips_fill_them() -> None:
    """Contiguous from 0 to the end, so that a reading system leaves nothing out."""
    document = make_edition().document
    assert [section.title for section in document.sections] == ["The news", "The talk"]
    clips = [clip for section in document.sections for clip in section.clips]
    assert clips[0][1] == 0
    assert clips[-1][2] == document.duration
    assert all(one[2] == other[1] for one, other in pairwise(clips))
    assert [say.speaker for say in document.sections[1].says] == ["Anna Keller", "Dr. Omar Haddad"]


def test_an_episode_without_chapters_is_one_section() -> None:
    """Called like the episode."""
    (section,) = make_edition(chapters=()).document.sections
    assert (section.title, section.start) == ("A tram for the harbour", 0)
