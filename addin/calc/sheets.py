"""Worksheets."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from addin.calc.cells import Range
from addin.calc.formats import SheetFormats
from addin.calc.looks import Note

if TYPE_CHECKING:
    from addin.calc.book import Book


class Sheets(base_classes.Sheets):
    """The worksheets of a workbook; Calc knows no other kind of sheet."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @property
    def api(self) -> Any:
        return self._book.api.Sheets

    @property
    def active(self) -> Sheet:
        return Sheet(self._book, self._book.api.CurrentController.ActiveSheet)

    def __len__(self) -> int:
        return int(self.api.getCount())

    def __iter__(self) -> Iterator[Sheet]:
        return (self(i + 1) for i in range(len(self)))

    def __call__(self, name_or_index: str | int) -> Sheet:
        if isinstance(name_or_index, int):
            return Sheet(self._book, self.api.getByIndex(name_or_index - 1))
        for name in self.api.getElementNames():
            if name.lower() == name_or_index.lower():
                return Sheet(self._book, self.api.getByName(name))
        raise KeyError(name_or_index)

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        index = before.index - 1 if before else after.index if after else self.active.index - 1
        name = name or next(f"Sheet{i}" for i in range(1, 10_000) if not self.api.hasByName(f"Sheet{i}"))
        self.api.insertNewByName(name, index)
        sheet = self(index + 1)
        sheet.activate()  # as Excel does
        return sheet


class Sheet(base_classes.Sheet):
    """A worksheet."""

    def __init__(self, book: Book, sheet: Any) -> None:
        self._book = book
        self._sheet = sheet
        self._formats: SheetFormats | None = None

    def guard(self) -> None:
        """Refuse what a protection forbids, as Excel does; Calc would do nothing, or half of it, without a word.

        Raises:
            PermissionError: the sheet is protected.
        """
        if self._sheet.isProtected():
            raise PermissionError(f"the sheet {self.name} is protected")

    @property
    def formats(self) -> SheetFormats:
        """The conditional formats."""
        if self._formats is None or not self._formats.is_current:
            self._formats = SheetFormats(self)
        return self._formats

    @property
    def api(self) -> Any:
        return self._sheet

    @property
    def name(self) -> str:
        return str(self._sheet.Name)

    @name.setter
    def name(self, value: str) -> None:
        self._sheet.Name = value

    @property
    def index(self) -> int:
        return int(self._sheet.getRangeAddress().Sheet) + 1

    @property
    def book(self) -> Book:
        return self._book

    @property
    def visible(self) -> bool:
        return bool(self._sheet.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        self._sheet.IsVisible = value

    @property
    def notes(self) -> list[Note]:
        places = [note.Position for note in self._sheet.Annotations]
        return [Note(self.range((place.Row + 1, place.Column + 1))) for place in places]

    @cached_property
    def cells(self) -> Range:
        return Range(self, (1, 1, self._sheet.Rows.Count, self._sheet.Columns.Count))

    @property
    def used_range(self) -> Range:
        cursor = self._sheet.createCursor()
        cursor.gotoStartOfUsedArea(False)  # UNO has no keywords
        cursor.gotoEndOfUsedArea(True)
        return self._found(cursor)

    def _found(self, cells: Any) -> Range:
        return Range.of(self, cells.getRangeAddress())

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """Return the cells of an address, from one corner to the other, or of (row, column, height, width)."""
        if isinstance(arg1, str) and arg2 is None:
            return self._found(self._sheet.getCellRangeByName(arg1))
        if isinstance(arg1, tuple) and len(arg1) == 4:
            row, column, height, width = arg1
            return Range(self, (row, column, row + height - 1, column + width - 1))
        first = self._corner(arg1)
        last = first if arg2 is None else self._corner(arg2)
        return Range(self, (*first.area[:2], *last.area[2:]))

    def _corner(self, place: Any) -> Range:
        if isinstance(place, Range):
            return place
        if isinstance(place, str):
            return self.range(place)
        if 0 in place:
            raise IndexError("rows and columns count from 1")
        row, column = place
        return Range(self, (row, column, row, column))

    def activate(self) -> None:
        self._book.api.CurrentController.setActiveSheet(self._sheet)

    def delete(self) -> None:
        self._book.api.Sheets.removeByName(self.name)
