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
from checks.readers.xlsb_records import cells, date_formats, find_sheets, shared_strings

if TYPE_CHECKING:
    from checks.readers.package import Package

_CORE = ("xl/workbook.bin", "xl/_rels/workbook.bin.rels", "xl/sharedstrings.bin", "xl/styles.bin")


def read_xlsb(package: Package) -> tuple[list[Grid], Remarks]:
    """Read every sheet.

    Raises:
        InputFileError: it holds no sheet, or the guard refuses a part.
    """
    remarks = baggage(package.entries)
    parts = {
        name: package.read(name)
        for name in package.entries
        if name in _CORE or (name.startswith("xl/worksheets/") and name.endswith(".bin"))
    }
    sheets = find_sheets(parts)
    if not sheets:
        raise InputFileError("damaged", "没有工作表")
    if len(sheets) > MAX_SHEETS:
        remarks.append(("truncated_sheets", str(len(sheets))))
    strings = shared_strings(parts.get("xl/sharedstrings.bin", b""))
    dates = date_formats(parts.get("xl/styles.bin", b""))
    grids: list[Grid] = []
    for name, hidden, part in sheets[:MAX_SHEETS]:
        rows, formulas, cut = lay_out(cells(part, strings, dates))
        grids.append(Grid(rows, name, "sheet", typed=True, hidden=hidden, formulas=formulas))
        if cut:
            remarks.append(("truncated_rows", name))
    return grids, remarks
