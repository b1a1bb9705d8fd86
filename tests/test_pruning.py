"""A cache that is kept within bounds."""

import os
import time
from pathlib import Path

import pytest

from presscast.errors import OutputError
from presscast.pruning import BOUND, clear, list_entries, prune, prune_at_times, read_bound
from presscast.store import Store, hash_inputs

HOUR = 3600


def fill(folder: Path, *hours: float, kind: str = "block") -> list[Path]:
    """Entries of about a thousand bytes that were used so many hours ago."""
    store = Store(folder, kind)
    places = [store.locate(hash_inputs(number)) for number in range(len(hours))]
    for place, ago in zip(places, hours, strict=True):
        store.store(place, bytes(1_000))
        used = time.time() - ago * HOUR
        os.utime(place, (used, used))
    return places


def test_what_was_used_last_stays(tmp_path: Path) -> None:
    """The others go, the oldest first, and no more than must."""
    new, oldest, old = fill(tmp_path, 2, 30, 20)
    assert [it.path for it in prune(tmp_path, 2_500)] == [oldest]
    assert new.exists()
    assert old.exists()
    assert prune(tmp_path, 2_500) == []


def test_what_was_used_within_the_hour_stays_whatever_the_bound_is(tmp_path: Path) -> None:
    """A render may be at work with it."""
    old, new = fill(tmp_path, 2, 0.9)
    assert [it.path for it in prune(tmp_path, 0)] == [old]
    assert new.exists()


def test_what_a_killed_render_left_goes_and_what_is_being_written_stays(tmp_path: Path) -> None:
    """Unfinished files are hidden ones."""
    (place,) = fill(tmp_path, 5)
    drafts = [place.with_name(f".{place.name}.{at}") for at in range(2)]
    for draft, ago in zip(drafts, (3, 0.1), strict=True):
        draft.write_bytes(b"half")
        os.utime(draft, (time.time() - ago * HOUR,) * 2)
    assert [it.path for it in prune(tmp_path, 1 << 30)] == [drafts[0]]
    assert place.exists()
    assert drafts[1].exists()


def test_a_time_to_come_is_no_use(tmp_path: Path) -> None:
    """A clock that was wrong keeps nothing for ever."""
    future, past = fill(tmp_path, -24 * 365, 3)
    assert [it.path for it in prune(tmp_path, 1_500)] == [future]
    assert past.exists()


def test_a_render_looks_through_it_once_an_hour(tmp_path: Path) -> None:
    """Between that it costs nothing."""
    fill(tmp_path, 2)
    prune_at_times(tmp_path, 0)
    assert not list(list_entries(tmp_path))
    (kept,) = fill(tmp_path, 2)
    prune_at_times(tmp_path, 0)
    assert kept.exists()


def test_clearing_takes_everything_but_the_locks(tmp_path: Path) -> None:
    """Another program may hold one."""
    fill(tmp_path, 0, 2)
    lock = tmp_path / "lock" / "a.lock"
    lock.parent.mkdir()
    lock.touch()
    assert len(clear(tmp_path)) == 2
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [lock]


@pytest.mark.parametrize(
    ("written", "size"),
    [("", 4 << 30), ("500 MB", 500_000_000), ("2GiB", 2 << 30), ("1.5g", 1_500_000_000), ("7", 7)],
)
def test_sizes_as_people_write_them(
    written: str, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Decimal and binary."""
    monkeypatch.setenv(BOUND, written)
    assert read_bound() == size


def test_what_is_no_size_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """With an example."""
    monkeypatch.setenv(BOUND, "plenty")
    with pytest.raises(OutputError, match='"plenty", which is no size') as caught:
        read_bound()
    assert "4 GiB" in str(caught.value)
