"""What the search is given: equations, what stands in the cells, and which of them may change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from checks.localize.equations import CellSet, EquationRow

Values: TypeAlias = Mapping[int, int] | Sequence[int]
Change: TypeAlias = dict[int, int | None]
"""Cell → the value that it should have; None where the equations leave it open."""


def anything(_change: Change) -> bool:
    """Accept every change: the default where only the equations count."""
    return True


@dataclass(frozen=True, slots=True)
class Problem:
    """Equations of which some do not hold.

    Attributes:
        rows: the equations, with what each lacks now; cells that may not change are not in them.
        values: what stands in each cell; -1, which no cell may hold, for what is no whole number.
        free: cells without a usable value, and cells that follow from others: they may take any value at no cost.
        forced: cells that cannot be right as they are.
        lowest: cells that cannot become smaller, since they hold 0.
        accept: judges a finished change by whatever else must hold.
    """

    rows: Sequence[EquationRow]
    values: Values
    free: CellSet = 0
    forced: CellSet = 0
    lowest: CellSet = 0
    accept: Callable[[Change], bool] = field(default=anything, compare=False)

    def columns(self) -> CellSet:
        """Return every cell that may change."""
        mask = 0
        for row in self.rows:
            mask |= row.up | row.down
        return mask
