"""The store: what was made comes back as it was, or not at all."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from presscast.errors import OutputError
from presscast.store import DIGEST, Store, hash_inputs


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path, "thing")


def test_what_was_stored_comes_back(store: Store) -> None:
    """Byte for byte, at a place that its inputs name; the content lies behind the digest."""
    path = store.locate(hash_inputs("a", 1))
    assert store.load(path) is None
    store.store(path, b"one\ntwo\0")
    assert store.load(path) == b"one\ntwo\0"
    assert path.read_bytes()[DIGEST:] == b"one\ntwo\0"


def test_any_damage_is_a_miss(store: Store) -> None:
    """A flipped bit, a missing end, an addition, an empty file, a folder."""
    path = store.locate(hash_inputs("a"))
    store.store(path, b"content")
    whole = path.read_bytes()
    damaged = [whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :] for at in range(len(whole))]
    for content in [*damaged, whole[:-1], whole + b"\n", whole[:20], b""]:
        path.write_bytes(content)
        assert store.load(path) is None
    store.store(path, b"content")
    assert store.load(path) == b"content"


def test_a_head_comes_back_alone(store: Store) -> None:
    """Damaged or not; whatever is wrong behind it is not its business."""
    path = store.locate(hash_inputs("a"))
    store.store(path, b"head\n", behind=b"much\nmore")
    whole = path.read_bytes()
    assert whole[DIGEST:] == b"head\nmuch\nmore"
    for cut in range(len(whole) + 1):
        path.write_bytes(whole[:cut])
        assert store.load_head(path) == (b"head\n" if cut >= DIGEST + 5 else None)
    path.write_bytes(whole.replace(b"ead", b"aed"))
    assert store.load_head(path) is None


def test_an_entry_can_be_used_unread(store: Store) -> None:
    """If it is as large as it should be; its time tells of that."""
    path = store.locate(hash_inputs("a"))
    assert not store.use(path, DIGEST + 7)
    store.store(path, b"content")
    os.utime(path, (0, 0))
    assert not store.use(path, DIGEST + 6)
    assert path.stat().st_mtime == 0
    assert store.use(path, DIGEST + 7)
    assert path.stat().st_mtime > 1_000_000


def test_use_is_remembered(store: Store) -> None:
    """So that what nobody needs any more can be told from what was of use today."""
    path = store.locate(hash_inputs("a"))
    store.store(path, b"content")
    os.utime(path, (0, 0))
    store.load(path)
    assert path.stat().st_mtime > 1_000_000


def test_inputs_of_another_shape_have_another_name() -> None:
    """Nothing is joined before it is hashed."""
    names = [hash_inputs(*it) for it in (["ab"], ["a", "b"], [["a", "b"]], ["a", "b", None])]
    assert len(set(names)) == 4


def test_two_may_store_at_once(store: Store) -> None:
    """Whoever reads meanwhile sees all of it or nothing, and no part is left behind."""
    path = store.locate(hash_inputs("a"))

    def work(number: int) -> bool:
        if number % 2:
            return store.load(path) in (None, b"x" * 50_000)
        store.store(path, b"x" * 50_000)
        return True

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(200)))
    assert os.listdir(path.parent) == [path.name]


def test_a_store_that_cannot_be_written_is_an_output_error(tmp_path: Path) -> None:
    """That names the file."""
    (tmp_path / "thing").write_text("a file where the folder should be")
    store = Store(tmp_path, "thing")
    with pytest.raises(OutputError, match="cannot be written"):
        store.store(store.locate(hash_inputs("a")), b"x")
