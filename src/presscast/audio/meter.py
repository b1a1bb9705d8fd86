"""How loud an episode is, measured block by block: nothing is decoded, nothing heard twice.

A block is measured once, as energies of 100 ms each, and its figures are kept with its frames; an
episode's loudness comes out of all of them. Blocks meet in silence, so the part of a step at the
end of each may be left out. Sources: ITU-R BS.1770-5 (gating, true peak), EBU Tech 3342 (range).
"""

import math
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from presscast.audio.weighting import MEMORY, weigh_sound
from presscast.units import EPISODE_RATE, Hertz, Lufs

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Sound = npt.NDArray[np.float32]

_STEPS_A_SECOND = 10
_PIECE = 50
"""Steps that are weighted at once."""
_MOMENT = 4
"""Steps in the 400 ms over which loudness is gated."""
_SHORT_TERM = 30
"""Steps in the three seconds over which the range is taken."""
_SILENT = -70.0
_RELATIVE_GATE = 10.0
_RANGE_GATE = 20.0

_FULL_SCALE = 32_768

_OVERSAMPLING = 4
_TAPS = 12
"""Samples on either side that decide what lies between two of them."""
_NEAR = 10 ** (-3 / 20)
"""Only where samples are within 3 dB of the highest is looked between them."""
_CHUNK = 1 << 13


@dataclass(frozen=True, slots=True)
class Reading:
    """What was measured of a stretch of sound."""

    energies: "array[float]"
    """Of each 100 ms the K-weighted mean square, summed over channels; full scale is 1."""
    peak: float
    """The highest level between samples, where full scale is 1."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """The loudness of an episode, each rounded to a tenth."""

    integrated: Lufs
    """As a meter reads the file: in mono on its one channel."""
    heard: Lufs
    """As it is heard: a mono file from two loudspeakers, 3 LU louder than on one channel."""
    range: float
    """In LU."""
    true_peak: float
    """In dBTP."""


def read_levels(pcm: bytes, channels: int, rate: Hertz = EPISODE_RATE) -> Reading:
    """The levels of interleaved 16-bit PCM."""
    import numpy as np

    sound = np.frombuffer(pcm, "<i2").reshape(-1, channels)
    step = rate // _STEPS_A_SECOND
    count = len(sound) // step
    energies = np.zeros(count, np.float32)
    for channel in sound.T:
        # In pieces, each with what comes before it: the whole would be held four times.
        for first in range(0, count, _PIECE):
            last = min(first + _PIECE, count)
            before = max(0, first * step - MEMORY)
            piece = channel[before : last * step].astype(np.float32) * np.float32(1 / _FULL_SCALE)
            heard = weigh_sound(piece, rate)[first * step - before :].reshape(-1, step)
            energies[first:last] += np.einsum("ij,ij->i", heard, heard) / step
    return Reading(array("f", energies.tobytes()), _find_true_peak(sound) / _FULL_SCALE)


def join_readings(readings: Iterable[Reading]) -> Reading:
    """One reading of sounds that follow each other."""
    energies = array("f")
    peak = 0.0
    for reading in readings:
        energies += reading.energies
        peak = max(peak, reading.peak)
    return Reading(energies, peak)


def find_steps(start: int, end: int) -> tuple[int, int]:
    """(first, last) of the energies that lie between two samples of an episode's block."""
    step = EPISODE_RATE // _STEPS_A_SECOND
    return -(-start // step), end // step


def find_levels(
    energies: "array[float]", places: Mapping[str, Iterable[tuple[int, int]]], channels: int
) -> Mapping[str, Lufs]:
    """The loudness as heard of each speaker with these places among the energies of an episode;
    of who is hardly heard, none."""
    offset = MONO_OFFSET if channels == 1 else 0
    levels = {}
    for name, own in places.items():
        heard = array("f")
        for first, last in own:
            heard += energies[first:last]
        levels[name] = integrate_loudness(Reading(heard, peak=0.0)) + offset
    return {name: Lufs(round(it, 1)) for name, it in levels.items() if it > _SILENT}


def find_loudness(reading: Reading, channels: int) -> Loudness:
    """What the meters say of an episode of so many channels."""
    integrated = integrate_loudness(reading)
    return Loudness(
        integrated=Lufs(round(integrated, 1)),
        heard=Lufs(round(integrated + (MONO_OFFSET if channels == 1 else 0), 1)),
        range=round(_find_range(reading), 1),
        true_peak=round(20 * math.log10(max(reading.peak, 1e-6)), 1),
    )


MONO_OFFSET = 3.0
"""A mono file is measured on one channel and heard on two (ITU-R BS.1770-5, 0.691 and G = 1)."""


def integrate_loudness(reading: Reading) -> float:
    """Integrated loudness in LUFS, gated twice; -inf where nothing is heard."""
    moments = _average(reading, _MOMENT)
    heard = moments[moments > _to_energy(_SILENT)]
    if not len(heard):
        return -math.inf
    gate = heard.mean() * 10 ** (-_RELATIVE_GATE / 10)
    return _to_lufs(float(heard[heard > gate].mean()))


def follow_loudness(reading: Reading) -> "npt.NDArray[np.float64]":
    """Short-term loudness in LUFS, over the three seconds from each 100 ms on; -70 for silence."""
    import numpy as np

    moments = np.maximum(_average(reading, _SHORT_TERM), _to_energy(_SILENT))
    return np.asarray(-0.691 + 10 * np.log10(moments))


def _find_range(reading: Reading) -> float:
    """The loudness range in LU: between the 10th and the 95th of a hundred short-term values."""
    import numpy as np

    moments = _average(reading, _SHORT_TERM)
    heard = moments[moments > _to_energy(_SILENT)]
    if not len(heard):
        return 0.0
    heard = np.sort(heard[heard > heard.mean() * 10 ** (-_RANGE_GATE / 10)])
    low, high = (heard[round((len(heard) - 1) * share)] for share in (0.10, 0.95))
    return 10 * math.log10(high / low)


def _average(reading: Reading, steps: int) -> "npt.NDArray[np.float64]":
    """The mean energy of so many steps, from each step on."""
    import numpy as np

    energies = np.frombuffer(reading.energies, np.float32)
    sums = np.concatenate([[0.0], np.cumsum(energies, dtype=np.float64)])
    return np.asarray(np.maximum(sums[steps:] - sums[:-steps], 0) / steps, np.float64)


def _to_lufs(energy: float) -> float:
    return -0.691 + 10 * math.log10(energy)


def _to_energy(loudness: float) -> float:
    return float(10 ** ((loudness + 0.691) / 10))


def _find_true_peak(sound: "npt.NDArray[np.int16]") -> float:
    """The highest level between samples, looked for near the highest samples."""
    import numpy as np

    filters = _build_filters()
    around = np.arange(1 - _TAPS, _TAPS + 1)
    highest = float(max(sound.max(initial=0), -int(sound.min(initial=0))))
    least = max(1, highest * _NEAR)
    for channel in sound.T:
        high = (channel >= least) | (channel <= -least)
        # What lies before a sample is looked for as well as what lies after it.
        near = np.flatnonzero(np.append(high, False) | np.insert(high, 0, False)) - 1
        for at in range(0, len(near), _CHUNK):
            places = near[at : at + _CHUNK, None] + around
            inside = (places >= 0) & (places < len(channel))
            windows = channel[np.clip(places, 0, len(channel) - 1)] * inside
            between = windows.astype(np.float32) @ filters
            highest = max(highest, float(np.abs(between).max()))
    return highest


@lru_cache(maxsize=1)
def _build_filters() -> "Sound":
    """For each place between two samples the weights of those around it."""
    import numpy as np

    places = np.arange(1, _OVERSAMPLING) / _OVERSAMPLING
    distances = np.arange(1 - _TAPS, _TAPS + 1)[:, None] - places
    weights = np.sinc(distances) * np.cos(np.pi * distances / (2 * _TAPS + 2)) ** 2
    return np.ascontiguousarray(weights / weights.sum(axis=0), np.float32)
