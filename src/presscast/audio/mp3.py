"""MPEG-1 layer III streams frame by frame: taking them apart, and the Info frame before them.

Sources: ISO/IEC 11172-3, 2.4.1.3 (frame header); "Mp3 Info Tag revision 1 specifications" of the
LAME project (Xing/Info and LAME fields).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import IO

from presscast.errors import AudioError
from presscast.units import EPISODE_RATE, Samples

FRAME = 1_152
"""Samples in a frame."""

ENCODER_DELAY = 576
"""Samples of silence that LAME puts before the sound."""

DECODER_DELAY = 529
"""Samples by which every decoder lags."""

_KBPS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_PADDING_BIT = 0x02
_SEEK_POINTS = 100


def split_frames(stream: bytes) -> Iterator[bytes]:
    """The frames of a stream, one after the other. Raises AudioError for anything else."""
    at = 0
    while at < len(stream):
        header = stream[at : at + 4]
        if len(header) < 4 or header[0] != 0xFF or header[1] | 1 != 0xFB:
            raise AudioError("the encoder did not return MPEG-1 layer III frames")
        size = 144_000 * _KBPS[header[2] >> 4] // EPISODE_RATE + bool(header[2] & _PADDING_BIT)
        yield stream[at : at + size]
        at += size


def count_frames(samples: Samples) -> int:
    """The frames that an episode of so many samples takes, with both delays."""
    return -(-(samples + ENCODER_DELAY + DECODER_DELAY) // FRAME)


TAG_HEADER = 10
"""Bytes of an ID3v2 tag's header."""


def render_tag_header(size: int) -> bytes:
    """The header of an ID3v2.3 tag of so many bytes in all: its length in bytes of seven bits.

    Source: id3.org, ID3v2.3.0, section 3.1.
    """
    length = size - TAG_HEADER
    return b"ID3\x03\x00\x00" + bytes(length >> shift & 0x7F for shift in (21, 14, 7, 0))


def render_empty_tag(size: int) -> bytes:
    """A tag of so many bytes with nothing in it, which every reader passes over."""
    return render_tag_header(size).ljust(size, b"\0") if size else b""


class StreamWriter:
    """Joins blocks of frames into a stream, behind the Info frame that tells of all of them."""

    def __init__(self, file: IO[bytes]) -> None:
        """The stream begins where the file is."""
        self._file = file
        self._start = file.tell()
        self._size = 0
        self._first = b""

    def write(self, frames: bytes | memoryview) -> None:
        """Add the frames of the next block."""
        if not self._first:
            self._first = bytes(frames[:4])
            # The Info frame tells of the end, but stands first: its place is kept.
            self._file.write(render_info(self._first, Stream(Samples(0), frames=1, size=0)))
        self._file.write(frames)
        self._size += len(frames)

    def close(self, samples: Samples) -> None:
        """Put the Info frame of a stream of so many samples before it."""
        self._file.seek(self._start)
        stream = Stream(samples, count_frames(samples), self._size)
        self._file.write(render_info(self._first, stream))


@dataclass(frozen=True, slots=True)
class Stream:
    """What the Info frame tells of a finished stream of constant bit rate."""

    samples: Samples
    frames: int
    size: int
    """Bytes of all frames, the Info frame not counted."""


def render_info(first: bytes, stream: Stream) -> bytes:
    """The Info frame for a stream whose first frame is given.

    It has that frame's header, so that no checker takes it for junk, and tells the number of
    frames and bytes, a table for seeking, and the delay and padding that make playback gapless.
    """
    header = bytearray(first[:4])
    header[2] &= ~_PADDING_BIT & 0xFF
    mono = header[3] >> 6 == 3
    kbps = _KBPS[header[2] >> 4]
    size = 144_000 * kbps // EPISODE_RATE
    total = stream.size + size
    padding = stream.frames * FRAME - ENCODER_DELAY - stream.samples
    frame = header + bytes(17 if mono else 32)
    frame += b"Info" + (0b0111).to_bytes(4, "big")
    frame += stream.frames.to_bytes(4, "big") + total.to_bytes(4, "big")
    frame += bytes(256 * point // _SEEK_POINTS for point in range(_SEEK_POINTS))
    frame += b"LAME3.100" + bytes([0x01, 0]) + bytes(8) + bytes([0, kbps])
    frame += (ENCODER_DELAY << 12 | padding).to_bytes(3, "big") + bytes(4)
    frame += total.to_bytes(4, "big") + bytes(2)
    frame += _checksum(bytes(frame)).to_bytes(2, "big")
    return bytes(frame).ljust(size, b"\0")


def _checksum(content: bytes) -> int:
    """CRC-16 as the LAME tag has it: polynomial 0x8005, reflected, from zero."""
    crc = 0
    for byte in content:
        crc = crc >> 8 ^ _crc_table()[(crc ^ byte) & 0xFF]
    return crc


@lru_cache(maxsize=1)
def _crc_table() -> tuple[int, ...]:
    def shift(value: int) -> int:
        for _ in range(8):
            value = value >> 1 ^ (0xA001 if value & 1 else 0)
        return value

    return tuple(shift(value) for value in range(256))
