"""The MP3 stream: one ffmpeg that takes sound as it is mixed."""

import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self, cast

from presscast.audio.ffmpeg import build_command, find_reason
from presscast.audio.loudness import HEADROOM
from presscast.errors import AudioError, OutputError, PresscastError
from presscast.show import Show
from presscast.units import EPISODE_RATE

_FULL = ("No space left", "File too large", "File size limit exceeded", "Disk quota exceeded")
"""What ffmpeg and the system say when a file does not fit."""


class Mp3Encoder:
    """Encodes 16-bit PCM into a file, with the mix's headroom taken back and peaks limited.

    Constant bit rate (players seek wrongly in variable ones), an Info frame, no tags.
    """

    def __init__(self, path: Path, show: Show) -> None:
        self._path = path
        self._complaints: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        self._process = subprocess.Popen(
            build_command(*_build_arguments(path, show)),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=self._complaints,
        )
        self._stdin = cast("IO[bytes]", self._process.stdin)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        with suppress(OSError):
            self._stdin.close()
        self._complaints.close()

    def write(self, pcm: bytes) -> None:
        """Encode more sound. Raises AudioError or OutputError if ffmpeg has ended."""
        try:
            self._stdin.write(pcm)
        except OSError as error:
            raise self._explain() from error

    def finish(self) -> None:
        """Wait for the end of the file. Raises AudioError or OutputError."""
        try:
            self._stdin.close()
        except OSError as error:
            raise self._explain() from error
        if self._process.wait():
            raise self._explain()

    def _explain(self) -> PresscastError:
        """Why ffmpeg ended: its own words, or the signal that ended it."""
        code = self._process.wait()
        self._complaints.seek(0)
        reason = find_reason(self._complaints.read().decode(errors="replace"))
        if code < 0:
            reason = signal.strsignal(-code) or reason
        full = next((sign for sign in _FULL if sign.lower() in reason.lower()), None)
        if full:
            remedy = "Free some space or choose another disk."
            return OutputError(f"cannot be written ({full})", path=self._path.parent, remedy=remedy)
        return AudioError(f"the MP3 encoder failed ({reason})")


def _build_arguments(path: Path, show: Show) -> list[str]:
    peak = 10 ** (show.loudness.peak / 20)
    shape = ("-f", "s16le", "-ar", str(EPISODE_RATE), "-ac", str(show.audio.channels))
    gain = f"volume={HEADROOM}dB:precision=float"
    # level=0: the limiter shall limit, not normalise; latency=1 keeps every sample in its place.
    limiter = f"alimiter=limit={peak:.6f}:attack=5:release=60:level=0:latency=1"
    codec = ("-c:a", "libmp3lame", "-b:a", f"{show.audio.bitrate}k", "-write_xing", "1")
    untagged = ("-map_metadata", "-1", "-id3v2_version", "0")
    exact = ("-fflags", "+bitexact", "-flags:a", "+bitexact")
    chain = ("-i", "pipe:0", "-af", f"{gain},{limiter}")
    return ["-loglevel", "error", *shape, *chain, *codec, *untagged, *exact, "-f", "mp3", str(path)]
