"""The K-weighting of ITU-R BS.1770 for whole arrays: what a meter hears.

A recursive filter is a loop over samples, which Python is too slow for and numpy does not have.
So the sound is cut into rows: within a row the filter is a product with a triangular matrix, and
what one row leaves behind for the next is four numbers, which die away within a few rows.
Source: ITU-R BS.1770-5, annex 1; the filters' analogue shape for other rates than 48 kHz.
"""

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from presscast.units import Hertz

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Sound = npt.NDArray[np.float32]

_ROW = 128
"""Samples in a row."""

MEMORY = 4_096
"""Samples after which nothing is left of a sound: the slowest pole decays by 190 dB."""


def weigh_sound(sound: "Sound", rate: Hertz) -> "Sound":
    """The sound of one channel, K-weighted: (samples,), float32."""
    import numpy as np

    within, gather, step, release = _build_matrices(rate)
    rows = np.zeros((-(-len(sound) // _ROW), _ROW), np.float32)
    rows.reshape(-1)[: len(sound)] = sound
    left = (rows @ gather).astype(np.float64)
    states = np.zeros_like(left)
    power = np.eye(4)
    for back in range(1, min(MEMORY // _ROW, len(rows) - 1) + 1):
        states[back:] += left[:-back] @ power
        power = power @ step
    return (rows @ within + states.astype(np.float32) @ release).reshape(-1)[: len(sound)]


@lru_cache
def _build_matrices(
    rate: Hertz,
) -> tuple["Sound", "Sound", "npt.NDArray[np.float64]", "Sound"]:
    """(samples of a row -> its response, samples -> state at its end, state -> state a row later,
    state at its beginning -> response)."""
    import numpy as np

    a, b, c, d = _build_system(rate)
    powers = [np.eye(4)]
    for _ in range(_ROW):
        powers.append(a @ powers[-1])
    impulse = np.array([d, *(c @ powers[at] @ b for at in range(_ROW - 1))])
    lags = np.subtract.outer(np.arange(_ROW), np.arange(_ROW))
    within = np.where(lags >= 0, impulse[np.abs(lags)], 0).T
    gather = np.array([powers[_ROW - 1 - at] @ b for at in range(_ROW)])
    release = np.array([c @ powers[at] for at in range(_ROW)]).T
    one, two, three = (np.ascontiguousarray(it, np.float32) for it in (within, gather, release))
    return one, two, powers[_ROW].T, three


def _build_system(
    rate: Hertz,
) -> tuple["npt.NDArray[np.float64]", "npt.NDArray[np.float64]", "npt.NDArray[np.float64]", float]:
    """Both stages one after the other in state-space form."""
    import numpy as np

    one, two = (_build_stage(it) for it in (_shape_shelf(rate), _shape_high_pass(rate)))
    a = np.zeros((4, 4))
    a[:2, :2], a[2:, 2:] = one[0], two[0]
    a[2:, :2] = np.outer(two[1], one[2])
    b = np.concatenate([one[1], two[1] * one[3]])
    c = np.concatenate([two[3] * one[2], two[2]])
    return a, b, c, one[3] * two[3]


Biquad = tuple[tuple[float, float, float], tuple[float, float]]


def _build_stage(
    biquad: Biquad,
) -> tuple["npt.NDArray[np.float64]", "npt.NDArray[np.float64]", "npt.NDArray[np.float64]", float]:
    """A biquad as a state-space system of order two (transposed direct form II)."""
    import numpy as np

    (b0, b1, b2), (a1, a2) = biquad
    a = np.array([[-a1, 1.0], [-a2, 0.0]])
    return a, np.array([b1 - a1 * b0, b2 - a2 * b0]), np.array([1.0, 0.0]), b0


def _shape_shelf(rate: Hertz) -> Biquad:
    """Stage 1: the head, a shelf of 4 dB above 1.7 kHz."""
    k = math.tan(math.pi * 1681.974450955533 / rate)
    q = 0.7071752369554196
    high = 10 ** (3.999843853973347 / 20)
    middle = high**0.4996667741545416
    scale = 1 + k / q + k * k
    b = (high + middle * k / q + k * k, 2 * (k * k - high), high - middle * k / q + k * k)
    return _divide(b, scale), (2 * (k * k - 1) / scale, (1 - k / q + k * k) / scale)


def _shape_high_pass(rate: Hertz) -> Biquad:
    """Stage 2: nothing under 38 Hz is heard."""
    k = math.tan(math.pi * 38.13547087602444 / rate)
    q = 0.5003270373238773
    scale = 1 + k / q + k * k
    return (1.0, -2.0, 1.0), (2 * (k * k - 1) / scale, (1 - k / q + k * k) / scale)


def _divide(numbers: tuple[float, float, float], by: float) -> tuple[float, float, float]:
    one, two, three = numbers
    return one / by, two / by, three / by
