"""Speech that has been spoken before, found by everything that makes it what it is."""

import json
from dataclasses import asdict
from pathlib import Path

from presscast.model import Span, Speech, Take, Utterance
from presscast.packed import Packed
from presscast.store import DIGEST, Store, hash_inputs
from presscast.voices.engines import Request
from presscast.voices.timing import restore_words, time_sentences
from presscast.voices.wire import decode_speech, encode_speech

_FORMAT = "3"
"""Changes with the layout of an entry and with how words are timed."""


class SpeechCache:
    """An entry an utterance: a line of JSON, the PCM. A damaged entry counts as absent."""

    def __init__(self, folder: Path) -> None:
        self._store = Store(folder, "speech")

    def locate(self, engine: str, version: str, request: Request) -> Path:
        """Where the speech of this request lies or will lie."""
        return self._store.locate(hash_inputs(_FORMAT, engine, version, asdict(request)))

    def load(self, path: Path, utterance: Utterance) -> Take | None:
        """The utterance as it was spoken before; None where it was not, or the file is damaged."""
        entry = self._store.load(path)
        if entry is None:
            return None
        head, _, pcm = entry.partition(b"\n")
        try:
            speech = decode_speech(json.loads(head), pcm)
        except (KeyError, TypeError, ValueError):
            return None
        return _describe(speech, utterance, path, len(head) + 1)

    def store(self, path: Path, utterance: Utterance, speech: Speech) -> Take:
        """Keep a speech; the take points into the file. Raises OutputError."""
        head, pcm = encode_speech(speech)
        self._store.store(path, head, pcm)
        return _describe(speech, utterance, path, len(head))


def _describe(speech: Speech, utterance: Utterance, path: Path, head: int) -> Take:
    words = restore_words(utterance.text, utterance.spoken, speech.words)
    return Take(
        utterance=utterance,
        path=path,
        offset=DIGEST + head,
        rate=speech.rate,
        samples=speech.samples,
        words=Packed(Span, words),
        sentences=Packed(Span, time_sentences(utterance.text, utterance.language, words)),
        exact=speech.exact,
    )
