"""The titled cases of cases/*.txt: lines of text, and how each of them is said.

How to add one: write three parts, each ended by a line with one full stop.

    A title on one line
    .
    lines of text
    .
    for each of them, in the same order, what is said
    .

A file's name up to its first dot is the language tag.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).parent / "cases"

_CASE = re.compile(r"(?P<title>[^\n]+)\n\.\n(?P<shown>.*?)\n\.\n(?P<said>.*?)\n\.\n+", re.S)


@dataclass(frozen=True, slots=True)
class Case:
    """Lines of text, and what is said for each of them."""

    title: str
    language: str
    shown: tuple[str, ...]
    said: tuple[str, ...]


def list_cases() -> Iterator[Case]:
    """Every case of every file."""
    for path in sorted(CASES.glob("*.txt")):
        text = path.read_text("utf-8") + "\n"
        at = 0
        for case in _CASE.finditer(text):
            assert case.start() == at, f"{path.name}: broken case after {text[at : at + 40]!r}"
            at = case.end()
            shown, said = (tuple(case[part].split("\n")) for part in ("shown", "said"))
            assert len(shown) == len(said), f"{path.name}: {case['title']}: lines do not pair"
            yield Case(case["title"], path.name.split(".")[0], shown, said)
        assert not text[at:].strip(), f"{path.name}: broken case {text[at : at + 40]!r}"
