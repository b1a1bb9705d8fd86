"""Whether what an engine returned is what it was asked to say."""

from array import array

from presscast.errors import SpeechError
from presscast.model import Speech
from presscast.pace import estimate_speech
from presscast.units import to_milliseconds
from presscast.voices.engines import Request
from presscast.words import find_words

_LEAST_SHARE = 0.35
_MOST_SHARE = 4.0
"""Of the estimated length. Between them lie, measured, all catalogue voices on words, numbers,
initialisms and addresses; half a text is found by the times of its words as well."""

_LEEWAY_MS = 1_500
"""On top of the longest: one short word can be a long number or an address."""

_LEAST_PEAK = 300
"""Out of 32,767: anything quieter is nobody speaking."""


def check_speech(speech: Speech, request: Request) -> None:
    """Raise SpeechError unless the speech is by the right voice, audible, whole and plausible."""
    if speech.voice.casefold() != request.voice.casefold():
        raise SpeechError(f'"{speech.voice}" spoke instead of "{request.voice}"')
    if not speech.pcm or len(speech.pcm) % 2:
        raise SpeechError("the engine returned no sound")
    sound = array("h", speech.pcm)
    if max(sound) < _LEAST_PEAK and min(sound) > -_LEAST_PEAK:
        raise SpeechError("the engine returned silence")
    _check_length(speech, request)
    _check_words(speech, request, sound)


def _check_length(speech: Speech, request: Request) -> None:
    length = to_milliseconds(speech.samples, speech.rate)
    expected = estimate_speech(request.text, request.rate)
    if length < expected * _LEAST_SHARE:
        raise SpeechError(f"{length} ms of sound are too short for this text (about {expected} ms)")
    if length > expected * _MOST_SHARE + _LEEWAY_MS:
        raise SpeechError(f"{length} ms of sound are too long for this text (about {expected} ms)")


def _check_words(speech: Speech, request: Request, sound: "array[int]") -> None:
    """Every word has its time, in order, and something sounds from the last word on."""
    expected = list(find_words(request.text))
    if [(word.first, word.last) for word in speech.words] != expected:
        raise SpeechError("the engine did not tell the time of every word")
    at = 0
    for word in speech.words:
        if not at <= word.start <= word.end <= speech.samples:
            raise SpeechError("the engine's word times are out of order")
        at = word.start
    tail = sound[speech.words[-1].start :]
    if not tail or (max(tail) < _LEAST_PEAK and min(tail) > -_LEAST_PEAK):
        raise SpeechError("the sound ends before the last word")
