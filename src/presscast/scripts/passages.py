"""The lines of a document in a row: the unit in which it is decided who says what.

A paragraph is one passage where the document does not wrap its lines; where it does, its lines are
passages that go on with the one before them, until a label is found at the start of one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from presscast.scripts.blocks import Block, BlockKind, Line, Part, Run
from presscast.scripts.name_forms import NameJudge

BULLET = re.compile(r"\s*[-–—•*▪●◦]\s+")
_LABEL_NAME = r"(?P<name>[^\W\d_][\w.'’-]{0,24}(?: [^\W_][\w.'’-]{0,24}){0,4})"
_INNER_LABEL = re.compile(rf"(?<=[.!?…”\"])[ \u00a0]{_LABEL_NAME}(?: \([^()]{{1,30}}\))?:(?=\s)")
_FIRST_LABEL = re.compile(rf"\s*{_LABEL_NAME}(?: \([^()]{{1,30}}\))?:(?=\s)")
_CHEVRONS = re.compile(r"\s*>{2,3}")
"""How live captions mark that somebody else speaks; other lines go on."""

ENDS = ".!?…:\"'”’»)]*。！？」』：؟。।"
"""What a sentence ends with, or what closes one."""

_OPEN_BRACKET = re.compile(r"\[[^\[\]]*$")
_LONGEST_BRACKET = 600
_CAPTIONS = -1
"""The width of live captions, whose lines all go on but for those with chevrons."""
_WRAP_WIDTH = 100
"""Lines longer than this were not wrapped by hand."""
_LEAST_WIDTH = 40
"""Where most lines are shorter they are a list, a table or a poem."""
_LEAST_BROKEN = 20
"""A shorter line that goes on in small letters is an entry of a list."""
_ROOM = 0.8
"""A line that the next word would have filled to this share of the width was wrapped."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A line of a document, or a heading, or a rule."""

    kind: BlockKind
    line: Line
    text: str
    """The line as it is displayed."""
    block: int
    """Which block of the document it stands in."""
    level: int = 0
    """Of a heading; 0 for the title of the whole."""
    speaker: str | None = None
    """Who says it, where the format states that."""
    item: bool = False
    """Whether it stands in a list."""
    quoted: bool = False
    """Whether it is set apart as a quotation."""
    aside: str = ""
    """Why it is left out, where the reader of the format knows."""
    part: Part | None = None
    """Whether it asks or answers, where the format says so."""
    goes_on: bool = False
    """Whether it continues the paragraph of the passage before it, unless a label starts it."""

    @property
    def ends(self) -> bool:
        """Whether a sentence ends with it."""
        return not self.text or self.text.rstrip()[-1:] in ENDS

    def show(self, line: Line) -> "Passage":
        """The same passage with another line."""
        return replace(self, line=line, text=line.text)


def list_passages(blocks: Iterable[Block]) -> list[Passage]:
    """Every line of the blocks, in order; a heading and a stated speech stay whole."""
    blocks = tuple(blocks)
    width = _measure_width(blocks)
    if sum(bool(_CHEVRONS.match(line.text)) for block in blocks for line in block.lines) > 1:
        width = _CAPTIONS
    return [
        passage for number, block in enumerate(blocks) for passage in _cut(block, number, width)
    ]


def join_brackets(passages: Sequence[Passage]) -> list[Passage]:
    """The passages, those joined over which a wrapped line spreads a pair of brackets."""
    joined: list[Passage] = []
    for passage in passages:
        last = joined[-1] if joined else None
        if last and passage.goes_on and _has_open_bracket(last.text):
            end = last.line.runs[-1].end
            joined[-1] = last.show(Line((*last.line.runs, Run(" ", end, end), *passage.line.runs)))
        else:
            joined.append(passage)
    return joined


def _has_open_bracket(text: str) -> bool:
    return len(text) < _LONGEST_BRACKET and _OPEN_BRACKET.search(text) is not None


def split_inline(passages: list[Passage], judge: NameJudge) -> list[Passage]:
    """The passages, cut before labels within them where line ends were lost: "… Anna: … Ben: …".

    A name counts where it stands before a colon at the start of several sentences, another as well.
    """
    found: Counter[str] = Counter()
    places: list[list[tuple[int, str]]] = []
    for passage in passages:
        inner = []
        if passage.kind is BlockKind.PROSE and passage.speaker is None and ":" in passage.text:
            first = _FIRST_LABEL.match(passage.text)
            if first:
                found[first["name"]] += 1
            inner = [
                (it.start("name"), it["name"])
                for it in _INNER_LABEL.finditer(passage.text, first.end() if first else 0)
                if not _ends_title(passage.text[max(0, it.start() - 20) : it.start()], judge)
            ]
            found.update(name for _, name in inner)
        places.append(inner)
    names = {name for name, count in found.items() if count > 1 and judge.is_name(name)}
    if len(names) < 2:
        return passages
    pieces: list[Passage] = []
    for passage, inner in zip(passages, places, strict=True):
        cuts = [at for at, name in inner if name in names]
        pieces += _split(passage, cuts) if cuts else [passage]
    return pieces


def _ends_title(text: str, judge: NameJudge) -> bool:
    """Whether a text ends with a title or an initial, whose full stop ends no sentence."""
    word = text.split()[-1].rstrip(".").casefold() if text.split() else ""
    return text.endswith(".") and (len(word) < 2 or word in judge.words.titles)


def _split(passage: Passage, cuts: list[int]) -> Iterator[Passage]:
    for number, piece in enumerate(passage.line.divide(cuts)):
        yield replace(passage.show(piece), goes_on=passage.goes_on or number > 0)


def _cut(block: Block, number: int, width: int) -> Iterator[Passage]:
    if block.kind is BlockKind.RULE:
        line = block.lines[0] if block.lines else Line(())
        yield Passage(block.kind, line, line.text, number)
        return
    before = ""
    broken = False
    for row, line in enumerate(block.lines):
        text = line.text
        yield Passage(
            kind=block.kind,
            line=line,
            text=text,
            block=number,
            level=block.level,
            speaker=block.speaker,
            item=block.item,
            quoted=block.quoted,
            aside=block.aside,
            part=block.part,
            goes_on=row > 0
            and (
                block.kind is BlockKind.HEADING or (not broken and _is_wrapped(before, text, width))
            ),
        )
        before, broken = text, line.broken


def _measure_width(blocks: Iterable[Block]) -> int:
    """The width at which the document breaks its lines by hand; 0 if it does not."""
    inner = [
        line.text.rstrip()
        for block in blocks
        if block.kind is BlockKind.PROSE
        for line in block.lines[:-1]
    ]
    if not inner:
        return 0
    lengths = sorted(len(text) for text in inner)
    if sum(length <= _WRAP_WIDTH for length in lengths) * 10 < len(inner) * 9:
        return 0
    if sum(length < _LEAST_WIDTH for length in lengths) * 2 > len(inner):
        return 0
    open_ended = sum(text[-1:] not in ENDS for text in inner)
    return lengths[len(lengths) * 19 // 20] if open_ended * 2 > len(inner) else 0


def _is_wrapped(before: str, text: str, width: int) -> bool:
    """Whether a line was broken only because it was full, or within a sentence."""
    if width == _CAPTIONS:
        return not _CHEVRONS.match(text)
    if BULLET.match(text) or text[:1] in "<[":
        return False
    length = len(before.rstrip())
    if before.rstrip()[-1:] not in ENDS and text[:1].islower() and length >= _LEAST_BROKEN:
        return True
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    return width > 0 and length + 1 + len(first) > width * _ROOM
