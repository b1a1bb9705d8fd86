"""What all tests share: a cache of their own, shows, the command line, and outside checkers."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SEEDS = ROOT.parent / "shared" / "seed"
CHAPTERS_SCHEMA = ROOT.parent / "shared" / "schemas" / "chapters.schema.json"
"""Beside the checkout, or not there."""

INTERVIEW = """\
The harbour will be dredged next year, the port authority said on Monday in a short statement.

The work will take eleven months and cost nine million crowns, according to the authority.

Mr. Paul Stone: Good evening. With me is the engineer who has planned all of it from the start.

Ms. Clara Weiss: Good evening, and thank you for having me here in the studio tonight, Paul.

Mr. Paul Stone: What will change for the fishermen while the dredgers are at work out there?

Ms. Clara Weiss: They will have to use the northern quay for the whole of the winter season. It is
shorter than the old one. There will be a pilot on duty at all hours, and nobody pays for him.

Mr. Paul Stone: And where does all of the mud go when it has been lifted from the sea bed?

Ms. Clara Weiss: Behind the new wall, where it dries. In three years it will be a park with trees.
"""
"""A release, then an interview: three speakers, two real questions."""


@pytest.fixture(scope="session", autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache that no other run has filled, for this process and those it starts.

    Nor do Piper's voices that lie on this machine belong to a test.
    """
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PRESSCAST_CACHE", str(folder))
        patch.setenv("PRESSCAST_VOICES", str(folder / "voices"))
        patch.delenv("PRESSCAST_HTTP_KEY", raising=False)
        yield folder


@pytest.fixture
def tone_show(tmp_path: Path) -> Path:
    """A show whose speakers are sines and whose one script is INTERVIEW."""
    folder = tmp_path / "show"
    (folder / "scripts").mkdir(parents=True)
    (folder / "show.toml").write_text(
        'title = "Tone News"\nauthor = "Tests"\n[voices]\nengine = "tone"\nrate = 200\n'
        "[chapters]\nminimum = 0\n"
    )
    (folder / "scripts" / "harbour.md").write_text(INTERVIEW)
    return folder


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def presscast(tmp_path: Path) -> Run:
    """The installed command, run as a user runs it, in an empty folder unless told otherwise."""

    def run(*arguments: str | Path, cwd: Path | None = None, **options: object) -> object:
        return subprocess.run(
            [sys.executable, "-m", "presscast", *map(str, arguments)],
            cwd=cwd or tmp_path,
            capture_output=True,
            encoding="utf-8",
            check=False,
            **options,  # type: ignore[call-overload]
        )

    return run  # type: ignore[return-value]


@pytest.fixture
def checker() -> Callable[[str], str]:
    """The path of an independent checker: without it a test skips at home and fails in CI."""

    def find(name: str) -> str:
        path = shutil.which(name)
        if path is None and os.environ.get("CI"):
            pytest.fail(f"{name} is missing: .ci/run should have installed it")
        if path is None:
            pytest.skip(f"{name} is not installed")
        return path

    return find
