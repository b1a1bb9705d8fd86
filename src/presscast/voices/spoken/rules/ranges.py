"""Numbers that belong together: scores, ranges, years, fractions, versions, telephone numbers."""

import re
from collections.abc import Iterator
from functools import lru_cache

from presscast.voices.spoken.draft import Reading, read_group
from presscast.voices.spoken.grammar import Grammar
from presscast.voices.spoken.numbers import (
    Number,
    number_pattern,
    parse_number,
    say_cardinal,
    say_number,
    say_ordinal,
    say_whole,
    say_year,
    spell_digits,
    to_digits,
)
from presscast.voices.spoken.rules.sentences import find_before

_PHONE = re.compile(
    r"(?<![\w.,/:-])(?:\+\d{1,3}(?:[ .\u00a0-]?\(\d{1,4}\))?(?:[ .\u00a0-]?\d++){2,7}"
    r"|\(0?\d{2,5}\)[ \u00a0]?\d{3,4}(?:[ -]\d{3,4}){1,2}"
    r"|0\d{1,4}(?:[ \u00a0-]\d{3,4}){2,3}|0\d(?:[ .\u00a0]\d{2}){4}|1?-?\d{3}-\d{3}-\d{4}"
    r"|0\d{9,11})(?![\w]|[.,:/-]\d)"
)
_VERSION = re.compile(r"(?<![\w.,])[vV]?\d{1,4}(?:\.\d{1,4}){2,}(?![\w]|[.,]\d)")
_YEARS = re.compile(
    r"(?<![\w.,:/-])(1[1-9]\d\d|20\d\d)\s?([-–/])\s?(1[1-9]\d\d|20\d\d|\d\d)(?![\w%/-]|[.,]\d)"
)
_SCORE = re.compile(r"(?<![\w.,:/$€£-])(\d{1,3})([-–:])(\d{1,3})(?![\w%°]|[-–:.,/]\d|-)")
_FRACTION = re.compile(
    r"(?<![\w.,:/-])(?:(\d{1,4})[ \u00a0])?(\d{1,2})/(\d{1,3})(?![\w/%]|[.,-]\d)"
)
_GLYPH = re.compile(r"(?<![\w.,])(\d{1,6})?[ \u00a0]?([¼½¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])")
_GLYPHS = {
    "¼": (1, 4),
    "½": (1, 2),
    "¾": (3, 4),
    "⅓": (1, 3),
    "⅔": (2, 3),
    "⅕": (1, 5),
    "⅖": (2, 5),
    "⅗": (3, 5),
    "⅘": (4, 5),
    "⅙": (1, 6),
    "⅚": (5, 6),
    "⅛": (1, 8),
    "⅜": (3, 8),
    "⅝": (5, 8),
    "⅞": (7, 8),
}


def read_phones(text: str, grammar: Grammar) -> Iterator[Reading]:
    """+44 20 7946 0958, group by group, digit by digit."""
    for match in _PHONE.finditer(text):
        if len(to_digits(match[0])) < (7 if match[0][0] == "+" else 9):
            continue
        groups = re.findall(r"\+|\d+", match[0])
        plus = f"{grammar.get('numbers', 'plus')} " if groups[0] == "+" else ""
        spelled = (spell_digits(to_digits(group), grammar) for group in groups if group != "+")
        yield read_group(match, 0, plus + grammar.get("words", "pause", ", ").join(spelled))


def read_versions(text: str, grammar: Grammar) -> Iterator[Reading]:
    """3.11.2, number by number; 1.000.000 is no version where points make groups."""
    grouped = re.compile(number_pattern(grammar))
    for match in _VERSION.finditer(text):
        if grouped.fullmatch(match[0]):
            continue
        parts = match[0].lstrip("vV").split(".")
        point = f" {grammar.get('words', 'point')} "
        said = point.join(say_whole(to_digits(part), grammar) for part in parts)
        letter = f"{grammar.get('words', 'version')} " if match[0][0] in "vV" else ""
        yield read_group(match, 0, letter + said)


def read_years(text: str, grammar: Grammar) -> Iterator[Reading]:
    """2024-25, 1939–1945, 2023/24."""
    for match in _YEARS.finditer(text):
        start, end = int(match[1]), match[3]
        whole = int(end) if len(end) == 4 else start // 100 * 100 + int(end)
        if whole <= start:
            continue
        to = grammar.get("words", "year_slash" if match[2] == "/" else "to")
        short = len(end) == 2 and int(end) > 9 and grammar.get("numbers", "short_years")
        said = say_cardinal(int(end), grammar) if short else say_year(whole, grammar)
        yield read_group(match, 0, " ".join(filter(None, (say_year(start, grammar), to, said))))


def read_scores(text: str, grammar: Grammar) -> Iterator[Reading]:
    """3-1 of a match is "three one", 52-48 of a vote "fifty-two to forty-eight", 3:1 a ratio."""
    for match in _SCORE.finditer(text):
        if match[2] == ":" and len(match[3]) == 2:
            continue
        first, second = int(match[1]), int(match[3])
        told = _tell_score(match, first, second, grammar)
        if not told:
            continue
        nil = grammar.get("words", "nil") if told == "score" else ""
        left, right = (
            nil if nil and value == 0 else say_cardinal(value, grammar) for value in (first, second)
        )
        joint = f" {grammar.get('scores', told)} ".replace("  ", " ")
        yield read_group(match, 0, f"{left}{joint}{right}")


def _tell_score(match: re.Match[str], first: int, second: int, grammar: Grammar) -> str:
    """Whether it is a "score", a "vote", a "ratio" — or, as "", a range."""
    if match[2] == ":":
        return "ratio"
    before = match.string[max(0, match.start() - 35) : match.start()]
    before = re.split(r"[.;:!?،\ufffc]", before)[-1]
    after = match.string[match.end() : match.end() + 14]
    if _is_near("votes", before, after, grammar):
        return "vote"
    if _is_near("games", before, after, grammar):
        return "score"
    return "score" if second < first <= 30 or (first == second and first < 10) else ""


def _is_near(kind: str, before: str, after: str, grammar: Grammar) -> bool:
    words = grammar.pattern("scores", kind)
    return bool(re.search(rf"\b(?:{words})\b", before) or re.match(rf"[\s-]+(?:{words})\b", after))


@lru_cache(maxsize=32)
def _find_ranges(grammar: Grammar) -> re.Pattern[str]:
    number = number_pattern(grammar)
    return re.compile(
        rf"(?<![\w.,:/-])(?P<from>{number})(?:\s?–\s?|-)(?P<to>{number})(?![\w%]|[-–:/]\d|[.,]\d)"
    )


def read_ranges(text: str, grammar: Grammar) -> Iterator[Reading]:
    """10-12 people."""
    for match in _find_ranges(grammar).finditer(text):
        start = parse_number(match["from"], grammar)
        end = parse_number(match["to"], grammar)
        noun = find_noun(match)
        first, last = (say_number(number, grammar, noun) for number in (start, end))
        if (start.whole.startswith("0") and len(start.whole) > 1) or start.value >= end.value:
            first, last = spell_group(start.whole, grammar), spell_group(end.whole, grammar)
            yield read_group(match, 0, f"{first} {last}")
            continue
        yield read_group(match, 0, f"{first} {grammar.get('words', 'to')} {last}")


def spell_group(digits: str, grammar: Grammar) -> str:
    """A number of a longer one: as it is, or digit by digit where it opens with a zero."""
    if digits.startswith("0") or len(digits) > 3:
        return spell_digits(digits, grammar)
    return say_whole(digits, grammar)


def find_noun(match: re.Match[str]) -> str:
    """The word that follows a number; empty where none does at once."""
    after = re.match(r"[ \u00a0]([^\W\d_]+)", match.string[match.end() : match.end() + 40])
    return after[1] if after else ""


def read_fractions(text: str, grammar: Grammar) -> Iterator[Reading]:
    """1/2, 2 3/4, 5½."""
    for match in _GLYPH.finditer(text):
        said = _say_fraction(*_GLYPHS[match[2]], match[1], grammar)
        yield read_group(match, 0, said)


def read_slashes(text: str, grammar: Grammar) -> Iterator[Reading]:
    """3/4 is a fraction; 12/25 two numbers."""
    for match in _FRACTION.finditer(text):
        top, bottom = int(match[2]), int(match[3])
        said = _say_fraction(top, bottom, match[1], grammar) if 0 < top < bottom else ""
        if not said:
            slash = grammar.get("words", "slash")
            said = f"{say_cardinal(top, grammar)} {slash} {say_cardinal(bottom, grammar)}"
            if match[1]:
                said = f"{say_whole(to_digits(match[1]), grammar)} {said}"
        yield read_group(match, 0, said)


def _say_fraction(top: int, bottom: int, whole: str | None, grammar: Grammar) -> str:
    """A fraction in words; empty where the language's table does not reach that far."""
    one, _, many = grammar.get("fractions", str(bottom)).partition("|")
    if not one:
        return ""
    alone = grammar.get("fractions", f"{top}/{bottom}")
    if whole:
        inside = grammar.get("fractions", f"+{top}/{bottom}") or alone
        inside = inside or _count_parts(top, one, many, grammar)
        joint = grammar.get("fractions", "and")
        return f"{say_whole(to_digits(whole), grammar)} {joint} {inside}"
    return alone or _count_parts(top, one, many, grammar)


def _count_parts(top: int, one: str, many: str, grammar: Grammar) -> str:
    noun = one if top == 1 or not many else many
    return f"{say_number(Number(str(top)), grammar, noun)} {noun}"


def read_ordinals(text: str, grammar: Grammar) -> Iterator[Reading]:
    """5th, 2e, 3ª."""
    for match in _find_ordinals(grammar).finditer(text):
        value = int(match[1])
        if value > 10_000_000:
            continue
        said = say_ordinal(value, grammar)
        for suffix, changes in grammar.get("ordinals", "forms", {}).items():
            if re.fullmatch(suffix, match[2]):
                for pattern, form in changes:
                    said = re.sub(pattern, form, said)
        yield read_group(match, 0, said)


@lru_cache(maxsize=32)
def _find_ordinals(grammar: Grammar) -> re.Pattern[str]:
    suffix = grammar.pattern("ordinals", "suffix")
    return re.compile(rf"(?<![\w.,:/])(\d{{1,9}})({suffix})(?!\w)")


def read_stopped_ordinals(text: str, grammar: Grammar) -> Iterator[Reading]:
    """Der 5. Bezirk, im 19. Jahrhundert: a full stop that makes an ordinal."""
    pattern = grammar.get("ordinals", "stopped")
    if not pattern:
        return
    for match in _compile(pattern).finditer(text):
        said = say_ordinal(int(match[1]), grammar)
        noun = find_noun(match)
        for before, nouns, template in grammar.get("ordinals", "after", []):
            if re.fullmatch(before, find_before(match), re.I) and re.match(nouns, noun):
                said = template.format(day=said)
                break
        yield Reading(match.start(1), match.end("stop"), said)


@lru_cache(maxsize=64)
def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def read_decades(text: str, grammar: Grammar) -> Iterator[Reading]:
    """1990s, '90s, mid-80s; die 1990er."""
    ending = grammar.get("decades", "ending")
    for match in _find_decades(ending or "['’]?s").finditer(text):
        tens, century = match["tens"], match["century"]
        if ending:
            said = say_year(int(f"{century or ''}{tens}"), grammar) + ending
        elif century and tens == "00":
            said = f"{say_year(int(century) * 100, grammar)}s"
        else:
            said = grammar.get("decades", tens)
            if said and century:
                said = f"{say_cardinal(int(century), grammar)} {said}"
        if said:
            yield read_group(match, 0, said)


@lru_cache(maxsize=32)
def _find_decades(ending: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.,])(?:(?P<century>1\d|20)|['’‘])?(?P<tens>\d0){ending}(?![\w])")
