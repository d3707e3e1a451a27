"""What a document holds of each form, and where: the tables of a report together, and the figures of all of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from checks.model.form import Form
from checks.model.grid import ROW_CODE, Grid
from checks.model.located import Corner, Located, MovedSpots, Position, Run, ranges_of

Slice = tuple[int, int, int]
"""Figures of a sheet that follow one another: which Grid, the first and the one behind the last of its ``figures``."""

Shapes = tuple[object | None, object | None]
"""The shapes of two Grids; None for both where they are not to be compared."""

_MOST_SHAPES = 64  # plans of sheets for which a form's figures are found; a batch has a few for each layout


@dataclass(frozen=True)
class LocatedForm:
    """What a report holds of one form: its tables, and where the figures of all of them stand."""

    form: Form
    tables: list[Located]
    spots: Mapping[int, Position]

    def moved(self, tables: list[Located], ways: Sequence[Corner], shapes: Sequence[Shapes]) -> LocatedForm:
        """Return the same with its tables moved; for the rest see ``Layout.moved``."""
        part = LocatedForm(self.form, tables, MovedSpots(self.spots, self.runs, ways))
        flat = list(self.flat_runs)
        moves = [ways[self.grids[which]] for which in flat[2::6]]
        flat[3::6] = [row + down for row, (down, _) in zip(flat[3::6], moves, strict=True)]
        flat[4::6] = [column + right for column, (_, right) in zip(flat[4::6], moves, strict=True)]
        part.__dict__.update(
            flat_runs=tuple(flat),
            order=self.order,
            ranges=self.ranges,
            count=self.count,
            cells=self.cells,
            begin=self.begin,
            is_whole=self.is_whole,
            grids=self.grids,
        )
        here = tuple([shapes[position][1] for position in self.grids])
        slices = self._slices.get(tuple([shapes[position][0] for position in self.grids]))
        if slices is not None and None not in here:
            part._slices[here] = slices
        return part

    @cached_property
    def runs(self) -> list[Run]:
        """The runs of all its tables."""
        if isinstance(self.spots, MovedSpots):
            return self.spots.runs()
        return [run for table in self.tables for run in table.runs]

    @cached_property
    def ranges(self) -> list[tuple[int, int]]:
        """The cells of the form that they have, by their runs: the first, and how many follow one another."""
        return ranges_of(self.runs)

    def slices(self, grids: Sequence[Grid]) -> Sequence[Slice] | None:
        """Return which of the ``figures`` of some Grids are its own, in the order of the runs.

        None if one of them has no plan, or has no figure where one of its own should stand.
        """
        shapes = tuple([grids[position].shape for position in self.grids])
        if shapes not in self._slices:
            if len(self._slices) >= _MOST_SHAPES:
                self._slices.clear()
            self._slices[shapes] = None if None in shapes else _slices(self.runs, grids)
        return self._slices[shapes]

    @cached_property
    def _slices(self) -> dict[tuple[object, ...], Sequence[Slice] | None]:
        return {}

    @cached_property
    def flat_runs(self) -> tuple[int, ...]:
        """The runs, six numbers each: first cell, length, which of ``grids``, row, column, and 0."""
        which = {grid: number for number, grid in enumerate(self.grids)}
        flat: list[int] = []
        for first, (grid, row, column), length in self.runs:
            flat += (first, length, which[grid], row, column, 0)
        return tuple(flat)

    @cached_property
    def order(self) -> dict[int, int]:
        """Which of the figures, in the order of the runs, is each cell's."""
        cells = chain.from_iterable(range(index, index + length) for index, _, length in self.runs)
        return {index: position for position, index in enumerate(cells)}

    @cached_property
    def count(self) -> int:
        """How many figures they hold."""
        return sum([length for _, _, length in self.runs])

    @cached_property
    def cells(self) -> frozenset[int]:
        """The cells of the form that they have."""
        return frozenset(self.spots)

    @cached_property
    def begin(self) -> list[int]:
        """The Grids that they begin in."""
        return sorted({table.start[0] for table in self.tables})

    @cached_property
    def is_whole(self) -> bool:
        """Whether each table of the form is there whole, by its own labels, once, and with nothing beside it."""
        return {table.table for table in self.tables} == set(range(len(self.form.tables))) and not any(
            table.gaps or table.strays or table.guessed or table.surplus for table in self.tables
        )

    @cached_property
    def grids(self) -> list[int]:
        """The Grids that its figures stand in."""
        return sorted({position[0] for _, position, _ in self.runs})


@dataclass
class Layout:
    """The tables that make up one report. A document that holds several reports has several layouts.

    Attributes:
        unread: the sheets of the document, with its first layout, that hold labels and figures which nobody has read.
    """

    tables: list[Located]
    unread: list[int] = field(default_factory=list)

    def moved(self, ways: Sequence[Corner], shapes: Sequence[Shapes]) -> Layout:
        """Return the same layout so many rows further down and columns further right, for each grid.

        Args:
            ways: how far, for each grid.
            shapes: those of each grid before and after, where its figures are the same ones in the same order.
        """
        tables = {id(table): table.moved(ways) for table in self.tables}
        layout = Layout(list(tables.values()), self.unread)
        layout.parts = [part.moved([tables[id(table)] for table in part.tables], ways, shapes) for part in self.parts]
        return layout

    @cached_property
    def parts(self) -> list[LocatedForm]:
        """The tables by their form, for a layout that is settled; the spots are shared, and not to be changed."""
        by_form: dict[str, list[Located]] = {}
        for table in self.tables:
            by_form.setdefault(table.form.id, []).append(table)
        return [
            LocatedForm(tables[0].form, tables, dict(chain.from_iterable(table.spots.items() for table in tables)))
            for tables in by_form.values()
        ]


def _slices(runs: Sequence[Run], grids: Sequence[Grid]) -> list[Slice] | None:
    """Find runs among the figures of Grids that have a plan; those that follow one another there, too, become one."""
    slices: list[Slice] = []
    for _, (position, row, column), length in runs:
        code, codes = row * ROW_CODE + column, grids[position].numbers
        begin = bisect_left(codes, code)
        end = begin + length
        if end > len(codes) or codes[begin] != code or codes[end - 1] != code + length - 1:
            return None
        if slices and slices[-1][0] == position and slices[-1][2] == begin:
            slices[-1] = (position, slices[-1][1], end)
        else:
            slices.append((position, begin, end))
    return slices
