"""Builds the standard workbook of a form: 填报版 (totals are formulas) or 复核版 (totals are typed).

Everything on the sheets comes from the form data and the rules: boxes, prompts, formulas, flags, names.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from checks.model.form import Cell, Form
from checks.model.rule import Rule, Rulebook
from checks.rules.totals import totals
from workbook_templates import flags, texts
from workbook_templates.check_sheet import write_check_sheet
from workbook_templates.native import STATES as STATE_WORDS
from workbook_templates.native import side_formula, state_formula, state_of_rule, unknown_formula, value_formula
from workbook_templates.previous_sheet import write_previous_sheet
from workbook_templates.sheets import TableSheet, table_sheets
from workbook_templates.style import FORMATS, figure_format
from workbook_templates.verdicts import Filling, Stored, with_totals

VERSION = "1"
"""Of the standard workbook; stands in the name gj_template_version and in the document's properties."""

_MADE = datetime(2026, 1, 1)  # noqa: DTZ001  # fixed, so that a rebuild is identical; a workbook knows no time zone
_AS_TEXT = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}  # a unit may be named =cmd|…
_VERDICT_WIDTH = 36
_WIDTHS: dict[str, list[float]] = {
    "active": [30, 17, 17, 17],
    "requests": [9, 13, 36, *[9.5] * 7],
    "litigation": [8] * 15,
    "statistics": [62, 8, 12],
}


def build(
    form: Form,
    book: Rulebook,
    *,
    review: bool = False,
    filling: Filling | None = None,
    unit: str = "",
    year: int | None = None,
) -> bytes:
    """Return the standard workbook as .xlsx.

    Args:
        form: the form.
        book: the rules.
        review: 复核版: totals are typed, so that rows and columns check each other.
        filling: figures to fill in, by cell id; totals of the 填报版 follow from their parts.
        unit: the unit's name.
        year: the report year.
    """
    maker = _Maker(form, [*book.rules[form.id], *book.years[form.id]], review=review, filling=filling or {})
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _AS_TEXT) as workbook:
        maker.write(workbook, unit, year)
    return buffer.getvalue()


class _Maker:
    def __init__(self, form: Form, rules: list[Rule], *, review: bool, filling: Filling) -> None:
        self.form = form
        self.sums = {} if review else totals(form, rules)
        self.all_sums = totals(form, rules)
        self.review = review
        self.stored = Stored(form, with_totals(filling, self.sums))
        self.sheets = table_sheets(form, rules)

    def write(self, workbook: Workbook, unit: str, year: int | None) -> None:
        edition = texts.REVIEW if self.review else texts.FILL_IN
        workbook.set_properties(
            {
                "title": f"{self.form.title}（{edition}）",
                "subject": self.form.document,
                "comments": f"gouji {self.form.id} {VERSION}",
                "created": _MADE,
            }
        )
        self.formats = {name: workbook.add_format(look) for name, look in FORMATS.items()}
        texts.write_guide(workbook, self.formats, self.form, edition, VERSION, unit, year)
        written = [self._table(workbook, sheet) for sheet in self.sheets]
        written += write_previous_sheet(workbook, self.formats, self.sheets[0].previous, self.stored)
        write_check_sheet(workbook, self.formats, self.sheets, self.stored)
        for worksheet in written:
            worksheet.protect("", _ALLOWED)
        workbook.worksheets()[1].activate()

    def _table(self, workbook: Workbook, sheet: TableSheet) -> Worksheet:
        worksheet: Worksheet = workbook.add_worksheet(sheet.table.name)
        self._boxes(workbook, worksheet, sheet)
        self._hidden(worksheet, sheet)
        flags.write_verdicts(worksheet, self.formats, sheet, self.stored)
        flags.write_marks(worksheet, self.formats, sheet, typed=self.review)
        self._print(worksheet, sheet)
        return worksheet

    def _boxes(self, workbook: Workbook, worksheet: Worksheet, sheet: TableSheet) -> None:
        looks: dict[tuple[str, bool, bool], object] = {}
        for box in sheet.boxes:
            if not box.cell:
                look, content = self.formats[box.role], box.text
            else:
                cell = self.form.cell(box.cell)
                key = (cell.kind, box.cell in self.all_sums, box.cell in self.sums or cell.heading)
                if key not in looks:
                    looks[key] = workbook.add_format(figure_format(key[0], total=key[1], locked=key[2]))
                look, content = looks[key], ""
                workbook.define_name(f"gj_{box.cell.replace('.', '_')}", f"={sheet.address(box.cell, sheet=True)}")
            last = (box.row + box.height - 1, box.column + box.width - 1)
            if (box.row, box.column) != last and box.role != "title":
                worksheet.merge_range(box.row, box.column, *last, content, look)
            if box.cell:
                self._figure(worksheet, sheet, self.form.cell(box.cell), look)
            elif (box.row, box.column) == last or box.role == "title":
                worksheet.write(box.row, box.column, content, look)

    def _figure(self, worksheet: Worksheet, sheet: TableSheet, cell: Cell, look: object) -> None:
        row, column = sheet.figures[cell.id]
        value = self.stored.filling.get(cell.id)
        if cell.id in self.sums:
            parts = ",".join(sheet.address(part) for part in self.sums[cell.id])
            worksheet.write_formula(row, column, f"=SUM({parts})", look, value)
            return
        if value is None or value == "":
            worksheet.write_blank(row, column, None, look)
        elif isinstance(value, str):
            worksheet.write_string(row, column, value, look)
        else:
            worksheet.write_number(row, column, float(value), look)  # type: ignore[arg-type]  # a filling holds no Special
        if not cell.heading:
            worksheet.data_validation(row, column, row, column, texts.validation(cell))

    def _hidden(self, worksheet: Worksheet, sheet: TableSheet) -> None:
        """The values and states of figures, and the computation of each rule."""
        look, stored = self.formats["hidden"], self.stored
        for cell in sheet.figures:
            hidden = sheet.hidden(cell)
            figure = sheet.address(cell)
            value = float(stored.value(cell))
            worksheet.write_formula(hidden.value.replace("$", ""), value_formula(figure), look, value)
            optional = self.form.cell(cell).optional
            formula = state_formula(figure, optional=optional)
            worksheet.write_formula(hidden.state.replace("$", ""), formula, look, stored.state(cell))
        for rule in sheet.rules:
            here = [address.replace("$", "") for address in sheet.computation(rule)]
            sides = (rule.holds.left, rule.holds.right)
            for address, side in zip(here[:2], sides, strict=True):
                worksheet.write_formula(address, side_formula(side, sheet.hidden), look, float(stored.side(side)))
            for address, side in zip(here[2:4], sides, strict=True):
                worksheet.write_formula(address, unknown_formula(side, sheet.hidden), look, stored.unknown(side))
            formula = state_of_rule(rule, self.form, sheet.hidden, sheet.computation(rule)[:4])
            worksheet.write_formula(here[4], formula, look, STATE_WORDS[stored.judgement(rule).outcome])
        worksheet.set_column(sheet.hidden_columns(), None, None, {"hidden": True})

    def _print(self, worksheet: Worksheet, sheet: TableSheet) -> None:
        for column, width in enumerate(_widths(sheet)):
            worksheet.set_column(column, column, width)
        worksheet.set_column(sheet.width, sheet.width, _VERDICT_WIDTH)
        first, left = sheet.corner
        worksheet.set_row(0, 30)
        for row in range(1, sheet.height + 3):
            worksheet.set_row(row, _height(sheet, row))
        worksheet.freeze_panes(first, left)
        worksheet.repeat_rows(0, first - 1)
        wide = sheet.width > 4
        (worksheet.set_landscape if wide else worksheet.set_portrait)()
        worksheet.set_paper(9)
        worksheet.fit_to_pages(1, 1 if sheet.height < 60 else 0)
        worksheet.print_area(0, 0, sheet.height + 2, sheet.width)
        worksheet.set_footer(f"&L{self.form.document}&C&A&R&P/&N")
        worksheet.hide_gridlines(2)


_ALLOWED: Mapping[str, bool] = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "sort": True,
    "autofilter": True,
    "insert_hyperlinks": True,
}


def _height(sheet: TableSheet, row: int) -> float:
    """Tall enough for the longest label of a row, in the width that it has; a merged cell does not grow by itself."""
    widths = _widths(sheet)
    lines = [
        -(-len(box.text) * 2 // max(1, int(sum(widths[box.column : box.column + box.width])) - 1))
        for box in sheet.boxes
        if box.row == row and box.height == 1 and box.text
    ]
    return max(21.0, 15.0 * max(lines, default=1) + 4)


def _widths(sheet: TableSheet) -> Sequence[float]:
    return _WIDTHS.get(sheet.table.id, [14] * sheet.width)
