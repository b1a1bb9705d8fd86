"""How loud something is, and the gain that makes it as loud as it should be."""

from presscast.audio.meter import MONO_OFFSET, integrate_loudness, read_levels
from presscast.units import Decibels, Hertz, Lufs

HEADROOM = Decibels(8.0)
"""How far under its final level everything is mixed, so that no 16-bit sum is clipped: eSpeak NG
peaks 20 dB over its loudness. The encoder's gain takes it back, in floating point."""


def measure_loudness(pcm: bytes, rate: Hertz, channels: int) -> Lufs:
    """Integrated loudness of 16-bit PCM by ITU-R BS.1770; -inf where nothing is heard."""
    return Lufs(integrate_loudness(read_levels(pcm, channels, rate)))


def find_target(heard: Lufs, channels: int) -> Lufs:
    """What a meter should read in a file of so many channels for it to be heard this loud."""
    return Lufs(heard - MONO_OFFSET if channels == 1 else heard)


def match_gain(measured: Lufs, target: Lufs) -> Decibels:
    """The gain from one loudness to the other; none for what is too quiet to be measured."""
    return Decibels(0.0 if measured <= -70 else target - measured)
