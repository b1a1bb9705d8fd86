"""Takes without an engine: sound that a test can recognise."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from presscast.model import Casting, Take, Utterance
from presscast.voices.cache import SpeechCache
from presscast.voices.engines import Request
from presscast.voices.engines.tone import ToneEngine
from presscast.voices.spoken import find_spoken

MakeTake = Callable[..., Take]


@pytest.fixture
def make_take(tmp_path: Path) -> MakeTake:
    """A take of the tone engine, stored as the booth stores it."""
    cache = SpeechCache(tmp_path / "takes")
    engine = ToneEngine()

    def make(text: str, *, voice: str = "tone/330", line: int = 1, turn: int = 0) -> Take:
        casting = Casting(f"Speaker of {voice}", "tone", voice, rate=200, pitch=50)
        utterance = Utterance(text, line, casting.speaker, casting, "en", turn, paragraph=0)
        spoken = find_spoken(utterance)
        speech = engine.speak(Request(spoken.text, "en", voice, rate=200, pitch=50))
        name = hashlib.sha256(f"{text}{voice}".encode()).hexdigest()
        return cache.store(tmp_path / "takes" / name, utterance, spoken, speech)

    return make
