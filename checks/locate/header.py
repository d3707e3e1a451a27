"""Finds the headers of a sheet: which column of the sheet is which column of the form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from checks.forms.labels import normalise
from checks.locate.row_matching import innermost
from checks.model.figures import is_figure
from checks.model.form import Block, Item, Table
from checks.model.grid import Grid, is_blank

_ABOVE = 3  # a header has at most this many rows above the one that holds most of its labels
WIDEST_LABEL = 60  # a paragraph is no column label


@dataclass(frozen=True, slots=True)
class Header:
    """One header found in a sheet.

    Attributes:
        first: the first row that holds its labels; the part of an earlier header ends above.
        bottom: the last row of the header; its rows of figures begin below.
        columns: for each block of the table that fits, the form's column → the sheet's column.
    """

    first: int
    bottom: int
    columns: dict[int, dict[int, int]]

    @property
    def left(self) -> int:
        """The first sheet column that holds figures; labels stand left of it."""
        return min(c for columns in self.columns.values() for c in columns.values())


Labels = list[list[str]]


def labels_of(grid: Grid) -> Labels:
    """Return the normalised words of each cell; "" for figures, blanks and paragraphs."""
    return [[_word(value) for value in row] for row in grid.rows]


def _word(value: object) -> str:
    if not isinstance(value, str) or len(value) > WIDEST_LABEL or is_blank(value) or is_figure(value):
        return ""
    return normalise(value)


def headers(labels: Labels, table: Table) -> list[Header]:
    """Return the headers of one table of a form in a sheet, from top to bottom."""
    known = frozenset(core for block in table.blocks for column in block.columns for core in column.cores)
    least = min(3, *(len({column.label for column in block.columns}) for block in table.blocks))
    hits = [r for r, row in enumerate(labels) if len(known.intersection(row)) >= least]
    found: list[Header] = []
    for first, last in _runs(hits):
        top = max(first - _ABOVE, found[-1].bottom + 1 if found else 0)
        fits = ((b, _fit(labels[top : last + 1], block)) for b, block in enumerate(table.blocks))
        columns = {b: fitted for b, fitted in fits if fitted}
        if columns:
            found.append(Header(first, last, columns))
    return found


def _runs(rows: list[int]) -> Iterator[tuple[int, int]]:
    """Group neighbouring rows: a header may spread its labels over two or three."""
    start = previous = None
    for row in rows:
        if previous is not None and row > previous + 1:
            yield start or 0, previous
            start = None
        start = row if start is None else start
        previous = row
    if previous is not None:
        yield start or 0, previous


def _fit(band: Labels, block: Block) -> dict[int, int]:
    """Map a block's columns to the sheet's, or return {} if too few of them are there."""
    width = max(map(len, band))
    leaves = [next((row[c] for row in reversed(band) if c < len(row) and row[c]), "") for c in range(width)]
    groups = [_group(band, c, block) for c in range(width)]
    found: dict[int, int] = {}
    for i, column in enumerate(block.columns):
        if column.subtotal_of:
            continue
        choices = [c for c in range(width) if leaves[c] in column.cores and c not in found.values()]
        inside = [c for c in choices if column.group and groups[c] == column.group[-1]]
        if not inside and any(groups[c] for c in choices) and _is_ambiguous(column, block):
            continue
        if choices := inside or choices:
            right = [c for c in choices if c > max(found.values(), default=-1)]
            found[i] = min(right or choices, key=lambda c: (leaves[c] != normalise(column.label), c))
    if not _is_enough(found, block):
        return {}
    for i, column in enumerate(block.columns):
        extra = [c for c in range(min(found.values()), width) if leaves[c] in column.cores and c not in found.values()]
        if column.subtotal_of and extra:
            found[i] = extra[0]
    return found


def _is_enough(found: dict[int, int], block: Block) -> bool:
    """Three columns in five, or one whole group: offices print 表四 as three small tables too."""
    own = [i for i, column in enumerate(block.columns) if not column.subtotal_of]
    if len(found) * 5 >= len(own) * 3:
        return True
    by_group: dict[tuple[str, ...], set[int]] = {}
    for i in own:
        by_group.setdefault(block.columns[i].group, set()).add(i)
    return any(group and len(members) > 1 and members <= found.keys() for group, members in by_group.items())


def _is_ambiguous(column: Item, block: Block) -> bool:
    return sum(bool(column.cores & other.cores) for other in block.columns) > 1


def _group(band: Labels, column: int, block: Block) -> str:
    """The innermost group that a column stands under: the nearest heading at or left of it, from below."""
    named = {core: group.id for group in block.column_groups for core in group.cores}
    for row in reversed(band):
        nearest = next((row[c] for c in range(min(column, len(row) - 1), -1, -1) if row[c]), "")
        if nearest and (group := innermost([nearest], named)):
            return group
    return ""
