"""Writes figures into the statutory layout, and into the layouts that offices make of it."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from checks.forms.geometry import Box, boxes
from checks.model.form import Form, Table

if TYPE_CHECKING:
    from decimal import Decimal

Figures = Mapping[str, "int | float | str | Decimal | None"]
"""Cell id → what is written; a cell that is not named holds 0."""

_MADE = datetime(2026, 1, 1)  # noqa: DTZ001  # a workbook knows no time zone; fixed, so that a rebuild is identical


def workbook(
    parts: Sequence[tuple[Form, Figures]], *, title: str = "", shift: tuple[int, int] = (0, 0), one_sheet: bool = False
) -> bytes:
    """Return an .xlsx with the tables of these forms.

    Args:
        parts: the forms and their figures.
        title: the report's title, above the first table.
        shift: rows and columns left free above and left of every table.
        one_sheet: all tables below one another on one sheet, instead of one sheet a table.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": _MADE})
        printed = book.add_format({"text_wrap": True, "align": "center", "valign": "vcenter", "border": 1})
        bold = book.add_format({"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True})
        sheet, top = None, 0
        for form, figures in parts:
            for table in form.tables:
                if sheet is None or not one_sheet:
                    sheet, top = book.add_worksheet("年度报告" if one_sheet else table.name), shift[0]
                    if title:
                        sheet.merge_range(top, shift[1], top, shift[1] + 3, title, bold)
                        top += 1
                top = _table(sheet, boxes(form, table), figures, (top, shift[1]), (printed, bold)) + 1
    return buffer.getvalue()


def _table(
    sheet: Worksheet, found: Iterable[Box], figures: Figures, at: tuple[int, int], formats: tuple[Format, Format]
) -> int:
    """Write one table and return the row below it."""
    bottom = at[0]
    for box in found:
        row, column = at[0] + box.row, at[1] + box.column
        last = (row + box.height - 1, column + box.width - 1)
        value = _value(box, figures)
        style = formats[1] if box.role in ("title", "caption") else formats[0]
        if (row, column) != last:
            sheet.merge_range(row, column, *last, "", style)
        sheet.write(row, column, float(value) if hasattr(value, "as_tuple") else value, style)
        bottom = max(bottom, last[0] + 1)
    return bottom


def _value(box: Box, figures: Figures) -> Any:
    """What is written in a box: printed words, or its figure; a heading line has none."""
    if not box.cell:
        return box.text
    return figures.get(box.cell, "" if box.cell.startswith("heading.") else 0)


def plain_rows(form: Form, table: Table, figures: Figures) -> list[list[Any]]:
    """Return a table as rows of values, spanned boxes blank: what a CSV export keeps of it."""
    found = boxes(form, table)
    height = max(box.row + box.height for box in found)
    width = max(box.column + box.width for box in found)
    rows: list[list[object]] = [["" for _ in range(width)] for _ in range(height)]
    for box in found:
        rows[box.row][box.column] = _value(box, figures)
    return rows


def csv_file(form: Form, figures: Figures, encoding: str = "gb18030") -> bytes:
    """Return all tables as one CSV file, as Chinese Excel writes it."""
    text = io.StringIO()
    writer = csv.writer(text)
    for table in form.tables:
        writer.writerows(plain_rows(form, table, figures))
        writer.writerow([])
    return text.getvalue().encode(encoding)


def html_file(form: Form, figures: Figures, encoding: str = "gbk") -> bytes:
    """Return all tables as the HTML page that old systems hand out under the name .xls."""
    body = []
    for table in form.tables:
        rows: dict[int, list[str]] = {}
        for box in boxes(form, table):
            value = _value(box, figures)
            spans = f' rowspan="{box.height}" colspan="{box.width}"'
            rows.setdefault(box.row, []).append(f"<td{spans}>{html.escape(str(value))}</td>")
        body.append(
            "<table border=1>" + "".join(f"<tr>{''.join(r)}</tr>" for _, r in sorted(rows.items())) + "</table>"
        )
    head = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={encoding}"></head><body>'
    return (head + "<br>".join(body) + "</body></html>").encode(encoding, "xmlcharrefreplace")
