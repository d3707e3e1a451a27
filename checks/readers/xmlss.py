"""SpreadsheetML 2003: the one-file XML that Excel and many report programs write as .xml or .xls."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

from checks.errors import InputFileError
from checks.model.grid import Departure, Grid, SeenOtherwise, Special
from checks.readers.active_content import Remarks
from checks.readers.bounds import MAX_COLUMNS, MAX_ROWS, MAX_SHEETS
from checks.readers.cell_looks import CellLooks
from checks.readers.covered import written
from checks.readers.formula_texts import from_r1c1, give_formulas, unvouched
from checks.readers.line_sizes import POINTS_OF_COLUMN, POINTS_OF_ROW, is_too_small
from checks.readers.number_formats import shown
from checks.readers.package import as_utf8
from checks.readers.spans import Placer

if TYPE_CHECKING:
    from checks.model.grid import Value

_STYLES = ["Workbook", "Styles", "Style"]
_MOST_HIDDEN = 20_000
_NAMED = {
    "": "General",
    "General Number": "General",
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Currency": "#,##0.00",
    "Euro Currency": "#,##0.00",
    "Percent": "0.00%",
    "Scientific": "0.00E+00",
}
"""Formats that have a name of their own; those of dates and booleans stand on other cells."""


def read_xmlss(data: bytes) -> tuple[list[Grid], Remarks]:
    """Read every worksheet.

    Raises:
        InputFileError: it is no well-formed XML, or has a DTD.
    """
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(as_utf8(data), True)
    except expat.ExpatError as error:
        raise InputFileError("damaged", "XML 不完整") from error
    return reader.grids, reader.remarks


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


class _Reader:
    """Builds Grids from the elements as they come."""

    def __init__(self) -> None:
        self.grids: list[Grid] = []
        self.remarks: Remarks = []
        self.placer = Placer()
        self.formulas: dict[tuple[int, int], str] = {}
        self.cell: dict[str, str] = {}
        self.type = ""
        self.pieces: list[str] | None = None
        self.path: list[str] = []
        self.seen: list[SeenOtherwise] = []
        self.codes: dict[str, str] = {}
        self.struck: set[str] = set()
        self.looks = CellLooks()
        self.style = ""
        self.row_style = ""
        self.column_styles: dict[int, str] = {}
        self.column = 0
        self.irregular = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _local(name)
        plain = {_local(key): value for key, value in attributes.items()}
        self.path.append(tag)
        if tag == "Worksheet":
            self.placer, self.formulas, self.seen, self.column = Placer(), {}, [], 0
            self.column_styles = {}
            self.grids.append(Grid(self.placer.rows, plain.get("Name", ""), "sheet", typed=True))
        elif tag == "Row":
            self.placer.next_row(_number(plain.get("Index"), 0) - 1 if "Index" in plain else None)
            self.row_style = plain.get("StyleID", "")
            self._hide("hidden_row", plain, "Height", self.placer.row)
        elif tag == "Column":
            self._take_column(plain)
        elif tag == "Cell":
            self.cell, self.type, self.irregular = plain, "", False
            if "Index" in plain:
                self.placer.skip_to(_number(plain["Index"], 1) - 1)
        elif tag == "Data" and self.path[-2:-1] == ["Cell"]:
            self.type, self.pieces = plain.get("Type", "String"), []
            self.cell["Data"] = ""
        elif tag in ("S", "Sup", "Sub") and self.pieces is not None:
            self.irregular = True
        elif tag == "Visible":
            self.pieces = []
        elif self.path[: len(_STYLES)] == _STYLES:
            self._style(tag, plain)

    def _take_column(self, plain: dict[str, str]) -> None:
        self.column = max(_number(plain.get("Index"), 0) - 1, 0) if "Index" in plain else self.column
        if "StyleID" in plain:
            end = self.column + 1 + _number(plain.get("Span"), 0)
            for column in range(self.column, min(end, MAX_COLUMNS)):
                self.column_styles.setdefault(column, plain["StyleID"])
        self._hide("hidden_column", plain, "Width", self.column)
        self.column += 1 + _number(plain.get("Span"), 0)

    def _style(self, tag: str, plain: dict[str, str]) -> None:
        """Remember of a style what shows its figures otherwise than they are."""
        if self.path == _STYLES:
            self.style = plain.get("ID", "")
            self.looks.based(self.style, plain.get("Parent", "Default" if self.style != "Default" else ""))
        elif tag == "NumberFormat":
            self.codes[self.style] = _NAMED.get(plain.get("Format", ""), plain.get("Format", ""))
        elif tag == "Interior" and plain.get("Pattern") == "Solid":
            self.looks.ground(self.style, plain.get("Color", ""))
        elif tag == "Font":
            self.looks.letters(self.style, plain.get("Color", ""), plain.get("Size", ""))
            if plain.get("StrikeThrough") == "1":
                self.struck.add(self.style)

    def _hide(self, kind: Departure, line: dict[str, str], size: str, first: int) -> None:
        """Remember a hidden row or column, and those that are like it."""
        least = POINTS_OF_ROW if size == "Height" else POINTS_OF_COLUMN
        if line.get("Hidden") == "1" or is_too_small(line.get(size, ""), least):
            if len(self.seen) > _MOST_HIDDEN:
                raise InputFileError("unsafe", "隐藏的行列过多")
            for index in range(first, min(first + 1 + _number(line.get("Span"), 0), MAX_ROWS)):
                at = (index, -1) if kind == "hidden_row" else (-1, index)
                self.seen.append(SeenOtherwise(kind, *at))

    def text(self, text: str) -> None:
        if self.pieces is not None:
            self.pieces.append(text)

    def end(self, name: str) -> None:
        tag = _local(name)
        self.path.pop()
        if tag == "Data" and self.pieces is not None and self.path[-1:] == ["Cell"]:
            self.cell["Data"], self.pieces = "".join(self.pieces), None
        elif tag == "Visible" and self.pieces is not None:
            self.grids[-1].hidden = "".join(self.pieces).strip() != "SheetVisible"
            self.pieces = None
        elif tag == "Cell":
            self._place()
        elif tag == "Worksheet":
            grid = self.grids[-1]
            give_formulas(grid, {place: from_r1c1(formula, place) for place, formula in self.formulas.items()})
            grid.seen_otherwise = [*self.seen, *unvouched(grid)]
            if self.placer.cut:
                self.remarks.append(("truncated_rows", self.grids[-1].name))
            if len(self.grids) > MAX_SHEETS:
                raise InputFileError("unsafe", "工作表过多")

    def _place(self) -> None:
        formula = self.cell.get("Formula")
        value = _value(self.type, self.cell.get("Data", ""))
        if formula and value is None:
            value = Special("uncalculated", formula)
        across = _number(self.cell.get("MergeAcross"), 0) + 1
        down = _number(self.cell.get("MergeDown"), 0) + 1
        place = self.placer.put(value, across, down)
        if formula and place:
            self.formulas[place] = formula
        style = self.cell.get("StyleID") or self.row_style or self._style_of_column(place)
        chain = self.looks.chain(style)
        struck = self.irregular or not self.struck.isdisjoint(chain)
        code = next((self.codes[one] for one in chain if one in self.codes), "General")
        if place and value is not None and struck:
            self.seen.append(SeenOtherwise("struck", *place, written(value)))
        if place and value not in (None, "", 0) and self.looks.hides(style):
            self.seen.append(SeenOtherwise("unseen", *place, written(value)))
        if place and isinstance(value, int | float) and (text := shown(code, value)) is not None:
            self.seen.append(SeenOtherwise("format", *place, text))

    def _style_of_column(self, place: tuple[int, int] | None) -> str:
        column = place[1] if place else 0
        return self.column_styles.get(column, "Default")


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 8 else default


def _value(kind: str, text: str) -> Value:
    if kind == "Number":
        try:
            number = float(text)
        except ValueError:
            return text
        return int(number) if number.is_integer() and abs(number) < 1e15 else number
    if kind == "Error":
        return Special("error", text)
    if kind == "Boolean":
        return Special("boolean", "TRUE" if text == "1" else "FALSE")
    if kind == "DateTime":
        return Special("date", text.removesuffix(".000").removesuffix("T00:00:00"))
    return text or None
