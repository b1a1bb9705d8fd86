"""What things that are counted are called: currencies, units and months, out of the CLDR."""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from presscast.voices.spoken.grammar import Grammar
from presscast.voices.spoken.numbers import Number

_MANY = Number("1000000")
"""A number that every language has its plain plural for."""

_COUNT = re.compile(r"\A[\d\W_]+|[\d\W_]+\Z")


def name_currency(sign: str, grammar: Grammar, number: Number = _MANY) -> str:
    """A currency by its sign or code, in the form that follows a number; the plural without one.

    The signs of a language's own table ("$" = "dollar|dollars") go before the CLDR's names, which
    say "US dollars" for any.
    """
    own = grammar.get("currencies", sign)
    if own:
        return _pick_form(own, number, grammar)
    code = grammar.shared["currencies"].get(sign, sign)
    return _name_code(code, _to_decimal(number), grammar)


def name_cent(sign: str, number: Number, grammar: Grammar) -> str:
    """The hundredth of a currency; empty where the language's table has none."""
    own = grammar.get("cents", sign)
    return _pick_form(own, number, grammar) if own else ""


def name_unit(symbol: str, grammar: Grammar, number: Number = _MANY) -> str:
    """A unit by its symbol; in the form that follows a number, the plural without one."""
    own = grammar.get("units", symbol)
    if own:
        return _pick_form(own, number, grammar)
    return _name_unit(grammar.shared["units"][symbol], _to_decimal(number), grammar) or symbol


def _pick_form(forms: str, number: Number, grammar: Grammar) -> str:
    """The first of "dollar|dollars" for one, the last for more."""
    one = load_locale(grammar).plural_form(_to_decimal(number)) == "one"
    return forms.split("|")[0 if one else -1]


def _to_decimal(number: Number) -> Decimal:
    return Decimal(f"{number.whole[-15:]}.{number.fraction[:15]}".rstrip("."))


@lru_cache(maxsize=32)
def load_locale(grammar: Grammar) -> Any:
    """Babel's data for the language."""
    from babel import Locale

    return Locale.parse(grammar.locale)


@lru_cache(maxsize=2048)
def _name_code(code: str, count: Decimal, grammar: Grammar) -> str:
    from babel.numbers import get_currency_name

    return get_currency_name(code, count, load_locale(grammar)).replace("\u00a0", " ")


@lru_cache(maxsize=2048)
def _name_unit(unit: str, count: Decimal, grammar: Grammar) -> str:
    """The unit's name without the number; empty where the CLDR has none in this language."""
    from babel.units import format_unit

    said = format_unit(count, unit, "long", locale=load_locale(grammar))
    return _COUNT.sub("", said).replace("\u00a0", " ")


@lru_cache(maxsize=32)
def list_months(grammar: Grammar) -> Mapping[str, int]:
    """Month by name and by abbreviation, as it may be written, to its number."""
    months: dict[str, int] = {}
    for number, name in load_locale(grammar).months["format"]["wide"].items():
        months |= dict.fromkeys((name, name.capitalize(), name.upper()), number)
    for short, number in grammar.table("months").items():
        months |= dict.fromkeys((short, short.capitalize(), short.upper()), number)
    return months


def name_month(number: int, grammar: Grammar) -> str:
    """A month's name in a date; empty for what is none."""
    return str(load_locale(grammar).months["format"]["wide"].get(number, ""))
