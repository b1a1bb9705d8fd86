"""WAV as servers and programs stream it: sizes may be missing, the sound must not be."""

import struct
from typing import NamedTuple

from presscast.errors import SpeechError
from presscast.units import Hertz

_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE

_UNKNOWN_SIZE = 0x7FFFF000
"""Sizes from here on were written before anybody knew how long the sound would be."""

_OTHERS = {
    b"ID3": "MP3",
    b"\xff\xfb": "MP3",
    b"\xff\xf3": "MP3",
    b"\xff\xf2": "MP3",
    b"OggS": "Ogg",
    b"fLaC": "FLAC",
    b"\xff\xf1": "AAC",
    b"<": "a web page",
    b"{": "JSON",
}


class Wave(NamedTuple):
    """Mono, signed 16-bit little-endian PCM, and its rate."""

    pcm: bytes
    rate: Hertz


def read_wave(content: bytes) -> Wave:
    """The sound of a WAV file. Raises SpeechError for anything else, and for one that is cut."""
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        found = next((name for start, name in _OTHERS.items() if content.startswith(start)), "")
        raise SpeechError(f"the answer is {found or 'something else'}, not WAV")
    shape: tuple[int, int, int, int] | None = None
    at = 12
    while at + 8 <= len(content):
        name, size = struct.unpack_from("<4sI", content, at)
        at += 8
        if name == b"fmt " and size >= 16:
            shape = _read_format(content[at : at + size])
        if name == b"data":
            if size < _UNKNOWN_SIZE and size > len(content) - at:
                raise SpeechError(f"the sound is cut: {len(content) - at} of {size} bytes")
            if shape is None:
                break
            return _decode(content[at : at + size], *shape)
        at += size + size % 2
    raise SpeechError("the WAV file has no sound in it")


def _read_format(chunk: bytes) -> tuple[int, int, int, int]:
    """(kind, channels, rate, bits)."""
    try:
        kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", chunk)
        if kind == _EXTENSIBLE:
            (kind,) = struct.unpack_from("<H", chunk, 24)
    except struct.error:
        raise SpeechError("the WAV file's header is cut") from None
    return kind, channels, rate, bits


def _decode(sound: bytes, kind: int, channels: int, rate: int, bits: int) -> Wave:
    import numpy as np

    known = {(_PCM, 16): "<i2", (_FLOAT, 32): "<f4"}
    if (kind, bits) not in known or not channels:
        raise SpeechError(f"the WAV file is of a kind that is not read ({bits} bits, kind {kind})")
    width = channels * bits // 8
    samples = np.frombuffer(sound[: len(sound) // width * width], known[kind, bits])
    if kind == _PCM and channels == 1:
        return Wave(samples.tobytes(), Hertz(rate))
    scaled = samples.reshape(-1, channels).mean(axis=1) * (32_767 if kind == _FLOAT else 1)
    whole = np.clip(np.rint(np.nan_to_num(scaled)), -32_768, 32_767)
    return Wave(whole.astype("<i2").tobytes(), Hertz(rate))
