"""The engine `tone`: one sine a voice, exact lengths, no speech. It makes tests exact and fast."""

import math
from array import array
from functools import lru_cache

from presscast.errors import SpeechError
from presscast.model import Hint, Sex, Speech, Voice
from presscast.units import Hertz, Samples
from presscast.voices.engines.base import Request
from presscast.voices.timing import time_words
from presscast.words import find_words

RATE = Hertz(22_050)
_AMPLITUDE = 8_000
_PITCHES = (150, 330, 210, 430, 270, 520, 120, 370, 180, 470, 240, 570)
_LETTER_MS_AT_100_WPM = 100
_GAP_MS_AT_100_WPM = 80


class ToneEngine:
    """A word sounds 100 ms a letter at 100 words a minute, and 80 ms of silence follow it."""

    name = "tone"
    keeps_process = False
    patience = 10

    def version(self, voice: str = "") -> str:
        """Changes when the sound does."""
        return "1"

    def list_voices(self) -> tuple[Voice, ...]:
        """Twelve sines, called after their frequency."""
        return tuple(
            Voice(
                id=f"tone/{pitch}",
                label=f"Tone {pitch}",
                sex=Sex.FEMALE if pitch > 300 else Sex.MALE,
                accent="none",
                language="mul",
                pitch=Hertz(pitch),
                brightness=Hertz(pitch),
                family=str(pitch),
            )
            for pitch in _PITCHES
        )

    def has_voice(self, voice: str) -> bool:
        """Whether this is one of the twelve."""
        return any(voice == known.id for known in self.list_voices())

    def find_unsayable(self, hint: Hint, voice: str) -> str:
        """Nothing: a tone has neither phonemes nor languages to get wrong."""
        return ""

    def prepare(self) -> None:
        """Nothing to load."""

    def speak(self, request: Request) -> Speech:
        """One sine a word; a pitch of 50 is the voice's frequency, 100 an octave above."""
        if not self.has_voice(request.voice):
            raise SpeechError(f'there is no voice "{request.voice}"')
        frequency = int(request.voice.removeprefix("tone/")) * 2 ** ((request.pitch - 50) / 50)
        gap = bytes(2 * _count(_GAP_MS_AT_100_WPM, request.rate))
        pcm = bytearray()
        marks = []
        for first, last in find_words(request.text):
            marks.append((first, len(pcm) // 2))
            letters = sum(
                4 if char.isdigit() else char.isalnum() for char in request.text[first:last]
            )
            pcm += _sound_sine(frequency, _count(_LETTER_MS_AT_100_WPM * letters, request.rate))
            pcm += gap
        words = time_words(request.text, marks, bytes(pcm), RATE)
        return Speech(
            pcm=bytes(pcm),
            rate=RATE,
            voice=request.voice,
            words=words,
            exact=True,
        )


def _count(milliseconds: int, rate: int) -> Samples:
    """The samples of so many milliseconds at 100 words a minute, at another rate."""
    return Samples(milliseconds * RATE // (10 * rate))


@lru_cache(maxsize=256)
def _sound_sine(frequency: float, samples: Samples) -> bytes:
    """A sine from zero, 16-bit little-endian."""
    step = 2 * math.pi * frequency / RATE
    return array("h", (round(_AMPLITUDE * math.sin(step * at)) for at in range(samples))).tobytes()
