"""The loudness of any sound file: decoded by ffmpeg, measured piece by piece, never held whole."""

import struct
import subprocess
from array import array
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, cast

from presscast.audio.ffmpeg import ONLY_FILES, build_command, find_reason
from presscast.audio.meter import Loudness, Reading, find_loudness, join_readings, read_levels
from presscast.errors import AudioError
from presscast.units import Hertz

_RATE = Hertz(48_000)
"""At which everything is measured, as BS.1770 is written."""

_STEPS = 100
"""Steps of 100 ms that are measured at once."""

_BEFORE = 10
"""Steps that are heard again before each piece: longer than the meter's filters remember."""

_STEP = _RATE // 10

_HALF = 0.5
"""By this files are turned down while they are decoded: an MP3 may peak over full scale."""

_LOW = 0x8
_SURROUND = 0x10 | 0x20 | 0x200 | 0x400
"""Bits of a WAVE channel mask: the subwoofer, and the two back and two side channels."""

_SURROUND_WEIGHT = 1.41


def measure_file(path: Path) -> Loudness:
    """The loudness of a sound file that ffmpeg decodes. Raises AudioError."""
    reading, channels = read_file(path)
    return find_loudness(reading, channels)


def read_file(path: Path) -> tuple[Reading, int]:
    """(the levels of a sound file that ffmpeg decodes, its channels). Raises AudioError."""
    if not path.is_file():
        raise AudioError("there is no such file", path=path)
    source = (*ONLY_FILES, "-i", f"file:{path.absolute()}", "-map", "0:a:0")
    shape = ("-af", f"volume={_HALF}:precision=float", "-ar", str(_RATE))
    command = build_command("-loglevel", "error", *source, *shape, "-f", "wav", "pipe:1")
    with TemporaryFile() as words:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=words) as ffmpeg:
            weights = _read_header(cast(IO[bytes], ffmpeg.stdout))
            reading = join_readings(_read_pieces(cast(IO[bytes], ffmpeg.stdout), weights))
        words.seek(0)
        report = words.read().decode(errors="replace")
    if ffmpeg.returncode or not weights or not reading.energies:
        reason = f" ({find_reason(report)})" if ffmpeg.returncode else ""
        raise AudioError(f"it holds no sound that can be measured{reason}", path=path)
    energies = array("f", (energy / _HALF**2 for energy in reading.energies))
    return Reading(energies, reading.peak / _HALF), len(weights)


def _read_header(stream: IO[bytes]) -> tuple[float, ...]:
    """What each channel counts for, from the header of a WAVE stream; none where there is none."""
    if stream.read(12)[:4] != b"RIFF":
        return ()
    weights: tuple[float, ...] = ()
    while len(head := stream.read(8)) == 8 and head[:4] != b"data":
        content = stream.read(struct.unpack("<I", head[4:])[0])
        if head[:4] == b"fmt ":
            channels = struct.unpack("<H", content[2:4])[0]
            mask = struct.unpack("<I", content[20:24])[0] if len(content) >= 24 else 0
            bits = [1 << bit for bit in range(32) if mask >> bit & 1]
            weights = tuple(_weigh(bit) for bit in bits) or (1.0,) * channels
    return weights


def _weigh(speaker: int) -> float:
    """What a channel counts for (ITU-R BS.1770-5, table 3)."""
    return 0.0 if speaker & _LOW else _SURROUND_WEIGHT if speaker & _SURROUND else 1.0


def _read_pieces(stream: IO[bytes], weights: tuple[float, ...]) -> Iterator[Reading]:
    size = 2 * max(1, len(weights))
    before = b""
    while piece := stream.read(_STEPS * _STEP * size):
        piece = piece[: len(piece) // size * size]
        reading = _read_weighted(before + piece, weights)
        yield replace(reading, energies=reading.energies[len(before) // (_STEP * size) :])
        before = piece[-_BEFORE * _STEP * size :]


def _read_weighted(pcm: bytes, weights: tuple[float, ...]) -> Reading:
    """The levels of all channels together, each counting for as much as it should."""
    import numpy as np

    sound = np.frombuffer(pcm, "<i2").reshape(-1, len(weights))
    total = np.zeros(len(sound) // _STEP, np.float32)
    peak = 0.0
    for weight in sorted(set(weights)):
        own = sound[:, [at for at, it in enumerate(weights) if it == weight]]
        reading = read_levels(own.tobytes(), own.shape[1], _RATE)
        total += np.float32(weight) * np.frombuffer(reading.energies, np.float32)
        peak = max(peak, reading.peak)
    return Reading(array("f", total.tobytes()), peak)
