"""Stored results that are not what their formulas give: a program wrote the formula and never calculated it.

Such a program stores 0, or what the template held. Reading that blindly accuses people of errors they did not make.
Plain sums are enough to tell: ``SUM(C5:H5)``, ``C5+D5-E5``, ``SUM(C7,C9:C12)``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from checks.model.figures import Number, read
from checks.model.grid import Grid, Special, Value, is_blank
from checks.model.plain_sums import Term, plain_sum

_MOST_CELLS = 10_000  # of one range; a table has a few hundred
_DEEPEST = 50  # totals of totals of totals


class _UnknownError(Exception):
    """The formula is more than a plain sum, or rests on something that is no number."""


def mark_stale(grids: list[Grid], spots: Iterable[tuple[int, int, int]]) -> list[Grid]:
    """Return the grids with stored results that their formulas contradict replaced; the very same if there are none.

    Args:
        grids: the document's sheets.
        spots: the grid, row and column of each figure that is a formula.
    """
    sheets: dict[int, _Sheet] = {}
    stale: dict[int, list[tuple[int, int, Special]]] = {}
    for position, row, column in spots:
        grid = grids[position]
        if grid.formula_texts is None:
            continue
        sheet = sheets.setdefault(position, _Sheet(grid, grid.formula_texts()))
        stored = grid.rows[row][column]
        computed = sheet.computed(row, column)
        if computed is not None and isinstance(stored, int | float | Decimal) and computed != _number(stored):
            special = Special("uncalculated", f"={sheet.formulas[row, column]}")
            stale.setdefault(position, []).append((row, column, special))
    if not stale:
        return grids
    marked = list(grids)
    for position, cells in stale.items():
        rows = [list(row) for row in grids[position].rows]
        for row, column, special in cells:
            rows[row][column] = special
        marked[position] = grids[position].with_rows(rows)
    return marked


class _Sheet:
    """One sheet with its formulas, computed as far as they are plain sums."""

    def __init__(self, grid: Grid, formulas: Mapping[tuple[int, int], str]) -> None:
        self.formulas = formulas
        self._rows = grid.rows
        self._known: dict[tuple[int, int], Number | None] = {}

    def computed(self, row: int, column: int, depth: int = 0) -> Number | None:
        """Return what a formula gives; None where that cannot be told."""
        place = (row, column)
        if place not in self._known:
            self._known[place] = None  # what a circle would find
            try:
                self._known[place] = self._sum(self.formulas[place], depth)
            except (_UnknownError, KeyError):
                return None
        return self._known[place]

    def _sum(self, formula: str, depth: int) -> Number:
        """Add up a formula: terms with signs, each a number, a cell, or SUM of cells and ranges."""
        terms = plain_sum(formula)
        if terms is None or depth > _DEEPEST:
            raise _UnknownError
        total: Number = 0
        for term in terms:
            value = sum(self._cells(term, depth)) if term.number is None else term.number
            total += term.sign * value
        return int(total) if total == int(total) else total

    def _cells(self, term: Term, depth: int) -> Iterator[Number]:
        """The numbers of a cell or a range; SUM passes over texts, a sign does not."""
        top, left, bottom, right = term.area
        if (bottom - top + 1) * (right - left + 1) > _MOST_CELLS:
            raise _UnknownError
        for row in range(top, bottom + 1):
            cells = self._rows[row] if row < len(self._rows) else []
            for column in range(left, right + 1):
                value = cells[column] if column < len(cells) else None
                yield self._value(row, column, value, depth, texts=term.inside)

    def _value(self, row: int, column: int, value: Value, depth: int, *, texts: bool) -> Number:
        if (row, column) in self.formulas:
            computed = self.computed(row, column, depth + 1)
            if computed is None:
                raise _UnknownError
            return computed
        if isinstance(value, int | float | Decimal):
            return _number(value)
        if is_blank(value) or (texts and isinstance(value, str)):
            return 0
        raise _UnknownError


def _number(value: float | Decimal) -> Number:
    number = read(value, "money").value
    if number is None:
        raise _UnknownError
    return number
