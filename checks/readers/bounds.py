"""How a library's Python value becomes a Grid's value, and the bounds of every Grid."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any, TypeVar

from checks.errors import InputFileError
from checks.model.grid import Special

if TYPE_CHECKING:
    from collections.abc import Callable

    from checks.model.grid import Value

MAX_ROWS = 5000
"""Rows kept of one sheet. The longest statutory form has 150; a sheet with 100 units' forms has its room."""
MAX_COLUMNS = 400
"""Columns kept of one row. The widest form has 15."""
MAX_SHEETS = 256
"""Sheets kept of one workbook: a county sends one sheet a unit, and has some 100 units."""

MAX_LINES = 50_000
"""Lines of a text. The longest report with all its tables has 2,000."""
MAX_FIELDS = 500_000
"""Cells of a text, by its separators. A county's 100 reports have 30,000."""
MAX_TAGS = 600_000
"""Tags of a page. 100 reports on one page, as Word writes them, have 300,000."""
MAX_PARTS = 2_000
"""Parts of a page saved as one file, its pictures among them."""


_Answer = TypeVar("_Answer")
_LONGEST_REMEMBERED = 20_000
"""Characters of what stands around a sheet's rows: of a form 1,000, with 256 columns each of its own width 20,000."""


def remembered(work: Callable[[str], _Answer]) -> Callable[[str], _Answer]:
    """Let a function of a text remember its answers, but to long texts: what is remembered must not fill the memory."""
    known = lru_cache(maxsize=256)(work)

    @wraps(work)
    def inner(text: str) -> _Answer:
        return known(text) if len(text) <= _LONGEST_REMEMBERED else work(text)

    return inner


def within(count: int, most: int, what: str) -> None:
    """Refuse what holds more than any report, before it is taken apart.

    Raises:
        InputFileError: it does.
    """
    if count > most:
        raise InputFileError("too_much", f"{what}超过 {most:,}")


Found = dict[tuple[int, int], tuple[bool, "Value"]]
"""Cells by row and column, from 0: whether each holds a formula, and its value."""


def lay_out(contents: Found) -> tuple[list[list[Value]], frozenset[tuple[int, int]], bool]:
    """Put cells in rows, each as long as its last cell, and never more rows or columns than a Grid may have.

    Returns:
        The rows, the places of the formulas, and whether any cell lay outside the bounds.
    """
    rows: list[list[Value]] = []
    formulas: set[tuple[int, int]] = set()
    cut = False
    for (row, column), (formula, value) in contents.items():
        if row >= MAX_ROWS or column >= MAX_COLUMNS:
            cut = True
            continue
        while len(rows) <= row:
            rows.append([])
        rows[row] += [None] * (column + 1 - len(rows[row]))
        rows[row][column] = value
        if formula:
            formulas.add((row, column))
    return rows, frozenset(formulas), cut


def special(value: Any) -> Value:
    """Return the Special for a bool, a date or a time; for anything else its text."""
    if isinstance(value, bool):
        return Special("boolean", "TRUE" if value else "FALSE")
    if isinstance(value, dt.datetime):
        # A time that is midnight to the second is how a bare date is kept; nobody wrote the zeros.
        if value.time() == dt.time():
            return Special("date", value.date().isoformat())
        return Special("date", value.isoformat(" ", "seconds"))
    if isinstance(value, (dt.date, dt.time)):
        return Special("date", value.isoformat())
    if isinstance(value, dt.timedelta):
        return Special("date", str(value))
    return value if isinstance(value, (str, int, float)) or value is None else str(value)


def clip(rows: list[list[Value]]) -> bool:
    """Cut rows and columns beyond the bounds, in place; tell whether anything was there."""
    cut = any(value not in (None, "") for row in rows[MAX_ROWS:] for value in row)
    del rows[MAX_ROWS:]
    for row in rows:
        if len(row) > MAX_COLUMNS:
            cut = cut or any(value not in (None, "") for value in row[MAX_COLUMNS:])
            del row[MAX_COLUMNS:]
    return cut
