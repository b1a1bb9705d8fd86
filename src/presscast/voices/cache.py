"""Speech that has been spoken before, found by everything that makes it what it is."""

import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from presscast.model import Span, Speech, Take, Utterance
from presscast.packed import Packed
from presscast.store import DIGEST, Store, hash_inputs
from presscast.voices.engines import Request
from presscast.voices.timing import restore_words, time_sentences

_FORMAT = "4"
"""Changes with the layout of an entry and with how words are timed."""


class SpeechCache:
    """An entry an utterance: a line of JSON, the PCM. One whose line is damaged counts as absent.

    The PCM is looked at by whoever reads it: most is of blocks that have been made as well.
    """

    def __init__(self, folder: Path) -> None:
        self._store = Store(folder, "speech")

    def locate(self, engine: str, version: str, request: Request) -> Path:
        """Where the speech of this request lies or will lie."""
        return self._store.locate(hash_inputs(_FORMAT, engine, version, asdict(request)))

    def load(self, path: Path, utterance: Utterance) -> Take | None:
        """The utterance as it was spoken before; None where it was not, or the file is damaged."""
        head = self._store.load_head(path)
        return None if head is None else _describe(head, utterance, path)

    def store(self, path: Path, utterance: Utterance, speech: Speech) -> Take:
        """Keep a speech; the take points into the file. Raises OutputError."""
        described = {
            "rate": speech.rate,
            "samples": speech.samples,
            "digest": hashlib.sha256(speech.pcm).hexdigest(),
            "words": speech.words,
            "exact": speech.exact,
        }
        head = json.dumps(described).encode() + b"\n"
        self._store.store(path, head, behind=speech.pcm)
        return _describe(head, utterance, path)


def _describe(head: bytes, utterance: Utterance, path: Path) -> Take:
    described: dict[str, Any] = json.loads(head)
    spoken = [Span(*it) for it in described.pop("words")]
    words = restore_words(utterance.text, utterance.spoken, spoken)
    return Take(
        utterance=utterance,
        path=path,
        offset=DIGEST + len(head),
        words=Packed(Span, words),
        sentences=Packed(Span, time_sentences(utterance.text, utterance.language, words)),
        **described,
    )
