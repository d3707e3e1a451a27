"""The formulas of an old workbook (.xls, from Excel 97 on), which xlrd leaves out: its records, one by one."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

from checks.readers.bounds import MAX_COLUMNS, MAX_ROWS
from checks.readers.formula_tokens import XLS, Formulas

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_BEGIN, _END, _SHEET, _BOOK, _REFERENCES = 0x0809, 0x000A, 0x0085, 0x01AE, 0x0017
_FORMULA, _SHARED_FORMULA = 0x0006, 0x04BC
_FORMAT_OF_1997 = 0x0600
_WORKSHEET, _MACRO_SHEET = 0, 1
_OWN = (0x0401, 0x3A01)  # in place of the length of another book's name: this one, and add-ins
_MOST_RECORDS = 2_000_000


class Structure(NamedTuple):
    """What the first part of a workbook tells of the others.

    Attributes:
        sheets: where each worksheet begins.
        macro_sheets: how many sheets hold commands of Excel 4.
        external: the numbers of the references that lead to other workbooks.
    """

    sheets: list[int]
    macro_sheets: int
    external: frozenset[int]


def structure(stream: bytes) -> Structure:
    """Read the first part; of a file that is older than Excel 97 nothing but its end is known."""
    starts, books, references = [], [], b""
    macros = 0
    for kind, content in records_of(stream, 0):
        if kind == _BEGIN and content[:2] != _FORMAT_OF_1997.to_bytes(2, "little"):
            return Structure([], 0, frozenset())
        if kind == _SHEET and len(content) >= 6:
            start, _, sheet_type = struct.unpack_from("<LBB", content)
            if sheet_type == _WORKSHEET:
                starts.append(start)
            macros += sheet_type == _MACRO_SHEET
        elif kind == _BOOK:
            books.append(len(content) > 3 and struct.unpack_from("<H", content, 2)[0] not in _OWN)
        elif kind == _REFERENCES:
            references = content
    named = [
        int.from_bytes(references[place : place + 2], "little") for place in range(2, max(2, len(references) - 5), 6)
    ]
    external = frozenset(index for index, book in enumerate(named) if book < len(books) and books[book])
    return Structure(starts, macros, external)


def formulas_of_sheet(stream: bytes, start: int, external: Collection[int]) -> dict[tuple[int, int], str]:
    """Return the formulas of one worksheet: row and column, from 0 → its text, without the equals sign."""
    formulas = Formulas(XLS, external)
    for kind, content in records_of(stream, start):
        if kind == _FORMULA and len(content) >= 22:
            row, column = struct.unpack_from("<HH", content)
            if row < MAX_ROWS and column < MAX_COLUMNS:
                formulas.add((row, column), _tokens(content, 20))
        elif kind == _SHARED_FORMULA and len(content) >= 10:
            top, bottom, left, right = struct.unpack_from("<HHBB", content)
            formulas.share((top, left, bottom, right), _tokens(content, 8))
    return formulas.texts()


def _tokens(content: bytes, place: int) -> bytes:
    size = int.from_bytes(content[place : place + 2], "little")
    return content[place + 2 : place + 2 + size]


def records_of(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records of one part of the stream: those of charts inside of it, too."""
    depth = 0
    for _ in range(_MOST_RECORDS):
        if place + 4 > len(stream):
            return
        kind, size = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + size]
        place += 4 + size
        depth += (kind == _BEGIN) - (kind == _END)
        if depth <= 0:
            return
