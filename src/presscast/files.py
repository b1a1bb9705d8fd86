"""Files that appear whole or not at all."""

import glob
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from presscast.errors import OutputError

STDIN = "-"
"""What stands for standard input where a script is named."""


_SMALLEST, _LARGEST = 1 << 12, 1 << 20
"""Bytes of a file that are read at once: between two pieces a thread may have to wait for another,
and most files are small."""


def copy_file(source: Path, target: IO[bytes], first: int = 0) -> None:
    """Write a file from a byte on into another. Raises OSError."""
    with source.open("rb", buffering=0) as file:
        file.seek(first)
        for piece in _read_pieces(file):
            target.write(piece)


def hash_content(file: IO[bytes]) -> str:
    """The SHA-256 of what follows in a file, in hexadecimal. Raises OSError."""
    digest = hashlib.sha256()
    for piece in _read_pieces(file):
        digest.update(piece)
    return digest.hexdigest()


def begin_to_write(file: IO[bytes]) -> None:
    """Have the system begin to put a file on the disk, where it can be asked to.

    It does so in any case for a file that takes another's place (ext4, auto_da_alloc), and whoever
    moves it would wait for that.
    """
    if sys.platform == "linux":
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _read_pieces(file: IO[bytes]) -> Iterator[memoryview]:
    """What follows in a file, piece by piece in the same memory: new memory costs more than to
    read into it."""
    size = os.fstat(file.fileno()).st_size
    piece = memoryview(bytearray(min(max(size, _SMALLEST), _LARGEST)))
    while size := file.readinto(piece):  # type: ignore[attr-defined]
        yield piece[:size]


def write_whole(path: Path, *pieces: bytes) -> None:
    """Write a file beside its place, then move it there. Raises OutputError; leaves no part."""
    with open_whole(path) as file:
        file.writelines(pieces)


@contextmanager
def open_whole(path: Path) -> Iterator[IO[bytes]]:
    """A file to write, and to read back, that takes its place when the block ends, and is gone if
    the block fails.

    Raises OutputError.
    """
    with report_disk(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "w+b") as file:
                yield file
            os.chmod(name, 0o666 & ~_read_umask())
            os.replace(name, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(name)
            raise


def clear_drafts(folder: Path, name: str) -> None:
    """Remove what killed renders left of files in a folder whose names begin so.

    Nobody else may be writing them.
    """
    for path in folder.glob(f".{glob.escape(name)}*"):
        with suppress(OSError):
            path.unlink()


_WORKPLACE = ".presscast-"


@contextmanager
def make_workplace(folder: Path) -> Iterator[Path]:
    """A hidden folder inside another, for what is not finished; gone when the block ends.

    One that a killed render left behind goes as well. Raises OutputError.
    """
    with report_disk(folder):
        folder.mkdir(parents=True, exist_ok=True)
        _clear_workplaces(folder)
        place = tempfile.TemporaryDirectory(
            prefix=f"{_WORKPLACE}{os.getpid()}-", dir=folder, ignore_cleanup_errors=True
        )
    with place as name:
        yield Path(name)


def _clear_workplaces(folder: Path) -> None:
    """Remove the workplaces of processes that are gone."""
    for path in folder.glob(f"{_WORKPLACE}*-*"):
        owner = path.name.removeprefix(_WORKPLACE).partition("-")[0]
        if owner.isdigit() and not _is_running(int(owner)):
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def report_disk(path: Path) -> Iterator[None]:
    """Turn the operating system's refusal to write into an OutputError that names the file."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        remedy = "Free some space or choose another disk." if error.errno == 28 else ""
        raise OutputError(f"cannot be written ({reason})", path=path, remedy=remedy) from error


def _read_umask() -> int:
    """The permissions that new files do not get; asking for it means setting it."""
    umask = os.umask(0o022)
    os.umask(umask)
    return umask


def _is_running(pid: int) -> bool:
    """Whether there is a process of this number; on Windows, where asking may end it: yes."""
    if os.name == "nt":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
