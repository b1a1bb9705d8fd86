"""Addresses: of pages, of mail, of people and topics; and what is said as data say."""

import re
from collections.abc import Iterator
from functools import lru_cache

from presscast.voices.spoken.draft import Reading, read_group
from presscast.voices.spoken.grammar import Grammar
from presscast.voices.spoken.numbers import Number, say_number, spell_digits, to_digits
from presscast.voices.spoken.rules.letters import is_word, spell_letters
from presscast.voices.spoken.rules.sentences import ends_sentence

_URL = re.compile(
    r"(?<![\w@.])(?:https?://|www\.)[^\s<>\"“”»’\ufffc]*[^\s<>\"“”»’\ufffc.,;:!?)\]}'…*_]", re.I
)
_MAIL = re.compile(r"(?<![\w.@+-])[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9][\w-]*(?:\.\w[\w-]*)+")
_HANDLE = re.compile(r"(?<![\w@./])@(\w[\w.]*\w|\w)")
_HASHTAG = re.compile(r"(?<![\w#&/])#([^\W\d]\w*)")
_IP = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d)")
_CAMEL = re.compile(r"[A-Z]+(?![^\W\d_A-Z])|[A-Z]?[^\W\d_A-Z]+|\d+|[^\W\d_]+")
_PART = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")


def read_pages(text: str, grammar: Grammar) -> Iterator[Reading]:
    """https://www.example.org/news is "example dot org slash news"."""
    for match in _URL.finditer(text):
        address = re.sub(r"^(?:https?://)?(?:www\.)?", "", match[0], count=1, flags=re.I)
        yield read_group(match, 0, say_address(address.split("?")[0].rstrip("/"), grammar))


def read_domains(text: str, grammar: Grammar) -> Iterator[Reading]:
    """Time.news is "Time dot news"."""
    for match in _find_domains(grammar).finditer(text):
        yield read_group(match, 0, say_address(match[0], grammar))


@lru_cache(maxsize=32)
def _find_domains(grammar: Grammar) -> re.Pattern[str]:
    ends = "|".join(grammar.shared["codes"]["domains"].split())
    return re.compile(
        rf"(?<![\w.@/-])[A-Za-z0-9][\w-]*+(?:\.[a-z0-9][\w-]*+)*?\.(?:{ends})\b(?!\.\w)"
        r"(?:/[\w/.%~-]*[\w])?"
    )


def read_mail(text: str, grammar: Grammar) -> Iterator[Reading]:
    """info@example.org is "info at example dot org"."""
    for match in _MAIL.finditer(text):
        yield read_group(match, 0, say_address(match[0], grammar))


def read_handles(text: str, grammar: Grammar) -> Iterator[Reading]:
    """@TimeNews is "at Time News"."""
    for match in _HANDLE.finditer(text):
        at = grammar.get("words", "at")
        yield read_group(match, 0, f"{at} {say_name(match[1], grammar)}")


def read_hashtags(text: str, grammar: Grammar) -> Iterator[Reading]:
    """#MeToo is "hashtag Me Too"."""
    for match in _HASHTAG.finditer(text):
        sign = grammar.get("words", "hashtag")
        yield read_group(match, 0, f"{sign} {say_name(match[1], grammar)}")


def read_machines(text: str, grammar: Grammar) -> Iterator[Reading]:
    """192.168.0.1, each number by itself."""
    for match in _IP.finditer(text):
        parts = [to_digits(part) for part in match[0].split(".")]
        if all(int(part) < 256 and part == str(int(part)) for part in parts):
            dot = f" {grammar.get('words', 'dot')} "
            yield read_group(match, 0, dot.join(say_number(Number(it), grammar) for it in parts))


def say_address(address: str, grammar: Grammar) -> str:
    """An address in words: signs by name, names in camel case as their words."""
    signs = grammar.table("address")
    words = []
    for part in _PART.findall(address):
        if part in signs:
            words.append(signs[part])
        elif part[0].isalnum():
            words.append(say_name(part, grammar))
    return " ".join(words)


def say_name(name: str, grammar: Grammar) -> str:
    """The words of a name that is written as one: "MeToo", "cop_30", "BBCNews"."""
    return " ".join(_say_part(part, grammar) for part in _CAMEL.findall(name))


def _say_part(part: str, grammar: Grammar) -> str:
    if part[0].isdecimal():
        digits = to_digits(part)
        short = len(digits) <= 4 and not digits.startswith("0")
        return say_number(Number(digits), grammar) if short else spell_digits(digits, grammar)
    if part.isupper() and len(part) > 1:
        return is_word(part, grammar) or spell_letters(part, grammar)
    return str(grammar.get("address_words", part, part))


def read_phrases(text: str, grammar: Grammar) -> Iterator[Reading]:
    """What data say for what is written just so: "24/7", "C++", "e.g."."""
    phrases = grammar.table("phrases")
    for match in _find_phrases(grammar).finditer(text):
        said = phrases[match[0]]
        if match[0].endswith(".") and ends_sentence(match, grammar):
            said += "."
        yield read_group(match, 0, said)


@lru_cache(maxsize=32)
def _find_phrases(grammar: Grammar) -> re.Pattern[str]:
    names = grammar.choose(grammar.table("phrases"))
    return re.compile(rf"(?<![\w@#])(?<![\d][.,/-])(?:{names})(?![\w]|[./-]\d)")
