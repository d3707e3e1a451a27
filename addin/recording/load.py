"""A saved workbook → the recording engine."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import xlwings as xw
from openpyxl.cell import MergedCell
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from addin.host import ERRORS
from addin.recording.book import App, Book
from addin.recording.content import BookContent, Rule, SheetContent
from addin.rectangle import Area

_CODES = {text: code for code, text in ERRORS.items()}


def open_recording(path: str | Path, data: bytes | None = None) -> xw.Book:
    """Open a workbook on the recording engine; its impl is ``addin.recording.book.Book``.

    Args:
        path: of an .xlsx file; names the workbook.
        data: its bytes, where they are at hand and the path need not exist.
    """
    data = Path(path).read_bytes() if data is None else data
    formulas = openpyxl.load_workbook(io.BytesIO(data))
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    sheets = [_sheet(formulas[one.title], one) for one in values.worksheets]
    names = [one.title for one in values.worksheets]
    active = values.active.title if values.active is not None else ""
    content = BookContent(
        Path(path).name,
        str(path),
        sheets,
        active=names.index(active) if active in names else 0,
        chart_is_active=active not in names,
        structure_locked=bool(formulas.security and formulas.security.lockStructure),
    )
    return xw.Book(impl=Book(content, App()))


def _sheet(formulas: Worksheet, values: Worksheet) -> SheetContent:
    content = SheetContent(values.title, visible=values.sheet_state == "visible")
    content.extent = (values.max_row, values.max_column)
    for row in formulas.iter_rows():
        for cell in row:
            if isinstance(cell, MergedCell):
                continue
            place = (cell.row, cell.column)
            if cell.data_type == "f":
                content.formulas[place] = str(getattr(cell.value, "text", cell.value))
            if not cell.protection.locked:
                content.unlocked.add(place)
            if cell.number_format != "General":
                content.number_formats[place] = cell.number_format
            if cell.comment is not None:
                content.notes[place] = cell.comment.text
            value = _raw(values.cell(*place))
            if value is not None:
                content.values[place] = value
    content.merged = [_area(str(one)) for one in formulas.merged_cells.ranges]
    content.hidden_rows = {row for row, look in formulas.row_dimensions.items() if look.hidden}
    rules = [(rule, str(one.sqref)) for one in formulas.conditional_formatting for rule in one.rules]
    for rule, area in sorted(rules, key=lambda pair: pair[0].priority):
        areas = tuple(_area(part) for part in area.split())
        content.rules.append(Rule(area, areas, list(rule.formula), rule.type == "expression"))
    if formulas.protection.sheet:
        content.protection = "locked" if formulas.protection.password else "open"
    return content


def _raw(cell: Any) -> Any:
    """As COM gives it: every number a float, an error value a number of its own."""
    value = cell.value
    if cell.data_type == "e":
        return _CODES.get(value, _CODES["#VALUE!"])
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _area(text: str) -> Area:
    left, top, right, bottom = range_boundaries(text)
    return (top or 1, left or 1, bottom or 1_048_576, right or 16_384)
