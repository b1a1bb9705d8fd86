"""The voice chain: what it does to a sound, and that it does the same each time."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from presscast.audio.chain import Strip, match_strip, shape_voice
from presscast.audio.loudness import measure_loudness
from presscast.model import Take
from presscast.units import Decibels, Hertz, Lufs

RATE = Hertz(22_050)
CHAINS = ("light", "broadcast")

Pcm = bytes


def sound_tone(hertz: float, level: float, seconds: float = 1.0) -> Pcm:
    """A sine whose peaks are at a level in dBFS."""
    time = np.arange(int(seconds * RATE)) / RATE
    tone = 32_768 * 10 ** (level / 20) * np.sin(2 * np.pi * hertz * time)
    return np.rint(tone).astype("<i2").tobytes()


def measure(sound: npt.NDArray[np.float32]) -> float:
    """The level of the second half, in which everything has settled: of a sine its peaks', dBFS."""
    settled = sound[len(sound) // 2 :].astype(float)
    return float(10 * np.log10(2 * np.mean(settled**2)))


@pytest.mark.parametrize("chain", CHAINS)
def test_rumble_goes_and_soft_speech_is_left_alone(chain: str) -> None:
    """25 Hz loses 10 dB or more; 300 Hz under the threshold less than half a decibel."""
    rumble, soft = (
        measure(shape_voice(sound_tone(hertz, -40), RATE, Strip(chain))) for hertz in (25, 300)
    )
    assert rumble < -50
    assert soft == pytest.approx(-40, abs=0.7)


@pytest.mark.parametrize(("chain", "ratio"), [("light", 2), ("broadcast", 3)])
def test_loud_speech_comes_nearer_to_soft_speech(chain: str, ratio: float) -> None:
    """Twelve decibels over the threshold become twelve divided by the ratio."""
    quiet, loud = (
        measure(shape_voice(sound_tone(600, level), RATE, Strip(chain))) for level in (-16, -4)
    )
    assert loud - quiet == pytest.approx(12 / ratio, abs=0.6)


def test_only_loud_hissing_is_turned_down() -> None:
    """The broadcast chain turns a loud 8 kHz down by more than a loud vowel, a soft one not."""
    soft, loud = (
        level - measure(shape_voice(sound_tone(8_000, level), RATE, Strip("broadcast")))
        for level in (-40, -24)
    )
    assert soft < 1.5
    assert loud > 3


@pytest.mark.parametrize("chain", CHAINS)
def test_a_take_sounds_the_same_whatever_was_said_before(chain: str) -> None:
    """No filter remembers the take before."""
    take = sound_tone(440, -12, seconds=0.3)
    before = shape_voice(take, RATE, Strip(chain)).tobytes()
    shape_voice(sound_tone(3_000, 0), RATE, Strip(chain))
    assert shape_voice(take, RATE, Strip(chain)).tobytes() == before


@pytest.mark.parametrize("chain", ["off", *CHAINS])
def test_no_sample_is_lost_and_none_comes_late(chain: str) -> None:
    """A click comes out where it went in, so the times of words stay true."""
    click = np.zeros(20_000, "<i2")
    click[12_345] = 20_000
    shaped = shape_voice(click.tobytes(), RATE, Strip(chain))
    assert len(shaped) == 20_000
    assert np.abs(shaped).argmax() == 12_345


def test_without_a_chain_only_the_gains_work() -> None:
    """Off is off."""
    strip = Strip("off", entry=Decibels(-20.0), gain=Decibels(14.0))
    shaped = shape_voice(sound_tone(440, -6), RATE, strip)
    assert measure(shaped) == pytest.approx(-12, abs=0.01)


@pytest.mark.slow
@pytest.mark.parametrize("chain", ["off", *CHAINS])
def test_a_voice_is_matched_behind_its_chain(make_take: Callable[..., Take], chain: str) -> None:
    """What comes out is as loud as was asked for, and a little more for the pauses to come."""
    take = make_take("1, 2, 3, 14, 25, 36, 47, 58, 69, 70, 81, 92, 103.")
    strip = match_strip(take.read_pcm(), take.rate, chain, Lufs(-19.0))
    shaped = np.rint(shape_voice(take.read_pcm(), take.rate, strip) * 32_768)
    heard = measure_loudness(shaped.astype("<i2").tobytes(), take.rate, 1)
    assert heard == pytest.approx(-18.75, abs=0.1)
