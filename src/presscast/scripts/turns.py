"""From labelled lines to turns: whose every paragraph is, and where headings stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from presscast.model import NARRATOR, Paragraph, Turn
from presscast.scripts.blocks import Aside, Block, BlockKind, Line, LineIndex, Run
from presscast.scripts.labels import Labels, fold_name

_SPACE = re.compile(r"\s+")
_WRAP_WIDTH = 100
"""Lines longer than this were not wrapped by hand."""
_LEAST_WIDTH = 40
"""Where most lines are shorter they are a list, a table or a poem."""


@dataclass(slots=True)
class Arrangement:
    """Who says what, and what of the source that covers."""

    turns: list[Turn] = field(default_factory=list)
    headings: list[tuple[int, str, int]] = field(default_factory=list)
    """(level, text, line)."""
    spoken: list[Run] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)


def arrange_turns(
    blocks: tuple[Block, ...], labels: Labels, lines: LineIndex, names: dict[str, str]
) -> Arrangement:
    """The turns of a document. `names` maps a folded label to the speaker's name.

    Paragraphs after a label stay with the speaker until the next label, a heading or a rule.
    """
    wrapped = _is_wrapped(blocks)
    found = Arrangement()
    said: list[tuple[str, list[Paragraph]]] = []
    speaker = NARRATOR
    fresh = True
    for index, block in enumerate(blocks):
        if block.kind is not BlockKind.PROSE:
            speaker, fresh = NARRATOR, True
            if block.kind is BlockKind.HEADING:
                _take_heading(block, lines, found)
            continue
        for number, group in _group_lines(index, block, labels, wrapped):
            label = labels.accepted.get((index, number))
            if label is not None:
                if label.end:
                    mark, rest = group[0].split(label.end)
                    found.asides.append(Aside(mark.start, mark.runs[-1].end, "label"))
                    group = (rest, *group[1:]) if rest.runs else group[1:]
                named = names[fold_name(label.name)]
                fresh = fresh or named != speaker
                speaker = named
            paragraph = _join_lines(group, lines, found)
            if paragraph is not None:
                if fresh:
                    said.append((speaker, []))
                said[-1][1].append(paragraph)
                fresh = False
    found.turns = [Turn(name, tuple(paragraphs)) for name, paragraphs in said]
    return found


def _take_heading(block: Block, lines: LineIndex, found: Arrangement) -> None:
    text = _SPACE.sub(" ", " ".join(line.text for line in block.lines)).strip()
    first, last = block.lines[0], block.lines[-1]
    found.headings.append((block.level, text, lines.line_at(first.start)))
    found.asides.append(Aside(first.start, last.runs[-1].end, "heading"))


def _is_wrapped(blocks: tuple[Block, ...]) -> bool:
    """Whether the document breaks its lines by hand, so that a line is no paragraph of its own."""
    inner = [line.text for block in blocks for line in block.lines[:-1]]
    if not inner:
        return False
    short = sum(len(text) <= _WRAP_WIDTH for text in inner)
    narrow = sum(len(text) < _LEAST_WIDTH for text in inner)
    open_ended = sum(text.rstrip()[-1] not in '.!?…:"”’»)]。！？' for text in inner)
    fits = short * 10 >= len(inner) * 9 and narrow * 2 <= len(inner)
    return fits and open_ended * 2 > len(inner)


def _group_lines(
    index: int, block: Block, labels: Labels, wrapped: bool
) -> Iterator[tuple[int, tuple[Line, ...]]]:
    """(number of the first line, lines) of each paragraph in a block."""
    first = 0
    for number in range(1, len(block.lines) + 1):
        ends = number == len(block.lines) or not wrapped or (index, number) in labels.accepted
        if ends:
            yield first, block.lines[first:number]
            first = number


def _join_lines(group: tuple[Line, ...], lines: LineIndex, found: Arrangement) -> Paragraph | None:
    """The lines as one paragraph, their runs noted as spoken; None where nothing is left to say."""
    text = _SPACE.sub(" ", " ".join(line.text for line in group)).strip()
    if not any(char.isalnum() for char in text):
        return None
    found.spoken += [run for line in group for run in line.runs]
    return Paragraph(text, lines.line_at(group[0].start))
