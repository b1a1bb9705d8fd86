"""The engine `piper`: neural voices, offline once `presscast voices install` has fetched them."""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from presscast.errors import SpeechError
from presscast.model import Hint, Speech, Voice
from presscast.units import Hertz
from presscast.voices.engines.base import Request
from presscast.voices.engines.piper_model import load_model, name_versions
from presscast.voices.engines.piper_times import Group, count_phonemes, find_groups, mark_words
from presscast.voices.engines.piper_voices import (
    describe_voices,
    find_file,
    list_files,
    read_settings,
)
from presscast.voices.timing import Mark, estimate_words, time_words
from presscast.words import find_words

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from piper import PiperVoice

_BETWEEN_S = 0.1
"""Silence between two sentences, which the timeline then sets as show.toml wants it."""

_CONTROL = dict.fromkeys((*range(32), 127), " ") | {ord("["): "(", ord("]"): ")"}
"""Piper cannot take a NUL, and reads what is in double brackets as phonemes."""

_ALIGNED = ("espeak", "text")
"""Kinds of phonemes whose words are told apart by spaces."""


class PiperEngine:
    """Piper's ONNX voices, each a file in the user's folder."""

    name = "piper"
    keeps_process = True
    patience = 60

    def version(self, voice: str = "") -> str:
        """The versions of what speaks, and the file that the voice is in."""
        file = find_file(voice) if voice else None
        return f"{name_versions()} call 1 {file.digest if file else ''}".rstrip()

    def list_voices(self) -> tuple[Voice, ...]:
        """Those that were installed, by name."""
        return tuple(voice for file in list_files() for voice in describe_voices(file))

    def has_voice(self, voice: str) -> bool:
        """Whether it was installed; of a model with speakers each is `NAME#SPEAKER`."""
        file = find_file(voice)
        if file is None:
            return False
        if any(voice == known for known, *_ in file.speakers):
            return True
        speaker = voice.partition("#")[2]
        return bool(speaker) and speaker in (read_settings(file.model).get("speaker_id_map") or {})

    def find_unsayable(self, hint: Hint, voice: str) -> str:
        """A language other than the voice's, and phonemes that the voice has not learnt."""
        file = find_file(voice)
        if file is None:
            return ""
        if hint.language and hint.language.split("-")[0] != file.language.split("-")[0]:
            return f'the language "{hint.language}"'
        known = read_settings(file.model).get("phoneme_id_map") or {}
        missing = dict.fromkeys(
            char for char in _decompose(hint.phonemes) if char not in known and char != " "
        )
        return f'the phonemes "{" ".join(missing)}"' if missing else ""

    def prepare(self) -> None:
        """Raise EngineError where Piper is not installed; a voice is loaded when it speaks."""
        name_versions()

    def speak(self, request: Request) -> Speech:
        """The request, spoken sentence by sentence.

        A pitch is had by speaking slower or faster and telling another sample rate.
        """
        file = find_file(request.voice)
        if file is None:
            raise SpeechError(f'the voice "{request.voice}" is not installed')
        model = load_model(file.model)
        raised = 2 ** ((request.pitch - 50) / 150)
        speaker = model.config.speaker_id_map.get(request.voice.partition("#")[2])
        spoken = _speak_text(
            "".join(_write_hints(request)), model, file.pace * raised / request.rate, speaker
        )
        rate = Hertz(round(model.config.sample_rate * raised))
        if spoken.groups:
            marks = _mark_words(request.text, spoken.groups, model)
            words = time_words(request.text, marks, spoken.pcm, rate)
        else:
            words = estimate_words(request.text, spoken.pcm, rate)
        return Speech(
            pcm=spoken.pcm, rate=rate, voice=request.voice, words=words, exact=bool(spoken.groups)
        )


class Spoken(NamedTuple):
    """What a model said."""

    pcm: bytes
    groups: list[Group]
    """Empty where the model does not tell how long its phonemes are."""


def speak_plainly(text: str, model: "PiperVoice", speaker: int | None) -> bytes:
    """A text as the model says it by itself, to be measured."""
    return _speak_text(text, model, 1.0, speaker).pcm


def _speak_text(text: str, model: "PiperVoice", slowness: float, speaker: int | None) -> Spoken:
    from piper import SynthesisConfig

    config = SynthesisConfig(speaker_id=speaker, length_scale=model.config.length_scale * slowness)
    pieces: list[bytes] = []
    groups: list[Group] = []
    told = model.config.phoneme_type in _ALIGNED
    at = 0
    for phonemes in filter(None, model.phonemize(text)):
        ids = model.phonemes_to_ids(phonemes)
        result = model.phoneme_ids_to_audio(ids, config, include_alignments=True)
        sound, lengths = result if isinstance(result, tuple) else (result, None)
        if lengths is None or len(lengths) != len(ids):
            told = False
        elif told:
            known = model.config.phoneme_id_map
            groups += find_groups(phonemes, known, lengths.tolist(), at)
        pieces.append(_encode(sound))
        pieces.append(bytes(2 * round(_BETWEEN_S * model.config.sample_rate)))
        at = sum(map(len, pieces)) // 2
    return Spoken(b"".join(pieces[:-1]), groups if told else [])


def _mark_words(text: str, groups: Sequence[Group], model: "PiperVoice") -> list[Mark]:
    spans = list(find_words(text))
    sizes = [
        sum(map(count_phonemes, model.phonemize(text[first:last].translate(_CONTROL))))
        for first, last in spans
    ]
    return mark_words(spans, sizes, groups)


def _encode(sound: "npt.NDArray[np.float32]") -> bytes:
    """16-bit PCM: as loud as the voice spoke, which Piper itself would raise to full scale."""
    import numpy as np

    if not np.isfinite(sound).all():
        raise SpeechError("the voice returned numbers that are no sound")
    content: bytes = (np.clip(sound, -1, 1) * 32_767).astype("<i2").tobytes()
    return content


def _write_hints(request: Request) -> Iterator[str]:
    """The text as Piper takes it, in pieces: phonemes in double brackets."""
    at = 0
    for hint in request.hints:
        if hint.phonemes:
            yield request.text[at : hint.first].translate(_CONTROL)
            yield f"[[{_decompose(hint.phonemes)}]]"
            at = hint.last
    yield request.text[at:].translate(_CONTROL)


def _decompose(phonemes: str) -> str:
    """Phonemes as the voices know them: marks apart from letters."""
    return unicodedata.normalize("NFD", phonemes)
