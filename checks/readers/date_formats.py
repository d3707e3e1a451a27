"""Which number formats show a date, and which date a number then stands for.

In a spreadsheet a date is a number with a format. A count that somebody formatted as a date must not pass for a
count, nor the other way round.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from checks.errors import InputFileError
from checks.model.grid import Special
from checks.readers.bounds import special

if TYPE_CHECKING:
    from collections.abc import Mapping

_BUILT_IN = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_LITERAL = re.compile(r'"[^"]*"|\\.|\[(?!(?:h+|m+|s+)\])[^\]]*\]|_.|\*.|General', re.IGNORECASE)
"""What a format shows as it stands, and its colours and conditions; ``[h]`` counts hours and stays."""
_DATE_LETTER = re.compile(r"[ymdhs]", re.IGNORECASE)

_LARGE = 64 * 1024
"""Bytes of a stylesheet worth remembering: a form's has 2 to 20 KB."""
_PLAIN_NUMBERS = re.compile(rb'numFmtId="(?:[0-9]|1[0-3]|3[789]|4[0-489])"')


def shows_date(number: int, codes: Mapping[int, str]) -> bool:
    """Tell whether a number format shows a date or a time.

    Args:
        number: the format's number.
        codes: the workbook's own formats; they stand before the built-in ones.
    """
    code = codes.get(number)
    if code is None:
        return number in _BUILT_IN
    return _DATE_LETTER.search(_LITERAL.sub("", code)) is not None


def date_text(serial: float, *, date1904: bool = False) -> Special:
    """Return the date, or the time of day, that a number stands for."""
    if 0 <= serial < 1:
        seconds = min(round(serial * 86400), 86399)
        return Special("date", str(dt.time(seconds // 3600, seconds // 60 % 60, seconds % 60)))
    # Spreadsheets count a 29 February 1900; before it their numbers are one day behind.
    days = serial + (not date1904 and 0 < serial < 60)
    start = dt.datetime(1904, 1, 1) if date1904 else dt.datetime(1899, 12, 30)  # noqa: DTZ001  # sheets know no zones
    try:
        # Whole seconds: a time of day is a fraction that binary numbers miss by a hair.
        moment = start + dt.timedelta(seconds=round(days * 86400))
    except (OverflowError, ValueError):
        return Special("date", f"{serial:g}")
    shown = special(moment)
    assert isinstance(shown, Special)
    return shown


def date_styles(styles: bytes) -> frozenset[str]:
    """Return the cell formats of an .xlsx, by their index as cells write it, that show a date or a time.

    Args:
        styles: the stylesheet's XML, in UTF-8.

    Raises:
        InputFileError: it isn't well-formed.
    """
    if len(styles) > _LARGE:
        return _date_styles(styles)
    return _remembered(styles)


@lru_cache(maxsize=64)
def _remembered(styles: bytes) -> frozenset[str]:
    """Offices send the same workbook, with the same stylesheet, a hundred times."""
    return _date_styles(styles)


def _date_styles(styles: bytes) -> frozenset[str]:
    # Most stylesheets hold none but the first few built-in formats, and need no parsing.
    if len(_PLAIN_NUMBERS.findall(styles)) == styles.count(b"numFmtId") and b"cellXfs" in styles:
        return frozenset()
    from xml.parsers import expat  # noqa: PLC0415  # most stylesheets need none

    codes: dict[int, str] = {}
    numbers: list[int] = []
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        tag = name.rpartition(":")[2]
        if tag == "cellXfs":
            inside = True
        elif tag == "xf" and inside:
            numbers.append(_number(attributes.get("numFmtId", "0")))
        elif tag == "numFmt":
            codes.setdefault(_number(attributes.get("numFmtId", "")), attributes.get("formatCode", ""))

    def end(name: str) -> None:
        nonlocal inside
        if name.rpartition(":")[2] == "cellXfs":
            inside = False

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(styles, True)
    except expat.ExpatError as error:
        raise InputFileError("damaged", "样式表出错") from error
    dates = {number for number in set(numbers) if shows_date(number, codes)}
    return frozenset(str(index) for index, number in enumerate(numbers) if number in dates)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else -1
