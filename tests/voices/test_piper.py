"""Piper, by the tiny voice: it says the same each time, tells true times and follows hints."""

import random
import threading
from array import array
from dataclasses import replace
from pathlib import Path

import onnx
import pytest

from presscast.errors import EngineError
from presscast.model import Hint
from presscast.voices.booth import build_request
from presscast.voices.engines import Request
from presscast.voices.engines.piper import PiperEngine
from presscast.voices.engines.piper_model import load_model
from presscast.voices.engines.piper_times import Group, mark_words
from presscast.voices.spoken import find_spoken

from .conftest import MakeUtterance
from .tiny_voice import HOP, NAME, RATE, make_model, write_voice

VOICE = f"{NAME}#low"

pytestmark = pytest.mark.usefixtures("tiny_voices")


@pytest.fixture
def asked(say: MakeUtterance) -> Request:
    utterance = say("The tram is here.", engine="piper", voice=VOICE, rate=165)
    return build_request(utterance, find_spoken(utterance))


@pytest.mark.slow
def test_what_was_said_before_is_not_heard(asked: Request) -> None:
    """In one process, after a hundred other utterances, and from several threads."""
    engine = PiperEngine()
    wanted = engine.speak(asked)
    order = random.Random(1)  # noqa: S311
    for number in range(100):
        words = " ".join(order.sample(asked.text.split() * 3, 5))
        engine.speak(replace(asked, text=f"{words} {number}", rate=80 + 3 * number))
    assert engine.speak(asked) == wanted
    heard = []
    threads = [threading.Thread(target=lambda: heard.append(engine.speak(asked))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heard == [wanted] * 8


def test_a_model_loaded_anew_says_the_same(asked: Request) -> None:
    """As another worker does."""
    wanted = PiperEngine().speak(asked)
    load_model.cache_clear()
    assert PiperEngine().speak(asked) == wanted


def test_the_noise_is_there_still(asked: Request) -> None:
    """It is fixed, not taken away: between two words the tiny voice hisses."""
    speech = PiperEngine().speak(replace(asked, text="Here, there."))
    pause = array("h", speech.pcm)[speech.words[0].end + HOP : speech.words[1].start - HOP]
    assert len(set(pause)) > 50
    assert 100 < max(pause) < 300


def test_words_begin_where_their_phonemes_do(asked: Request) -> None:
    """To the sample: six frames a phoneme, two a space, where a word begins for the ear."""
    speech = PiperEngine().speak(replace(asked, text="Tea, tea tea."))
    # BOS; t and i; comma and space; t and i; space; t and i
    frames = [1, 12, 16, 2, 12, 2, 12]
    starts = [sum(frames[:at]) * HOP for at in (1, 3, 5)]
    assert [word.start for word in speech.words] == starts
    assert speech.exact


@pytest.mark.parametrize(
    ("sizes", "groups", "places"),
    [
        ([3, 3, 3], [3, 3, 3], [0, 30, 60]),
        ([2, 3, 2], [5, 2], [0, 20, 50]),  # "of the" runs together
        ([9, 2], [4, 5, 2], [0, 90]),  # a number that is said as two words
        ([0, 3], [3], [0, 0]),  # a word without a sound shares the next one's
    ],
)
def test_words_and_groups_of_phonemes_are_paired(
    sizes: list[int], groups: list[int], places: list[int]
) -> None:
    """Each phoneme here lasts ten samples."""
    spans = [(at, at + 1) for at in range(len(sizes))]
    said = []
    at = 0
    for size in groups:
        said.append(Group(tuple(range(at, at + 10 * size, 10))))
        at += 10 * size
    assert mark_words(spans, sizes, said) == list(enumerate(places))


@pytest.mark.slow
def test_the_rate_is_had_from_the_voices_own_pace(asked: Request) -> None:
    """Twice the rate takes half the time, but for frames that are rounded up."""
    text = "The trains will run every ten minutes and stop at nine stations."
    lengths = {
        rate: PiperEngine().speak(replace(asked, text=text, rate=rate)).samples
        for rate in (80, 165, 330)
    }
    assert lengths[80] == pytest.approx(lengths[165] * 165 / 80, rel=0.1)
    assert lengths[330] == pytest.approx(lengths[165] / 2, rel=0.15)


def test_pitch_is_another_sample_rate_and_leaves_the_length(asked: Request) -> None:
    """An octave for 150 steps of pitch."""
    plain, high = (PiperEngine().speak(replace(asked, pitch=pitch)) for pitch in (50, 80))
    assert (plain.rate, high.rate) == (RATE, round(RATE * 2**0.2))
    assert high.samples / high.rate == pytest.approx(plain.samples / plain.rate, rel=0.06)


def test_phonemes_are_said_in_place_of_letters(asked: Request) -> None:
    """A hint for "tram" makes it sound like the other word, and the times follow."""
    engine = PiperEngine()
    hinted = replace(asked, text="The xyz is here.", hints=(Hint(4, 7, phonemes="tɹˈæm"),))
    speech = engine.speak(hinted)
    assert speech.pcm == engine.speak(asked).pcm
    assert speech.pcm != engine.speak(replace(hinted, hints=())).pcm
    assert [word.start for word in speech.words] == [it.start for it in engine.speak(asked).words]


def test_what_a_voice_cannot_say_is_told(asked: Request) -> None:
    """Phonemes that it has not learnt, a language that is not its own."""
    engine = PiperEngine()
    assert engine.find_unsayable(Hint(0, 1, phonemes="tɹˈæm bˌãː"), VOICE) == ""
    assert engine.find_unsayable(Hint(0, 1, phonemes="a☃b☃"), VOICE) == 'the phonemes "☃"'
    assert engine.find_unsayable(Hint(0, 1, language="fr"), VOICE) == 'the language "fr"'
    assert engine.find_unsayable(Hint(0, 1, language="en-gb"), VOICE) == ""


def test_brackets_of_a_text_are_not_taken_for_phonemes(asked: Request) -> None:
    """Piper's own notation is not the script's."""
    engine = PiperEngine()
    bracketed = engine.speak(replace(asked, text="The [[tram]] is here."))
    assert bracketed.samples == pytest.approx(engine.speak(asked).samples, rel=0.3)
    assert len(bracketed.words) == 4


@pytest.mark.parametrize("kind", ["RandomUniformLike", "RandomNormal"])
def test_a_voice_that_cannot_be_fixed_is_refused(kind: str, tmp_path: Path) -> None:
    """Rather than to say something else each time."""
    path = write_voice(tmp_path / "wild")
    model = make_model()
    for node in model.graph.node:
        if node.op_type == "RandomNormalLike":
            node.op_type = kind
    onnx.save(model, str(path))
    with pytest.raises(EngineError, match=rf"draws random numbers \({kind}\)"):
        load_model(path)


def test_another_file_under_the_same_name_is_another_version(tiny_voices: Path) -> None:
    """So that the cache does not say what the old one said."""
    engine = PiperEngine()
    before = engine.version(VOICE)
    description = tiny_voices / f"{NAME}.presscast.json"
    description.write_text(description.read_text().replace('"digest": "', '"digest": "0'))
    assert engine.version(VOICE) != before
    assert engine.version() == before.rpartition(" ")[0]
