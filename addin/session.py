"""What a command works on: the workbook in front, the program's host, the rules."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from addin import own_sheets, texts
from addin.host import Host, HostError
from addin.reading import read_sheets
from checks.check import check_grids
from checks.identity import identify
from checks.locate import locate
from checks.model.findings import Verdict
from checks.model.grid import CellAddress, Grid
from checks.model.rule import Rulebook

if TYPE_CHECKING:
    import xlwings as xw


@dataclass(frozen=True)
class Checked:
    """The result of a check.

    Attributes:
        figures: ``sha256:…`` of the figures that it was reached by; another one means that it is out of date.
    """

    verdicts: list[Verdict]
    figures: str

    @property
    def has_tables(self) -> bool:
        """Tell whether the workbook holds anything to check."""
        return any(verdict.forms for verdict in self.verdicts)


@dataclass(frozen=True)
class Desk:
    """What a command works on."""

    book: xw.Book
    host: Host
    rules: Rulebook

    def check(self) -> Checked:
        """Check the workbook as it stands on the screen, the way that the batch checks its file."""
        grids = [own_sheets.without_results(grid) for grid in read_sheets(self.book)]
        figures = fingerprint(grids, self.book.name, self.rules)
        return Checked(check_grids(grids, self.book.name, figures.removeprefix("sha256:"), self.rules), figures)

    def sheet_in_front(self) -> xw.Sheet:
        """Return the active worksheet.

        Raises:
            HostError: a chart is in front.
        """
        name = self.book.sheets.active.name
        if name not in [sheet.name for sheet in self.book.sheets]:
            raise HostError(texts.CHART_IN_FRONT)
        return self.book.sheets(name)

    def selected(self) -> CellAddress:
        """Return the cell that the person means: the selection's first, of a merged area its top left one.

        Raises:
            HostError: a chart is in front, or something else than cells is selected.
        """
        self.sheet_in_front()
        selection = self.book.app.selection
        if selection is None:
            raise HostError(texts.NOTHING_SELECTED)
        return CellAddress(selection.sheet.name, selection.row - 1, selection.column - 1)


def fingerprint(grids: Sequence[Grid], name: str, rules: Rulebook) -> str:
    """Return ``sha256:…`` of every figure with its place, and of what explains some of them."""
    found = hashlib.sha256()
    for layout in locate(grids, rules, identify(grids, name).year):
        for table in layout.tables:
            for cell, (grid, row, column) in sorted(table.spots.items()):
                values = grids[grid].rows[row]
                value = values[column] if column < len(values) else None
                found.update(f"{table.form.id} {cell} {grids[grid].place(row, column)} {value!r}\n".encode())
    for sheet in grids:
        if sheet.name == own_sheets.EXPLANATIONS:
            found.update(repr(sheet.rows).encode())
    return f"sha256:{found.hexdigest()}"
