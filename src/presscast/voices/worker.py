"""The process that speaks, which the booth starts: `main(ENGINE, OPTIONS)`.

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
from dataclasses import asdict
from typing import NoReturn

from presscast.errors import PresscastError
from presscast.model import Hint, Span, Speech
from presscast.units import Hertz, Samples
from presscast.voices.engines import Engine, Request, load_engine

_MOST_BYTES = 1 << 28
"""What an answer, and what a file of the engine's, may hold: more than an hour of speech."""


def can_fork() -> bool:
    """Whether a worker speaks in forks, and so answers more than once."""
    return sys.platform != "win32" and hasattr(os, "fork")


def main(engine_name: str, options: str) -> None:
    """Answer requests until standard input ends; the engine's options come as JSON."""
    requests, answers = _keep_streams()
    engine = load_engine(engine_name, tuple((key, _freeze(it)) for key, it in json.loads(options)))
    engine.prepare()
    if can_fork():
        _limit_files()
    if not engine.keeps_process:
        gc.disable()  # a collection in a child would write to all that it shares with this process
    with os.fdopen(requests, "rb") as orders, os.fdopen(answers, "wb") as pipe:
        for line in orders:
            request, seconds = decode_request(line)
            if not engine.keeps_process and can_fork():
                answer = _speak_in_fork(engine, request, seconds)
            else:
                answer = _speak_here(engine, request, seconds)
            pipe.write(answer)
            pipe.flush()
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


def encode_request(request: Request, seconds: int) -> bytes:
    """A line of JSON: what is asked for, and how long it may take."""
    return json.dumps({"request": asdict(request), "seconds": seconds}).encode() + b"\n"


def decode_request(line: bytes) -> tuple[Request, int]:
    """What `encode_request` wrote."""
    order = json.loads(line)
    hints = tuple(Hint(**hint) for hint in order["request"].pop("hints"))
    return Request(**order["request"], hints=hints), order["seconds"]


def encode_speech(speech: Speech) -> bytes:
    """A line of JSON that describes the speech, and the PCM behind it."""
    head = {
        "rate": speech.rate,
        "voice": speech.voice,
        "words": [(it.first, it.last, it.start, it.end) for it in speech.words],
        "exact": speech.exact,
        "pcm": len(speech.pcm),
    }
    return json.dumps(head).encode() + b"\n" + speech.pcm


def decode_speech(head: dict[str, object], pcm: bytes) -> Speech:
    """What `encode_speech` wrote. Raises KeyError, TypeError or ValueError for anything else."""

    def read_spans(rows: object) -> tuple[Span, ...]:
        if not isinstance(rows, list):
            raise TypeError("spans should be a list")
        return tuple(Span(a, b, Samples(start), Samples(end)) for a, b, start, end in rows)

    return Speech(
        pcm=pcm,
        rate=Hertz(int(str(head["rate"]))),
        voice=str(head["voice"]),
        words=read_spans(head["words"]),
        exact=head["exact"] is True,
    )


def _speak_here(engine: Engine, request: Request, seconds: int) -> bytes:
    """The answer of this process, which is ended if it takes longer than `seconds`."""
    if not can_fork():  # nor is there an alarm: the booth looks at the time
        return _speak(engine, request)
    _set_alarm(seconds)
    answer = _speak(engine, request)
    _set_alarm(0)
    return answer if len(answer) <= _MOST_BYTES else _encode_error("the engine's answer has no end")


def _set_alarm(seconds: int) -> None:
    """End this process in so many seconds: should the booth be gone by then, nobody else would."""
    if sys.platform == "win32":
        raise NotImplementedError
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


def _speak(engine: Engine, request: Request) -> bytes:
    try:
        return encode_speech(engine.speak(request))
    except PresscastError as error:
        return _encode_error(error.what)
    except BaseException as error:  # whatever an engine raises, SystemExit too, the booth reports
        return _encode_error(f"{type(error).__name__}: {error}".removesuffix(": "))


def _encode_error(what: str) -> bytes:
    return json.dumps({"error": what}).encode() + b"\n"


def _speak_in_fork(engine: Engine, request: Request, seconds: int) -> bytes:
    """The answer of a child that is killed if it takes longer than `seconds`."""
    if sys.platform == "win32":
        raise NotImplementedError
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _answer_and_end(engine, request, seconds, writer)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        answer = pipe.read(_MOST_BYTES + 1)
    if len(answer) > _MOST_BYTES:
        os.kill(child, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if len(answer) > _MOST_BYTES:
        return _encode_error("the engine's answer has no end")
    if status == 0 and answer:
        return answer
    if status == -signal.SIGALRM:
        return _encode_error(f"the engine did not come to an end within {seconds} s")
    return _encode_error(f"the engine's process ended with {name_exit(status)}")


def _answer_and_end(engine: Engine, request: Request, seconds: int, writer: int) -> NoReturn:
    """What the child does: whatever the engine raises, it never returns into the parent's code."""
    status = 1
    try:
        _set_alarm(seconds)
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(_speak(engine, request))
        status = 0
    finally:
        os._exit(status)


def name_exit(status: int) -> str:
    """How a process ended, for people."""
    return signal.Signals(-status).name if status < 0 else f"code {status}"
