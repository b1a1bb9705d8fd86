"""Sections and Roman numerals: Article 12(3), § 4, No. 5, Chapter IV, Mohammed VI."""

import re
from collections.abc import Iterator
from functools import lru_cache

from presscast.voices.spoken.draft import CLOSED, Reading, read_group
from presscast.voices.spoken.grammar import Grammar
from presscast.voices.spoken.numbers import (
    number_pattern,
    parse_roman,
    say_cardinal,
    say_ordinal,
    say_whole,
    to_digits,
)
from presscast.voices.spoken.rules.sentences import ends_sentence

_WORD = r"[^\W\d_][\w'’.-]{0,40}+"


@lru_cache(maxsize=32)
def _find_romans(grammar: Grammar) -> re.Pattern[str]:
    suffix = grammar.pattern("romans", "suffix")
    return re.compile(
        rf"(?<![\w-])(?:(?P<before>{_WORD}|{CLOSED}{{1,40}}+)[ \u00a0])?(?P<roman>[IVXLCDM]+)"
        rf"(?P<suffix>(?:{suffix})?)(?![\w]|\.\w|[-’'][^\W_s])(?=(?P<after>[ \u00a0]{_WORD})?)"
    )


def read_romans(text: str, grammar: Grammar) -> Iterator[Reading]:
    """ "VI" after a name: of kings an ordinal, of wars and chapters a number."""
    for match in _find_romans(grammar).finditer(text):
        value = parse_roman(match["roman"])
        said = _say_roman(value, match, grammar) if value else ""
        if said:
            stops = match["suffix"] == "." and ends_sentence(match, grammar, names=True)
            yield Reading(match.start("roman"), match.end("suffix"), said + "." * stops)


def _say_roman(value: int, match: re.Match[str], grammar: Grammar) -> str:
    """What a numeral counts is told by its neighbours; empty where it may be letters."""
    before, after = (match["before"] or "").rstrip("."), (match["after"] or "").strip()
    if _fits("centuries_after", after, grammar) or _fits("centuries_before", before, grammar):
        ordinal = grammar.get("romans", "centuries") == "ordinal"
        return say_ordinal(value, grammar) if ordinal else say_cardinal(value, grammar)
    if before.startswith(CLOSED):
        return say_cardinal(value, grammar) if len(match["roman"]) > 1 else ""
    if _fits("counted", before, grammar):
        # "Part I" is a part, but "in Part I was wrong" is about somebody.
        pronoun = match["roman"] == "I" and after[:1].islower()
        return "" if pronoun else say_cardinal(value, grammar)
    if _is_regnal(value, match, before, after, grammar):
        return _say_regnal(value, grammar)
    return ""


def _fits(key: str, word: str, grammar: Grammar) -> bool:
    return re.fullmatch(grammar.pattern("romans", key), word) is not None


def _is_regnal(value: int, match: re.Match[str], before: str, after: str, grammar: Grammar) -> bool:
    """Whether a numeral belongs to a name: a known one, or any where it cannot be letters."""
    roman = match["roman"]
    if _fits("regnal", before, grammar):
        return roman != "I" or not after[:1].islower() or after in _AFTER_NAMES
    named = before[:1].isupper() and not before.isupper()
    return named and len(roman) > 1 and value < _MOST_KINGS and not match["suffix"]


_MOST_KINGS = 30
_AFTER_NAMES = frozenset(("of", "and", "was", "died", "who", "in", "de", "von", "di", "et", "y"))
"""What may follow the first of a name, and not the pronoun."""


def _say_regnal(value: int, grammar: Grammar) -> str:
    """Which king: an ordinal, or a number from where the language goes over to them."""
    from_here = grammar.get("romans", "cardinal_from", 10_000)
    said = say_ordinal(value, grammar) if value < from_here else say_cardinal(value, grammar)
    return str(grammar.get("romans", "template", "{said}").format(said=said))


@lru_cache(maxsize=32)
def _find_sections(grammar: Grammar) -> re.Pattern[str]:
    nouns = grammar.pattern("sections", "nouns")
    return re.compile(
        rf"\b(?:{nouns})[ \u00a0](?P<number>\d{{1,4}})(?P<rest>(?:\.\d{{1,3}})*)"
        r"(?P<inner>(?:\((?:\d{1,3}|[a-z]|[ivx]{1,4})\))+)?(?![\w%]|[.,]\d)"
    )


def read_sections(text: str, grammar: Grammar) -> Iterator[Reading]:
    """Article 12(3), Section 4.2.1."""
    point = grammar.get("words", "point")
    for match in _find_sections(grammar).finditer(text):
        if not (match["inner"] or match["rest"]):
            continue
        words = [say_whole(to_digits(match["number"]), grammar)]
        for part in re.findall(r"\d+", match["rest"]):
            words.append(f"{point} {say_whole(to_digits(part), grammar)}")
        said = " ".join(words)
        for part in re.findall(r"\w+", match["inner"] or ""):
            said += grammar.get("words", "pause", ", ") + (
                say_whole(part, grammar) if part.isdecimal() else part.upper()
            )
        yield Reading(match.start("number"), match.end(), said)


@lru_cache(maxsize=32)
def _find_numbered(grammar: Grammar) -> re.Pattern[str]:
    names = grammar.choose(grammar.table("numbered"))
    number = number_pattern(grammar)
    return re.compile(
        rf"(?<![\w.])(?P<name>{names})[ \u00a0]?(?={number}(?![A-Za-z])|[IVXLC]{{2,}}\b)"
    )


def read_numbered(text: str, grammar: Grammar) -> Iterator[Reading]:
    """No. 5, § 12, pp. 10, #1: the abbreviation in full; the number is left to later rules."""
    for match in _find_numbered(grammar).finditer(text):
        yield read_group(match, "name", grammar.get("numbered", match["name"]))
