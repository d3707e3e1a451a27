"""Whether a few linear inequalities can hold together: exact, for the small systems that a diagnosis leaves open."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

Inequality = tuple[Fraction, Sequence[Fraction]]
"""``constant + Σ slope·p ≥ 0`` over the same open quantities p."""


def feasible(needs: Sequence[Inequality]) -> bool:
    """Tell whether some values of the open quantities satisfy every inequality.

    The first phase of the simplex method with Bland's rule, which cannot cycle. Each open quantity is written
    as a difference of two that are not below 0.
    """
    rows: list[list[Fraction]] = []
    width = 2 * len(needs[0][1]) if needs else 0
    for constant, slope in needs:  # Σ (p⁺ − p⁻)·slope − surplus = −constant
        rows.append([*slope, *(-s for s in slope), constant])
    count = len(rows)
    if all(one[-1] >= 0 for one in rows):
        return True
    # One artificial quantity t ≥ 0 is added to every inequality; it can be driven to 0 exactly if all can hold.
    table = [[*one[:-1], Fraction(1), one[-1]] for one in rows]  # surplus_i = Σ… + t + constant
    basis = [width + 1 + i for i in range(count)]
    outside = [*range(width), width]
    worst = min(range(count), key=lambda i: (table[i][-1], i))
    _pivot(table, worst, width)
    basis[worst], outside[width] = outside[width], basis[worst]
    while width in basis:
        place = basis.index(width)
        target = table[place]
        if target[-1] == 0:
            return True
        falling = [(outside[j], j) for j in range(len(outside)) if target[j] < 0]  # raising these lowers t
        if not falling:
            return False
        column = min(falling)[1]
        ratios = [
            (-one[-1] / one[column], basis[i] != width, basis[i], i) for i, one in enumerate(table) if one[column] < 0
        ]
        leaving = min(ratios)[3]
        _pivot(table, leaving, column)
        basis[leaving], outside[column] = outside[column], basis[leaving]
    return True


def _pivot(table: list[list[Fraction]], leaving: int, column: int) -> None:
    """Solve one line of the table for another quantity, and put it into the other lines."""
    line = table[leaving]
    factor = line[column]
    solved = [-value / factor for value in line]
    solved[column] = 1 / factor
    table[leaving] = solved
    for i, one in enumerate(table):
        share = one[column]
        if i != leaving and share:
            table[i] = [a + share * b for a, b in zip(one, solved, strict=True)]
            table[i][column] = share * solved[column]
