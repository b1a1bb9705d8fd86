"""Faults that need POSIX to be had: a disk that fills, an interrupt."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from tests.processes import is_alive, list_children

resource = pytest.importorskip("resource", reason="needs POSIX limits and signals")

pytestmark = pytest.mark.slow

Run = Callable[..., CompletedProcess[str]]


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
    assert {path.name for path in folder.parent.iterdir()} == {"harbour", "index.html"}


@pytest.mark.parametrize("moment", ["first", "later"])
def test_ctrl_c_ends_at_once_with_130_and_leaves_nothing(tone_show: Path, moment: str) -> None:
    """No traceback, no half file, no process left behind."""
    script = tone_show / "scripts" / "long.md"
    lines = (f"Sentence number {at} of a very long statement, {moment}." for at in range(400))
    script.write_text("\n\n".join(lines))
    process = subprocess.Popen(
        [sys.executable, "-m", "presscast", "render", "--plain", str(script)],
        cwd=tone_show,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        # What a shell starts in its background ignores Ctrl-C, and so would its children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        children = wait_for_children(process)
        time.sleep(1 if moment == "later" else 0)
        process.send_signal(signal.SIGINT)
        _, rest = process.communicate(timeout=20)
    finally:
        process.kill()
        process.communicate()
    assert process.returncode == 130
    assert "Interrupted" in rest
    assert "Traceback" not in rest
    assert not [pid for pid in children if is_alive(pid)]
    assert not list((tone_show / "output").rglob("*"))


def test_a_killed_render_is_taken_up_where_it_was(presscast: Run, tmp_path: Path) -> None:
    """What was spoken is not spoken again, no process is left, and the bytes are the same."""
    lines = (f"Sentence number {at} is read by a patient narrator." for at in range(150))
    (tmp_path / "long.md").write_text("\n\n".join(lines))
    cache = tmp_path / "own-cache"
    environment = os.environ | {"PRESSCAST_CACHE": str(cache)}
    process = subprocess.Popen(
        [sys.executable, "-m", "presscast", "render", "long.md"], cwd=tmp_path, env=environment
    )
    while len(spoken := list_entries(cache)) < 20:
        assert process.poll() is None, "the render ended before it was killed"
        time.sleep(0.01)
    children = list_children(process.pid)
    process.kill()
    process.wait()
    spoken = list_entries(cache)
    assert presscast("render", "long.md", cwd=tmp_path, env=environment).returncode == 0
    assert {path: list_entries(cache)[path] for path in spoken} == spoken
    assert not [pid for pid in children if is_alive(pid)]
    made = (tmp_path / "output" / "long" / "long.mp3").read_bytes()
    fresh = os.environ | {"PRESSCAST_CACHE": str(tmp_path / "another-cache")}
    assert presscast("render", "--force", "long.md", cwd=tmp_path, env=fresh).returncode == 0
    assert (tmp_path / "output" / "long" / "long.mp3").read_bytes() == made


def test_two_renders_of_one_show_at_once_make_what_one_makes(
    presscast: Run, tone_show: Path
) -> None:
    """Both go well, and no file is half of one and half of the other."""
    command = [sys.executable, "-m", "presscast", "render", "--plain"]
    both = [subprocess.Popen(command, cwd=tone_show) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    made = read_tree(tone_show / "output")
    cast = (tone_show / "voices" / "cast.toml").read_bytes()
    assert presscast("render", "--force", cwd=tone_show).returncode == 0
    assert read_tree(tone_show / "output") == made
    assert (tone_show / "voices" / "cast.toml").read_bytes() == cast


def test_whatever_is_damaged_in_the_cache_is_made_again(presscast: Run, tone_show: Path) -> None:
    """Speech, blocks, jingles, levels and the cover; and what a clock that jumped left behind."""
    cache = tone_show / "cache"
    environment = os.environ | {"PRESSCAST_CACHE": str(cache)}
    assert presscast("render", cwd=tone_show, env=environment).returncode == 0
    made = read_tree(tone_show / "output")
    entries = [path for path in cache.glob("*/*/*") if path.is_file()]
    assert {path.suffix for path in entries} >= {".speech", ".block", ".jingle", ".strip"}
    for number, path in enumerate(entries):
        content = bytearray(path.read_bytes())
        content[-1 - number % 50] ^= 1
        path.write_bytes(content if number % 3 else content[: len(content) // 2])
        os.utime(path, (0, 0) if number % 2 else (4e9, 4e9))
    shutil.rmtree(tone_show / "output")
    done = presscast("render", cwd=tone_show, env=environment)
    assert done.returncode == 0, done.stderr
    assert read_tree(tone_show / "output") == made


def test_a_render_killed_while_files_are_moved_is_not_taken_for_finished(
    presscast: Run, tone_show: Path
) -> None:
    """Without its manifest an episode is made again."""
    assert presscast("render", cwd=tone_show).returncode == 0
    made = read_tree(tone_show / "output")
    program = (
        "import os, presscast.cli\n"
        "move, left = os.replace, [3]\n"
        "def replace(old, new):\n"
        "    if '/output/harbour/' in str(new):\n"
        "        left[0] -= 1\n"
        "        if not left[0]: os.kill(os.getpid(), 9)\n"
        "    move(old, new)\n"
        "os.replace = replace\n"
        "presscast.cli.main()\n"
    )
    command = [sys.executable, "-c", program, "render", "--force"]
    assert subprocess.run(command, cwd=tone_show, check=False).returncode == -signal.SIGKILL
    assert presscast("render", "--plain", cwd=tone_show).returncode == 0
    assert read_tree(tone_show / "output") == made


def test_an_editor_that_is_killed_is_one_sentence_and_leaves_the_last_episode(
    presscast: Run, tone_show: Path
) -> None:
    """The process that writes the files, by whoever is short of memory."""
    assert presscast("render", cwd=tone_show).returncode == 0
    made = read_tree(tone_show / "output")
    process = subprocess.Popen(
        [sys.executable, "-m", "presscast", "render", "--plain", "--force"],
        cwd=tone_show,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    find = ["pgrep", "-f", "presscast.partner", "-P", str(process.pid)]
    while not (found := subprocess.run(find, capture_output=True, check=False).stdout.split()):
        assert process.poll() is None, "the render ended before its editor was killed"
    os.kill(int(found[0]), signal.SIGKILL)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "the process that reads scripts and writes files has ended. Render again." in told
    assert "Traceback" not in told
    assert read_tree(tone_show / "output") == made


def read_tree(folder: Path) -> dict[str, bytes]:
    """Every file in a folder."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def list_entries(cache: Path) -> dict[Path, int]:
    """The utterances that are in a cache, each with its inode: a new file has another."""
    return {path: path.stat().st_ino for path in cache.rglob("*.speech")}


def wait_for_children(process: subprocess.Popen[str]) -> list[int]:
    """The processes that a render has started, as soon as it has any."""
    assert process.stderr is not None
    while "rendering" not in process.stderr.readline():
        assert process.poll() is None, "the render ended before it was interrupted"
    while not (children := list_children(process.pid)):
        assert process.poll() is None, "the render ended before it was interrupted"
        time.sleep(0.05)
    return children
