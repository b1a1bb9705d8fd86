"""The files behind cues."""

from dataclasses import replace
from pathlib import Path

import pytest

from presscast.audio.cue_files import add_stings, find_sounds, load_inserts
from presscast.audio.ffmpeg import run_ffmpeg
from presscast.audio.inserts import Inserts
from presscast.errors import AudioError, Problems
from presscast.model import Chapter, Cue, CueKind, Metadata, Paragraph, Script, Turn
from presscast.show import AudioSettings, Show
from presscast.store import Store


def make_script(folder: Path, *cues: Cue) -> Script:
    """Three turns, each a chapter, with these cues."""
    turns = tuple(Turn("Ann", (Paragraph(f"Turn {at}.", at),)) for at in (1, 2, 3))
    chapters = tuple(Chapter(f"C{at}", at + 1, at) for at in range(3))
    path = str(folder / "scripts" / "x.md")
    head = (path, "x", "X", "en", Metadata(), (), turns, chapters)
    return Script(*head, skipped=(), notices=(), cues=cues)


def make_show(folder: Path, **audio: str) -> Show:
    """A show with folders for scripts and sounds."""
    for name in ("audio", "scripts"):
        (folder / name).mkdir(exist_ok=True)
    return Show(root=folder, exists=True, audio=AudioSettings(**audio))  # type: ignore[arg-type]


def cue(kind: CueKind, value: str = "", line: int = 1, turn: int = 1) -> Cue:
    """A cue before a turn."""
    return Cue(kind, value, line, turn, paragraph=0, at=0)


def make_sound(path: Path, *options: str) -> None:
    """A second of a tone."""
    run_ffmpeg(["-f", "lavfi", "-i", "sine=440:d=1", *options, str(path)])


def load(script: Script, show: Show, folder: Path) -> Inserts:
    """What the script's cues stand for."""
    return load_inserts(find_sounds(script, show), show, Store(folder / "cache", "jingle"))


def test_a_sound_is_found_beside_the_script_before_the_audio_folder(tmp_path: Path) -> None:
    """And each under the name that the cue gives it."""
    show = make_show(tmp_path)
    for path in ("scripts/a.wav", "audio/a.wav", "audio/b.wav"):
        (tmp_path / path).touch()
    cues = (cue(CueKind.SOUND, "a.wav"), cue(CueKind.MUSIC, "b.wav"), cue(CueKind.MUSIC, "off"))
    assert find_sounds(make_script(tmp_path, *cues), show) == {
        (CueKind.SOUND, "a.wav"): str(tmp_path / "scripts" / "a.wav"),
        (CueKind.MUSIC, "b.wav"): str(tmp_path / "audio" / "b.wav"),
    }


@pytest.mark.parametrize("value", ["c.wav", "../secret.wav", "/etc/passwd", "http://x/y.mp3"])
def test_what_is_not_there_is_told_with_its_line(tmp_path: Path, value: str) -> None:
    """So is what lies elsewhere on the machine, or on another."""
    show = make_show(tmp_path)
    (tmp_path / "secret.wav").touch()
    with pytest.raises(AudioError, match="there is no file") as caught:
        find_sounds(make_script(tmp_path, cue(CueKind.SOUND, value, line=7)), show)
    assert "x.md:7:" in str(caught.value)


def test_all_missing_sounds_come_together(tmp_path: Path) -> None:
    """One round of mending is enough."""
    cues = (cue(CueKind.SOUND, "a.wav"), cue(CueKind.MUSIC, "b.wav"))
    with pytest.raises(Problems) as caught:
        find_sounds(make_script(tmp_path, *cues), make_show(tmp_path))
    assert len(caught.value.problems) == 2


def test_stings_stand_between_chapters_only_where_the_show_has_one(tmp_path: Path) -> None:
    """Before the first chapter there is none."""
    script = make_script(tmp_path)
    show = make_show(tmp_path)
    assert add_stings(script, show) == script
    (tmp_path / "audio" / "sting.wav").touch()
    assert [it.turn for it in add_stings(script, show).cues] == [1, 2]
    assert add_stings(script, make_show(tmp_path, sting="none")) == script


@pytest.mark.slow
def test_the_built_in_sting_and_bed_answer_to_cues(tmp_path: Path) -> None:
    """A script may ask for music in a show that brings none, and a show may want none."""
    script = make_script(tmp_path, cue(CueKind.STING), cue(CueKind.MUSIC, "bed"))
    inserts = load(script, make_show(tmp_path), tmp_path)
    assert set(inserts.music) == {"", "bed"}
    assert inserts.find_duck("bed") < -15
    assert find_sounds(script, make_show(tmp_path, sting="none", bed="none")) == {}


@pytest.mark.slow
@pytest.mark.parametrize(
    "options", [("-ar", "192000", "-ac", "8"), ("-ar", "8000"), ("-ac", "2", "-ar", "48000")]
)
def test_a_sound_of_any_rate_and_number_of_channels_is_matched(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    """All come out as loud, and a second long."""
    show = make_show(tmp_path)
    make_sound(tmp_path / "audio" / "a.wav", *options)
    music = load(make_script(tmp_path, cue(CueKind.SOUND, "a.wav")), show, tmp_path).music["a.wav"]
    assert music.samples == pytest.approx(44_100, abs=50)
    assert music.loudest == pytest.approx(-28, abs=1)


def test_a_sound_of_no_length_is_refused(tmp_path: Path) -> None:
    """With its path."""
    show = make_show(tmp_path)
    make_sound(tmp_path / "audio" / "a.wav", "-t", "0.01")
    with pytest.raises(AudioError, match="holds no sound"):
        load(make_script(tmp_path, cue(CueKind.SOUND, "a.wav")), show, tmp_path)


def test_a_script_from_standard_input_has_the_shows_sounds(tmp_path: Path) -> None:
    """There is no folder beside it."""
    show = make_show(tmp_path)
    (tmp_path / "audio" / "a.wav").touch()
    script = replace(make_script(tmp_path, cue(CueKind.SOUND, "a.wav")), path="-")
    assert len(find_sounds(script, show)) == 1
