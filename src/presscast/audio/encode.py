"""A block of sound in, MP3 frames out, fit to be joined with those of its neighbours."""

from presscast.audio.ffmpeg import run_ffmpeg
from presscast.audio.loudness import HEADROOM
from presscast.audio.mp3 import FRAME, split_frames
from presscast.show import Show
from presscast.units import EPISODE_RATE, Samples

RUN_IN = Samples(8 * FRAME)
"""The neighbouring sound that is encoded with a block at either end, its frames thrown away: four
frames settle the encoder, 200 ms the limiter, whose release takes 60."""


def encode_block(pcm: bytes, show: Show) -> bytes:
    """The frames of a block. `pcm` is interleaved 16-bit, with RUN_IN more at either end.

    Constant bit rate (players seek wrongly in variable ones) and no bit reservoir, so that every
    frame stands alone. The mix's headroom is taken back and peaks are limited. Raises AudioError.
    """
    stream, _ = run_ffmpeg(_build_arguments(show), pcm)
    samples = len(pcm) // (2 * show.audio.channels) - 2 * RUN_IN
    first = RUN_IN // FRAME
    frames = list(split_frames(stream))
    return b"".join(frames[first : first + samples // FRAME])


def _build_arguments(show: Show) -> list[str]:
    peak = 10 ** (show.loudness.peak / 20)
    shape = ("-f", "s16le", "-ar", str(EPISODE_RATE), "-ac", str(show.audio.channels))
    gain = f"volume={HEADROOM}dB:precision=float"
    # level=0: the limiter shall limit, not normalise; latency=1 keeps every sample in its place.
    limiter = f"alimiter=limit={peak:.6f}:attack=5:release=60:level=0:latency=1"
    codec = ("-c:a", "libmp3lame", "-b:a", f"{show.audio.bitrate}k", "-reservoir", "0")
    bare = ("-write_xing", "0", "-id3v2_version", "0", "-f", "mp3", "pipe:1")
    chain = ("-i", "pipe:0", "-af", f"{gain},{limiter}")
    return ["-loglevel", "error", *shape, *chain, *codec, *bare]
