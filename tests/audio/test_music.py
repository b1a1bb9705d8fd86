"""Jingles: the show's own in any format, the built-in ones, and files that are none."""

from pathlib import Path

import numpy as np
import pytest

from presscast.audio.ffmpeg import run_ffmpeg
from presscast.audio.loudness import HEADROOM, find_target, measure_loudness
from presscast.audio.music import (
    BUILT_IN,
    MusicRole,
    find_jingle,
    load_jingles,
    locate_music,
    write_music,
)
from presscast.errors import AudioError
from presscast.show import AudioSettings, Show
from presscast.store import Store
from presscast.units import EPISODE_RATE


def make_show(folder: Path, **audio: object) -> Show:
    """A show in a folder."""
    (folder / "audio").mkdir(exist_ok=True)
    return Show(root=folder, exists=True, audio=AudioSettings(**audio))  # type: ignore[arg-type]


def make_jingle(path: Path, *options: str) -> None:
    """Two seconds of a chord in the format that the name asks for."""
    chord = "aevalsrc=0.2*sin(440*2*PI*t)+0.2*sin(660*2*PI*t):d=2"
    run_ffmpeg(["-f", "lavfi", "-i", chord, *options, str(path)])


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("intro.wav", ("-ar", "8000")),
        ("intro.flac", ("-ar", "96000", "-ac", "2")),
        ("intro.mp3", ("-ar", "48000")),
        ("intro.m4a", ()),
        ("intro.ogg", ("-ac", "2", "-c:a", "libvorbis")),
        ("intro.wv", ("-ar", "192000", "-ac", "8", "-c:a", "wavpack")),
    ],
)
def test_any_format_rate_and_number_of_channels_comes_out_alike(
    tmp_path: Path, name: str, options: tuple[str, ...]
) -> None:
    """Found by its name, as long as before, as loud as every other jingle."""
    show = make_show(tmp_path, outro="none")
    make_jingle(tmp_path / "audio" / name, *options)
    (music,) = load_jingles(show, Store(tmp_path, "jingle"))
    assert music.source == f"audio/{name}"
    assert music.samples / EPISODE_RATE == pytest.approx(2, abs=0.06)
    heard = measure_loudness(music.clip.raw_data, EPISODE_RATE, 1)
    assert heard == pytest.approx(find_target(show.loudness.target, 1) - 1 - HEADROOM, abs=0.3)


def test_without_files_the_built_in_jingles_play_and_none_means_none(tmp_path: Path) -> None:
    """A show need not have any music, and need not bring its own."""
    assert find_jingle(make_show(tmp_path), "intro") == BUILT_IN
    assert (
        load_jingles(make_show(tmp_path, intro="none", outro="none"), Store(tmp_path, "jingle"))
        == []
    )


def test_a_jingle_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The error says which key to mend."""
    with pytest.raises(AudioError, match="there is no such outro") as caught:
        load_jingles(
            make_show(tmp_path, intro="none", outro="audio/end.wav"), Store(tmp_path, "jingle")
        )
    assert "[audio] outro" in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [b"", b"this is no sound", b"\x00" * 5_000, b"#EXTM3U\nhttp://127.0.0.1:9/x.ts\n"],
    ids=["empty", "text", "zeros", "playlist"],
)
def test_a_file_that_does_not_decode_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    """What, where, what to do; and a playlist inside a jingle reaches no network."""
    (tmp_path / "audio").mkdir()
    (tmp_path / "audio" / "intro.mp3").write_bytes(content)
    with pytest.raises(AudioError) as caught:
        load_jingles(make_show(tmp_path, outro="none"), Store(tmp_path, "jingle"))
    text = str(caught.value)
    assert "intro.mp3" in text
    assert "the jingle" in text
    assert "Give a sound file that plays" in text


def test_a_jingle_of_hours_is_refused(tmp_path: Path) -> None:
    """Nobody means a jingle of three minutes."""
    (tmp_path / "audio").mkdir()
    silence = ["-f", "lavfi", "-i", "anullsrc=r=8000", "-t", "180", "-ac", "1"]
    run_ffmpeg([*silence, str(tmp_path / "audio" / "intro.wav")])
    with pytest.raises(AudioError, match="longer than 120 seconds"):
        load_jingles(make_show(tmp_path, outro="none"), Store(tmp_path, "jingle"))


def test_a_jingle_is_made_ready_once_and_anew_when_its_file_changes(tmp_path: Path) -> None:
    """Composing takes longer than all else in a short episode."""
    show = make_show(tmp_path, outro="none")
    store = Store(tmp_path / "cache", "jingle")
    make_jingle(tmp_path / "audio" / "intro.wav")
    (first,) = load_jingles(show, store)
    [kept] = (tmp_path / "cache").rglob("*.jingle")
    (again,) = load_jingles(show, store)
    assert (again.name, again.clip.raw_data) == (first.name, first.clip.raw_data)
    kept.write_bytes(kept.read_bytes()[:-2])
    (healed,) = load_jingles(show, store)
    assert healed.clip.raw_data == first.clip.raw_data
    make_jingle(tmp_path / "audio" / "intro.wav", "-t", "1")
    (other,) = load_jingles(show, store)
    assert other.name != first.name


@pytest.mark.slow
@pytest.mark.parametrize("role", ["intro", "outro", "sting", "bed"])
def test_the_built_in_music_is_what_the_code_composes(role: MusicRole, tmp_path: Path) -> None:
    """To the last bit but one: another numpy may round otherwise."""
    show = Show(root=tmp_path, exists=False)
    [path] = write_music(tmp_path, [role])
    kept = locate_music(show, role, BUILT_IN)
    ours, theirs = (
        np.frombuffer(run_ffmpeg(["-i", str(it), "-f", "s16le", "pipe:1"])[0], "<i2").astype(int)
        for it in (path, kept)
    )
    assert len(ours) == len(theirs)
    assert np.abs(ours - theirs).max() <= 2
