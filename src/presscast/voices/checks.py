"""Whether what an engine returned is what it was asked to say."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from statistics import median

from presscast.errors import SpeechError
from presscast.model import Span, Speech, Take
from presscast.pace import estimate_least, estimate_speech
from presscast.units import Hertz, to_milliseconds
from presscast.voices.engines import Request
from presscast.voices.engines.base import OWN_PITCH
from presscast.voices.measure import measure_voice
from presscast.words import find_words, shorten

_LEAST_SHARE = 0.3
_LEAST_SHARE_OF_PROSE = 0.6
_MOST_SHARE = 6.0
"""Of the estimated length. Measured on all catalogue voices at 80 to 450 words a minute: words,
numbers, initialisms and addresses 0.44 to 2.7 and single letters to 13; prose 0.68 to 1.7,
in Japanese, whose kanji eSpeak NG spells, to 5.6. Half a paragraph comes out at 0.4 to 0.55."""

_PROSE_MS_AT_100_WPM = 8_000
"""Texts of this length, some 15 words, are prose."""

_LEEWAY_MS_AT_100_WPM = 4_000
"""On top of the longest: one letter may be a number, a symbol or a foreign word."""

_FOREIGN_MS_AT_100_WPM = 5_000
"""What a letter of another script than the text's own may add, which eSpeak NG spells by its code:
"letter one two three four"."""

_LEAST_PEAK = 300
"""Out of 32,767: anything quieter is nobody speaking."""

_MOST_SILENT = 2
"""Words in a row that may have no sound of their own, since small words run together. Measured:
never more than 1 in 28,000."""

_RATES = range(8_000, 192_001)
"""Hertz."""


_LEAST_VOICED = 0.2
"""How much of prose must have a pitch. Measured on all catalogue voices at 80 to 450 words a minute
and any pitch: 0.43 to 1; noise of any colour 0."""

_BRIGHTNESS = (0.6, 1.65)
"""How bright prose may be for its voice, at the voice's own pitch. Measured with all
catalogue voices: 0.83 to 1.18 on news, 0.79 to 1.32 on numbers and initialisms; over ten hours of
six voices 0.68 at the least. At twice the right sample rate it is twice that."""

_LOOKS = 64
"""Places at which prose is listened to: what lies between is no other."""

_LEAST_PACE = 0.7
_LEAST_COMPARED = 4
"""How long prose must be beside what the same voice usually takes, where that is known from so many
utterances. Measured on the same paragraphs: 0.89 to 1.21 of the voice's median."""


def check_speech(speech: Speech, request: Request, brightness: Hertz) -> None:
    """Raise SpeechError unless the speech is by the right voice, audible, whole and plausible.

    `brightness` is the voice's, 0 where nobody has measured it.
    """
    if speech.voice.casefold() != request.voice.casefold():
        raise SpeechError(f'"{speech.voice}" spoke instead of "{request.voice}"')
    if not speech.pcm or len(speech.pcm) % 2 or speech.rate not in _RATES:
        raise SpeechError("the engine returned no sound")
    heard = _Heard(speech.pcm)
    if heard.is_silent(0, speech.samples):
        raise SpeechError("the engine returned silence")
    _check_words(speech, request, heard)
    _check_length(speech, request)
    if is_prose(request.text):
        _check_sound(speech, request, brightness)


def is_cut(take: Take, others: Sequence[Take]) -> bool:
    """Whether a take is much shorter than its text is by the same voice otherwise.

    Only where the engine tells no times of words, which would not fit.
    """
    if take.exact or len(others) < _LEAST_COMPARED:
        return False
    if take.expected * take.utterance.casting.rate < _PROSE_MS_AT_100_WPM * 100:
        return False
    return _measure_pace(take) < _LEAST_PACE * median(map(_measure_pace, others))


def _measure_pace(take: Take) -> float:
    """How many times as long as expected the take is."""
    return to_milliseconds(take.samples, take.rate) / take.expected


def is_prose(text: str) -> bool:
    """Whether a text is long enough for what is odd in it to average out."""
    return estimate_speech(text, 100) >= _PROSE_MS_AT_100_WPM


def _check_sound(speech: Speech, request: Request, brightness: Hertz) -> None:
    """Prose has a pitch most of the time, and it is about as bright as its voice."""
    measure = measure_voice(speech.pcm, speech.rate, _LOOKS)
    if measure.voiced < _LEAST_VOICED:
        raise SpeechError("the engine returned noise")
    if not brightness or request.pitch != OWN_PITCH:
        return
    share = measure.brightness / brightness
    if not _BRIGHTNESS[0] <= share <= _BRIGHTNESS[1]:
        raise SpeechError(
            f"the voice sounds {share:.1f} times as bright as it is: "
            "its sound must be of another sample rate than the engine says"
        )


class _Heard:
    """Where there is sound."""

    def __init__(self, pcm: bytes) -> None:
        import numpy as np

        self._sound = np.frombuffer(pcm, "<i2")

    def is_silent(self, start: int, end: int) -> bool:
        """Whether nobody is heard between two samples."""
        piece = self._sound[start:end]
        return not piece.size or bool(piece.max() < _LEAST_PEAK and piece.min() > -_LEAST_PEAK)


def _check_length(speech: Speech, request: Request) -> None:
    text, rate = request.text, request.rate
    length = to_milliseconds(speech.samples, speech.rate)
    expected = estimate_speech(text, rate)
    share = _LEAST_SHARE_OF_PROSE if is_prose(text) else _LEAST_SHARE
    if length < estimate_least(text, rate) * share:
        raise SpeechError(f"{length} ms of sound are too short for this text (about {expected} ms)")
    odd_at_100 = _LEEWAY_MS_AT_100_WPM + _count_foreign(text) * _FOREIGN_MS_AT_100_WPM
    if length > expected * _MOST_SHARE + odd_at_100 * 100 / rate:
        raise SpeechError(
            f"{length} ms of sound are too long for this text (about {expected} ms): "
            "perhaps the voice cannot read its script"
        )


def _count_foreign(text: str) -> int:
    """The letters that do not belong to the script of most of the text."""
    if text.isascii():
        return 0
    letters = (char for char in text if char.isalpha() and not char.isascii())
    scripts = Counter(unicodedata.name(char, "?").split()[0] for char in letters)
    scripts["LATIN"] += sum(char.isascii() and char.isalpha() for char in text)
    return scripts.total() - max(scripts.values())


def _check_words(speech: Speech, request: Request, heard: _Heard) -> None:
    """Every word has its time, in order, hardly one is silent, and the last one is heard."""
    expected = list(find_words(request.text))
    if not expected or [(word.first, word.last) for word in speech.words] != expected:
        raise SpeechError("the engine did not tell the time of every word")
    _check_order(speech.words, speech.samples)
    silent = 0
    for word in speech.words:
        silent = silent + 1 if heard.is_silent(word.start, word.end) else 0
        if silent > _MOST_SILENT:
            words = shorten(request.text[: word.last][-60:], 60)
            raise SpeechError(f'there is no sound for the end of "{words}"')
    if heard.is_silent(speech.words[-1].start, speech.samples):
        raise SpeechError("the sound ends before the last word")


def _check_order(spans: Sequence[Span], samples: int) -> None:
    at = 0
    for span in spans:
        if not at <= span.start <= span.end <= samples:
            raise SpeechError("the engine's times are out of order")
        at = span.start
