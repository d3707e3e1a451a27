"""A whole sheet of ours, written into Calc."""

from __future__ import annotations

from typing import Any

from addin.calc import values
from addin.calc.office import constant
from addin.calc.sheet import CalcSheet
from addin.seam import Look, Page
from checks.marking.palette import LINK

_MM_PER_POINT = 2540 / 72
_MM_PER_PIXEL = 2540 / 96
"""Calc measures in hundredths of a millimetre."""
_SCRIPTS = ("", "Asian", "Complex")
"""Calc keeps weight and size of Western, Asian and other characters apart."""


def fill(document: Any, sheet: CalcSheet, page: Page) -> None:
    """Write a page into an empty sheet."""
    for area in page.texts:
        sheet.area(*area).NumberFormat = values.number_format(document, "@")
    values.write(document, sheet.area(0, 0, len(page.rows) - 1, len(page.rows[0]) - 1), page.rows)
    for column, width in enumerate(page.widths):
        # In characters of the normal font, as Excel counts: 7 pixels each, and 5 for the margins.
        sheet.cell(0, column).Columns.Width = round((width * 7 + 5) * _MM_PER_PIXEL)
    for look in page.looks:
        _dress(sheet.area(*look.area), look)
    for (row, column), target in page.links.items():
        quoted = target.sheet.replace("'", "''")
        cell = sheet.cell(row, column)
        values.link(document, cell, f"#'{quoted}'!{target.a1}", target.place)
        cell.CharColor = _number_of(LINK)
    for row, height in page.heights.items():
        sheet.cell(row, 0).Rows.Height = round(height * _MM_PER_POINT)
    for column in page.hidden:
        sheet.cell(0, column).Columns.IsVisible = False


def _dress(cells: Any, look: Look) -> None:
    if look.wrap:
        cells.IsTextWrapped = True
    if look.fill:
        cells.CellBackColor = _number_of(look.fill)
    if look.ink:
        cells.CharColor = _number_of(look.ink)
    for script in _SCRIPTS:
        if look.bold:
            cells.setPropertyValue(f"CharWeight{script}", constant("awt.FontWeight.BOLD"))
        if look.size:
            cells.setPropertyValue(f"CharHeight{script}", float(look.size))


def _number_of(colour: str) -> int:
    return int(colour.removeprefix("#"), 16)
