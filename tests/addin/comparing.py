"""Two workbooks, compared cell by cell with their formats."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import openpyxl


def everything(data: bytes) -> dict[str, dict[str, Any]]:
    """Everything of a workbook that a person could miss: sheet → what → content."""
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [package.read(f"xl/worksheets/sheet{number}.xml") for number in range(1, len(workbook.worksheets) + 1)]
    return {
        sheet.title: {**_sheet(sheet), "heights": _HEIGHT.findall(part)}
        for sheet, part in zip(workbook.worksheets, parts, strict=True)
    }


_HEIGHT = re.compile(rb'<row (?=[^>]*customHeight="(?:1|true)")[^>]*?\br="(\d+)"(?=[^>]*\bht="([\d.]+)")?')
"""Of the rows whose height somebody set; the others' is the program's own business."""


def _sheet(sheet: Any) -> dict[str, Any]:
    cells: dict[str, Any] = {}
    looks: dict[tuple[int, ...], str] = {}
    for row in sheet.iter_rows():
        for cell in row:
            key = tuple(cell._style or ())
            if key not in looks:  # thousands of cells share a few looks
                parts = (cell.font, cell.fill, cell.border, cell.alignment, cell.number_format, cell.protection)
                # Calc names the language of a number format that a program sets.
                looks[key] = repr(parts).replace("[$-409]", "")
            link, note = cell.hyperlink and cell.hyperlink.location, cell.comment and cell.comment.text
            if cell.value is not None or cell.has_style or note:
                cells[cell.coordinate] = (cell.value, looks[key], link, note)
    formats: dict[str, list[Any]] = {}
    rules = [(rule.priority, str(one.sqref), rule) for one in sheet.conditional_formatting for rule in one.rules]
    for _, area, rule in sorted(rules, key=lambda each: each[0]):  # the order matters among those of one place
        look = (rule.type, rule.formula, rule.operator, repr(rule.dxf), rule.stopIfTrue)
        formats.setdefault(area, []).append(look)
    return {
        "cells": cells,
        "formats": formats,
        "merged": sorted(map(str, sheet.merged_cells.ranges)),
        "widths": {key: look.width for key, look in sheet.column_dimensions.items()},
        "protection": repr(sheet.protection),
        "state": sheet.sheet_state,
        "validations": len(sheet.data_validations.dataValidation),
    }
