"""IPA in, eSpeak NG's mnemonics out, by the table of the language that is spoken."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from presscast.voices.ipa import LONG, STRESS, find_alike, normalise_ipa

_MARKS = {"ˈ": "'", "ˌ": ","}
_LENGTHEN = ":"
_WEAK = "@"
"""The vowel of small words that are never stressed."""


@dataclass(frozen=True, slots=True)
class PhonemeTable:
    """The sounds of a language."""

    symbols: dict[str, str]
    """IPA, decomposed -> mnemonic."""
    vowels: frozenset[str]
    """Mnemonics before which stress is marked."""
    pattern: re.Pattern[str]
    """Matches the next symbol, the longest first."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A transcription in mnemonics."""

    words: tuple[str, ...]
    unsayable: tuple[str, ...]
    """The symbols that the language has no sound for."""


def encode_ipa(ipa: str, table: PhonemeTable) -> Encoded:
    """The transcription word by word, what the language does not have left out.

    Stress goes where eSpeak NG wants it, before the vowel. A word without any is stressed on its
    vowel where it has but one that is no schwa, and else left to eSpeak NG.
    """
    unsayable: dict[str, None] = {}
    words = []
    for word in normalise_ipa(ipa).split():
        sounds = [match[0] for match in table.pattern.finditer(word)]
        unsayable |= dict.fromkeys(it for it in sounds if not _is_known(it, table))
        words.append("|".join(_encode_word(sounds, table)))
    return Encoded(tuple(words), tuple(unsayable))


def describe_unsayable(ipa: str, table: PhonemeTable) -> str:
    """What of a transcription the language has no sound for, with the nearest; empty if nothing."""
    encoded = encode_ipa(ipa, table)
    if not encoded.unsayable and not all(encoded.words):
        return f"/{ipa}/, which holds no sound"
    described = []
    for symbol in encoded.unsayable:
        near = find_alike(symbol, table.symbols)
        described.append(f"{symbol} (the nearest is {near})" if near else symbol)
    return ", ".join(described)


@lru_cache
def load_table(name: str) -> PhonemeTable:
    """The table of this name; an empty one where there is none."""
    row = _read_tables().get(name, {"symbols": "", "vowels": ""})
    pairs = row["symbols"].split()
    symbols = dict(zip(pairs[::2], pairs[1::2], strict=True))
    longest = sorted(symbols, key=len, reverse=True)
    known = "|".join(re.escape(symbol) + r"(?![̀-ͯ])" for symbol in longest)
    pattern = re.compile(rf"{known}{'|' if known else ''}[{STRESS}{LONG}]|.[̀-ͯ]*")
    return PhonemeTable(symbols, frozenset(row["vowels"].split()), pattern)


@lru_cache(maxsize=1)
def _read_tables() -> dict[str, dict[str, str]]:
    # Not at the top: no worker needs them unless a word is spelt out, and each would start later.
    import tomllib
    from importlib.resources import files

    data = files("presscast.voices.engines") / "espeak_phonemes.toml"
    return tomllib.loads(unicodedata.normalize("NFD", data.read_text("utf-8")))


def _is_known(sound: str, table: PhonemeTable) -> bool:
    return sound in table.symbols or sound in STRESS or sound == LONG


def _encode_word(sounds: list[str], table: PhonemeTable) -> list[str]:
    encoded: list[str] = []
    stress = ""
    stressed = False
    for sound in sounds:
        if sound in _MARKS:
            stress = _MARKS[sound]
        elif mnemonic := table.symbols.get(sound) or _LENGTHEN * (sound == LONG):
            if stress and mnemonic in table.vowels:
                mnemonic, stress, stressed = stress + mnemonic, "", True
            encoded.append(mnemonic)
    vowels = [at for at, mnemonic in enumerate(encoded) if mnemonic in table.vowels]
    if len(vowels) == 1 and not stressed and encoded[vowels[0]] != _WEAK:
        encoded[vowels[0]] = "'" + encoded[vowels[0]]
    return encoded
