"""Columns of a long table in little room: a text that stands in thousands of rows is kept once, and counted."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias


class Coded:
    """A column whose values repeat.

    Attributes:
        distinct: each value once, in the order in which they first stood there.
        codes: for each row the position of its value; -1 for None.
    """

    __slots__ = ("_known", "codes", "distinct")

    def __init__(self) -> None:
        """Begin an empty column."""
        self.distinct: list[Any] = []
        self.codes = array("i")
        self._known: dict[Any, int] = {}

    def code(self, value: Any) -> int:
        """Return the number of a value, a new one for a new value."""
        if value is None:
            return -1
        known = self._known.get(value)
        if known is None:
            known = self._known[value] = len(self.distinct)
            self.distinct.append(value)
        return known

    def repeat(self, value: Any, count: int) -> None:
        """Add rows with the same value."""
        self.codes.extend(array("i", (self.code(value),)) * count)

    def coded(self, values: Iterable[Any]) -> array[int]:
        """Return the codes of values, to be added as often as they come again."""
        return array("i", [self.code(value) for value in values])

    def __len__(self) -> int:
        """How many rows it has."""
        return len(self.codes)

    def __iter__(self) -> Iterator[Any]:
        """Yield the value of each row."""
        return self.mapped(lambda value: value)

    def mapped(self, change: Callable[[Any], Any]) -> Iterator[Any]:
        """Yield each row's value changed; each value is changed once."""
        changed = [*map(change, self.distinct), change(None)]  # -1 is the last
        return map(changed.__getitem__, self.codes)


Column: TypeAlias = Coded | Sequence[Any]
Columns: TypeAlias = Mapping[str, Column]
"""Name of a column → its values; all of the same length."""


def as_rows(columns: Columns) -> Iterator[dict[str, Any]]:
    """Yield columns row by row."""
    names = list(columns)
    return (dict(zip(names, row, strict=True)) for row in zip(*columns.values(), strict=True))
