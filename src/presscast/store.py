"""Content that was made before, found by everything that went into it.

What was spoken, mixed or composed is a pure function of its inputs: its place is named by their
hash, so nothing that is there is ever out of date. A damaged entry counts as absent. Any number of
renders may use one store at once.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from presscast.errors import OutputError
from presscast.files import hash_content, report_disk, write_whole


def find_cache() -> Path:
    """The cache folder: PRESSCAST_CACHE, else the user's own for presscast."""
    from platformdirs import user_cache_path

    named = os.environ.get("PRESSCAST_CACHE")
    return Path(named).expanduser() if named else user_cache_path("presscast", appauthor=False)


@contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """One program at a time is in the block, of those that write into this folder.

    Raises OutputError.
    The lock lies in the cache: nothing of it is seen where episodes are.
    """
    from filelock import FileLock

    path = find_cache() / "lock" / f"{hash_inputs(str(folder.absolute()))}.lock"
    with report_disk(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def hash_inputs(*inputs: object) -> str:
    """A name for whatever is made of these inputs: anything that JSON can write."""
    return hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()


def hash_file(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal. Raises OSError."""
    with path.open("rb", buffering=0) as file:
        return hash_content(file)


class Store:
    """One kind of content: a file an entry, which begins with the digest of the rest."""

    def __init__(self, folder: Path, kind: str) -> None:
        self._folder = folder / kind
        self._kind = kind

    def locate(self, name: str) -> Path:
        """Where the content lies, or will lie, that is made of what `hash_inputs` named so."""
        return self._folder / name[:2] / f"{name}.{self._kind}"

    def load(self, path: Path) -> bytes | None:
        """The content; None where it has not been made, or is damaged.

        Its file's time tells from then on that it was of use now.
        """
        try:
            with path.open("rb", buffering=0) as file:
                digest, content = file.read(DIGEST), file.read()
        except OSError:
            return None
        return _check(path, digest, content)

    def load_head(self, path: Path) -> bytes | None:
        """As `load`, of an entry of which `store` was given a head: that, and nothing behind it."""
        try:
            with path.open("rb") as file:
                digest, head = file.readline(), file.readline()
        except OSError:
            return None
        return _check(path, digest, head)

    def use(self, path: Path, size: int) -> bool:
        """Whether an entry is there, of so many bytes in all; it has been of use then."""
        try:
            if path.stat().st_size != size:
                return False
        except OSError:
            return False
        _touch(path)
        return True

    def store(self, path: Path, content: bytes, *, behind: bytes = b"") -> None:
        """Keep what was made. Raises OutputError.

        Where something large lies `behind`, the content is a line, the head, by which whoever
        reads it can tell whether it is damaged.
        """
        whole = _sign(content), content, behind
        try:
            write_whole(path, *whole)
        except OutputError:
            # Windows does not replace a file that another process has open: this very content.
            with suppress(OSError):
                if path.read_bytes() == b"".join(whole):
                    return
            raise


def _sign(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode() + b"\n"


def _check(path: Path, digest: bytes, content: bytes) -> bytes | None:
    """The content, if this is its digest. Its file has been of use then."""
    if _sign(content) != digest:
        return None
    _touch(path)
    return content


def _touch(path: Path) -> None:
    with suppress(OSError):
        os.utime(path)


DIGEST = len(_sign(b""))
"""What an entry's file holds before its content, in bytes."""
