"""Finds last year's figures on the sheet 上年数据 of the standard workbook: a label in a row, its figure beside it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from checks.forms.labels import normalise
from checks.model.form import Form
from checks.model.grid import Grid, is_blank
from checks.model.located import Position

TITLE = "上年数据"
"""The first words of the sheet, and its name."""


def previous_spots(grids: Sequence[Grid], form: Form, cells: Collection[str]) -> dict[str, Position]:
    """Return where last year's figures of a form stand: cell id → grid, row and column.

    Args:
        grids: the document; several sheets of this kind are read in order, the first figure counts.
        form: whose labels to look for.
        cells: the ids of the figures that rules ask of last year's report; others are not looked for.

    Returns:
        only the cells that are filled in.
    """
    by_label = {normalise(form.cell(cell).label): cell for cell in cells if cell in form.index}
    spots: dict[str, Position] = {}
    for position, grid in enumerate(grids):
        if not is_previous_sheet(grid):
            continue
        for r, row in enumerate(grid.rows):
            if len(row) < 2 or not isinstance(row[0], str) or is_blank(row[1]):
                continue
            if cell := by_label.get(normalise(row[0])):
                spots.setdefault(cell, (position, r, 1))
    return spots


def is_previous_sheet(grid: Grid) -> bool:
    """Tell whether a sheet is the one for last year's figures, by its name or its first words."""
    if grid.layout != "sheet":
        return False
    if grid.name.strip() == TITLE:
        return True
    if not any(TITLE in text for text in grid.texts(end=2)):
        return False
    first = next((value for row in grid.rows[:2] for value in row if not is_blank(value)), None)
    return str(first).strip() == TITLE
