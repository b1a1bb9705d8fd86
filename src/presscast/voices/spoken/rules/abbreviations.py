"""Titles and other words that are written short."""

import re
from collections.abc import Iterator
from functools import lru_cache

from presscast.voices.spoken.draft import Reading, read_group
from presscast.voices.spoken.grammar import Grammar
from presscast.voices.spoken.rules.sentences import (
    ends_sentence,
    find_before,
    find_next,
    list_starters,
)


@lru_cache(maxsize=32)
def _find_titles(grammar: Grammar) -> re.Pattern[str]:
    names = grammar.choose(grammar.table("titles"))
    return re.compile(
        rf"(?<![\w.])(?:{names})(?P<stop>\.?)(?=[ \u00a0]+(?:[^\W\d_]|\ufffc)|[ \u00a0]?\Z|,|\s)"
    )


def read_titles(text: str, grammar: Grammar) -> Iterator[Reading]:
    """Dr. Carter, Prof., Lt. Gen.: what stands before a name. Its full stop ends no sentence."""
    titles = grammar.table("titles")
    for match in _find_titles(grammar).finditer(text):
        following = find_next(match)
        name = match[0].rstrip(".")
        if (following and (following[0].isupper() or following[0] == "\ufffc")) or match["stop"]:
            # "Dr. A. Smith" has an initial, no article.
            opens = len(following or "xx") > 1 and ends_sentence(match, grammar, names=True)
            yield read_group(match, 0, titles[name] + ("." if match["stop"] and opens else ""))


def read_streets(text: str, grammar: Grammar) -> Iterator[Reading]:
    """St. Mary's is of a saint, Elm St. is a street; Dr and Ave alike."""
    streets = grammar.table("streets")
    for match in _find_streets(grammar).finditer(text):
        following = find_next(match)
        before = find_before(match)
        saint = grammar.get("streets", "saint")
        named = before[:1].isupper() and before not in grammar.get("streets", "not_after").split()
        is_saint = match["name"] == "St" and following and following[0].isupper()
        if is_saint and following not in list_starters(grammar):
            yield read_group(match, 0, saint)
        elif named and match["name"] in streets:
            closes = match["stop"] and ends_sentence(match, grammar)
            yield read_group(match, 0, streets[match["name"]] + ("." if closes else ""))


@lru_cache(maxsize=32)
def _find_streets(grammar: Grammar) -> re.Pattern[str]:
    names = [name for name in grammar.table("streets") if name not in ("saint", "not_after")]
    return re.compile(rf"(?<![\w.])(?P<name>{grammar.choose(names)})(?P<stop>\.?)(?![\w])")


def read_abbreviations(text: str, grammar: Grammar) -> Iterator[Reading]:
    """etc., approx., Inc.: a full stop is needed to know them, and kept where a sentence ends."""
    words = grammar.table("abbreviations")
    for match in _find_abbreviations(grammar).finditer(text):
        closes = ends_sentence(match, grammar)
        yield read_group(match, 0, words[match[0][:-1]] + ("." if closes else ""))


@lru_cache(maxsize=32)
def _find_abbreviations(grammar: Grammar) -> re.Pattern[str]:
    names = grammar.choose(grammar.table("abbreviations"))
    return re.compile(rf"(?<![\w.])(?:{names})\.(?![\w])")
