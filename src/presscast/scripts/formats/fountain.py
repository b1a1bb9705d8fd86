"""Fountain screenplays: what characters say is spoken, everything else is for the page.

Source: fountain.io/syntax, version 1.1. Where writers are looser than it (a scene heading without
an empty line below it), their intent is read. Emphasis and notes are taken apart in `emphasis.py`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from presscast.scripts.blocks import Aside, Block, BlockKind, Document, Line, Run
from presscast.scripts.formats.emphasis import MASK, mask_notes, read_runs

Row = tuple[int, str]
"""(where a line of the source starts, the line with its notes masked)."""

_KEY = re.compile(r"(?P<key>[A-Za-z][A-Za-z ]{0,30}):")
_KEYS = {
    *("title", "credit", "author", "authors", "source", "notes", "draft date", "date", "contact"),
    *("copyright", "revision", "format", "tl", "tc", "tr", "bl", "cc", "br", "header", "footer"),
}
_SCENE = re.compile(r"(?:INT|EXT|EST|INT\.?/EXT|EXT\.?/INT|I/E)[. ]\s*\S|\.[^.\s]", re.I)
_SECTION = re.compile(r"(#{1,6})\s*(?=[^#\s])")
_SYNOPSIS = re.compile(r"=(?!==)")
_PAGE_BREAK = re.compile(r"={3,}\s*$")
_REMARK = re.compile(r"\([^()]*\)?")
_EMPHASIS = re.compile(r"[*_]+")
_CUE_SIGNS = re.compile(r"^@?[^\W\d_][^\n(]*(?:\([^\n]*)?\^?\n\S", re.M)
_SCENE_SIGNS = re.compile(r"(?:\A|\n[ \t]*\n)(?:INT|EXT|INT\.?/EXT|I/E)\. ?\S", re.A)

_TITLE = "title page"
_ACTION = "stage direction"


def looks_like_fountain(text: str) -> bool:
    """Whether a text without a telling suffix has a scene heading and a character who speaks."""
    scene = _SCENE_SIGNS.search(text)
    return scene is not None and any(
        _read_cue(cue[0].split("\n")[0]) for cue in _CUE_SIGNS.finditer(text, scene.start())
    )


def read_fountain(source: str) -> Document:
    """The blocks of a screenplay: sections, and each speech with the character who says it."""
    masked, notes = mask_notes(source)
    reader = _Reader()
    groups = _group_rows(source, masked)
    for number, rows in enumerate(groups):
        if number == 0 and _is_title_page(rows):
            reader.take_title_page(rows)
        else:
            reader.take(rows)
    return Document(source, tuple(reader.blocks), (*notes, *reader.asides))


def _group_rows(source: str, masked: str) -> Iterator[list[Row]]:
    """The rows between empty lines. In a speech, a line of two spaces keeps it together.

    A line that held nothing but a note is no empty line.
    """
    rows: list[Row] = []
    speech = False
    at = 0
    for written, text in zip(source.split("\n"), masked.split("\n"), strict=True):
        empty = not written.strip()
        held = written == "  " and speech
        if empty and not held:
            if rows:
                yield rows
            rows, speech = [], False
        elif held or text.strip(MASK + " \t"):
            speech = speech or (not rows and _read_cue(text) is not None)
            rows.append((at, text))
        at += len(written) + 1
    if rows:
        yield rows


def _is_title_page(rows: list[Row]) -> bool:
    first = _KEY.match(rows[0][1])
    return first is not None and first["key"].lower() in _KEYS


def _read_cue(text: str) -> str | None:
    """The character whom a line announces, without extensions such as (V.O.); None for none."""
    if _tell_kind(text):
        return None
    forced = text.lstrip().startswith("@")
    bare = text.replace(MASK, "").strip().removeprefix("@").split("(", 1)[0]
    name = " ".join(_EMPHASIS.sub("", bare).replace("^", "").split())
    if not any(char.isalpha() for char in name):
        return None
    # Two spaces behind capitals say that they are no character's name.
    return name if forced or (name.isupper() and not text.endswith("  ")) else None


def _tell_kind(text: str) -> str:
    """Why the first line of a group is not spoken; empty if it may be a character's cue."""
    bare = text.strip()
    if bare.startswith("!"):
        return _ACTION
    if _SCENE.match(bare):
        return "scene heading"
    if bare.startswith(">"):
        return _ACTION if bare.endswith("<") else "transition"
    if bare.isupper() and bare.endswith("TO:"):
        return "transition"
    return "lyrics" if bare.startswith("~") else ""


@dataclass(slots=True)
class _Reader:
    """Takes groups of rows and gathers blocks and asides."""

    blocks: list[Block] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)

    def take_title_page(self, rows: list[Row]) -> None:
        """The title becomes the heading of the whole; the other entries are skipped."""
        key = ""
        title: list[Line] = []
        for start, text in rows:
            entry = _KEY.match(text)
            at = 0
            if entry and not text[0].isspace():
                key, at = entry["key"].lower(), entry.end()
                self._skip((start, text[:at]), _TITLE)
            runs = read_runs(text[at:], start + at)
            if key == "title" and "".join(run.text for run in runs).strip():
                title.append(Line(runs))
            else:
                self._skip((start + at, text[at:]), _TITLE)
        if title:
            self.blocks.append(Block(BlockKind.HEADING, tuple(title)))

    def take(self, rows: list[Row]) -> None:
        """One group: structure line by line, then a speech or a direction."""
        at = 0
        while at < len(rows) and self._take_structure(rows[at]):
            at += 1
        rest = rows[at:]
        if not rest:
            return
        name = _read_cue(rest[0][1])
        if name is not None and len(rest) > 1:
            self._skip(rest[0], "label")
            self._take_speech(name, rest[1:])
            return
        for row in rest:
            if not self._take_structure(row):
                self._skip(row, _tell_kind(row[1]) or _ACTION)

    def _take_structure(self, row: Row) -> bool:
        """Whether a row is a section, synopsis, page break or scene heading; it is noted if so."""
        start, text = row
        section = _SECTION.match(text)
        if section:
            runs = read_runs(text[section.end() :], start + section.end())
            self.blocks.append(Block(BlockKind.HEADING, (Line(runs),), len(section[1])))
        elif _PAGE_BREAK.match(text) or _SYNOPSIS.match(text):
            self._skip(row, "synopsis")
        elif _tell_kind(text) in ("scene heading", "transition"):
            self._skip(row, _tell_kind(text))
        else:
            return False
        return True

    def _take_speech(self, name: str, rows: list[Row]) -> None:
        """What a character says, joined to a paragraph; a line of two spaces starts another."""
        closing = max((n for n, (_, text) in enumerate(rows) if ")" in text), default=-1)
        runs: list[Run] = []
        inside = False
        for number, (start, text) in enumerate(rows):
            if not text.strip():
                self._close(name, runs)
                runs = []
            at = len(text) - len(text.lstrip(" \t~" + MASK))
            if inside or (text[at : at + 1] == "(" and number <= closing):
                end = text.find(")", at) + 1
                inside = end == 0
                end = end or len(text)
                self._skip((start + at, text[at:end]), _ACTION)
                at = end
            said = read_runs(text[at:], start + at)
            if runs and said:
                runs.append(Run(" ", runs[-1].end, runs[-1].end))
            runs += said
        self._close(name, runs)

    def _close(self, name: str, runs: list[Run]) -> None:
        if any(run.text.strip() for run in runs):
            self.blocks.append(Block(BlockKind.PROSE, (Line(tuple(runs)),), speaker=name))

    def _skip(self, row: Row, reason: str) -> None:
        start, text = row
        self.asides.append(Aside(start, start + len(text), reason))
