"""Subtitles read as speech: cues become paragraphs again, tags and times are left out."""

import html
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from presscast.scripts.blocks import Aside, Block, BlockKind, Document, Line, Run
from presscast.scripts.formats.captions import Cue, Row, find_cues

_MARK = re.compile(
    r"<v(?:\.[^\s<>]*)?[ \t](?P<voice>[^<>]+)>"
    r"|(?P<silence></v>)"
    r"|</?[A-Za-z][^<>]*>|</>|<\d[\d:.]*>"  # <i>, <c.x>, <font color=…>, <00:01.000>
    r"|\{\\[^{}]*\}"  # {\an8}
    r"|(?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});)"
)
_CLOCK_TAG = re.compile(r"<\d+:\d\d")

_DASH = re.compile(r"\s*[-‐‑–—]+(?:\s+|(?=[^\W\d]|[\"'“‘«¿¡…]))")
"""A dash in front of somebody's words; "-5" is a number."""

_CHEVRONS = re.compile(r"\s*>>+\s*")
"""How live captions mark that somebody else speaks."""

_LABEL = re.compile(
    r"(?P<name>[^\W\d_][^:：\n]{0,58}?)(?:\s*[(\[][^)\]]*[)\]])?[ \u00a0]?(?::(?=\s|$)|：)\s*"
)
_SOUND = re.compile(r"\[[^\[\]]*\]|\([^()]*\)")

_CLOSERS = "\"'”’»)]*"
_ENDS = tuple(".!?…。！？؟")

_LEAST_LABELS = 3
"""Fewer labelled cues are no habit."""
_GAP = 2000
"""Silence, in milliseconds, that divides paragraphs where a sentence ends."""
_LONG = 500
"""A paragraph with this many characters is divided at the next end of a sentence …"""
_TOO_LONG = 2000
"""… and with this many between any two cues: automatic captions have no full stops."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """What one person says in one line of a cue."""

    line: Line
    speaker: str | None
    """None for whoever spoke before."""
    opens: bool
    """Whether a dash or a chevron tells that somebody else speaks."""


def read_subtitles(source: str) -> Document:
    """The blocks of WebVTT or SRT, one a paragraph, in the order of the file."""
    cues, asides = find_cues(source)
    rolling = _CLOCK_TAG.search(source) is not None
    joiner = _Joiner(rolling=rolling, labels=_find_labels(cues))
    for cue in cues:
        joiner.add_cue(cue)
    joiner.close()
    return Document(source, tuple(joiner.blocks), (*asides, *joiner.asides))


class _Joiner:
    """Gathers pieces of cues into paragraphs."""

    def __init__(self, *, rolling: bool, labels: frozenset[str]) -> None:
        self.blocks: list[Block] = []
        self.asides: list[Aside] = []
        self._rolling = rolling
        """Whether captions scroll up, so that each cue shows the last line once more."""
        self._labels = labels
        """The names that stand before cues by habit."""
        self._runs: list[Run] = []
        self._speaker: str | None = None
        self._length = 0
        self._last = ""
        self._before: Cue | None = None
        self._apart = False
        """Whether the cue stands apart from the one before it."""

    def add_cue(self, cue: Cue) -> None:
        """Append what a cue says to the paragraph, or start another."""
        self._apart = self._before is not None and _is_apart(self._before, cue)
        self._before = cue
        several = sum(_DASH.match(text) is not None for _, text in cue.rows) > 1
        speaker: str | None = None
        for row in cue.rows:
            for line, voice in _split_voices(row, speaker, self.asides):
                dashes = several or self._has_ended()
                piece = self._take_label(_find_lead(line, voice, dashes))
                self._add(piece)
                speaker = piece.speaker

    def close(self) -> None:
        """End the paragraph."""
        if self._runs:
            line = Line(tuple(self._runs))
            self.blocks.append(Block(BlockKind.PROSE, (line,), speaker=self._speaker))
        self._runs, self._speaker, self._length = [], None, 0

    def _add(self, piece: _Piece) -> None:
        runs = piece.line.runs
        text = " ".join(piece.line.text.split())
        if not text:
            return
        if reason := self._reason_to_skip(text):
            self.asides.append(Aside(runs[0].start, runs[-1].end, reason))
            return
        if self._is_new(piece, text):
            self.close()
        if self._runs:
            end = self._runs[-1].end
            self._runs.append(Run(" ", end, end))
        else:
            self._speaker = piece.speaker
        self._runs += runs
        self._length += len(text) + 1
        self._last = text

    def _take_label(self, piece: _Piece) -> _Piece:
        """The piece without a label of the habit, as what its owner says."""
        label = _LABEL.match(piece.line.text)
        if label is None or label["name"] not in self._labels:
            return piece
        mark, rest = piece.line.split(label.end())
        self.asides.append(Aside(mark.start, mark.runs[-1].end, "label"))
        return _Piece(rest, label["name"], piece.opens)

    def _reason_to_skip(self, text: str) -> str:
        if self._rolling and text == self._last:
            return "repetition"
        sound = _SOUND.fullmatch(text) and (text[0] == "[" or text.isupper())
        return "sound" if sound else ""

    def _is_new(self, piece: _Piece, text: str) -> bool:
        """Whether a piece starts a paragraph."""
        if piece.speaker not in (None, self._speaker) or piece.opens:
            return True
        ended = self._has_ended()
        label = _LABEL.match(text)
        if label and (ended or label["name"].istitle() or label["name"].isupper()):
            return True
        return (ended and (self._apart or self._length > _LONG)) or self._length > _TOO_LONG

    def _has_ended(self) -> bool:
        return self._last.rstrip(_CLOSERS).endswith(_ENDS) or not self._last


def _find_labels(cues: list[Cue]) -> frozenset[str]:
    """The names before cues of a file that labels nearly all of them, as conference tools do.

    There a label within a sentence is the same person going on. In other files labels are rare,
    and left to the judgement of the whole script.
    """
    shown = [cue.rows[0][1].strip() for cue in cues if cue.rows]
    names = [label["name"] for text in shown if (label := _LABEL.match(text))]
    if len(names) < _LEAST_LABELS or len(names) * 5 < len(shown) * 4:
        return frozenset()
    counts = Counter(names)
    return frozenset(name for name in counts if counts[name] > 1 or len(names) == len(shown))


def _is_apart(before: Cue, cue: Cue) -> bool:
    """Whether there is silence between two cues, or the second goes back in time."""
    if cue.start is None or before.start is None or before.end is None:
        return False
    return cue.start - before.end > _GAP or cue.start < before.start


def _split_voices(
    row: Row, speaker: str | None, asides: list[Aside]
) -> list[tuple[Line, str | None]]:
    """The lines of a row, one for each voice, with who says it; voice tags become asides."""
    start, text = row
    voices: list[tuple[Line, str | None]] = []
    runs: list[Run] = []
    at = 0
    for mark in _MARK.finditer(text):
        _append(runs, text[at : mark.start()], start + at, start + mark.start())
        at = mark.end()
        if mark["entity"]:
            _append(runs, _decode(mark[0]), start + mark.start(), start + at)
        elif mark["voice"] or mark["silence"]:
            voices.append((_trim(runs), speaker))
            runs = []
            speaker = _read_name(mark["voice"] or "")
            asides.append(Aside(start + mark.start(), start + at, "label"))
    _append(runs, text[at:], start + at, start + len(text))
    return [*voices, (_trim(runs), speaker)]


def _append(runs: list[Run], shown: str, start: int, end: int) -> None:
    if shown:
        runs.append(Run(shown, start, end))


def _decode(entity: str) -> str:
    """The character of an entity; none that would be a command to an engine, or unseen."""
    return "".join(
        char if char.isprintable() else "" if unicodedata.category(char) == "Cf" else " "
        for char in html.unescape(entity)
    )


def _read_name(written: str) -> str | None:
    name = " ".join(_decode(written).split())
    return name if any(char.isalnum() for char in name) else None


def _trim(runs: list[Run]) -> Line:
    """The runs as a line without white space in front, where a label is looked for."""
    line = Line(tuple(runs))
    return line.split(len(line.text) - len(line.text.lstrip()))[1]


def _find_lead(line: Line, speaker: str | None, dashes: bool) -> _Piece:
    """The line without a dash or chevrons in front, where those stand for a speaker."""
    lead = _CHEVRONS.match(line.text) or (_DASH.match(line.text) if dashes else None)
    if lead is None:
        return _Piece(line, speaker, opens=False)
    return _Piece(line.split(lead.end())[1], speaker, opens=True)
