"""What people see: aligned columns on stdout, progress on stderr."""

import sys
import time
import unicodedata
from collections.abc import Sequence

import click

from presscast.units import Milliseconds, format_clock

_SETTLED = 0.5
"""Seconds after which a render's own speed says something."""


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
        self._started: float | None = None
        self._shown = ""

    def report(self, done: int, total: int) -> None:
        """`done` of `total`; the render begins with its first report."""
        if self._started is None:
            self._started = time.monotonic()
            if not self._moving:
                click.echo(f"{self._name}: rendering", err=True)
        if self._moving:
            share = done / total if total else 1.0
            spent = time.monotonic() - self._started
            self._show(f"{self._name}: rendering {share:4.0%}{_estimate(share, spent)}")

    def close(self) -> None:
        """Leave an empty line behind on a terminal."""
        if self._moving:
            self._show("")

    def _show(self, text: str) -> None:
        if text != self._shown:
            click.echo("\r" + text + " " * (len(self._shown) - len(text)), nl=False, err=True)
            self._shown = text
        if not text:
            click.echo("\r", nl=False, err=True)


def _estimate(share: float, spent: float) -> str:
    """The time left, once a render has run long enough to tell."""
    if spent < _SETTLED or share <= 0:
        return ""
    left = Milliseconds(round(spent * (1 - share) / share * 1000))
    return f", {format_clock(left)} left"
