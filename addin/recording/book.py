"""The workbook side of the recording engine: engine, program, workbook, sheets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xlwings import base_classes

from addin.recording.cells import Note, Range
from addin.recording.content import BookContent, SheetContent


class Engine:
    """What xlwings asks of an engine."""

    name = "recording"
    type = "desktop"

    @staticmethod
    def prepare_xl_data_element(value: Any, date_format: Any = None) -> Any:
        """Make a Python value one of the sheet."""
        del date_format
        return "" if value is None else value


class App(base_classes.App):
    """A program with nothing behind it; remembers its switches."""

    engine = Engine()
    pid = 0
    api = "recording"

    def __init__(self) -> None:
        self.screen_updating = True
        self.display_alerts = True
        self.enable_events = True
        self.calculation = "automatic"
        self.status_bar: str | bool = False
        self.selection: Range | None = None

    screen_updating = True
    display_alerts = True
    enable_events = True
    calculation = "automatic"
    status_bar: Any = False
    selection: Any = None


class Book(base_classes.Book):
    """A workbook; ``content`` holds it, and the actions."""

    def __init__(self, content: BookContent, app: App) -> None:
        self.content = content
        self._app = app
        if not content.chart_is_active:
            self.sheets.active.range((1, 1)).select()

    api = "recording"

    @property
    def name(self) -> str:
        return self.content.name

    @property
    def fullname(self) -> str:
        return self.content.fullname

    @property
    def app(self) -> App:
        return self._app

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    def activate(self) -> None:
        """There is no other workbook."""


class Sheets(base_classes.Sheets):
    """The worksheets."""

    api = "recording"

    def __init__(self, book: Book) -> None:
        self._book = book

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self._book, content) for content in self._book.content.sheets)

    def __len__(self) -> int:
        return len(self._book.content.sheets)

    def __call__(self, name_or_index: str | int) -> Sheet:
        if isinstance(name_or_index, int):
            return Sheet(self._book, self._book.content.sheets[name_or_index - 1])
        for sheet in self:
            if sheet.name.lower() == name_or_index.lower():
                return sheet
        raise KeyError(name_or_index)

    @property
    def active(self) -> Sheet:
        if self._book.content.chart_is_active:
            return Sheet(self._book, SheetContent("Chart1"))
        return self(self._book.content.active + 1)

    def add(self, before: Any = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        if before is not None or after is None or name is None:
            raise NotImplementedError("a sheet is added by name, after another one")
        book = self._book.content
        if book.structure_locked:
            raise PermissionError("the structure of the workbook is protected")
        sheet = SheetContent(name, changes=book.changes)
        book.sheets.insert(after.index, sheet)
        sheet.record("add_sheet", index=after.index)
        book.active = after.index
        return Sheet(self._book, sheet)


class Sheet(base_classes.Sheet):
    """A worksheet."""

    api = "recording"

    def __init__(self, book: Book, content: SheetContent) -> None:
        self._book = book
        self.content = content

    @property  # type: ignore[misc]  # here it is only read
    def name(self) -> str:
        return self.content.name

    @property
    def index(self) -> int:
        return self._book.content.sheets.index(self.content) + 1

    @property
    def book(self) -> Book:
        return self._book

    @property  # type: ignore[misc]  # here it is only read
    def visible(self) -> bool:
        return self.content.visible

    @property
    def cells(self) -> Range:
        return Range(self, (1, 1, 1_048_576, 16_384))

    @property
    def used_range(self) -> Range:
        return Range(self, (1, 1, *self.content.extent))

    @property
    def notes(self) -> list[Note]:
        return [Note(self, *place) for place in list(self.content.notes)]

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        from openpyxl.utils import range_boundaries  # noqa: PLC0415  # only an address in letters needs it

        if isinstance(arg1, str) and arg2 is None:
            left, top, right, bottom = range_boundaries(arg1)
            return Range(self, (top, left, bottom, right))
        if isinstance(arg1, tuple) and len(arg1) == 4 and arg2 is None:
            row, column, height, width = arg1
            return Range(self, (row, column, row + height - 1, column + width - 1))
        if not isinstance(arg1, tuple) or 0 in arg1:
            raise NotImplementedError(f"a range of {arg1!r}")
        return Range(self, (*arg1, *(arg2 or arg1)))

    def activate(self) -> None:
        if self.content.visible:
            self._book.content.active = self.index - 1
            self._book.content.chart_is_active = False

    def delete(self) -> None:
        book = self._book.content
        position = book.sheets.index(self.content)
        book.sheets.remove(self.content)
        self.content.record("delete_sheet")
        book.active = min(book.active - (book.active > position), len(book.sheets) - 1)
