"""What WPS keeps in its cells ↔ what the seam passes on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from addin.seam import ERRORS
from checks.readers.date_formats import shows_date

_START = dt.datetime(1899, 12, 30)  # noqa: DTZ001  # a sheet knows no time zone
_LATER = 1462
"""Days between the two beginnings of time that a workbook may count from."""


def is_number(value: Any) -> bool:
    """Tell whether a cell holds a number, which may be a date by its format; an error is a number to WPS, too."""
    return isinstance(value, int | float) and not isinstance(value, bool) and value not in ERRORS


def plain(value: Any) -> Any:
    """Return a value as the seam wants it: numbers as floats, errors as the int that COM gives."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value if value in ERRORS else float(value)
    return value


def is_date(code: object) -> bool:
    """Tell whether a number format shows a date or a time."""
    return isinstance(code, str) and shows_date(0, {0: code})


def moment(serial: float, *, date1904: bool) -> Any:
    """Return the date, or the time of day, that a number stands for; the number where it stands for none."""
    if 0 <= serial < 1:
        seconds = min(round(serial * 86400), 86399)
        return dt.time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    # Spreadsheets count a 29 February 1900; before it their numbers are one day behind.
    days = serial + (_LATER if date1904 else 0 < serial < 60)
    try:
        return _START + dt.timedelta(seconds=round(days * 86400))
    except OverflowError:
        return float(serial)


def serial(value: Any, *, date1904: bool = False) -> Any:
    """Return what stands for a value in a cell: of a date its number."""
    if isinstance(value, dt.datetime):
        days = (value - _START) / dt.timedelta(days=1)
        return days - (_LATER if date1904 else 1 < days < 61)
    if isinstance(value, dt.time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86400
    return value


def bgr(colour: str) -> int:
    """Return a colour as programs pack it: the lowest byte is red."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return red | green << 8 | blue << 16
