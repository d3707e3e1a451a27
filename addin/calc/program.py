"""A workbook that is open in Calc, as the seam wants it; see ``addin.seam``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import PurePath
from typing import Any

from addin import texts
from addin.calc import office, values
from addin.calc.formats import Condition, FormatEntry
from addin.calc.formulas import FormulaParsers
from addin.calc.office import constant
from addin.calc.sheet import CalcSheet
from addin.calc.styles import drop_unused, style_for
from addin.seam import AreaLook, Block, CellDetail, CellWrite, HostError, NoteState, Page, Selection, SheetState
from checks.marking.marks import LOOKS, Mark
from checks.marking.palette import LINK

_AS_TEXT = "@"
_MM_PER_POINT = 2540 / 72
_MM_PER_PIXEL = 2540 / 96
"""Calc measures in hundredths of a millimetre."""
_SCRIPTS = ("", "Asian", "Complex")
"""Calc keeps weight and size of Western, Asian and other characters apart."""


class Calc:
    """A document of Calc.

    Args:
        context: the component context of UNO, of this process or of one spoken to through a pipe.
        document: the document.
    """

    def __init__(self, context: Any, document: Any) -> None:
        self.context = context
        self.document = document
        self.name = f"LibreOffice {office.version(context)}"
        url = document.URL
        self.workbook = PurePath(office.path_of(url)).name if url else str(document.Title)
        self._sheets: dict[str, CalcSheet] = {}
        self._loose: set[str] = set()
        self._working = 0

    @cached_property
    def _formulas(self) -> FormulaParsers:
        return FormulaParsers(self.document)

    def sheet(self, name: str) -> CalcSheet:
        """Return a worksheet; its list of formats is kept, since reading it takes long."""
        api = self.document.Sheets.getByName(name)
        kept = self._sheets.get(name)
        if kept is None or kept.api != api:
            kept = self._sheets[name] = CalcSheet(self.context, self.document, api)
        return kept

    def saved_as(self) -> str | None:
        """Return the file's path."""
        url = str(self.document.URL)
        return office.path_of(url) if url.startswith("file:") and not self.document.isModified() else None

    def sheets(self) -> list[SheetState]:
        """Return the worksheets; Calc knows no other kind of sheet."""
        every = self.document.Sheets
        found = (every.getByIndex(i) for i in range(every.getCount()))
        return [SheetState(str(one.Name), bool(one.IsVisible), bool(one.isProtected())) for one in found]

    def read(self, sheet: str) -> tuple[Block, Block]:
        """Read a sheet."""
        area = self.sheet(sheet).used()
        shown = [list(row) for row in values.read(self.document, area)]
        return shown, [[self._written(text) for text in row] for row in area.getFormulaArray()]

    def _written(self, formula: str) -> str:
        return self._formulas.to_excel(formula) if formula[:1] == "=" else formula.removeprefix("'")

    def cell(self, sheet: str, row: int, column: int) -> CellDetail:
        """Look at one cell."""
        cell = self.sheet(sheet).cell(row, column)
        cursor = self.sheet(sheet).api.createCursorByRange(cell)
        cursor.collapseToMergedArea()
        corner = cursor.getRangeAddress()
        return CellDetail(
            values.read(self.document, cell)[0][0],
            self._written(cell.getFormula()),
            str(self.document.NumberFormats.getByKey(cell.NumberFormat).FormatString),
            (corner.StartRow, corner.StartColumn),
            not cell.Rows.getByIndex(0).IsVisible,
        )

    def write(self, sheet: str, cells: Sequence[CellWrite], *, lift: bool) -> None:
        """Fill cells one by one."""
        if lift:
            with self.unlocked(sheet):
                self._write(sheet, cells)
            return
        try:
            with _plain_errors():
                self._write(sheet, cells)
        except RuntimeError as problem:
            if self.sheet(sheet).is_protected:
                raise HostError(texts.password_protected(sheet)) from problem
            raise

    def _write(self, sheet: str, cells: Sequence[CellWrite]) -> None:
        for write in cells:
            cell = self.sheet(sheet).cell(write.row, write.column)
            if write.as_text:
                cell.NumberFormat = values.number_format(self.document, _AS_TEXT)
            elif write.number_format is not None:
                cell.NumberFormat = values.number_format(self.document, write.number_format)
            if write.content is None:
                values.clear(cell)
            elif write.is_formula:
                cell.setFormula(self._formulas.to_calc(str(write.content)))
            else:
                values.write(self.document, cell, [[write.content]])
            if write.as_text and write.number_format is not None:
                cell.NumberFormat = values.number_format(self.document, write.number_format)
            if write.wrap:
                cell.IsTextWrapped = True

    def notes(self, sheet: str) -> list[NoteState]:
        """Return the notes."""
        found = self.sheet(sheet).api.Annotations
        return [NoteState(note.Position.Row, note.Position.Column, str(note.getString())) for note in found]

    def put_marks(self, sheet: str, marks: Sequence[Mark]) -> None:
        """Add conditional formats and notes."""
        with self.unlocked(sheet):
            worksheet = self.sheet(sheet)
            noted = {(note.row, note.column) for note in self.notes(sheet)}
            for mark in marks:
                style = style_for(worksheet, worksheet.cell(mark.row, mark.column), LOOKS[mark.look])
                self._loose.discard(style)
                operator = constant("sheet.ConditionFormatOperator.EXPRESSION")
                entry = FormatEntry(operator, mark.test.removeprefix("="), style)
                formula = self._formulas.to_calc(f"={entry.text}")[1:]
                worksheet.formats.put_first(
                    mark.row, mark.column, Condition(entry, (formula, ""), (mark.row, mark.column))
                )
                if mark.note and (mark.row, mark.column) not in noted:
                    place = worksheet.cell(mark.row, mark.column).getCellAddress()
                    worksheet.api.Annotations.insertNew(place, texts.NOTE_MARK + mark.note)

    def take_marks(self, sheet: str, notes: Iterable[tuple[int, int]]) -> int:
        """Take out what bears our sign."""
        worksheet, places = self.sheet(sheet), set(notes)
        count = sum(len(conditional.signed) for conditional in worksheet.formats)
        if not count and not places:
            return 0
        with self.unlocked(sheet):
            for _ in range(count):  # from the last, as they may have been taken out of one another
                conditional = next(one for one in reversed(worksheet.formats) if one.signed)
                self._loose.add(worksheet.formats.take_away(conditional, conditional.signed[-1]))
            if not self._working:
                self._drop_styles()
            annotations = worksheet.api.Annotations
            for i in range(annotations.getCount() - 1, -1, -1):
                at = annotations.getByIndex(i).Position
                if (at.Row, at.Column) in places:
                    annotations.removeByIndex(i)
        return count

    def _drop_styles(self) -> None:
        """Drop the styles of ours that no mark brings any more; while marks are made anew, only at the end."""
        drop_unused(self.document, self._loose)
        self._loose.clear()

    def write_page(self, page: Page, *, instead: str | None = None) -> None:
        """Write a sheet."""
        sheets = self.document.Sheets
        place = sheets.getCount()
        if instead is not None:
            place = int(self.sheet(instead).api.getRangeAddress().Sheet)
            self._leave(instead)
            sheets.removeByName(instead)
        sheets.insertNewByName(page.name, place)
        _fill(self.document, self.sheet(page.name), page)

    def delete_sheet(self, sheet: str) -> None:
        """Delete a sheet."""
        self._leave(sheet)
        self.document.Sheets.removeByName(sheet)

    def _leave(self, sheet: str) -> None:
        self._sheets.pop(sheet, None)

    def go_to(self, sheet: str, row: int, column: int) -> None:
        """Activate and select."""
        self._select(sheet, self.sheet(sheet).cell(row, column))

    def _select(self, sheet: str, cells: Any) -> None:
        controller = self.document.CurrentController
        controller.setActiveSheet(self.sheet(sheet).api)
        controller.select(cells)

    def _selected(self) -> Any:
        """The selected cells, the first area of several; None for a picture or a chart."""
        chosen = self.document.CurrentController.getSelection()
        if chosen.supportsService("com.sun.star.sheet.SheetCellRanges"):
            chosen = chosen.getByIndex(0)
        return chosen if chosen.supportsService("com.sun.star.table.CellProperties") else None

    def selection(self) -> Selection:
        """Return where the person is."""
        chosen = self._selected()
        front = str(self.document.CurrentController.ActiveSheet.Name)
        if chosen is None:
            return Selection(front, None)
        area = chosen.getRangeAddress()
        return Selection(str(self.document.Sheets.getByIndex(area.Sheet).Name), (area.StartRow, area.StartColumn))

    @contextmanager
    def suspended(self) -> Iterator[None]:
        """Lock the view and rest the calculation; put both back, and the selection, also after an error."""
        document = self.document
        locked, automatic = document.hasControllersLocked(), document.isAutomaticCalculationEnabled()
        chosen = self._selected()
        area = chosen and chosen.getRangeAddress()
        front = area and str(document.Sheets.getByIndex(area.Sheet).Name)
        if not locked:
            document.lockControllers()
        document.enableAutomaticCalculation(False)  # UNO has no keywords
        self._working += 1
        try:
            with _plain_errors():
                yield
        finally:
            self._working -= 1
            if not self._working:
                self._drop_styles()
            document.enableAutomaticCalculation(automatic)
            if not locked:  # locks are counted
                document.unlockControllers()
            if front is not None and document.Sheets.hasByName(front):  # it may be deleted by now
                cells = self.sheet(front).area(area.StartRow, area.StartColumn, area.EndRow, area.EndColumn)
                self._select(front, cells)

    @contextmanager
    def unlocked(self, sheet: str) -> Iterator[None]:
        """Lift a protection without password, and put the very same one back.

        Calc's interface cannot tell what a protection permits. But undoing the lifting restores it whole, as long as
        nothing that happens in between can be undone. Where Calc has written something down all the same (it forgets
        at times that its history is locked), undoing would take that back, too; then the sheet is protected anew, and
        permits what Calc permits by default.

        Raises:
            HostError: the protection has a password.
        """
        worksheet = self.sheet(sheet)
        if not worksheet.is_protected:
            with _plain_errors():
                yield
            return
        history = self.document.UndoManager
        try:
            worksheet.api.unprotect("")
        except Exception as problem:  # some passwords it refuses aloud; UNO's exceptions are no proper classes
            raise HostError(texts.password_protected(sheet)) from problem
        if worksheet.is_protected:
            raise HostError(texts.password_protected(sheet))
        lifting = history.getAllUndoActionTitles()[:1]
        history.lock()
        try:
            with _plain_errors():
                yield
        finally:
            history.unlock()
            if history.getAllUndoActionTitles()[:1] == lifting:
                history.undo()
            else:
                worksheet.api.protect("")

    def open_workbook(self, path: str) -> None:
        """Open a workbook in a window of its own."""
        load(self.context, path)


def load(context: Any, path: str, *, hidden: bool = False) -> Any:
    """Open a workbook in Calc; macros in it stay off.

    Raises:
        FileNotFoundError: Calc cannot open it.
    """
    options = office.properties(Hidden=hidden, MacroExecutionMode=constant("document.MacroExecMode.NEVER_EXECUTE"))
    document = office.desktop(context).loadComponentFromURL(office.url_of(path), "_blank", 0, options)
    if document is None:
        raise FileNotFoundError(path)
    return document


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Make UNO's exceptions Python's: they carry no traceback, which Python's context managers would trip over."""
    try:
        yield
    except office.bridge().getClass("com.sun.star.uno.Exception") as problem:
        raise RuntimeError(f"{type(problem).__name__}: {problem.Message}") from None


def _fill(document: Any, sheet: CalcSheet, page: Page) -> None:
    """Write a whole sheet of ours into an empty one."""
    for area in page.texts:
        sheet.area(*area).NumberFormat = values.number_format(document, "@")
    values.write(document, sheet.area(0, 0, len(page.rows) - 1, len(page.rows[0]) - 1), page.rows)
    for column, width in enumerate(page.widths):
        # In characters of the normal font, as Excel counts: 7 pixels each, and 5 for the margins.
        sheet.cell(0, column).Columns.Width = round((width * 7 + 5) * _MM_PER_PIXEL)
    for look in page.looks:
        _dress(sheet.area(*look.area), look)
    for (row, column), target in page.links.items():
        quoted = target.sheet.replace("'", "''")
        cell = sheet.cell(row, column)
        values.link(document, cell, f"#'{quoted}'!{target.a1}", target.place)
        cell.CharColor = _number_of(LINK)
    for row, height in page.heights.items():
        sheet.cell(row, 0).Rows.Height = round(height * _MM_PER_POINT)
    for column in page.hidden:
        sheet.cell(0, column).Columns.IsVisible = False


def _dress(cells: Any, look: AreaLook) -> None:
    if look.wrap:
        cells.IsTextWrapped = True
    if look.fill:
        cells.CellBackColor = _number_of(look.fill)
    if look.ink:
        cells.CharColor = _number_of(look.ink)
    for script in _SCRIPTS:
        if look.bold:
            cells.setPropertyValue(f"CharWeight{script}", constant("awt.FontWeight.BOLD"))
        if look.size:
            cells.setPropertyValue(f"CharHeight{script}", float(look.size))


def _number_of(colour: str) -> int:
    return int(colour.removeprefix("#"), 16)
