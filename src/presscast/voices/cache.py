"""Speech that has been spoken before, found by everything that makes it what it is."""

import hashlib
import json
import os
from dataclasses import asdict
from pathlib import Path

from presscast.errors import OutputError
from presscast.files import write_whole
from presscast.model import Speech, Take, Utterance
from presscast.voices.engines import Request
from presscast.voices.timing import restore_words, time_sentences
from presscast.voices.worker import decode_speech, encode_speech

_FORMAT = "3"
"""Changes with the layout of an entry and with how words are timed."""


def find_cache() -> Path:
    """The cache folder: PRESSCAST_CACHE, else the user's own for presscast."""
    from platformdirs import user_cache_path

    named = os.environ.get("PRESSCAST_CACHE")
    return Path(named).expanduser() if named else user_cache_path("presscast", appauthor=False)


class SpeechCache:
    """One file an utterance: a digest, a line of JSON, the PCM. A damaged file counts as absent."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "speech"

    def locate(self, engine: str, version: str, request: Request) -> Path:
        """Where the speech of this request lies or will lie."""
        made_of = json.dumps([_FORMAT, engine, version, asdict(request)], sort_keys=True)
        name = hashlib.sha256(made_of.encode()).hexdigest()
        return self._folder / name[:2] / f"{name}.speech"

    def load(self, path: Path, utterance: Utterance) -> Take | None:
        """The utterance as it was spoken before; None where it was not, or the file is damaged."""
        try:
            content = path.read_bytes()
        except OSError:
            return None
        digest, _, entry = content.partition(b"\n")
        if hashlib.sha256(entry).hexdigest().encode() != digest:
            return None
        head, _, pcm = entry.partition(b"\n")
        try:
            speech = decode_speech(json.loads(head), pcm)
        except (KeyError, TypeError, ValueError):
            return None
        return _describe(speech, utterance, path, len(content) - len(pcm))

    def store(self, path: Path, utterance: Utterance, speech: Speech) -> Take:
        """Keep a speech; the take points into the file. Raises OutputError."""
        entry = encode_speech(speech)
        digest = hashlib.sha256(entry).hexdigest().encode()
        try:
            write_whole(path, digest + b"\n" + entry)
        except OutputError:
            # Windows does not replace a file that another process has open: this very speech.
            take = self.load(path, utterance)
            if take is None:
                raise
            return take
        return _describe(speech, utterance, path, len(digest) + 1 + len(entry) - len(speech.pcm))


def _describe(speech: Speech, utterance: Utterance, path: Path, offset: int) -> Take:
    words = restore_words(utterance.text, utterance.spoken, speech.words)
    return Take(
        utterance=utterance,
        path=path,
        offset=offset,
        rate=speech.rate,
        samples=speech.samples,
        words=words,
        sentences=time_sentences(utterance.text, utterance.language, words),
        exact=speech.exact,
    )
