"""The sheet 上年数据: last year's figures that this year's must follow from."""

from __future__ import annotations

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from checks.model.rule import PREVIOUS
from workbook_templates import texts
from workbook_templates.figure_formulas import (
    Hidden,
    digits_formula,
    reached,
    state_formula,
    text_formula,
    value_formula,
)
from workbook_templates.sheets import PREVIOUS_NAME, Formats, PreviousSheet
from workbook_templates.style import figure_format
from workbook_templates.verdicts import Stored

ORIGIN = (3, 2)
"""The cell that says where the figures are from: row and column, from 0."""
_FIRST = 3
"""The first row of figures."""


def write_previous_sheet(
    workbook: Workbook, formats: Formats, sheet: PreviousSheet, stored: Stored, origin: str = ""
) -> None:
    """Write the sheet if any rule looks back; the figures and where they are from are open, the rest is locked.

    Args:
        workbook: to write to.
        formats: its formats.
        sheet: where everything stands.
        stored: the figures, and what is said of them.
        origin: whose report of which year the figures are from.
    """
    if not sheet.rows:
        return
    worksheet: Worksheet = workbook.add_worksheet(PREVIOUS_NAME)
    worksheet.set_column(0, 0, 48)
    worksheet.set_column(1, 1, 16)
    worksheet.write(0, 0, texts.PREVIOUS_TITLE, formats["title"])
    worksheet.merge_range(1, 0, 1, 2, texts.PREVIOUS_GUIDE, formats["words"])
    worksheet.set_row(1, 36)
    worksheet.set_column(2, 2, 30)
    for column, label in enumerate(texts.PREVIOUS_HEADER):
        worksheet.write(2, column, label, formats["header"])
    words = workbook.add_format({"locked": False, "text_wrap": True, "valign": "top", "border": 1})
    worksheet.merge_range(ORIGIN[0], ORIGIN[1], ORIGIN[0] + 2, ORIGIN[1], origin, words)
    open_look = workbook.add_format(figure_format(total=False, locked=False))
    for cell, row in sheet.rows.items():
        declared = sheet.form.cell(cell.removeprefix(PREVIOUS))
        hidden = sheet.hidden(cell)
        worksheet.write(row, 0, sheet.label(cell), formats["label"])
        value = stored.filling.get(cell)
        if value is None or value == "":
            worksheet.write_blank(row, 1, None, open_look)
        elif isinstance(value, str):
            worksheet.write_string(row, 1, value, open_look)
        else:
            worksheet.write_number(row, 1, float(value), open_look)  # type: ignore[arg-type]
        worksheet.data_validation(row, 1, row, 1, texts.validation(declared))
        here = Hidden(
            *(address.partition("!")[2] for address in (hidden.text, hidden.digits, hidden.value, hidden.state))
        )
        figure, look = reached("B", row, max(sheet.rows.values()) + 1), formats["hidden"]
        for address, formula, result in (
            (here.text, text_formula(figure, declared.unit), "|"),
            (here.digits, digits_formula(here.text), "x"),
            (here.value, value_formula(figure, here.text, here.digits, declared.unit), float(stored.value(cell))),
            (here.state, state_formula(figure, here.text, here.digits, optional=True), stored.state(cell)),
        ):
            worksheet.write_formula(address.replace("$", ""), formula, look, result)
        name = f"gj_previous_{cell.removeprefix(PREVIOUS).replace('.', '_')}"
        workbook.define_name(name, f"={sheet.address(cell)}")
    worksheet.set_column(3, 16383, None, None, {"hidden": True})
    worksheet.freeze_panes(3, 1)
    worksheet.set_paper(9)
    worksheet.fit_to_pages(1, 1)
    worksheet.set_selection(_FIRST, 1, _FIRST, 1)
    worksheet.hide_gridlines(2)
    worksheet.set_zoom(90)
    worksheet.protect("", {"format_columns": True, "format_rows": True})
