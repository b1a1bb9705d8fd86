"""A script becomes utterances: at most a paragraph each, and none too long for an engine."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscast.model import Casting, Cue, CueKind, Departures, Metadata, Paragraph, Script, Turn
from presscast.voices.decision import Decision
from presscast.voices.plan import plan_sample, plan_utterances
from presscast.words import count_words, find_words

CAST = {name: Casting(name, "tone", "tone/150", rate=160, pitch=50) for name in ("A", "B")}
DECISION = Decision(CAST)


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
    utterances = plan_utterances(script, DECISION)
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
    utterances = plan_utterances(write_script(("A", (" ".join([sentence] * 40),))), DECISION)
    assert len(utterances) == 4
    assert all(it.text.startswith("The quick") and it.text.endswith("bank.") for it in utterances)
    assert {(it.line, it.turn, it.paragraph) for it in utterances} == {(1, 0, 0)}


SENTENCES = st.lists(
    st.text(st.sampled_from("ab c—…1."), max_size=300).map(lambda it: " ".join(it.split())),
    max_size=8,
)


@pytest.mark.slow
@given(SENTENCES, st.sampled_from([". ", "! ", " … ", " — ", " "]))
def test_cutting_loses_no_word_and_leaves_no_piece_without_one(
    sentences: list[str], joint: str
) -> None:
    """Whatever stands at the cut: an engine cannot say a dash alone."""
    text = " ".join(("a" + joint.join(sentences) * 3).split())
    pieces = [it.text for it in plan_utterances(write_script(("A", (text,))), DECISION)]
    words = [piece[first:last] for piece in pieces for first, last in find_words(piece)]
    assert words == [text[first:last] for first, last in find_words(text)]
    assert all(count_words(piece) for piece in pieces)
    bare = [piece.strip(" —….!") for piece in pieces]
    assert all(len(piece) <= 900 or " " not in piece for piece in bare)


@pytest.mark.parametrize("end", ["word —", "end. …", "end. — … (—)", "— — —"])
def test_a_dash_behind_the_cut_stays_with_the_words_before_it(end: str) -> None:
    """No engine could say it alone."""
    text = "word " * 179 + end
    assert [it.text for it in plan_utterances(write_script(("A", (text,))), DECISION)] == [text]


def test_everybody_gives_the_same_sample() -> None:
    """To be matched in level, whatever each of them says in the script."""
    cast = CAST | {"B": replace(CAST["B"], voice="tone/330")}
    script = write_script(("A", ("One.",)), ("B", ("Two.",)))
    samples = [plan_sample(it) for it in plan_utterances(script, Decision(cast))]
    assert [it.casting for it in samples] == [cast["A"], cast["B"]]
    assert len({(it.text, it.said) for it in samples}) == 1
    assert all(it.turn < 0 for it in samples)


def ask(kind: CueKind, value: str, turn: int, paragraph: int, at: int) -> Cue:
    """A cue in a script of `write_script`."""
    return Cue(kind, value, 1, turn, paragraph, at)


def test_a_pause_is_the_silence_before_what_follows_it() -> None:
    """Inside a paragraph it cuts; behind it, or alone on a line, it goes to the next utterance."""
    script = write_script(("A", ("One two. Three.", "Four.")), ("B", ("Five.",)))
    cues = (
        ask(CueKind.PAUSE, "2000", 0, 0, 9),
        ask(CueKind.PAUSE, "500", 0, 0, 15),
        ask(CueKind.PAUSE, "250", 0, 1, 0),
        ask(CueKind.PAUSE, "100", 0, 2, 0),
    )
    utterances = plan_utterances(replace(script, cues=cues), DECISION)
    assert [(it.text, it.lead) for it in utterances] == [
        ("One two.", None),
        ("Three.", 2000),
        ("Four.", 750),
        ("Five.", 100),
    ]


def test_a_full_stop_behind_a_cue_stays_with_its_sentence() -> None:
    """No utterance is without a word."""
    script = replace(
        write_script(("A", ("One two.", "Three."))), cues=(ask(CueKind.PAUSE, "900", 0, 0, 7),)
    )
    utterances = plan_utterances(script, DECISION)
    assert [(it.text, it.lead) for it in utterances] == [("One two.", None), ("Three.", 900)]


def test_a_rate_holds_to_the_end_of_the_turn() -> None:
    """As a share of the speaker's own, or in words a minute; never beyond what engines take."""
    script = write_script(("A", ("One. Two. Three.", "Four.")), ("A", ("Five.",)))
    cues = (
        ask(CueKind.RATE, "slow", 0, 0, 5),
        ask(CueKind.RATE, "200", 0, 0, 10),
        ask(CueKind.RATE, "10%", 0, 1, 0),
    )
    utterances = plan_utterances(replace(script, cues=cues), DECISION)
    assert [(it.text, it.casting.rate) for it in utterances] == [
        ("One.", 160),
        ("Two.", 128),
        ("Three.", 200),
        ("Four.", 80),
        ("Five.", 160),
    ]


def test_a_tempo_hurries_everybody_and_what_cues_ask_for() -> None:
    """In the engine, not by stretching sound; never beyond what engines take."""
    script = write_script(("A", ("One. Two. Three.",)))
    cues = (ask(CueKind.RATE, "slow", 0, 0, 5), ask(CueKind.RATE, "400", 0, 0, 10))
    utterances = plan_utterances(replace(script, cues=cues), DECISION, 1.5)
    assert [it.casting.rate for it in utterances] == [240, 192, 450]


def test_a_voice_holds_to_the_end_of_the_turn() -> None:
    """At the rate that holds there; a rate behind it is a share of the speaker's own."""
    other = replace(CAST["A"], voice="tone/330", pitch=60)
    script = write_script(("A", ("One. Two. Three.",)), ("A", ("Four.",)))
    cues = (
        ask(CueKind.RATE, "200", 0, 0, 5),
        ask(CueKind.VOICE, "Nora", 0, 0, 5),
        ask(CueKind.RATE, "slow", 0, 0, 10),
    )
    departures = Departures(cued={("A", "Nora"): other})
    utterances = plan_utterances(replace(script, cues=cues), Decision(CAST, departures=departures))
    assert [(it.text, it.casting.voice, it.casting.rate) for it in utterances] == [
        ("One.", "tone/150", 160),
        ("Two.", "tone/330", 200),
        ("Three.", "tone/330", 128),
        ("Four.", "tone/150", 160),
    ]


def test_a_paragraph_in_another_language_has_its_voice_and_its_language() -> None:
    """Unless a cue has the speaker in another voice; the rate is the one that holds."""
    french = replace(CAST["A"], voice="tone/430")
    script = write_script(("A", ("One.", "Deux.", "Trois.")))
    [turn] = script.turns
    foreign = [replace(it, language="fr") for it in turn.paragraphs[1:]]
    script = replace(script, turns=(Turn("A", (turn.paragraphs[0], *foreign)),))
    cues = (ask(CueKind.RATE, "200", 0, 1, 0), ask(CueKind.VOICE, "Nora", 0, 2, 0))
    departures = Departures(
        {("A", "fr"): french}, {("A", "Nora"): replace(french, voice="tone/330")}
    )
    utterances = plan_utterances(replace(script, cues=cues), Decision(CAST, departures=departures))
    assert [(it.language, it.casting.voice, it.casting.rate) for it in utterances] == [
        ("en", "tone/150", 160),
        ("fr", "tone/430", 200),
        ("fr", "tone/330", 200),
    ]


@given(SENTENCES.map(lambda it: " ".join(["a.", *it])), st.lists(st.integers(0, 400), max_size=4))
def test_cues_lose_no_word(text: str, places: list[int]) -> None:
    """However many there are, and wherever they stand."""
    script = write_script(("A", (text,)))
    cues = [ask(CueKind.PAUSE, "100", 0, 0, at) for at in sorted(places) if at <= len(text)]
    utterances = plan_utterances(replace(script, cues=tuple(cues)), DECISION)
    kept = "".join(char for it in utterances for char in it.text if not char.isspace())
    assert kept == "".join(text.split())


def test_a_show_has_everybody_speak_higher() -> None:
    """By as many steps as it says, within what engines take."""
    script = write_script(("A", ("One two three.",)))
    pitches = [
        plan_utterances(script, Decision(CAST, pitch=steps))[0].casting.pitch
        for steps in (0, 10, -50, 50)
    ]
    own = CAST["A"].pitch
    assert pitches == [own, own + 10, max(0, own - 50), min(100, own + 50)]
