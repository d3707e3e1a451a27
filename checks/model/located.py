"""What locating gives: for each table found, the place of every figure."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, KeysView, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple, NoReturn

from checks.model.form import Form, Item, Table

Position = tuple[int, int, int]
"""Grid of the document, row and column, each from 0."""

Run = tuple[int, Position, int]
"""Cells that follow one another in the form and in a row of the document: the first cell, its spot, how many."""

Corner = tuple[int, int]
"""Row and column of a sheet, from 0; or how far down and right something is moved."""


class Stray(NamedTuple):
    """What stands inside a table and belongs to no cell of the form.

    Attributes:
        kind: a ``row`` or a ``column`` of its own, or a ``figure`` without a label; ``row_twice`` and
            ``column_twice``: the label is that of another row or column, too.
        label: as written; "" where there is none.
        spots: its figures.
        differs: of a label given twice, whether the figures are not the same.
    """

    kind: Literal["row", "column", "figure", "row_twice", "column_twice"]
    label: str
    spots: tuple[Position, ...]
    differs: bool = False


class MovedSpots(MutableMapping[int, Position]):
    """The spots of a table that was found, so much further down and right; nobody moves or drops any of them."""

    __slots__ = ("_runs", "_spots", "_ways")

    def __init__(self, spots: Mapping[int, Position], runs: Sequence[Run], ways: Sequence[Corner]) -> None:
        self._spots, self._runs, self._ways = spots, runs, ways

    def __getitem__(self, index: int) -> Position:
        grid, row, column = self._spots[index]
        down, right = self._ways[grid]
        return grid, row + down, column + right

    def __contains__(self, index: object) -> bool:
        return index in self._spots

    def __iter__(self) -> Iterator[int]:
        return iter(self._spots)

    def __len__(self) -> int:
        return len(self._spots)

    def keys(self) -> KeysView[int]:
        """Return the cells, which are the same wherever the table stands."""
        return self._spots.keys()

    def items(self) -> ItemsView[int, Position]:
        """Return the cells, and where each stands here."""
        ways = self._ways
        return {i: (g, r + ways[g][0], c + ways[g][1]) for i, (g, r, c) in self._spots.items()}.items()

    def runs(self) -> list[Run]:
        """Return the runs of the spots."""
        ways = self._ways
        return [(i, (g, r + ways[g][0], c + ways[g][1]), length) for i, (g, r, c), length in self._runs]

    def __setitem__(self, index: int, spot: Position) -> NoReturn:
        raise TypeError

    def __delitem__(self, index: int) -> NoReturn:
        raise TypeError


@dataclass
class Located:
    """One table of one form, as found in a document.

    Attributes:
        table: its position in the form.
        start: the grid and row where it begins, so that tables keep the document's order.
        spots: cell index of the form → where its figure stands.
        rows: how many of the form's own rows were found.
        columns: how many of its column labels were seen.
        guessed: rows and columns recognised by place, number and likeness: (label as written, the form's label).
        doubtful: whether the label of some row shares so little with the form's that it may be another row.
        loose: whether anything rests on more than exact labels, each in one cell.
        blank: whether only the header is there: blank rows at the end of a file are not always kept.
        strays: what stands among its figures and belongs to no cell of the form.
        surplus: Grids on hidden sheets that hold the same table; they do not count beside a visible one.
        rivals: the same table of other forms that fits as well (表四 is alike in 2019 and 2021).
    """

    form: Form
    table: int
    start: tuple[int, int]
    spots: MutableMapping[int, Position] = field(default_factory=dict)
    rows: int = 0
    columns: int = 0
    guessed: list[tuple[str, str]] = field(default_factory=list)
    doubtful: bool = False
    loose: bool = False
    blank: bool = False
    strays: list[Stray] = field(default_factory=list)
    surplus: list[int] = field(default_factory=list)
    rivals: list[Located] = field(default_factory=list)

    @property
    def of(self) -> Table:
        """The table of the form."""
        return self.form.tables[self.table]

    @property
    def claims(self) -> set[Position]:
        """The cells of the document that it takes for itself; of a blank table, its header."""
        return set(self.spots.values()) or {(*self.start, -1)}

    @property
    def is_enough(self) -> bool:
        """Whether so many of the rows were found that the table is surely there."""
        if self.blank:
            return True
        return self.rows >= max(1, _FEWEST * self.of.own_rows)

    @cached_property
    def missing(self) -> list[Item]:
        """The rows of the form that were not found."""
        found, blocks = self.spots.keys(), self.form.cells_of_rows[self.table]
        return [
            row
            for block, rows in zip(self.of.blocks, blocks, strict=True)
            for row, cells in zip(block.rows, rows, strict=True)
            if row.is_own and found.isdisjoint(cells)
        ]

    @cached_property
    def missing_columns(self) -> list[Item]:
        """The columns of the form that were not found beside rows that were, each once."""
        found, missing = self.spots.keys(), []
        for block, rows in zip(self.of.blocks, self.form.cells_of_rows[self.table], strict=True):
            lacking = [found.isdisjoint(cells) for cells in zip(*rows, strict=True)]
            if not all(lacking):
                missing += [c for c, is_lacking in zip(block.columns, lacking, strict=True) if is_lacking and c.is_own]
        return missing

    @property
    def gaps(self) -> int:
        """How many of the form's rows and columns were not found: of two forms, the right one has fewer."""
        return len(self.missing) + len(self.missing_columns)

    @cached_property
    def runs(self) -> list[Run]:
        """The spots as runs of cells that follow one another in the form and in a row."""
        if isinstance(self.spots, MovedSpots):
            return self.spots.runs()
        runs: list[Run] = []
        for index, (grid, row, column) in sorted(self.spots.items()):
            if runs:
                first, (g, r, c), length = runs[-1]
                if (index, grid, row, column) == (first + length, g, r, c + length):
                    runs[-1] = (first, (g, r, c), length + 1)
                    continue
            runs.append((index, (grid, row, column), 1))
        return runs

    @cached_property
    def ranges(self) -> list[tuple[int, int]]:
        """Its cells of the form, by the runs: the first, and how many follow one another."""
        return ranges_of(self.runs)

    @cached_property
    def grids(self) -> list[int]:
        """The Grids that its figures stand in."""
        return sorted({grid for _, (grid, _, _), _ in self.runs})

    @cached_property
    def last_row(self) -> int:
        """The last row, in the grid where it begins, that holds figures of it."""
        begin, row = self.start
        return max([row, *(at for _, (grid, at, _), _ in self.runs if grid == begin)])

    def moved(self, ways: Sequence[Corner]) -> Located:
        """Return the same table, chosen before its rivals, so many rows further down and columns further right.

        Args:
            ways: how far, for each grid.
        """
        grid, row = self.start
        down = ways[grid][0]
        last_row, _ = self.last_row + down, (self.missing, self.missing_columns, self.ranges, self.grids)
        table = Located.__new__(Located)
        table.__dict__ |= self.__dict__  # what it has and lacks is the same wherever it stands
        table.start, table.last_row, table.rivals = (grid, row + down), last_row, []
        table.spots = MovedSpots(self.spots, self.runs, ways)
        del table.runs  # worked out when somebody asks
        return table

    def absorb(self, part: Located) -> None:
        """Take in another part of the same table."""
        self.spots.update(part.spots)
        self.rows += part.rows
        self.columns += part.columns
        self.guessed += part.guessed
        self.doubtful |= part.doubtful
        self.loose |= part.loose
        self.blank &= part.blank
        self.strays += part.strays
        for name in ("missing", "missing_columns", "runs", "ranges", "grids", "last_row"):
            self.__dict__.pop(name, None)


_FEWEST = 0.3


def ranges_of(runs: Sequence[Run]) -> list[tuple[int, int]]:
    """Return the cells of runs, in their order: the first, and how many follow one another in the form."""
    ranges: list[tuple[int, int]] = []
    for first, _, length in runs:
        if ranges and ranges[-1][0] + ranges[-1][1] == first:
            ranges[-1] = (ranges[-1][0], ranges[-1][1] + length)
        else:
            ranges.append((first, length))
    return ranges
