"""How loud something is, and the gain that makes it as loud as it should be."""

import re

from presscast.audio.ffmpeg import run_ffmpeg
from presscast.errors import AudioError
from presscast.units import Decibels, Hertz, Lufs

HEADROOM = Decibels(8.0)
"""How far under its final level everything is mixed, so that no 16-bit sum is clipped: eSpeak NG
peaks 20 dB over its loudness. The encoder's gain takes it back, in floating point."""

_INTEGRATED = re.compile(r"I:\s+(-?\d+(?:\.\d+)?) LUFS")

_MONO_OFFSET = 3.0
"""A mono file is measured on one channel and heard on two (ITU-R BS.1770-5, 0.691 and G = 1)."""


def measure_loudness(pcm: bytes, rate: Hertz, channels: int) -> Lufs:
    """Integrated loudness of 16-bit PCM by ITU-R BS.1770, to 0.1 LU. Raises AudioError."""
    shape = ("-f", "s16le", "-ar", str(rate), "-ac", str(channels))
    # "verbose" keeps the line a frame out of the log; "quiet" is unknown to ffmpeg before 6.
    meter = ("-af", "ebur128=framelog=verbose", "-f", "null", "-")
    _, report = run_ffmpeg([*shape, "-i", "pipe:0", *meter], pcm)
    values = _INTEGRATED.findall(report)
    if not values:
        raise AudioError("ffmpeg measured no loudness")
    return Lufs(float(values[-1]))


def find_target(heard: Lufs, channels: int) -> Lufs:
    """What a meter should read in a file of so many channels for it to be heard this loud."""
    return Lufs(heard - _MONO_OFFSET if channels == 1 else heard)


def match_gain(measured: Lufs, target: Lufs) -> Decibels:
    """The gain from one loudness to the other; none for what is too quiet to be measured."""
    return Decibels(0.0 if measured <= -70 else target - measured)
