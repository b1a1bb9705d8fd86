"""The engine `pyttsx`: eSpeak NG, driven through pyttsx3, out of the espeakng-loader wheel.

pyttsx3's own loop returns before the sound is there, keeps only the last of two utterances and
drops the times of words. So pyttsx3 starts the engine and sets its voice, rate and pitch; the
text goes to the binding below its driver, which waits for the end and keeps the events.
"""

import ctypes
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from presscast.errors import EngineError, SpeechError
from presscast.model import Hint, Speech, Voice
from presscast.units import Hertz
from presscast.voices.catalogue import read_catalogue
from presscast.voices.engines.base import Request
from presscast.voices.engines.espeak_languages import (
    find_data,
    find_language,
    find_voice,
    list_languages,
)
from presscast.voices.engines.espeak_markup import SWITCH, Markup, mark_up
from presscast.voices.engines.espeak_phonemes import describe_unsayable, load_table
from presscast.voices.timing import time_words

RATE = Hertz(22_050)
_FASTEST = 449
"""Words a minute. From 450 on eSpeak NG speeds its finished sound up, and the times of its events
are those from before: up to 0.6 s too late."""

_MOST_ECHO = RATE // 4
"""What some variants (+f2 to +f5) add to the sound behind its last event: 132 ms at most."""

_SWITCHED = re.compile(r"\((\S+?)\)")
_SILENT = re.compile(r"_(?!\^_)|$")
"""Phonemes that are pauses."""

_CONTROL = dict.fromkeys((*range(32), 127), " ")
"""To eSpeak NG a NUL is the end of the text, and U+0001 begins a command."""


class PyttsxEngine:
    """eSpeak NG through pyttsx3, the default engine on every platform."""

    name = "pyttsx"
    keeps_process = False
    patience = 10

    def version(self, voice: str = "") -> str:
        """The versions of pyttsx3, of the wheel with eSpeak NG, and of how we call them."""
        return _name_versions() + " call 2"

    def list_voices(self) -> tuple[Voice, ...]:
        """The curated catalogue: eSpeak NG's own metadata call every voice a man."""
        return read_catalogue()

    def has_voice(self, voice: str) -> bool:
        """Whether eSpeak NG's data hold this language, and this variant in this very spelling.

        eSpeak NG itself takes a misspelt variant for none and speaks with the plain voice.
        """
        _, plus, variant = voice.partition("+")
        return find_voice(voice) is not None and (not plus or variant in _list_variants())

    def find_unsayable(self, hint: Hint, voice: str) -> str:
        """Sounds that the language has no phoneme for, with the nearest; an unknown language."""
        spoken = find_language(hint.language) if hint.language else find_voice(voice)
        if spoken is None:
            return f'the language "{hint.language}"' if hint.language else ""
        return describe_unsayable(hint.phonemes, load_table(spoken.table)) if hint.phonemes else ""

    def prepare(self) -> None:
        """Start eSpeak NG, which is then shared by the children that are forked from here."""
        _start_engine()
        list_languages()  # else every child reads all files of languages, for 20 ms

    def speak(self, request: Request) -> Speech:
        """The request in a process in which eSpeak NG has spoken nothing before."""
        espeak, engine = _start_engine()
        # In other voices, so before ours is set.
        markup = _mark_up(espeak, request)
        errors: list[str] = []
        engine.connect("error", lambda name, exception: errors.append(str(exception)))
        engine.setProperty("voice", request.voice)
        engine.setProperty("rate", min(request.rate, _FASTEST))
        engine.setProperty("pitch", request.pitch)
        if errors:
            raise SpeechError(f"eSpeak NG refused: {errors[0]}")
        # Breathy variants add noise, seeded by the clock unless it is seeded here.
        espeak.dll.espeak_ng_SetRandSeed(ctypes.c_long(1))
        flags = espeak.PHONEMES if request.hints else 0
        heard = _synthesise(espeak, markup.text, flags)
        pcm = b"".join(heard.pieces)
        _require_whole(markup.text, heard, len(pcm) // 2)
        # The words that eSpeak NG says for an emoji at the end stand behind the end.
        marks = [(markup.origins[at], it) for at, it in heard.marks if at < len(markup.origins)]
        words = time_words(request.text, marks, pcm, RATE)
        return Speech(
            pcm=pcm,
            rate=RATE,
            voice=str(engine.getProperty("voice")),
            words=words,
            exact=True,
        )


@dataclass(slots=True)
class _Heard:
    """What eSpeak NG has handed over so far."""

    pieces: list[bytes] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)
    """(index of a word's first character, sample)."""
    end: tuple[int, int] = (0, 0)
    """(how many characters have been read, sample)."""


def _mark_up(espeak: Any, request: Request) -> Markup:
    """The request's text as eSpeak NG takes it; its own where there are no hints."""
    spoken = find_voice(request.voice)

    def translate(text: str, language: str) -> list[str]:
        other = find_language(language)
        if other is None:
            raise SpeechError(f'eSpeak NG does not speak the language "{language}"')
        espeak.SetVoiceByName(other.voice.encode())
        return _list_mnemonics(espeak, text)

    return mark_up(
        request.text,
        request.hints,
        language=request.language,
        table=spoken.table if spoken else "",
        translate=translate,
    )


def transcribe(espeak: Any, text: str, mode: int) -> str:
    """The phonemes of a text, by the voice that is set. `mode`: 2 for IPA, separator << 8."""
    function = espeak.dll.espeak_TextToPhonemes
    function.restype = ctypes.c_char_p
    function.argtypes = [ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int]
    buffer = ctypes.create_string_buffer(text.translate(_CONTROL).encode())
    rest = ctypes.c_char_p(ctypes.addressof(buffer))
    clauses = []
    while rest.value is not None:
        clauses.append((function(ctypes.byref(rest), espeak.CHARS_UTF8, mode) or b"").decode())
    return " ".join(clauses)


def _list_mnemonics(espeak: Any, text: str) -> list[str]:
    """The words of a text in mnemonics; `_^_xx` stands where the language changes."""
    words = _SWITCHED.sub(rf" {SWITCH}\1 ", transcribe(espeak, text, ord("|") << 8)).split()
    bare = ("|".join(it for it in word.split("|") if not _SILENT.match(it)) for word in words)
    return [word for word in bare if word]


def _synthesise(espeak: Any, text: str, flags: int = 0) -> _Heard:
    """All the sound and word events of a text. Raises SpeechError."""
    heard = _Heard()

    def take(wav: Any, samples: int, events: Any) -> int:
        if samples > 0:
            heard.pieces.append(ctypes.string_at(wav, samples * 2))
        for event in _iterate(events, espeak.EVENT_LIST_TERMINATED):
            if event.type == espeak.EVENT_WORD:
                heard.marks.append((event.text_position - 1, event.sample))
            elif event.type == espeak.EVENT_END:
                heard.end = (event.text_position, event.sample)
        return 0

    espeak.SetSynthCallback(take)
    # The binding's own Synth tells eSpeak NG a length ten times the text's, and eSpeak NG copies
    # that many bytes: now and then past the end of what is mapped.
    content = text.translate(_CONTROL).encode()
    flags |= espeak.ENDPAUSE | espeak.CHARS_UTF8
    taken = espeak.cSynth(content, len(content) + 1, 0, espeak.POS_CHARACTER, 0, flags, None, None)
    if taken != espeak.EE_OK:
        raise SpeechError("eSpeak NG did not take the text")
    return heard


def _require_whole(text: str, heard: _Heard, samples: int) -> None:
    """Raise SpeechError unless the text was read to its end and all of its sound came over.

    Measured on 100,000 utterances in 19 languages: eSpeak NG's last event of the type END names the
    last character, and the last sample but for an echo. Without one it has spoken nothing.
    """
    read, spoken = heard.end
    if read < len(text.rstrip()):
        raise SpeechError(f"eSpeak NG read {read} of {len(text)} characters")
    if not spoken <= samples <= spoken + _MOST_ECHO:
        raise SpeechError(f"eSpeak NG handed over {samples} of {spoken} samples")


def _iterate(events: Any, last: int) -> Iterator[Any]:
    """The events of one callback: a C array that ends with an event of type `last`."""
    index = 0
    while events[index].type != last:
        yield events[index]
        index += 1


@lru_cache(maxsize=1)
def _start_engine() -> tuple[Any, Any]:
    """(pyttsx3's binding, pyttsx3's engine), started once and yet without a word.

    pyttsx3 has eSpeak NG synthesise in a thread of its own, and a process with threads cannot be
    forked. In the synchronous mode of the same binding there is none: what costs 6 ms to start is
    started once for all children, and the end of the call is the end of the sound.
    """
    espeak = import_driver()
    import pyttsx3

    espeak.AUDIO_OUTPUT_RETRIEVAL = espeak.AUDIO_OUTPUT_SYNCHRONOUS
    engine = pyttsx3.init("espeak")
    # The driver queues settings until its loop runs; told that it is idle it applies them.
    engine.proxy.setBusy(False)
    engine.getProperty("voices")  # else every child looks through all files of voices
    return espeak, engine


@lru_cache(maxsize=1)
def import_driver() -> Any:
    """pyttsx3's binding, bound to the wheel's library whatever the system has installed."""
    import espeakng_loader

    # eSpeak NG keeps the path of its data in 160 bytes and fails on a longer one, which a virtual
    # environment easily has. "." is short; this process does nothing else with its folder.
    data = Path(espeakng_loader.get_data_path())
    os.chdir(data.parent)
    os.environ["ESPEAK_DATA_PATH"] = "."
    try:
        library = ctypes.CDLL(espeakng_loader.get_library_path())
    except OSError as error:
        remedy = "Reinstall it: pip install --force-reinstall espeakng-loader"
        raise EngineError(f"eSpeak NG does not load ({error})", remedy=remedy) from error
    with _load_instead(library):
        from pyttsx3.drivers import _espeak, espeak  # noqa: F401
    return _espeak


@contextmanager
def _load_instead(library: ctypes.CDLL) -> Iterator[None]:
    """Hand out this library to whoever asks ctypes for one: the binding asks for system paths."""
    ctypes.cdll.LoadLibrary = lambda name: library  # type: ignore[method-assign]
    try:
        yield
    finally:
        del ctypes.cdll.LoadLibrary


@lru_cache(maxsize=1)
def _name_versions() -> str:
    from importlib.metadata import version as installed_version

    return " ".join(f"{name} {installed_version(name)}" for name in ("pyttsx3", "espeakng-loader"))


@lru_cache(maxsize=1)
def _list_variants() -> frozenset[str]:
    return frozenset(path.name for path in (find_data() / "voices" / "!v").iterdir())
