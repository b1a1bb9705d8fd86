"""The cache kept within bounds: what was used last stays, the rest goes."""

import os
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from presscast.errors import OutputError

BOUND = "PRESSCAST_CACHE_SIZE"
_USUAL_BOUND = 4 << 30
"""Bytes: some twenty hours of audio."""

_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
_BINARY = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}
_SIZE = re.compile(r"(\d+(?:\.\d+)?) *([kmgt]?)(i?)b?", re.I)

_RECENT = 3600
"""Seconds in which a render that is still at work may have used an entry."""

_MARK = "pruned"
"""A file whose time tells when the cache was last looked through."""

_LOCKS = "lock"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the cache."""

    path: Path
    kind: str
    size: int
    """Bytes."""
    used: float
    """When it was last of use, in seconds since 1970."""

    @property
    def is_draft(self) -> bool:
        """Whether somebody is writing it, or was killed while they did."""
        return self.path.name.startswith(".")


def read_bound() -> int:
    """How many bytes the cache may hold. Raises OutputError for what is no size."""
    written = os.environ.get(BOUND, "").strip()
    if not written:
        return _USUAL_BOUND
    found = _SIZE.fullmatch(written)
    if not found:
        what = f'{BOUND} is "{written}", which is no size'
        raise OutputError(what, remedy='Write it as "500 MB" or "4 GiB".')
    number, unit, binary = found.groups()
    return int(float(number) * (_BINARY if binary else _UNITS)[unit.lower()])


def list_entries(folder: Path) -> Iterator[Entry]:
    """Everything in the cache that render and voices keep there, in no order."""
    for kind in sorted(folder.iterdir()) if folder.is_dir() else ():
        if kind.name == _LOCKS or not kind.is_dir():
            continue
        for path in kind.rglob("*"):
            with suppress(OSError):  # another render may just have pruned it
                if path.is_file():
                    state = path.stat()
                    yield Entry(path, kind.name, state.st_size, state.st_mtime)


def prune(folder: Path, bound: int) -> list[Entry]:
    """Remove what was used longest ago, until the rest is within the bound; what was removed.

    What was used within the last hour stays, for a render may need it; what a killed render left
    unfinished goes whatever the bound is. A time in the future is none.
    """
    now = time.time()
    entries = [(_find_age(it, now), it) for it in list_entries(folder)]
    left = sum(it.size for _, it in entries)
    removed = []
    for age, entry in sorted(entries, key=lambda it: it[0], reverse=True):
        if age < _RECENT or not (entry.is_draft or left > bound):
            continue
        with suppress(OSError):
            entry.path.unlink()
            removed.append(entry)
            left -= entry.size
    return removed


def prune_at_times(folder: Path, bound: int) -> None:
    """Prune to the bound, unless that was done within the hour: it would find nothing to remove."""
    mark = folder / _MARK
    with suppress(OSError):
        if abs(time.time() - mark.stat().st_mtime) < _RECENT:
            return
    prune(folder, bound)
    with suppress(OSError):
        mark.touch()


def clear(folder: Path) -> list[Entry]:
    """Remove everything; what was removed."""
    removed = []
    for entry in list_entries(folder):
        with suppress(OSError):
            entry.path.unlink()
            removed.append(entry)
    return removed


def _find_age(entry: Entry, now: float) -> float:
    """Seconds since it was of use; a time that is still to come tells nothing."""
    return now - entry.used if entry.used <= now + _RECENT else float("inf")
