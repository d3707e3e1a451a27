"""Workbooks in BIFF, from Excel 2 to 2003: .xls, and the .et files of WPS."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from checks.effort import spend
from checks.errors import InputFileError
from checks.model.figures import is_figure
from checks.model.grid import Grid, SeenOtherwise, Special
from checks.readers.active_content import Remarks
from checks.readers.bounds import MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, special
from checks.readers.colours import BLACK, WHITE, is_unseen
from checks.readers.compound import SIGNATURE, Container
from checks.readers.covered import uncover, written
from checks.readers.formula_texts import give_formulas, unvouched
from checks.readers.line_sizes import LEAST_LETTERS
from checks.readers.number_formats import shown
from checks.readers.xls_conditions import XlsCondition, conditions_of
from checks.readers.xls_formulas import formulas_of_sheet, structure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checks.model.grid import Value

MAX_FORMATTED = 4 * 1024 * 1024
"""Bytes of a workbook whose formats are read, too: each blank cell with a format then takes its room."""
_LEAST_ROW, _LEAST_COLUMN = 80, 256
"""Twips, and 256ths of a character: four points, and a character. What is smaller is not seen."""
_MACROS = ("_vba_project_cur", "_vba_project")
_EMBEDDED = "mbd"  # how Excel names the storage of an embedded object
_EMPTY, _TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR, _BLANK = range(7)


def read_biff(data: bytes) -> tuple[list[Grid], Remarks]:
    """Read every sheet by xlrd.

    Where xlrd gives up, calamine is not tried: it opens one file in a hundred of those, and on a damaged one
    it aborts the whole process, which no caller can catch.

    Raises:
        InputFileError: it has a password, or is damaged.
    """
    names: set[str] = set()
    stream: bytes | None = data
    if data.startswith(SIGNATURE):
        container = Container(data)
        names = set(container.names)
        stream = container.stream("Workbook") or container.stream("Book")
    book = _opened(stream)
    known = structure(stream or b"")
    remarks: Remarks = []
    if stream and len(stream) > MAX_FORMATTED:
        remarks.append(("formats_unread", ""))
    grids: list[Grid] = []
    starts = known.sheets if len(known.sheets) == book.nsheets else [-1] * book.nsheets
    for sheet, start in zip(book.sheets(), starts, strict=True):
        if len(grids) == MAX_SHEETS:
            remarks.append(("truncated_sheets", str(book.nsheets)))
            break
        grid, cut = _grid(sheet, book.datemode)
        seen = _seen(book, sheet, grid.rows)
        if stream and start >= 0:
            formulas = formulas_of_sheet(stream, start, known.external)
            rows = grid.rows
            give_formulas(grid, {at: text for at, text in formulas.items() if at[0] < len(rows)})
            seen += _by_condition(book, sheet, rows, conditions_of(stream, start))
        grid.seen_otherwise = [*seen, *unvouched(grid)]
        grids.append(grid)
        if cut:
            remarks.append(("truncated_rows", sheet.name))
    if known.macro_sheets:
        remarks.append(("excel4_macros", ""))
    if not names.isdisjoint(_MACROS):
        remarks.append(("macros", ""))
    if any(name.startswith(_EMBEDDED) for name in names):
        remarks.append(("embedded_objects", ""))
    return grids, remarks


def _opened(stream: bytes | None) -> Any:
    """Open a workbook with its formats, or without them where they are damaged."""
    import xlrd  # noqa: PLC0415  # takes 20 ms

    for formats in (True, False) if stream and len(stream) <= MAX_FORMATTED else (False,):
        try:
            # Ragged rows: else one cell in the last column makes room for 256 in every row.
            return xlrd.open_workbook(
                file_contents=stream, logfile=io.StringIO(), ragged_rows=True, formatting_info=formats
            )
        except Exception as error:  # struct.error, IndexError, AssertionError, UnicodeDecodeError…
            if not formats:
                raise _refusal(error) from error
    raise AssertionError


def _refusal(error: Exception) -> InputFileError:
    import xlrd  # noqa: PLC0415  # takes 20 ms

    locked = isinstance(error, xlrd.XLRDError) and re.search("encrypt|password", str(error), re.IGNORECASE)
    return InputFileError("encrypted") if locked else InputFileError("damaged", "工作簿无法解析")


def _seen(book: Any, sheet: Any, rows: list[list[Value]]) -> list[SeenOtherwise]:
    """Return where one sees another thing than the cells hold, and blank the covered ones in place."""
    seen = [
        SeenOtherwise("hidden_row", index, -1)
        for index, line in sorted(sheet.rowinfo_map.items())
        if (line.hidden or line.height < _LEAST_ROW) and index < MAX_ROWS
    ]
    seen += [
        SeenOtherwise("hidden_column", -1, index)
        for index, line in sorted(sheet.colinfo_map.items())
        if line.hidden or line.width < _LEAST_COLUMN
    ]
    seen += uncover(rows, [(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells])
    if not book.formatting_info:
        return seen
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if isinstance(value, float) or (isinstance(value, str) and value and is_figure(value)):
                seen += _by_format(book, sheet, row, column, value)
    return seen


def _by_format(book: Any, sheet: Any, row: int, column: int, value: float | str) -> list[SeenOtherwise]:
    style = book.xf_list[sheet.cell_xf_index(row, column)]
    if book.font_list[style.font_index].struck_out or _has_odd_run(book, sheet, row, column):
        return [SeenOtherwise("struck", row, column, written(value))]
    if not isinstance(value, float):
        return []
    if value and _hides_text(book, style):
        return [SeenOtherwise("unseen", row, column, written(value))]
    known = book.format_map.get(style.format_key)
    text = shown(known.format_str, value) if known else None
    return [] if text is None else [SeenOtherwise("format", row, column, text)]


def _hides_text(book: Any, style: Any) -> bool:
    """Tell whether a format gives its letters the colour of the cell, or hardly any size."""
    height = book.font_list[style.font_index].height
    return 0 < height < LEAST_LETTERS * 20 or is_unseen(*_colours(book, style))


def _colours(book: Any, style: Any) -> tuple[str, str | None]:
    """Return the colours of a format's letters and of its ground, None where that is not known."""
    font, ground = book.font_list[style.font_index], style.background
    letters = _hex(book.colour_map.get(font.colour_index)) or BLACK  # automatic is none
    solid = _hex(book.colour_map.get(ground.pattern_colour_index)) if ground.fill_pattern == 1 else None
    return letters, WHITE if ground.fill_pattern == 0 else solid


def _by_condition(
    book: Any, sheet: Any, rows: list[list[Value]], conditions: Iterable[XlsCondition]
) -> Iterator[SeenOtherwise]:
    """Yield the figures that a conditional format may hide."""
    for rule in conditions if book.formatting_info else ():
        for top, left, bottom, right in rule.areas:
            for row in range(top, min(bottom + 1, len(rows))):
                columns = range(left, min(right + 1, len(rows[row])))
                if not spend("area", 1 + len(columns)):
                    return
                for column in columns:
                    value = rows[row][column]
                    if isinstance(value, float) and value and _is_hidden_by(book, sheet, rule, (row, column)):
                        yield SeenOtherwise("unseen_perhaps", row, column, written(value))


def _is_hidden_by(book: Any, sheet: Any, rule: XlsCondition, at: tuple[int, int]) -> bool:
    if rule.struck:
        return True
    if rule.letters is None and rule.ground is None:
        return False
    letters, ground = _colours(book, book.xf_list[sheet.cell_xf_index(*at)])
    letters = letters if rule.letters is None else _hex(book.colour_map.get(rule.letters)) or BLACK
    ground = ground if rule.ground is None else _hex(book.colour_map.get(rule.ground))
    return is_unseen(letters, ground)


def _hex(colour: tuple[int, int, int] | None) -> str | None:
    return bytes(colour).hex() if colour else None


def _has_odd_run(book: Any, sheet: Any, row: int, column: int) -> bool:
    """Tell whether a part of a text is struck through, raised or lowered."""
    fonts = [book.font_list[font] for _, font in sheet.rich_text_runlist_map.get((row, column), ())]
    return any(font.struck_out or font.escapement for font in fonts)


def _grid(sheet: Any, datemode: int) -> tuple[Grid, bool]:
    cut = sheet.nrows > MAX_ROWS
    rows: list[list[Value]] = []
    for index in range(min(sheet.nrows, MAX_ROWS)):
        types = sheet.row_types(index)
        values = sheet.row_values(index)
        cut = cut or len(values) > MAX_COLUMNS
        rows.append([_value(kind, value, datemode) for kind, value in zip(types, values[:MAX_COLUMNS], strict=False)])
    return Grid(rows, sheet.name, "sheet", typed=True, hidden=sheet.visibility != 0), cut


def _value(kind: int, value: Any, datemode: int) -> Value:
    """Turn xlrd's pair into a value. An error's value is its code, which must never pass for a number."""
    if kind in (_NUMBER, _TEXT):
        text_or_number: Value = value
        return text_or_number
    if kind == _ERROR:
        import xlrd  # noqa: PLC0415  # takes 20 ms

        return Special("error", xlrd.error_text_from_code.get(value, f"#{value}"))
    if kind == _DATE:
        return _date(value, datemode)
    if kind == _BOOLEAN:
        return special(bool(value))
    return None


def _date(value: float, datemode: int) -> Value:
    import xlrd  # noqa: PLC0415  # takes 20 ms

    try:
        return special(xlrd.xldate_as_datetime(value, datemode))
    except (xlrd.XLDateError, OverflowError, ValueError):
        return Special("date", f"{value:g}")
