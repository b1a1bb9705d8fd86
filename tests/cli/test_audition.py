"""`presscast audition`: everybody's first line in several voices, each after its number."""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from mutagen.id3 import ID3
from tests.conftest import Run

from presscast.audio.ffmpeg import run_ffmpeg
from presscast.voices.engines import load_engine


def read_sound(path: Path) -> tuple[np.ndarray, int]:
    """(samples of a mono MP3, their rate)."""
    pcm, _ = run_ffmpeg(["-i", str(path), "-f", "s16le", "-ac", "1", "-ar", "44100", "-"])
    return np.frombuffer(pcm, "<i2").astype(float), 44_100


def find_tones(samples: np.ndarray, rate: int) -> set[int]:
    """The tones that sound, a fifth of a second at a time, where it is not silent."""
    tones = [int(voice.pitch or 0) for voice in load_engine("tone").list_voices()]
    size = rate // 5
    found = set()
    for at in range(0, len(samples) - size, size):
        piece = samples[at : at + size]
        if np.abs(piece).max() > 500:
            loudest = float(np.abs(np.fft.rfft(piece)).argmax()) * rate / size
            found.add(min(tones, key=lambda tone: abs(tone - loudest)))
    return found


@pytest.mark.slow
def test_every_number_is_followed_by_the_voice_that_the_table_names(
    presscast: Run, tone_show: Path
) -> None:
    """Heard by frequency: the narrator says the number, then the voice the line."""
    done = presscast("audition", "scripts/harbour.md", "--count", "2", "--json", cwd=tone_show)
    result = json.loads(done.stdout)
    rows = result["trials"]
    assert [(row["speaker"], row["present"]) for row in rows] == [
        (name, present)
        for name in ("Narrator", "Mr. Paul Stone", "Ms. Clara Weiss")
        for present in (True, False)
    ]
    path = tone_show / "output" / "harbour.audition.mp3"
    assert Path(result["path"]).name == path.name
    chapters = ID3(path).getall("CHAP")
    assert [str(it.sub_frames["TIT2"]) for it in chapters] == [
        f"{row['number']}. {row['speaker']}: {row['voice']}" for row in rows
    ]
    samples, rate = read_sound(path)
    announcer = int(rows[0]["voice"].removeprefix("tone/"))
    ends = [it.start_time for it in chapters] + [len(samples) * 1000 // rate]
    for (start, end), row in zip(pairwise(ends), rows, strict=True):
        tones = find_tones(samples[start * rate // 1000 : end * rate // 1000], rate)
        assert tones == {announcer, int(row["voice"].removeprefix("tone/"))}
    assert not (tone_show / "voices").exists()


@pytest.mark.slow
def test_one_speaker_can_be_heard_alone(presscast: Run, tone_show: Path, tmp_path: Path) -> None:
    """By any name; nobody of that name is an error with the nearest."""
    target = tmp_path / "weiss.mp3"
    done = presscast(
        *("audition", "scripts/harbour.md", "--speaker", "ms. clara weiss", "-o", target),
        cwd=tone_show,
    )
    assert target.exists()
    assert done.stdout.count("Ms. Clara Weiss") == 3
    done = presscast("audition", "scripts/harbour.md", "--speaker", "Clara Weis", cwd=tone_show)
    assert done.returncode == 1
    assert 'nobody is called "Clara Weis". Did you mean "Ms. Clara Weiss"?' in done.stderr
