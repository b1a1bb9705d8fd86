"""From passages to turns: whose every paragraph is, where headings and cues stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from presscast.model import Cue, Notice, Paragraph, Turn
from presscast.scripts.blocks import Aside, BlockKind, Line, LineIndex, Run
from presscast.scripts.ownership import Owner
from presscast.scripts.passages import BULLET, Passage
from presscast.scripts.speakers import Attribution

_SPACES = re.compile(r"[^\S\u00a0\u202f\u2007]+")
"""White space but for the spaces that hold a word and its punctuation together."""
_CLOCK = re.compile(r"\W*\d{1,3}(?::\d{2}){1,2}(?:[.,]\d{1,3})?\W*")
_WIDE = "\u2e80"
"""From here on letters stand without spaces between words."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, and the turn that follows it."""

    level: int
    text: str
    line: int
    turn: int
    """Index of the next turn; the number of turns where nothing follows."""
    link: str = ""
    """Where all of it leads, as written."""
    place: int = 0
    """Where it begins in the source, in characters."""
    picture: str = ""
    """Where the image lies that stands first under it, as written."""


@dataclass(slots=True)
class Arrangement:
    """Who says what, and what of the source that covers."""

    turns: list[Turn] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    spoken: list[Run] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


def arrange_turns(
    passages: Sequence[Passage], attribution: Attribution, owner: Owner, lines: LineIndex
) -> Arrangement:
    """The turns of a document.

    Paragraphs after a label stay with the speaker until the next label, a heading or a rule, unless
    they are the narrator's.
    """
    arranger = _Arranger(attribution, owner, lines)
    first = 0
    for at in range(1, len(passages) + 1):
        if at == len(passages) or not passages[at].goes_on or at in attribution.starts:
            arranger.take(passages, first, at)
            first = at
    return arranger.close()


class _Arranger:
    """Gathers paragraphs into turns."""

    def __init__(self, attribution: Attribution, owner: Owner, lines: LineIndex) -> None:
        self._found = Arrangement()
        self._attribution = attribution
        self._owner = owner
        self._lines = lines
        self._said: list[tuple[str, list[Paragraph]]] = []
        self._fresh = True
        """Whether the next paragraph starts a turn whoever says it."""

    def take(self, passages: Sequence[Passage], first: int, last: int) -> None:
        """One paragraph, heading or rule: the passages from `first` up to `last`."""
        passage = passages[first]
        group = [it.line for it in passages[first:last] if it.line.runs]
        spoken_heading = first in self._attribution.starts
        aside = passage.kind is BlockKind.PROSE and self._owner.is_aside(first)
        speaker = self._owner.tell(first)
        if passage.kind is not BlockKind.PROSE:
            self._fresh = True
            if passage.kind is BlockKind.HEADING:
                self._take_heading(passage, group, quiet=not spoken_heading)
        if passage.kind is BlockKind.PROSE or spoken_heading:
            if aside:
                self._skip(group, "stage direction")
            elif first + 1 in self._attribution.starts and _CLOCK.fullmatch(passage.text):
                self._skip(group, "timestamp")  # above a label, or in the cell before it
            elif group:
                self._take_paragraph(speaker, group, first)

    def close(self) -> Arrangement:
        """What was found."""
        found = self._found
        found.turns = [Turn(name, tuple(paragraphs)) for name, paragraphs in self._said]
        return found

    def _take_paragraph(self, speaker: str, group: list[Line], at: int) -> None:
        label = self._attribution.starts.get(at)
        if label is not None and label.end:
            mark, rest = group[0].split(label.end)
            for run in mark.runs:  # a direction may have stood between a name and its colon
                self._skip([Line((run,))], "label")
            cues = tuple(run for run in mark.runs if run.cue)
            group = [Line((*cues, *rest.runs)), *group[1:]]
        elif bullet := BULLET.match(group[0].text):
            group = [group[0].split(bullet.end())[1], *group[1:]]
        if self._said and speaker != self._said[-1][0]:
            self._fresh = True
        text, cues_at = _join_lines(group)
        speaks = any(char.isalnum() for char in text)
        turn = len(self._said) - (not self._fresh)
        paragraph = 0 if self._fresh else len(self._said[-1][1])
        for run, place in cues_at:
            kind, value = run.cue  # type: ignore[misc]
            line = self._lines.line_at(run.start)
            self._found.cues.append(Cue(kind, value, line, turn, paragraph, place if speaks else 0))
        if not speaks:
            return
        runs = [run for line in group for run in line.runs if run.text]
        self._found.spoken += runs
        if self._fresh:
            self._said.append((speaker, []))
            self._fresh = False
        line = self._lines.line_at(next(run.start for run in runs if run.text.strip()))
        self._said[-1][1].append(Paragraph(text, line))

    def _take_heading(self, passage: Passage, group: list[Line], *, quiet: bool) -> None:
        text, _ = _join_lines(group)
        if not text:
            return
        if quiet:
            self._skip(group, "heading")
        place = group[0].start
        line, link = self._lines.line_at(place), _find_link(group)
        heading = Heading(passage.level, text, line, len(self._said), link, place)
        self._found.headings.append(heading)

    def _skip(self, group: Sequence[Line], reason: str) -> None:
        for line in group:
            if line.runs:
                self._found.asides.append(Aside(line.start, line.runs[-1].end, reason))


def _find_link(group: Sequence[Line]) -> str:
    """Where all words of a heading lead; nothing where one of them leads elsewhere."""
    links = {run.link for line in group for run in line.runs if run.text.strip()}
    return links.pop() if len(links) == 1 else ""


def _join_lines(group: Sequence[Line]) -> tuple[str, list[tuple[Run, int]]]:
    """(the lines as one paragraph with single spaces, its cues with their places in it)."""
    pieces: list[str] = []
    cues: list[tuple[Run, int]] = []
    length = 0
    space = False
    for number, line in enumerate(group):
        if number and not _is_wide(pieces[-1][-1:] if pieces else "", line.text.lstrip()[:1]):
            space = True
        for run in line.runs:
            if run.cue:
                cues.append((run, length + (space and length > 0)))
                continue
            shown = _SPACES.sub(" ", run.text)
            joined = shown.strip(" ")
            if not joined:
                space = space or bool(shown)
                continue
            if pieces and (space or shown[0] == " "):
                pieces.append(" ")
                length += 1
            pieces.append(joined)
            length += len(joined)
            space = shown[-1] == " "
    return "".join(pieces), cues


def _is_wide(before: str, after: str) -> bool:
    """Whether two lines are joined without a space, as in Chinese and Japanese."""
    hangul = "\uac00" <= before <= "\ud7a3"
    return bool(before and after) and before >= _WIDE and after >= _WIDE and not hangul
