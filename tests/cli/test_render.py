"""`presscast render`: what it prints and writes, and what a failure leaves behind."""

import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Run = Callable[..., CompletedProcess[str]]

posix = pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals and limits")


def test_the_path_goes_to_stdout_and_everything_else_to_stderr(
    presscast: Run, tone_show: Path
) -> None:
    """A shell can take the result; a person reads the rest, one short line a step."""
    done = presscast("render", "--plain", cwd=tone_show)
    assert done.returncode == 0
    mp3 = Path("output", "harbour", "harbour.mp3")
    assert done.stdout == f"{mp3}\n"
    assert (tone_show / mp3).stat().st_size > 100_000
    assert sorted(path.name for path in (tone_show / mp3).parent.iterdir()) == [
        *("harbour.chapters.json", "harbour.mp3", "harbour.timeline.json", "harbour.words.json")
    ]
    script = str(Path("scripts", "harbour.md"))
    assert done.stderr.splitlines()[:2] == [f"{script}: speaking", f"{script}: mastering"]
    assert "3 speakers, 3 chapters, all 147 words to be spoken are" in done.stderr
    assert "\r" not in done.stderr


def test_json_tells_what_was_made(presscast: Run, tone_show: Path) -> None:
    """One object for one script."""
    done = presscast("render", "--json", "scripts/harbour.md", cwd=tone_show)
    result = json.loads(done.stdout)
    assert (tone_show / result["path"]).is_file()
    assert len(result["files"]) == 4
    assert result["speakers"] == ["Narrator", "Mr. Paul Stone", "Ms. Clara Weiss"]


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


@posix
@pytest.mark.parametrize("limit", [40_000, 400_000], ids=["speech", "master"])
def test_a_full_disk_is_one_sentence_and_leaves_nothing(
    presscast: Run, tone_show: Path, tmp_path: Path, limit: int
) -> None:
    """Whether the speech or the MP3 does not fit: exit code 1, no part of an episode."""

    def shrink() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    environment = os.environ | {"PRESSCAST_CACHE": str(tmp_path / "own-cache")}
    done = presscast("render", cwd=tone_show, preexec_fn=shrink, env=environment)
    assert done.returncode == 1, done.stderr
    assert re.search(r"cannot be written \(File (too large|size limit exceeded)\)", done.stderr)
    assert "Traceback" not in done.stderr
    left = [path for path in tone_show.rglob("*") if path.is_file()]
    assert sorted(path.name for path in left) == ["harbour.md", "show.toml"]


@posix
def test_a_disk_that_fills_at_the_last_file_leaves_the_last_episode_as_it_was(
    presscast: Run, tone_show: Path
) -> None:
    """Not one file of the new episode beside one of the old."""
    assert presscast("render", cwd=tone_show).returncode == 0
    folder = tone_show / "output" / "harbour"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    limit = len(before["harbour.mp3"]) - 1_000
    script = tone_show / "scripts" / "harbour.md"
    script.write_text("---\ntitle: Another title\n---\n" + script.read_text())

    def shrink() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    done = presscast("render", cwd=tone_show, preexec_fn=shrink)
    assert done.returncode == 1
    assert "harbour.mp3: cannot be written" in done.stderr
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert [path.name for path in folder.parent.iterdir()] == ["harbour"]


@posix
@pytest.mark.slow
@pytest.mark.parametrize("stage", ["speaking", "mastering"])
def test_ctrl_c_ends_at_once_with_130_and_leaves_nothing(tone_show: Path, stage: str) -> None:
    """No traceback, no half file, no process left behind."""
    script = tone_show / "scripts" / "long.md"
    lines = (f"Sentence number {at} of a very long statement, {stage}." for at in range(400))
    script.write_text("\n\n".join(lines))
    process = subprocess.Popen(
        [sys.executable, "-m", "presscast", "render", "--plain", str(script)],
        cwd=tone_show,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stderr is not None
    seen = ""
    while stage not in seen:
        seen = process.stderr.readline()
        assert seen, "the render ended before it was interrupted"
    time.sleep(0.5)
    children = list_children(process.pid)
    assert children
    process.send_signal(signal.SIGINT)
    _, rest = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Interrupted" in rest
    assert "Traceback" not in rest
    assert not [pid for pid in children if is_alive(pid)]
    assert not list((tone_show / "output").rglob("*")) if (tone_show / "output").exists() else True


def list_children(pid: int) -> list[int]:
    """The processes that a process has started."""
    done = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(word) for word in done.stdout.split()]


def is_alive(pid: int) -> bool:
    """Whether a process runs still."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
