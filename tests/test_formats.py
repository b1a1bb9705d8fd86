"""Every format of an episode, read back by programs that we did not write."""

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from mutagen import File

from presscast.audio.ffmpeg import find_ffmpeg
from presscast.audio.meter import find_loudness, read_levels
from presscast.episode import Episode, Manner, render_episode
from presscast.show import FORMATS, AudioSettings, OutputSettings, find_show
from presscast.units import to_milliseconds

pytestmark = pytest.mark.slow

Checker = Callable[[str], str]


@pytest.fixture(params=[1, 2], ids=["mono", "stereo"])
def episode(tone_show: Path, request: pytest.FixtureRequest) -> Episode:
    """One episode in all formats."""
    show = find_show(tone_show / "scripts" / "harbour.md")
    show = replace(
        show,
        files=OutputSettings(formats=FORMATS),
        audio=AudioSettings(channels=request.param, bitrate=128),
    )
    script = str(tone_show / "scripts" / "harbour.md")
    return render_episode(script, show, Manner(2))


def decode(path: Path, channels: int) -> npt.NDArray[np.int16]:
    """What ffmpeg hears in it: (samples, channels)."""
    command = [find_ffmpeg(), "-v", "error", "-i", str(path), "-map", "0:a", "-ar", "44100"]
    command += ["-f", "s16le", "pipe:1"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stderr == b""
    return np.frombuffer(done.stdout, "<i2").reshape(-1, channels)


def count_channels(episode: Episode) -> int:
    """Of the episode's WAV."""
    return int(File(episode.path.with_suffix(".wav")).info.channels)


def test_all_are_as_long_as_the_timeline_and_sound_alike(episode: Episode) -> None:
    """To the sample; and as loud as was measured before they were encoded."""
    channels = count_channels(episode)
    lossless = decode(episode.path.with_suffix(".wav"), channels)
    for suffix in FORMATS:
        sound = decode(episode.path.with_suffix(f".{suffix}"), channels)
        # Opus knows no other rate than 48 kHz.
        longer = len(sound) - episode.sound.timeline.samples
        assert 0 <= longer <= (suffix == "opus"), suffix
        sound = sound[: len(lossless)]
        loudness = find_loudness(read_levels(sound.tobytes(), channels), channels)
        assert loudness.integrated == pytest.approx(episode.sound.loudness.integrated, abs=0.2), (
            suffix
        )
        error = (sound.astype(float) - lossless)[44_100:-44_100]
        # Shifted by as little as three samples the sines would be further apart than that.
        assert np.sqrt((error**2).mean()) < 0.1 * np.sqrt((lossless.astype(float) ** 2).mean())
    flac = decode(episode.path.with_suffix(".flac"), channels)
    assert (flac == lossless).all()


def test_ffprobe_lists_the_same_chapters_and_tags_in_all(
    episode: Episode, checker: Checker
) -> None:
    """And finds the cover. WAV has neither."""
    show = ["-v", "error", "-show_chapters", "-show_format", "-show_streams", "-of", "json"]
    for suffix in FORMATS[:-1]:
        path = str(episode.path.with_suffix(f".{suffix}"))
        done = subprocess.run([checker("ffprobe"), *show, path], capture_output=True, check=True)
        probed = json.loads(done.stdout)
        listed = [(it["tags"]["title"], it["start_time"]) for it in probed["chapters"]]
        assert listed == [
            (it.title, f"{to_milliseconds(it.start) / 1000:.6f}")
            for it in episode.sound.timeline.chapters
        ]
        tags = probed["format"].get("tags") or probed["streams"][0]["tags"]
        tags = {name.lower(): value for name, value in tags.items()}
        assert (tags["title"], tags["album"]) == (episode.script.title, "Tone News")
        assert any(it["codec_name"] == "mjpeg" for it in probed["streams"]), suffix


def test_books_have_both_kinds_of_chapters_and_play_before_they_are_there(
    episode: Episode,
) -> None:
    """Nero's list and QuickTime's track; the index stands before the sound."""
    for suffix in ("m4a", "m4b"):
        content = episode.path.with_suffix(f".{suffix}").read_bytes()
        assert content.index(b"moov") < content.index(b"mdat")
        assert b"chpl" in content
        assert b"chap" in content
        file: Any = File(episode.path.with_suffix(f".{suffix}"))
        assert [it.title for it in file.chapters] == [
            it.title for it in episode.sound.timeline.chapters
        ]


def test_the_same_bytes_again(episode: Episode) -> None:
    """No date, no random number: whatever the number of jobs, cold or warm."""
    show = find_show(Path(episode.script.path))
    files = {path: path.read_bytes() for path in episode.path.parent.iterdir()}
    channels = count_channels(episode)
    show = replace(
        show,
        files=OutputSettings(formats=FORMATS),
        audio=AudioSettings(channels=channels, bitrate=128),
    )
    render_episode(episode.script.path, show, Manner(1, force=True))
    again = {path: path.read_bytes() for path in episode.path.parent.iterdir()}
    del files[episode.path.with_name("harbour.manifest.json")]  # the cast was pinned since
    assert {path: again[path] for path in files} == files
