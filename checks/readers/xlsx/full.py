"""The complete reader of .xlsx parts: whatever is legal, cell by cell, taking no offence at the odd one.

It reads what the strict tokeniser leaves: sheets with prefixes, comments, texts in their cells, cells without an
address, or a number cell that holds none.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import TYPE_CHECKING
from xml.parsers import expat

from checks.errors import InputFileError
from checks.model.grid import Special, parse_a1
from checks.readers.bounds import MAX_COLUMNS, MAX_ROWS, special
from checks.readers.date_formats import date_text
from checks.readers.relations import MAIN, refuse_doctype
from checks.readers.runs import RunMark, joined
from checks.readers.xlsx.run_marks import mark_of
from checks.readers.xlsx.shared_formulas import SharedFormulas
from checks.readers.xlsx.text import MAX_STRINGS, unescaped

if TYPE_CHECKING:
    from checks.model.grid import Value
    from checks.readers.bounds import Found

_NUMBER = re.compile(r"\s*[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][+-]?[0-9]+)?\s*")
_ROW = ["worksheet", "sheetData", "row"]
_CELL = [*_ROW, "c"]
_LAST_ROW, _LAST_COLUMN = 1 << 20, 1 << 14
_PATHS = {
    ("v",): "v",
    ("f",): "f",
    ("is", "t"): "t",
    ("is", "r", "t"): "t",
}
"""Where a cell's value, formula and own text stand below it. All else there is formatting or phonetic hints."""


def scan_strings(part: bytes) -> list[str]:
    """Read the shared strings, without their phonetic hints.

    Raises:
        expat.ExpatError: they aren't well-formed.
        InputFileError: they have a document type, or are more than any office writes.
    """
    texts = _Texts()
    texts.read(part, whole=True)
    return texts.strings


def scan_cells(
    part: bytes, strings: list[str], dates: frozenset[str], *, date1904: bool = False, whole: bool = True
) -> _Cells:
    """Read a sheet's cells, with the formats of those that have one.

    Args:
        part: the sheet's XML, in UTF-8.
        strings: the shared strings.
        dates: the cell formats that show a date.
        date1904: where the workbook's dates begin.
        whole: the part is all there; else it ends in the middle, and what is there is read.

    Raises:
        expat.ExpatError: it isn't well-formed.
        InputFileError: it has a document type, or a filled cell whose address is none.
    """
    cells = _Cells(strings, dates, date1904)
    cells.read(part, whole)
    return cells


def scan_formulas(part: bytes) -> dict[tuple[int, int], str]:
    """Read the formulas of a sheet that has been read before: (row, column), from 0 → ``SUM(C5:H5)``."""
    cells = _Cells([], frozenset(), date1904=False)
    cells.read(part, whole=False)
    return cells.formulas


class _Reader:
    """Feeds local names and text to the subclass."""

    def __init__(self) -> None:
        self.path: list[str] = []

    def read(self, xml: bytes, whole: bool) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.text
        parser.StartDoctypeDeclHandler = refuse_doctype
        parser.Parse(xml, whole)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, tag = name.rpartition(" ")
        self.path.append(tag if namespace in MAIN else "")
        self.start(self.path[-1], attributes)

    def _end(self, _: str) -> None:
        self.end(self.path.pop())

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take an element; its tag, "" in a foreign namespace, is the last one of ``path``."""

    def end(self, tag: str) -> None:
        """Take the end of an element, which ``path`` holds no more."""

    def text(self, text: str) -> None:
        """Take a piece of text."""


class _Texts(_Reader):
    """Collects the shared strings."""

    def __init__(self) -> None:
        super().__init__()
        self.strings: list[str] = []
        self._runs: list[tuple[str, RunMark]] = []
        self._mark: RunMark = ""
        self._pieces: list[str] | None = None
        self._hint = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "si":
            self._runs, self._mark = [], ""
        elif tag == "r":
            self._mark = ""
        elif self.path[-2:-1] == ["rPr"]:
            self._mark = mark_of(tag, attributes, self._mark)
        elif tag == "rPh":
            self._hint = True
        self._pieces = [] if tag == "t" and not self._hint else None

    def end(self, tag: str) -> None:
        if self._pieces is not None:
            self._runs.append((unescaped("".join(self._pieces)), self._mark))
            self._pieces = None
        elif tag == "rPh":
            self._hint = False
        elif tag == "si":
            self.strings.append(joined(self._runs))
            if len(self.strings) > MAX_STRINGS:
                raise InputFileError("unsafe", "文字条目过多")

    def text(self, text: str) -> None:
        if self._pieces is not None:
            self._pieces.append(text)


class _Cells(_Reader):
    """Collects the cells.

    Attributes:
        contents: what stands in them.
        formulas: (row, column), from 0 → formula.
        styles: (row, column), from 0 → index of the cell format, where it is not the first one.
    """

    def __init__(self, strings: list[str], dates: frozenset[str], date1904: bool) -> None:
        super().__init__()
        self.contents: Found = {}
        self.formulas: dict[tuple[int, int], str] = {}
        self.styles: dict[tuple[int, int], str] = {}
        self._strings, self._dates, self._date1904 = strings, dates, date1904
        self._shared = SharedFormulas()
        self._row = self._column = 0
        self._attributes: dict[str, str] = {}
        self._formula: dict[str, str] = {}
        self._in_cell = 0
        self._texts: dict[str, str] = {}
        self._runs: list[tuple[str, RunMark]] = []
        self._mark: RunMark = ""
        self._kind: str | None = None
        self._pieces: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._in_cell:
            depth = len(self.path) - self._in_cell
            self._kind = _PATHS.get(tuple(self.path[-depth:])) if depth < 4 else None
            self._pieces = []
            if self.path[-1] == "r":
                self._mark = ""
            elif self.path[-2] == "rPr":
                self._mark = mark_of(tag, attributes, self._mark)
            if self._kind == "f":
                self._formula = attributes
        elif tag == "c" and self.path == _CELL:
            self._attributes = attributes
            self._in_cell = len(_CELL)
            self._texts, self._runs, self._mark = {}, [], ""
            self._column += 1
            if "r" in attributes:
                self._row, self._column = parse_a1(attributes["r"]) or (0, 0)
        elif tag == "row" and self.path == _ROW:
            number = attributes.get("r", "")
            self._row, self._column = int(number) if number.isdecimal() else self._row + 1, 0

    def end(self, tag: str) -> None:
        if self._kind is not None:
            text = "".join(self._pieces)
            if self._kind == "t":
                # Escapes stand for themselves in each run of a text: two runs don't make one.
                self._runs.append((unescaped(text), self._mark))
                self._texts["t"] = ""
            else:
                self._texts[self._kind] = self._texts.get(self._kind, "") + text
            self._kind = None
        if tag == "c" and len(self.path) == self._in_cell - 1:
            self._in_cell = 0
            if self._texts:
                self._keep()

    def text(self, text: str) -> None:
        if self._kind is not None:
            self._pieces.append(text)

    def _keep(self) -> None:
        """Put the cell that has just ended in its place."""
        row, column = self._row, self._column
        if not (1 <= row <= _LAST_ROW and 1 <= column <= _LAST_COLUMN):
            raise InputFileError("damaged", "单元格地址出错")
        formula = None
        if "f" in self._texts:
            formula = self._shared.text(self._texts["f"], self._formula, (row, column))
            self.formulas[row - 1, column - 1] = formula
        value = self._value(formula)
        if value is None and formula is None:
            return
        place = (row - 1, column - 1)
        if row > MAX_ROWS or column > MAX_COLUMNS:
            # Enough to know that something was left out; a million of them need not be kept.
            place = (MAX_ROWS, MAX_COLUMNS)
        elif place in self.contents and self.contents[place][1] != value:
            value = Special("disagreement", f"{_text(self.contents[place][1])}/{_text(value)}")
        self.contents[place] = (formula is not None, value)
        if "s" in self._attributes:
            self.styles[place] = self._attributes["s"]

    def _value(self, formula: str | None) -> Value:
        kind = self._attributes.get("t", "n")
        if kind == "inlineStr" and "t" in self._texts:
            return joined(self._runs)
        stored = self._texts.get("v", "")
        if not stored or (kind == "n" and not stored.strip()):
            # A stored empty text is a result only where the formula can give one; else a program that never
            # calculates (XlsxWriter, a form filler) left it there.
            plausible = kind == "str" and formula is not None and '""' in formula and "v" in self._texts
            return None if formula is None or plausible else Special("uncalculated", f"={formula}")
        if kind == "n":
            return self._number_or_date(stored)
        if kind == "s":
            return self._shared_text(stored)
        if kind == "b":
            return Special("boolean", "FALSE" if stored.strip() in ("0", "false") else "TRUE")
        if kind == "d":
            return _iso_date(stored.strip())
        return Special("error", stored) if kind == "e" else unescaped(stored)

    def _number_or_date(self, stored: str) -> Value:
        number = _number(stored)
        shown_as_date = isinstance(number, float) and self._attributes.get("s", "0") in self._dates
        return date_text(float(stored), date1904=self._date1904) if shown_as_date else number

    def _shared_text(self, stored: str) -> Value:
        known = stored.strip().isdecimal() and stored.isascii() and int(stored) < len(self._strings)
        return self._strings[int(stored)] if known else Special("error", f"缺少的文字（第 {stored} 条）")


def _number(stored: str) -> Value:
    """Return the number, or the text where a number cell holds none."""
    number = float(stored) if _NUMBER.fullmatch(stored) else math.nan
    return number if math.isfinite(number) else stored


def _iso_date(stored: str) -> Value:
    try:
        return special(dt.datetime.fromisoformat(stored).replace(tzinfo=None))
    except ValueError:
        return Special("date", stored)


def _text(value: Value) -> str:
    return value.text if isinstance(value, Special) else "空" if value is None else str(value)
