"""Sheets in which labels of a form and figures stand, and no table was found: a table that stands on its side, say."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import TypeAlias

from checks.forms.labels import known_core
from checks.locate.layout_cache import Sight
from checks.locate.previous_sheet import is_previous_sheet
from checks.locate.wording import use_of
from checks.model.figures import read
from checks.model.grid import Grid, Value, is_blank
from checks.model.located import Located
from checks.model.rule import Rulebook

_FEWEST_LABELS, _FEWEST_FIGURES = 5, 4
"""Of a table that nobody has read; fewer stand in any list of cases or measures."""
_COUNTER = "序号"
_ABOVE = 6
"""Rows above the first labels of a table that belong to its header."""


Labels: TypeAlias = "list[tuple[str, frozenset[str]]]"
"""The id of each table of each form, and the labels of its rows, its columns and their groups that tell it apart."""


def labels_of_tables(book: Rulebook) -> Labels:
    """Return the labels of each table."""
    every = []
    for table in (table for form in book.forms.values() for table in form.tables):
        cores: set[str] = set()
        for block in table.blocks:
            for item in (*block.rows, *block.columns):
                cores |= item.cores
            for group in (*block.row_groups, *block.column_groups):
                cores |= group.cores
        every.append((table.id, frozenset(core for core in cores if len(core) > len("总计"))))
    return every


def unread_sheets(grids: Sequence[Grid], tables: Sequence[Located], labels: Labels, sight: Sight) -> list[int]:
    """Return the sheets that hold labels and figures of some table of a form which was not found there.

    Args:
        grids: the document.
        tables: those that were found.
        labels: of each table of the forms; of a document with some tables only those of its forms are looked for.
        sight: how the document looks.
    """
    taken = [0] * len(grids)
    for table in tables:
        for position, _, _ in table.spots.values():
            taken[position] += 1
    asked = {of.id for table in tables for of in table.form.tables}
    wanted = [cores for name, cores in labels if name in asked or not asked]
    unread = []
    for position, (grid, wording) in enumerate(zip(grids, sight.wordings, strict=True)):
        if grid.hidden or (grid.shape is not None and len(grid.numbers) < taken[position] + _FEWEST_FIGURES):
            continue
        if wording.checks_others or use_of(grid):
            continue
        own = [wording.labels & cores for cores in wanted]
        if max(map(len, own)) < _FEWEST_LABELS or is_previous_sheet(grid):
            continue
        if _are_of_a_table(_rest(grid, position, tables), wording.labels, own):
            unread.append(position)
    return unread


def _are_of_a_table(rows: list[list[Value]], labels: frozenset[str], wanted: list[frozenset[str]]) -> bool:
    """Tell whether rows hold the labels of one of the tables that are wanted, and figures enough for it."""
    here = {known_core(value, labels) for row in rows for value in row if isinstance(value, str)}
    return (
        any(len(cores & here) >= _FEWEST_LABELS for cores in wanted)
        and _figures(_without_counters(rows)) >= _FEWEST_FIGURES
    )


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


def _without_counters(rows: list[list[Value]]) -> list[list[Value]]:
    """Leave out columns that count the lines of a list, by their heading: what they hold is no figure of a table."""
    heads = [(r, c) for r, row in enumerate(rows) for c, value in enumerate(row) if _is_counter(value)]
    first = {column: row for row, column in reversed(heads)}
    if not first:
        return rows
    return [[value for c, value in enumerate(row) if r <= first.get(c, len(rows))] for r, row in enumerate(rows)]


def _is_counter(value: Value) -> bool:
    return isinstance(value, str) and known_core(value, frozenset()) == _COUNTER


def _figures(rows: Sequence[Sequence[Value]]) -> int:
    values = (value for row in rows for value in row if not is_blank(value))
    return sum(read(value, "signed").value is not None for value in values)
