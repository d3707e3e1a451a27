"""Binary workbooks: .xlsb.

calamine reads them too, but shows errors as blanks, and on a damaged one aborts the whole process. The records
that hold cells are few and plain, so they are read here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.errors import InputFileError
from checks.model.grid import Grid
from checks.readers.active_content import Remarks, baggage
from checks.readers.bounds import MAX_SHEETS, lay_out
from checks.readers.covered import uncover
from checks.readers.formula_texts import give_formulas, unvouched
from checks.readers.package import as_utf8
from checks.readers.relations import relations, relations_part
from checks.readers.xlsb_formats import cell_formats
from checks.readers.xlsb_records import cells, external_references, find_sheets, shared_strings

if TYPE_CHECKING:
    from checks.readers.package import Package


def read_xlsb(package: Package) -> tuple[list[Grid], Remarks]:
    """Read every sheet.

    Raises:
        InputFileError: it holds no sheet, or the guard refuses a part.
    """
    remarks = baggage(package.entries)
    directory = relations_part(package.main)
    its_relations = as_utf8(package.read(directory)) if directory in package else b"<none/>"
    workbook = package.read(package.main)
    listed = find_sheets(workbook, its_relations, package.main)
    external = external_references(workbook)
    sheets = [sheet for sheet in listed if sheet[2] in package]
    kinds = {one.kind: one.target for one in relations(its_relations, package.main)}
    if not sheets:
        raise InputFileError("damaged", "没有工作表")
    if len(sheets) > MAX_SHEETS:
        remarks.append(("truncated_sheets", str(len(sheets))))
    strings = shared_strings(_part(package, kinds.get("sharedStrings", "")))
    theme = as_utf8(_part(package, kinds.get("theme", "")))
    formats = cell_formats(_part(package, kinds.get("styles", "")), theme)
    grids: list[Grid] = []
    for name, hidden, part in sheets[:MAX_SHEETS]:
        sheet = cells(package.read(part), strings, formats, external)
        rows, formulas, cut = lay_out(sheet.contents)
        covered = uncover(rows, sheet.merged)
        grid = Grid(rows, name, "sheet", typed=True, hidden=hidden)
        give_formulas(grid, {place: sheet.formulas[place] for place in formulas})
        grid.seen_otherwise = [*sheet.seen, *covered, *unvouched(grid)]
        grids.append(grid)
        if cut:
            remarks.append(("truncated_rows", name))
    return grids, remarks


def _part(package: Package, name: str) -> bytes:
    return package.read(name) if name in package else b""
