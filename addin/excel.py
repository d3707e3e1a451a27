"""Excel over xlwings, as the seam wants it; see ``addin.seam``."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from addin import texts
from addin.seam import AreaLook, Block, CellDetail, CellWrite, HostError, NoteState, Page, Selection, SheetState
from checks.marking.excel_formulas import SIGN
from checks.marking.marks import LOOKS, Mark
from checks.marking.palette import LINK
from checks.readers.bounds import MAX_COLUMNS, MAX_ROWS

if TYPE_CHECKING:
    import xlwings as xw

_ALLOWED = (
    "AllowFormattingCells",
    "AllowFormattingColumns",
    "AllowFormattingRows",
    "AllowInsertingColumns",
    "AllowInsertingRows",
    "AllowInsertingHyperlinks",
    "AllowDeletingColumns",
    "AllowDeletingRows",
    "AllowSorting",
    "AllowFiltering",
    "AllowUsingPivotTables",
)
"""What a protection may leave open; to be put back as it was."""
_SWITCHES = {"screen_updating": False, "enable_events": False, "display_alerts": False, "calculation": "manual"}
_WPS = ("wps", "kingsoft")
"""In the path of WPS, which may have registered itself as Excel and then bears Excel's name."""
_AS_TEXT = "@"
"""The number format under which Excel keeps whatever is entered as text."""
_PAUSE = 0.05  # seconds


class Patience:
    """How often xlwings shall try again while Excel is busy: it compares its count with this, which waits a little.

    By itself xlwings tries for ever, without a pause. After ``most`` attempts the answer is an ExcelBusyError.
    """

    def __init__(self, most: int = 200) -> None:
        self._most = most

    def __gt__(self, attempts: int) -> bool:
        """Wait, and tell whether there are attempts left."""
        time.sleep(_PAUSE)
        return attempts < self._most


class Excel:
    """A workbook that is open in Excel."""

    def __init__(self, book: xw.Book) -> None:
        self._book = book
        self._app = book.app
        api = self._app.api
        # WPS calls itself Excel where it is registered as such; its place and its build do not lie.
        is_wps = any(name in str(getattr(api, "Path", "")).lower() for name in _WPS)
        is_wps = is_wps or str(getattr(api, "Build", "")).count(".") > 1
        self.name = f"{'WPS' if is_wps else api.Name} {api.Version}"
        self.workbook = str(book.name)

    def saved_as(self) -> str | None:
        """Return the file's path; of a workbook on a server there is only an address."""
        path = str(self._book.api.FullName)
        return path if self._book.api.Saved and not path.lower().startswith("http") else None

    def sheets(self) -> list[SheetState]:
        """Return the worksheets."""
        return [SheetState(one.name, bool(one.visible), _is_protected(one)) for one in self._book.sheets]

    def read(self, sheet: str) -> tuple[Block, Block]:
        """Read a sheet in two calls."""
        worksheet = self._book.sheets(sheet)
        used = worksheet.used_range
        bottom = min(used.row + used.shape[0] - 1, MAX_ROWS)
        right = min(used.column + used.shape[1] - 1, MAX_COLUMNS)
        area = worksheet.range((1, 1), (bottom, right))
        return _rows(area.raw_value, bottom, right), _rows(area.formula, bottom, right)

    def cell(self, sheet: str, row: int, column: int) -> CellDetail:
        """Look at one cell."""
        cell = self._cell(sheet, row, column)
        corner = cell.merge_area
        return CellDetail(
            cell.raw_value,
            str(cell.formula),
            str(cell.number_format),
            (corner.row - 1, corner.column - 1),
            bool(cell.rows.hidden),
        )

    def _cell(self, sheet: str, row: int, column: int) -> xw.Range:
        return self._book.sheets(sheet).range((row + 1, column + 1))

    def write(self, sheet: str, cells: Sequence[CellWrite], *, lift: bool) -> None:
        """Fill cells one by one."""
        worksheet = self._book.sheets(sheet)
        if lift:
            with self._unlocked(worksheet):
                self._write(worksheet, cells)
            return
        try:
            self._write(worksheet, cells)
        except Exception as problem:
            if _is_protected(worksheet):  # a locked cell; pywin32's com_error exists on Windows alone
                raise HostError(texts.password_protected(sheet)) from problem
            raise

    def _write(self, worksheet: xw.Sheet, cells: Sequence[CellWrite]) -> None:
        for write in cells:
            cell = worksheet.range((write.row + 1, write.column + 1))
            if write.as_text:
                cell.number_format = _AS_TEXT
            elif write.number_format is not None:
                cell.number_format = write.number_format
            if write.content is None:
                cell.clear_contents()
            elif write.is_formula:
                cell.formula = write.content
            else:
                cell.raw_value = write.content
            if write.as_text and write.number_format is not None:
                cell.number_format = write.number_format
            if write.wrap:
                cell.wrap_text = True

    def notes(self, sheet: str) -> list[NoteState]:
        """Return the notes."""
        found = [(note.location, note.text) for note in self._book.sheets(sheet).notes]
        return [NoteState(place.row - 1, place.column - 1, text) for place, text in found]

    def put_marks(self, sheet: str, marks: Sequence[Mark]) -> None:
        """Add conditional formats and notes."""
        worksheet = self._book.sheets(sheet)
        with self._unlocked(worksheet):
            for mark in marks:
                cell = worksheet.range((mark.row + 1, mark.column + 1))
                look = LOOKS[mark.look]
                cell.conditional_formats.add_custom(
                    mark.test,
                    fill_color=look.fill,
                    font_color=look.ink,
                    font_bold=look.bold or None,
                    font_italic=look.italic or None,
                )
                if mark.note and cell.note is None:
                    _add_note(cell, texts.NOTE_MARK + mark.note)

    def take_marks(self, sheet: str, notes: Iterable[tuple[int, int]]) -> int:
        """Take out what bears our sign."""
        worksheet = self._book.sheets(sheet)
        formats = worksheet.cells.conditional_formats
        formulas = [one.formula for one in formats]
        ours = [index for index, formula in enumerate(formulas, 1) if formula is not None and SIGN in formula]
        places = list(notes)
        if not ours and not places:
            return 0
        with self._unlocked(worksheet):
            for index in reversed(ours):  # from the last, so that the numbers of the others stay
                formats(index).delete()
            for row, column in places:
                note = worksheet.range((row + 1, column + 1)).note
                if note is not None:
                    note.delete()
        return len(ours)

    def write_page(self, page: Page, *, instead: str | None = None) -> None:
        """Write a sheet block by block."""
        sheets = self._book.sheets
        with self._structure_unlocked():
            after = len(sheets)
            if instead is not None:
                after = max(1, sheets(instead).index - 1)
                sheets(instead).delete()
            worksheet = sheets.add(page.name, after=sheets(after))
        for top, left, bottom, right in page.texts:
            worksheet.range((top + 1, left + 1), (bottom + 1, right + 1)).number_format = _AS_TEXT
        worksheet.range((1, 1), (len(page.rows), len(page.rows[0]))).raw_value = page.rows
        for column, width in enumerate(page.widths, 1):
            worksheet.range((1, column)).column_width = width
        for look in page.looks:
            _dress(worksheet, look)
        for (row, column), target in page.links.items():
            quoted = target.sheet.replace("'", "''")
            link = worksheet.range((row + 1, column + 1))
            link.add_hyperlink(f"#'{quoted}'!{target.a1}", text_to_display=target.place)
            link.font.color = LINK
        for row, height in page.heights.items():
            worksheet.range((row + 1, 1)).row_height = height
        for column in page.hidden:
            worksheet.range((1, column + 1)).columns.hidden = True

    def delete_sheet(self, sheet: str) -> None:
        """Delete a sheet."""
        with self._structure_unlocked():
            self._book.sheets(sheet).delete()

    def go_to(self, sheet: str, row: int, column: int) -> None:
        """Activate and select."""
        cell = self._cell(sheet, row, column)
        cell.sheet.api.Activate()
        cell.api.Select()

    def selection(self) -> Selection:
        """Return where the person is."""
        front = self._book.sheets.active.name
        if front not in [one.name for one in self._book.sheets]:
            return Selection(None, None)
        selection = self._app.selection
        return Selection(front, None if selection is None else (selection.row - 1, selection.column - 1))

    @contextmanager
    def suspended(self) -> Iterator[None]:
        """Rest the switches; put everything back, also after an error."""
        before = {switch: getattr(self._app, switch) for switch in _SWITCHES}
        selection = self._app.selection
        front = None if selection is None else (selection.sheet.name, selection.address.replace("$", ""))
        try:
            for switch, value in _SWITCHES.items():
                setattr(self._app, switch, value)
            yield
        finally:
            for switch, value in before.items():
                setattr(self._app, switch, value)
            if front is not None and front[0] in [one.name for one in self._book.sheets]:  # it may be deleted by now
                chosen = self._book.sheets(front[0]).range(front[1])
                chosen.sheet.api.Activate()
                chosen.api.Select()

    def open_workbook(self, path: str) -> None:
        """Open it in front."""
        self._app.books.open(path)

    @contextmanager
    def _structure_unlocked(self) -> Iterator[None]:
        """Lift the lock on the workbook's structure, which our own workbooks have without a password, and put it back.

        Raises:
            HostError: the lock has a password, or sheets cannot be added or taken out for another reason.
        """
        api = self._book.api
        locked = bool(getattr(api, "ProtectStructure", False))
        try:
            if locked:
                api.Unprotect("")
            yield
        except Exception as problem:  # pywin32's com_error, which exists on Windows alone
            raise HostError(texts.STRUCTURE_PROTECTED) from problem
        finally:
            if locked and not api.ProtectStructure:
                api.Protect(Structure=True)

    @contextmanager
    def _unlocked(self, worksheet: xw.Sheet) -> Iterator[None]:
        """Lift a protection, and put it back with all that it allowed."""
        if not _is_protected(worksheet):
            yield
            return
        api = worksheet.api
        kept: dict[str, Any] = {
            "DrawingObjects": api.ProtectDrawingObjects,
            "Contents": api.ProtectContents,
            "Scenarios": api.ProtectScenarios,
            **{name: getattr(api.Protection, name) for name in _ALLOWED},
        }
        try:
            api.Unprotect("")
        except Exception as problem:  # as above
            raise HostError(texts.password_protected(worksheet.name)) from problem
        if _is_protected(worksheet):
            raise HostError(texts.password_protected(worksheet.name))
        try:
            yield
        finally:
            api.Protect(**kept)


def _is_protected(worksheet: xw.Sheet) -> bool:
    return bool(worksheet.api.ProtectContents or worksheet.api.ProtectDrawingObjects)


def _rows(block: Any, height: int, width: int) -> Block:
    """Of one cell Excel gives the bare value, of one row or column a flat list."""
    if height == width == 1:
        return [[block]]
    flat = not isinstance(block[0], Sequence) or isinstance(block[0], str)
    if flat:
        return [list(block)] if height == 1 else [[value] for value in block]
    return [list(row) for row in block]


def _add_note(cell: xw.Range, text: str) -> None:
    """Add a note; a cell with a threaded comment takes none, and its mark must do."""
    try:
        cell.add_note(text)
    except Exception as problem:  # as above
        if type(problem).__name__ != "com_error":
            raise


def _dress(worksheet: xw.Sheet, look: AreaLook) -> None:
    top, left, bottom, right = look.area
    cells = worksheet.range((top + 1, left + 1), (bottom + 1, right + 1))
    if look.wrap:
        cells.wrap_text = True
    if look.fill:
        cells.color = look.fill
    if look.bold:
        cells.font.bold = True
    if look.ink:
        cells.font.color = look.ink
    if look.size:
        cells.font.size = look.size
