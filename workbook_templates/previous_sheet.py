"""The sheet 上年数据: last year's figures that this year's must follow from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from checks.model.rule import PREVIOUS
from workbook_templates import texts
from workbook_templates.native import state_formula, value_formula
from workbook_templates.sheets import PREVIOUS_NAME, Formats, PreviousSheet
from workbook_templates.style import figure_format
from workbook_templates.verdicts import Stored


def write_previous_sheet(workbook: Workbook, formats: Formats, sheet: PreviousSheet, stored: Stored) -> list[Worksheet]:
    """Write the sheet if any rule looks back, and return it; the figures are open, the rest is locked."""
    if not sheet.rows:
        return []
    worksheet: Worksheet = workbook.add_worksheet(PREVIOUS_NAME)
    worksheet.set_column(0, 0, 48)
    worksheet.set_column(1, 1, 16)
    worksheet.write(0, 0, texts.PREVIOUS_TITLE, formats["title"])
    worksheet.merge_range(1, 0, 1, 2, texts.PREVIOUS_GUIDE, formats["words"])
    worksheet.set_row(1, 36)
    worksheet.set_column(2, 2, 30)
    for column, label in enumerate(texts.PREVIOUS_HEADER):
        worksheet.write(2, column, label, formats["header"])
    looks: Mapping[str, Any] = {
        kind: workbook.add_format(figure_format(kind, total=False, locked=False))
        for kind in ("count", "signed", "money")
    }
    for cell, row in sheet.rows.items():
        declared = sheet.form.cell(cell.removeprefix(PREVIOUS))
        hidden = sheet.hidden(cell)
        worksheet.write(row, 0, sheet.label(cell), formats["label"])
        value = stored.filling.get(cell)
        if value is None or value == "":
            worksheet.write_blank(row, 1, None, looks[declared.kind])
        elif isinstance(value, str):
            worksheet.write_string(row, 1, value, looks[declared.kind])
        else:
            worksheet.write_number(row, 1, float(value), looks[declared.kind])  # type: ignore[arg-type]
        worksheet.data_validation(row, 1, row, 1, texts.validation(declared))
        figure = hidden.figure.partition("!")[2]
        worksheet.write_formula(row, 3, value_formula(figure), formats["hidden"], float(stored.value(cell)))
        worksheet.write_formula(row, 4, state_formula(figure, optional=True), formats["hidden"], stored.state(cell))
        workbook.define_name(f"gj_previous_{cell.removeprefix(PREVIOUS).replace('.', '_')}", f"={hidden.figure}")
    worksheet.set_column(3, 4, None, None, {"hidden": True})
    worksheet.freeze_panes(3, 1)
    worksheet.set_paper(9)
    worksheet.fit_to_pages(1, 1)
    worksheet.hide_gridlines(2)
    return [worksheet]
