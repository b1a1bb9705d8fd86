"""What is remembered of an output folder can be lost, damaged or old: the list is the same."""

import os
from pathlib import Path

import pytest
from tests.output.episodes import make_episode

from presscast.errors import OutputError
from presscast.output.memory import open_memory
from presscast.output.page.index import read_listings


def list_titles(output: Path) -> dict[str, str]:
    """The title of every episode, by its name."""
    with open_memory(output.parent / "cache", output) as memory:
        return {it.name: it.title for it in read_listings(output, memory)}


def find_memory(output: Path) -> Path:
    """The file that it lies in."""
    [path] = (output.parent / "cache" / "shows").iterdir()
    return path


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Three episodes that have been listed once."""
    folder = tmp_path / "output"
    for name in ("a", "b", "c"):
        make_episode(folder, name)
    assert list_titles(folder) == {it: f"About {it}" for it in ("a", "b", "c")}
    return folder


def test_what_is_new_what_is_other_and_what_is_gone_is_seen(output: Path) -> None:
    """By each manifest's own state."""
    make_episode(output, "b", title="Another one")
    make_episode(output, "d")
    (output / "a" / "a.manifest.json").unlink()
    expected = {"b": "Another one", "c": "About c", "d": "About d"}
    assert list_titles(output) == expected
    assert list_titles(output) == expected


def test_what_has_not_changed_is_not_read_again(output: Path) -> None:
    """A manifest is taken for what it was while size and time are the same."""
    path = output / "a" / "a.manifest.json"
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"About a", b"ABOUT A"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert list_titles(output)["a"] == "About a"


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + bytes(4_096)])
def test_a_damaged_memory_is_an_empty_one(content: bytes, output: Path) -> None:
    """And is there again."""
    find_memory(output).write_bytes(content)
    assert len(list_titles(output)) == 3
    assert len(list_titles(output)) == 3


def fill_up(output: Path) -> None:
    """Have the memory grow beyond what there is room for."""
    with open_memory(output.parent / "cache", output) as memory:
        [pages] = memory.execute("PRAGMA page_count").fetchone()
        memory.execute(f"PRAGMA max_page_count = {pages}")
        memory.execute("CREATE TABLE more (text)")
        memory.execute("INSERT INTO more VALUES (zeroblob(100000))")


def test_a_memory_that_cannot_be_written_is_an_error_that_names_it(output: Path) -> None:
    """As on a disk that is full."""
    with pytest.raises(OutputError, match=find_memory(output).name):
        fill_up(output)


def test_a_place_where_no_memory_can_be_is_an_error_that_names_it(output: Path) -> None:
    """Such as a folder of its name."""
    path = find_memory(output)
    path.unlink()
    path.mkdir()
    with pytest.raises(OutputError, match=path.name):
        list_titles(output)
