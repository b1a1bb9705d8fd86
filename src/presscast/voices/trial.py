"""An engine put to the test, as `presscast doctor` does."""

from pathlib import Path

from presscast.model import Casting, Utterance
from presscast.voices.cache import SpeechCache
from presscast.voices.engines import Engine, Options
from presscast.voices.recording import record


def check_engine(engine: Engine, folder: Path, options: Options = ()) -> None:
    """Have an engine speak a word with its first voice. Raises SpeechError if that fails."""
    voice = engine.list_voices()[0].id
    casting = Casting("doctor", engine.name, voice, rate=160, pitch=50, options=options)
    utterance = Utterance("Ready.", 1, "doctor", casting, "en", turn=0, paragraph=0)
    record([utterance], SpeechCache(folder), jobs=1)
