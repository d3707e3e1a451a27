"""The last resort for a sheet that openpyxl gives up on: reads its cells one by one, taking no offence.

A number cell that holds text, or a string that doesn't exist, stops openpyxl for the whole sheet. Here it is
one odd cell, kept as it stands, and the other cells are read.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING
from xml.parsers import expat

from checks.grid import Special
from checks.sources.extent import address

if TYPE_CHECKING:
    from checks.grid import Value


def scan(
    sheet: bytes, strings: bytes | None, rows: int, columns: int
) -> tuple[list[list[Value]], set[tuple[int, int]]]:
    """Read a sheet's cells and the places of its formulas.

    Dates are not told from numbers here, for that takes the styles; the fast reader has told them.

    Args:
        sheet: the sheet's XML, in UTF-8 and without a DTD.
        strings: the shared strings' XML, likewise.
        rows: how many rows to keep.
        columns: how many columns to keep.

    Raises:
        expat.ExpatError: it isn't well-formed.
    """
    texts = _Texts()
    if strings is not None:
        texts.read(strings)
    cells = _Cells(texts.found, rows, columns)
    cells.read(sheet)
    return cells.rows, cells.formulas


class _Parser:
    """Feeds local names and text to the subclass."""

    def read(self, xml: bytes) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = lambda name, attributes: self.start(name.rpartition(":")[2], attributes)
        parser.EndElementHandler = lambda name: self.end(name.rpartition(":")[2])
        parser.CharacterDataHandler = self.text
        parser.Parse(xml, True)

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...


class _Texts(_Parser):
    """Collects the shared strings, without their phonetic hints."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._open = self._hint = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        del attributes
        if name == "si":
            self.found.append("")
        elif name == "rPh":
            self._hint = True
        self._open = name == "t" and not self._hint

    def end(self, name: str) -> None:
        self._open = False
        if name == "rPh":
            self._hint = False

    def text(self, text: str) -> None:
        if self._open and self.found:
            self.found[-1] += text


class _Cells(_Parser):
    """Collects the cells."""

    def __init__(self, strings: list[str], rows: int, columns: int) -> None:
        self.rows: list[list[Value]] = [[None] * columns for _ in range(rows)]
        self.formulas: set[tuple[int, int]] = set()
        self._strings, self._columns = strings, columns
        self._row = self._column = 0
        self._type = ""
        self._pieces: dict[str, str] = {}
        self._inside = ""
        self._hint = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            number = attributes.get("r", "")
            self._row, self._column = int(number) if number.isdecimal() else self._row + 1, 0
        elif name == "c":
            place = address(attributes.get("r", ""))
            self._row, self._column = place or (self._row, self._column + 1)
            self._type, self._pieces = attributes.get("t", "n"), {}
        elif name == "rPh":
            self._hint = True
        elif name in ("v", "f", "t") and not self._hint:
            self._inside = name
            self._pieces.setdefault(name, "")

    def end(self, name: str) -> None:
        self._inside = ""
        if name == "rPh":
            self._hint = False
        elif name == "c" and 1 <= self._row <= len(self.rows) and 1 <= self._column <= self._columns:
            place = (self._row - 1, self._column - 1)
            self.rows[place[0]][place[1]] = self._value()
            if "f" in self._pieces:
                self.formulas.add(place)

    def text(self, text: str) -> None:
        if self._inside:
            self._pieces[self._inside] += text

    def _value(self) -> Value:
        stored = self._pieces.get("v", "")
        if self._type == "inlineStr":
            return self._pieces.get("t")
        if not stored:
            formula = self._pieces.get("f")
            plausible = self._type == "str" and formula is not None and '""' in formula
            return None if formula is None or plausible else Special("uncalculated", f"={formula}")
        if self._type == "e":
            return Special("error", stored)
        if self._type == "b":
            return Special("boolean", "FALSE" if stored == "0" else "TRUE")
        if self._type == "s":
            known = stored.isdecimal() and int(stored) < len(self._strings)
            return self._strings[int(stored)] if known else Special("error", f"缺少的文字（第 {stored} 条）")
        return _number(stored) if self._type == "n" else stored


def _number(stored: str) -> Value:
    """Return the number, or the text where a number cell holds none."""
    try:
        number = float(stored)
    except ValueError:
        return stored
    return number if math.isfinite(number) else stored
