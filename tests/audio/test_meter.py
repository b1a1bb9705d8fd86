"""The meter, against the signals of EBU Tech 3341 and 3342 and against ffmpeg's."""

import itertools
import math
import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from presscast.audio.ffmpeg import run_ffmpeg
from presscast.audio.meter import Reading, find_loudness, join_readings, read_levels
from presscast.audio.weighting import weigh_sound
from presscast.units import Hertz

Sound = npt.NDArray[np.float64]
RATE = Hertz(48_000)


def play(steps: Sequence[tuple[float, float]], rate: int = RATE) -> Sound:
    """A 1 kHz sine that goes through these (level in dBFS, seconds)."""
    levels = np.concatenate([np.full(round(rate * s), 10 ** (db / 20)) for db, s in steps])
    return np.asarray(levels * np.sin(2 * np.pi * 1_000 * np.arange(len(levels)) / rate))


def to_pcm(sound: Sound, channels: int) -> bytes:
    """16-bit PCM with the same sound on every channel."""
    return np.rint(np.repeat(sound[:, None], channels, 1) * 32_767).astype("<i2").tobytes()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([(-23, 20)], -23.0),
        ([(-33, 20)], -33.0),
        ([(-36, 10), (-23, 60), (-36, 10)], -23.0),
        ([(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)], -23.0),
        ([(-26, 20), (-20, 20.1), (-26, 20)], -23.0),
    ],
)
@pytest.mark.parametrize("rate", [44_100, 48_000])
def test_integrated_loudness_of_ebu_3341(
    steps: Sequence[tuple[float, float]], expected: float, rate: int
) -> None:
    """Signals 1 to 5, in stereo: within 0.1 LU."""
    reading = read_levels(to_pcm(play(steps, rate), 2), 2, Hertz(rate))
    assert find_loudness(reading, 2).integrated == pytest.approx(expected, abs=0.1)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([(-20, 20), (-30, 20)], 10),
        ([(-20, 20), (-15, 20)], 5),
        ([(-40, 20), (-20, 20)], 20),
        ([(-50, 20), (-35, 20), (-20, 20), (-35, 20), (-50, 20)], 15),
    ],
)
def test_loudness_range_of_ebu_3342(steps: Sequence[tuple[float, float]], expected: float) -> None:
    """Signals 1 to 4: within 1 LU."""
    reading = read_levels(to_pcm(play(steps), 2), 2, RATE)
    assert find_loudness(reading, 2).range == pytest.approx(expected, abs=1)


@pytest.mark.parametrize(
    ("divisor", "level", "phase", "expected"),
    [(4, 0.5, 0, -6), (4, 0.5, 45, -6), (6, 0.5, 60, -6), (8, 0.5, 67.5, -6)],
)
def test_true_peak_of_ebu_3341(divisor: int, level: float, phase: float, expected: float) -> None:
    """Signals 15 to 18: +0.2, -0.4 dB; samples alone would read 3 dB less."""
    at = np.arange(RATE)
    fade = np.minimum(1, np.minimum(at, RATE - at) / 480)
    sound = level * fade * np.sin(2 * np.pi * at / divisor + math.radians(phase))
    found = find_loudness(read_levels(to_pcm(sound, 2), 2, RATE), 2).true_peak
    assert expected - 0.4 <= found <= expected + 0.2


@pytest.mark.slow
def test_mono_is_counted_on_one_channel_and_heard_on_two() -> None:
    """A full sine on one channel reads -3.0 (BS.1770), and both conventions are told."""
    sound = np.sin(2 * np.pi * 997 * np.arange(20 * RATE) / RATE)
    loudness = find_loudness(read_levels(to_pcm(sound, 1), 1, RATE), 1)
    assert (loudness.integrated, loudness.heard) == (-3.0, 0.0)


def make_programme(seconds: int) -> Sound:
    """Bursts of noise at changing levels with pauses of at least a quarter of a second."""
    rng = np.random.Generator(np.random.PCG64(3))
    sound = rng.standard_normal(seconds * 44_100) * 0.05
    at = np.arange(len(sound)) / 44_100
    sound *= 10 ** (0.3 * np.sin(at / 3)) * ((at % 2.5) > 0.3)
    return np.asarray(sound)


@pytest.mark.slow
def test_blocks_measure_what_the_whole_does() -> None:
    """Cut in pauses at places that are no whole steps: within a twentieth of a unit."""
    sound = make_programme(100)
    whole = read_levels(to_pcm(sound, 1), 1)
    cuts = [0, *(round((2.5 * n + 0.15) * 44_100) for n in (5, 11, 20, 33)), len(sound)]
    pieces = [
        read_levels(to_pcm(sound[first:last], 1), 1) for first, last in itertools.pairwise(cuts)
    ]
    one, other = (find_loudness(it, 1) for it in (whole, join_readings(pieces)))
    assert other.integrated == pytest.approx(one.integrated, abs=0.1)
    assert other.range == pytest.approx(one.range, abs=0.2)
    assert other.true_peak == one.true_peak


@pytest.mark.slow
def test_ffmpeg_hears_the_same() -> None:
    """Another meter, by other people."""
    pcm = to_pcm(make_programme(60), 1)
    shape = ("-f", "s16le", "-ar", "44100", "-ac", "1", "-i", "pipe:0")
    meter = "ebur128=peak=true:framelog=verbose"
    _, report = run_ffmpeg([*shape, "-af", meter, "-f", "null", "-"], pcm)
    summary = report[report.rindex("Summary:") :]
    integrated, span, peak = (
        float(re.findall(rf"{name}:\s+(-?[\d.]+)", summary)[0]) for name in ("I", "LRA", "Peak")
    )
    loudness = find_loudness(read_levels(pcm, 1), 1)
    assert loudness.integrated == pytest.approx(integrated, abs=0.1)
    assert loudness.range == pytest.approx(span, abs=0.2)
    assert loudness.true_peak == pytest.approx(peak, abs=0.2)


def test_silence_is_no_loudness() -> None:
    """And no error."""
    loudness = find_loudness(read_levels(bytes(88_200), 1), 1)
    assert loudness.integrated == -math.inf
    assert loudness.true_peak == -120


def test_the_weighting_is_the_recursive_filter_of_the_standard() -> None:
    """Sample by sample, as BS.1770 writes it for 48 kHz."""
    sound = np.random.Generator(np.random.PCG64(5)).standard_normal(9_001).astype(np.float32)
    heard = sound.astype(float)
    for b, a in (
        (
            (1.53512485958697, -2.69169618940638, 1.19839281085285),
            (-1.69065929318241, 0.73248077421585),
        ),
        ((1.0, -2.0, 1.0), (-1.99004745483398, 0.99007225036621)),
    ):
        done = np.zeros_like(heard)
        for n in range(len(heard)):
            done[n] = sum(b[k] * heard[n - k] for k in range(3) if n >= k)
            done[n] -= sum(a[k - 1] * done[n - k] for k in (1, 2) if n >= k)
        heard = done
    assert np.abs(weigh_sound(sound, RATE) - heard).max() < 1e-4


def test_readings_of_nothing_join() -> None:
    """An episode may be shorter than a step."""
    assert join_readings([]) == Reading(join_readings([]).energies, 0.0)
