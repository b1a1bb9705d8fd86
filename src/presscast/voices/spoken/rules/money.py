"""Money, percentages and units: a number and what it counts."""

import re
from collections.abc import Iterator
from functools import lru_cache

from presscast.voices.spoken.draft import Reading
from presscast.voices.spoken.grammar import Grammar
from presscast.voices.spoken.names import name_cent, name_currency, name_unit
from presscast.voices.spoken.numbers import (
    Number,
    number_pattern,
    parse_number,
    say_number,
    say_whole,
)
from presscast.voices.spoken.rules.sentences import ends_sentence, find_before

SPACE = "[ \u00a0\u202f]"
MINUS = "[-−–]"
ONE = Number("1")


@lru_cache(maxsize=32)
def _list_signs(grammar: Grammar) -> str:
    signs = {*grammar.shared["currencies"], *grammar.table("currencies")}
    signs |= set(grammar.shared["codes"]["currencies"].split())
    return grammar.choose(signs)


@lru_cache(maxsize=32)
def _magnitudes(grammar: Grammar) -> str:
    return grammar.choose(grammar.table("magnitudes"))


@lru_cache(maxsize=32)
def _find_sign_first(grammar: Grammar) -> re.Pattern[str]:
    number = number_pattern(grammar)
    return re.compile(
        rf"(?<![\w€$£¥])(?P<minus>{MINUS})?(?P<sign>{_list_signs(grammar)})(?P<space>{SPACE}?)"
        rf"(?P<from>{number}){_range_and_magnitude(grammar)}"
    )


def _range_and_magnitude(grammar: Grammar) -> str:
    """What may follow the first number: "-€6bn", "-10m", " million"."""
    number = number_pattern(grammar)
    signs, magnitudes = _list_signs(grammar), _magnitudes(grammar)
    return (
        rf"(?:(?P<first>{SPACE}?(?:{magnitudes}))?{SPACE}?[-–]{SPACE}?(?:{signs})?(?P<to>{number}))?"
        rf"(?:(?P<gap>{SPACE}?|-)(?P<magnitude>{magnitudes})(?![\w]))?(?![\w]|[.,]\d)"
    )


@lru_cache(maxsize=32)
def _find_sign_last(grammar: Grammar) -> re.Pattern[str]:
    number = number_pattern(grammar)
    links = grammar.get("money", "links") or r"(?!)"
    return re.compile(
        rf"(?<![\w.,:/])(?P<minus>{MINUS})?(?P<from>{number})"
        rf"(?:{SPACE}?[-–]{SPACE}?(?P<to>{number}))?"
        rf"(?:(?P<gap>{SPACE}?)(?P<magnitude>{_magnitudes(grammar)})\.?)?"
        rf"(?P<space>{SPACE}?(?:(?<={SPACE})(?:{links}){SPACE}?)?)"
        rf"(?P<sign>{_list_signs(grammar)})(?![\w€$£¥])"
    )


def read_money(text: str, grammar: Grammar) -> Iterator[Reading]:
    """€2.4m, $5 million, $3.50, MAD 350."""
    for match in _find_sign_first(grammar).finditer(text):
        # "COP28" is a conference, "COP 28" an amount.
        if match["sign"].isalpha() and match.end() - match.start("from") < 3 and not match["space"]:
            continue
        yield Reading(*match.span(), _say_money(match, grammar))


def read_money_after(text: str, grammar: Grammar) -> Iterator[Reading]:
    """350 MAD, 2,4 Mio. €, 3,50 €."""
    for match in _find_sign_last(grammar).finditer(text):
        yield Reading(*match.span(), _say_money(match, grammar))


def _say_money(match: re.Match[str], grammar: Grammar) -> str:
    number = parse_number(match["to"] or match["from"], grammar)
    sign, magnitude = match["sign"], match["magnitude"]
    minus = f"{grammar.get('numbers', 'minus')} " if match["minus"] else ""
    if not match["to"] and not magnitude and len(number.fraction) == 2:
        return minus + _say_cents(number, sign, grammar)
    one = _is_attribute(match, grammar)
    if magnitude:
        counted = say_magnitude(number, magnitude, grammar)
        name = name_currency(sign, grammar, ONE if one else Number("1000000"))
        said = f"{counted} {_link(counted, name, grammar)}"
    else:
        name = name_currency(sign, grammar, ONE if one else number)
        said = f"{say_number(number, grammar, name)} {name}"
    if match["to"]:
        said = f"{_say_start(match, name, grammar)} {grammar.get('words', 'to')} {said}"
    return minus + said


def _say_start(match: re.Match[str], noun: str, grammar: Grammar) -> str:
    """Where a range starts."""
    number = parse_number(match["from"], grammar)
    first = (match.groupdict().get("first") or "").strip()
    if first and first != match["magnitude"]:
        return say_magnitude(number, first, grammar)
    return say_number(number, grammar, noun)


def say_magnitude(number: Number, magnitude: str, grammar: Grammar) -> str:
    """A number of thousands, millions …"""
    one, _, many = grammar.get("magnitudes", magnitude).partition("|")
    few = number.value < grammar.get("money", "singular_below", 0) or number == ONE
    word = one if few or not many else many
    return f"{say_number(number, grammar, word)} {word}"


def _link(counted: str, name: str, grammar: Grammar) -> str:
    """A currency after millions: "de euros", "d'euros"; as it is where no word links them."""
    plain, _, elided = grammar.get("money", "link").partition("|")
    if not re.search(grammar.pattern("money", "linked"), counted):
        return name
    elides = elided and re.match(r"[aeiouéèhœ]", name, re.I)
    return f"{elided if elides else plain}{name}"


def _say_cents(number: Number, sign: str, grammar: Grammar) -> str:
    """An amount to the hundredth: "three dollars fifty", "fifty cents"."""
    cents = number.fraction
    cent_number = Number(str(int(cents)))
    name = name_currency(sign, grammar, Number(number.whole))
    whole = f"{say_whole(number.whole, grammar, name)} {name}"
    if int(cents) == 0:
        return whole
    cent = name_cent(sign, cent_number, grammar)
    if not cent:
        plural = name_currency(sign, grammar, number)
        return f"{say_number(number, grammar)} {plural}"
    small = f"{say_whole(cent_number.whole, grammar, cent)}"
    if int(number.whole) == 0:
        return f"{small} {cent}"
    if int(cents) < 10:
        small = f"{small} {cent}"
    return str(grammar.get("money", "cents").format(whole=whole, cents=small))


def _is_attribute(match: re.Match[str], grammar: Grammar) -> bool:
    """Whether what is counted describes a noun: "a €2.4m fund" is of euro, not euros."""
    if not re.fullmatch(grammar.pattern("attributes", "before"), find_before(match), re.I):
        return False
    after = re.match(
        r"[ \u00a0-](?!(?:{})\b)[a-z]".format(grammar.get("attributes", "not_after")),
        match.string[match.end() : match.end() + 20],
    )
    return after is not None


@lru_cache(maxsize=32)
def _find_percent(grammar: Grammar) -> re.Pattern[str]:
    number = number_pattern(grammar)
    return re.compile(
        rf"(?<![\w.,:/])(?P<minus>{MINUS}|\+)?(?P<from>{number})%?"
        rf"(?:{SPACE}?[-–]{SPACE}?(?P<to>{number}))?(?P<space>{SPACE}?)(?P<sign>[%‰٪])(?![\w])"
    )


def read_percent(text: str, grammar: Grammar) -> Iterator[Reading]:
    """55%, 3-4 %, -0.5%."""
    for match in _find_percent(grammar).finditer(text):
        word = grammar.get("words", "permille" if match["sign"] == "‰" else "percent")
        yield Reading(*match.span(), f"{_say_range(match, '', grammar)} {word}")


def _say_range(match: re.Match[str], noun: str, grammar: Grammar) -> str:
    sign = match["minus"]
    said = say_number(parse_number(match["from"], grammar), grammar, noun)
    if sign:
        word = grammar.get("numbers", "plus" if sign == "+" else "minus")
        said = f"{word} {said}"
    if match["to"]:
        last = say_number(parse_number(match["to"], grammar), grammar, noun)
        said = f"{said} {grammar.get('words', 'to')} {last}"
    return said


@lru_cache(maxsize=32)
def _find_units(grammar: Grammar) -> re.Pattern[str]:
    number = number_pattern(grammar)
    symbols = {*grammar.shared["units"], *grammar.table("units")}
    skipped = set(grammar.get("measures", "skip").split())
    return re.compile(
        rf"(?<![\w.,:/])(?P<minus>{MINUS}|\+)?(?P<from>{number})"
        rf"(?:{SPACE}?[-–]{SPACE}?(?P<to>{number}))?(?P<space>{SPACE}?|-)"
        rf"(?P<unit>{grammar.choose(symbols - skipped)})(?P<stop>\.(?=\s+[a-z]))?(?![\w²³°/])"
    )


def read_units(text: str, grammar: Grammar) -> Iterator[Reading]:
    """12 km/h, 120 m², -3°C, 4.5 GB."""
    apart = grammar.get("measures", "apart").split()
    tight = grammar.get("measures", "tight").split()
    for match in _find_units(grammar).finditer(text):
        unit = match["unit"]
        if unit in (tight if match["space"] else apart):
            continue
        number = parse_number(match["to"] or match["from"], grammar)
        attribute = _is_attribute(match, grammar)
        name = name_unit(unit, grammar, ONE if attribute else number)
        said = _say_range(match, name, grammar)
        yield Reading(*match.span(), f"{said} {name}")


def read_per(text: str, grammar: Grammar) -> Iterator[Reading]:
    """$10/kg, 500 MAD/month: what an amount is for."""
    for match in _find_per(grammar).finditer(text):
        unit = match["unit"]
        known = unit in grammar.shared["units"] or unit in grammar.table("units")
        name = name_unit(unit, grammar, ONE) if known else unit
        yield Reading(*match.span(), f"{grammar.get('words', 'per')} {name}")


@lru_cache(maxsize=32)
def _find_per(grammar: Grammar) -> re.Pattern[str]:
    symbols = grammar.choose({*grammar.shared["units"], *grammar.table("units")})
    words = grammar.pattern("measures", "per")
    return re.compile(rf"(?<=\ufffc)/(?P<unit>{symbols}|{words})(?![\w/])")


@lru_cache(maxsize=32)
def _find_magnitudes(grammar: Grammar) -> re.Pattern[str]:
    number = number_pattern(grammar)
    stopped = grammar.pattern("measures", "stopped")
    return re.compile(
        rf"(?<![\w.,:/])(?P<from>{number})(?:[-–](?P<to>{number}))?"
        rf"(?P<gap>{SPACE}?)(?P<magnitude>{_magnitudes(grammar)})(?P<stop>(?:(?<={stopped})\.)?)(?![\w])"
    )


def read_magnitudes(text: str, grammar: Grammar) -> Iterator[Reading]:
    """5m people, 1.2bn; words such as "million" stand as they are."""
    for match in _find_magnitudes(grammar).finditer(text):
        magnitude = match["magnitude"]
        metres = grammar.pattern("measures", "metres")
        rest = match.string[match.end() : match.end() + 30]
        grouped = not match["from"].replace(".", "").isdecimal()
        if magnitude in ("m", "k") and (grouped or match["gap"] or re.match(metres, rest)):
            continue
        if magnitude == "K" and len(match["from"]) == 1:
            continue  # 4K is a screen, 10K a number
        number = parse_number(match["to"] or match["from"], grammar)
        spelled = magnitude in grammar.get("magnitudes", magnitude).split("|")
        said = (
            say_number(number, grammar, magnitude)
            if spelled
            else say_magnitude(number, magnitude, grammar)
        )
        if match["to"]:
            first = say_number(parse_number(match["from"], grammar), grammar)
            said = f"{first} {grammar.get('words', 'to')} {said}"
        if spelled:
            yield Reading(match.start(), match.start("gap"), said)
            continue
        closes = match["stop"] and ends_sentence(match, grammar, names=True)
        yield Reading(*match.span(), said + ("." if closes else ""))
