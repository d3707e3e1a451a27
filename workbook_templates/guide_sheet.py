"""The first sheet, 填写说明: whose report it is, who signs, how much is left to do, and how to fill it in."""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from checks.model.form import Form
from workbook_templates import texts
from workbook_templates.check_sheet import CheckSheet
from workbook_templates.flags import colour_words
from workbook_templates.sheets import Formats, TableSheet
from workbook_templates.verdicts import Stored

_WIDTHS = (16, 92)
_NO_END = 9999  # no year is later
_LINE = 46
"""Wide characters that one line of an explanation holds."""


def signed_by(form: Form) -> tuple[str, ...]:
    """Return who signs below the tables of a form."""
    return texts.SIGNED_OF.get(form.id, texts.SIGNED)


def field_formula(form: Form, name: str) -> str:
    """Return what stands in a field of this sheet, in a formula; it is reached past its cell, which may be moved."""
    row = (*texts.FIELDS, *signed_by(form)).index(name) + 2
    return f"INDEX('{texts.GUIDE}'!$B:$B,ROW('{texts.GUIDE}'!$A${row}))"


def write_guide(workbook: Workbook, formats: Formats, form: Form, edition: str, version: str) -> Worksheet:
    """Write the sheet, but for what is told of a filling."""
    sheet = workbook.add_worksheet(texts.GUIDE)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_column(len(_WIDTHS), 16383, None, None, {"hidden": True})
    sheet.write(0, 0, f"政府信息公开工作年度报告 表格（{edition}）", formats["title"])
    sheet.set_row(0, 30)
    row = _first_free(form) + 1
    for label, words in (("版本", texts.EDITION[edition]), *texts.COMMON):
        sheet.write(row, 0, label, formats["strong"])
        sheet.write(row, 1, words, formats["words"])
        sheet.set_row(row, 15 * (1 + len(words) // _LINE) + 5)
        row += 1
    fixed = (
        ("依据", f"{form.document} {form.title}", ""),
        ("表式", form.id, "gj_form"),
        ("模板版本", version, "gj_template_version"),
    )
    for r, (label, value, name) in enumerate(fixed, row + 1):
        sheet.write(r, 0, label, formats["small"])
        sheet.write_string(r, 1, value, formats["small"])
        if name:
            workbook.define_name(name, f"='{texts.GUIDE}'!$B${r + 1}")
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.hide_gridlines(2)
    sheet.freeze_panes(1, 0)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    return sheet


def write_fields(
    workbook: Workbook, sheet: Worksheet, formats: Formats, form: Form, unit: str, year: int | None
) -> None:
    """Write the fields for the unit, the year and those who sign."""
    values = {texts.FIELDS[0]: (unit, "gj_unit"), texts.FIELDS[1]: (year or "", "gj_year")}
    for r, label in enumerate((*texts.FIELDS, *signed_by(form)), 1):
        value, name = values.get(label, ("", ""))
        sheet.write(r, 0, label, formats["strong"])
        sheet.write(r, 1, value, formats["input_text"])
        sheet.set_row(r, 19)
        if name:
            workbook.define_name(name, f"='{texts.GUIDE}'!$B${r + 1}")
    sheet.set_selection(1, 1, 1, 1)


def write_summary(sheet: Worksheet, formats: Formats, checks: CheckSheet, form: Form, stored: Stored) -> None:
    """Write how much is left to do, as the sheet 校验 has it."""
    row = _first_free(form) - 1
    sheet.write(row, 0, texts.CHECKS, formats["strong"])
    sheet.write_formula(row, 1, f"='{texts.CHECKS}'!$A$1", formats["strong"], texts.left_over(checks.counts(stored)))
    sheet.set_row(row, 22)
    colour_words(sheet, formats, row, 1)


def write_years(sheet: Worksheet, formats: Formats, form: Form, year: int | None) -> None:
    """Write, below how much is left to do, whether the form is that of the year that stands in its field."""
    row = _first_free(form)
    stated = f"LEFT({field_formula(form, texts.FIELDS[1])},4)"
    first, last = form.first_year, max((form.last_year or _NO_END, *form.also_seen))
    words = texts.other_years(form.document, first, form.last_year)
    outside = f"OR(VALUE({stated})<{first},VALUE({stated})>{last})"
    formula = f'=IF(ISERROR(VALUE({stated})),"",IF({outside},"{words}",""))'
    said = words if year is not None and not form.may_serve(year) else ""
    sheet.write_formula(row, 1, formula, formats["strong"], said)
    colour_words(sheet, formats, row, 1)


def write_signatures(worksheet: Worksheet, formats: Formats, sheet: TableSheet, fields: Mapping[str, str]) -> None:
    """Write the two lines below a table that are printed with it: of whom and which year, and who signs."""
    for row, names in enumerate((texts.FIELDS[::-1], signed_by(sheet.form)), sheet.height + 1):
        pieces = [f'"{name}："&{field_formula(sheet.form, name)}' for name in names]
        formula = f'&"{texts.BETWEEN}"&'.join(pieces)
        words = texts.BETWEEN.join(f"{name}：{fields.get(name, '')}" for name in names)
        worksheet.merge_range(row, 0, row, sheet.width - 1, "", formats["signature"])
        worksheet.write_formula(row, 0, f"={formula}", formats["signature"], words)
        worksheet.set_row(row, 20)


def _first_free(form: Form) -> int:
    return len(texts.FIELDS) + len(signed_by(form)) + 2
