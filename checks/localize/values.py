"""From a chosen set of cells to their values: exact, and within what the cells may hold."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeAlias

from checks.localize.equations import CellSet, Row, cells
from checks.localize.problem import Change, Problem
from checks.localize.simplex import feasible

Chain: TypeAlias = tuple["Link", ...]
Link: TypeAlias = tuple[int, Row]
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
