"""A Report: one form filled in by one unit for one year, each figure with its text and place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from checks.figures import BLANK, Number, Reading, read
from checks.forms.form import Cell, Form
from checks.grid import Grid
from checks.locate import Layout, Located, Spot

_EXACT_FLOAT = 1e15  # a float holds every whole number below this


@dataclass(slots=True)
class Report:
    """The figures of one form, by the position of their cell in the form.

    Attributes:
        spots: where each figure stands; a cell that the document does not have is not there.
        numbers: the values, 0 where there is none; always as long as the form has cells.
        odd: the readings of those figures that are not plain whole numbers: blank, text, negative, irregular.
        tables: the tables that the figures were found in.
    """

    form: Form
    grids: Sequence[Grid]
    tables: list[Located]
    spots: dict[int, Spot] = field(default_factory=dict)
    numbers: list[Number] = field(default_factory=list)
    odd: dict[int, Reading] = field(default_factory=dict)

    def reading(self, index: int) -> Reading:
        """Return how the figure of a cell was read; BLANK where the document has no such cell."""
        if index in self.odd:
            return self.odd[index]
        if index not in self.spots:
            return BLANK
        return Reading(self.numbers[index], str(self.numbers[index]), "number")

    def place(self, index: int) -> str:
        """Name the place of a figure: ``表三!J7``; "" where the document has no such cell."""
        if index not in self.spots:
            return ""
        grid, row, column = self.spots[index]
        return self.grids[grid].place(row, column)

    def is_formula(self, index: int) -> bool | None:
        """Tell whether a cell holds a formula; None where the reader could not tell."""
        if index not in self.spots:
            return False
        grid, row, column = self.spots[index]
        formulas = self.grids[grid].formulas
        return None if formulas is None else (row, column) in formulas


def read_reports(grids: Sequence[Grid], layout: Layout) -> dict[str, Report]:
    """Read the figures of every form in one layout; returns form id → report."""
    by_form: dict[str, list[Located]] = {}
    for table in layout.tables:
        by_form.setdefault(table.form.id, []).append(table)
    return {form_id: _read(tables[0].form, grids, tables) for form_id, tables in by_form.items()}


def _read(form: Form, grids: Sequence[Grid], tables: list[Located]) -> Report:
    report = Report(form, grids, tables, numbers=[0] * len(form.cells))
    for table in tables:
        report.spots.update(table.spots)
    fill(report, report.spots)
    return report


def fill(report: Report, indices: Iterable[int]) -> None:
    """Read these figures from the report's Grids, in place."""
    numbers, spots, odd, cells = report.numbers, report.spots, report.odd, report.form.cells
    rows_of = [grid.rows for grid in report.grids]
    for index in indices:
        grid, row, column = spots[index]
        line = rows_of[grid][row]
        value = line[column] if column < len(line) else None
        # Nearly every figure is a plain count: no object is made for it.
        if type(value) is float and 0 <= value < _EXACT_FLOAT and value.is_integer():
            numbers[index] = int(value)
            odd.pop(index, None)
            continue
        _fill_odd(report, cells[index], read(value, cells[index].kind, cells[index].unit, typed=report.grids[grid].typed))


def _fill_odd(report: Report, cell: Cell, reading: Reading) -> None:
    plain = isinstance(reading.value, int) and reading.value >= 0 and not reading.remarks
    report.numbers[cell.index] = 0 if reading.value is None else reading.value
    # A text that is not the number's own spelling (+8, 6154570.0) is kept: it may be asked for.
    if plain and reading.text == str(reading.value):
        report.odd.pop(cell.index, None)
    else:
        report.odd[cell.index] = reading
