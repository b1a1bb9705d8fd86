"""Packed rows are what they were made of, whatever their numbers."""

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscast.packed import Packed


class Pair(NamedTuple):
    """Two numbers."""

    one: int
    two: int


NUMBER = st.integers(0, (1 << 64) - 1) | st.sampled_from(
    [0, 65_535, 65_536, (1 << 32) - 1, 1 << 32]
)
ROWS = st.lists(st.builds(Pair, NUMBER, NUMBER))


@given(rows=ROWS)
def test_rows_come_back_as_they_were(rows: list[Pair]) -> None:
    """As records of their kind, from either end, and in slices."""
    packed = Packed(Pair, rows)
    assert list(packed) == rows
    assert [packed[at] for at in range(len(packed))] == rows
    assert [packed[-at] for at in range(1, len(packed) + 1)] == rows[::-1]
    assert packed[1:3] == tuple(rows[1:3])
    assert all(isinstance(row, Pair) for row in packed)


@given(rows=ROWS)
def test_rows_come_back_from_their_columns(rows: list[Pair]) -> None:
    """As they are written in a file."""
    columns = [list(column) for column in Packed(Pair, rows).columns]
    assert Packed(Pair, columns=columns) == tuple(rows)


@given(rows=ROWS, others=ROWS)
def test_equal_rows_are_equal_and_hash_alike(rows: list[Pair], others: list[Pair]) -> None:
    """With any sequence of the same rows."""
    packed = Packed(Pair, rows)
    assert packed == tuple(rows)
    assert hash(packed) == hash(Packed(Pair, rows))
    assert (packed == Packed(Pair, others)) == (rows == others)


def test_there_is_nothing_behind_the_last_row() -> None:
    """Nor in no rows."""
    with pytest.raises(IndexError):
        Packed(Pair, [Pair(1, 2)])[1]
    with pytest.raises(IndexError):
        Packed(Pair, [])[0]


def test_nothing_is_below_zero() -> None:
    """A time or place before the beginning is a fault of whoever counted it."""
    with pytest.raises(OverflowError):
        Packed(Pair, [Pair(-1, 2)])
