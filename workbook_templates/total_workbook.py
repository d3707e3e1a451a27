"""The sum of many units as the standard workbook, filled, with sheets that say where every figure comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook

from checks.language import either
from checks.model.rule import Rulebook
from checks.render.results_account import TOTAL
from checks.render.sanitize import plain
from checks.render.sentences import totals as words
from checks.render.total_document import explanation_lines, level_lines
from checks.submissions.adding import Added, LevelTotal, total_of
from workbook_templates.build import build
from workbook_templates.sheets import table_sheets
from workbook_templates.style import FORMATS

if TYPE_CHECKING:
    from checks.render.results_files import Files
    from checks.submissions import Deliveries

_FIRST = 4  # the row of the first unit: title, table, label, sum above it
_LEFT = len(words.HEADER_UNITS)


def write_total(folder: Files, deliveries: Deliveries, book: Rulebook) -> None:
    """Write the sum beside the results, once every unit of the list is in it."""
    if not deliveries.listed:
        return
    added = total_of(deliveries, book)
    if added.is_complete and added.whole.total.addends:
        data = total_workbook(added, book, added.name)
        folder.write(TOTAL, lambda file: file.write(data))


def total_workbook(added: Added, book: Rulebook, name: str = "") -> bytes:
    """Return the workbook.

    Args:
        added: the sums.
        book: the rules.
        name: of whom all units are part: what stands as the unit of the filled form.
    """
    filling = {cell: value for cell, value in added.whole.total.sums.items() if not added.form.cell(cell).optional}
    return build(
        added.form,
        book,
        review=True,
        filling=filling,
        unit=f"{name}（{words.incomplete(len(added.missing))}）" if added.missing else name,
        year=added.year,
        beside=partial(_sheets, added=added, book=book, name=name),
    )


def _sheets(workbook: Workbook, *, added: Added, book: Rulebook, name: str) -> None:
    """Write what stands beside the form."""
    looks = {key: workbook.add_format(FORMATS[key]) for key in ("title", "header", "cell", "words", "strong", "link")}
    looks["number"] = workbook.add_format({**FORMATS["cell"], "align": "right", "text_wrap": False})
    looks["sum"] = workbook.add_format({**FORMATS["header"], "align": "right", "text_wrap": False})
    _notes(workbook, looks, added, book, name)
    _units(workbook, looks, added)
    _differences(workbook, looks, added, book)
    _links(workbook, added, book)


def _printed(sheet: Any, footer: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L{footer}&R&P/&N")


def _notes(workbook: Workbook, looks: Mapping[str, Any], added: Added, book: Rulebook, name: str) -> None:
    sheet = workbook.add_worksheet(words.SHEETS[0])
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 14)
    sheet.set_column(2, 2, 52)
    sheet.set_column(3, 3, 68)
    _printed(sheet, words.SHEETS[0])
    sheet.write_string(0, 0, words.title(plain(name, 60), added.year), looks["title"])
    row = 1
    texts = [words.incomplete(len(added.missing))] * bool(added.missing)
    texts += [words.added(len(added.whole.total.addends), len(added.whole.total.cells)), *words.NOTES]
    texts += [words.missing([(added.called(u), why) for u, why in added.missing.items()])] * bool(added.missing)
    texts += [words.left_out([added.called(unit) for unit in added.order.left_out])] * bool(added.order.left_out)
    texts += [words.unlisted(added.unlisted)] * bool(added.unlisted)
    for level in (added.whole, *added.levels):
        texts += level_lines(level, added, book)
    for text in texts:
        sheet.merge_range(row, 0, row, 3, "", looks["words"])
        sheet.write_string(row, 0, plain(text, 2_000), looks["words"])
        sheet.set_row(row, 16 * max(1, -(-len(text) // 85)) + 3)
        row += 1
    for column, label in enumerate(words.HEADER_SOURCES):
        sheet.write_string(row + 1, column, label, looks["header"])
    row += 2
    for unit, role in _who(added):
        sources = next((a.sources for a in added.whole.total.addends if a.unit == unit), ())
        sheet.write_string(row, 0, plain(added.called(unit)), looks["cell"])
        sheet.write_string(row, 1, role, looks["cell"])
        sheet.write_string(row, 2, plain("\n".join(source for source, _ in sources)), looks["cell"])
        sheet.write_string(row, 3, "\n".join(digest for _, digest in sources), looks["cell"])
        row += 1


def _who(added: Added) -> Iterator[tuple[Any, str]]:
    """Every unit of the list, in its order, and what it is in the sum."""
    in_sum = {addend.unit for addend in added.whole.total.addends}
    for unit, role in added.order.roles.items():
        guessed = either(f"（{words.GUESSED}）", f" ({words.GUESSED})") if role and not unit.role else ""
        text = f"{words.ROLE[role]}{guessed}"
        if unit in added.missing:
            text = words.WHY[added.missing[unit]]
        elif unit in added.order.left_out:
            text = words.ROLE["left_out"]
        yield unit, text or ("" if unit in in_sum else words.WHY["nothing"])


def _units(workbook: Workbook, looks: Mapping[str, Any], added: Added) -> None:
    """A row a unit, a column a cell, and the sum as formulas that one can see and change."""
    sheet, total, form = workbook.add_worksheet(words.SHEETS[1]), added.whole.total, added.form
    sheet.set_column(0, 1, 24)
    sheet.set_column(2, 2, 8)
    sheet.set_column(_LEFT, _LEFT + len(total.cells), 10)
    sheet.set_row(2, 96)
    _printed(sheet, words.SHEETS[1])
    sheet.freeze_panes(_FIRST, _LEFT)
    sheet.write_string(0, 0, words.title("", added.year), looks["title"])
    for column, text in enumerate(words.HEADER_UNITS):
        sheet.write_string(2, column, text, looks["header"])
        sheet.write_string(3, column, str(words.SUM) if not column else "", looks["sum"])
    last = _FIRST + max(len(total.addends), 1) - 1
    for column, cell in enumerate(total.cells, _LEFT):
        declared = form.cell(cell)
        sheet.write_string(1, column, form.tables[declared.table].name, looks["header"])
        sheet.write_string(2, column, declared.label, looks["header"])
        span = f"{xl_rowcol_to_cell(_FIRST, column)}:{xl_rowcol_to_cell(last, column)}"
        sheet.write_formula(3, column, f"=SUM({span})", looks["sum"], float(total.sums[cell]))
    for row, addend in enumerate(total.addends, _FIRST):
        texts = (added.called(addend.unit), addend.unit.parent, words.ROLE[added.order.roles[addend.unit]])
        for column, text in enumerate(texts):
            sheet.write_string(row, column, plain(text), looks["cell"])
        for column, cell in enumerate(total.cells, _LEFT):
            value = addend.figures.get(cell)
            if value is None:
                sheet.write_blank(row, column, None, looks["number"])
            else:
                sheet.write_number(row, column, float(value), looks["number"])


def _differences(workbook: Workbook, looks: Mapping[str, Any], added: Added, book: Rulebook) -> None:
    sheet = workbook.add_worksheet(words.SHEETS[2])
    for column, width in enumerate((24, 8, 44, 12, 12, 12, 60)):
        sheet.set_column(column, column, width)
    _printed(sheet, words.SHEETS[2])
    sheet.freeze_panes(1, 0)
    for column, text in enumerate(words.HEADER_DIFFERENCES):
        sheet.write_string(0, column, text, looks["header"])
    row = 1
    for level in (added.whole, *added.levels):
        for values in _difference_rows(level, added):
            for column, value in enumerate(values):
                if isinstance(value, str):
                    sheet.write_string(row, column, plain(value), looks["cell"])
                else:
                    sheet.write_number(row, column, float(value), looks["number"])
            row += 1
        for text in explanation_lines(level, added, book) if level.differences else ():
            sheet.write_string(row, 2, plain(text, 1_000), looks["words"])
            row += 1


def _difference_rows(level: LevelTotal, added: Added) -> Iterator[Sequence[Any]]:
    form = added.form
    for difference in level.differences:
        cell = form.cell(difference.cell)
        remark = str(words.BOUND if difference.is_bound else words.OPEN if difference.is_open else "")
        name = level.level.name or str(words.WHOLE)
        yield (
            name,
            form.tables[cell.table].name,
            cell.label,
            difference.printed,
            difference.total,
            difference.difference,
            remark,
        )


def _links(workbook: Workbook, added: Added, book: Rulebook) -> None:
    """Let every figure of the form lead to its column of units; the figure stays a number."""
    columns = {cell: _LEFT + position for position, cell in enumerate(added.whole.total.cells)}
    rules = [*book.rules[added.form.id], *book.years[added.form.id]]
    for table in table_sheets(added.form, rules):
        sheet = workbook.get_worksheet_by_name(table.table.name)
        for cell, (row, column) in table.figures.items():
            if cell in columns and sheet is not None and (stored := sheet.table.get(row, {}).get(column)):
                target = f"internal:'{words.SHEETS[1]}'!{xl_col_to_name(columns[cell])}1"
                sheet.write_url(row, column, target, stored.format, tip=str(words.LINK_TIP))
                sheet.table[row][column] = stored  # the link stays, and the number is what stands there
