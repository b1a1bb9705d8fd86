"""Utterances are spoken in watched processes: whatever an engine does wrong is noticed."""

import os
import signal
import subprocess
import sys
import time
from collections import deque
from pathlib import Path

import pytest

from presscast.errors import EngineError, SpeechError
from presscast.voices.booth import Booth, build_request
from presscast.voices.cache import SpeechCache
from presscast.voices.engines import load_engine
from presscast.voices.recording import Recording, record
from presscast.voices.spoken import find_spoken

from .conftest import Attempts, MakeUtterance, has_children, list_children

FAULTS = {
    "crash": "SIGSEGV",
    "raise": "ValueError: out of breath",
    "exit": "SystemExit: 0",
    "vanish": "ended with code 0",
    "ask": "EOFError",
    "silent": "silence",
    "empty": "no sound",
    "odd": "no sound",
    "rateless": "no sound",
    "other": '"tone/150" spoke instead of "other"',
    "half": "out of order",
    "clipped": "no sound for the end of",
    "squeezed": "too short",
    "hole": "no sound for the end of",
    "endless": "too long",
    "hasty": "too short",
    "swift": "of another sample rate",
    "drowsy": "of another sample rate",
    "hiss": "noise",
    "wordless": "time of every word",
    "careless": "time of every word",
    "muddled": "out of order",
}
"""Voice of the engine `faulty` -> what the error says of it."""


def find_cached(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*.speech") if path.is_file()]


QUICK = ("raise", "squeezed")


@pytest.mark.parametrize(
    "fault", [pytest.param(it, marks=() if it in QUICK else pytest.mark.slow) for it in FAULTS]
)
def test_a_fault_ends_in_an_error_after_two_tries(
    fault: str, faulty: Attempts, say: MakeUtterance, cache: SpeechCache, tmp_path: Path
) -> None:
    """The error names speaker, line, text and reason; nothing is cached, no process is left."""
    with pytest.raises(SpeechError) as caught:
        record([say(engine="faulty", voice=fault)], cache, jobs=1)
    assert caught.value.line == 14
    assert "Dr. Ruth Ames" in str(caught.value)
    assert '"Good evening to everybody in the hall tonight. The council…"' in str(caught.value)
    assert FAULTS[fault] in str(caught.value)
    assert len(faulty.pids) == 2
    assert faulty.are_over()
    assert not has_children()
    assert find_cached(tmp_path / "cache") == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "reason"),
    [("hang", "within 1"), ("deaf", r"within 1\.3 s"), ("orphan", r"within 1\.3 s")],
)
def test_a_hanging_engine_is_ended_at_the_time_limit(
    fault: str,
    reason: str,
    faulty: Attempts,
    say: MakeUtterance,
    cache: SpeechCache,
    short_limits: None,
) -> None:
    """By its own alarm, by the booth where it is deaf to that, and also when its parent is dead."""
    began = time.monotonic()
    with pytest.raises(SpeechError, match=reason):
        record([say(engine="faulty", voice=fault)], cache, jobs=1)
    assert time.monotonic() - began < 5
    assert len(faulty.pids) == 2
    assert faulty.are_over()
    assert not has_children()


@pytest.mark.slow
@pytest.mark.parametrize(("fault", "reason"), [("flood", "OSError"), ("swell", "has no end")])
def test_an_engine_that_never_stops_writing_is_stopped(
    fault: str, reason: str, faulty: Attempts, say: MakeUtterance, cache: SpeechCache
) -> None:
    """Neither the disk nor the memory is filled."""
    with pytest.raises(SpeechError, match=reason):
        record([say(engine="faulty", voice=fault)], cache, jobs=1)
    assert len(faulty.pids) == 2
    assert faulty.are_over()


LINES = (
    "The harbour will be dredged next year, the port authority said in a statement on Monday.",
    "The work will take eleven months and cost nine million crowns, according to the same people.",
    "The fishermen will have to use the northern quay for the whole of the coming winter season.",
    "There will be a pilot on duty at all hours, and for once nobody has to pay anything for him.",
    "The old bridge behind the market will be closed to carts and carriages from the first of May.",
)


@pytest.mark.slow
def test_a_text_that_is_cut_shows_beside_the_others_of_its_voice(
    faulty: Attempts, say: MakeUtterance, cache: SpeechCache
) -> None:
    """Where an engine tells no times, five eighths of a paragraph are long enough by themselves."""
    said = [say(text, engine="faulty", voice="lazy", line=n) for n, text in enumerate(LINES, 1)]
    assert len(record(said[-1:], cache, jobs=1)) == 1
    with pytest.raises(SpeechError, match="some must be missing") as caught:
        record(said, cache, jobs=2)
    assert caught.value.line == 5
    assert "The old bridge" in str(caught.value)
    assert len(faulty.pids) == 6  # the bridge a second time
    assert len(record(said[:-1], cache, jobs=2)) == 4


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["crash", "raise", "vanish", "exit", "flood", "swell"])
def test_an_engine_that_keeps_its_process_is_watched_as_well(
    fault: str,
    faulty: Attempts,
    say: MakeUtterance,
    cache: SpeechCache,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One process speaks until it fails; the next one goes on."""
    monkeypatch.setenv("FAULTY_KEEPS", "1")
    monkeypatch.setattr(type(load_engine("faulty")), "keeps_process", True)
    with pytest.raises(SpeechError, match=KEPT_FAULTS[fault]):
        record([say(engine="faulty", voice=fault)], cache, jobs=1)
    assert len(faulty.pids) == 2
    assert faulty.are_over()
    record([say(f"Text {n}.", engine="faulty", voice="fine") for n in range(3)], cache, jobs=1)
    assert len(set(faulty.pids[2:])) == 1
    assert not has_children()


KEPT_FAULTS = {
    "crash": "no answer before its process ended with SIGSEGV",
    "raise": "ValueError: out of breath",
    "vanish": "no answer",
    "exit": "SystemExit: 0",
    "flood": "OSError",
    "swell": "has no end",
}


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["hang", "deaf"])
def test_an_engine_that_keeps_its_process_is_ended_at_the_time_limit(
    fault: str,
    faulty: Attempts,
    short_limits: None,
    say: MakeUtterance,
    cache: SpeechCache,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By its own alarm, else by the booth."""
    monkeypatch.setenv("FAULTY_KEEPS", "1")
    monkeypatch.setattr(type(load_engine("faulty")), "keeps_process", True)
    with pytest.raises(SpeechError, match=r"SIGALRM|within 1"):
        record([say(engine="faulty", voice=fault)], cache, jobs=1)
    assert len(faulty.pids) == 2
    assert faulty.are_over()


@pytest.mark.slow
def test_the_second_try_may_succeed(
    faulty: Attempts, say: MakeUtterance, cache: SpeechCache
) -> None:
    """An engine that fails once is heard after all."""
    [take] = record([say(engine="faulty", voice="second")], cache, jobs=1)
    assert take.read_pcm()
    assert len(faulty.pids) == 2


@pytest.mark.slow
def test_what_an_engine_prints_does_not_disturb(
    faulty: Attempts, say: MakeUtterance, cache: SpeechCache
) -> None:
    """Noise on standard output, even noise that looks like an answer, is not taken for one."""
    takes = record([say(engine="faulty", voice="chatty", line=n) for n in (1, 2)], cache, jobs=1)
    [clean] = record([say()], cache, jobs=1)
    assert {take.read_pcm() for take in takes} == {clean.read_pcm()}
    assert len(faulty.pids) == 1  # the second utterance has the same text and came from the cache


@pytest.mark.slow
def test_what_was_spoken_before_a_failure_stays_in_the_cache(
    faulty: Attempts, say: MakeUtterance, cache: SpeechCache, tmp_path: Path
) -> None:
    """The next run begins where this one broke off."""
    good = [say(f"This is paragraph number {n} of the script.") for n in range(6)]
    bad = say(engine="faulty", voice="raise", line=99)
    with pytest.raises(SpeechError) as caught:
        record([*good, bad], cache, jobs=1)
    assert caught.value.line == 99
    for one in good:
        spoken = find_spoken(one)
        request = build_request(one, spoken)
        path = cache.locate("tone", load_engine("tone").version(), request)
        assert cache.load(path, one, spoken) is not None
    assert len(find_cached(tmp_path / "cache")) == 6


@pytest.mark.slow
def test_takes_come_in_order_while_later_ones_are_spoken(
    say: MakeUtterance, cache: SpeechCache
) -> None:
    """Whatever the number of jobs; nobody waits for the last to have the first."""
    utterances = [say("word " * (1 + 37 * n % 11), line=n) for n in range(30)]
    with Booth(cache) as booth, Recording(booth, jobs=4) as recording:
        takes = recording.hear(deque(map(recording.ask, utterances)))
        assert next(takes).utterance == utterances[0]
        assert [take.utterance for take in takes] == utterances[1:]


@pytest.mark.slow
def test_force_speaks_what_is_cached_again(
    faulty: Attempts, say: MakeUtterance, cache: SpeechCache
) -> None:
    """And without it nothing is spoken twice."""
    utterance = say(engine="faulty", voice="fine")
    one, other = (record([utterance], cache, jobs=1, force=force)[0] for force in (False, False))
    assert one == other
    assert len(faulty.pids) == 1
    record([utterance], cache, jobs=1, force=True)
    assert len(faulty.pids) == 2


def test_an_engine_that_cannot_start_says_why(
    faulty: Attempts, say: MakeUtterance, cache: SpeechCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker's last words are in the error, and nobody waits for the time limit."""
    monkeypatch.setenv("FAULTY_PREPARE", "1")
    began = time.monotonic()
    with pytest.raises(SpeechError, match="RuntimeError: the larynx is missing"):
        record([say(engine="faulty", voice="fine")], cache, jobs=1)
    assert time.monotonic() - began < 5
    assert faulty.pids == []
    assert not has_children()


def test_a_broken_engine_is_an_engine_error(
    faulty: Attempts, say: MakeUtterance, cache: SpeechCache
) -> None:
    """A package without the class that its entry point names."""
    with pytest.raises(EngineError, match="NoSuchEngine"):
        record([say(engine="broken")], cache, jobs=1)


def test_no_process_to_be_had_is_an_engine_error(
    say: MakeUtterance, cache: SpeechCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The operating system's refusal becomes a sentence."""
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(EngineError, match='no process can be started for the engine "tone"'):
        record([say()], cache, jobs=1)


@pytest.mark.slow
def test_an_interrupt_ends_the_recording_at_once(
    faulty: Attempts, say: MakeUtterance, cache: SpeechCache
) -> None:
    """Ctrl-C while others hang: no waiting for them, and nothing of them is left."""

    hanging = [say(f"Text {n}.", engine="faulty", voice="hang") for n in range(20)]
    began = time.monotonic()

    def listen() -> None:
        with Booth(cache) as booth, Recording(booth, jobs=4) as recording:
            next(recording.hear(deque(map(recording.ask, (say(), *hanging)))))
            while len(faulty.pids) < 3:
                time.sleep(0.01)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        listen()
    assert time.monotonic() - began < 4
    assert faulty.are_over()
    assert not has_children()


PROGRAM = """
import sys
from pathlib import Path
from presscast.model import Casting, Utterance
from presscast.voices.recording import record
from presscast.voices.cache import SpeechCache
from presscast.voices.engines import load_engine
type(load_engine("faulty")).patience = 1
casting = Casting("A", "faulty", "hang", rate=160, pitch=50)
said = Utterance("Hello.", 1, "A", casting, "en", 0, 0)
record([said], SpeechCache(Path(sys.argv[1])), jobs=2)
"""


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_program_that_is_ended_leaves_no_engine_behind(
    number: int, faulty: Attempts, tmp_path: Path
) -> None:
    """By Ctrl-C at once; after a SIGKILL by the engine's own alarm."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path / "cache")],
        stderr=subprocess.DEVNULL,
        # What a shell starts in its background ignores Ctrl-C, and so would its children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    while not faulty.pids:
        time.sleep(0.02)
    os.kill(process.pid, number)
    process.wait(3)
    assert faulty.are_over(seconds=4 if number == signal.SIGKILL else 1)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds processes in /proc")
def test_who_was_called_early_speaks(say: MakeUtterance, cache: SpeechCache) -> None:
    """No other worker is started for that engine; for another one it is."""
    with Booth(cache) as booth:
        booth.call_worker("tone", ())
        [called] = list_children()
        booth.take(say())
        assert list_children() == {called}
    assert not has_children()


def test_an_engine_that_nobody_needs_is_no_error(say: MakeUtterance, cache: SpeechCache) -> None:
    """It is one for who does."""
    with Booth(cache) as booth:
        booth.call_worker("nobody", ())
        booth.take(say())
        with pytest.raises(EngineError):
            booth.take(say("Hello.", engine="nobody"))


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts open files in /proc")
def test_many_failures_leave_no_files_open(
    faulty: Attempts, say: MakeUtterance, cache: SpeechCache
) -> None:
    """A worker that is given up is closed at once, not when the recording ends."""
    before = len(os.listdir("/proc/self/fd"))
    with Booth(cache) as room:
        for _ in range(3):
            with pytest.raises(SpeechError):
                room.take(say(engine="faulty", voice="raise"))
        assert len(os.listdir("/proc/self/fd")) - before <= 3
    assert len(os.listdir("/proc/self/fd")) == before
