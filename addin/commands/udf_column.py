"""函数校验: the 校验 column of the standard workbook, in the functions' fuller words or in the native formulas."""

from __future__ import annotations

from collections.abc import Iterator

from addin import texts
from addin.changes import all_or_nothing
from addin.seam import CellWrite, HostError
from addin.session import Session
from checks.model.rule import PREVIOUS
from workbook_templates.build import VERSION
from workbook_templates.flags import words_formula
from workbook_templates.sheets import TableSheet, VerdictCell, table_sheets

_OURS = "GJ_RULE("
"""Calc writes a function that it does not know in small letters."""
_FIELDS = 40
"""Rows of 填写说明 among which its form and its version stand."""


def udf_column(session: Session) -> None:
    """Switch between the two; the native formulas are made anew from the rules, so the way back is exact."""
    sheets = _table_sheets(session)
    on = any(_is_on(session, sheet) for sheet in sheets)
    with session.program.suspended(), all_or_nothing(session.program) as changes:
        for sheet in sheets:
            state = session.sheet(sheet.table.name)
            assert state is not None
            changes.write(
                state,
                [
                    CellWrite(
                        seat.row, seat.column, words_formula(seat, sheet) if on else _call(seat, sheet), is_formula=True
                    )
                    for seat in _seats(sheet)
                ],
            )
    session.person.status(texts.WORDS_OFF if on else texts.WORDS_ON)


def _is_on(session: Session, sheet: TableSheet) -> bool:
    _, formulas = session.program.read(sheet.table.name)
    seats = [(seat.row, seat.column) for seat in _seats(sheet)]
    return any(
        _OURS in str(formulas[row][column]).upper()
        for row, column in seats
        if row < len(formulas) and column < len(formulas[row])
    )


def _table_sheets(session: Session) -> list[TableSheet]:
    """The sheets of the standard workbook that is in front.

    Raises:
        HostError: it is none, or one of another version, whose formulas we do not know.
    """
    names = {one.name for one in session.program.sheets()}
    rows = session.program.read(texts.GUIDE)[0][:_FIELDS] if texts.GUIDE in names else []
    said = {row[0]: row[1] for row in rows if len(row) > 1}
    form = session.rules.forms.get(str(said.get(texts.FORM_FIELD)))
    if form is None or str(said.get(texts.VERSION_FIELD)).removesuffix(".0") != VERSION:
        raise HostError(texts.NOT_STANDARD)
    sheets = table_sheets(form, [*session.rules.rules[form.id], *session.rules.years[form.id]])
    if not names.issuperset(sheet.table.name for sheet in sheets):
        raise HostError(texts.NOT_STANDARD)
    return sheets


def _seats(sheet: TableSheet) -> Iterator[VerdictCell]:
    """The seats whose rules speak of this table alone: a function sees the range that it is given, and no more."""
    for seat in sheet.seats():
        if seat.rules and all(
            cell in sheet.figures and not cell.startswith(PREVIOUS) for rule in seat.rules for cell in rule.cells
        ):
            yield seat


def _call(seat: VerdictCell, sheet: TableSheet) -> str:
    from xlsxwriter.utility import xl_range_abs  # noqa: PLC0415  # only this button needs it

    table = xl_range_abs(0, 0, sheet.height - 1, sheet.width - 1)
    return f'={_OURS}{table},"{",".join(rule.id for rule in seat.rules)}")'
