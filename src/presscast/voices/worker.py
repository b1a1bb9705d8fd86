"""The process that speaks: `python -m presscast.voices.worker ENGINE`.

It reads requests from standard input, a line of JSON each, and answers each on standard output
with a line of JSON and, where that says so, the sound behind it. Every utterance is spoken by a
process that has spoken nothing before, because eSpeak NG carries state from one text to the next:
where the system can fork, by a fork of this one; elsewhere by this one, which then ends.
"""

import json
import os
import signal
import sys
from dataclasses import asdict
from typing import BinaryIO

from presscast.model import Span, Speech
from presscast.units import Hertz, Samples
from presscast.voices.engines import Engine, Request, load_engine


def main(engine_name: str) -> None:
    """Answer requests until standard input ends."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Engines print what they like; only answers go to the booth.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    engine = load_engine(engine_name)
    engine.prepare()
    for line in sys.stdin.buffer:
        order = json.loads(line)
        request = Request(**order["request"])
        if hasattr(os, "fork"):
            answers.write(_speak_in_fork(engine, request, order["seconds"]))
            answers.flush()
        else:
            answers.write(_speak(engine, request))
            answers.flush()
            return


def encode_speech(speech: Speech) -> bytes:
    """A line of JSON that describes the speech, and the PCM behind it."""
    head = asdict(speech) | {"pcm": len(speech.pcm)}
    for key in ("words", "sentences"):
        spans: tuple[Span, ...] = getattr(speech, key)
        head[key] = [(span.first, span.last, span.start, span.end) for span in spans]
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
        sentences=read_spans(head["sentences"]),
        exact=head["exact"] is True,
    )


def _speak(engine: Engine, request: Request) -> bytes:
    try:
        return encode_speech(engine.speak(request))
    except Exception as error:  # whatever an engine raises is told to the booth, which reports it
        return json.dumps({"error": f"{error}" or type(error).__name__}).encode() + b"\n"


def _speak_in_fork(engine: Engine, request: Request, seconds: int) -> bytes:
    """The answer of a child that is killed if it takes longer than `seconds`."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        # Should the booth be gone by then, nobody else would end a child that hangs.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(seconds)
        with os.fdopen(writer, "wb") as pipe:
            _write_answer(pipe, _speak(engine, request))
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        answer = pipe.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status == 0:
        return answer
    if status == -signal.SIGALRM:
        what = f"the engine did not come to an end within {seconds} s"
    else:
        what = f"the engine's process ended with {_name_exit(status)}"
    return json.dumps({"error": what}).encode() + b"\n"


def _write_answer(pipe: BinaryIO, answer: bytes) -> None:
    pipe.write(answer)
    pipe.flush()


def _name_exit(status: int) -> str:
    return signal.Signals(-status).name if status < 0 else f"code {status}"


if __name__ == "__main__":
    main(sys.argv[1])
