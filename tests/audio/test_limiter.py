"""The limiter: nothing above the ceiling, nothing touched that is far from it."""

import numpy as np
import pytest

from presscast.audio.limiter import REACH, limit_peaks

CELL = 32


@pytest.mark.parametrize("channels", [1, 2])
def test_no_sample_is_above_the_ceiling(channels: int) -> None:
    """Whatever comes: noise that is 20 dB too loud in places."""
    rng = np.random.Generator(np.random.PCG64(1))
    sound = rng.standard_normal((CELL * 5_000, channels)).astype(np.float32) * 0.1
    sound[40_000:60_000] *= 10
    assert np.abs(limit_peaks(sound, 0.8)).max() <= 0.8 * (1 + 1e-6)


def test_what_is_far_from_a_peak_is_not_touched() -> None:
    """The gain is down for 15 ms on either side, and changes slowly."""
    sound = np.full((CELL * 1_000, 1), 0.5, np.float32)
    sound[16_000] = 2.0
    limited = limit_peaks(sound.copy(), 0.8)
    assert (limited[: 16_000 - REACH] == 0.5).all()
    assert (limited[16_000 + REACH :] == 0.5).all()
    assert limited[16_000] == pytest.approx(0.8, rel=0.01)
    rest = np.delete(limited[:, 0], 16_000)
    assert np.abs(np.diff(rest)).max() < 0.002


def test_quiet_sound_stays_as_it_is() -> None:
    """Bit for bit."""
    sound = np.linspace(-0.7, 0.7, CELL * 100, dtype=np.float32)[:, None]
    assert (limit_peaks(sound.copy(), 0.8) == sound).all()
