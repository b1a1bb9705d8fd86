"""`presscast loudness`."""

import json
from pathlib import Path

import pytest
from tests.conftest import Run

from presscast.audio.ffmpeg import run_ffmpeg


@pytest.mark.slow
def test_both_conventions_are_told_and_a_bad_file_stops_no_other(
    presscast: Run, tmp_path: Path
) -> None:
    """A line a file on standard output; what cannot be measured on the other, and exit code 1."""
    tone = "sine=1000:d=3:r=48000,volume=4"  # ffmpeg's sine is at -18 dBFS
    run_ffmpeg(["-f", "lavfi", "-i", tone, str(tmp_path / "a.wav")])
    (tmp_path / "b.wav").write_text("no sound")
    done = presscast("loudness", "b.wav", "a.wav")
    assert done.returncode == 1
    assert done.stdout.split() == [
        *("a.wav", "-9.0", "LUFS", "heard", "at", "-6.0", "range", "0.0", "LU"),
        *("peak", "-6.0", "dBTP"),
    ]
    assert "b.wav: it holds no sound that can be measured" in done.stderr


@pytest.mark.slow
def test_json_has_one_object_for_one_file(presscast: Run, tmp_path: Path) -> None:
    """Of silence there is no loudness."""
    run_ffmpeg(["-f", "lavfi", "-i", "anullsrc=r=48000:d=1", str(tmp_path / "s.wav")])
    result = json.loads(presscast("loudness", "--json", "s.wav").stdout)
    assert result["file"] == "s.wav"
    assert result["integrated_lufs"] is None
