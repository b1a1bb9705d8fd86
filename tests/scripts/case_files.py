"""The titled cases of cases/*.txt: a script, and whom its words belong to.

How to add a case: write four parts, each ended by a line with one full stop.

    A title on one line
    .
    the script (for DOCX and EPUB in the notations of packing.py)
    .
    Speaker: a turn; its paragraphs are divided by " / "
    = a chapter's title
    ~ reason: a stretch that is skipped (labels are not listed)
    ! 3 code of a notice at line 3
    error: what a ScriptError says
    .

Turns are compared always; chapters, stretches and notices where a case lists at least one of the
kind, or a bare sign for "none". A file's name up to its first dash is the format of its scripts. A
title that ends with "[not yet]" is of a script that is not read well so far.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.scripts.packing import pack_docx, pack_epub

from presscast.model import Script
from presscast.scripts.reading import parse_script
from presscast.scripts.source import Source
from presscast.show import ChapterSettings, Show
from presscast.units import Milliseconds

CASES = Path(__file__).parent / "cases"
SHOW = Show(root=CASES, exists=False, chapters=ChapterSettings(minimum=Milliseconds(0)))
SUFFIXES = {
    **{"markdown": ".md", "detected": "", "webvtt": ".vtt", "srt": ".srt"},
    **{"fountain": ".fountain", "html": ".html", "feed": ".xml", "newsml": ".xml"},
    **{"ninjs": ".json", "docx": ".docx", "epub": ".epub"},
}
"""What the scripts of a format are called; those of the others end in .txt."""
OPEN = "[not yet]"
PACK: dict[str, Callable[[str], bytes]] = {".docx": pack_docx, ".epub": pack_epub}
"""What makes a file of what a case writes down."""

_CASE = re.compile(r"(?P<title>[^\n]+)\n\.\n(?P<script>.*?)\n\.\n(?P<expected>.*?)\n\.\n+", re.S)


@dataclass(frozen=True, slots=True)
class Case:
    """A script and what is expected of it."""

    name: str
    """The file and the title."""
    suffix: str
    script: str
    expected: tuple[str, ...]

    def read(self) -> Script:
        """The script as it is read. Raises PresscastError."""
        path = f"talk{self.suffix}"
        pack = PACK.get(self.suffix)
        if pack is not None:
            return parse_script(Source(path, "", package=pack(self.script)), SHOW)
        return parse_script(Source(path, self.script), SHOW)

    @property
    def error(self) -> str:
        """What a ScriptError is to say; empty where none is expected."""
        first = self.expected[0]
        return first.removeprefix("error: ") if first.startswith("error: ") else ""

    def sort_expected(self) -> dict[str, list[str]]:
        """The expectations by sign; a bare sign stands for an empty list."""
        expected: dict[str, list[str]] = {"": []}
        for line in self.expected:
            sign = line[0] if line[:1] in "=~!" and line[1:2] in ("", " ") else ""
            told = line.removeprefix(sign).strip()
            expected.setdefault(sign, []).extend([told] if told else [])
        return expected


def list_cases() -> Iterator[Case]:
    """Every case of every file."""
    for path in sorted(CASES.glob("*.txt")):
        text = path.read_text("utf-8") + "\n"
        at = 0
        suffix = SUFFIXES.get(path.stem.split("-")[0], ".txt")
        for case in _CASE.finditer(text):
            assert case.start() == at, f"{path.name}: broken case after {text[at : at + 40]!r}"
            at = case.end()
            expected = tuple(case["expected"].split("\n"))
            yield Case(f"{path.stem}: {case['title']}", suffix, case["script"], expected)
        assert not text[at:].strip(), f"{path.name}: broken case {text[at : at + 40]!r}"


def describe(script: Script) -> dict[str, list[str]]:
    """What a case may expect, by the sign of its lines."""
    return {
        "": [f"{t.speaker}: {' / '.join(p.text for p in t.paragraphs)}" for t in script.turns],
        "=": [chapter.title for chapter in script.chapters],
        "~": [
            f"{piece.reason}: {' '.join(piece.text.split())}"
            for piece in script.skipped
            if piece.reason != "label"
        ],
        "!": [f"{notice.line} {notice.code}" for notice in script.notices],
    }
