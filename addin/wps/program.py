"""A workbook that is open in WPS 表格, as the seam wants it; see ``addin.seam``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

from addin import texts
from addin.seam import Block, CellDetail, CellWrite, HostError, NoteState, Page, Selection, SheetState
from addin.wps import values
from addin.wps.blocks import address, gathered, places, settled
from addin.wps.door import Door, DoorError
from addin.wps.page_data import page_data
from checks.marking.excel_formulas import SIGN
from checks.marking.marks import LOOKS, Mark
from checks.model.grid import Area, Place
from checks.readers.bounds import MAX_COLUMNS, MAX_ROWS

_AS_TEXT = "@"
_MOST_STRANGERS = (20, 8)
"""So many conditions of others in a row end the search for ours, from the first one and from the last."""
_SHARED: dict[tuple[str, str], dict[str, int]] = {}
"""(workbook, sheet) → of the tests of our last marks there, how many cells share each: only to count what goes."""
_FEW = 4
"""So many cells of a sheet are looked at one by one; whoever asks for more will ask for many."""
_AHEAD = (30, 14, 6, 2)
"""So many rows are then looked at ahead, in the columns that were asked for: the most that are alike."""
_Fact = str | bool | None
_T = TypeVar("_T")


class Wps:
    """The workbook in front of WPS.

    What was read is kept until it may be another: a command asks for the same sheets again and again, and each access
    goes over to another process. It lives for one click, and whoever asks a person something makes it ``forget``.

    Args:
        door: to ``port.js``.

    Raises:
        HostError: no workbook is open.
    """

    def __init__(self, door: Door) -> None:
        self._door = door
        self._kept: dict[tuple[str, str], Any] = {}
        try:
            self.workbook, _, version, build, _, self._date1904 = door("about")
        except DoorError as problem:
            if problem.code == "no workbook":
                raise HostError(texts.NO_WORKBOOK) from problem
            raise
        self.name = f"WPS 表格 {build or version}"

    def saved_as(self) -> str | None:
        """Return None: whether WPS has saved what is open is not asked."""
        return None

    def forget(self) -> None:
        """Read all of it anew from now on."""
        self._kept.clear()

    def _forget(self, sheet: str = "", *kinds: str) -> None:
        """Read anew what may be another now: something of one sheet, and what formulas compute from it elsewhere."""
        for kind, name in list(self._kept):
            computed = kind == "read" and any(text[:1] == "=" for row in self._kept[kind, name][1] for text in row)
            if computed or (name == sheet and kind in kinds):
                del self._kept[kind, name]

    def _once(self, key: tuple[str, str], read: Callable[[], _T]) -> _T:
        if key not in self._kept:
            self._kept[key] = read()
        kept: _T = self._kept[key]
        return kept

    def _change(self, sheet: str, name: str, *arguments: Any) -> Any:
        """Do what a protection may forbid."""
        try:
            return self._door(name, *arguments)
        except DoorError as problem:
            if problem.code == "password":
                raise HostError(texts.password_protected(sheet)) from problem
            if problem.code == "structure":
                raise HostError(texts.STRUCTURE_PROTECTED) from problem
            raise

    def sheets(self) -> list[SheetState]:
        """Return the worksheets."""
        return self._once(("sheets", ""), lambda: [SheetState(*one) for one in self._door("sheets")])

    def read(self, sheet: str) -> tuple[Block, Block]:
        """Read a sheet in two blocks."""
        return self._once(("read", sheet), lambda: self._read(sheet))

    def _read(self, sheet: str) -> tuple[Block, Block]:
        shown, formulas = self._door("read", sheet, MAX_ROWS, MAX_COLUMNS)
        numbers = {
            (r, c): value for r, row in enumerate(shown) for c, value in enumerate(row) if values.is_number(value)
        }
        rows = [[values.plain(value) for value in row] for row in shown]
        codes = self._facts(sheet, "NumberFormat", numbers)
        for (r, c), serial in numbers.items():
            if values.is_date(codes[r, c]):
                rows[r][c] = values.moment(serial, date1904=self._date1904)
        return rows, [["" if text is None else str(text) for text in row] for row in formulas]

    def _facts(self, sheet: str, what: str, cells: Collection[Place]) -> dict[Place, _Fact]:
        """Learn something of many cells, their ``NumberFormat``, ``MergeCells`` or ``Hidden``; returns all known."""
        known: dict[Place, _Fact] = self._once((what, sheet), dict)

        def ask(areas: Sequence[Area]) -> list[_Fact]:
            answers: list[_Fact] = self._door("uniform", sheet, what, [address(area) for area in areas])
            return answers

        known.update(settled([place for place in cells if place not in known], ask))
        return known

    def cell(self, sheet: str, row: int, column: int) -> CellDetail:
        """Look at one cell."""
        rows, formulas = self.read(sheet)
        inside = row < len(rows) and column < len(rows[row])
        facts = partial(self._fact, sheet, (row, column), inside=inside)
        corner = (row, column)
        if facts("MergeCells") is not False:
            top, left = self._door("corner", sheet, address((row, column, row, column)))
            corner = (top - 1, left - 1)
        return CellDetail(
            rows[row][column] if inside else None,
            formulas[row][column] if inside else "",
            str(facts("NumberFormat") or "General"),
            corner,
            facts("Hidden") is True,
        )

    def _fact(self, sheet: str, place: Place, what: str, *, inside: bool) -> _Fact:
        """Of the first few cells of a sheet each alone; then with those below that are likely to come next."""
        asked: set[Place] = self._once((f"asked {what}", sheet), set)
        asked.add(place)
        known = self._facts(sheet, what, ())
        if place not in known and inside and len(asked) > _FEW:
            columns = [column for _, column in asked]
            for ahead in _AHEAD:
                area = (place[0], min(columns), place[0] + ahead, max(columns))
                (answer,) = self._door("uniform", sheet, what, [address(area)])
                if answer is not None:
                    known.update(dict.fromkeys(places(area), answer))
                    break
        return self._facts(sheet, what, [place])[place]

    def write(self, sheet: str, cells: Sequence[CellWrite], *, lift: bool) -> None:
        """Fill cells, block by block."""
        try:
            self._change(sheet, "write", sheet, _blocks(cells, date1904=self._date1904), lift)
        finally:
            self._forget(sheet, "read", "NumberFormat")

    def notes(self, sheet: str) -> list[NoteState]:
        """Return the notes."""
        return self._once(
            ("notes", sheet),
            lambda: [NoteState(row - 1, column - 1, text) for row, column, text in self._door("notes", sheet)],
        )

    def put_marks(self, sheet: str, marks: Sequence[Mark]) -> None:
        """Add conditional formats and notes; neighbours with the same test and look share one format."""
        noted = {(note.row, note.column) for note in self.notes(sheet)}
        wanted = {(mark.row, mark.column): mark.note for mark in marks if mark.note}
        notes = [
            [address((*place, *place)), texts.NOTE_MARK + note] for place, note in wanted.items() if place not in noted
        ]
        if notes:
            self._kept.pop(("notes", sheet))
        conditions = _conditions(marks)
        often = Counter(one["test"] for one in conditions)
        cells = {one["test"]: one.pop("cells") for one in conditions}
        _SHARED[self.workbook, sheet] = {test: count for test, count in cells.items() if often[test] == 1}
        self._change(sheet, "putMarks", sheet, conditions, notes)

    def take_marks(self, sheet: str, notes: Iterable[tuple[int, int]]) -> int:
        """Take out what bears our sign."""
        gone = set(notes)
        before: list[NoteState] | None = self._kept.pop(("notes", sheet), None)
        taken_off = [address((row, column, row, column)) for row, column in sorted(gone)]
        known = _SHARED.get((self.workbook, sheet), {})
        taken: int = self._change(sheet, "takeMarks", sheet, SIGN, _MOST_STRANGERS, taken_off, known)
        if before is not None:
            self._kept["notes", sheet] = [note for note in before if (note.row, note.column) not in gone]
        return taken

    def write_page(self, page: Page, *, instead: str | None = None) -> None:
        """Write a sheet block by block."""
        before = self.sheets()
        for name in {page.name, instead or page.name}:
            self._leave(name)
        self._change(page.name, "writePage", page_data(page, instead))
        made = SheetState(page.name, visible=True, protected=False)
        self._kept["sheets", ""] = (
            [made if sheet.name == instead else sheet for sheet in before] if instead else [*before, made]
        )

    def delete_sheet(self, sheet: str) -> None:
        """Delete a sheet."""
        self._leave(sheet)
        self._change(sheet, "deleteSheet", sheet)

    def _leave(self, sheet: str) -> None:
        """A sheet comes or goes."""
        self._kept.pop(("sheets", ""), None)
        self._forget(sheet, *{kind for kind, _ in self._kept})

    def go_to(self, sheet: str, row: int, column: int) -> None:
        """Activate and select."""
        self._door("goTo", sheet, address((row, column, row, column)))

    def selection(self) -> Selection:
        """Return where the person is."""
        front, row, column = self._door("selection")
        if front not in [sheet.name for sheet in self.sheets()]:
            return Selection(None, None)
        return Selection(front, None if row is None else (row - 1, column - 1))

    @contextmanager
    def suspended(self) -> Iterator[None]:
        """Rest the switches; put everything back, also after an error."""
        kept = self._door("suspend")
        try:
            yield
        finally:
            self._door("resume", kept)
            self._forget()

    def open_workbook(self, path: str) -> None:
        """Open it in front."""
        self._door("open", path)


def _conditions(marks: Sequence[Mark]) -> list[dict[str, Any]]:
    """The formats of marks; the last is the first to be asked."""
    kinds = {(mark.row, mark.column): (mark.test, mark.look) for mark in marks}
    return [
        {
            "at": address(area),
            "cells": (area[2] - area[0] + 1) * (area[3] - area[1] + 1),
            "test": test,
            "fill": values.bgr(LOOKS[look].fill),
            "ink": values.bgr(LOOKS[look].ink),
            "bold": LOOKS[look].bold,
            "italic": LOOKS[look].italic,
        }
        for area, (test, look) in gathered(kinds)
    ]


def _blocks(cells: Sequence[CellWrite], *, date1904: bool) -> list[dict[str, Any]]:
    """What is written alike and side by side goes over at once."""
    contents = {(one.row, one.column): one.content for one in cells}
    kinds = {
        (one.row, one.column): (one.number_format, one.as_text, one.is_formula, one.wrap, one.content is None)
        for one in cells
    }
    return [
        {
            "at": address((top, left, bottom, right)),
            "before": _AS_TEXT if as_text else number_format,
            "after": number_format if as_text else None,
            "formula": is_formula,
            "empty": empty,
            "wrap": wrap,
            "rows": [
                [values.serial(contents[row, column], date1904=date1904) for column in range(left, right + 1)]
                for row in range(top, bottom + 1)
            ],
        }
        for (top, left, bottom, right), (number_format, as_text, is_formula, wrap, empty) in gathered(kinds)
    ]
