"""Peaks kept under a ceiling, with a look ahead: the gain is down before a peak comes."""

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Sound = npt.NDArray[np.float32]

_CELL = 32
"""Samples that have one gain in common before it is smoothed: less than a millisecond."""

_SLOPE = 20
"""Cells before and after a peak over which the gain goes down and comes back: 15 ms."""

REACH = (2 * _SLOPE + 1) * _CELL
"""Samples around another that may change its gain."""


def limit_peaks(sound: "Sound", ceiling: float) -> "Sound":
    """The sound, (samples, channels), with no sample above the ceiling: it is changed in place.

    Its length has to be a whole number of cells, as MP3 frames are.
    """
    import numpy as np

    cells = sound.reshape(-1, _CELL, sound.shape[1])
    peaks = np.maximum(cells.max(axis=(1, 2)), -cells.min(axis=(1, 2)))
    if peaks.max(initial=0) <= ceiling:
        return sound
    # By how much the gain has to go down: exactly nothing far from a peak, and in doubles, so that
    # what one processor rounds otherwise than another is not heard.
    wanted = 1 - ceiling / np.maximum(peaks.astype(np.float64), ceiling)
    # The most in reach, then its mean in half the reach: never less than what is wanted.
    padded = np.pad(wanted, 2 * _SLOPE)
    most = np.lib.stride_tricks.sliding_window_view(padded, 2 * _SLOPE + 1).max(axis=1)
    gain = (1 - np.convolve(most, _build_window(), mode="valid")).astype(np.float32)
    turned = np.flatnonzero((gain[:-1] < 1) | (gain[1:] < 1))
    slope = np.arange(_CELL, dtype=np.float32)[:, None] / _CELL
    start, end = gain[turned, None, None], gain[turned + 1, None, None]
    cells[turned] *= start + (end - start) * slope
    return sound


@lru_cache(maxsize=1)
def _build_window() -> "npt.NDArray[np.float64]":
    import numpy as np

    window = np.hanning(2 * _SLOPE + 2)[1:-1]
    return np.asarray(window / window.sum(), np.float64)
