"""The voices that engines list, as castings name them."""

from collections.abc import Iterable, Mapping

from presscast.model import VOICE_PITCH, Casting, Voice
from presscast.show import VoiceSettings
from presscast.units import Decibels
from presscast.voices.apart import set_pitch
from presscast.voices.castfile import CastEntry
from presscast.voices.engines import Engine, load_engine, split_voice

_WRITTEN_AS = {"no": "nb", "nn": "nb", "sh": "hr", "cmn": "zh"}
"""Language -> the one whose voices read it."""

Listed = Mapping[tuple[str, str], Voice]
"""(engine, voice id in lower case) -> voice."""


def open_engine(name: str, settings: VoiceSettings) -> Engine:
    """The engine of this name, as the show sets it up. Raises EngineError."""
    return load_engine(name, settings.find_options(name))


def list_voices(engines: Iterable[str], settings: VoiceSettings) -> Listed:
    """All the voices that these engines list, each engine's best first. Raises EngineError."""
    return {
        (engine, voice.id.casefold()): voice
        for engine in engines
        for voice in open_engine(engine, settings).list_voices()
    }


def find_listed(listed: Listed, casting: Casting) -> Voice | None:
    """The voice of a casting at the casting's pitch; None for one that no engine lists."""
    voice = listed.get((casting.engine, casting.voice.casefold()))
    return voice and set_pitch(voice, casting.pitch)


def speaks(voice: Voice | None, language: str) -> bool:
    """Whether a voice is for this language, in whatever accent; "mul" is for all."""
    if voice is None:
        return False
    wanted, spoken = (tag.split("-")[0] for tag in (language, voice.language))
    return spoken in (_WRITTEN_AS.get(wanted, wanted), "mul")


def build_casting(
    name: str, written: str, entry: CastEntry, listed: Listed, settings: VoiceSettings
) -> Casting:
    """How a person sounds with a voice as people write it, and what the cast file says beside it.

    Without a pitch there it is the one at which the voice is listed.
    """
    engine, voice = split_voice(written, settings.engine)
    known = listed.get((engine, voice.casefold()))
    own = known.setting if known else VOICE_PITCH
    return Casting(
        speaker=name,
        engine=engine,
        voice=voice,
        rate=entry.rate or settings.rate,
        pitch=own if entry.pitch is None else entry.pitch,
        gain=Decibels(entry.gain),
        options=settings.find_options(engine),
        pan=entry.pan,
        lexicon=entry.lexicon,
    )
