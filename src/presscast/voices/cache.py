"""What has been spoken before, found by everything that makes it what it is."""

import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from presscast.build import name_program
from presscast.model import Span, Speech, Take, Utterance
from presscast.pace import estimate_speech
from presscast.packed import Packed
from presscast.store import DIGEST, Store, hash_inputs
from presscast.voices.engines import Engine, Request
from presscast.voices.spoken_text import SpokenText
from presscast.voices.timing import restore_words, time_sentences

_SPEECH_FORMAT = "4"
"""Changes with the layout of a speech and with how its words are timed."""

_TAKE_FORMAT = 1
"""Changes with the layout of a take; how it is made is a part of the program's name."""


class SpeechCache:
    """Speeches, by what is said, and takes, by what is written.

    A speech is a line of JSON and the PCM. One whose line is damaged counts as absent; the PCM is
    looked at by whoever reads it: most is of blocks that have been made as well. A take is what a
    version of presscast makes of a speech: nobody has to find out how numbers are said, nor where
    the words are, in a text that has not changed.
    """

    def __init__(self, folder: Path) -> None:
        self._speeches = Store(folder, "speech")
        self._takes = Store(folder, "take")

    def locate(self, engine: str, version: str, request: Request) -> Path:
        """Where the speech of this request lies or will lie."""
        return self._speeches.locate(hash_inputs(_SPEECH_FORMAT, engine, version, asdict(request)))

    def load(self, path: Path, utterance: Utterance, spoken: SpokenText) -> Take | None:
        """The utterance as it was spoken before; None where it was not, or the file is damaged."""
        head = self._speeches.load_head(path)
        return None if head is None else _describe(head, utterance, spoken, path)

    def store(self, path: Path, utterance: Utterance, spoken: SpokenText, speech: Speech) -> Take:
        """Keep a speech; the take points into the file. Raises OutputError."""
        described = {
            "rate": speech.rate,
            "samples": speech.samples,
            "digest": hashlib.sha256(speech.pcm).hexdigest(),
            "words": speech.words,
            "exact": speech.exact,
        }
        head = json.dumps(described).encode() + b"\n"
        self._speeches.store(path, head, behind=speech.pcm)
        return _describe(head, utterance, spoken, path)

    def recall(self, utterance: Utterance, engine: Engine) -> Take | None:
        """The take that was kept of an utterance; None where there is none, or its speech is gone
        or another."""
        kept = self._takes.load(self._locate_take(utterance, engine))
        if kept is None:
            return None
        described: dict[str, Any] = json.loads(kept)
        path = self._speeches.locate(described.pop("speech"))
        words, sentences = (Packed(Span, columns=described.pop(it)) for it in _TEXTS)
        take = Take(utterance, path, words=words, sentences=sentences, **described)
        return take if self._speeches.use(path, take.offset + 2 * take.samples) else None

    def keep(self, take: Take, engine: Engine) -> None:
        """Have a take recalled from now on. Raises OutputError."""
        described = {
            "speech": take.name,
            "offset": take.offset,
            "rate": take.rate,
            "samples": take.samples,
            "digest": take.digest,
            "exact": take.exact,
            "expected": take.expected,
            **{it: [list(column) for column in getattr(take, it).columns] for it in _TEXTS},
        }
        place = self._locate_take(take.utterance, engine)
        self._takes.store(place, json.dumps(described).encode())

    def _locate_take(self, utterance: Utterance, engine: Engine) -> Path:
        how = utterance.casting
        name = hash_inputs(
            (_TAKE_FORMAT, name_program()),
            (engine.name, engine.version(how.voice), how.voice, how.rate, how.pitch),
            (utterance.text, utterance.language, [asdict(it) for it in utterance.said]),
        )
        return self._takes.locate(name)


_TEXTS = ("words", "sentences")
"""What of a take has its places in the text."""


def _describe(head: bytes, utterance: Utterance, spoken: SpokenText, path: Path) -> Take:
    described: dict[str, Any] = json.loads(head)
    said = [Span(*it) for it in described.pop("words")]
    words = restore_words(utterance.text, spoken, said)
    return Take(
        utterance=utterance,
        path=path,
        offset=DIGEST + len(head),
        words=Packed(Span, words),
        sentences=Packed(Span, time_sentences(utterance.text, utterance.language, words)),
        expected=estimate_speech(spoken.text, utterance.casting.rate),
        **described,
    )
