"""Lays out cells that span rows and columns, so that columns line up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from checks.effort import spend
from checks.readers.bounds import MAX_COLUMNS, MAX_ROWS

if TYPE_CHECKING:
    from checks.model.grid import Value

MAX_CELLS = 1_000_000
"""Cells of one table, spans included: a table of 5,000 rows may have 200 columns."""

_FULL = 0.76
"""Part of a table's rows that are of one width where its cells stand below one another."""
_FEWEST_ROWS = 4


class Placer:
    """Puts cells where a browser or a spreadsheet would show them.

    Attributes:
        rows: the cells so far; what a span covers is blank.
        cut: whether cells fell outside the bounds of a Grid.
        widths: how many columns the cells of each row take so far, spans from above included.
    """

    def __init__(self) -> None:
        self.rows: list[list[Value]] = []
        self.cut = False
        self.widths: list[int] = []
        self._row = -1
        self._column = 0
        self._taken: dict[int, set[int]] = {}
        self._room = MAX_CELLS

    @property
    def row(self) -> int:
        """The row that cells are put into, from 0."""
        return self._row

    def next_row(self, index: int | None = None) -> None:
        """Begin the next row, or the row with that index (from 0) if it lies further down."""
        self._taken.pop(self._row, None)
        self._row = max(self._row + 1, index or 0)
        self._column = 0
        self.widths += [0] * (self._row - len(self.widths)) + [len(self._taken.get(self._row, ()))]
        while len(self.rows) <= self._row < MAX_ROWS:
            self.rows.append([])

    def skip_to(self, column: int) -> None:
        """Go on at a column, counted from 0."""
        self._column = max(self._column, min(column, MAX_COLUMNS))

    def put(self, value: Value, across: int = 1, down: int = 1) -> tuple[int, int] | None:
        """Place a cell in the next free place and return that; None if it lies outside the bounds."""
        taken = self._taken.get(self._row, ())
        while self._column in taken:
            self._column += 1
        row, column = self._row, self._column
        across = max(1, min(across, MAX_COLUMNS))
        down = max(1, min(down, MAX_ROWS))
        self._column += across
        if row >= MAX_ROWS or column >= MAX_COLUMNS or self._room < 0:
            self.cut = self.cut or value not in (None, "")
            return None
        cells = self.rows[row]
        cells += [None] * (min(column + across, MAX_COLUMNS) - len(cells))
        cells[column] = value
        self.widths[row] += across
        self._room -= across
        if down > 1 and not spend("area", across * (min(row + down, MAX_ROWS) - row)):
            self._room, self.cut = -1, True
            return row, column
        for below in range(row + 1, min(row + down, MAX_ROWS)):
            self._room -= across
            if self._room < 0:
                break
            self._taken.setdefault(below, set()).update(range(column, column + across))
        return row, column


def is_ragged(widths: Sequence[int]) -> bool:
    """Tell whether many rows of a table do not fill it: then its cells do not stand below one another."""
    filled = [width for width in widths if width]
    if len(filled) < _FEWEST_ROWS:
        return False
    _, times = Counter(filled).most_common(1)[0]
    return times < len(filled) * _FULL
