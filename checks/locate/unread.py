"""Sheets in which labels of a form and figures stand, and no table was found: a table that stands on its side, say."""

from __future__ import annotations

from collections.abc import Container, Sequence
from itertools import takewhile

from checks.forms.labels import known_core
from checks.locate.header import WIDEST_LABEL
from checks.locate.previous_sheet import is_previous_sheet
from checks.model.figures import read
from checks.model.form import Table
from checks.model.grid import Grid, Value, is_blank
from checks.model.located import Located
from checks.model.rule import Rulebook

_FEWEST_LABELS, _FEWEST_FIGURES = 5, 4
"""Of a table that nobody has read; fewer stand in any list of cases or measures."""
_ABOVE = 6
"""Rows above the first labels of a table that belong to its header."""


def unread_sheets(grids: Sequence[Grid], tables: Sequence[Located], book: Rulebook, known: Container[str]) -> list[int]:
    """Return the sheets that hold labels and figures of some table of a form which was not found there.

    Args:
        grids: the document.
        tables: those that were found.
        book: the forms.
        known: the cores of all labels.
    """
    labels = [(table, _labels(table)) for form in book.forms.values() for table in form.tables]
    unread = []
    for position, grid in enumerate(grids):
        if grid.hidden or is_previous_sheet(grid):
            continue
        rest = _rest(grid, position, tables)
        words = {_core(value, known) for row in rest for value in row} - {""}
        if any(len(words & own) >= _FEWEST_LABELS for _, own in labels) and _figures(rest) >= _FEWEST_FIGURES:
            unread.append(position)
    return unread


def _labels(table: Table) -> set[str]:
    """The labels of a table's rows and columns, and of the groups of them, which tell it from others."""
    cores: set[str] = set()
    for block in table.blocks:
        for item in (*block.rows, *block.columns):
            cores |= item.cores
        for group in (*block.row_groups, *block.column_groups):
            cores |= group.cores
    return {core for core in cores if len(core) > len("总计")}


def _rest(grid: Grid, position: int, tables: Sequence[Located]) -> list[list[Value]]:
    """The rows of a sheet that no table of it has taken."""
    taken: set[int] = set()
    for table in tables:
        rows = [row for at, row, _ in table.spots.values() if at == position]
        first = table.start[1] if table.start[0] == position else min(rows, default=0)
        if rows or table.start[0] == position:
            above = takewhile(lambda row: not _figures([grid.rows[row]]), range(first - 1, max(first - _ABOVE, 0), -1))
            taken.update(above, range(first, max(rows, default=first) + 1))
    return [row for number, row in enumerate(grid.rows) if number not in taken]


def _core(value: Value, known: Container[str]) -> str:
    is_word = isinstance(value, str) and len(value) <= WIDEST_LABEL and not is_blank(value)
    return known_core(str(value), known) if is_word else ""


def _figures(rows: Sequence[Sequence[Value]]) -> int:
    values = (value for row in rows for value in row if not is_blank(value))
    return sum(read(value, "signed").value is not None for value in values)
