"""Equations over small sets of cells, kept as bits, so that eliminating a cell costs a few machine words.

A row says ``Σ c·d + rest = 0``: d is by how much a cell would change, and rest is what the equation lacks now.
Nearly every coefficient of a statutory form is 1 or -1, and stays so (a table of sums is a network); whatever
else occurs is kept beside the bits, exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import gcd
from typing import TypeAlias

Row: TypeAlias = tuple[int, int, int, dict[int, int] | None]
"""Bits of the cells with a coefficient above 0, of those below 0, the rest, and the coefficients other than ±1."""


def row(coefficients: Mapping[int, int], rest: int) -> Row:
    """Build a row from cell → coefficient."""
    up = sum(1 << cell for cell, c in coefficients.items() if c > 0)
    down = sum(1 << cell for cell, c in coefficients.items() if c < 0)
    odd = {cell: c for cell, c in coefficients.items() if abs(c) > 1}
    return up, down, rest, odd or None


def coefficient(one: Row, cell: int) -> int:
    """Return the coefficient of a cell; 0 if the row does not speak of it."""
    if one[3] and cell in one[3]:
        return one[3][cell]
    return (one[0] >> cell & 1) - (one[1] >> cell & 1)


def cells(mask: int) -> Iterator[int]:
    """Yield the positions of the bits that are set, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def divisor(one: Row) -> int:
    """Return what divides every coefficient, and so every sum that the row can make."""
    if not one[3] or (one[0] | one[1]).bit_count() > len(one[3]):
        return 1
    return gcd(*one[3].values())


def eliminate(one: Row, pivot: Row, bit: int) -> Row:
    """Combine two rows that both speak of a cell so that the result does not.

    Args:
        one: the row to change.
        pivot: the row that says what the cell has to be.
        bit: the cell, as a mask of one bit.
    """
    up, down, rest, odd = one
    pivot_up, pivot_down, pivot_rest, pivot_odd = pivot
    if odd is None and pivot_odd is None:
        if bool(up & bit) == bool(pivot_up & bit):  # the same sign: subtract
            pivot_up, pivot_down, pivot_rest = pivot_down, pivot_up, -pivot_rest
        if not (up & pivot_up or down & pivot_down):  # nothing doubles
            up, down = up | pivot_up, down | pivot_down
            both = up & down
            return up ^ both, down ^ both, rest + pivot_rest, None
    return _eliminate(one, pivot, bit.bit_length() - 1)


def _eliminate(one: Row, pivot: Row, cell: int) -> Row:
    """The same with any coefficients."""
    a, b = coefficient(pivot, cell), coefficient(one, cell)
    shared = gcd(a, b)
    a, b = a // shared, b // shared
    every = cells(one[0] | one[1] | pivot[0] | pivot[1])
    summed = {i: a * coefficient(one, i) - b * coefficient(pivot, i) for i in every}
    rest = a * one[2] - b * pivot[2]
    shared = gcd(rest, *summed.values()) or 1
    return row({i: c // shared for i, c in summed.items() if c}, rest // shared)


def contract(bad: Iterable[Row], good: Iterable[Row], pivot: Row, bit: int) -> tuple[list[Row], list[Row]]:
    """Eliminate a cell from all rows; the pivot row itself is used up.

    Returns:
        The rows that do not hold, and those that do.
    """
    broken: list[Row] = []
    whole: list[Row] = []
    for one in bad:
        if one is pivot:
            continue
        if (one[0] | one[1]) & bit:
            one = eliminate(one, pivot, bit)  # noqa: PLW2901  # the row as it is from here on
            (broken if one[2] else whole).append(one)
        else:
            broken.append(one)
    for one in good:
        if one is pivot:
            continue
        if (one[0] | one[1]) & bit:
            one = eliminate(one, pivot, bit)  # noqa: PLW2901
            (broken if one[2] else whole).append(one)
        else:
            whole.append(one)
    return broken, whole
