"""ffmpeg run for its output, and what happens when it cannot."""

import subprocess
import sys
from pathlib import Path

import pytest

from presscast.audio.ffmpeg import find_ffmpeg, run_ffmpeg
from presscast.errors import AudioError

PCM = ("-f", "s16le", "-ar", "44100", "-ac", "1")

FULL = """
import resource
from presscast.audio.ffmpeg import run_ffmpeg
from presscast.errors import OutputError
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    run_ffmpeg(["-f", "s16le", "-i", "pipe:0", "-f", "null", "-"], bytes(90_000), bytes(90_000))
except OutputError as error:
    print(error)
"""


def test_all_that_goes_in_comes_out() -> None:
    """However much it is, in however many pieces."""
    pieces = [bytes([number]) * 3_000_000 for number in range(3)]
    out, _ = run_ffmpeg([*PCM, "-i", "pipe:0", *PCM, "pipe:1"], *pieces)
    assert out == b"".join(pieces)


def test_its_last_words_are_the_reason() -> None:
    """Of a failure."""
    with pytest.raises(AudioError, match="No such file"):
        run_ffmpeg(["-i", "none.wav", "-f", "null", "-"])


def test_an_ffmpeg_that_cannot_be_started_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is no fault of the disk."""
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(tmp_path / "none"))
    find_ffmpeg.cache_clear()
    try:
        with pytest.raises(AudioError, match=r"none: ffmpeg cannot be started \(No such file"):
            run_ffmpeg(["-version"])
    finally:
        find_ffmpeg.cache_clear()


@pytest.mark.skipif(sys.platform == "win32", reason="no such limits")
def test_a_disk_that_fills_is_told() -> None:
    """Nothing is made of half of a sound."""
    done = subprocess.run(
        [sys.executable, "-c", FULL], capture_output=True, encoding="utf-8", check=True
    )
    assert "cannot be written (File too large)" in done.stdout
