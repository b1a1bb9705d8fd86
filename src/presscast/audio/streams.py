"""What an episode's blocks are written into, one stream a format, as they come.

MP3 is joined out of frames; every other format is encoded by a program of its own, which is fed the
same mastered sound. No stream holds more than a block.
"""

import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import IO, Protocol, cast

from presscast.audio.ffmpeg import build_command, find_reason, run_ffmpeg
from presscast.audio.mp3 import StreamWriter, render_empty_tag
from presscast.errors import AudioError
from presscast.files import report_disk
from presscast.model import TimedChapter
from presscast.show import AudioSettings
from presscast.units import EPISODE_RATE, Samples, to_milliseconds

MP3 = "mp3"

_EXACT = ("-fflags", "+bitexact", "-flags:a", "+bitexact")
"""No dates, no random numbers, no names of encoders: the same sound, the same bytes."""

_BOOKS = ("m4a", "m4b")
"""Formats that are one and the same inside: their sound is encoded once."""

_CODECS: Mapping[str, Sequence[str]] = {
    "m4a": ("-c:a", "aac"),
    "opus": ("-c:a", "libopus"),
    "flac": ("-c:a", "flac", "-sample_fmt", "s16"),
    "wav": ("-c:a", "pcm_s16le", "-rf64", "auto"),
}
_LOSSLESS = ("flac", "wav")


class Stream(Protocol):
    """Where the blocks of an episode go, in order."""

    path: Path

    def write(self, frames: bytes | memoryview, pcm: bytes) -> None:
        """Add a block: MP3 frames and sound, of which a stream takes what it needs."""

    def close(self, samples: Samples) -> None:
        """Finish a stream that plays so many samples. Raises AudioError."""

    def give_up(self) -> None:
        """Let go of files and processes."""


def open_streams(sounds: Mapping[str, Path], audio: AudioSettings, room: int) -> dict[str, Stream]:
    """A stream for each kind of sound that these files are made of, most of them the file itself.

    Before the stream of an MP3 so many bytes are left for its tag, empty as yet.
    """
    streams: dict[str, Stream] = {}
    for suffix, path in sounds.items():
        name = _find_source(suffix)
        if name not in streams:
            path = _locate_stream(suffix, path)
            piped = partial(PipedStream, path, name, audio)
            streams[name] = Mp3Stream(path, room) if name == MP3 else piped()
    return streams


@contextmanager
def give_up_at_last(streams: Iterable[Stream]) -> Iterator[None]:
    """Let go of what streams hold when the block ends, however it does."""
    try:
        yield
    finally:
        for stream in streams:
            stream.give_up()


def finish_sounds(sounds: Mapping[str, Path], chapters: Sequence[TimedChapter]) -> None:
    """Make the file of each format out of its stream, where that is not the file, before it is
    tagged. Raises AudioError or OutputError."""
    for suffix, path in sounds.items():
        if suffix in _BOOKS:
            _finish_book(_locate_stream(suffix, path), path, chapters)


def _find_source(suffix: str) -> str:
    return "m4a" if suffix in _BOOKS else suffix


def _locate_stream(suffix: str, sound: Path) -> Path:
    """Where the stream of a sound is written: books have one for all of them."""
    return sound.parents[1] / "episode.m4a" if suffix in _BOOKS else sound


def _finish_book(stream: Path, finished: Path, chapters: Sequence[TimedChapter]) -> None:
    """The sound with its chapters, in the containers that have them in both forms."""
    marks = stream.with_name("chapters.txt")
    with report_disk(marks):
        marks.write_text(_render_marks(chapters), "utf-8")
    sources = ("-i", f"file:{stream}", "-f", "ffmetadata", "-i", f"file:{marks}")
    copy = ("-map", "0:a", "-map_chapters", "1", "-c", "copy", "-movflags", "+faststart")
    run_ffmpeg(["-loglevel", "error", *sources, *copy, *_EXACT, "-f", "ipod", f"file:{finished}"])


def _render_marks(chapters: Sequence[TimedChapter]) -> str:
    """Chapters in ffmpeg's own metadata format."""
    lines = [";FFMETADATA1"]
    for chapter in chapters:
        start, end = to_milliseconds(chapter.start), to_milliseconds(chapter.end)
        title = "".join(f"\\{char}" if char in "=;#\\\n" else char for char in chapter.title)
        lines += ["[CHAPTER]", "TIMEBASE=1/1000", f"START={start}", f"END={end}", f"title={title}"]
    return "\n".join(lines) + "\n"


class Mp3Stream:
    """Frames behind an Info frame, and before that room for a tag."""

    def __init__(self, path: Path, room: int) -> None:
        self.path = path
        with report_disk(path):
            self._file = path.open("wb")
            self._file.write(render_empty_tag(room))
        self._writer = StreamWriter(self._file)

    def write(self, frames: bytes | memoryview, pcm: bytes) -> None:
        """Add a block's frames."""
        with report_disk(self.path):
            self._writer.write(frames)

    def close(self, samples: Samples) -> None:
        """Tell the length in the Info frame."""
        with report_disk(self.path):
            self._writer.close(samples)
            self._file.close()

    def give_up(self) -> None:
        """Close the file."""
        with suppress(OSError):
            self._file.close()


class PipedStream:
    """Sound that a program encodes while it comes."""

    def __init__(self, path: Path, name: str, audio: AudioSettings) -> None:
        self.path = path
        self._width = 2 * audio.channels
        self._written = 0
        self._held = b""
        self._complaints: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        shape = ("-f", "s16le", "-ar", str(EPISODE_RATE), "-ac", str(audio.channels))
        kilobits = audio.bitrate * 2 // 3 if name == "opus" else audio.bitrate
        rate = () if name in _LOSSLESS else ("-b:a", f"{kilobits}k")
        self._process = subprocess.Popen(
            build_command(
                *("-loglevel", "error", *shape, "-i", "pipe:0"),
                *(*_CODECS[name], *rate, *_EXACT, f"file:{path}"),
            ),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=self._complaints,
        )
        self._stdin = cast("IO[bytes]", self._process.stdin)

    def write(self, frames: bytes | memoryview, pcm: bytes) -> None:
        """Add a block's sound. The last is held back: the episode may end within it."""
        self._feed(self._held)
        self._held = pcm

    def _feed(self, pcm: bytes) -> None:
        try:
            self._stdin.write(pcm)
        except OSError:
            raise self._explain() from None
        self._written += len(pcm) // self._width

    def close(self, samples: Samples) -> None:
        """Wait for the end of the encoding. Raises AudioError."""
        self._feed(self._held[: (samples - self._written) * self._width])
        try:
            self._stdin.close()
        except OSError:
            raise self._explain() from None
        if self._process.wait():
            raise self._explain()
        self._complaints.close()

    def _explain(self) -> AudioError:
        self._process.wait()
        self._complaints.seek(0)
        reason = find_reason(self._complaints.read().decode(errors="replace"))
        remedy = "Free some space or choose another disk." if "No space" in reason else ""
        return AudioError(f"{self.path.suffix[1:]} could not be encoded ({reason})", remedy=remedy)

    def give_up(self) -> None:
        """End the program."""
        self._process.kill()
        self._process.wait()
        with suppress(OSError):
            self._stdin.close()
        self._complaints.close()
