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
kind, or a bare sign for "none".
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.scripts.packing import pack_docx, pack_epub

from presscast.errors import ScriptError
from presscast.model import Script
from presscast.scripts import parse_script
from presscast.scripts.source import Source
from presscast.show import ChapterSettings, Show
from presscast.units import Milliseconds

CASES = Path(__file__).parent / "cases"
SHOW = Show(root=CASES, exists=False, chapters=ChapterSettings(minimum=Milliseconds(0)))
SUFFIX = {
    **{"markdown": ".md", "detected": "", "webvtt": ".vtt", "srt": ".srt"},
    **{"fountain": ".fountain", "html": ".html", "feed": ".xml", "newsml": ".xml"},
    **{"ninjs": ".json", "docx": ".docx", "epub": ".epub"},
}
"""What the scripts of a file are called; those of the others end in .txt."""

PACK: dict[str, Callable[[str], bytes]] = {".docx": pack_docx, ".epub": pack_epub}
"""What makes a file of what a case writes down; their notations are explained in packing.py."""

_CASE = re.compile(r"(?P<title>[^\n]+)\n\.\n(?P<script>.*?)\n\.\n(?P<expected>.*?)\n\.\n+", re.S)


def list_cases() -> Iterator[object]:
    """One parameter set a case."""
    for path in sorted(CASES.glob("*.txt")):
        text = path.read_text("utf-8") + "\n"
        at = 0
        for case in _CASE.finditer(text):
            assert case.start() == at, f"{path.name}: broken case after {text[at : at + 40]!r}"
            at = case.end()
            name = f"{path.stem}: {case['title']}"
            suffix = SUFFIX.get(path.stem, ".txt")
            yield pytest.param(suffix, case["script"], case["expected"].split("\n"), id=name)
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


def sort_expected(lines: list[str]) -> dict[str, list[str]]:
    """A case's expectations by sign; a bare sign stands for an empty list."""
    expected: dict[str, list[str]] = {"": []}
    for line in lines:
        sign = line[0] if line[:1] in "=~!" and line[1:2] in ("", " ") else ""
        told = line.removeprefix(sign).strip()
        expected.setdefault(sign, []).extend([told] if told else [])
    return expected


@pytest.mark.parametrize(("suffix", "text", "expected"), list(list_cases()))
def test_case(suffix: str, text: str, expected: list[str]) -> None:
    """A script is read as its case says."""
    pack = PACK.get(suffix)
    source = Source(f"talk{suffix}", text if pack is None else "", package=pack and pack(text))
    if expected[0].startswith("error: "):
        with pytest.raises(ScriptError) as caught:
            parse_script(source, SHOW)
        assert caught.value.what == expected[0].removeprefix("error: ")
        return
    script = parse_script(source, SHOW)
    wanted = sort_expected(expected)
    found = describe(script)
    assert {sign: found[sign] for sign in wanted} == wanted
