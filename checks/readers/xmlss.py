"""SpreadsheetML 2003: the one-file XML that Excel and many report programs write as .xml or .xls."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

from checks.errors import InputFileError
from checks.model.grid import Grid, Special
from checks.readers.active_content import Remarks
from checks.readers.bounds import MAX_SHEETS
from checks.readers.package import as_utf8
from checks.readers.spans import Placer

if TYPE_CHECKING:
    from checks.model.grid import Value


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
        self.formulas: set[tuple[int, int]] = set()
        self.cell: dict[str, str] = {}
        self.type = ""
        self.pieces: list[str] | None = None
        self.path: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _local(name)
        plain = {_local(key): value for key, value in attributes.items()}
        self.path.append(tag)
        if tag == "Worksheet":
            self.placer, self.formulas = Placer(), set()
            self.grids.append(Grid(self.placer.rows, plain.get("Name", ""), "sheet", typed=True))
        elif tag == "Row":
            self.placer.next_row(_number(plain.get("Index"), 0) - 1 if "Index" in plain else None)
        elif tag == "Cell":
            self.cell, self.type = plain, ""
            if "Index" in plain:
                self.placer.skip_to(_number(plain["Index"], 1) - 1)
        elif tag == "Data" and self.path[-2:-1] == ["Cell"]:
            self.type, self.pieces = plain.get("Type", "String"), []
            self.cell["Data"] = ""
        elif tag == "Visible":
            self.pieces = []

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
            self.grids[-1].formulas = frozenset(self.formulas)
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
            self.formulas.add(place)


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
