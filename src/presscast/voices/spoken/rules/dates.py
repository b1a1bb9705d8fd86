"""Dates in the usual orders, and times of day."""

import re
from collections.abc import Iterator
from functools import lru_cache

from presscast.voices.spoken.draft import Reading, read_group
from presscast.voices.spoken.grammar import Grammar
from presscast.voices.spoken.names import list_months, name_month
from presscast.voices.spoken.numbers import (
    agree,
    say_cardinal,
    say_ordinal,
    say_whole,
    say_year,
    spell_digits,
)
from presscast.voices.spoken.rules.letters import spell_letters
from presscast.voices.spoken.rules.sentences import ends_sentence, find_before

_ISO = re.compile(
    r"(?<![\w-])(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?Z?)?(?![\w-])"
)
_NUMERIC = re.compile(r"(?<![\w./-])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?![\w/-]|\.\d)")
_CENTURY = 70
"""Two digits of a year below this are of 20…; from it on of 19…."""


def read_iso_dates(text: str, grammar: Grammar) -> Iterator[Reading]:
    """2026-05-12, with or without a time."""
    for match in _ISO.finditer(text):
        year, month, day, hour, minute = (int(part or 0) for part in match.groups())
        said = _say_date(day, month, year, match, grammar)
        if said and match[4]:
            said += f", {say_time(hour, minute, grammar)}"
        if said:
            yield read_group(match, 0, said)


def read_numeric_dates(text: str, grammar: Grammar) -> Iterator[Reading]:
    """12.05.2026, 05/12/2026: the order is the region's, unless only the other makes a date."""
    for match in _NUMERIC.finditer(text):
        first, second, year = (int(match[group]) for group in (1, 3, 4))
        if len(match[4]) == 2:
            if match[2] == ".":
                continue
            year += 2000 if year < _CENTURY else 1900
        month_first = grammar.get("dates", "order") == "mdy" and match[2] != "."
        day, month = (second, first) if month_first else (first, second)
        if month > 12 >= day:
            day, month = month, day
        said = _say_date(day, month, year, match, grammar)
        if said:
            yield read_group(match, 0, said)


def _say_date(day: int, month: int, year: int, match: re.Match[str], grammar: Grammar) -> str:
    """A whole date; empty where there is no such day."""
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return ""
    template = grammar.get("dates", "full")
    said = say_day(day, find_before(match), grammar)
    month_name = name_month(month, grammar)
    named = {"day": said, "month": month_name, "year": say_year(year, grammar)}
    return str(template.format(**named, ordinal=say_ordinal(day, grammar)))


def say_day(day: int, before: str, grammar: Grammar) -> str:
    """The day of a month, as it is said before the month's name and after the word `before`."""
    dates = grammar.table("dates")
    if day == 1 and dates.get("first"):
        said = dates["first"]
    elif dates.get("days") == "ordinal":
        said = say_ordinal(day, grammar)
    else:
        said = say_cardinal(day, grammar)
    for pattern, template in dates.get("after", []):
        if re.fullmatch(pattern, before, re.I):
            return str(template.format(day=said))
    return str(dates.get("template", "{day}").format(day=said))


def read_day_month(text: str, grammar: Grammar) -> Iterator[Reading]:
    """5 May 2026, the 5th of May, 5. Mai, 1er mai, 5 de mayo de 2026."""
    for match in _find_day_month(grammar).finditer(text):
        day = int(match["day"])
        if not 1 <= day <= 31:
            continue
        before = find_before(match)
        said = say_day(day, match["joint"].strip() if match["until"] else before, grammar)
        if match["of"]:
            said = re.sub(rf"\s+{re.escape(match['of'].strip())}\Z", "", said)
        if match["until"]:
            opening = say_day(int(match["until"]), before, grammar)
            opening = re.sub(grammar.get("dates", "link") or r"(?!)", "", opening)
            to = match["joint"].strip(" -–\u00a0") or grammar.get("words", "to")
            said = f"{opening} {to} {said}"
        start = match.start("until" if match["until"] else "day")
        yield Reading(start, match.end("suffix"), said)
        yield from _read_month_year(match, grammar)


def read_month_day(text: str, grammar: Grammar) -> Iterator[Reading]:
    """May 5, May 5th, 2026."""
    if not grammar.get("dates", "month_first"):
        return
    for match in _find_month_day(grammar).finditer(text):
        day = int(match["day"])
        if not 1 <= day <= 31:
            continue
        yield from _read_name(match, grammar)
        said = say_ordinal(day, grammar)
        if match["until"]:
            last = say_ordinal(int(match["until"]), grammar)
            said = f"{said} {grammar.get('words', 'to')} {last}"
        template = grammar.get("dates", "month_first")
        yield Reading(match.start("day"), match.end("suffix"), template.format(day=said))
        if match["year"]:
            yield read_group(match, "year", say_year(int(match["year"]), grammar))


def _read_month_year(match: re.Match[str], grammar: Grammar) -> Iterator[Reading]:
    """The month in full, where it is shortened, and the year, as years are said."""
    yield from _read_name(match, grammar)
    if match["year"]:
        yield read_group(match, "year", say_year(int(match["year"]), grammar))


def _read_name(match: re.Match[str], grammar: Grammar) -> Iterator[Reading]:
    month = match["month"].rstrip(".")
    full = name_month(list_months(grammar)[month], grammar)
    if month.casefold() != full.casefold():
        said = (
            full + "."
            if match["month"].endswith(".") and not match["year"] and _closes(match, grammar)
            else full
        )
        yield read_group(match, "month", said)


def _closes(match: re.Match[str], grammar: Grammar) -> bool:
    return match.end("month") == match.end() and ends_sentence(match, grammar)


@lru_cache(maxsize=32)
def _find_day_month(grammar: Grammar) -> re.Pattern[str]:
    months = list_months(grammar)
    names = grammar.choose(months)
    shorts = grammar.choose(name for name in months if len(name) < 5)
    suffix = grammar.pattern("dates", "suffix")
    link = grammar.get("dates", "of") or r"(?!)"
    year_link = grammar.get("dates", "year_link")
    until = grammar.pattern("dates", "until")
    return re.compile(
        rf"(?<![\w.,/:-])(?:(?P<until>\d{{1,2}})(?:{suffix})?(?P<joint>\s?[-–]\s?|\s(?:{until})\s))?"
        rf"(?P<day>\d{{1,2}})(?P<suffix>(?:{suffix})?)(?P<of>\s+{link})?\s+"
        rf"(?P<month>(?:{shorts})\.|(?:{names}))(?![\w])(?:{year_link}(?P<year>\d{{4}})(?![\w]|[.,]\d))?"
    )


@lru_cache(maxsize=32)
def _find_month_day(grammar: Grammar) -> re.Pattern[str]:
    months = list_months(grammar)
    names = grammar.choose(months)
    shorts = grammar.choose(name for name in months if len(name) < 5)
    suffix = grammar.pattern("dates", "suffix")
    return re.compile(
        rf"(?<![\w])(?P<month>(?:{shorts})\.|(?:{names}))\s+(?P<day>\d{{1,2}})"
        rf"(?P<suffix>(?:{suffix})?(?:\s?[-–]\s?(?P<until>\d{{1,2}})(?:{suffix})?)?)"
        rf"(?![\w%°]|[.,:/]\d|-)(?:,?\s+(?P<year>\d{{4}})(?![\w]|[.,]\d))?"
    )


def say_time(hour: int, minute: int, grammar: Grammar) -> str:
    """A time of day by the clock."""
    times = grammar.table("times")
    if minute == 0:
        if hour in (0, 24) and times.get("midnight"):
            return str(times["midnight"])
        sharp = times.get("sharp_late" if hour > 12 or hour == 0 else "sharp", times["sharp"])
        one = times.get("sharp_one") if hour == 1 else None
        return str((one or sharp).format(hour=_say_hour(hour, grammar)))
    oh = times.get("oh")
    number = say_cardinal(minute, grammar)
    said = f"{oh} {number}" if oh and minute < 10 else number
    minutes_noun = times.get("minute_noun", "")
    said = agree(said, minutes_noun, grammar) if minutes_noun else said
    template = times.get("full_one", times["full"]) if hour == 1 else times["full"]
    return str(template.format(hour=_say_hour(hour, grammar), minute=said))


def _say_hour(hour: int, grammar: Grammar) -> str:
    listed = grammar.get("times", "hours", [])
    if 0 < hour <= len(listed):
        return str(listed[hour - 1])
    noun = grammar.get("times", "hour_noun")
    return say_whole(str(hour), grammar, noun)


def read_times(text: str, grammar: Grammar) -> Iterator[Reading]:
    """21:45, 9.30pm, 9h30, 21.45 Uhr, 9-10am."""
    for match in _find_times(grammar).finditer(text):
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        half = match["half"] or ""
        clock = half or match["mark"] or match["lead"] or match["sign"] not in (None, ".")
        if hour > 24 or minute > 59 or not clock:
            continue
        said = (
            _say_half_day(hour, minute, half, match, grammar)
            if half
            else say_time(hour, minute, grammar)
        )
        if match["from_hour"]:
            said = f"{_say_opening(match, grammar)} {grammar.get('words', 'to')} {said}"
        yield Reading(match.start("time"), match.end("time"), said)


def _say_opening(match: re.Match[str], grammar: Grammar) -> str:
    """Where a range of times starts; the half of the day, or "o'clock", may come at its end."""
    hour, minute = int(match["from_hour"]), int(match["from_minute"] or 0)
    if match["from_half"]:
        return f"{_say_plain(hour, minute, grammar)} {_spell_half(match['from_half'], grammar)}"
    if match["half"] or not match["from_minute"]:
        return _say_plain(hour, minute, grammar)
    return say_time(hour, minute, grammar)


def _say_plain(hour: int, minute: int, grammar: Grammar) -> str:
    """A time whose half of the day is said elsewhere: "nine thirty"."""
    return say_time(hour, minute, grammar) if minute else _say_hour(hour, grammar)


def _say_half_day(hour: int, minute: int, half: str, match: re.Match[str], grammar: Grammar) -> str:
    said = f"{_say_plain(hour, minute, grammar)} {_spell_half(half, grammar)}"
    stopped = half.endswith(".") and ends_sentence(match, grammar)
    return said + "." if stopped else said


def _spell_half(half: str, grammar: Grammar) -> str:
    return spell_letters("".join(filter(str.isalpha, half)).upper(), grammar)


@lru_cache(maxsize=32)
def _find_times(grammar: Grammar) -> re.Pattern[str]:
    times = grammar.table("times")
    half = times.get("half") or r"(?!)"
    mark = times.get("mark") or r"(?!)"
    lead = times.get("lead") or r"(?!)"
    sign = times.get("sign", "[:.]")
    space = "[ \u00a0\u202f]?"
    return re.compile(
        rf"(?P<lead>\b(?i:{lead})\s+)?(?<![\w:.,/€$£-])"
        rf"(?P<time>(?:(?P<from_hour>\d{{1,2}})(?:[:.h](?P<from_minute>\d{{2}}))?{space}"
        rf"(?:(?P<from_half>{half})|{mark})?{space}[-–]{space})?"
        rf"(?P<hour>\d{{1,2}})(?:{space}(?P<sign>{sign}){space}(?P<minute>\d{{2}})(?!\d))?"
        rf"(?:{space}(?P<half>{half})(?!\w)|{space}(?P<mark>{mark})(?!\w))?)(?![\w%]|[:.,]\d|[-–/]\d)"
    )


def read_durations(text: str, grammar: Grammar) -> Iterator[Reading]:
    """1:02:33 and 12:35.36, number by number."""
    point = grammar.get("numbers", "point")
    for match in _DURATION.finditer(text):
        parts = (say_whole(part.lstrip("0") or "0", grammar) for part in match[1].split(":"))
        said = ", ".join(parts)
        if match[2]:
            said += f" {point} {spell_digits(match[2], grammar)}"
        yield read_group(match, 0, said)


_DURATION = re.compile(
    r"(?<![\w:.])(?:(\d{1,2}:\d{2}:\d{2}|\d{1,2}:\d{2}(?=\.\d))(?:\.(\d{1,3}))?)(?![\w:]|\.\d)"
)
