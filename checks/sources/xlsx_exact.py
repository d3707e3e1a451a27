"""The second look at a workbook, by openpyxl: errors, formulas, and whether a formula was ever calculated."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any

from checks.errors import InputFileError
from checks.grid import Grid, Special, is_blank
from checks.sources.extent import extent
from checks.sources.guarded import guarded
from checks.sources.values import MAX_COLUMNS, MAX_ROWS, special
from checks.sources.xlsx_parts import find_sheets, only_cells, plainest
from checks.sources.xlsx_scan import scan

if TYPE_CHECKING:
    from checks.grid import Value

MAX_SHEET = 1536 * 1024
"""Bytes of a sheet handed to openpyxl, which takes two seconds for each MB. A form has 13 KB."""
MAX_AREA = 500_000
"""Cells that openpyxl may make room for: every row is filled up to the last column."""
MAX_STRINGS = 200_000
"""Shared strings handed to openpyxl, which takes 10 µs for each. A form has about 100."""


class ExactBook:
    """A workbook whose sheets openpyxl reads one by one.

    Attributes:
        sheets: the worksheets' names, each with whether it is hidden.
    """

    def __init__(self, parts: dict[str, bytes]) -> None:
        self._parts = {name.lower(): part for name, part in parts.items()}
        workbook = self._parts.get("xl/workbook.xml")
        if workbook is None:
            raise InputFileError("damaged", "缺少工作簿目录")
        book = find_sheets(workbook, self._parts.get("xl/_rels/workbook.xml.rels", b"<none/>"))
        self._date1904 = book.date1904
        self._sheets = {sheet.name: sheet.part for sheet in book.sheets}
        self.sheets = [(sheet.name, sheet.hidden) for sheet in book.sheets]

    def names_of(self, keys: set[str]) -> list[str]:
        """Return the names of the sheets that stand in these parts."""
        return [name for name, part in self._sheets.items() if part in keys]

    def read(self, name: str, first: list[list[Value]] | None = None) -> tuple[Grid, bool]:
        """Read a sheet; tell too whether rows or columns were left out.

        Args:
            name: the sheet's name.
            first: what another reader saw: where the two saw different figures, the Grid says so.

        Raises:
            InputFileError: the sheet can't be read.
        """
        sheet = self._parts.get(self._sheets.get(name, ""))
        if sheet is None:
            raise InputFileError("damaged", f"缺少工作表“{name}”的内容")
        strings = self._parts.get("xl/sharedstrings.xml")
        if strings is not None and strings.count(b"<si") > MAX_STRINGS:
            raise InputFileError("unsafe", "文字条目过多")
        sheet, whole = only_cells(sheet[:MAX_SHEET]), len(sheet) <= MAX_SHEET
        height, width = extent(sheet)
        rows = min(height, MAX_ROWS)
        columns = min(width, MAX_COLUMNS, MAX_AREA // max(rows, 1))
        grid_rows, formulas = self._cells_of(sheet, strings, rows, columns, name)
        if first is None:
            _trim(grid_rows)
        else:
            _compare(grid_rows, first)
        grid = Grid(grid_rows, name, "sheet", typed=True, formulas=formulas)
        return grid, not whole or height > rows or width > columns

    def _cells_of(
        self, sheet: bytes, strings: bytes | None, rows: int, columns: int, name: str
    ) -> tuple[list[list[Value]], frozenset[tuple[int, int]]]:
        """Read the cells by openpyxl, or where it gives up, one by one."""
        archive = plainest(sheet, strings, self._parts.get("xl/styles.xml"), date1904=self._date1904)
        values = guarded(_cells, archive, rows, columns, True)
        written = guarded(_cells, archive, rows, columns, False)
        if values is not None and written is not None:
            formulas = _mark_uncalculated(values, written)
            return [[value for value, _ in row] for row in values], formulas
        scanned = guarded(scan, sheet, strings, rows, columns)
        if scanned is None:
            raise InputFileError("damaged", f"工作表“{name}”无法解析")
        return scanned[0], frozenset(scanned[1])


def _cells(archive: bytes, rows: int, columns: int, data_only: bool) -> list[list[tuple[Value, str]]]:
    """Read the cells as (value, data type); with formulas in place of values unless ``data_only``."""
    from openpyxl import load_workbook  # noqa: PLC0415  # takes 0.2 s; most files need no second look

    with warnings.catch_warnings():
        # It warns of dates out of range and of parts it leaves out; both are dealt with by us.
        warnings.filterwarnings("ignore", module="openpyxl")
        book = load_workbook(io.BytesIO(archive), read_only=True, data_only=data_only, keep_links=False)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            if not rows or not columns:
                return []
            return [
                [(_value(cell), cell.data_type) for cell in row]
                for row in sheet.iter_rows(max_row=rows, max_col=columns)
            ]
        finally:
            book.close()


def _value(cell: Any) -> Value:
    value = cell.value
    if cell.data_type == "e":
        return Special("error", str(value))
    if cell.data_type == "f":
        return str(getattr(value, "text", value))
    return special(value)


def _mark_uncalculated(
    values: list[list[tuple[Value, str]]], written: list[list[tuple[Value, str]]]
) -> frozenset[tuple[int, int]]:
    """Put a Special where a formula has no stored result; return the places of all formulas."""
    formulas: set[tuple[int, int]] = set()
    for row, cells in enumerate(written):
        for column, (text, kind) in enumerate(cells):
            if kind != "f":
                continue
            formulas.add((row, column))
            value, stored_kind = values[row][column]
            # A stored empty text is a result only where the formula can give one; else a program that never
            # calculates (XlsxWriter, a form filler) left it there.
            if is_blank(value) and not (stored_kind in ("s", "str") and '""' in str(text)):
                values[row][column] = (Special("uncalculated", str(text)), kind)
    return frozenset(formulas)


def _trim(rows: list[list[Value]]) -> None:
    """Drop blank cells at the rows' ends and blank rows at the sheet's end, in place."""
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()


def _compare(rows: list[list[Value]], first: list[list[Value]]) -> None:
    """Bring in what the first reader saw, in place, with a Special where figures differ."""
    for index, seen in enumerate(first):
        if index == len(rows):
            rows.append([])
        row = rows[index]
        row += [None] * (len(seen) - len(row))
        for column, value in enumerate(seen):
            row[column] = _agreed(value, row[column])


def _agreed(first: Value, second: Value) -> Value:
    if isinstance(second, Special) and second.kind != "date":
        return second
    if is_blank(first):
        return second
    if isinstance(first, Special) or isinstance(second, Special):
        same = isinstance(first, Special) and isinstance(second, Special)
        return first if same else Special("disagreement", f"{_text(first)}/{_text(second)}")
    if isinstance(first, str) and isinstance(second, str):
        return first
    return first if first == second else Special("disagreement", f"{_text(first)}/{_text(second)}")


def _text(value: Value) -> str:
    return value.text if isinstance(value, Special) else "空" if value is None else str(value)
