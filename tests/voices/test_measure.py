"""Pitch and brightness, against what Praat measured for the catalogue."""

import random
from itertools import accumulate

import numpy as np
import pytest

from presscast.model import VOICE_PITCH
from presscast.units import Hertz
from presscast.voices.cache import SpeechCache
from presscast.voices.catalogue import read_catalogue
from presscast.voices.measure import measure_voice
from presscast.voices.recording import record

from .conftest import TEXT, MakeUtterance

RATE = Hertz(22_050)


@pytest.mark.slow
def test_voices_are_measured_as_praat_does(say: MakeUtterance, cache: SpeechCache) -> None:
    """Every English voice, on another text than the catalogue's."""
    voices = [voice for voice in read_catalogue() if voice.language.startswith("en")]
    said = [
        say(TEXT, engine="pyttsx", voice=voice.id, rate=170, pitch=voice.setting)
        for voice in voices
    ]
    for voice, take in zip(voices, record(said, cache, jobs=2), strict=True):
        measure = measure_voice(take.read_pcm(), take.rate)
        assert measure.pitch == pytest.approx(voice.pitch, rel=0.15)
        assert measure.brightness == pytest.approx(voice.brightness, rel=0.2)
        if voice.setting == VOICE_PITCH:
            assert measure.sex is voice.sex
        assert measure.voiced > 0.5


@pytest.mark.parametrize("hertz", [80, 150, 220, 400])
def test_a_buzz_has_its_own_pitch(hertz: int) -> None:
    """Within two percent, and all of it is voiced."""
    phase = np.arange(RATE) * hertz / RATE % 1
    measure = measure_voice(((phase - 0.5) * 20_000).astype("<i2").tobytes(), RATE)
    assert measure.pitch == pytest.approx(hertz, rel=0.02)
    assert measure.voiced == 1


@pytest.mark.parametrize("times", [0, 1])
@pytest.mark.parametrize("rate", [8_000, 22_050, 48_000])
def test_noise_has_no_pitch(rate: int, times: int) -> None:
    """White, and brown, which has more lows than highs."""
    order = random.Random(1)  # noqa: S311
    values = [order.gauss(0, 1) for _ in range(2 * rate)]
    for _ in range(times):
        values = list(accumulate(values, lambda total, step: 0.999 * total + step))
    loudest = max(map(abs, values))
    pcm = np.array([20_000 * value / loudest for value in values]).astype("<i2").tobytes()
    assert measure_voice(pcm, Hertz(rate)).voiced < 0.1


@pytest.mark.parametrize("pcm", [b"", bytes(2), bytes(200_000)])
def test_silence_has_nothing_to_measure(pcm: bytes) -> None:
    """And is no error."""
    assert measure_voice(pcm, RATE) == (0, 0, 0.0)
