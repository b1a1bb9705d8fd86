"""The other commands, and what all commands share."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import click
import pytest

from presscast.cli.boundary import run
from presscast.errors import ScriptError

Run = Callable[..., CompletedProcess[str]]

COMMANDS = [
    "new",
    "check",
    "cast",
    "voices",
    "audition",
    "render",
    "feed",
    "diff",
    "serve",
    "doctor",
]


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(presscast: Run, name: str) -> None:
    """And the list of commands names it."""
    assert presscast(name, "--help").stdout.startswith(f"Usage: presscast {name}")
    assert f"  {name} " in presscast("--help").stdout


def test_wrong_usage_is_exit_code_2(presscast: Run) -> None:
    """With a hint at the help."""
    done = presscast("render", "--jbos", "3")
    assert done.returncode == 2
    assert "--jobs" in done.stderr
    assert presscast("rendr").returncode == 2


@pytest.mark.slow
def test_a_new_show_is_complete_and_renders(presscast: Run, tmp_path: Path) -> None:
    """The sample goes through with what `new` wrote, jingles included."""
    done = presscast("new", "my-show")
    assert (done.returncode, done.stdout) == (0, "my-show\n")
    files = sorted(
        path.relative_to(tmp_path / "my-show").as_posix()
        for path in (tmp_path / "my-show").rglob("*")
        if path.is_file()
    )
    assert files == [
        *("audio/intro.flac", "audio/outro.flac", "output/.gitignore"),
        *("scripts/first-episode.md", "show.toml"),
    ]
    (report,) = [json.loads(presscast("check", "--json", "--show", "my-show").stdout)]
    assert [it["name"] for it in report["speakers"]] == ["Narrator", "Host", "Dr. Nora Field"]
    assert report["warnings"] == []
    assert len(report["chapters"]) > 1


def test_new_touches_no_folder_that_holds_something(presscast: Run, tmp_path: Path) -> None:
    """Nobody's files are mixed with a show's."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    done = presscast("new", "full")
    assert done.returncode == 1
    assert done.stderr == "full: this folder is not empty. Name a new folder.\n"
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["mine.txt"]


@pytest.mark.slow
def test_cast_shows_and_pin_keeps_the_voices(presscast: Run, tone_show: Path) -> None:
    """What --pin writes is what is used from then on."""
    shown = json.loads(presscast("cast", "--json", cwd=tone_show).stdout)
    assert not any(row["pinned"] for row in shown["cast"])
    assert not (tone_show / "voices").exists()
    pinned = json.loads(presscast("cast", "--pin", "--json", cwd=tone_show).stdout)
    again = json.loads(presscast("cast", "--json", cwd=tone_show).stdout)
    assert all(row["pinned"] for row in again["cast"])
    assert [row["voice"] for row in again["cast"]] == [row["voice"] for row in pinned["cast"]]


@pytest.mark.slow
def test_frozen_names_everybody_without_a_voice(presscast: Run, tone_show: Path) -> None:
    """With the line where each first speaks; nothing is written, and a pinned cast passes."""
    for command in ("cast", "render"):
        done = presscast(command, "--frozen", cwd=tone_show)
        assert done.returncode == 1
        lines = done.stderr.splitlines()
        assert [line.split(" has no voice")[0] for line in lines if "has no voice" in line] == [
            'scripts/harbour.md:1: "Narrator"',
            'scripts/harbour.md:5: "Mr. Paul Stone"',
            'scripts/harbour.md:7: "Ms. Clara Weiss"',
        ]
    assert not (tone_show / "voices").exists()
    assert not (tone_show / "output").exists()
    presscast("cast", "--pin", cwd=tone_show)
    assert presscast("cast", "--frozen", cwd=tone_show).returncode == 0
    assert presscast("cast", "--frozen", "--pin", cwd=tone_show).returncode == 2


@pytest.mark.slow
def test_pin_without_a_show_says_what_to_do(presscast: Run, tmp_path: Path) -> None:
    """There is nowhere to keep it."""
    (tmp_path / "a.txt").write_text("Words.")
    done = presscast("cast", "--pin", "a.txt")
    assert done.returncode == 1
    assert "presscast new DIR" in done.stderr


@pytest.mark.slow
def test_voices_are_listed_by_language_and_engine(presscast: Run) -> None:
    """Every row is an id that cast.toml takes."""
    rows = json.loads(presscast("voices", "--language", "fr", "--json").stdout)
    assert {row["engine"] for row in rows} - {"espeak"} == {"pyttsx"}
    assert {row["sex"] for row in rows} == {"female", "male"}
    table = presscast("voices", "--engine", "tone").stdout.splitlines()
    assert table[0].split() == [
        *("VOICE", "NAME", "SEX", "ACCENT", "LANGUAGE", "PITCH", "CLEAR", "ENGINE")
    ]
    assert len(table) == 13


@pytest.mark.slow
def test_unknown_languages_and_engines_are_sentences(presscast: Run) -> None:
    """With what there is instead."""
    assert 'no voice for the language "tlh"' in presscast("voices", "--language", "tlh").stderr
    done = presscast("voices", "--engine", "tine")
    assert done.returncode == 1
    assert 'Did you mean "tone"?' in done.stderr


@pytest.mark.slow
def test_the_doctor_finds_this_machine_well(presscast: Run) -> None:
    """Speech is spoken, ffmpeg runs, the cache can be written."""
    done = presscast("doctor", "--json")
    rows = {row["check"]: row for row in json.loads(done.stdout)}
    assert done.returncode == 0, done.stdout
    assert set(rows) == {
        *("presscast", "show", "speech", "ffmpeg", "cache"),
        *("engine espeak", "engine http", "engine piper", "engine system", "engine tone"),
    }
    assert "pyttsx speaks" in rows["speech"]["found"]


@pytest.mark.slow
def test_the_doctor_says_what_is_wrong(presscast: Run, tmp_path: Path) -> None:
    """A broken show.toml is a finding, not a crash."""
    (tmp_path / "show.toml").write_text("titel = 3\n")
    done = presscast("doctor")
    assert done.returncode == 1
    assert "MISSING  show" in done.stdout
    assert 'Did you mean "title"?' in done.stdout


def test_an_expected_error_is_its_sentence_and_code_1(capsys: pytest.CaptureFixture[str]) -> None:
    """No traceback for what a user can mend."""

    @click.command()
    def fail() -> None:
        raise ScriptError("nothing here", path="a.md", remedy="Write.")

    assert run(fail, []) == 1
    assert capsys.readouterr().err == "a.md: nothing here. Write.\n"


def test_a_bug_is_code_3_with_a_log_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The traceback is in the file whose path is printed."""
    for name in ("XDG_STATE_HOME", "HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))

    @click.command()
    def fail() -> None:
        raise RuntimeError("out of cheese")

    assert run(fail, []) == 3
    message = capsys.readouterr().err.strip()
    log = Path(message.rsplit("file: ", 1)[1])
    assert "out of cheese" in message
    assert "Traceback" not in message
    assert "RuntimeError: out of cheese" in log.read_text("utf-8")


def test_an_interrupt_is_code_130(capsys: pytest.CaptureFixture[str]) -> None:
    """Ctrl-C anywhere."""

    @click.command()
    def fail() -> None:
        raise KeyboardInterrupt

    assert run(fail, []) == 130
    assert "Interrupted" in capsys.readouterr().err
