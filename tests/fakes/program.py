"""A spreadsheet program without a program: a workbook of openpyxl behind the seam, as strict as Excel is."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from addin import texts
from addin.seam import (
    ERRORS,
    AreaLook,
    Block,
    CellDetail,
    CellWrite,
    HostError,
    NoteState,
    Page,
    Selection,
    SheetState,
)
from checks.marking.excel_formulas import LONGEST, SIGN
from checks.marking.marks import LOOKS, Mark
from checks.marking.palette import LINK

_CODES = {text: code for code, text in ERRORS.items()}
_SWITCHES = {"screen": False, "calculation": False}


class FakeProgram:
    """One open workbook.

    Attributes:
        switches: screen and calculation: off while the program works unseen.
        opened: the workbooks opened beside.
        calls: how often each operation was asked for.
    """

    name = "Excel (fake)"

    def __init__(self, path: str | Path, data: bytes | None = None) -> None:
        self._path = str(path) if data is None else None
        data = Path(path).read_bytes() if data is None else data
        self._written = False
        self.workbook = Path(path).name
        self._book = openpyxl.load_workbook(io.BytesIO(data))
        shown = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        self._results = {
            sheet.title: {
                (cell.row - 1, cell.column - 1): cell.value
                for row in sheet.iter_rows()
                for cell in row
                if cell.value is not None
            }
            for sheet in shown.worksheets
        }
        front = self._book.active
        is_sheet = front is not None and front.title in self._results
        self._front: tuple[str, int, int] | None = (front.title, 0, 0) if is_sheet and front else None
        self.switches = {"screen": True, "calculation": True}
        self.opened: list[str] = []
        self.calls: dict[str, int] = {}

    def saved_as(self) -> str | None:
        """The file that it was read from, as long as nothing was written."""
        self._count("saved_as")
        return None if self._written else self._path

    def saved(self) -> bytes:
        """The workbook as it would be saved."""
        buffer = io.BytesIO()
        self._book.save(buffer)
        return buffer.getvalue()

    def _count(self, name: str) -> None:
        self.calls[name] = self.calls.get(name, 0) + 1
        self._written = self._written or name in ("write", "put_marks", "take_marks", "write_page", "delete_sheet")

    def sheets(self) -> list[SheetState]:
        self._count("sheets")
        every = self._book.worksheets
        return [SheetState(one.title, one.sheet_state == "visible", bool(one.protection.sheet)) for one in every]

    def read(self, sheet: str) -> tuple[Block, Block]:
        self._count("read")
        rows = list(self._book[sheet].iter_rows())
        return [[self._value(sheet, cell) for cell in row] for row in rows], [
            [self._formula(sheet, cell) for cell in row] for row in rows
        ]

    def _value(self, sheet: str, cell: Any) -> Any:
        """As COM gives it: every number a float, an error value a number of its own."""
        if isinstance(cell, MergedCell):
            return None
        place = (cell.row - 1, cell.column - 1)
        value = self._results[sheet].get(place)
        if isinstance(value, str) and value in _CODES and cell.data_type in ("e", "f"):
            return _CODES[value]
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value

    def _formula(self, sheet: str, cell: Any) -> str:
        if not isinstance(cell, MergedCell) and cell.data_type == "f":
            return str(getattr(cell.value, "text", cell.value))
        value = self._value(sheet, cell)
        return "" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)

    def cell(self, sheet: str, row: int, column: int) -> CellDetail:
        self._count("cell")
        worksheet = self._book[sheet]
        cell = worksheet.cell(row + 1, column + 1)
        inside = (one for one in worksheet.merged_cells.ranges if cell.coordinate in one)
        area = next(inside, None)
        corner = (area.min_row - 1, area.min_col - 1) if area else (row, column)
        hidden = bool(worksheet.row_dimensions[row + 1].hidden)
        return CellDetail(self._value(sheet, cell), self._formula(sheet, cell), cell.number_format, corner, hidden)

    def write(self, sheet: str, cells: Sequence[CellWrite], *, lift: bool) -> None:
        self._count("write")
        worksheet = self._book[sheet]
        locked = worksheet.protection.sheet and any(
            worksheet.cell(one.row + 1, one.column + 1).protection.locked for one in cells
        )
        if locked and (not lift or worksheet.protection.password):
            raise HostError(texts.password_protected(sheet))
        for one in cells:
            self._put(sheet, one)

    def _put(self, sheet: str, one: CellWrite) -> None:
        cell = self._book[sheet].cell(one.row + 1, one.column + 1)
        is_text = isinstance(one.content, str) and not one.is_formula
        if is_text and str(one.content).startswith("=") and not one.as_text:
            raise NotImplementedError("a value that Excel would take for a formula")
        if one.number_format is not None:
            cell.number_format = one.number_format
        elif one.as_text:
            cell.number_format = "@"
        cell.value = one.content
        if is_text:
            cell.data_type = "s"  # a text that begins with = is no formula
        if one.wrap:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        self._results[sheet].pop((one.row, one.column), None)
        if one.content is not None and not one.is_formula:  # a formula's result is for a program to compute
            self._results[sheet][one.row, one.column] = one.content

    def notes(self, sheet: str) -> list[NoteState]:
        self._count("notes")
        cells = (cell for row in self._book[sheet].iter_rows() for cell in row)
        return [NoteState(cell.row - 1, cell.column - 1, cell.comment.text) for cell in cells if cell.comment]

    def write_note(self, sheet: str, address: str, text: str | None) -> None:
        """Write a note as the person would; None deletes it."""
        self._book[sheet][address].comment = None if text is None else Comment(text, "")

    def _guard(self, sheet: str) -> None:
        if self._book[sheet].protection.sheet and self._book[sheet].protection.password:
            raise HostError(texts.password_protected(sheet))

    def put_marks(self, sheet: str, marks: Sequence[Mark]) -> None:
        self._count("put_marks")
        self._guard(sheet)
        worksheet = self._book[sheet]
        for mark in marks:
            assert len(mark.test) <= LONGEST, "Excel takes no longer formula here"
            for one in worksheet.conditional_formatting:
                for rule in one.rules:
                    rule.priority += 1
            look, cell = LOOKS[mark.look], worksheet.cell(mark.row + 1, mark.column + 1)
            made = FormulaRule(
                [mark.test.removeprefix("=")],
                font=Font(color=_rgb(look.ink), bold=look.bold or None, italic=look.italic or None),
                fill=PatternFill(bgColor=_rgb(look.fill)),
            )
            made.priority = 1
            worksheet.conditional_formatting.add(cell.coordinate, made)
            if mark.note and cell.comment is None:
                cell.comment = Comment(texts.NOTE_MARK + mark.note, "")

    def take_marks(self, sheet: str, notes: Iterable[tuple[int, int]]) -> int:
        self._count("take_marks")
        worksheet, places = self._book[sheet], list(notes)
        every = [(str(one.sqref), rule) for one in worksheet.conditional_formatting for rule in one.rules]
        gone = [rule for _, rule in every if rule.type == "expression" and any(SIGN in text for text in rule.formula)]
        if not gone and not places:
            return 0
        self._guard(sheet)
        # Openpyxl deletes by range only, so the list is made anew without ours; the others keep their order.
        kept = ConditionalFormattingList()
        for area, rule in every:
            if not any(rule is one for one in gone):
                rule.priority -= sum(one.priority < rule.priority for one in gone)
                kept.add(area, rule)
        worksheet.conditional_formatting = kept
        for row, column in places:
            worksheet.cell(row + 1, column + 1).comment = None
        return len(gone)

    def write_page(self, page: Page, *, instead: str | None = None) -> None:
        self._count("write_page")
        position = len(self._book.sheetnames)
        if instead is not None:
            position = self._book.sheetnames.index(instead)
            self.delete_sheet(instead)
        if self._locked:
            raise HostError(texts.STRUCTURE_PROTECTED)
        worksheet = self._book.create_sheet(page.name, position)
        self._results[page.name] = {}
        for area in page.texts:
            for row, column in _places(area):
                worksheet.cell(row + 1, column + 1).number_format = "@"
        assert {len(row) for row in page.rows} == {len(page.rows[0])}, "the rows are of several lengths"
        for r, line in enumerate(page.rows):
            for c, value in enumerate(line):
                if value not in ("", None):
                    self._put(page.name, CellWrite(r, c, value, worksheet.cell(r + 1, c + 1).number_format))
        for look in page.looks:
            _dress(worksheet, look)
        for (row, column), target in page.links.items():
            quoted = target.sheet.replace("'", "''")
            cell = worksheet.cell(row + 1, column + 1)
            self._put(page.name, CellWrite(row, column, target.place, "@", as_text=True))
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{target.a1}")
            _dress(worksheet, AreaLook((row, column, row, column), ink=LINK))
        for row, height in page.heights.items():
            worksheet.row_dimensions[row + 1].height = height
        for column, width in enumerate(page.widths, 1):
            worksheet.column_dimensions[get_column_letter(column)].width = width
        for column in page.hidden:
            worksheet.column_dimensions[get_column_letter(column + 1)].hidden = True

    @property
    def _locked(self) -> bool:
        """A structure without a password is open to us: Excel lifts it meanwhile."""
        security = self._book.security
        return bool(security and security.lockStructure and security.workbookPassword)

    def delete_sheet(self, sheet: str) -> None:
        self._count("delete_sheet")
        if self._locked:
            raise HostError(texts.STRUCTURE_PROTECTED)
        del self._book[sheet]
        del self._results[sheet]
        if self._front and self._front[0] == sheet:
            self._front = (self._book.worksheets[0].title, 0, 0)

    def go_to(self, sheet: str, row: int, column: int) -> None:
        self._count("go_to")
        assert self._book[sheet].sheet_state == "visible", "no program shows a hidden sheet"
        self._front = (sheet, row, column)

    def selection(self) -> Selection:
        if self._front is None:
            return Selection(None, None)
        sheet, *cell = self._front
        return Selection(sheet, (cell[0], cell[1]))

    @contextmanager
    def suspended(self) -> Iterator[None]:
        before, front = dict(self.switches), self._front
        self.switches |= _SWITCHES
        try:
            yield
        finally:
            self.switches = before
            if front is None or front[0] in self._book.sheetnames:
                self._front = front

    def open_workbook(self, path: str) -> None:
        self.opened.append(path)


def _places(area: tuple[int, int, int, int]) -> Iterator[tuple[int, int]]:
    top, left, bottom, right = area
    return ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))


def _dress(worksheet: Any, look: AreaLook) -> None:
    for row, column in _places(look.area):
        cell = worksheet.cell(row + 1, column + 1)
        old = cell.font
        cell.font = Font(
            name=old.name,
            size=look.size or old.size,
            bold=look.bold or old.bold,
            color=_rgb(look.ink) if look.ink else old.color,
        )
        if look.fill:
            cell.fill = PatternFill("solid", fgColor=_rgb(look.fill))
        if look.wrap:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _rgb(colour: str) -> str:
    return f"FF{colour.removeprefix('#')}"
