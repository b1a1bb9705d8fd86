"""Script in, speech out: who speaks with which voice, and every word said."""

from pathlib import Path

from presscast.model import Casting, Utterance
from presscast.voices.alternatives import list_alternatives
from presscast.voices.booth import record, record_each
from presscast.voices.cache import SpeechCache
from presscast.voices.cast import Decision, cast_script, require_pinned
from presscast.voices.castfile import pin_cast, read_cast_file
from presscast.voices.engines import (
    Engine,
    Options,
    join_voice,
    list_engines,
    load_engine,
    split_voice,
)
from presscast.voices.engines.espeak_reading import read_words
from presscast.voices.lexicon import Lexicon
from presscast.voices.lexicon_files import read_lexicon
from presscast.voices.listed import find_listed, list_voices
from presscast.voices.plan import plan_samples, plan_utterances
from presscast.voices.spoken import keep_written
from presscast.voices.unmet import list_unmet, read_met
from presscast.voices.wording import require_sayable, settle_words

__all__ = [
    "Decision",
    "Lexicon",
    "SpeechCache",
    "cast_script",
    "check_engine",
    "find_listed",
    "join_voice",
    "list_alternatives",
    "list_engines",
    "list_unmet",
    "list_voices",
    "load_engine",
    "pin_cast",
    "plan_samples",
    "plan_utterances",
    "read_cast_file",
    "read_lexicon",
    "read_met",
    "read_words",
    "record",
    "record_each",
    "require_pinned",
    "require_sayable",
    "settle_words",
    "split_voice",
]


def check_engine(engine: Engine, folder: Path, options: Options = ()) -> None:
    """Have an engine speak a word with its first voice. Raises SpeechError if that fails."""
    voice = engine.list_voices()[0].id
    casting = Casting("doctor", engine.name, voice, rate=160, pitch=50, options=options)
    utterance = Utterance(
        "Ready.", keep_written("Ready."), 1, "doctor", casting, "en", turn=0, paragraph=0
    )
    record([utterance], SpeechCache(folder), jobs=1)
