"""情况属实: a warning that was looked into and is right stays, with the reason, in the workbook."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from addin import marking, selection, texts
from addin.commands.checking import refresh
from addin.host import HostError
from addin.reading import blocks, grid_of
from addin.session import Desk
from checks.justifications import HEADER, SHEET, can_be_explained, is_explanations, sides, where
from checks.model.findings import Finding

if TYPE_CHECKING:
    import xlwings as xw

_WIDTHS = (26, 40, 12, 12, 60, 18)


def justify(desk: Desk) -> None:
    """Ask for the reason and write it into 情况说明; errors of arithmetic cannot be explained away."""
    meant = selection.selected(desk)
    finding = _chosen(desk, [one for _, one in meant.findings(desk.check())])
    if finding is None:
        return
    words = desk.host.ask_text(texts.ask_reason(finding.message))
    if words is None:
        return
    if not words.strip():
        raise HostError(texts.NO_REASON)
    now = datetime.now().astimezone().strftime(texts.TIME)
    _write(desk, [finding.rule, where(finding), *sides(finding), words.strip(), now])
    shown = refresh(desk)
    desk.host.status(f"{texts.EXPLAINED} {shown.headline}")


def _chosen(desk: Desk, found: list[Finding]) -> Finding | None:
    """The finding that is meant; None if the person thinks better of it."""
    open_ones = [one for one in found if can_be_explained(one)]
    if not open_ones:
        raise HostError(texts.MUST_BE_FIXED if found else texts.NOTHING_TO_EXPLAIN)
    if len(open_ones) == 1:
        return open_ones[0]
    position = desk.host.choose(texts.WHICH_ONE, [one.message for one in open_ones])
    return None if position is None else open_ones[position]


def _write(desk: Desk, line: list[str]) -> None:
    """Add a line; all of it text, so that no program makes a date or a number of it."""
    sheet = next((one for one in desk.book.sheets if one.name == SHEET), None)
    with desk.host.quiet(desk.book):
        if sheet is None:
            sheet = _new(desk)
        values, formulas = blocks(sheet)
        if not is_explanations(grid_of(SHEET, values, formulas)):
            raise HostError(texts.FOREIGN_EXPLANATIONS)
        filled = [r for r, row in enumerate(values, 1) if any(value not in (None, "") for value in row)]
        row = max(filled) + 1
        with marking.writable(desk.host, sheet):
            cells = sheet.range((row, 1), (row, len(HEADER)))
            cells.number_format = "@"
            cells.raw_value = [line]
            cells.wrap_text = True


def _new(desk: Desk) -> xw.Sheet:
    sheet = desk.book.sheets.add(SHEET, after=desk.book.sheets(len(desk.book.sheets)))
    header = sheet.range((1, 1), (1, len(HEADER)))
    header.raw_value = [list(HEADER)]
    header.font.bold = True
    for column, width in enumerate(_WIDTHS, 1):
        sheet.range((1, column)).column_width = width
    return sheet
