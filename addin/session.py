"""What a command works on: the workbook in front, the person before it, the rules."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from addin import texts
from addin.reading import grid_of, read_sheets
from addin.seam import HostError, Person, Program, SheetState
from checks.check import check
from checks.documents import Document, documents_in
from checks.effort import bounded, shared_by
from checks.justifications import SHEET
from checks.model.figures import Reading
from checks.model.findings import Verdict
from checks.model.grid import CellAddress, Grid, Value
from checks.model.report import Report
from checks.model.rule import Rulebook
from workbook_templates.sheets import PREVIOUS_NAME


@dataclass(frozen=True, slots=True)
class SheetFigure:
    """A cell of the workbook that holds a figure of a form.

    Attributes:
        at: where it stands.
        value: as the Grid has it.
        is_formula: the program computes it.
    """

    at: CellAddress
    form: str
    cell: str
    label: str
    reading: Reading
    value: Value
    is_formula: bool


@dataclass(frozen=True)
class WorkbookCheck:
    """The result of a check.

    Attributes:
        verdicts: one a report.
        figures: those of all reports, in their order.
        fingerprint: ``sha256:…`` of the figures that it was reached by; another one means that it is out of date.
    """

    verdicts: list[Verdict]
    figures: list[SheetFigure]
    fingerprint: str

    @property
    def has_tables(self) -> bool:
        """Tell whether the workbook holds anything to check."""
        return any(verdict.forms for verdict in self.verdicts)


@dataclass(frozen=True)
class Session:
    """What a command works on."""

    program: Program
    person: Person
    rules: Rulebook

    @bounded
    def check(self) -> WorkbookCheck:
        """Check the workbook as it stands on the screen, the way that the batch checks its file."""
        grids = read_sheets(self.program)
        documents = documents_in(grids, self.program.workbook, "", self.rules)
        shared_by(len(documents))
        figures = list(figures_of(documents, grids))
        mark = fingerprint(figures, grids)
        sha256 = mark.removeprefix("sha256:")
        verdicts = [check(document._replace(sha256=sha256), self.rules) for document in documents]
        return WorkbookCheck(verdicts, figures, mark)

    def sheet(self, name: str) -> SheetState | None:
        """Return a worksheet's state; None where there is none of that name."""
        return next((one for one in self.program.sheets() if one.name == name), None)

    def grid(self, name: str) -> Grid:
        """Read one sheet."""
        return grid_of(name, *self.program.read(name))

    def sheet_in_front(self) -> str:
        """Return the name of the active worksheet.

        Raises:
            HostError: a chart is in front.
        """
        front = self.program.selection().sheet
        if front is None:
            raise HostError(texts.CHART_IN_FRONT)
        return front

    def selected(self) -> CellAddress:
        """Return the cell that the person means: the selection's first, of a merged area its top left one.

        Raises:
            HostError: a chart is in front, or something else than cells is selected.
        """
        here = self.program.selection()
        if here.sheet is None:
            raise HostError(texts.CHART_IN_FRONT)
        if here.cell is None:
            raise HostError(texts.NOTHING_SELECTED)
        return CellAddress(here.sheet, *here.cell)


def figures_of(documents: Iterable[Document], grids: Sequence[Grid]) -> Iterator[SheetFigure]:
    """Yield every figure of the workbook's reports with its place.

    Args:
        documents: the reports.
        grids: the workbook's sheets; what is stored for formulas is taken as it stands.
    """
    for document in documents:
        for report in document.reports.values():
            yield from _figures(report, grids)


def _figures(report: Report, grids: Sequence[Grid]) -> Iterator[SheetFigure]:
    for index, (position, row, column) in sorted(report.spots.items()):
        cell, grid = report.form.cells[index], grids[position]
        yield SheetFigure(
            grid.address(row, column),
            report.form.id,
            cell.id,
            cell.label,
            report.reading(index),
            grid.value(row, column),
            (row, column) in (grid.formulas or ()),
        )


def fingerprint(figures: Iterable[SheetFigure], grids: Iterable[Grid]) -> str:
    """Return ``sha256:…`` of every figure with its place, of last year's, and of what explains some of them."""
    digest = hashlib.sha256()
    for figure in figures:
        digest.update(f"{figure.form} {figure.cell} {figure.at.place} {figure.value!r}\n".encode())
    for sheet in grids:
        if sheet.name in (SHEET, PREVIOUS_NAME):
            digest.update(repr(sheet.rows).encode())
    return f"sha256:{digest.hexdigest()}"
