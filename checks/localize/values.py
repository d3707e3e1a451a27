"""From a chosen set of cells to their values: exact, and within what the cells may hold."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeAlias

from checks.localize.equations import CellSet, EquationRow, cells
from checks.localize.problem import Change, Problem

Chain: TypeAlias = tuple["Link", ...]
Link: TypeAlias = tuple[int, EquationRow]
"""A cell that was eliminated, and the row that says what it has to be (in terms of those eliminated later)."""


def settle(chain: Sequence[Link], open_cells: Sequence[int], problem: Problem) -> tuple[Change | None, int | None]:
    """Work out the values of the chosen cells.

    Args:
        chain: in the order in which they were eliminated.
        open_cells: chosen cells that no equation was left for: they can take a range of values.
        problem: what the cells hold, and may hold.

    Returns:
        The change, or None and the cell whose value is not allowed (None if several cells are to blame).
    """
    if open_cells:
        return _settle_open(chain, open_cells, problem)
    deltas: dict[int, int] = {}
    for cell, row in reversed(chain):
        lacks = row.lacks + sum(row.coefficient(other) * delta for other, delta in deltas.items())
        delta, remainder = divmod(-lacks, row.coefficient(cell))
        if remainder:
            return None, cell
        deltas[cell] = delta
    change: Change = {}
    for cell, _ in chain:
        value = problem.values[cell] + deltas[cell]
        if value < 0:
            return None, cell
        change[cell] = value
    return change, None


def _settle_open(
    chain: Sequence[Link], open_cells: Sequence[int], problem: Problem
) -> tuple[Change | None, int | None]:
    """Express the others by the open cells, and see whether any values of these will do."""
    zero = [Fraction(0)] * len(open_cells)
    by_cell = {cell: (Fraction(0), [Fraction(i == j) for j in range(len(zero))]) for i, cell in enumerate(open_cells)}
    for cell, row in reversed(chain):
        rest, slopes = Fraction(row.lacks), list(zero)
        for other, (constant, slope) in by_cell.items():
            c = row.coefficient(other)
            if c:
                rest += c * constant
                slopes = [a + c * b for a, b in zip(slopes, slope, strict=True)]
        divisor = -row.coefficient(cell)
        by_cell[cell] = rest / divisor, [a / divisor for a in slopes]
    change: Change = {}
    needs = []  # what must not be below 0
    for cell, (constant, slope) in by_cell.items():
        value = problem.values[cell] + constant
        if not any(slope):
            if value.denominator != 1 or value < 0:
                return None, cell
            change[cell] = int(value)
            continue
        change[cell] = None
        needs.append((value, slope))
    return (change, None) if feasible(needs) else (None, None)


def reachable(chain: Sequence[Link], blamed: int | None) -> CellSet:
    """Return the mask of the cells that can change what the blamed cell has to be (any chosen one if None).

    Args:
        chain: the chosen cells, in the order in which they were eliminated.
        blamed: the cell whose value is not allowed.
    """
    chosen = dict(chain)
    seen, wanted, mask = set(), [blamed] if blamed is not None else list(chosen), 0
    while wanted:
        cell = wanted.pop()
        if cell in seen or cell not in chosen:
            continue
        seen.add(cell)
        row = chosen[cell]
        mask |= row.up | row.down
        wanted += [other for other in cells(row.up | row.down) if other in chosen]
    for cell in chosen:
        mask &= ~(1 << cell)
    return mask


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
    if all(row[-1] >= 0 for row in rows):
        return True
    # One artificial quantity t ≥ 0 is added to every inequality; it can be driven to 0 exactly if all can hold.
    table = [[*row[:-1], Fraction(1), row[-1]] for row in rows]  # surplus_i = Σ… + t + constant
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
            (-line[-1] / line[column], basis[i] != width, basis[i], i)
            for i, line in enumerate(table)
            if line[column] < 0
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
    for i, other in enumerate(table):
        share = other[column]
        if i != leaving and share:
            table[i] = [a + share * b for a, b in zip(other, solved, strict=True)]
            table[i][column] = share * solved[column]
