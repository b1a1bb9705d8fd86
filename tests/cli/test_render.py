"""`presscast render`: what it prints and writes, and what a failure leaves behind."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from mutagen.flac import FLAC
from tests.output.editions import draw

from presscast.show import Sidecar

Run = Callable[..., CompletedProcess[str]]


def test_the_path_goes_to_stdout_and_everything_else_to_stderr(
    presscast: Run, tone_show: Path
) -> None:
    """A shell can take the result; a person reads the rest, one short line a step."""
    done = presscast("render", "--plain", cwd=tone_show)
    assert done.returncode == 0
    mp3 = Path("output", "harbour", "harbour.mp3")
    assert done.stdout == f"{mp3}\n"
    assert (tone_show / mp3).stat().st_size > 100_000
    assert {path.name for path in (tone_show / mp3).parent.iterdir()} == {
        f"harbour.{name}" for name in ("mp3", "manifest.json", *Sidecar)
    }
    script = str(Path("scripts", "harbour.md"))
    assert done.stderr.splitlines()[:1] == [f"{script}: rendering"]
    assert "3 speakers, 3 chapters, all 147 words to be spoken are" in done.stderr
    assert "\r" not in done.stderr


@pytest.mark.slow
def test_json_tells_what_was_made(presscast: Run, tone_show: Path) -> None:
    """One object for one script."""
    done = presscast("render", "--json", "scripts/harbour.md", cwd=tone_show)
    result = json.loads(done.stdout)
    assert (tone_show / result["path"]).is_file()
    assert len(result["files"]) == len(Sidecar) + 2
    assert result["speakers"] == ["Narrator", "Mr. Paul Stone", "Ms. Clara Weiss"]


@pytest.mark.slow
def test_only_and_skip_choose_what_is_written(presscast: Run, tone_show: Path) -> None:
    """Beside the sound and the manifest, whose command says the same."""
    options = ("--only", "vtt", "--only", "srt", "--skip", "srt")
    done = presscast("render", *options, cwd=tone_show)
    assert done.returncode == 0, done.stderr
    folder = tone_show / "output" / "harbour"
    assert {path.name for path in folder.iterdir()} == {
        *("harbour.mp3", "harbour.vtt", "harbour.manifest.json")
    }
    manifest = json.loads((folder / "harbour.manifest.json").read_text("utf-8"))
    assert manifest["command"] == ["presscast", "render", "scripts/harbour.md", "--only", "vtt"]


def test_a_file_that_nobody_knows_is_refused(presscast: Run, tone_show: Path) -> None:
    """A usage error that lists those there are."""
    done = presscast("render", "--only", "pdf", cwd=tone_show)
    assert done.returncode == 2
    assert "chapters.json" in done.stderr
    assert not (tone_show / "output").exists()


@pytest.mark.slow
def test_a_script_without_a_show_renders_into_output(presscast: Run, tmp_path: Path) -> None:
    """`presscast render interview.txt` needs nothing else, and pins no cast."""
    (tmp_path / "note.txt").write_text("One short sentence.\n")
    done = presscast("render", "note.txt")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "output" / "note" / "note.mp3").is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["note.txt", "output"]


@pytest.mark.slow
def test_an_unknown_voice_is_named_with_the_nearest_ones(presscast: Run, tone_show: Path) -> None:
    """The sentence points at the line of the cast file."""
    (tone_show / "voices").mkdir()
    cast = tone_show / "voices" / "cast.toml"
    cast.write_text('\n[cast."Mr. Paul Stone"]\nvoice = "tone/331"\n')
    done = presscast("render", cwd=tone_show)
    assert done.returncode == 1
    assert (
        'cast.toml:2: the engine "tone" has no voice "tone/331" for "Mr. Paul Stone".'
        in done.stderr
    )
    assert 'Did you mean "tone/330"' in done.stderr
    assert not (tone_show / "output").exists()


def test_three_mistakes_in_show_toml_are_three_lines(presscast: Run, tone_show: Path) -> None:
    """All at once, each with its line."""
    (tone_show / "show.toml").write_text('titel = "x"\n[voices]\nrate = 1\n[audio]\nchannels = 7\n')
    done = presscast("render", cwd=tone_show)
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert [line.split(":")[1] for line in lines] == ["1", "3", "5"]


def test_two_scripts_of_one_name_are_refused(presscast: Run, tone_show: Path) -> None:
    """Neither would survive the other."""
    (tone_show / "scripts" / "harbour.txt").write_text("Something else.\n")
    done = presscast("render", cwd=tone_show)
    assert done.returncode == 1
    assert 'would both be the episode "harbour"' in done.stderr


@pytest.mark.slow
def test_an_episode_that_fails_leaves_the_others_whole(presscast: Run, tone_show: Path) -> None:
    """Those before it and those behind it."""
    for name in "abc":
        (tone_show / "scripts" / f"{name}.md").write_text(f"Good evening, says {name}.\n")
    assert presscast("render", "--plain", cwd=tone_show).returncode == 0  # all have voices now
    shutil.rmtree(tone_show / "output")
    (tone_show / "output").mkdir()
    (tone_show / "output" / "b").write_text("a file where a folder should be")
    done = presscast("render", "--plain", cwd=tone_show)
    assert done.returncode == 1
    assert re.search(r"output/b.*cannot be written \((File exists|Not a directory)\)", done.stderr)
    assert "Traceback" not in done.stderr
    assert presscast("verify", "a", "c", "harbour", cwd=tone_show).returncode == 0
    (tone_show / "output" / "b").unlink()
    again = presscast("render", "--plain", cwd=tone_show)
    assert again.returncode == 0
    assert again.stderr.count("up to date") == 3


def test_a_show_without_scripts_says_what_to_do(presscast: Run, tmp_path: Path) -> None:
    """Nothing to render is no success."""
    done = presscast("render")
    assert done.returncode == 1
    assert "presscast new DIR" in done.stderr


@pytest.mark.slow
def test_what_is_up_to_date_is_left_alone(presscast: Run, tone_show: Path) -> None:
    """It says so, touches nothing, and tells the same."""
    first = presscast("render", "--json", cwd=tone_show)
    assert first.returncode == 0, first.stderr
    folder = tone_show / "output" / "harbour"
    before = {path: path.stat() for path in folder.iterdir()}
    again = presscast("render", "--json", cwd=tone_show)
    assert again.stderr == f"{Path('scripts', 'harbour.md')}: up to date\n"
    assert json.loads(again.stdout) == json.loads(first.stdout)
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == {
        path: stat.st_mtime_ns for path, stat in before.items()
    }


@pytest.mark.slow
def test_whatever_decides_on_the_files_has_them_made_again(presscast: Run, tone_show: Path) -> None:
    """The script, the show, a voice, a jingle, an option; and a file that is gone or cut short."""
    assert presscast("render", cwd=tone_show).returncode == 0
    folder = tone_show / "output" / "harbour"
    script, show = tone_show / "scripts" / "harbour.md", tone_show / "show.toml"
    cast = tone_show / "voices" / "cast.toml"

    def change(path: Path, old: str, new: str) -> None:
        path.write_text(path.read_text().replace(old, new))

    (tone_show / "audio").mkdir()
    changes: list[Callable[[], object]] = [
        lambda: change(script, "eleven months", "twelve months"),
        lambda: change(show, "Tone News", "Tone Times"),
        lambda: change(cast, "tone/330", "tone/370"),
        lambda: (tone_show / "audio" / "cover.jpg").write_bytes(draw().content),
        lambda: (folder / "harbour.words.json").unlink(),
        lambda: (folder / "harbour.mp3").write_bytes(b"short"),
        lambda: (folder / "harbour.manifest.json").write_text("{}"),
        lambda: (folder / "harbour.manifest.json").write_text("no JSON"),
    ]
    for number, make_change in enumerate(changes):
        make_change()
        done = presscast("render", "--plain", cwd=tone_show)
        assert "rendering" in done.stderr, number
        assert done.returncode == 0, done.stderr
        assert "up to date" in presscast("render", cwd=tone_show).stderr
    assert "rendering" in presscast("render", "--rate", "2", cwd=tone_show).stderr


@pytest.mark.slow
def test_a_change_of_the_title_makes_no_sound_anew(presscast: Run, tone_show: Path) -> None:
    """Only the tags are written again."""
    assert presscast("render", cwd=tone_show).returncode == 0
    mp3 = tone_show / "output" / "harbour" / "harbour.mp3"
    before = mp3.read_bytes()
    script = tone_show / "scripts" / "harbour.md"
    script.write_text("---\ntitle: Another one\n---\n" + script.read_text())
    done = presscast("render", cwd=tone_show)
    assert re.search(r"0 of \d+ blocks? new", done.stderr)
    assert mp3.read_bytes() != before
    assert mp3.read_bytes()[-100_000:] == before[-100_000:]


@pytest.mark.slow
def test_the_loudness_is_told_in_both_conventions(presscast: Run, tone_show: Path) -> None:
    """As heard, and as a meter reads one channel; in the summary, the JSON and the manifest."""
    done = presscast("render", "--json", cwd=tone_show)
    loudness = json.loads(done.stdout)["loudness"]
    assert loudness["heard"] == pytest.approx(loudness["integrated"] + 3)
    assert f"{loudness['heard']:.1f} LUFS ({loudness['integrated']:.1f} on its" in done.stderr
    assert set(loudness["speakers"]) == {"Narrator", "Mr. Paul Stone", "Ms. Clara Weiss"}
    assert all(abs(it - loudness["heard"]) < 2 for it in loudness["speakers"].values())
    assert f"; Narrator {loudness['speakers']['Narrator']:.1f}, " in done.stderr
    manifest = tone_show / "output" / "harbour" / "harbour.manifest.json"
    assert json.loads(manifest.read_text())["loudness"] == loudness


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "name", "turns"),
    [(("--preview", "5s"), "preview", 1), (("--chapter", "2"), "chapter-2", 2)],
)
def test_a_part_is_a_file_of_its_own(
    presscast: Run, tone_show: Path, options: tuple[str, ...], name: str, turns: int
) -> None:
    """Nothing else is written: no sidecars, no cast."""
    done = presscast("render", "--json", *options, cwd=tone_show)
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["files"] == [str(Path("output", "harbour", f"harbour.{name}.mp3"))]
    assert len(result["chapters"]) == 1
    assert 3_000 < result["duration_ms"] < 40_000
    assert not (tone_show / "voices").exists()


@pytest.mark.slow
def test_a_chapter_that_is_not_there_is_an_error(presscast: Run, tone_show: Path) -> None:
    """It says how many there are."""
    done = presscast("render", "--chapter", "9", cwd=tone_show)
    assert done.returncode == 1
    assert "there is no chapter 9; the last is 3" in done.stderr


@pytest.mark.parametrize(
    "options",
    [("--preview", "soon"), ("--preview", "5s", "--chapter", "1"), ("--stems", "--chapter", "1")],
)
def test_options_that_mean_nothing_are_wrong_usage(
    presscast: Run, tone_show: Path, options: tuple[str, ...]
) -> None:
    """Exit code 2."""
    assert presscast("render", *options, cwd=tone_show).returncode == 2


@pytest.mark.slow
def test_stems_are_a_track_for_each_speaker_and_their_labels(
    presscast: Run, tone_show: Path
) -> None:
    """All as long as the episode; another render without them takes them away."""
    done = presscast("render", "--json", "--stems", cwd=tone_show)
    assert done.returncode == 0, done.stderr
    folder = tone_show / "output" / "harbour"
    stems = sorted(folder.glob("*.flac"))
    assert [path.name for path in stems] == [
        *("harbour.stem-0-music.flac", "harbour.stem-1-narrator.flac"),
        *("harbour.stem-2-mr-paul-stone.flac", "harbour.stem-3-ms-clara-weiss.flac"),
    ]
    timeline = json.loads((folder / "harbour.timeline.json").read_text())
    assert {FLAC(path).info.total_samples for path in stems} == {timeline["samples"]}
    labels = (folder / "harbour.labels.txt").read_text().splitlines()
    assert len(labels) == len(timeline["utterances"])
    start, _, text = labels[2].split("\t")
    assert float(start) == pytest.approx(timeline["utterances"][2]["start"] / 44_100, abs=1e-6)
    assert text.startswith("Narrator: The work will take")
    assert presscast("render", cwd=tone_show).returncode == 0
    assert not list(folder.glob("*stem*"))


@pytest.mark.slow
def test_cues_for_sounds_and_music_are_in_the_timeline(presscast: Run, tone_show: Path) -> None:
    """Where they play, and how loud; and nothing is told as not followed."""
    script = tone_show / "scripts" / "harbour.md"
    first, second, *rest = script.read_text().split("\n\n")
    script.write_text("\n\n".join([first, "[music: bed]", second, "[music off] [sting]", *rest]))
    done = presscast("render", "--plain", cwd=tone_show)
    assert "does not follow" not in done.stderr
    path = tone_show / "output" / "harbour" / "harbour.timeline.json"
    timeline = json.loads(path.read_text())
    music, sting = timeline["inserts"]
    assert (music["kind"], music["source"]) == ("music", "bed")
    assert (sting["kind"], sting["source"]) == ("sting", "built-in")
    assert music["end"] < sting["start"] < sting["end"] <= timeline["utterances"][3]["start"]
    assert min(gain for _, gain in music["gain_points"][1:-1]) < -15
