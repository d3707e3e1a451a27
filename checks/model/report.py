"""A Report: one form filled in by one unit for one year, each figure with its text and place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from checks.model.figures import BLANK, Number, Reading, read
from checks.model.findings import CellRef
from checks.model.form import Form
from checks.model.grid import CellAddress, Grid, Value
from checks.model.layout import Layout, LocatedForm
from checks.model.located import Located, Position

_EXACT_FLOAT = 10**15  # a float holds every whole number below this
_MOST_REMEMBERED = 20_000  # figures; a long run must not grow


@dataclass(slots=True)
class Report:
    """The figures of one form, by the position of their cell in the form.

    Attributes:
        spots: where each figure stands; a cell that the document does not have is not there.
        numbers: the values, 0 where there is none; always as long as the form has cells.
        irregular: the readings of those figures that are not plain whole numbers: blank, text, negative, irregular.
        part: the tables that the figures were found in; shared by all documents that look the same.
    """

    form: Form
    grids: Sequence[Grid]
    part: LocatedForm
    spots: Mapping[int, Position] = field(default_factory=dict)
    numbers: list[Number] = field(default_factory=list)
    irregular: dict[int, Reading] = field(default_factory=dict)

    @property
    def tables(self) -> list[Located]:
        """The tables that the figures were found in."""
        return self.part.tables

    def reading(self, index: int) -> Reading:
        """Return how the figure of a cell was read; BLANK where the document has no such cell."""
        if index in self.irregular:
            return self.irregular[index]
        if index not in self.spots:
            return BLANK
        return Reading(self.numbers[index], str(self.numbers[index]), "number")

    def address(self, index: int) -> CellAddress | None:
        """Return where a figure stands; None where the document has no such cell."""
        if index not in self.spots:
            return None
        grid, row, column = self.spots[index]
        return self.grids[grid].address(row, column)

    def cell_ref(self, index: int) -> CellRef:
        """Return a cell with its address, label, value and text as written."""
        cell, reading = self.form.cells[index], self.reading(index)
        return CellRef(cell.id, self.address(index), cell.label, reading.value, reading.text)

    def place(self, index: int) -> str:
        """Name the place of a figure: ``表三!J7``; "" where the document has no such cell."""
        address = self.address(index)
        return address.place if address else ""

    def is_formula(self, index: int) -> bool | None:
        """Tell whether a cell holds a formula; None where the reader could not tell."""
        if index not in self.spots:
            return False
        grid, row, column = self.spots[index]
        formulas = self.grids[grid].formulas
        return None if formulas is None else (row, column) in formulas


Reports: TypeAlias = Mapping[str, Report]
"""Form id → the report in that form."""


def read_reports(grids: Sequence[Grid], layout: Layout) -> dict[str, Report]:
    """Read the figures of every form in one layout; returns form id → report."""
    reports = {part.form.id: Report(part.form, grids, part, part.spots) for part in layout.parts}
    for report in reports.values():
        fill(report)
    return reports


def fill(report: Report) -> None:
    """Read all figures from the report's Grids, in place; to be called again when a Grid has changed."""
    report.irregular.clear()
    report.numbers = [0] * len(report.form.cells)
    values = _values(report)
    numbers = _plain(values) or _one_by_one(report, values)
    begin = 0
    for first, length in report.part.ranges:
        report.numbers[first : first + length] = numbers[begin : begin + length]
        begin += length


def _values(report: Report) -> list[Value]:
    """Return what stands where the form's cells were found, run by run."""
    grids, values = report.grids, list[Value]()
    slices = report.part.slices(grids)
    if slices is not None:
        for grid, begin, end in slices:
            values += grids[grid].figures[begin:end]
        return values
    for _, (grid, row, column), length in report.part.runs:
        cells = grids[grid].rows[row][column : column + length]
        values += cells
        values += [None] * (length - len(cells))
    return values


def _plain(values: list[Value]) -> list[int] | None:
    """Return plain counts as whole numbers, or None: nearly every report has no others, and needs no more than this."""
    try:
        return list(map(_WHOLE.__getitem__, values))
    except (TypeError, ValueError, OverflowError):
        return None


class _Whole(dict[Value, int]):
    """A plain count as read → the whole number: a dictionary asks less of each figure than four tests."""

    def __missing__(self, value: Value) -> int:
        whole = int(value)  # type: ignore[arg-type]  # what is no number raises, or differs
        if whole != value or not 0 <= whole < _EXACT_FLOAT:
            raise ValueError(value)
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        self[value] = whole
        return whole


_WHOLE = _Whole()


def _one_by_one(report: Report, values: list[Value]) -> list[Number]:
    """Return the numbers of values of which some are no plain counts; those are noted in the report."""
    known: list[Number | None] = list(map(_WHOLE.get, values))
    cells = list(report.part.order)
    for position in [position for position, whole in enumerate(known) if whole is None]:
        index, value = cells[position], values[position]
        plain = _plain([value])
        if plain is not None:
            known[position] = plain[0]
            continue
        cell = report.form.cells[index]
        reading = read(value, cell.kind, cell.unit, typed=report.grids[report.spots[index][0]].typed)
        known[position] = 0 if reading.value is None else reading.value
        if not _is_plain(reading):
            report.irregular[index] = reading
    return [number for number in known if number is not None]


def _is_plain(reading: Reading) -> bool:
    """Tell a plain count; a text that is not the number's own spelling (+8, 6154570.0) may be asked for later."""
    value = reading.value
    return isinstance(value, int) and value >= 0 and not reading.remarks and reading.text == str(value)
