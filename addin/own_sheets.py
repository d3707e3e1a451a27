"""The sheets that the add-in itself puts into a workbook, and how they are known again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.justifications import SHEET as EXPLANATIONS
from checks.model.grid import Grid
from checks.render.sentences import marking

if TYPE_CHECKING:
    import xlwings as xw

__all__ = ["EXPLANATIONS", "RESULTS", "SIGNATURE", "SIGNATURE_AT", "find_results", "without_results"]

RESULTS = marking.LIST
SIGNATURE = "gouji-results/1"
SIGNATURE_AT = (0, 12)
"""Row and column, from 0, in which the results sheet says whose it is; a sheet of the user's own name has it not."""


def find_results(book: xw.Book) -> xw.Sheet | None:
    """Return our results sheet, if the workbook has one; a sheet of that name that is not ours is none of ours."""
    row, column = SIGNATURE_AT
    for sheet in book.sheets:
        if sheet.name.startswith(RESULTS) and _is_signed(sheet.range((row + 1, column + 1)).raw_value):
            return sheet
    return None


def without_results(grid: Grid) -> Grid:
    """Return the grid, empty if it is our own results: they quote figures and labels, and are no table."""
    row, column = SIGNATURE_AT
    ours = grid.name.startswith(RESULTS) and grid.rows[row][column : column + 1] == [SIGNATURE]
    return Grid([], grid.name, hidden=grid.hidden, formulas=frozenset()) if ours else grid


def _is_signed(value: object) -> bool:
    return isinstance(value, str) and value.startswith(f'["{SIGNATURE}"')
