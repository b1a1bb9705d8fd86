"""Rows of whole numbers, of which an episode of ten hours has a hundred thousand."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar, overload

Row = TypeVar("Row", bound=NamedTuple)


class Packed(Sequence[Row]):
    """Records of numbers from 0 on, all of one kind, in a fraction of the memory.

    A column is an array: those of a paragraph are small enough for Python's own heap. In the C
    library's, where the sound of blocks comes and goes, each would hold on to a page.
    """

    __slots__ = ("_columns", "_kind")

    def __init__(
        self,
        kind: type[Row],
        rows: Iterable[Iterable[int]] = (),
        *,
        columns: Sequence[Sequence[int]] = (),
    ) -> None:
        """Rows, or what `columns` has told of some."""
        self._kind = kind
        self._columns = tuple(map(_pack, columns or zip(*rows, strict=True)))

    @property
    def columns(self) -> Sequence[Sequence[int]]:
        """The first numbers of all rows, their second ones …; nothing where there are no rows."""
        return self._columns

    def __len__(self) -> int:
        return len(self._columns[0]) if self._columns else 0

    def __iter__(self) -> Iterator[Row]:
        return map(self._kind._make, zip(*self._columns, strict=True))

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, index: int | slice) -> Row | tuple[Row, ...]:
        if isinstance(index, slice):
            return tuple(self[at] for at in range(*index.indices(len(self))))
        at = range(len(self))[index]
        return self._kind._make(column[at] for column in self._columns)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"Packed({list(self)})"


def _pack(column: Sequence[int]) -> "array[int]":
    highest = max(column)
    return array("H" if highest < 1 << 16 else "I" if highest < 1 << 32 else "Q", column)
