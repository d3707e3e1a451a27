"""Last year's figures as the workbook itself gives them, on its sheet 上年数据."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from checks.evaluate.cross_year import LastYear
from checks.locate.previous_sheet import is_previous_sheet, previous_spots
from checks.model.figures import read
from checks.model.findings import CellRef
from checks.model.grid import Grid
from checks.model.report import Report
from checks.model.rule import PREVIOUS, Rulebook, previous_label


def own_last_year(grids: Sequence[Grid], reports: Mapping[str, Report], book: Rulebook) -> LastYear | None:
    """Return what a document says of the year before, or None if it has no such sheet, or nothing in it.

    Args:
        grids: the document.
        reports: its reports, by form.
        book: the rules; only the figures that they ask for count.
    """
    refs: dict[str, CellRef] = {}
    if not any(is_previous_sheet(grid) for grid in grids):
        return None
    for form_id, report in reports.items():
        names = {cell for rule in book.years[form_id] for cell in rule.cells if cell.startswith(PREVIOUS)}
        asked = {name.removeprefix(PREVIOUS) for name in names}
        for cell_id, (position, row, column) in previous_spots(grids, report.form, asked).items():
            cell, grid = report.form.cell(cell_id), grids[position]
            reading = read(grid.value(row, column), cell.kind, cell.unit, typed=grid.typed)
            if reading.value is not None:
                name, label = f"{PREVIOUS}{cell_id}", previous_label(cell.label)
                refs[name] = CellRef(name, grid.address(row, column), label, reading.value, reading.text)
    return LastYear("", None, None, refs) if refs else None
