"""Pieces of sound, cut, faded and laid over each other to the sample, by pydub.

pydub counts in milliseconds and rounds; here everything is counted in samples. Clips are 16-bit
at the episode's rate, in the episode's number of channels.
"""

import math
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING

from presscast.units import EPISODE_RATE, Hertz, Samples

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from pydub import AudioSegment

_FULL_SCALE = 32_768

_WHOLE = EPISODE_RATE // 100
"""Ten milliseconds: the shortest stretch that is a whole number of samples and milliseconds."""


def make_clip(
    sound: "npt.NDArray[np.float32]", rate: Hertz, channels: int, pan: float = 0.0
) -> "AudioSegment":
    """A mono sound at any rate, full scale is 1, as a clip.

    In stereo it sits where `pan` says, -1 is left and 1 is right, as loud as in the middle.
    """
    import numpy as np
    import soxr

    # In place from here on: of a long utterance each copy takes megabytes.
    sound = soxr.resample(sound, rate, EPISODE_RATE) if rate != EPISODE_RATE else sound.copy()
    sound *= np.float32(_FULL_SCALE)
    if channels == 2 and pan:
        angle = (pan + 1) * math.pi / 4
        sides = math.sqrt(2) * math.cos(angle), math.sqrt(2) * math.sin(angle)
        sound = np.outer(sound, np.array(sides, np.float32))
    np.clip(np.rint(sound, out=sound), -_FULL_SCALE, _FULL_SCALE - 1, out=sound)
    whole = sound.astype("<i2")
    del sound
    return make_segment(whole.tobytes(), whole.ndim).set_channels(channels)


def make_segment(pcm: bytes, channels: int) -> "AudioSegment":
    """Interleaved 16-bit PCM at the episode's rate as pydub's segment."""
    return _load_segment()(data=pcm, sample_width=2, frame_rate=EPISODE_RATE, channels=channels)


@lru_cache(maxsize=1)
def _load_segment() -> "type[AudioSegment]":
    """pydub's segment; that it looks in vain for an ffmpeg, which it is never asked to run, is
    nobody's concern."""
    warnings.filterwarnings("ignore", "Couldn't find ffmpeg", RuntimeWarning)
    from pydub import AudioSegment as Segment

    segment: type[AudioSegment] = Segment
    return segment


def make_silence(samples: int, channels: int) -> "AudioSegment":
    """So many samples of silence."""
    return make_segment(bytes(2 * channels * max(0, samples)), channels)


def cut_clip(clip: "AudioSegment", start: int, end: int) -> "AudioSegment":
    """The samples from `start` to `end`."""
    return clip.get_sample_slice(max(0, start), max(0, end))


def count_samples(clip: "AudioSegment") -> Samples:
    """The length of a clip."""
    return Samples(int(clip.frame_count()))


def join_clips(clips: list["AudioSegment"], channels: int) -> "AudioSegment":
    """The clips one after the other, copied once."""
    return make_segment(b"".join(clip.raw_data for clip in clips), channels)


def overlay_clip(base: "AudioSegment", clip: "AudioSegment", at: int) -> "AudioSegment":
    """The base with the clip laid over it from sample `at` on; the clip must end within it.

    pydub rounds the end of an overlay to whole milliseconds, so it gets whole ones.
    """
    samples = count_samples(clip)
    channels = clip.channels
    padding = make_silence(-samples % _WHOLE, channels)
    under = join_clips([cut_clip(base, at, at + samples), padding], channels)
    mixed = cut_clip(under.overlay(join_clips([clip, padding], channels)), 0, samples)
    after = cut_clip(base, at + samples, count_samples(base))
    return join_clips([cut_clip(base, 0, at), mixed, after], channels)


def fade_edges(clip: "AudioSegment", samples: int) -> "AudioSegment":
    """The clip with both ends faded over so many samples, so that no cut clicks."""
    length = count_samples(clip)
    edge = min(samples, length // 2)
    opening = cut_clip(clip, 0, edge)
    closing = cut_clip(clip, length - edge, length)
    # Only the ends: pydub copies all of what it is given, more than once.
    opening = opening.fade(from_gain=-120, start=0, duration=max(1, len(opening)))
    closing = closing.fade(to_gain=-120, start=0, duration=max(1, len(closing)))
    return join_clips([opening, cut_clip(clip, edge, length - edge), closing], clip.channels)
