"""A figure as a finding quotes it."""

from __future__ import annotations

from checks.model.findings import CellRef
from checks.model.report import Report


def cell_ref(report: Report, index: int) -> CellRef:
    """Return a cell with its place, label, value and text as written."""
    cell = report.form.cells[index]
    reading = report.reading(index)
    return CellRef(cell.id, report.address(index), cell.label, reading.value, reading.text)
