"""A block of sound in, MP3 frames out, fit to be joined with those of its neighbours."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice

from presscast.audio.ffmpeg import start_ffmpeg
from presscast.audio.mp3 import FRAME, split_frames
from presscast.show import Show
from presscast.units import EPISODE_RATE, Samples

RUN_IN = Samples(4 * FRAME)
"""What is encoded before and behind a block, its frames thrown away: so many settle the encoder."""


_LAME_SCALE = {192: 0.97}
_LAME_USUAL_SCALE = 0.95
"""What LAME multiplies every sound by before it encodes it at a constant bit rate, by kilobits
(its presets.c, and measured): half a unit of loudness, which is given back to it."""


_LAME_SETTINGS = ("-reservoir", "0", "-compression_level", "7")
"""No bit reservoir, so that every frame stands alone, and no noise shaping (ADR 6)."""


@contextmanager
def start_encoder(
    pcm: bytes, show: Show, before: bytes = b"", after: bytes = b""
) -> Iterator[Callable[[], bytes]]:
    """What waits for the encoder, which works meanwhile: the frames of a block.

    `pcm` is interleaved, 16-bit, in whole frames. Before and after it is silence, but for RUN_IN
    samples of music that goes on over its borders. At a constant bit rate: players seek wrongly in
    variable ones. Raises AudioError.
    """
    silence = bytes(2 * RUN_IN * show.audio.channels)
    sound = before or silence, pcm, after or silence
    first = RUN_IN // FRAME
    last = first + len(pcm) // (2 * show.audio.channels * FRAME)
    with start_ffmpeg(_build_arguments(show), *sound) as finish:
        yield lambda: b"".join(islice(split_frames(finish()[0]), first, last))


def _build_arguments(show: Show) -> list[str]:
    shape = ("-f", "s16le", "-ar", str(EPISODE_RATE), "-ac", str(show.audio.channels))
    scale = _LAME_SCALE.get(show.audio.bitrate, _LAME_USUAL_SCALE)
    gain = ("-af", f"volume={1 / scale:.6f}:precision=float")
    codec = (*gain, "-c:a", "libmp3lame", "-b:a", f"{show.audio.bitrate}k", *_LAME_SETTINGS)
    # A flush for each frame would have us woken up 38 times a second of sound.
    bare = ("-write_xing", "0", "-id3v2_version", "0", "-flush_packets", "0", "-f", "mp3", "pipe:1")
    return ["-loglevel", "error", *shape, "-i", "pipe:0", *codec, *bare]
