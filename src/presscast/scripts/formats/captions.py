"""WebVTT and SRT files taken apart into timed cues; everything round them is an aside.

Source: W3C WebVTT, section 4 (syntax) and 6.1 (parser). SRT has no specification: what players
accept is accepted here, so a cue with a mended or missing arrow still says its words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from presscast.scripts.blocks import Aside
from presscast.units import Milliseconds

Row = tuple[int, str]
"""(where a line of the source starts, the line)."""

_CLOCK = r"(?:\d{1,4}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?"
_EXACT = r"(?:\d{1,4}:)?\d{1,2}:\d{1,2}[.,]\d{1,3}"
_TIMING = re.compile(rf"\s*({_CLOCK})\s*(?:-{{1,3}}>|[=–—]>|→)\s*({_CLOCK})(?:\s.*)?")
_BARE_TIMING = re.compile(rf"\s*({_EXACT})(?:[-–—,;\s]{{1,20}}({_EXACT}))?\s*")
"""Two times without an arrow (YouTube's SBV has a comma between them), or one."""

_HEADER = re.compile(r"\s*WEBVTT(?:\s|$)")
_SECTIONS = {
    "note": re.compile(r"NOTE(?:\s|$)"),
    "style": re.compile(r"STYLE\s*$"),
    "region": re.compile(r"REGION\s*$"),
}
"""What a block that is no cue starts with, by the reason it is skipped for."""

_TEXT = "text"
_BLANK = "blank"
_STAMP = "timestamp"
_NUMBER = "cue number"


@dataclass(frozen=True, slots=True)
class Cue:
    """What is shown for a while."""

    start: Milliseconds | None
    """None where the file does not say."""
    end: Milliseconds | None
    rows: list[Row] = field(default_factory=list)


def looks_like_cues(text: str) -> bool:
    """Whether a text without a telling suffix starts like WebVTT or SRT."""
    first, second = [*text.lstrip()[:2000].split("\n"), ""][:2]
    timed = second if first.strip().isdigit() else first
    return (_HEADER.match(first) or _TIMING.fullmatch(timed)) is not None


def find_cues(source: str) -> tuple[list[Cue], list[Aside]]:
    """The cues in the order of the file, and what stands between them."""
    rows = list(_list_rows(source))
    cues: list[Cue] = []
    asides: list[Aside] = []
    for (start, text), kind in zip(rows, _tell_kinds(rows), strict=True):
        if kind == _STAMP:
            cues.append(Cue(*_read_timing(text)))
        if kind == _TEXT:
            if not cues:
                cues.append(Cue(None, None))
            cues[-1].rows.append((start, text))
        elif kind != _BLANK:
            asides.append(Aside(start, start + len(text), kind))
    return cues, asides


def _list_rows(source: str) -> Iterator[Row]:
    at = 0
    for row in source.split("\n"):
        yield at, row
        at += len(row) + 1


def _tell_kinds(rows: list[Row]) -> Iterator[str]:
    """What each row is: text, blank, or the reason to skip it."""
    section = ""
    above = _BLANK
    headed = False
    for number, (_, text) in enumerate(rows):
        below = rows[number + 1][1] if number + 1 < len(rows) else ""
        if not text.strip():
            kind, section = _BLANK, ""
        elif section and not (section == "header" and _is_timing(text)):
            kind = section
        elif not headed and _HEADER.match(text):
            kind = section = "header"
        else:
            section = _open_section(text) if above == _BLANK else ""
            kind = section or _tell_kind(text, above, below)
        headed = headed or kind != _BLANK
        above = kind
        yield kind


def _open_section(text: str) -> str:
    return next((name for name, sign in _SECTIONS.items() if sign.match(text)), "")


def _tell_kind(text: str, above: str, below: str) -> str:
    """What a row outside of headers and notes is, by the rows next to it."""
    first = above == _BLANK
    if _is_timing(text) or ("-->" in text and (first or above == _NUMBER)):
        return _STAMP
    numeral = text.strip().isdigit()
    if first and (_is_timing(below) or "-->" in below):
        return _NUMBER
    if numeral and (_is_timing(below) or (first and not below.strip())):
        return _NUMBER
    return _TEXT


def _is_timing(text: str) -> bool:
    return (_TIMING.fullmatch(text) or _BARE_TIMING.fullmatch(text)) is not None


def _read_timing(text: str) -> tuple[Milliseconds | None, Milliseconds | None]:
    match = _TIMING.fullmatch(text) or _BARE_TIMING.fullmatch(text)
    if match is None:
        return None, None
    return _read_clock(match[1]), _read_clock(match[2])


def _read_clock(clock: str | None) -> Milliseconds | None:
    """The time of a clock such as 1:02:03,5."""
    if clock is None:
        return None
    whole, _, fraction = clock.replace(",", ".").partition(".")
    seconds = 0
    for number in whole.split(":"):
        seconds = seconds * 60 + int(number)
    return Milliseconds(seconds * 1000 + int(fraction.ljust(3, "0")))
