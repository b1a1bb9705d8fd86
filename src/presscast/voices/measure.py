"""How a voice sounds, measured on its speech: what casting compares voices by."""

from typing import TYPE_CHECKING, NamedTuple

from presscast.model import Sex
from presscast.units import Hertz

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Sound = npt.NDArray[np.float64]

_LOWEST, _HIGHEST = 60, 500
"""Hertz between which a voice's fundamental is looked for."""

_FRAME_S = 0.046
_STEP_S = 0.01

_VOICED = 0.5
"""How much a frame must be like itself one period later."""

_WOMANS = 160
"""Hertz: voices above are heard as a woman's. It is right for all voices of the catalogue at the
engine's own pitch."""


class Measure(NamedTuple):
    """What is heard of a voice."""

    pitch: Hertz
    """Median of the fundamental; 0 where nothing is voiced."""
    brightness: Hertz
    """Median spectral centroid of the voiced sound; 0 likewise."""
    voiced: float
    """How much of the louder half of the sound has a pitch, 0 to 1."""

    @property
    def sex(self) -> Sex:
        """Whose voice this sounds like."""
        return Sex.FEMALE if self.pitch > _WOMANS else Sex.MALE


def measure_voice(pcm: bytes, rate: Hertz, most: int = 1 << 20) -> Measure:
    """Pitch and brightness of 16-bit mono speech, within 5 and 13 percent of Praat's.

    With `most` only so many stretches of 46 ms are looked at, evenly spread.
    """
    import numpy as np

    frames = _cut_frames(np.frombuffer(pcm, "<i2"), rate, most)
    pitches, likeness = _find_pitches(frames, rate)
    voiced = likeness > _VOICED
    if not voiced.any():
        return Measure(Hertz(0), Hertz(0), 0.0)
    spectra = np.abs(np.fft.rfft(frames[voiced] * np.hanning(frames.shape[1])))
    frequencies = np.fft.rfftfreq(frames.shape[1], 1 / rate)
    centroids = (spectra * frequencies).sum(axis=1) / spectra.sum(axis=1)
    return Measure(
        pitch=Hertz(round(_find_median(pitches[voiced]))),
        brightness=Hertz(round(_find_median(centroids))),
        voiced=float(voiced.mean()),
    )


def _cut_frames(sound: "npt.NDArray[np.int16]", rate: Hertz, most: int) -> "Sound":
    """The louder half of the sound's frames, (frames, samples), each around zero."""
    import numpy as np

    size, step = round(_FRAME_S * rate), round(_STEP_S * rate)
    sound = np.pad(sound, (0, max(0, size - len(sound))))
    windows = np.lib.stride_tricks.sliding_window_view(sound, size)
    step = max(step, len(windows) // most)
    frames = windows[::step] / 32_768
    frames -= frames.mean(axis=1, keepdims=True)
    power = (frames**2).sum(axis=1)
    loud: Sound = frames[(power >= _find_median(power)) & (power > 0)]
    return loud


def _find_median(values: "Sound") -> float:
    """As numpy.median, which loads all that there is for masked arrays, for 50 ms."""
    import numpy as np

    ranked = np.sort(values)
    middle = len(ranked) // 2
    return float(ranked[middle - 1 + len(ranked) % 2] + ranked[middle]) / 2


def _find_pitches(frames: "Sound", rate: Hertz) -> "tuple[Sound, Sound]":
    """For each frame the frequency at which it repeats, and how much it does so, up to 1."""
    import numpy as np

    size = frames.shape[1]
    window = np.hanning(size)
    length = 1 << (2 * size - 1).bit_length()  # no lag wraps around, and powers of two are fast
    spectra = np.abs(np.fft.rfft(frames * window, length)) ** 2
    own = np.abs(np.fft.rfft(window, length)) ** 2
    first, last = rate // _HIGHEST, min(rate // _LOWEST, size - 1)
    repeats = np.fft.irfft(spectra)[:, : last + 1] / np.fft.irfft(own)[: last + 1]
    repeats /= np.maximum(repeats[:, :1], 1e-12)
    searched = repeats[:, first:]
    # Of two lags that fit nearly as well the shorter one is the period, the other two of them.
    best = searched.max(axis=1, keepdims=True)
    lags = first + np.argmax(searched > best - 0.02 * np.abs(best) - 1e-9, axis=1)
    # Noise that has more lows than highs is most like itself at the shortest lag of all.
    return rate / lags, np.where(lags > first, best[:, 0], 0.0)
