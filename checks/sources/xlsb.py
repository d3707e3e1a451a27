"""Binary workbooks: .xlsb."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from checks.errors import InputFileError
from checks.grid import Grid
from checks.sources.biff12 import cells, sheet_parts
from checks.sources.guarded import guarded
from checks.sources.repack import stored
from checks.sources.values import MAX_ROWS, MAX_SHEETS, clip, settle

if TYPE_CHECKING:
    from checks.grid import Value
    from checks.sources.package import Package

Remarks = list[tuple[str, str]]

MAX_BOX = 3_000_000
"""Cells that the reader may make room for: about 100 MB."""


def read_xlsb(package: Package) -> tuple[list[Grid], Remarks]:
    """Read every sheet by calamine; a second look tells errors and formulas from blanks.

    Raises:
        InputFileError: it can't be read, or the guard refuses a part.
    """
    parts: dict[str, bytes] = {}
    for key, entry in package.entries.items():
        if key == "_rels/.rels" or (
            key.startswith("xl/") and key.endswith((".bin", ".rels")) and not _idle(key)
        ):
            parts[entry.name.replace("\\", "/").lstrip("/")] = package.read(key)
    by_name = sheet_parts(parts)
    book = guarded(_open, stored(parts))
    if book is None:
        raise InputFileError("damaged", "工作簿无法解析")
    remarks: Remarks = [("macros", "")] if "xl/vbaproject.bin" in package else []
    if any(name.startswith("xl/externallinks/") for name in package.entries):
        remarks.append(("external_links", ""))
    grids: list[Grid] = []
    for index, sheet in enumerate(book.sheets_metadata[:MAX_SHEETS]):
        if sheet.name not in by_name:
            continue
        grid, cut = _grid(book, index, sheet, by_name[sheet.name])
        grids.append(grid)
        if cut:
            remarks.append(("truncated_rows", sheet.name))
    return grids, remarks


def _idle(key: str) -> bool:
    """Tell whether a part holds no cells."""
    folders = ("xl/printersettings/", "xl/media/", "xl/embeddings/", "xl/theme/", "xl/drawings/")
    return not key.endswith((".bin", ".rels")) or key == "xl/vbaproject.bin" or key.startswith(folders)


def _open(archive: bytes) -> Any:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415  # a native library, loaded when needed

    return CalamineWorkbook.from_filelike(io.BytesIO(archive))


def _grid(book: Any, index: int, sheet: Any, part: bytes) -> tuple[Grid, bool]:
    found = cells(part)
    height = max((row for row, _ in found), default=-1) + 1
    width = max((column for _, column in found), default=-1) + 1
    if height * width > MAX_BOX:
        raise InputFileError("unsafe", "单元格相距过远")
    rows: Any = guarded(_rows, book, index)
    if rows is None:
        raise InputFileError("damaged", f"工作表“{sheet.name}”无法解析")
    settle(rows)
    cut = height > MAX_ROWS or clip(rows)
    _overlay(rows, found)
    formulas = frozenset(place for place, (formula, _) in found.items() if formula)
    hidden = not str(sheet.visible).endswith(".Visible")
    return Grid(rows, sheet.name, "sheet", typed=True, hidden=hidden, formulas=formulas), cut


def _rows(book: Any, index: int) -> list[list[Any]]:
    rows: list[list[Any]] = book.get_sheet_by_index(index).to_python(skip_empty_area=False, nrows=MAX_ROWS)
    return rows


def _overlay(rows: list[list[Value]], found: dict[tuple[int, int], tuple[bool, Value]]) -> None:
    """Put the errors that calamine shows as blanks in their places."""
    for (row, column), (_, error) in found.items():
        if error is None or row >= MAX_ROWS:
            continue
        while len(rows) <= row:
            rows.append([])
        rows[row] += [None] * (column + 1 - len(rows[row]))
        rows[row][column] = error
