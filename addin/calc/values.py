"""Blocks of cells: what Calc shows ↔ what the seam gives and takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from addin.calc.office import constant, struct

_ERRORS = {
    503: -2146826252,  # #NUM!
    519: -2146826273,  # #VALUE!
    521: -2146826288,  # #NULL!
    524: -2146826265,  # #REF!
    525: -2146826259,  # #NAME?
    532: -2146826281,  # #DIV/0!
    32767: -2146826246,  # #N/A
}
"""Calc's number of an error → COM's. Any other of Calc's own (a circle, a missing bracket) counts as #VALUE!."""


def read(document: Any, area: Any) -> tuple[tuple[Any, ...], ...]:
    """Return what an area shows: numbers, texts, None for blanks, truth values, dates, errors as COM numbers them.

    Numbers become dates and truth values by their format, as in every spreadsheet program.
    """
    rows: list[list[Any]] = [[None if value == "" else value for value in row] for row in area.getDataArray()]
    blanks = area.getDataArray() if any(None in row for row in rows) else ()
    for r, row in enumerate(blanks):
        for c, value in enumerate(row):
            if value is None:
                rows[r][c] = _ERRORS.get(area.getCellByPosition(c, r).getError(), _ERRORS[519])
    top, left = area.RangeAddress.StartRow, area.RangeAddress.StartColumn
    for convert, part in _formatted(document, area):
        for r in range(part.StartRow - top, part.EndRow - top + 1):
            for c in range(part.StartColumn - left, part.EndColumn - left + 1):
                if type(rows[r][c]) is float:
                    rows[r][c] = convert(rows[r][c])
    return tuple(tuple(row) for row in rows)


def _formatted(document: Any, area: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the parts of an area whose numbers are dates or truth values."""
    day, hour, logical = (constant(f"util.NumberFormat.{kind}") for kind in ("DATE", "TIME", "LOGICAL"))
    null = document.NullDate
    start = dt.datetime(null.Year, null.Month, null.Day)  # noqa: DTZ001  # a sheet knows no time zone

    def date(value: float) -> Any:
        try:
            return start + dt.timedelta(days=value)
        except OverflowError:
            return value  # Calc shows ### there

    kinds: dict[int, int] = {}
    groups = area.getUniqueCellFormatRanges()
    for group in (groups.getByIndex(i) for i in range(groups.getCount())):
        key = group.NumberFormat
        kind = kinds.get(key) or kinds.setdefault(key, document.NumberFormats.getByKey(key).Type)
        if kind & logical:
            yield from ((bool, part) for part in group.getRangeAddresses())
        elif kind & (day | hour):
            yield from ((date, part) for part in group.getRangeAddresses())


def write(document: Any, area: Any, content: Any) -> None:
    """Fill an area with one value, or with rows of them.

    Raises:
        ValueError: the rows have another shape.
    """
    height, width = area.Rows.Count, area.Columns.Count
    rows = content if isinstance(content, list | tuple) else [[content] * width] * height
    if (len(rows), {len(row) for row in rows}) != (height, {width}):
        raise ValueError(f"{height} rows of {width} cells are written with another shape")
    area.setDataArray(tuple(tuple(_plain(document, value) for value in row) for row in rows))
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, bool | dt.date):
                area.getCellByPosition(c, r).NumberFormat = _standard_format(document, value)


def _plain(document: Any, value: Any) -> float | str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, dt.date):
        null = document.NullDate
        moment = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
        return (moment.replace(tzinfo=None) - dt.datetime(null.Year, null.Month, null.Day)) / dt.timedelta(days=1)  # noqa: DTZ001
    return float(value)


def _standard_format(document: Any, value: Any) -> int:
    kind = "LOGICAL" if isinstance(value, bool) else "DATETIME" if isinstance(value, dt.datetime) else "DATE"
    number = constant(f"util.NumberFormat.{kind}")
    return int(document.NumberFormats.getStandardFormat(number, struct("lang.Locale")))


def number_format(document: Any, code: str) -> int:
    """Return the key of a number format; Calc takes Excel's codes. Of no language: another than the user's is saved."""
    any_language = struct("lang.Locale")
    key = document.NumberFormats.queryKey(code, any_language, False)
    return int(document.NumberFormats.addNew(code, any_language) if key == -1 else key)


def clear(area: Any) -> None:
    """Empty the cells, and leave formats and notes."""
    flags = ("VALUE", "DATETIME", "STRING", "FORMULA")
    area.clearContents(sum(constant(f"sheet.CellFlags.{flag}") for flag in flags))


def link(document: Any, cell: Any, address: str, text: str) -> None:
    """Make a cell's whole text a link; ``#'表三'!J7`` leads to a place in the workbook."""
    field = document.createInstance("com.sun.star.text.TextField.URL")
    field.Representation = text
    field.URL = ".".join(address.rsplit("!", 1)) if address.startswith("#") else address
    cell.setString("")
    cell.insertTextContent(cell.createTextCursor(), field, False)  # UNO has no keywords
