"""OpenDocument spreadsheets: .ods, and .fods, the same in one XML file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.parsers import expat

from checks.errors import InputFileError
from checks.model.grid import Grid, SeenOtherwise, Special
from checks.readers.active_content import Remarks
from checks.readers.bounds import MAX_COLUMNS, MAX_ROWS, MAX_SHEETS
from checks.readers.covered import written
from checks.readers.formula_texts import from_open_formula, give_formulas, unvouched
from checks.readers.ods_styles import OdsStyles, by_range, is_hidden, seen_number
from checks.readers.package import as_utf8

if TYPE_CHECKING:
    from collections.abc import Callable

    from checks.model.grid import Value
    from checks.readers.package import Package

MAX_CELLS = 1_000_000
"""Cells kept of one document, repeated ones included: 20 bytes can say "two thousand million times"."""

_NUMERIC = frozenset(("float", "percentage", "currency"))
_ERRORS = ("#", "Err:")

_OF_NOTHING = re.compile(r'=(?:0|"")|formula-is\((?:ISERROR|ISBLANK|ISNA|ISERR)\(.*|formula-is\([$A-Z0-9.]+=(?:0|"")\)')
"""Conditions that no figure above zero meets."""
_EMBEDDED = re.compile(r"object \d+")
"""A foreign object is one file; a chart or a formula is a folder of that name."""


def read_ods(package: Package) -> tuple[list[Grid], Remarks]:
    """Read every table of a zipped document.

    Raises:
        InputFileError: it is encrypted, damaged, or its XML has a DTD.
    """
    if "meta-inf/manifest.xml" in package and b"encryption-data" in package.read("meta-inf/manifest.xml"):
        raise InputFileError("encrypted")
    styles = OdsStyles()
    if "styles.xml" in package:
        _parse(package.read("styles.xml"), styles.start)
    grids, remarks = read_flat(package.read("content.xml"), styles)
    if any(name.startswith(("basic/", "scripts/", "dialogs/")) for name in package.entries):
        remarks.append(("macros", ""))
    if any(_EMBEDDED.fullmatch(name) for name in package.entries):
        remarks.append(("embedded_objects", ""))
    return grids, remarks


def read_flat(xml: bytes, styles: OdsStyles | None = None) -> tuple[list[Grid], Remarks]:
    """Read every table of a document's XML.

    Args:
        xml: the document.
        styles: those that stand elsewhere.
    """
    reader = _Reader(styles or OdsStyles())
    _parse(xml, reader.start, reader)
    return reader.grids, reader.remarks


def _parse(xml: bytes, start: Callable[[str, dict[str, str]], None], reader: _Reader | None = None) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    if reader is not None:
        parser.EndElementHandler = reader.end
        parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(as_utf8(xml), True)
    except expat.ExpatError as error:
        raise InputFileError("damaged", "XML 不完整") from error


class _Reader:
    """Builds Grids from the elements as they come."""

    def __init__(self, styles: OdsStyles) -> None:
        self.grids: list[Grid] = []
        self.remarks: Remarks = []
        self.room = MAX_CELLS
        self.styles = styles
        self.defaults: list[str] = []
        self.row_style = ""
        self.unseen_span = False
        self.seen: list[SeenOtherwise] = []
        self.row_seen: list[SeenOtherwise] = []
        self.row_hidden = False
        self.column = 0
        self.odd_span = False
        self.cell: dict[str, str] | None = None
        self.paragraphs: list[str] = []
        self.skipped = 0
        self.rows: list[list[Value]] = []
        self.row: list[Value] = []
        self.row_formulas: dict[int, str] = {}
        self.row_repeat = 1
        self.gap_rows = 0
        self.gap_columns = 0
        self.formulas: dict[tuple[int, int], str] = {}
        self.cut = False
        self.writing = False
        self.range = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.skipped or name in (
            "office:annotation",
            "table:tracked-changes",
            "draw:frame",
            "table:dde-links",
        ):
            self.skipped += 1
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self.cell, self.paragraphs, self.odd_span, self.unseen_span = attributes, [], False, False
        elif name == "text:p" and self.cell is not None:
            self.paragraphs.append("")
            self.writing = True
        elif self.cell is not None and self.paragraphs:
            self.paragraphs[-1] += _white(name, attributes)
            style = attributes.get("text:style-name", "")
            self.odd_span = self.odd_span or style in self.styles.raised
            self.unseen_span = self.unseen_span or (bool(style) and self.styles.looks.hides(style))
        elif name == "table:table-row":
            self.row, self.row_formulas, self.row_seen, self.gap_columns = [], {}, [], 0
            self.row_repeat = _count(attributes.get("table:number-rows-repeated"))
            self.row_hidden = is_hidden(attributes, self.styles)
            self.row_style = attributes.get("table:default-cell-style-name", "")
        elif name.startswith("calcext:"):
            self._condition(name, attributes)
        elif name == "table:table-column":
            self._column(attributes)
        elif name == "table:table":
            self._open_table(attributes)
        else:
            self.styles.start(name, attributes)

    def text(self, text: str) -> None:
        # What stands between paragraphs is only the layout of the XML.
        if self.writing and self.paragraphs and not self.skipped:
            self.paragraphs[-1] += text

    def end(self, name: str) -> None:
        if self.skipped:
            self.skipped -= 1
        elif name == "text:p":
            self.writing = False
        elif name in ("table:table-cell", "table:covered-table-cell") and self.cell is not None:
            self._place(self.cell, "\n".join(self.paragraphs), covered=name == "table:covered-table-cell")
            self.cell = None
        elif name == "table:table-row":
            self._close_row()
        elif name == "table:table":
            grid = self.grids[-1]
            give_formulas(grid, {place: from_open_formula(formula) for place, formula in self.formulas.items()})
            grid.seen_otherwise = [*self.seen, *unvouched(grid)]
            if self.cut:
                self.remarks.append(("truncated_rows", grid.name))

    def _open_table(self, attributes: dict[str, str]) -> None:
        if len(self.grids) == MAX_SHEETS:
            raise InputFileError("unsafe", "工作表过多")
        self.rows, self.formulas, self.gap_rows, self.cut = [], {}, 0, False
        self.seen, self.column, self.defaults = [], 0, []
        hidden = attributes.get("table:style-name") in self.styles.hidden
        self.grids.append(Grid(self.rows, attributes.get("table:name", ""), "sheet", typed=True, hidden=hidden))

    def _column(self, attributes: dict[str, str]) -> None:
        """Count columns as they are declared, and remember the hidden ones."""
        first, self.column = self.column, self.column + _count(attributes.get("table:number-columns-repeated"))
        style = attributes.get("table:default-cell-style-name", "")
        self.defaults += [style] * (min(self.column, MAX_COLUMNS) - len(self.defaults))
        if is_hidden(attributes, self.styles):
            columns = range(first, min(self.column, MAX_COLUMNS))
            self.seen += [SeenOtherwise("hidden_column", -1, column) for column in columns]

    def _note(self, cell: dict[str, str], text: str, column: int, *, covered: bool) -> None:
        """Remember where one sees another thing than the cell holds."""
        if covered:
            value = _value(cell, text)
            if value is not None:
                self.row_seen.append(SeenOtherwise("covered", 0, column, written(value)))
            return
        style = cell.get("table:style-name") or self.row_style or self._style_of_column(column)
        if (self.odd_span or self.styles.is_struck(style)) and text.strip():
            self.row_seen.append(SeenOtherwise("struck", 0, column, text))
        if text.strip() not in ("", "0") and (self.unseen_span or self.styles.hides(style)):
            self.row_seen.append(SeenOtherwise("unseen", 0, column, text))
        if cell.get("office:value-type") in _NUMERIC and self.paragraphs:
            value = _number(cell.get("office:value", ""), text)
            if isinstance(value, int | float) and (other := seen_number(value, text)) is not None:
                self.row_seen.append(SeenOtherwise("format", 0, column, other))

    def _style_of_column(self, column: int) -> str:
        return self.defaults[column] if column < len(self.defaults) else ""

    def _condition(self, name: str, attributes: dict[str, str]) -> None:
        """Take a conditional format: it may hide the figures of its range."""
        if name == "calcext:conditional-format":
            self.range = attributes.get("calcext:target-range-address", "")
            return
        named = attributes.get("calcext:apply-style-name", "")
        style = self.styles.displayed.get(named, named)
        hides = bool(style) and (self.styles.hides(style) or self.styles.is_struck(style))
        hides |= attributes.get("calcext:show-value") == "false"
        if hides and _OF_NOTHING.fullmatch(attributes.get("calcext:value", "").replace(" ", "")) is None:
            self.seen += by_range(self.range, self.rows)

    def _place(self, cell: dict[str, str], text: str, *, covered: bool) -> None:
        """Append a cell as often as it is repeated; blank ones only once something follows them."""
        repeat = _count(cell.get("table:number-columns-repeated"))
        value = None if covered else _value(cell, text)
        formula = cell.get("table:formula")
        if len(cell) > 1 or self.paragraphs:
            self._note(cell, text, len(self.row) + self.gap_columns, covered=covered)
        if formula and not covered and value in (None, ""):
            value = _unvalued(cell, formula)
        if value is None and not formula:
            self.gap_columns += repeat
            return
        start = len(self.row) + self.gap_columns
        if start + repeat > MAX_COLUMNS:
            self.cut = True
            repeat = MAX_COLUMNS - start
            if repeat <= 0:
                return
        self.row += [None] * self.gap_columns
        self.gap_columns = 0
        self.row += [value] * repeat
        if formula:
            # Only the first is told: a formula that stands for several cells means others in each of them.
            self.row_formulas |= dict.fromkeys(range(start, start + repeat), "") | {start: formula}

    def _close_row(self) -> None:
        """Append the row as often as it is repeated; blank ones only once something follows them."""
        first = len(self.rows) + self.gap_rows
        if self.row_seen and first < MAX_ROWS:
            self.seen += [one._replace(row=first) for one in self.row_seen]
        if not self.row:
            self.gap_rows += self.row_repeat
            return
        if self.row_hidden:
            last = min(first + self.row_repeat, MAX_ROWS)
            self.seen += [SeenOtherwise("hidden_row", row, -1) for row in range(first, last)]
        start = len(self.rows) + self.gap_rows
        repeat = self.row_repeat
        if start + repeat > MAX_ROWS or repeat * len(self.row) > self.room:
            self.cut = True
            repeat = min(MAX_ROWS - start, self.room // len(self.row))
            if repeat <= 0:
                return
        self.rows += [[] for _ in range(self.gap_rows)]
        self.gap_rows = 0
        self.room -= repeat * len(self.row)
        for index in range(start, start + repeat):
            self.rows.append(list(self.row))
            formulas = self.row_formulas if index == start else dict.fromkeys(self.row_formulas, "")
            self.formulas.update({(index, column): formula for column, formula in formulas.items()})


def _count(text: str | None) -> int:
    return max(1, int(text)) if text and text.isdecimal() and len(text) < 12 else 1


def _white(name: str, attributes: dict[str, str]) -> str:
    """Return the white space that an element stands for."""
    if name == "text:s":
        return " " * min(_count(attributes.get("text:c")), 1000)
    return {"text:tab": "\t", "text:line-break": "\n"}.get(name, "")


def _value(cell: dict[str, str], text: str) -> Value:
    kind = cell.get("calcext:value-type") or cell.get("office:value-type", "")
    if kind == "error" or (kind == "string" and cell.get("table:formula") and text.startswith(_ERRORS)):
        return Special("error", text or "#ERR")
    kind = cell.get("office:value-type", "")
    if kind in _NUMERIC:
        return _number(cell.get("office:value", ""), text)
    if kind == "date":
        return Special("date", cell.get("office:date-value", text).removesuffix("T00:00:00"))
    if kind == "time":
        return Special("date", text or cell.get("office:time-value", ""))
    if kind == "boolean":
        return Special("boolean", "TRUE" if cell.get("office:boolean-value") == "true" else "FALSE")
    return text or cell.get("office:string-value") or None


def _number(stored: str, text: str) -> Value:
    try:
        number = float(stored)
    except ValueError:
        return text or None
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _unvalued(cell: dict[str, str], formula: str) -> Value:
    """Return what a formula without a visible result holds: an empty text, or no result at all."""
    if cell.get("office:value-type") == "string" and '""' in formula:
        return ""
    return Special("uncalculated", formula.partition(":")[2] or formula)
