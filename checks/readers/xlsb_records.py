"""The records of a binary workbook (.xlsb): its sheets, strings, date formats and cells."""

from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING, NamedTuple

from checks.errors import InputFileError
from checks.model.grid import SeenOtherwise, Special, is_blank
from checks.readers.bounds import MAX_COLUMNS, MAX_ROWS
from checks.readers.covered import written
from checks.readers.date_formats import date_text
from checks.readers.formula_tokens import XLSB, Formulas
from checks.readers.number_formats import shown
from checks.readers.relations import relations

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from checks.model.grid import Area, Value

MAX_RECORDS = 2_000_000
"""Records of one part. A sheet of 5,000 rows and 100 columns has a quarter of this."""

_STRING = 19
_COLUMN_INFO = 60
_MERGED = 176
_HIDDEN_ROW = 0x10
_LEAST_ROW, _LEAST_COLUMN = 80, 256  # twips, and 256ths of a character
_MOST_SEEN = 100_000
_ROW = 0
_BLANK = 1
_LAST_CELL = 11
_ERROR_CELLS = (3, 11)
_BOOLEAN_CELLS = (4, 10)
_REAL_CELLS = (5, 9)
_RK_CELL = 2
_SHARED_CELL = 7
_FIRST_FORMULA = 8
_SHARED_FORMULA = 427
_OTHER_BOOK, _OWN_BOOKS, _REFERENCES = 355, (357, 358, 667), 362
_BUNDLE_SHEET = 156
_ERROR_NAMES = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


def records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (type, content) of each record; both numbers are written seven bits a byte."""
    place, end = 0, len(part)
    for _ in range(MAX_RECORDS):
        if place >= end:
            return
        kind, place = _varint(part, place, 2)
        size, place = _varint(part, place, 4)
        yield kind, part[place : place + size]
        place += size


def _varint(part: bytes, place: int, most: int) -> tuple[int, int]:
    """Read a number of at most so many bytes; return it and the place after it."""
    value = 0
    for index in range(most):
        if place >= len(part):
            return value, place
        byte = part[place]
        place += 1
        value |= (byte & 0x7F) << (7 * index)
        if not byte & 0x80:
            break
    return value, place


def shared_strings(part: bytes) -> list[str]:
    """Return the workbook's shared strings."""
    return [wide_text(content, 1)[0] for kind, content in records(part) if kind == _STRING]


class XlsbFormats(NamedTuple):
    """Cell formats by their index.

    Attributes:
        dates: those that show a date.
        codes: the number format of the others.
        struck: those struck through.
        unseen: those whose letters have the colour of their ground, or hardly any size.
    """

    dates: set[int]
    codes: dict[int, str]
    struck: set[int]
    unseen: frozenset[int] = frozenset()


class Cells(NamedTuple):
    """A sheet's cells that aren't empty: whether each holds a formula, and its value; and what one sees otherwise.

    Attributes:
        contents: by row and column, from 0.
        seen: hidden lines, and cells whose format shows another number.
        merged: the merged areas.
        formulas: the formulas' texts.
    """

    contents: dict[tuple[int, int], tuple[bool, Value]]
    seen: list[SeenOtherwise]
    merged: list[Area]
    formulas: dict[tuple[int, int], str]


def cells(part: bytes, strings: list[str], formats: XlsbFormats, external: Collection[int] = ()) -> Cells:
    """Read a sheet.

    Args:
        part: its records.
        strings: the workbook's strings.
        formats: its cell formats.
        external: the numbers of the references that lead to other workbooks.
    """
    contents: dict[tuple[int, int], tuple[bool, Value]] = {}
    formulas = Formulas(XLSB, external)
    result = Cells(contents, [], [], {})
    row = 0
    for kind, content in records(part):
        if kind == _ROW and len(content) >= 4:
            row = int.from_bytes(content[:4], "little")
            if row < MAX_ROWS and _is_hidden_row(content):
                result.seen.append(SeenOtherwise("hidden_row", row, -1))
        elif _BLANK < kind <= _LAST_CELL and len(content) > 8:
            column = int.from_bytes(content[:4], "little")
            style = int.from_bytes(content[4:7], "little")
            value = _value(kind, content[8:], strings)
            if isinstance(value, float) and style in formats.dates:
                value = date_text(value)
            result.seen.extend(_seen(row, column, value, style, formats))
            contents[row, column] = (kind >= _FIRST_FORMULA, value)
            if kind >= _FIRST_FORMULA:
                formulas.add((row, column), _tokens(content, _behind_result(kind, content)))
        else:
            _take_area(kind, content, result, formulas)
    result.formulas.update(formulas.texts())
    return result


def _take_area(kind: int, content: bytes, result: Cells, formulas: Formulas) -> None:
    """Take what is about several cells: hidden columns, merged cells, a formula that is shared."""
    if kind == _SHARED_FORMULA and len(content) >= 20:
        top, bottom, left, right = struct.unpack_from("<4L", content)
        formulas.share((top, left, bottom, right), _tokens(content, 16))
    elif kind == _COLUMN_INFO and len(content) >= 18:
        result.seen.extend(SeenOtherwise("hidden_column", -1, column) for column in _hidden_columns(content))
        if len(result.seen) > _MOST_SEEN:
            raise InputFileError("unsafe", "隐藏的行列过多")
    elif kind == _MERGED and len(content) >= 16:
        top, bottom, left, right = struct.unpack_from("<4L", content)
        result.merged.append((top, left, bottom, right))


def _is_hidden_row(content: bytes) -> bool:
    """Tell whether a row is hidden, or too low to be read."""
    if len(content) <= 11:
        return False
    return bool(content[11] & _HIDDEN_ROW) or int.from_bytes(content[8:10], "little") < _LEAST_ROW


def _hidden_columns(content: bytes) -> range:
    """Return the columns of a record on columns, if they are hidden or too narrow to be read."""
    if not (content[16] & 1 or int.from_bytes(content[8:12], "little") < _LEAST_COLUMN):
        return range(0)
    first, last = struct.unpack_from("<LL", content)
    return range(first, min(last + 1, MAX_COLUMNS))


def _behind_result(kind: int, content: bytes) -> int:
    """Return where a formula begins behind its stored result and two bytes of flags."""
    if kind == _FIRST_FORMULA:
        return wide_text(content, 8)[1] + 2
    return 8 + (8 if kind in _REAL_CELLS else 1) + 2


def _tokens(content: bytes, place: int) -> bytes:
    size = int.from_bytes(content[place : place + 4], "little")
    return content[place + 4 : place + 4 + size]


def external_references(workbook: bytes) -> frozenset[int]:
    """Return the numbers of the references, as formulas name sheets, that lead to other workbooks."""
    books: list[bool] = []
    for kind, content in records(workbook):
        if kind in _OWN_BOOKS or kind == _OTHER_BOOK:
            books.append(kind == _OTHER_BOOK)
        elif kind == _REFERENCES:
            count = min(int.from_bytes(content[:4], "little"), (len(content) - 4) // 12)
            named = [struct.unpack_from("<L", content, 4 + 12 * index)[0] for index in range(count)]
            return frozenset(index for index, book in enumerate(named) if book < len(books) and books[book])
    return frozenset()


def _seen(row: int, column: int, value: Value, style: int, formats: XlsbFormats) -> Iterator[SeenOtherwise]:
    if style in formats.struck and not is_blank(value):
        yield SeenOtherwise("struck", row, column, written(value))
    if style in formats.unseen and value != 0 and not is_blank(value):
        yield SeenOtherwise("unseen", row, column, written(value))
    if isinstance(value, float) and (text := shown(formats.codes.get(style, "General"), value)) is not None:
        yield SeenOtherwise("format", row, column, text)


def _value(kind: int, raw: bytes, strings: list[str]) -> Value:
    """Read a cell's value behind its column and style."""
    if kind in _ERROR_CELLS:
        return Special("error", _ERROR_NAMES.get(raw[0], f"#{raw[0]}"))
    if kind in _BOOLEAN_CELLS:
        return Special("boolean", "TRUE" if raw[0] else "FALSE")
    if kind in _REAL_CELLS:
        number = struct.unpack_from("<d", raw.ljust(8, b"\0"))[0]
        return float(number) if math.isfinite(number) else Special("error", str(number))
    if kind == _RK_CELL:
        return _rk(int.from_bytes(raw[:4], "little"))
    if kind == _SHARED_CELL:
        index = int.from_bytes(raw[:4], "little")
        return strings[index] if index < len(strings) else Special("error", f"缺少的文字（第 {index} 条）")
    return wide_text(raw, 0)[0]


def _rk(number: int) -> float:
    """Read the short form of a number: 30 bits of a whole number or of a real one, perhaps in hundredths."""
    if number & 2:
        value = float((number >> 2) - (1 << 30 if number & 0x80000000 else 0))
    else:
        value = float(struct.unpack("<d", struct.pack("<Q", (number & 0xFFFFFFFC) << 32))[0])
    return value / 100 if number & 1 else value


def find_sheets(workbook: bytes, its_relations: bytes, part: str) -> list[tuple[str, bool, str]]:
    """List the worksheets: name, whether it is hidden, and its part.

    Args:
        workbook: the workbook part.
        its_relations: the part that holds its relations.
        part: its name, in lower case.
    """
    targets = {one.id: one.target for one in relations(its_relations, part) if one.kind == "worksheet"}
    listed: list[tuple[str, bool, str]] = []
    for kind, content in records(workbook):
        if kind == _BUNDLE_SHEET:
            relation, rest = wide_text(content, 8)
            name, _ = wide_text(content, rest)
            if targets.get(relation):
                listed.append((name, content[:4] != bytes(4), targets[relation]))
    return listed


def wide_text(content: bytes, place: int) -> tuple[str, int]:
    """Read a text: its length in characters, then UTF-16."""
    if place + 4 > len(content):
        return "", len(content)
    (length,) = struct.unpack_from("<L", content, place)
    if length == 0xFFFFFFFF:
        return "", place + 4
    end = place + 4 + 2 * length
    return content[place + 4 : end].decode("utf-16-le", "replace"), end
