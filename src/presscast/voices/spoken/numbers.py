"""Numbers in words. num2words counts; what it gets wrong is mended by patterns of the language."""

import re
from dataclasses import dataclass
from functools import lru_cache

from presscast.voices.spoken.grammar import Grammar

_LONGEST = 15
"""Digits that are read as one number; longer ones are read digit by digit."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is written, in ASCII digits."""

    whole: str
    fraction: str = ""

    @property
    def value(self) -> float:
        """What it amounts to, for plurals and comparisons."""
        return float(f"{self.whole[-300:] or 0}.{self.fraction[:300] or 0}")


@lru_cache(maxsize=32)
def number_pattern(grammar: Grammar) -> str:
    """A number with its groups and its decimals as the language writes them, without groups."""
    groups = "[" + re.escape(str(grammar.get("numbers", "groups"))) + " \u00a0\u202f]"
    point = "[" + re.escape(str(grammar.get("numbers", "decimal"))) + "]"
    # All groups or none, by what may not follow: Python before 3.11.5 takes "(…)++" wrongly.
    return (
        rf"(?:(?<![\d.,])(?![0٠])\d{{1,3}}(?:{groups}\d{{3}})+(?!\d|{groups}\d{{3}})|(?<!\d)\d++)"
        rf"(?:{point}\d++)?"
    )


def parse_number(token: str, grammar: Grammar) -> Number:
    """A match of `number_pattern`."""
    digits = re.escape(str(grammar.get("numbers", "decimal")))
    whole, _, fraction = _split_decimals(digits).match(token).group(1, 2, 3)  # type: ignore[union-attr]
    return Number(to_digits(whole), to_digits(fraction or ""))


@lru_cache(maxsize=32)
def _split_decimals(points: str) -> re.Pattern[str]:
    return re.compile(rf"(.*?)(?:([{points}])(\d+))?\Z", re.S)


def to_digits(token: str) -> str:
    """The digits of a token, whatever script they are written in, as ASCII."""
    return "".join(str(int(char)) for char in token if char.isdecimal())


def say_number(number: Number, grammar: Grammar, noun: str = "") -> str:
    """A number; where the language tells them apart, in the form that the noun after it asks."""
    said = say_whole(number.whole, grammar, noun if not number.fraction else "")
    if not number.fraction:
        return said
    point = grammar.get("numbers", "point")
    return f"{said} {point} {_say_fraction(number.fraction, grammar)}"


def _say_fraction(fraction: str, grammar: Grammar) -> str:
    """Decimals: digit by digit, or as a number of two digits where that is the custom."""
    as_number = grammar.get("numbers", "fraction") == "number"
    if as_number and len(fraction) <= 2 and not fraction.startswith("0"):
        return say_whole(fraction, grammar)
    return spell_digits(fraction, grammar)


def say_whole(digits: str, grammar: Grammar, noun: str = "") -> str:
    """A whole number; digit by digit where it is longer than people count."""
    if len(digits) > _LONGEST:
        return spell_digits(digits, grammar)
    said = say_cardinal(int(digits or "0"), grammar)
    if not noun:
        return said
    return agree(said, noun, grammar)


def agree(said: str, noun: str, grammar: Grammar) -> str:
    """A number in words in the form that it takes before a noun: "un", "una", "une" …"""
    is_feminine = re.match(grammar.pattern("agreement", "feminine_nouns"), noun, re.I)
    changes = grammar.get("agreement", "feminine" if is_feminine else "masculine", [])
    for pattern, form in changes:
        said = re.sub(pattern, form, said)
    return said


def spell_digits(digits: str, grammar: Grammar) -> str:
    """One digit after the other."""
    names = [say_cardinal(value, grammar) for value in range(10)]
    return " ".join(names[int(digit)] for digit in digits)


@lru_cache(maxsize=8192)
def say_cardinal(value: int, grammar: Grammar) -> str:
    """A whole number below 10 to the 15th."""
    return _mend(_count(value, "cardinal", grammar), grammar)


@lru_cache(maxsize=2048)
def say_ordinal(value: int, grammar: Grammar) -> str:
    """Which one in a row; masculine where that matters."""
    listed = grammar.get("ordinals", "listed", [])
    if 0 < value <= len(listed):
        return str(listed[value - 1])
    return _mend(_count(value, "ordinal", grammar), grammar)


@lru_cache(maxsize=1024)
def say_year(value: int, grammar: Grammar) -> str:
    """A year, as it is said in a date."""
    kind = grammar.get("numbers", "years", "cardinal")
    paired = kind == "pairs" or (kind == "hundreds" and 1100 <= value < 2000)
    return _mend(_count(value, "year" if paired else "cardinal", grammar), grammar)


def _count(value: int, kind: str, grammar: Grammar) -> str:
    from num2words import num2words

    library = grammar.get("numbers", "library", grammar.language)
    return str(num2words(value, to=kind, lang=library))


def _mend(said: str, grammar: Grammar) -> str:
    for pattern, right in grammar.get("numbers", "mend", []):
        said = re.sub(pattern, right, said)
    return said


_ROMAN = re.compile(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})\Z")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def parse_roman(token: str) -> int:
    """The value of a Roman numeral in capitals; 0 for what is none."""
    if not _ROMAN.match(token):
        return 0
    values = [_VALUES[char] for char in token]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)
