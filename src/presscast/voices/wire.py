"""How requests and speech travel between the booth and its workers, and lie in the cache."""

import json
from dataclasses import asdict

from presscast.model import Hint, Span, Speech
from presscast.units import Hertz, Samples
from presscast.voices.engines import Request


def encode_request(request: Request, seconds: int) -> bytes:
    """A line of JSON: what is asked for, and how long it may take."""
    return json.dumps({"request": asdict(request), "seconds": seconds}).encode() + b"\n"


def decode_request(line: bytes) -> tuple[Request, int]:
    """What `encode_request` wrote."""
    order = json.loads(line)
    hints = tuple(Hint(**hint) for hint in order["request"].pop("hints"))
    return Request(**order["request"], hints=hints), order["seconds"]


def encode_speech(speech: Speech) -> tuple[bytes, bytes]:
    """(a line of JSON that describes the speech, the PCM that stands behind it)."""
    head = {
        "rate": speech.rate,
        "voice": speech.voice,
        "words": [(it.first, it.last, it.start, it.end) for it in speech.words],
        "exact": speech.exact,
        "pcm": len(speech.pcm),
    }
    return json.dumps(head).encode() + b"\n", speech.pcm


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


def encode_error(what: str) -> bytes:
    """A line of JSON: why there is no speech."""
    return json.dumps({"error": what}).encode() + b"\n"
