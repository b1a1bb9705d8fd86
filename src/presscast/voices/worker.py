"""The process that speaks, which the booth starts: `main(PLACE, OPTIONS)`.

It reads requests from standard input, a line of JSON each, and answers each on standard output
with a line of JSON and, where that says so, the sound behind it. An engine that keeps its process
speaks here, one utterance after another. For the others every utterance is spoken by a process
that has spoken nothing before, because eSpeak NG carries state from one text to the next: where
the system can fork, by a fork of this one; elsewhere by this one, which then ends.
"""

import gc
import json
import os
import signal
import sys
from collections.abc import Iterable
from typing import NoReturn

from presscast.errors import PresscastError
from presscast.voices.engines import Engine, Request, build_engine
from presscast.voices.wire import decode_request, encode_error, encode_speech

_MOST_BYTES = 1 << 28
"""What an answer, and what a file of the engine's, may hold: more than an hour of speech."""

_ANSWERED = 79
"""How a child ends that has written its answer: no engine that ends its process by itself does."""


def can_fork() -> bool:
    """Whether a worker speaks in forks, and so answers more than once."""
    return sys.platform != "win32" and hasattr(os, "fork")


def main(place: str, options: str) -> None:
    """Answer requests until standard input ends; see `build_engine`. The options come as JSON."""
    requests, answers = _keep_streams()
    engine = build_engine(place, tuple((key, _freeze(it)) for key, it in json.loads(options)))
    engine.prepare()
    if can_fork():
        _limit_files()
    if not engine.keeps_process:
        gc.disable()  # a collection in a child would write to all that it shares with this process
    with os.fdopen(requests, "rb") as orders:
        for line in orders:
            request, seconds = decode_request(line)
            if not engine.keeps_process and can_fork():
                _answer_in_fork(engine, request, seconds, answers)
            else:
                _answer_here(engine, request, seconds, answers)
            if not engine.keeps_process and not can_fork():
                return


def _freeze(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _keep_streams() -> tuple[int, int]:
    """(where requests come from, where answers go): engines read nothing and print elsewhere."""
    requests, answers = os.dup(sys.stdin.fileno()), os.dup(sys.stdout.fileno())
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, sys.stdin.fileno())
    os.close(nothing)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return requests, answers


def _answer_here(engine: Engine, request: Request, seconds: int, answers: int) -> None:
    """Answer in this process, which is ended if it takes longer than `seconds`."""
    _set_alarm(seconds)
    answer = _speak(engine, request)
    _set_alarm(0)
    _write(answers, answer)


def _set_alarm(seconds: int) -> None:
    """End this process in so many seconds: should the booth be gone by then, nobody else would.

    Where there is no alarm, which is where there is no fork, only the booth looks at the time.
    """
    if sys.platform == "win32" or not can_fork():
        return
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(seconds)


def _limit_files() -> None:
    """What the engine prints goes to a file: it is not to fill the disk.

    Only the soft limit is set, and not above one that is there.
    """
    if sys.platform == "win32":
        raise NotImplementedError
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    if soft == resource.RLIM_INFINITY or soft > _MOST_BYTES:
        resource.setrlimit(resource.RLIMIT_FSIZE, (_MOST_BYTES, hard))


def _speak(engine: Engine, request: Request) -> tuple[bytes, ...]:
    """What is written for a request."""
    try:
        answer = encode_speech(engine.speak(request))
    except PresscastError as error:
        return (encode_error(error.what),)
    except BaseException as error:  # whatever an engine raises, SystemExit too, the booth reports
        return (encode_error(f"{type(error).__name__}: {error}".removesuffix(": ")),)
    if sum(map(len, answer)) > _MOST_BYTES:
        return (encode_error("the engine's answer has no end"),)
    return answer


def _write(answers: int, pieces: Iterable[bytes]) -> None:
    with open(answers, "wb", closefd=False) as pipe:
        pipe.writelines(pieces)


def _answer_in_fork(engine: Engine, request: Request, seconds: int, answers: int) -> None:
    """Have a child answer, which is killed if it takes longer than `seconds`."""
    if sys.platform == "win32":
        raise NotImplementedError
    child = os.fork()
    if child == 0:
        _answer_and_end(engine, request, seconds, answers)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status == -signal.SIGALRM:
        what = f"the engine did not come to an end within {seconds} s"
        _write(answers, [encode_error(what)])
    elif status != _ANSWERED:
        _write(answers, [encode_error(f"the engine's process ended with {name_exit(status)}")])


def _answer_and_end(engine: Engine, request: Request, seconds: int, answers: int) -> NoReturn:
    """What the child does: whatever the engine raises, it never returns into the parent's code."""
    status = 1
    try:
        _answer_here(engine, request, seconds, answers)
        status = _ANSWERED
    finally:
        os._exit(status)


def name_exit(status: int) -> str:
    """How a process ended, for people."""
    return signal.Signals(-status).name if status < 0 else f"code {status}"
