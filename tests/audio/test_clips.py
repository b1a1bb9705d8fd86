"""Clips: cut, joined and overlaid to the sample."""

from array import array

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscast.audio.clips import (
    count_samples,
    cut_clip,
    join_clips,
    make_clip,
    make_segment,
    make_silence,
    overlay_clip,
)
from presscast.units import Hertz


def ramp(samples: int, start: int = 0) -> bytes:
    """Samples that all differ, so that a shift by one shows."""
    return array("h", (start + at for at in range(samples))).tobytes()


@pytest.mark.slow
@given(st.integers(0, 2_000), st.integers(0, 2_000))
def test_a_cut_holds_exactly_the_samples_asked_for(start: int, length: int) -> None:
    """pydub rounds to milliseconds; a cut does not."""
    clip = make_segment(ramp(5_000), 1)
    piece = cut_clip(clip, start, start + length)
    assert piece.raw_data == ramp(5_000)[2 * start : 2 * (start + length)]


@given(st.integers(0, 3_000), st.integers(1, 1_500))
def test_an_overlay_adds_sample_by_sample_and_keeps_the_length(at: int, length: int) -> None:
    """Every sample under the overlay is the sum, every other one is untouched."""
    base, laid = array("h", [100] * 4_600), array("h", [7 + at % 13 for at in range(length)])
    mixed = overlay_clip(make_segment(base.tobytes(), 1), make_segment(laid.tobytes(), 1), at)
    expected = array("h", base)
    for index, value in enumerate(laid):
        expected[at + index] += value
    assert array("h", mixed.raw_data) == expected


def test_joining_keeps_every_sample_and_both_channels() -> None:
    """Two stereo clips one after the other."""
    joined = join_clips([make_segment(ramp(8), 2), make_silence(3, 2)], 2)
    assert count_samples(joined) == 7
    assert joined.raw_data == ramp(8) + bytes(12)


@pytest.mark.parametrize("rate", [16_000, 22_050, 24_000, 44_100])
def test_a_sound_at_any_rate_gets_the_episodes_rate(rate: int) -> None:
    """The tone stays where it was, as loud and for as long as before."""
    seconds = 0.5
    time = np.arange(int(rate * seconds)) / rate
    tone = 0.25 * np.sin(2 * np.pi * 1_000 * time).astype(np.float32)
    clip = make_clip(tone, Hertz(rate), 1)
    assert abs(count_samples(clip) - 22_050) <= 1
    sound = np.frombuffer(clip.raw_data, dtype="<i2").astype(float)
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    assert abs(spectrum.argmax() * 44_100 / len(sound) - 1_000) < 3
    middle = sound[4_000:18_000]
    assert np.sqrt((middle**2).mean()) == pytest.approx(8_192 / 2**0.5, rel=0.01)


@pytest.mark.parametrize("pan", [-1, -0.3, 0, 0.5, 1])
def test_a_speaker_at_the_side_is_as_loud_as_one_in_the_middle(pan: float) -> None:
    """The power of both channels together is that of the middle, and left is left."""
    tone = 0.25 * np.sin(np.arange(4_410) / 7).astype(np.float32)
    clip = make_clip(tone, Hertz(44_100), 2, pan)
    left, right = np.frombuffer(clip.raw_data, "<i2").reshape(-1, 2).astype(float).T
    power = (left**2).mean() + (right**2).mean()
    assert power == pytest.approx(2 * 32_768**2 * (tone**2).mean(), rel=0.01)
    assert abs(right).max() - abs(left).max() == pytest.approx(0, abs=1) or (
        abs(left).max() > abs(right).max()
    ) == (pan < 0)
