"""Where a full stop that belongs to an abbreviation ends the sentence as well."""

import re
from functools import lru_cache

from presscast.voices.spoken.grammar import Grammar

_AFTER = re.compile(r"[\"”’»)\]]*(?:\s*\Z|\s+[\"“‘«¿¡(\[]*(?P<next>[\w\ufffc]+))")
_WORD = re.compile(r"[^\W\d_][\w’']*\Z")


def find_next(match: re.Match[str]) -> str | None:
    """The word that follows a match, "" where it is joined by a sign; None at the text's end."""
    after = _AFTER.match(match.string, match.end())
    if not after:
        return ""
    return after["next"]


def ends_sentence(match: re.Match[str], grammar: Grammar, *, names: bool = False) -> bool:
    """Whether a sentence ends with the full stop at the end of a match.

    At the end of the text, and before a word with a capital; where a name may well follow
    (`names`) only before one that opens sentences, such as "The".
    """
    following = find_next(match)
    if following is None:
        return True
    if names:
        return following in list_starters(grammar)
    return following[:1].isupper() and following not in list_followers(grammar)


@lru_cache(maxsize=32)
def list_starters(grammar: Grammar) -> frozenset[str]:
    """Words that open sentences and are no names."""
    return frozenset(grammar.get("sentences", "starters").split())


@lru_cache(maxsize=32)
def list_followers(grammar: Grammar) -> frozenset[str]:
    """Words with a capital that follow an abbreviation in its sentence: "5 p.m. Monday"."""
    return frozenset(grammar.get("sentences", "followers").split())


def find_before(match: re.Match[str]) -> str:
    """The word before a match, on the same line and with only a space between; else ""."""
    before = match.string[max(0, match.start() - 40) : match.start()]
    if not before[-1:].isspace():
        return ""
    word = _WORD.search(before.rstrip())
    return word[0] if word else ""
