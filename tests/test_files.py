"""Files appear whole or not at all."""

import hashlib
import os
import stat
from pathlib import Path

import pytest

from presscast.errors import OutputError
from presscast.files import copy_file, hash_content, write_whole


def test_a_file_is_replaced_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    """The draft is renamed over the old file."""
    path = tmp_path / "deep" / "file.json"
    write_whole(path, b"old")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert os.listdir(path.parent) == ["file.json"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no permission bits")
def test_a_file_gets_the_permissions_that_new_files_get(tmp_path: Path) -> None:
    """Temporary files are private; results are not."""
    write_whole(tmp_path / "file", b"")
    (tmp_path / "other").touch()
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("file", "other")]
    assert modes[0] == modes[1]


def test_a_refused_write_names_the_file_and_keeps_the_old_one(tmp_path: Path) -> None:
    """A folder in the way is reported as a sentence, and nothing is left behind."""
    (tmp_path / "taken").mkdir()
    with pytest.raises(OutputError, match="cannot be written") as caught:
        write_whole(tmp_path / "taken", b"x")
    assert caught.value.path == tmp_path / "taken"
    assert os.listdir(tmp_path) == ["taken"]


@pytest.mark.parametrize("size", [0, 1, (1 << 16) + 1, 4 << 20, (8 << 20) + 1])
def test_files_are_copied_and_hashed_whole(size: int, tmp_path: Path) -> None:
    """However many pieces they have; the copy goes behind what is there already."""
    content = hashlib.shake_256(b"sound").digest(size)
    (tmp_path / "source").write_bytes(content)
    with (tmp_path / "target").open("w+b") as target:
        target.write(b"tag")
        copy_file(tmp_path / "source", target)
        target.seek(0)
        assert hash_content(target) == hashlib.sha256(b"tag" + content).hexdigest()
    assert (tmp_path / "target").read_bytes() == b"tag" + content
    with (tmp_path / "end").open("wb") as target:
        copy_file(tmp_path / "source", target, first=1)
    assert (tmp_path / "end").read_bytes() == content[1:]
