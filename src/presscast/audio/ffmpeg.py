"""The one place that runs ffmpeg: the static build of the imageio-ffmpeg wheel."""

import os
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryFile, gettempdir
from typing import IO

from presscast.errors import AudioError
from presscast.files import report_disk

# ffmpeg opens playlists and addresses that it finds inside "audio" files.
ONLY_FILES = ("-protocol_whitelist", "file,pipe")


@lru_cache(maxsize=1)
def find_ffmpeg() -> str:
    """The path of the program. Raises AudioError where there is none for this platform."""
    import imageio_ffmpeg

    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError:
        remedy = "Reinstall it: pip install --force-reinstall imageio-ffmpeg"
        raise AudioError("there is no ffmpeg", remedy=remedy) from None


def name_version() -> str:
    """What tells one build of ffmpeg from another, without starting it."""
    own = os.environ.get("IMAGEIO_FFMPEG_EXE")
    if own is None:
        return f"imageio-ffmpeg {version('imageio-ffmpeg')}"
    try:
        return f"{own} {os.stat(own).st_size} {os.stat(own).st_mtime_ns}"
    except OSError:
        return own


def build_command(*arguments: str) -> list[str]:
    """The command line: quiet but for errors, and never asking anything."""
    return [find_ffmpeg(), "-hide_banner", "-nostdin", "-y", *arguments]


def run_ffmpeg(arguments: Sequence[str], *stdin: bytes) -> tuple[bytes, str]:
    """(standard output, what it reported); see `start_ffmpeg`."""
    with start_ffmpeg(arguments, *stdin) as finish:
        return finish()


@contextmanager
def start_ffmpeg(
    arguments: Sequence[str], *stdin: bytes
) -> Iterator[Callable[[], tuple[bytes, str]]]:
    """What waits for ffmpeg, which works meanwhile: (standard output, what it reported).

    Raises AudioError with ffmpeg's own last words, and OutputError where there is no room for what
    it reads and writes. Through files, not pipes: a pipe holds 64 KiB, and for each the thread that
    feeds it would have to wait until another lets it run.
    """
    with ExitStack() as stack:
        with report_disk(Path(gettempdir())):
            source, target, reports = (stack.enter_context(TemporaryFile()) for _ in range(3))
            source.writelines(stdin)
            source.seek(0)
        command = build_command(*arguments)
        try:
            process = subprocess.Popen(command, stdin=source, stdout=target, stderr=reports)
        except OSError as error:
            what = f"ffmpeg cannot be started ({error.strerror})"
            raise AudioError(what, path=command[0]) from error
        stack.enter_context(process)
        stack.callback(process.kill)  # which does nothing to one that has been waited for

        def finish() -> tuple[bytes, str]:
            code = process.wait()
            report = _read_all(reports).decode(errors="replace")
            if code:
                raise AudioError(f"ffmpeg failed ({find_reason(report)})")
            return _read_all(target), report

        yield finish


def _read_all(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


def find_reason(report: str) -> str:
    """The last line of a report that says something."""
    lines = [line.strip() for line in report.splitlines() if line.strip()]
    return lines[-1] if lines else "no reason given"
