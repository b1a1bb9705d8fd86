"""What the tests of the voices share: utterances, and an engine that does wrong on purpose."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from presscast.model import Casting, Utterance
from presscast.voices import watch
from presscast.voices.cache import SpeechCache
from presscast.voices.engines import Options, load_engine
from presscast.voices.engines.piper_install import install_voice

from .speech_server import SpeechServer, run_server
from .tiny_voice import NAME, write_voice

MakeUtterance = Callable[..., Utterance]

TEXT = (
    "Good evening to everybody in the hall tonight. The council has voted for the new tram, and "
    "work on the first of its three lines begins in the spring of next year."
)
"""Two sentences, long enough to have its length judged as prose."""


@pytest.fixture
def say() -> MakeUtterance:
    """Make an utterance of a text, by the engine `tone` unless told otherwise."""

    def make(
        text: str = TEXT,
        *,
        engine: str = "tone",
        voice: str = "tone/150",
        rate: int = 450,
        pitch: int = 50,
        language: str = "en",
        speaker: str = "Dr. Ruth Ames",
        line: int = 14,
        options: Options = (),
    ) -> Utterance:
        casting = Casting(speaker, engine, voice, rate=rate, pitch=pitch, options=options)
        return Utterance(text, line, speaker, casting, language, turn=0, paragraph=0)

    return make


@pytest.fixture
def cache(tmp_path: Path) -> SpeechCache:
    """A cache with nothing in it, below `tmp_path / "cache"`."""
    return SpeechCache(tmp_path / "cache")


@pytest.fixture
def server() -> Iterator[SpeechServer]:
    """A server that speaks as OpenAI's does."""
    with run_server() as running:
        yield running


@pytest.fixture(scope="session")
def tiny_installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the tiny voice was installed in."""
    folder = tmp_path_factory.mktemp("tiny")
    write_voice(folder / "offered")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PRESSCAST_VOICES", str(folder / "voices"))
        install_voice(NAME, str(folder / "offered"))
    return folder / "voices"


@pytest.fixture
def tiny_voices(tiny_installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of Piper's voices, with the tiny one in it."""
    monkeypatch.setenv("PRESSCAST_VOICES", str(tmp_path / "voices"))
    return Path(shutil.copytree(tiny_installed, tmp_path / "voices"))


class Attempts:
    """What the engine `faulty` has tried."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def pids(self) -> list[tuple[int, int]]:
        """(the process that spoke, its parent) for each attempt."""
        rows = self._path.read_text().splitlines() if self._path.exists() else []
        return [(int(pid), int(parent)) for pid, parent in (row.split() for row in rows)]

    def are_over(self, seconds: float = 1) -> bool:
        """Whether none of those processes is left: a killed one takes a moment to go."""
        ends = time.monotonic() + seconds
        own = {pid for pids in self.pids for pid in pids} - {os.getpid()}
        while any(map(_is_alive, own)):
            if time.monotonic() > ends:
                return False
            time.sleep(0.01)
        return True


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # A dead child of init's that init has not got round to is not ours to count.
    stat = Path(f"/proc/{pid}/stat")
    return not (stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z")


def has_children() -> bool:
    """Whether this process has children, dead or alive, that nobody has waited for."""
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return False
    return True


def list_children() -> set[str]:
    """The processes that this one has started and that are there, on systems with /proc."""
    states = (path.read_text() for path in Path("/proc").glob("[0-9]*/stat"))
    # A name in brackets, which may hold spaces, then the state and the parent.
    rows = ((it.split()[0], it.rpartition(")")[2].split()[1]) for it in states)
    return {pid for pid, parent in rows if parent == str(os.getpid())}


@pytest.fixture
def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Attempts]:
    """The engine `faulty`, installed for this test: worker processes find it as well."""
    folder = tmp_path / "packages"
    info = folder / "faulty-1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: faulty\nVersion: 1\n")
    (info / "entry_points.txt").write_text(
        "[presscast.engines]\nfaulty = faulty:FaultyEngine\nbroken = faulty:NoSuchEngine\n"
    )
    shutil.copy(Path(__file__).parent / "faulty.py", folder)
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setenv("PYTHONPATH", str(folder), prepend=os.pathsep)
    monkeypatch.setenv("FAULTY_ATTEMPTS", str(tmp_path / "attempts"))
    load_engine.cache_clear()
    yield Attempts(tmp_path / "attempts")
    load_engine.cache_clear()


@pytest.fixture
def short_limits(faulty: Attempts, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second for an utterance, and a little more until the booth ends the worker."""
    monkeypatch.setattr(type(load_engine("faulty")), "patience", 1)
    monkeypatch.setattr(watch, "_GRACE_SECONDS", 0.3)
    monkeypatch.setattr(watch, "estimate_speech", lambda text, rate: 0)
