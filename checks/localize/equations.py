"""Equations over small sets of cells, kept as the bits of integers, so that a cell is eliminated by a few operations.

A row says ``Σ c·d + lacks = 0``: d is by how much a cell would change, and ``lacks`` is what the equation lacks now.
In the equations of a form every cell counts once, for or against. Where a report has subtotals both ways, down and
across, eliminating cells can make one count twice: only there does a row carry coefficients beside its bits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import gcd
from typing import NamedTuple, TypeAlias

CellSet: TypeAlias = int
"""A set of cells of a form, bit i for cell i. An alias and no type of its own: every ``|`` of two would be an int."""


class EquationRow(NamedTuple):
    """One equation as it stands in the course of a search.

    Attributes:
        up: the cells with a coefficient above 0.
        down: the cells with a coefficient below 0.
        lacks: left side less right side, with the figures as they are.
        odd: the coefficients other than 1 and -1, by cell; None if there are none.
    """

    up: CellSet
    down: CellSet
    lacks: int
    odd: Mapping[int, int] | None = None

    def coefficient(self, cell: int) -> int:
        """Return the coefficient of a cell; 0 if the row does not speak of it."""
        if self.odd and cell in self.odd:
            return self.odd[cell]
        return (self.up >> cell & 1) - (self.down >> cell & 1)

    def restricted(self, keep: CellSet, lacks: int) -> EquationRow:
        """Return the row with only these cells, and what it then lacks."""
        odd = {cell: c for cell, c in self.odd.items() if keep >> cell & 1} if self.odd else None
        return EquationRow(self.up & keep, self.down & keep, lacks, odd or None)


def cells(mask: CellSet) -> Iterator[int]:
    """Yield the positions of the bits that are set, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def bits(positions: Iterable[int]) -> CellSet:
    """Return the set of these cells."""
    mask = 0
    for cell in positions:
        mask |= 1 << cell
    return mask


def eliminate(row: EquationRow, pivot: EquationRow, bit: CellSet) -> EquationRow:
    """Combine two rows that both speak of a cell so that the result does not.

    Args:
        row: the row to change.
        pivot: the row that says what the cell has to be.
        bit: the cell, as a set of one.
    """
    up, down, lacks, odd = row
    pivot_up, pivot_down, pivot_lacks, pivot_odd = pivot
    if odd is None and pivot_odd is None:
        if bool(up & bit) == bool(pivot_up & bit):  # the same sign: subtract
            pivot_up, pivot_down, pivot_lacks = pivot_down, pivot_up, -pivot_lacks
        if not (up & pivot_up or down & pivot_down):  # nothing doubles
            up, down = up | pivot_up, down | pivot_down
            both = up & down
            return EquationRow(up ^ both, down ^ both, lacks + pivot_lacks)
    return _with_coefficients(row, pivot, bit.bit_length() - 1)


def _with_coefficients(row: EquationRow, pivot: EquationRow, cell: int) -> EquationRow:
    """The same where a cell would count twice."""
    a, b = pivot.coefficient(cell), row.coefficient(cell)
    shared = gcd(a, b)
    a, b = a // shared, b // shared
    every = cells(row.up | row.down | pivot.up | pivot.down)
    summed = {i: a * row.coefficient(i) - b * pivot.coefficient(i) for i in every}
    lacks = a * row.lacks - b * pivot.lacks
    shared = gcd(lacks, *summed.values()) or 1
    summed = {i: c // shared for i, c in summed.items() if c}
    return EquationRow(
        bits(i for i, c in summed.items() if c > 0),
        bits(i for i, c in summed.items() if c < 0),
        lacks // shared,
        {i: c for i, c in summed.items() if abs(c) > 1} or None,
    )


def contract(
    bad: Iterable[EquationRow], good: Iterable[EquationRow], pivot: EquationRow, bit: CellSet
) -> tuple[list[EquationRow], list[EquationRow]]:
    """Eliminate a cell from all rows; the pivot row itself is used up.

    Returns:
        The rows that do not hold, and those that do.
    """
    broken: list[EquationRow] = []
    whole: list[EquationRow] = []
    for row in bad:
        if row is pivot:
            continue
        if (row.up | row.down) & bit:
            row = eliminate(row, pivot, bit)  # noqa: PLW2901  # the row as it is from here on
            (broken if row.lacks else whole).append(row)
        else:
            broken.append(row)
    for row in good:
        if row is pivot:
            continue
        if (row.up | row.down) & bit:
            row = eliminate(row, pivot, bit)  # noqa: PLW2901
            (broken if row.lacks else whole).append(row)
        else:
            whole.append(row)
    return broken, whole
