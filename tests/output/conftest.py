"""Readers and validators that are not ours, and an episode to give them."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import INTERVIEW, ROOT

from presscast.episode import Episode, Manner, render_episode
from presscast.show import find_show

CHECKERS = ROOT / "tests" / "checkers"
MODULES = CHECKERS / "node_modules"

Checker = Callable[[str], str]
Run = Callable[..., Any]


@pytest.fixture
def module(checker: Checker) -> Callable[[str], Path]:
    """The folder of an npm package: without it a test skips at home and fails in CI."""

    def find(name: str) -> Path:
        checker("node")
        folder = MODULES / name
        if not folder.is_dir() and os.environ.get("CI"):
            pytest.fail(f"{name} is missing: .ci/run should have installed it")
        if not folder.is_dir():
            pytest.skip(f"{name} is not installed: npm install --prefix tests/checkers")
        return folder

    return find


@pytest.fixture
def node(checker: Checker, module: Callable[[str], Path]) -> Run:
    """What a script of tests/checkers prints, as JSON, given the package it needs."""

    def run(script: str, package: str, *arguments: str | Path) -> Any:
        module(package)
        command = [checker("node"), str(CHECKERS / script), *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout)

    return run


@pytest.fixture(scope="session")
def episode(tmp_path_factory: pytest.TempPathFactory) -> Episode:
    """An episode whose speakers are sines, with all its files."""
    show = tmp_path_factory.mktemp("show")
    (show / "scripts").mkdir()
    (show / "show.toml").write_text(
        'title = "Tone News"\nauthor = "Tests"\nlink = "https://example.org/"\n'
        '[voices]\nengine = "tone"\nrate = 200\n[chapters]\nminimum = 0\n'
    )
    front = "---\ntitle: Mud & sand\ndate: 2026-11-20\nsummary: What becomes of the mud.\n---\n\n"
    script = show / "scripts" / "harbour.md"
    script.write_text(front + INTERVIEW)
    return render_episode(str(script), find_show(script), Manner(2))


def find_file(episode: Episode, suffix: str) -> Path:
    """One of the episode's files."""
    return episode.path.with_name(f"{episode.script.name}.{suffix}")
