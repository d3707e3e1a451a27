"""Builds the standard workbook of a form: 填报版 (totals are formulas) or 复核版 (totals are typed).

Everything on the sheets comes from the form data and the rules: boxes, prompts, formulas, flags, names.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import datetime

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from checks.model.form import Cell, Form
from checks.model.rule import Rulebook
from checks.rules.totals import totals
from workbook_templates import flags, guide_sheet, measures, texts
from workbook_templates.check_sheet import CheckSheet, write_check_sheet
from workbook_templates.computation import write_hidden
from workbook_templates.lines import lines
from workbook_templates.native import areas
from workbook_templates.previous_sheet import write_previous_sheet
from workbook_templates.sheets import TableSheet, table_sheets
from workbook_templates.style import FORMATS, figure_format
from workbook_templates.verdicts import Filling, Stored, with_totals

VERSION = "2"
"""Of the standard workbook; stands in the name gj_template_version and in the document's properties."""

_MADE = datetime(2026, 1, 1)  # noqa: DTZ001  # fixed, so that a rebuild is identical; a workbook knows no time zone
_AS_TEXT = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}  # a unit may be named =cmd|…
_LAST_COLUMN = 16383
_ONE_PAGE = 60
"""Rows of a table that can be read on one page."""


def build(
    form: Form,
    book: Rulebook,
    *,
    review: bool = False,
    filling: Filling | None = None,
    unit: str = "",
    year: int | None = None,
    origin: str = "",
    beside: Callable[[Workbook], None] | None = None,
) -> bytes:
    """Return the standard workbook as .xlsx.

    Args:
        form: the form.
        book: the rules.
        review: 复核版: totals are typed, so that rows and columns check each other.
        filling: figures to fill in, by cell id; totals of the 填报版 follow from their parts.
        unit: the unit's name.
        year: the report year.
        origin: whose report of which year the figures of 上年数据 are from.
        beside: writes more sheets behind those of the form.
    """
    maker = _Maker(form, book, review=review, filling=filling or {})
    buffer = io.BytesIO()
    with _Locked(buffer, _AS_TEXT) as workbook:
        maker.write(workbook, unit, year, origin)
        if beside is not None:
            beside(workbook)
    return buffer.getvalue()


class _Sheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """A sheet whose formulas hold functions of Excel 2007 only.

    XlsxWriter looks in each formula for each of a hundred younger functions, which takes longer than all the rest.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        if formula.startswith("{"):
            return str(super()._prepare_formula(formula, expand_future_functions))
        return formula.removeprefix("=")


class _Locked(Workbook):  # type: ignore[misc]  # XlsxWriter has no types
    """A workbook whose sheets can be neither deleted nor copied nor moved; XlsxWriter knows only how to lock sheets."""

    worksheet_class = _Sheet

    def _write_workbook_pr(self) -> None:
        super()._write_workbook_pr()
        self._xml_empty_tag("workbookProtection", [("lockStructure", 1)])


class _Maker:
    def __init__(self, form: Form, book: Rulebook, *, review: bool, filling: Filling) -> None:
        rules = [*book.rules[form.id], *book.years[form.id]]
        self.form = form
        self.all_sums = totals(form, rules)
        self.sums = {} if review else self.all_sums
        self.review = review
        self.stored = Stored(form, with_totals(form, filling, self.sums))
        self.sheets = table_sheets(form, rules, self.sums)
        self.checks = CheckSheet(lines(self.sheets, book))

    def write(self, workbook: Workbook, unit: str, year: int | None, origin: str) -> None:
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
        self.fields = {texts.FIELDS[0]: unit, texts.FIELDS[1]: str(year or "")}
        guide = guide_sheet.write_guide(workbook, self.formats, self.form, edition, VERSION)
        guide_sheet.write_fields(workbook, guide, self.formats, self.form, unit, year)
        guide_sheet.write_summary(guide, self.formats, self.checks, self.form, self.stored)
        guide_sheet.write_years(guide, self.formats, self.form, year)
        for sheet in self.sheets:
            self._table(workbook, sheet)
        write_previous_sheet(workbook, self.formats, self.sheets[0].previous, self.stored, origin)
        write_check_sheet(workbook, self.formats, self.checks, self.stored)
        guide.activate()

    def _table(self, workbook: Workbook, sheet: TableSheet) -> None:
        worksheet: Worksheet = workbook.add_worksheet(sheet.table.name)
        self._boxes(workbook, worksheet, sheet)
        write_hidden(worksheet, self.formats["hidden"], sheet, self.stored, typed=self.review)
        flags.write_verdicts(worksheet, self.formats, sheet, self.stored)
        flags.write_marks(worksheet, self.formats, sheet, typed=self.review)
        guide_sheet.write_signatures(worksheet, self.formats, sheet, self.fields)
        said = self.checks.headline_words(sheet, self.stored)
        worksheet.write_formula(0, sheet.width, self.checks.headline(sheet), self.formats["headline"], said)
        flags.colour_words(worksheet, self.formats, 0, sheet.width)
        _look(worksheet, sheet)
        _print(worksheet, sheet)
        worksheet.protect("", _ALLOWED)

    def _boxes(self, workbook: Workbook, worksheet: Worksheet, sheet: TableSheet) -> None:
        looks: dict[tuple[bool, bool], object] = {}
        for box in sheet.boxes:
            if not box.cell:
                look, content = self.formats[box.role], box.text
            else:
                cell = self.form.cell(box.cell)
                key = (box.cell in self.all_sums, box.cell in self.sums or cell.heading)
                if key not in looks:
                    looks[key] = workbook.add_format(figure_format(total=key[0], locked=key[1]))
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
            parts = areas([sheet.hidden(part).value for part in self.sums[cell.id]])
            worksheet.write_formula(row, column, f"=SUM({','.join(parts)})", look, value)
            return
        if value is None or value == "":
            worksheet.write_blank(row, column, None, look)
        elif isinstance(value, str):
            worksheet.write_string(row, column, value, look)
        else:
            worksheet.write_number(row, column, float(value), look)  # type: ignore[arg-type]  # a filling holds no Special
        if not cell.heading:
            worksheet.data_validation(row, column, row, column, texts.validation(cell))


def _look(worksheet: Worksheet, sheet: TableSheet) -> None:
    """What is on the screen: the whole table and its verdicts, and nothing else."""
    for column, width in enumerate(measures.widths(sheet)):
        worksheet.set_column(column, column, width)
    worksheet.set_column(sheet.width, sheet.width, measures.VERDICT_WIDTH)
    worksheet.set_column(sheet.width + 1, _LAST_COLUMN, None, None, {"hidden": True})
    worksheet.set_row(0, measures.TITLE)
    for row, height in measures.heights(sheet):
        worksheet.set_row(row, height)
    first, left = sheet.corner
    one_header = len(sheet.table.blocks) == 1
    worksheet.freeze_panes(first if one_header else 1, left if one_header else 0)
    asked = sheet.figures[sheet.checked_figures[0]]
    worksheet.set_selection(*asked, *asked)
    worksheet.set_zoom(90)
    worksheet.hide_gridlines(2)


def _print(worksheet: Worksheet, sheet: TableSheet) -> None:
    """What is on paper: the table and those who sign, black and white, no verdicts."""
    (worksheet.set_landscape if sheet.width > 4 else worksheet.set_portrait)()
    worksheet.set_paper(9)
    worksheet.fit_to_pages(1, -(-sheet.height // _ONE_PAGE))
    if sheet.height >= _ONE_PAGE:
        worksheet.repeat_rows(0, sheet.corner[0] - 1)
    worksheet.print_area(0, 0, sheet.foot - 1, sheet.width - 1)
    worksheet.print_black_and_white()
    worksheet.center_horizontally()
    worksheet.set_footer(f"&L{sheet.form.document}&C&A&R&P/&N")


_ALLOWED: Mapping[str, bool] = {"format_columns": True, "format_rows": True}
"""What a locked sheet still allows: nothing that moves figures."""
