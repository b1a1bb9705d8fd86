"""Inside a screenplay's lines: notes and boneyards masked, stars and underscores dropped."""

import re

from presscast.scripts.blocks import Aside, Run

MASK = "\0"
"""Stands for a character of a note; no source holds it."""

_BRACKETS = re.compile(r"/\*|\*/|\[\[|\]\]|\n[ \t]*(?=\n)")
_MARK = re.compile(r"\\(?P<escaped>[*_])|\*+|_+|" + MASK + "+")
_HIDDEN = re.compile(r"[^\n]")


def mask_notes(source: str) -> tuple[str, list[Aside]]:
    """(the source with notes and boneyards masked, what they are), in one pass.

    A note ends with its paragraph at the latest: then its brackets are text. So are those of a
    boneyard that nothing ends.
    """
    asides: list[Aside] = []
    last_end = source.rfind("*/")
    opened, start = "", 0
    for mark in _BRACKETS.finditer(source):
        sign = mark[0]
        if sign == "/*" and opened != "boneyard" and mark.end() <= last_end:
            opened, start = "boneyard", mark.start()
        elif sign == "[[" and not opened:
            opened, start = "note", mark.start()
        elif (opened, sign) in (("boneyard", "*/"), ("note", "]]")):
            asides.append(Aside(start, mark.end(), opened))
            opened = ""
        elif opened == "note" and sign[0] == "\n" and sign != "\n  ":
            opened = ""
    pieces: list[str] = []
    at = 0
    for aside in asides:
        pieces += [source[at : aside.start], _HIDDEN.sub(MASK, source[aside.start : aside.end])]
        at = aside.end
    return "".join([*pieces, source[at:]]), asides


def read_runs(text: str, start: int) -> tuple[Run, ...]:
    """The runs of a line's text, without what is masked and without marks of emphasis.

    A star between spaces and an underscore inside a word are text.
    """
    runs: list[Run] = []
    text = text.rstrip()
    at = len(text) - len(text.lstrip())
    for mark in _MARK.finditer(text):
        first, last = mark.span()
        if not mark["escaped"] and _is_text(text, first, last):
            continue
        runs.append(Run(text[at:first], start + at, start + first))
        if mark["escaped"]:
            runs.append(Run(mark["escaped"], start + first, start + last))
        at = last
    runs.append(Run(text[at:], start + at, start + len(text)))
    return tuple(run for run in runs if run.text)


def _is_text(text: str, first: int, last: int) -> bool:
    """Whether the signs between two places are no emphasis."""
    before, after = text[max(0, first - 1) : first], text[last : last + 1]
    if text[first] == "*":
        return before in ("", " ") and after in ("", " ")
    return text[first] == "_" and before.isalnum() and after.isalnum()
