"""Whole paragraphs that are not said: release lines, contacts, boilerplate, share links, credits.

What each kind looks like stands in `furniture.toml`; here is what depends on the place: a block of
contact lines goes on under its first, "About …" runs to the end of its section.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from presscast.scripts.blocks import Aside, BlockKind
from presscast.scripts.passages import Passage

_LONGEST = 400
"""A paragraph with more characters is prose, however it begins."""

_ABOUT = re.compile(
    r"(?:about|à propos(?: de| du| d['’])?|über|zu(?:r| den) person|acerca de|sobre|"
    r"informazioni su|chi (?:siamo|è)|over|о компании|об авторе|hakkında|σχετικά με|关于|關於|"
    r"نبذة عن|عن|حول)"
    r"(?P<whom>\s?\S[^.!?:：]{0,70})(?P<rest>[:：]\s*\S.*)?",
    re.I | re.S,
)
_ABOUT_SUFFIX = re.compile(r"\S.{0,30}(?:について|とは|소개|hakkında)\s*")
_CLOSED = re.compile(r"[.!?。！？]\s*$")
_LABEL = re.compile(r"(?:[^\s:：*_#>][^:：\n]{0,58}?)[ \u00a0\u202f]?(?::(?=\s|$)|：)")
_NUMBERED = re.compile(r"\s*(?:\[(\d{1,3})\]|([¹²³⁴-⁹]+))\s*\S")
_DETAIL = re.compile(
    r"[\w.+-]+@[\w-]+\.\w+|(?:\+|\b0)\d[\d ()./-]{5,}\d|\bwww\.|https?://|\b\d{3}[-. ]\d{3,4}\b",
    re.I,
)
_SHORT = 100
_END_RULE = re.compile(r"\s*#\s*#\s*#\s*")


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """Passages that are one paragraph."""

    first: int
    last: int
    """Index after its last passage."""
    kind: BlockKind
    text: str
    aside: str
    """Why the format says that it is left out."""


class _Rules:
    """The patterns of `furniture.toml`, compiled."""

    def __init__(self, tables: dict[str, dict[str, list[str]]]) -> None:
        self.anywhere = {
            reason: _compile(table["any"]) for reason, table in tables.items() if "any" in table
        }
        self.before = {
            reason: _compile(table["head"]) for reason, table in tables.items() if "head" in table
        }
        self.mail = _compile(tables["mail header"]["line"])


def _compile(patterns: Sequence[str]) -> re.Pattern[str]:
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return re.compile(rf"\s*(?:{joined})\s*", re.I | re.S)


@lru_cache(maxsize=1)
def _load_rules() -> _Rules:
    text = files("presscast.scripts").joinpath("furniture.toml").read_text("utf-8")
    return _Rules(tomllib.loads(text))


def leave_out_furniture(
    passages: Sequence[Passage], read_aloud: frozenset[str]
) -> tuple[list[Passage], list[Aside]]:
    """(the passages that are for the ear, what the others are)."""
    reasons: dict[int, str] = {}
    for paragraph, reason in _tell_reasons(passages):
        if reason not in read_aloud:
            reasons.update(dict.fromkeys(range(paragraph.first, paragraph.last), reason))
    kept = [passage for at, passage in enumerate(passages) if at not in reasons]
    asides = [
        Aside(runs[0].start, runs[-1].end, reason)
        for at, reason in sorted(reasons.items())
        if (runs := passages[at].line.runs)
    ]
    return kept, asides


def _tell_reasons(passages: Sequence[Passage]) -> Iterator[tuple[_Paragraph, str]]:
    """Each paragraph that is not said, with its reason."""
    rules = _load_rules()
    paragraphs = list(_join(passages))
    header = _measure_mail_header(paragraphs, rules)
    yield from ((paragraph, "mail header") for paragraph in paragraphs[:header])
    notes = _find_note_numbers(paragraphs)
    last_label = _find_last_label(paragraphs)
    section = _Section()
    for number in range(header, len(paragraphs)):
        paragraph = paragraphs[number]
        known = paragraph.aside or _match(paragraph, rules, section, notes)
        following = paragraphs[number + 1].text if number + 1 < len(paragraphs) else ""
        reason = section.follow(paragraph, known, following, labelled=number <= last_label)
        if reason:
            yield paragraph, reason


@dataclass(slots=True)
class _Section:
    """What the paragraphs that follow each other belong to."""

    story: bool = False
    """Whether what is told has begun: bylines stand before it, boilerplate after."""
    reason: str = ""
    """Why the paragraphs of this section are left out."""

    def follow(self, paragraph: _Paragraph, known: str, following: str, *, labelled: bool) -> str:
        """Why the next paragraph is left out; `known` is what it looks like by itself."""
        reason = known
        if paragraph.kind is BlockKind.RULE:
            ends = _END_RULE.fullmatch(paragraph.text) and self.story and not labelled
            self.reason = "boilerplate" if ends else ""
        elif known == "end mark":
            self.reason = "" if labelled else "boilerplate"
        elif known in ("contact", "boilerplate"):
            whole = known == "boilerplate" and len(paragraph.text) > _SHORT
            self.reason = "" if whole else known
        elif known:
            pass
        elif self.story and _is_about(paragraph, following, labelled):
            reason = "boilerplate"
            inline = paragraph.kind is not BlockKind.HEADING and _LABEL.match(paragraph.text)
            self.reason = "" if inline else reason
        elif paragraph.kind is BlockKind.HEADING or not self._goes_on(paragraph, labelled):
            self.reason = ""
        else:
            reason = self.reason
        self.story = self.story or (not reason and _is_story(paragraph))
        return reason

    def _goes_on(self, paragraph: _Paragraph, labelled: bool) -> bool:
        if self.reason == "contact":
            return _is_detail(paragraph)
        return self.reason == "boilerplate" and not labelled


def _join(passages: Sequence[Passage]) -> Iterator[_Paragraph]:
    first = 0
    for at in range(1, len(passages) + 1):
        if at == len(passages) or not passages[at].goes_on:
            text = " ".join(passage.text.strip() for passage in passages[first:at])
            opening = passages[first]
            yield _Paragraph(first, at, opening.kind, text, opening.aside)
            first = at


def _match(paragraph: _Paragraph, rules: _Rules, section: _Section, notes: frozenset[str]) -> str:
    text = paragraph.text
    if len(text) > _LONGEST or paragraph.kind is BlockKind.RULE or not text:
        return ""
    if number := _NUMBERED.match(text):
        return "footnote" if (number[1] or number[2]) in notes else ""
    tables = (rules.anywhere,) if section.story else (rules.anywhere, rules.before)
    for table in tables:
        for reason, pattern in table.items():
            if pattern.fullmatch(text):
                return reason
    return ""


def _is_about(paragraph: _Paragraph, following: str, labelled: bool) -> bool:
    """Whether a line opens a section on whoever sent or wrote the text.

    Before the last label it has to go on as such sections do: "About Acme: Acme is …".
    """
    text = paragraph.text.strip()
    if len(text) > _LONGEST:
        return False
    about = _ABOUT.fullmatch(text)
    if about is None or (about["rest"] is None and _CLOSED.search(text)):
        return paragraph.kind is BlockKind.HEADING and bool(_ABOUT_SUFFIX.fullmatch(text))
    whom = about["whom"].strip().split()
    said = (about["rest"] or following).lstrip(":： ")
    defined = re.match(rf"(?:The )?{re.escape(' '.join(whom))}\b", said, re.I)
    if labelled and not (defined and whom):
        return False
    named = any(word[:1].isupper() or not word[:1].islower() for word in whom)
    return named or bool(
        re.search(
            r"\b(?:author|us|the company|auteur|autor|autora|autore|uns|nosotros)\b", text, re.I
        )
    )


def _is_detail(paragraph: _Paragraph) -> bool:
    """Whether a paragraph goes on with a block of contact details."""
    text = paragraph.text
    return len(text) <= _SHORT and (bool(_DETAIL.search(text)) or not _CLOSED.search(text))


def _is_story(paragraph: _Paragraph) -> bool:
    """Whether a paragraph is what is told, and not a headline or a byline."""
    text = paragraph.text
    prose = paragraph.kind is BlockKind.PROSE
    return prose and (len(text) > _SHORT or bool(_CLOSED.search(text)) or bool(_LABEL.match(text)))


def _measure_mail_header(paragraphs: Sequence[_Paragraph], rules: _Rules) -> int:
    """How many paragraphs at the top are the header of a mail."""
    keys = set()
    for number, paragraph in enumerate(paragraphs):
        if paragraph.kind is BlockKind.PROSE and rules.mail.fullmatch(paragraph.text):
            keys.add(re.split("[:：]", paragraph.text, maxsplit=1)[0].strip().casefold())
        else:
            return number if len(keys) > 1 else 0
    return len(paragraphs) if len(keys) > 1 else 0


def _find_note_numbers(paragraphs: Sequence[_Paragraph]) -> frozenset[str]:
    """The numbers that stand as marks behind words."""
    return frozenset(
        mark
        for paragraph in paragraphs
        for pair in re.findall(
            r"(?<=\S)\[(\d{1,3})\]|(?<=\w)([¹²³⁴-⁹]+)|(?<=[.,;!?”’»])([¹²³⁴-⁹]+)", paragraph.text
        )
        for mark in pair
        if mark
    )


def _find_last_label(paragraphs: Sequence[_Paragraph]) -> int:
    """The last paragraph that starts as several do: with the same few words and a colon."""
    found: list[tuple[int, str]] = []
    for number, paragraph in enumerate(paragraphs):
        if label := _LABEL.match(paragraph.text):
            found.append((number, label[0].casefold()))
    counts = Counter(label for _, label in found)
    return max((number for number, label in found if counts[label] > 1), default=-1)
