"""`presscast jingle`."""

from pathlib import Path

import pytest
from tests.conftest import Run

pytestmark = pytest.mark.slow


def test_a_variant_is_written_where_it_is_asked_for(presscast: Run, tmp_path: Path) -> None:
    """The paths are printed, another key is another sound, and the same one the same bytes."""
    for folder, key in (("one", "Bb"), ("two", "A#"), ("three", "C")):
        done = presscast("jingle", "sting", "--key", key, "--mood", "calm", "-o", folder)
        assert done.returncode == 0
        assert done.stdout.splitlines() == [str(Path(folder) / "sting.flac")]
    one, two, three = (
        (tmp_path / folder / "sting.flac").read_bytes() for folder in ("one", "two", "three")
    )
    assert one == two != three


def test_a_key_that_is_none_is_wrong_usage(presscast: Run) -> None:
    """Exit code 2, and what a key is."""
    done = presscast("jingle", "--key", "H")
    assert done.returncode == 2
    assert "a note from A to G" in done.stderr
