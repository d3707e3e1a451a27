"""What the search is given: equations, what stands in the cells, and which of them may change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from checks.localize.equations import Row, row

Values: TypeAlias = Mapping[int, int] | Sequence[int]
Change: TypeAlias = dict[int, int | None]
"""Cell → the value that it should have; None where the equations leave it open."""


def anything(_change: Change) -> bool:
    """Accept every change: the default where only the equations count."""
    return True


@dataclass(frozen=True, slots=True)
class Problem:
    """Equations of which some do not hold. Sets of cells are bit masks.

    Attributes:
        rows: the equations, with what each lacks now; cells that may not change are not in them.
        values: what stands in each cell, as whole numbers (money in its smallest unit).
        signed: cells that may be below 0.
        free: cells without a usable value, and cells that follow from others: they may take any value at no cost.
        forced: cells that cannot be right as they are.
        lowest: cells that cannot become smaller, since they hold 0.
        step: in ``whole`` cells only multiples of this are values (a count beside money).
        accept: judges a finished change by whatever else must hold.
    """

    rows: Sequence[Row]
    values: Values
    signed: int = 0
    free: int = 0
    forced: int = 0
    lowest: int = 0
    step: int = 1
    whole: int = 0
    accept: Callable[[Change], bool] = field(default=anything, compare=False)

    def allows(self, cell: int, value: int) -> bool:
        """Tell whether a cell may hold a value."""
        if value < 0 and not self.signed >> cell & 1:
            return False
        return self.step == 1 or value % self.step == 0 or not self.whole >> cell & 1

    def columns(self) -> int:
        """Return the mask of every cell that may change."""
        mask = 0
        for one in self.rows:
            mask |= one[0] | one[1]
        return mask


def bits(cells: Iterable[int]) -> int:
    """Return a mask of these cells."""
    mask = 0
    for cell in cells:
        mask |= 1 << cell
    return mask


def state(
    equations: Collection[tuple[Mapping[int, int], int]],
    values: Values,
    *,
    fixed: Collection[int] = (),
    signed: Collection[int] = (),
    free: Collection[int] = (),
    forced: Collection[int] = (),
) -> Problem:
    """State a problem in plain terms.

    Args:
        equations: coefficients by cell, and what they have to add up to.
        values: what stands in the cells.
        fixed: cells that may not change.
        signed: cells that may be below 0.
        free: cells that may take any value at no cost.
        forced: cells that must change.
    """
    rows = []
    for coefficients, constant in equations:
        rest = sum(c * values[cell] for cell, c in coefficients.items()) - constant
        rows.append(row({cell: c for cell, c in coefficients.items() if cell not in fixed}, rest))
    every = {cell for coefficients, _ in equations for cell in coefficients}
    lowest = bits(cell for cell in every if cell not in signed and values[cell] <= 0)
    return Problem(rows, values, signed=bits(signed), free=bits(free), forced=bits(forced), lowest=lowest)
