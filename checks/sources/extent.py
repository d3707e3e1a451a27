"""How far a sheet's cells lie apart, before a reader that makes room for every cell between them."""

from __future__ import annotations

import re
from xml.parsers import expat

MAX_BOX = 3_000_000
"""Cells that a fast reader may make room for: about 100 MB. Two cells in opposite corners ask for 1.7e10."""

# Each search runs over `<c` and stops at the first cell whose address it can't vouch for, so an everyday
# sheet is passed in one sweep: columns A to Z with rows below 100,000, or A to ZZ with rows below 1,000.
_NOT_NARROW = re.compile(rb'<c(?! r="[A-Z][0-9]{1,5}")')
_NOT_SHORT = re.compile(rb'<c(?! r="[A-Z]{1,2}[0-9]{1,3}")')
_ADDRESS = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


def is_compact(sheet: bytes) -> bool:
    """Tell whether the sheet's cells fit into a box of at most ``MAX_BOX`` cells.

    Args:
        sheet: the sheet's XML, in UTF-8.
    """
    start = sheet.find(b"<sheetData")
    end = sheet.rfind(b"</sheetData>")
    if not 0 <= start < end or _prefixed(sheet, start, end):
        return _box(sheet) <= MAX_BOX
    narrow = _NOT_NARROW.search(sheet, start, end) is None
    return narrow or _NOT_SHORT.search(sheet, start, end) is None or _box(sheet) <= MAX_BOX


def _prefixed(sheet: bytes, start: int, end: int) -> bool:
    """Tell whether a cell could carry a prefix, which the sweep would not see."""
    return sheet.find(b":sheetData", 0, start) >= 0 or sheet.find(b":c", start, end) >= 0


def _box(sheet: bytes) -> int:
    """Return the number of cells in the box from A1 around all filled cells; a huge number if unreadable."""
    rows, columns = extent(sheet)
    return rows * columns


def extent(sheet: bytes) -> tuple[int, int]:
    """Return how many rows and columns, from A1, hold all filled cells.

    A cell that has only a style doesn't count: formatting that strays to the last row is common.
    """
    corner = _Corner()
    parser = expat.ParserCreate()
    parser.StartElementHandler = corner.start
    try:
        parser.Parse(sheet, True)
    except (expat.ExpatError, ValueError):
        return 1 << 20, 1 << 14  # as large as a sheet can be: only the streaming reader may look at it
    return corner.rows, corner.columns


class _Corner:
    """Collects the largest row and column of filled cells; counts on for cells without an address."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self.row = self.column = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "c":
            written = attributes.get("r")
            if written is None:
                self.column += 1
            else:
                self.row, self.column = address(written) or (1 << 20, 1 << 14)
        elif local in ("v", "f", "is"):
            self.rows = max(self.rows, self.row)
            self.columns = max(self.columns, self.column)
        elif local == "row":
            number = attributes.get("r", "")
            self.row = int(number) if number.isdecimal() else self.row + 1
            self.column = 0


def address(text: str) -> tuple[int, int] | None:
    """Return the row and the column, both from 1, of an address such as ``C5``; None where it is none."""
    found = _ADDRESS.fullmatch(text)
    return (int(found[2]), _column(found[1])) if found else None


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
