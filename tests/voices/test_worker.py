"""The process that speaks: its protocol, and what it does where the system cannot fork."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from presscast.errors import SpeechError
from presscast.voices.booth import build_request
from presscast.voices.cache import SpeechCache
from presscast.voices.engines import load_engine
from presscast.voices.recording import record
from presscast.voices.spoken import find_spoken
from presscast.voices.wire import decode_speech, encode_speech

from .conftest import Attempts, MakeUtterance

TEXTS = ("Good evening to you all.", "Here is the news.", "Good evening to you all, again.")


def test_speech_survives_the_way_to_the_booth(say: MakeUtterance) -> None:
    """Every field, and every byte of the sound."""
    speech = load_engine("tone").speak(build_request(say(), find_spoken(say())))
    head, pcm = encode_speech(speech)
    assert decode_speech(json.loads(head), pcm) == speech


@pytest.mark.parametrize(
    "damage",
    [{"words": None}, {"words": [[1, 2, 3]]}, {"rate": "fast"}, {"voice": ...}],
)
def test_anything_else_is_refused(damage: dict[str, object], say: MakeUtterance) -> None:
    """By the three exceptions that booth and cache expect."""
    speech = load_engine("tone").speak(build_request(say(), find_spoken(say())))
    head = json.loads(encode_speech(speech)[0]) | damage
    if ... in damage.values():
        head = {key: value for key, value in head.items() if key not in damage}
    with pytest.raises((KeyError, TypeError, ValueError)):
        decode_speech(head, speech.pcm)


@pytest.fixture
def no_fork(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python without fork and what comes with it, as on Windows, here and in all workers."""
    folder = tmp_path / "windows"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(
        "import os, signal, sys\n"
        "del os.fork, signal.SIGALRM, signal.alarm\n"
        "sys.modules['resource'] = None\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(folder), prepend=os.pathsep)
    monkeypatch.delattr(os, "fork")


def test_the_simulation_is_one(no_fork: None) -> None:
    """Workers really have no fork."""
    program = "import os, signal; print(hasattr(os, 'fork'), hasattr(signal, 'SIGALRM'))"
    result = subprocess.run([sys.executable, "-P", "-c", program], capture_output=True, check=True)
    assert result.stdout.split() == [b"False", b"False"]


@pytest.mark.parametrize("engine", ["tone", pytest.param("pyttsx", marks=pytest.mark.slow)])
def test_without_fork_it_sounds_the_same(
    engine: str, say: MakeUtterance, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Several utterances in a row, each in a process of its own."""
    voice = load_engine(engine).list_voices()[0].id
    utterances = [say(text, engine=engine, voice=voice, rate=160) for text in TEXTS]

    def speak(name: str) -> list[tuple[bytes, object]]:
        takes = record(utterances, SpeechCache(tmp_path / name), jobs=2)
        return [(take.read_pcm(), take.words) for take in takes]

    forked = speak("forked")
    request.getfixturevalue("no_fork")
    assert speak("unforked") == forked


@pytest.mark.slow
def test_without_fork_faults_are_noticed_as_well(
    faulty: Attempts, no_fork: None, say: MakeUtterance, cache: SpeechCache
) -> None:
    """A crash, an early end, an exception; and the next utterance is spoken."""
    for fault, reason in (("crash", "no answer"), ("vanish", "no answer"), ("raise", "breath")):
        with pytest.raises(SpeechError, match=reason):
            record([say(engine="faulty", voice=fault)], cache, jobs=1)
        record([say(f"After {fault}.", engine="faulty", voice="x")], cache, jobs=1)
    assert len(faulty.pids) == 9
    assert len(set(faulty.pids)) == 9
    assert faulty.are_over()


@pytest.mark.slow
def test_without_fork_the_booth_keeps_the_time_limit(
    faulty: Attempts, no_fork: None, short_limits: None, say: MakeUtterance, cache: SpeechCache
) -> None:
    """For there is no alarm."""
    with pytest.raises(SpeechError, match=r"no answer within 1\.3 s"):
        record([say(engine="faulty", voice="hang")], cache, jobs=1)
    assert len(faulty.pids) == 2
    assert faulty.are_over()


@pytest.mark.slow
def test_warnings_that_are_errors_do_not_keep_a_worker_from_starting(
    say: MakeUtterance, cache: SpeechCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in somebody's test suite."""
    monkeypatch.setenv("PYTHONWARNINGS", "error::RuntimeWarning")
    assert record([say()], cache, jobs=1)


def test_a_module_in_the_working_folder_is_not_taken_for_ours(
    say: MakeUtterance, cache: SpeechCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A show's folder may hold anything."""
    for name in ("json.py", "presscast.py", "signal.py"):
        (tmp_path / name).write_text("raise SystemExit('not this one')\n")
    monkeypatch.chdir(tmp_path)
    assert record([say()], cache, jobs=1)
