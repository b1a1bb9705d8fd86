"""What people see: aligned columns on stdout, progress on stderr."""

import sys
import time
import unicodedata
from collections.abc import Sequence

import click

from presscast.model import Stage
from presscast.units import Milliseconds, format_clock

_MASTER_SHARE = 3.0
"""How much longer mastering takes than speaking: measured, 3 times for a script of any length."""

_SETTLED = 0.5
"""Seconds after which a stage's own speed says something."""


def format_columns(rows: Sequence[Sequence[str]], indent: str = "  ") -> str:
    """The rows with their columns aligned, two spaces apart; wide letters count twice."""
    if not rows:
        return ""
    widths = [max(_measure(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = [
        "  ".join(
            cell + " " * (width - _measure(cell)) for cell, width in zip(row, widths, strict=True)
        )
        for row in rows
    ]
    return "\n".join(indent + line.rstrip() for line in lines)


def count(number: int, noun: str) -> str:
    """`1 turn`, `2 turns`."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _measure(text: str) -> int:
    """The columns that a text takes on a terminal."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) > 0 for char in text)


class Progress:
    """Says on stderr how far a render is: one line that moves on a terminal, else a line a step."""

    def __init__(self, name: str, *, plain: bool) -> None:
        self._name = name
        self._moving = not plain and sys.stderr.isatty()
        self._stage: Stage | None = None
        self._started = 0.0
        self._shown = ""

    def report(self, stage: Stage, done: int, total: int) -> None:
        """`done` of `total` of a stage; a stage begins with its first report."""
        if stage != self._stage:
            self._stage, self._started = stage, time.monotonic()
            if not self._moving:
                click.echo(f"{self._name}: {stage}", err=True)
        if self._moving:
            share = done / total if total else 1.0
            text = f"{self._name}: {stage} {share:4.0%}{self._estimate(share)}"
            self._show(text)

    def close(self) -> None:
        """Leave an empty line behind on a terminal."""
        if self._moving:
            self._show("")

    def _estimate(self, share: float) -> str:
        """The time left, once this stage has run long enough to tell."""
        spent = time.monotonic() - self._started
        if spent < _SETTLED or share <= 0:
            return ""
        left = spent * (1 - share) / share
        if self._stage is Stage.SPEAK:
            left += spent / share * _MASTER_SHARE
        return f", {format_clock(Milliseconds(round(left * 1000)))} left"

    def _show(self, text: str) -> None:
        if text != self._shown:
            click.echo("\r" + text + " " * (len(self._shown) - len(text)), nl=False, err=True)
            self._shown = text
        if not text:
            click.echo("\r", nl=False, err=True)
