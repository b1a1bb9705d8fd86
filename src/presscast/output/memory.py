"""What is known of a show's output folder, in the cache: so only what is new has to be read.

Whatever is kept here can be lost, and the result is the same.
"""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from presscast.errors import OutputError
from presscast.files import report_disk

_PATIENCE_SECONDS = 60
"""How long one render or feed waits for another to write."""


@contextmanager
def open_memory(cache: Path, output: Path) -> Iterator[sqlite3.Connection]:
    """The memory of an output folder; an empty one where it is lost or damaged.

    Raises OutputError.
    """
    name = hashlib.sha256(str(output.resolve()).encode()).hexdigest()[:32]
    path = cache / "shows" / f"{name}.sqlite"
    with report_disk(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with closing(_open(path)) as connection:
            yield connection
    except sqlite3.Error as error:
        remedy = "Free some space, or remove this file."
        raise OutputError(f"cannot be written ({error})", path=path, remedy=remedy) from error


def _open(path: Path) -> sqlite3.Connection:
    with suppress(sqlite3.DatabaseError):
        connection = _connect(path)
        if connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",):
            return connection
        connection.close()
    with report_disk(path):
        path.unlink(missing_ok=True)
    return _connect(path)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, _PATIENCE_SECONDS)
    # What is lost is found again: no render is to wait until the disk has all of its sound.
    connection.execute("PRAGMA synchronous = OFF")
    return connection
