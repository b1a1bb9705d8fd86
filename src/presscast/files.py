"""Files that appear whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from presscast.errors import OutputError


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place, then move it there. Raises OutputError; leaves no part."""
    with open_whole(path) as file:
        file.write(content)


@contextmanager
def open_whole(path: Path) -> Iterator[IO[bytes]]:
    """A file to write that takes its place when the block ends, and is gone if the block fails.

    Raises OutputError.
    """
    with report_disk(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
            os.chmod(name, 0o666 & ~_read_umask())
            os.replace(name, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(name)
            raise


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
