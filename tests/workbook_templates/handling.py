"""What people do to a standard workbook by hand, done in LibreOffice: cut, drag, paste, sort, insert, delete."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from checks.model.form import Form
from workbook_templates.sheets import TableSheet

from ..parity import parity

Act = Callable[["Hands"], None]


@dataclass
class Hands:
    """An open workbook and the table that is worked on."""

    document: Any
    sheet: TableSheet

    @property
    def table(self) -> Any:
        return self.document.Sheets.getByName(self.sheet.table.name)

    def at(self, address: str) -> Any:
        return self.table.getCellRangeByName(address.replace("$", ""))

    def unprotect(self) -> None:
        """There is no password."""
        for sheet in self.document.Sheets:
            sheet.unprotect("")
        self.document.unprotect("")

    def move(self, source: str, target: str) -> None:
        """Cut and paste, or drag by the border."""
        area, destination = self.at(source).getRangeAddress(), self.at(target).getCellAddress()
        self.table.moveRange(destination, area)

    def copy(self, source: str, target: str) -> None:
        self.table.copyRange(self.at(target).getCellAddress(), self.at(source).getRangeAddress())

    def type(self, address: str, value: float | str) -> None:
        cell = self.at(address)
        if isinstance(value, str):
            cell.String = value
        else:
            cell.Value = value

    def insert(self, area: str, how: str) -> None:
        """``how``: DOWN, RIGHT, ROWS, COLUMNS."""
        import uno  # noqa: PLC0415  # stands beside LibreOffice, if at all

        mode = uno.Enum("com.sun.star.sheet.CellInsertMode", how)
        self.table.insertCells(self.at(area).getRangeAddress(), mode)

    def delete(self, area: str, how: str) -> None:
        """``how``: UP, LEFT, ROWS, COLUMNS."""
        import uno  # noqa: PLC0415  # as above

        mode = uno.Enum("com.sun.star.sheet.CellDeleteMode", how)
        self.table.removeRange(self.at(area).getRangeAddress(), mode)

    def sort(self, area: str) -> None:
        import uno  # noqa: PLC0415  # as above
        from com.sun.star.beans import PropertyValue  # noqa: PLC0415  # as above

        field = uno.createUnoStruct("com.sun.star.table.TableSortField")
        field.Field, field.IsAscending = 0, True
        descriptor = PropertyValue()
        descriptor.Name = "SortFields"
        descriptor.Value = uno.Any("[]com.sun.star.table.TableSortField", (field,))
        self.at(area).sort((descriptor,))


def spots(sheet: TableSheet) -> tuple[str, str, str, str]:
    """Three figures that are typed, and one total, of a sheet: their addresses."""
    rule = next(rule for rule in sheet.own_sums if len(rule.holds.left.terms) > 2)
    parts = [cell for cell, _ in rule.holds.left.terms][:3]
    total = rule.holds.right.terms[0][0]
    first, second, third, whole = (sheet.address(cell).replace("$", "") for cell in (*parts, total))
    return first, second, third, whole


FREE = "V200"
"""A cell that nobody uses."""


def moves(sheet: TableSheet, *, typed: bool) -> Iterator[tuple[str, Act]]:
    """Yield acts after which every verdict must still be right: figures go astray, formulas must not follow them."""
    first, second, third, total = spots(sheet)

    def away(hands: Hands) -> None:
        hands.move(first, FREE)
        hands.type(first, 999)

    def onto(hands: Hands) -> None:
        hands.move(first, second)
        hands.type(first, 999)
        hands.type(second, 0)

    def onto_and_left(hands: Hands) -> None:
        hands.move(first, second)

    def swapped(hands: Hands) -> None:
        hands.move(first, FREE)
        hands.move(third, first)
        hands.move(FREE, third)

    def put_right(hands: Hands) -> None:
        values = [hands.at(each).Value for each in (first, second)]
        hands.move(first, second)
        for address, value in zip((first, second), values, strict=True):
            hands.type(address, value)

    def block(hands: Hands) -> None:
        hands.move(f"{first}:{second}" if first[0] != second[0] else first, FREE)

    def pasted(hands: Hands) -> None:
        hands.copy(first, second)
        hands.copy(second, third)

    def texts(hands: Hands) -> None:
        hands.type(first, "290件")
        hands.type(second, "１２")
        hands.type(third, "1/2")

    yield from (("away", away), ("onto", onto), ("left blank", onto_and_left), ("swapped", swapped))
    yield from (("put right", put_right), ("block", block), ("pasted", pasted), ("texts", texts))
    if typed:

        def total_away(hands: Hands) -> None:
            hands.move(total, FREE)
            hands.type(total, 999)

        yield "total away", total_away


def harmless() -> Iterator[tuple[str, Act]]:
    """Yield acts on an unlocked workbook that change nothing of what the formulas mean."""

    def title_rows(hands: Hands) -> None:
        hands.insert("A1:A2", "ROWS")

    def no_title(hands: Hands) -> None:
        hands.delete("A1", "ROWS")

    def renamed(hands: Hands) -> None:
        hands.table.Name = "我的表"

    yield from (("title rows", title_rows), ("title row deleted", no_title), ("renamed", renamed))


def breaks(sheet: TableSheet) -> Iterator[tuple[str, Act]]:
    """Yield acts on an unlocked workbook after which it must say that it is damaged."""
    first = spots(sheet)[0]
    column = re.sub(r"\d", "", first)
    below = f"A{int(re.sub(r'[A-Z]', '', first)) + 1}"
    several_rows = len({row for row, _ in sheet.figures.values()}) > 1

    def row_in(hands: Hands) -> None:
        hands.insert(below, "ROWS")
        hands.type(f"{column}{below[1:]}", 50)

    def row_out(hands: Hands) -> None:
        hands.delete(below, "ROWS")

    def column_in(hands: Hands) -> None:
        hands.insert(f"{'C' if sheet.width == 3 else 'D' if sheet.width < 12 else 'B'}1", "COLUMNS")

    def column_out(hands: Hands) -> None:
        hands.delete(f"{column}1", "COLUMNS")

    def hidden_out(hands: Hands) -> None:
        hands.delete("AA1:BZ1", "COLUMNS")

    def hidden_cleared(hands: Hands) -> None:
        hands.at("X1:GZ200").clearContents(1 | 2 | 4 | 16)

    def sheet_out(hands: Hands) -> None:
        hands.document.Sheets.removeByName(sheet.table.name)

    if several_rows:
        yield from (("row in", row_in), ("row out", row_out))
    yield from (("column in", column_in), ("column out", column_out))
    yield from (("hidden columns out", hidden_out), ("hidden cells cleared", hidden_cleared), ("sheet out", sheet_out))


def shifted(sheet: TableSheet) -> Iterator[tuple[str, Act]]:
    """Yield acts on an unlocked workbook that put figures elsewhere, as the eye sees."""
    first, _, third, _ = spots(sheet)

    def down(hands: Hands) -> None:
        hands.insert(first, "DOWN")

    def right(hands: Hands) -> None:
        hands.insert(first, "RIGHT")

    def sort(hands: Hands) -> None:
        rows = sorted(row for row, _ in sheet.figures.values())
        column = re.sub(r"\d", "", first)
        last = re.sub(r"\d", "", third)
        hands.sort(f"{column}{rows[0] + 2}:{last}{rows[-1] - 1}")

    yield from (("cells down", down), ("cells right", right))
    if len({row for row, _ in sheet.figures.values()}) > 3:
        yield "sorted", sort


def table_of(form: Form, review: bool) -> TableSheet:
    """The table that has most sums."""
    return max(parity.sheets(form, review), key=lambda sheet: len(sheet.own_sums))
