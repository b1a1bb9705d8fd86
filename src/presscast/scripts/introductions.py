"""Who asks and who answers, where the text round a conversation says so."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.resources import files

from presscast.names import is_first_name
from presscast.scripts.name_forms import NameJudge
from presscast.scripts.passages import Passage

_EXTENDED = "".join(char for char in map(chr, range(0x100, 0x180)) if char.isupper())
"""The capitals of Latin Extended-A, where they alternate with small letters."""
_CAPITAL = rf"(?-i:[A-ZÀ-ÖØ-Þ{_EXTENDED}А-ЯЁІЇЄΑ-ΩΆ-Ώ])"
_WORD = rf"(?:{_CAPITAL}\.|{_CAPITAL}[\w’'-]+)"
_TITLE = r"(?-i:(?:Dr|Prof|Mr|Mrs|Ms|Mme|M|Dra|Sra?|Herr|Frau|Sig|Sir|Dame|Д-р)\.?\s)?"
_PARTICLE = r"(?:de|del|della|der|den|da|dos|du|di|la|le|van|von|al|el|bin|y|e)\s"
_NAME = rf"{_TITLE}{_WORD}(?:\s(?:{_PARTICLE})*{_WORD}){{1,3}}"
_LEAD = rf"(?:(?!{_NAME})[\w’'-]+,?\s){{0,9}}?"

_LONGEST = 1500
"""Characters of a paragraph that are looked through."""
_STEM = 4
"""Letters that a name keeps in every case of its declension."""

_OPENING = 40
"""Paragraphs before a conversation that may introduce it."""

Pair = tuple[str, str]
"""(who asks, who answers); empty where it is not said."""


def list_opening(passages: Sequence[Passage], first: int) -> list[str]:
    """The texts before the passage where a conversation starts that may introduce it."""
    return [it.text for it in passages[max(0, first - _OPENING) : first] if it.text]


def read_introduction(texts: Iterable[str], judge: NameJudge, language: str) -> Pair:
    """The names that the text round a conversation gives to who asks and who answers."""
    shown = [text[:_LONGEST] for text in texts]
    names = list(dict.fromkeys(name for text in shown for name in find_names(text)))
    host = guest = ""
    for pattern in _load_patterns(language.split("-")[0]):
        for text in shown:
            match = pattern.search(text)
            if match is None:
                continue
            found = match.groupdict()
            host = host or _clean(found.get("host") or "", names, judge)
            guest = guest or _clean(found.get("guest") or "", names, judge)
        if host and guest:
            break
    if host and not guest:
        others = [name for name in names if name != host and _is_somebody(name, judge)]
        guest = others[0] if others else ""
    return (host, guest) if host != guest else ("", guest)


def find_names(text: str) -> Iterator[str]:
    """The names of two to four words with capitals in a text."""
    for match in re.finditer(_NAME, text[:_LONGEST], re.I):
        yield re.sub(r"['’]s$", "", match[0])


@lru_cache(maxsize=8)
def _load_patterns(language: str) -> tuple[re.Pattern[str], ...]:
    text = files("presscast.scripts").joinpath("introductions.toml").read_text("utf-8")
    tables: dict[str, list[str]] = tomllib.loads(text)
    patterns = [*tables.get(language, ()), *(tables["en"] if language != "en" else ())]
    return tuple(
        re.compile(
            pattern.replace("{host}", rf"(?P<host>{_NAME})")
            .replace("{guest}", rf"(?P<guest>{_NAME})")
            .replace("{host2}", r"(?P<host>[^\s,.،:]+\s[^\s,.،:]+)")
            .replace("{guest2}", r"(?P<guest>[^\s,.،:]+\s[^\s,.،:]+)")
            .replace("{host3}", r"(?P<host>[\u4e00-\u9fff]{2,3})")
            .replace("{guest3}", r"(?P<guest>[\u4e00-\u9fff]{3})")
            .replace("{lead}", _LEAD),
            re.I,
        )
        for pattern in patterns
    )


def _is_somebody(name: str, judge: NameJudge) -> bool:
    words = judge.list_words(name)
    return is_first_name(words[0]) and len(words) > 1


def _clean(name: str, names: list[str], judge: NameJudge) -> str:
    """The name as it stands elsewhere in its first case: Лидией Пахомовой is Лидия Пахомова."""
    if not name or not judge.is_name(name):
        return ""
    name = re.sub(r"['’]s$", "", name.rstrip("."))
    parts = name.split()
    for other in names:
        alike = other.split()
        if (
            len(alike) == len(parts)
            and other != name
            and all(one[:_STEM] == two[:_STEM] for one, two in zip(parts, alike, strict=True))
        ):
            return other
    return name
