"""Workbooks in BIFF, from Excel 2 to 2003: .xls, and the .et files of WPS."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from checks.errors import InputFileError
from checks.model.grid import Grid, Special
from checks.readers.active_content import Remarks
from checks.readers.bounds import MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, special
from checks.readers.compound import SIGNATURE, Container

if TYPE_CHECKING:
    from checks.model.grid import Value

_MACROS = ("_vba_project_cur", "_vba_project")
_EMBEDDED = "mbd"  # how Excel names the storage of an embedded object
_EMPTY, _TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR, _BLANK = range(7)


def read_biff(data: bytes) -> tuple[list[Grid], Remarks]:
    """Read every sheet by xlrd.

    Where xlrd gives up, calamine is not tried: it opens one file in a hundred of those, and on a damaged one
    it aborts the whole process, which no caller can catch.

    Raises:
        InputFileError: it has a password, or is damaged.
    """
    names: set[str] = set()
    stream: bytes | None = data
    if data.startswith(SIGNATURE):
        container = Container(data)
        names = set(container.names)
        stream = container.stream("Workbook") or container.stream("Book")
    import xlrd  # noqa: PLC0415  # takes 20 ms

    try:
        # Ragged rows: else one cell in the last column makes room for 256 in every row.
        book = xlrd.open_workbook(file_contents=stream, logfile=io.StringIO(), ragged_rows=True)
    except xlrd.XLRDError as error:
        if "encrypt" in str(error).lower() or "password" in str(error).lower():
            raise InputFileError("encrypted") from error
        raise InputFileError("damaged", "工作簿无法解析") from error
    except Exception as error:  # struct.error, IndexError, AssertionError, UnicodeDecodeError…
        raise InputFileError("damaged", "工作簿无法解析") from error
    remarks: Remarks = []
    grids: list[Grid] = []
    for sheet in book.sheets():
        if len(grids) == MAX_SHEETS:
            remarks.append(("truncated_sheets", str(book.nsheets)))
            break
        grid, cut = _grid(sheet, book.datemode)
        grids.append(grid)
        if cut:
            remarks.append(("truncated_rows", sheet.name))
    if not names.isdisjoint(_MACROS):
        remarks.append(("macros", ""))
    if any(name.startswith(_EMBEDDED) for name in names):
        remarks.append(("embedded_objects", ""))
    return grids, remarks


def _grid(sheet: Any, datemode: int) -> tuple[Grid, bool]:
    cut = sheet.nrows > MAX_ROWS
    rows: list[list[Value]] = []
    for index in range(min(sheet.nrows, MAX_ROWS)):
        types = sheet.row_types(index)
        values = sheet.row_values(index)
        cut = cut or len(values) > MAX_COLUMNS
        rows.append([_value(kind, value, datemode) for kind, value in zip(types, values[:MAX_COLUMNS], strict=False)])
    return Grid(rows, sheet.name, "sheet", typed=True, hidden=sheet.visibility != 0), cut


def _value(kind: int, value: Any, datemode: int) -> Value:
    """Turn xlrd's pair into a value. An error's value is its code, which must never pass for a number."""
    if kind in (_NUMBER, _TEXT):
        text_or_number: Value = value
        return text_or_number
    if kind == _ERROR:
        import xlrd  # noqa: PLC0415  # takes 20 ms

        return Special("error", xlrd.error_text_from_code.get(value, f"#{value}"))
    if kind == _DATE:
        return _date(value, datemode)
    if kind == _BOOLEAN:
        return special(bool(value))
    return None


def _date(value: float, datemode: int) -> Value:
    import xlrd  # noqa: PLC0415  # takes 20 ms

    try:
        return special(xlrd.xldate_as_datetime(value, datemode))
    except (xlrd.XLDateError, OverflowError, ValueError):
        return Special("date", f"{value:g}")
