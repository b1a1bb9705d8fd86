"""The house grammar of cues: `[pause 1.5s]`, `[sting]`, `[music: file]`, `[rate: slow]` …

| cue | what it asks for |
|---|---|
| `[pause]`, `[pause 1.5s]`, `[pause 300ms]` | silence, of a second if no length is given |
| `[sting]` | the sting that stands between chapters |
| `[sound: file]` | a sound |
| `[music: file]` … `[music off]` | music under what is said between the two |
| `[voice: name]` | another voice, to the end of the turn |
| `[rate: slow]`, `[rate: 150]` | another rate, to the end of the turn |
| `[say: X as Y]` | how a word is said from here on |
| `[skip]` … `[/skip]` | what stands between the two is not spoken |
"""

import re

from presscast.model import CueKind
from presscast.pace import RATES

SKIP = "skip"
RESUME = "/skip"

Order = tuple[CueKind, str]
"""(what is asked for, how): milliseconds for a pause, "off" where music ends."""

_CUE = re.compile(
    r"(?P<name>pause|sting|sound|music|voice|rate|say)\b(?P<colon>\s*:)?\s*(?P<value>.*)",
    re.I | re.S,
)
_LENGTH = re.compile(r"(?P<number>\d+(?:[.,]\d+)?)\s*(?P<unit>ms|s|secs?|seconds?)?", re.I)
_SAY = re.compile(r"\S.*\sas\s+\S.*", re.I | re.S)
_WORDS_A_MINUTE = re.compile(r"\d{2,3}%?")
_LONGEST_PAUSE = 60_000
_USUAL_PAUSE = 1_000


class CueProblem(Exception):
    """Something is meant as a cue and is none; it says what the cue takes."""


def read_switch(inside: str) -> str:
    """`SKIP` or `RESUME` where that is what stands in brackets, else ""."""
    folded = " ".join(inside.casefold().split())
    return folded if folded in (SKIP, RESUME) else ""


def read_cue(inside: str) -> Order | None:
    """The cue in a pair of brackets; None where it is none. Raises CueProblem.

    "[music]" and "[pause in the recording]" stand in transcripts, and are directions.
    """
    cue = _CUE.fullmatch(inside.strip())
    if cue is None:
        return None
    kind = CueKind(cue["name"].lower())
    value = " ".join(cue["value"].split())
    if kind is CueKind.PAUSE:
        return _read_pause(value, meant=cue["colon"] is not None)
    if kind is CueKind.STING:
        return None if value else (kind, "")
    if kind is CueKind.MUSIC and value.lower() == "off":
        return kind, "off"
    if not value or cue["colon"] is None:
        return None
    if kind is CueKind.RATE and not (value.lower() in RATES or _WORDS_A_MINUTE.fullmatch(value)):
        raise CueProblem(f"one of {', '.join(RATES)}, words a minute, or a share such as 90%")
    if kind is CueKind.SAY and not _SAY.fullmatch(value):
        raise CueProblem('"X as Y"')
    return kind, value


def _read_pause(value: str, *, meant: bool) -> Order | None:
    length = _LENGTH.fullmatch(value) if value else None
    if length is None:
        if value and meant:
            raise CueProblem('a length such as "1.5s"')
        return None if value else (CueKind.PAUSE, str(_USUAL_PAUSE))
    number = float(length["number"].replace(",", "."))
    milliseconds = round(number if (length["unit"] or "s").lower() == "ms" else number * 1000)
    if milliseconds > _LONGEST_PAUSE:
        raise CueProblem(f"at most {_LONGEST_PAUSE // 1000}s")
    return CueKind.PAUSE, str(milliseconds)
