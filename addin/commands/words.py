"""函数校验: the 校验 column of the standard workbook, in the functions' fuller words or in the native formulas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from addin import marking, texts
from addin.host import HostError
from addin.session import Desk
from checks.model.rule import PREVIOUS
from workbook_templates.build import VERSION
from workbook_templates.flags import words_formula
from workbook_templates.sheets import Seat, TableSheet, table_sheets

if TYPE_CHECKING:
    import xlwings as xw

_OURS = "GJ_RULE("
"""Calc writes a function that it does not know in small letters."""


def words(desk: Desk) -> None:
    """Switch between the two; the native formulas are made anew from the rules, so the way back is exact."""
    sheets = _table_sheets(desk)
    seats = [(desk.book.sheets(sheet.table.name), sheet, seat) for sheet in sheets for seat in _seats(sheet)]
    on = any(_OURS in str(_cell(worksheet, seat).formula).upper() for worksheet, _, seat in seats)
    with desk.host.quiet(desk.book):
        for sheet in sheets:
            worksheet = desk.book.sheets(sheet.table.name)
            with marking.writable(desk.host, worksheet):
                for seat in _seats(sheet):
                    _cell(worksheet, seat).formula = words_formula(seat, sheet) if on else _call(seat, sheet)
    desk.host.status(texts.WORDS_OFF if on else texts.WORDS_ON)


def _table_sheets(desk: Desk) -> list[TableSheet]:
    """The sheets of the standard workbook that is in front.

    Raises:
        HostError: it is none, or one of another version, whose formulas we do not know.
    """
    sheet = next((one for one in desk.book.sheets if one.name == texts.GUIDE), None)
    rows: list[list[Any]] = list(sheet.range((1, 1), (6, 2)).raw_value) if sheet is not None else []
    said = {row[0]: row[1] for row in rows}
    form = desk.rules.forms.get(str(said.get(texts.FORM_FIELD)))
    if form is None or str(said.get(texts.VERSION_FIELD)).removesuffix(".0") != VERSION:
        raise HostError(texts.NOT_STANDARD)
    names = {one.name for one in desk.book.sheets}
    sheets = table_sheets(form, [*desk.rules.rules[form.id], *desk.rules.years[form.id]])
    if not names.issuperset(sheet.table.name for sheet in sheets):
        raise HostError(texts.NOT_STANDARD)
    return sheets


def _seats(sheet: TableSheet) -> Iterator[Seat]:
    """The seats whose rules speak of this table alone: a function sees the range that it is given, and no more."""
    for seat in sheet.seats():
        if all(cell in sheet.figures and not cell.startswith(PREVIOUS) for rule in seat.rules for cell in rule.cells):
            yield seat


def _call(seat: Seat, sheet: TableSheet) -> str:
    from xlsxwriter.utility import xl_range_abs  # noqa: PLC0415  # only this button needs it

    table = xl_range_abs(0, 0, sheet.height - 1, sheet.width - 1)
    return f'={_OURS}{table},"{",".join(rule.id for rule in seat.rules)}")'


def _cell(worksheet: xw.Sheet, seat: Seat) -> xw.Range:
    return worksheet.range((seat.row + 1, seat.column + 1))
