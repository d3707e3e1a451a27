"""Workbooks in Office Open XML: .xlsx, .xlsm, .xltx, and the .et files that are zips.

Each part is first given to the strict tokeniser, and to the complete reader where it isn't written in the usual
way. Both tell errors, dates and formulas from figures, so one look is enough.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from checks.errors import InputFileError
from checks.model.grid import Grid, PlannedGrid, SeenOtherwise, Value
from checks.readers.active_content import Remarks, baggage, types_in_use
from checks.readers.bounds import MAX_SHEETS, lay_out
from checks.readers.covered import uncover
from checks.readers.formula_texts import unvouched
from checks.readers.package import as_utf8
from checks.readers.relations import Relation, relations, relations_part
from checks.readers.xlsx.conditions import by_condition, may_hide
from checks.readers.xlsx.fast import sheet_cells
from checks.readers.xlsx.parts import Workbook, find_sheets
from checks.readers.xlsx.plan import Plan
from checks.readers.xlsx.seen import by_format, hidden_columns, hidden_rows, hides_zeros, merged_areas
from checks.readers.xlsx.styles import CellFormats, asks_for_theme, cell_formats
from checks.readers.xlsx.text import UnusualError, shared_strings
from checks.readers.xlsx.values import sources_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from checks.readers.package import Package

MAX_SHEET = 8 * 1024 * 1024
"""Bytes of one sheet. 5,000 rows with 30 figures each stay below; a form has 13 KB."""
_MAX_SHEETS_TOGETHER = 20 * 1024 * 1024  # bytes of XML; a hundred statutory forms have 3 MB
MAX_CELLS = 4_000_000
"""Cells of one workbook, with the blanks before the last one of each row. 256 sheets with 15,000 each have room."""


def read_xlsx(package: Package) -> tuple[list[Grid], Remarks]:
    """Read every worksheet.

    Raises:
        InputFileError: a sheet can't be read, or the guard refuses a part.
    """
    types = (_part(package, "[content_types].xml") or b"").decode("utf-8", "replace")
    remarks = baggage([*package.entries, *types_in_use(types, package.entries)])
    relations = _part(package, relations_part(package.main)) or b"<none/>"
    book = find_sheets(as_utf8(package.read(package.main)), relations, package.main)
    if len(book.sheets) > MAX_SHEETS:
        remarks.append(("truncated_sheets", str(len(book.sheets))))
    has_drawings = "drawing+xml" in types
    reader = _Reader(package, book)
    grids: list[Grid] = []
    filled = 0
    listed = {part for _, _, part in book.sheets[:MAX_SHEETS] if part in package}
    if sum(min(package.entries[part].size, MAX_SHEET) for part in listed) > _MAX_SHEETS_TOGETHER:
        raise InputFileError("unsafe", "单元格过多")
    for name, hidden, part in book.sheets[:MAX_SHEETS]:
        if part not in package:
            raise InputFileError("damaged", f"缺少工作表“{name}”的内容")
        grid, cut = reader.read(name, part)
        grid.hidden = hidden
        if has_drawings and grid.rows:
            grid.seen_otherwise = [*grid.seen_otherwise, *_drawn(package, part, grid.rows)]
        grids.append(grid)
        if cut:
            remarks.append(("truncated_rows", name))
        filled += grid.extent[0] * grid.extent[1] if isinstance(grid, PlannedGrid) else sum(map(len, grid.rows))
        if filled > MAX_CELLS:
            raise InputFileError("unsafe", "单元格过多")
    if reader.without_zeros:
        remarks.append(("unseen_zeros", "、".join(reader.without_zeros)))
    return grids, remarks


def _drawn(package: Package, sheet: str, rows: list[list[Value]]) -> list[SeenOtherwise]:
    """Return what the shapes of a sheet lie over."""
    from checks.readers.xlsx.drawings import drawn_over, is_opaque  # noqa: PLC0415  # few sheets have any

    seen: list[SeenOtherwise] = []
    for drawing in (one.target for one in _relations(package, sheet) if one.kind == "drawing"):
        pictures = [one for one in _relations(package, drawing) if one.kind == "image" and one.target in package]
        opaque = {one.id for one in pictures if is_opaque(package.read_head(one.target, 64)[0])}
        seen += drawn_over((_part(package, drawing) or b"").decode("utf-8", "replace"), rows, opaque)
    return seen


def _relations(package: Package, part: str) -> tuple[Relation, ...]:
    directory = _part(package, relations_part(part))
    return relations(directory, part) if directory else ()


def _part(package: Package, name: str) -> bytes | None:
    """Return a part in UTF-8; None where there is none."""
    return as_utf8(package.read(name)) if name in package else None


class _Reader:
    """Reads a workbook's sheets with its strings and date formats.

    Attributes:
        without_zeros: the sheets read so far whose view shows blanks for zeros.
    """

    def __init__(self, package: Package, book: Workbook) -> None:
        self.without_zeros: list[str] = []
        self._package = package
        self._date1904 = book.date1904
        self._recalculates = book.recalculates
        strings = _part(package, book.strings)
        self._strings = [] if strings is None else _strings(strings)
        self._sources = sources_of(self._strings)
        styles = _part(package, book.styles)
        theme = (_part(package, book.theme) or b"") if styles and asks_for_theme(styles) else b""
        self._formats = CellFormats() if styles is None else cell_formats(styles, theme)

    def read(self, name: str, key: str) -> tuple[Grid, bool]:
        """Read one sheet; tell too whether rows or columns were left out."""
        part, whole = self._package.read_head(key, MAX_SHEET)
        part = as_utf8(part)
        head = part[: part.find(b"sheetData")]
        if b"showZeros" in head and hides_zeros(head.decode("utf-8", "replace")):
            self.without_zeros.append(name)
        if whole:
            try:
                grid, plan = sheet_cells(part, self._sources, self._formats, self._date1904)
            except UnusualError:
                pass
            else:
                grid.name = name
                if plan.formulas:
                    grid.formula_texts = partial(_formulas, part, plan)
                    grid.seen_otherwise = [*grid.seen_otherwise, *unvouched(grid, recalculates=self._recalculates)]
                return grid, False
        else:
            part = _whole_rows(part)
        cells = _scanned(
            f"工作表“{name}”无法解析",
            lambda scan: scan.scan_cells(
                part, self._strings, self._formats.dates, date1904=self._date1904, whole=whole
            ),
        )
        rows, formulas, cut = lay_out(cells.contents)
        noted = {place: cells.styles[place] for place in cells.contents if place in cells.styles}
        grid = Grid(rows, name, "sheet", typed=True, formulas=formulas)
        grid.formula_texts = partial(_formulas, part, None) if formulas else None
        grid.seen_otherwise = [*self._seen(part, rows, noted), *unvouched(grid, recalculates=self._recalculates)]
        return grid, cut or not whole

    def _seen(self, part: bytes, rows: list[list[Value]], styles: dict[tuple[int, int], str]) -> list[SeenOtherwise]:
        """Return where one sees another thing than the cells of an unusual sheet hold."""
        text = part.decode("utf-8", "replace")
        start, end = text.find("sheetData"), text.rfind("sheetData")
        seen = [SeenOtherwise("hidden_row", row, -1) for row in hidden_rows(text[start:end], text[:start])]
        seen += [SeenOtherwise("hidden_column", -1, column) for column in sorted(hidden_columns(text[:start]))]
        seen += uncover(rows, merged_areas(text[end:]))
        inside = ((row, column, style) for (row, column), style in styles.items() if row < len(rows))
        cells = [cell for cell in inside if cell[1] < len(rows[cell[0]])]
        seen += by_format(cells, rows, self._formats)
        if self._formats.conditional or self._formats.looks or may_hide(text[end:]):
            seen += by_condition(text[end:], rows, self._formats, lambda: styles)
        return seen


def _formulas(part: bytes, plan: Plan | None) -> Mapping[tuple[int, int], str]:
    """Return a sheet's formulas: from its plan, where the strict tokeniser has read it."""
    if plan is not None:
        with suppress(UnusualError):
            return plan.formula_texts
    texts: Mapping[tuple[int, int], str] = _scanned("公式无法解析", lambda scan: scan.scan_formulas(part))
    return texts


def _strings(part: bytes) -> list[str]:
    try:
        return shared_strings(part)
    except UnusualError:
        strings: list[str] = _scanned("文字表无法解析", lambda scan: scan.scan_strings(part))
        return strings


def _scanned(complaint: str, read: Callable[[Any], Any]) -> Any:
    """Let the complete reader read a part."""
    from xml.parsers.expat import ExpatError  # noqa: PLC0415  # most files need none

    from checks.readers.xlsx import full  # noqa: PLC0415  # most files need none

    try:
        return read(full)
    except ExpatError as error:
        raise InputFileError("damaged", complaint) from error


def _whole_rows(sheet: bytes) -> bytes:
    """End at its last whole row a sheet that is larger than we read."""
    end = sheet.rfind(b"row>")
    tag = sheet[sheet.rfind(b"<", 0, max(end, 0)) : max(end, 0)]
    if end < 0 or not tag.startswith(b"</"):
        raise InputFileError("unsafe", "展开后过大")
    return sheet[: end + 4]
