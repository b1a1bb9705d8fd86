"""SubRip: `NAME.srt`, by the rules that podcast apps really apply.

Two lines of 32 characters; `Name: ` where a speaker begins (Podcasting 2.0, transcripts).
AntennaPod looks for a speaker before any colon and drops what follows a second one, so that the
text's own colons are written otherwise.
"""

import re
from collections.abc import Iterator

from presscast.output.cues import cut_cues, fits_lines, fold
from presscast.output.document import Document
from presscast.units import Milliseconds, format_timecode
from presscast.words import shorten

LINE = 32
LINES = 2

_LONGEST_NAME = LINE - 4
_TIME_COLON = re.compile(r"(?<=\d):(?=\d)")
_COLON = re.compile(r" *[:：]")


def render_srt(document: Document) -> Iterator[bytes]:
    """The captions, numbered, one by one."""
    before = ""
    for number, cue in enumerate(cut_cues(document, _fits, _write_lead), 1):
        lines = "\n".join(fold(cue.lead + _avoid_colons(cue.text), LINE))
        times = f"{_format(cue.start)} --> {_format(cue.end)}"
        yield f"{before}{number}\n{times}\n{lines}\n".encode()
        before = "\n"


def _write_lead(speaker: str) -> str:
    return f"{shorten(_avoid_colons(speaker), _LONGEST_NAME)}: "


def _avoid_colons(text: str) -> str:
    """10:30 is 10.30, and any other colon a dash."""
    return _COLON.sub(" –", _TIME_COLON.sub(".", text))


def _fits(text: str) -> bool:
    return fits_lines(_avoid_colons(text), LINE, LINES)


def _format(time: Milliseconds) -> str:
    return format_timecode(time, ",")
