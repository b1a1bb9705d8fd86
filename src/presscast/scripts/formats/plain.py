"""Plain text: blocks are separated by empty lines."""

import re

from presscast.scripts.blocks import Block, BlockKind, Document, Line, Run

_LINE = re.compile(r"[^\n]+")
_RULE = re.compile(r"\s*([*\-_=~#•.]\s*){3,}$")


def read_plain(source: str) -> Document:
    """The blocks of a plain text; a line of dashes or stars is a rule."""
    blocks: list[Block] = []
    lines: list[Line] = []
    expected = 0
    for match in _LINE.finditer(source):
        text = match[0].strip()
        if match.start() > expected or not text:
            _close(blocks, lines)
        expected = match.end() + 1
        if not text:
            continue
        start = match.start() + match[0].index(text)
        line = Line((Run(text, start, start + len(text)),))
        if _RULE.match(text):
            _close(blocks, lines)
            blocks.append(Block(BlockKind.RULE, (line,)))
        else:
            lines.append(line)
    _close(blocks, lines)
    return Document(source, tuple(blocks))


def _close(blocks: list[Block], lines: list[Line]) -> None:
    """Move the lines gathered so far into a block of their own."""
    if lines:
        blocks.append(Block(BlockKind.PROSE, tuple(lines)))
        lines.clear()
