"""The picture of an episode."""

import io
from pathlib import Path

import pytest
from PIL import Image
from tests.conftest import Run

pytestmark = pytest.mark.slow


def test_a_report_is_drawn_the_same_each_time(presscast: Run, tone_show: Path) -> None:
    """A PNG of its size, beside the episode, with the same bytes from a finished file."""
    pictures = []
    for _ in range(2):
        done = presscast("render", "--report", "--plain", cwd=tone_show)
        assert done.returncode == 0, done.stderr
        path = tone_show / "output" / "harbour" / "harbour.report.png"
        pictures.append(path.read_bytes())
        path.unlink()
    assert pictures[0] == pictures[1]
    image = Image.open(io.BytesIO(pictures[0]))
    assert image.size == (1_400, 700)
    colours = {colour for _, colour in image.convert("RGB").getcolors(1 << 20) or []}
    assert {(0x00, 0x72, 0xB2), (0xD5, 0x5E, 0x00), (0x00, 0x9E, 0x73)} <= colours
