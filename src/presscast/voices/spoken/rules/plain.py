"""What is left: years, codes of letters and digits, plain numbers, signs."""

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
    say_whole,
    say_year,
    spell_digits,
    to_digits,
)
from presscast.voices.spoken.rules.letters import is_word, spell_letters
from presscast.voices.spoken.rules.ranges import find_noun
from presscast.voices.spoken.rules.sentences import find_before

_YEAR = re.compile(r"(?<![\w.,:/€$£-])(?:1\d\d\d|20\d\d)(?![\w%/]|[.,:]\d)")
_SHORT_YEAR = re.compile(r"(?<![\w])['’]([0-9]\d)(?![\w’'])")
_CODE = re.compile(
    r"(?<![\w.-])(?=[\w-]{0,40}\d)(?=[\w-]{0,40}[^\W\d_])[^\W_]+(?:-[^\W_]+)*(?:(?<=\d)\.\d+)?(?![\w])"
)
_PARTS = re.compile(r"\d+|[^\W\d_]+|[-.]")


def read_plain_years(text: str, grammar: Grammar) -> Iterator[Reading]:
    """1998 is a year, but in "1500 votes" a number."""
    if grammar.get("numbers", "years") == "cardinal":
        return
    for match in _YEAR.finditer(text):
        noun = find_noun(match)
        counted = re.fullmatch(grammar.pattern("years", "counted"), noun)
        dated = re.fullmatch(grammar.pattern("years", "before"), find_before(match), re.I)
        if dated or not (counted or match[0].startswith("10")):
            yield read_group(match, 0, say_year(int(match[0]), grammar))


def read_short_years(text: str, grammar: Grammar) -> Iterator[Reading]:
    """'68, class of '09."""
    oh = grammar.get("times", "oh")
    for match in _SHORT_YEAR.finditer(text):
        value = int(match[1])
        said = say_cardinal(value, grammar)
        yield read_group(match, 0, f"{oh} {said}" if value < 10 and oh else said)


def read_codes(text: str, grammar: Grammar) -> Iterator[Reading]:
    """A320, MP3, COVID-19, 5G, B2B: letters by name, digits in the groups that people say."""
    for match in _CODE.finditer(text):
        token = match[0]
        if not any(map(str.isupper, token)) and not re.fullmatch(r"[a-z]{1,2}-?\d{1,4}", token):
            continue
        parts = _PARTS.findall(token)
        yield read_group(match, 0, _say_code(parts, grammar))


def _say_code(parts: list[str], grammar: Grammar) -> str:
    """The parts of a code; a letter alone is tied to what follows, which keeps it a name."""
    joint = str(grammar.get("letters", "code", " "))
    words: list[str] = []
    for index, part in enumerate(parts):
        if part == "-":
            continue
        if part == ".":
            words.append(f" {grammar.get('numbers', 'point')}")
            continue
        single = len(part) == 1 and part.isalpha()
        said = (
            _say_digits(to_digits(part), grammar)
            if part[0].isdecimal()
            else _say_letters(part, grammar)
        )
        tied = words and joint != " " and (single or _was_single(parts, index))
        words.append((joint if tied else " ") + said if words else said)
    return "".join(words)


def _was_single(parts: list[str], index: int) -> bool:
    before = [part for part in parts[:index] if part != "-"]
    return bool(before) and len(before[-1]) == 1 and before[-1].isalpha()


def _say_letters(part: str, grammar: Grammar) -> str:
    if not part.isupper() or len(part) == 1:
        return str(grammar.table("letters").get(part, part)) if len(part) == 1 else part
    return is_word(part, grammar) or spell_letters(part, grammar)


def _say_digits(digits: str, grammar: Grammar) -> str:
    """Two digits as a number, three as "three twenty", four in pairs, more one by one."""
    pairs = grammar.get("numbers", "years") == "pairs"
    if digits.startswith("0") or len(digits) > 4:
        return spell_digits(digits, grammar)
    if len(digits) < 3 or not pairs or digits.endswith("00"):
        return say_whole(digits, grammar)
    if len(digits) == 4 and digits[2] != "0" and digits[1] != "0":
        return f"{say_whole(digits[:2], grammar)} {say_whole(digits[2:], grammar)}"
    oh = grammar.get("times", "oh")
    head, tail = digits[:-2], digits[-2:]
    end = f"{oh} {say_whole(tail[1], grammar)}" if tail[0] == "0" else say_whole(tail, grammar)
    return f"{say_whole(head, grammar)} {end}"


@lru_cache(maxsize=32)
def _find_numbers(grammar: Grammar) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<sign>(?<![\w)\]–-])(?:[-−+~≈<>±](?=\d)|(?<![.,])\.(?=\d)))?(?P<number>{number_pattern(grammar)})"
    )


def read_numbers(text: str, grammar: Grammar) -> Iterator[Reading]:
    """48,000, 2.6, -5, ~20."""
    for match in _find_numbers(grammar).finditer(text):
        said = _say_bare(parse_number(match["number"], grammar), match, grammar)
        if match["sign"]:
            said = f"{_name_sign(match['sign'], grammar)} {said}"
        yield read_group(match, 0, said)


def _say_bare(number: Number, match: re.Match[str], grammar: Grammar) -> str:
    """A number; digit by digit behind a point that no decimal follows, and from a zero on."""
    digits = number.whole
    opening = match.string[max(0, match.start("number") - 2) : match.start("number")]
    chained = re.fullmatch(r"\d[.,]", opening) or match["sign"] == "."
    if not chained and not (digits.startswith("0") and len(digits) > 1):
        return say_number(number, grammar, find_noun(match))
    said = spell_digits(digits, grammar)
    point = grammar.get("numbers", "point")
    decimals = spell_digits(number.fraction, grammar)
    return f"{said} {point} {decimals}" if decimals else said


def _name_sign(sign: str, grammar: Grammar) -> str:
    if sign in "-−":
        return str(grammar.get("numbers", "minus"))
    if sign == ".":
        return str(grammar.get("numbers", "point"))
    return str(grammar.get("signs", sign))


def read_signs(text: str, grammar: Grammar) -> Iterator[Reading]:
    """ "&", "+", "=", "×" between words; "°", "§" and "#" wherever they are."""
    symbols = grammar.table("symbols")
    for match in _find_signs(grammar).finditer(text):
        yield read_group(match, 0, symbols[match[0]])


@lru_cache(maxsize=32)
def _find_signs(grammar: Grammar) -> re.Pattern[str]:
    signs = grammar.choose(grammar.table("symbols"))
    return re.compile(
        rf"(?<=[\s\ufffc])(?:{signs})(?=[\s\ufffc])|(?<=\w)[&×](?=\w)|(?<=\w)&(?=\ufffc)"
    )
