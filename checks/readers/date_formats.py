"""Which number formats show a date, and which date a number then stands for.

In a spreadsheet a date is a number with a format. A count that somebody formatted as a date must not pass for a
count, nor the other way round.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from checks.model.grid import Special
from checks.patterns import pattern
from checks.readers.bounds import special

if TYPE_CHECKING:
    from collections.abc import Mapping

_BUILT_IN = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_LITERAL = pattern(r'"[^"]*"|\\.|\[(?!(?:h+|m+|s+)\])[^\]]*\]|_.|\*.|General', re.IGNORECASE)
"""What a format shows as it stands, and its colours and conditions; ``[h]`` counts hours and stays."""
_DATE_LETTER = pattern(r"[ymdhs]", re.IGNORECASE)


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
