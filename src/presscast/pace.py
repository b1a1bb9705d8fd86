"""How long a text takes to say, before anybody has said it."""

import unicodedata
from collections import Counter
from functools import lru_cache

from presscast.units import Milliseconds

SLOWEST, FASTEST = 80, 450
"""Words a minute that may be asked of an engine."""
RATES = {"x-slow": 0.6, "slow": 0.8, "normal": 1.0, "fast": 1.25, "x-fast": 1.5}
"""How many times a speaker's own rate a cue asks for, by name."""

_LETTER_MS_AT_100_WPM = 108
_PAUSE_MS_AT_100_WPM = 400
"""Measured: eSpeak NG, the first voice of each catalogued language, at 80, 160 and 300 words a
minute, on the Universal Declaration of Human Rights and English news. A letter takes 95 to 130 ms
at 100 words a minute in 14 languages, 85 in French; a comma or a full stop adds 200 to 450."""

_PAUSES = frozenset(".?!:;,—…。！？，、；：।؟،؛")

_DIGIT = 4.0
"""A digit, or one of the symbols that are read as words (% € + @ 😀), in letters."""

_ZERO = 2.0
"""Every other one is silent: "2,000" and "1,000,000" against "2005" and "0.01"."""


def estimate_speech(text: str, rate: int) -> Milliseconds:
    """About how long `text` takes at `rate` words a minute (a fifth either way on news prose)."""
    counts = Counter(text)
    letters = sum(_weigh(char) * number for char, number in counts.items())
    pauses = sum(number for char, number in counts.items() if char in _PAUSES)
    at_100 = letters * _LETTER_MS_AT_100_WPM + pauses * _PAUSE_MS_AT_100_WPM
    return Milliseconds(round(at_100 * 100 / rate))


def estimate_least(text: str, rate: int) -> Milliseconds:
    """The same of a voice that passes over symbols, and for which a trillion is one syllable."""
    said = (
        char
        for char in text
        if char in _PAUSES or (char.isalnum() and unicodedata.digit(char, 1) != 0)
    )
    return estimate_speech("".join(said), rate)


@lru_cache(maxsize=4096)
def _weigh(char: str) -> float:
    """Letters' worth of time in a character: a digit is a word, a Han character a syllable."""
    if char == "0":
        return _ZERO
    if not char.isalpha():
        spoken = char.isalnum() or unicodedata.category(char)[0] == "S" or char in "%@#&*/"
        return _DIGIT if spoken else 0.0
    if "\u0590" <= char < "\u0900":  # Hebrew and Arabic do not write most of their vowels
        return 1.7
    if "\u0900" <= char < "\u0e00":  # the vowel signs of India are marks on a letter
        return 2.1
    return 3.0 if ord(char) >= 0x2E80 and unicodedata.east_asian_width(char) == "W" else 1.0
