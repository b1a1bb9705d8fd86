"""`presscast render`: what it prints and writes, and what a failure leaves behind."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

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


def test_json_tells_what_was_made(presscast: Run, tone_show: Path) -> None:
    """One object for one script."""
    done = presscast("render", "--json", "scripts/harbour.md", cwd=tone_show)
    result = json.loads(done.stdout)
    assert (tone_show / result["path"]).is_file()
    assert len(result["files"]) == len(Sidecar) + 2
    assert result["speakers"] == ["Narrator", "Mr. Paul Stone", "Ms. Clara Weiss"]


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


def test_a_script_without_a_show_renders_into_output(presscast: Run, tmp_path: Path) -> None:
    """`presscast render interview.txt` needs nothing else, and pins no cast."""
    (tmp_path / "note.txt").write_text("One short sentence.\n")
    done = presscast("render", "note.txt")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "output" / "note" / "note.mp3").is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["note.txt", "output"]


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


def test_a_show_without_scripts_says_what_to_do(presscast: Run, tmp_path: Path) -> None:
    """Nothing to render is no success."""
    done = presscast("render")
    assert done.returncode == 1
    assert "presscast new DIR" in done.stderr
