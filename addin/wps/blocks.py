"""Cells gathered into blocks: WPS is asked for each address by itself, which is slow, however many cells it names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from checks.model.grid import Area, Place, column_letters

_FEW = 12
Key = TypeVar("Key", bound=Hashable)


def address(area: Area) -> str:
    """Return an area, counted from 0, as WPS names it: ``A1:B3``."""
    top, left, bottom, right = area
    first = f"{column_letters(left)}{top + 1}"
    return first if (top, left) == (bottom, right) else f"{first}:{column_letters(right)}{bottom + 1}"


def places(area: Area) -> Iterator[Place]:
    """Yield the cells of an area, row by row."""
    top, left, bottom, right = area
    return ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))


def gathered(cells: Mapping[Place, Key]) -> list[tuple[Area, Key]]:
    """Return areas that cover cells exactly, each of one kind; row by row, from the left.

    Args:
        cells: (row, column) → of which kind it is.
    """
    done: list[tuple[Area, Key]] = []
    open_ones: dict[tuple[int, int, Key], Area] = {}
    for row, left, right, key in _runs(cells):
        above = open_ones.get((left, right, key))
        if above is not None and above[2] == row - 1:
            open_ones[left, right, key] = (above[0], left, row, right)
            continue
        if above is not None:
            done.append((above, key))
        open_ones[left, right, key] = (row, left, row, right)
    done += [(area, key) for (_, _, key), area in open_ones.items()]
    return sorted(done, key=lambda pair: pair[0])


def _runs(cells: Mapping[Place, Key]) -> Iterator[tuple[int, int, int, Key]]:
    """Cells of one kind side by side: row, first and last column."""
    run: tuple[int, int, int, Key] | None = None
    for row, column in sorted(cells):
        key = cells[row, column]
        if run is not None and run == (row, run[1], column - 1, key):
            run = (row, run[1], column, key)
            continue
        if run is not None:
            yield run
        run = (row, column, column, key)
    if run is not None:
        yield run


def spans(values: Iterable[tuple[int, float]]) -> list[tuple[int, int, float]]:
    """Return neighbours of one value as (first, last, value); for the widths of columns and the heights of rows."""
    out: list[tuple[int, int, float]] = []
    for number, value in sorted(values):
        if out and out[-1][1] == number - 1 and out[-1][2] == value:
            out[-1] = (out[-1][0], number, value)
        else:
            out.append((number, number, value))
    return out


def settled(
    wanted: Collection[Place], ask: Callable[[Sequence[Area]], Sequence[str | bool | None]]
) -> dict[Place, str | bool | None]:
    """Learn something of many cells by asking for blocks, cutting up those whose cells differ.

    Args:
        wanted: the cells.
        ask: returns of each area what all its cells have, None where they differ.

    Returns:
        What each cell has; None where even of one cell nothing is said.
    """
    known: dict[Place, str | bool | None] = {}
    groups = [list(wanted)] if wanted else []
    while groups:
        areas = [_around(group) for group in groups]
        parts: list[list[Place]] = []
        for group, area, answer in zip(groups, areas, ask(areas), strict=True):
            if answer is not None or len(group) == 1:
                known.update(dict.fromkeys(group, answer))
            else:
                parts += _parts(group, area)
        groups = parts
    return known


def _around(cells: Sequence[Place]) -> Area:
    rows, columns = [row for row, _ in cells], [column for _, column in cells]
    return min(rows), min(columns), max(rows), max(columns)


def _parts(cells: Sequence[Place], area: Area) -> list[list[Place]]:
    """Cut into columns, which mostly are of one kind from top to bottom; what is one column, or many, in halves.

    No part is empty or the whole: the area is the smallest around its cells, and its cells differ.
    """
    top, left, bottom, right = area
    columns: dict[int, list[Place]] = {}
    for place in cells:
        columns.setdefault(place[1], []).append(place)
    if 1 < len(columns) <= _FEW:
        return _side_by_side(columns)
    axis = 0 if bottom - top >= right - left else 1
    middle = (area[axis] + area[axis + 2]) // 2
    return [
        [place for place in cells if place[axis] <= middle],
        [place for place in cells if place[axis] > middle],
    ]


def _side_by_side(columns: Mapping[int, list[Place]]) -> list[list[Place]]:
    """Columns that are neighbours and of one length and beginning are asked together, unless that is the whole."""
    groups: list[list[Place]] = []
    last: tuple[int, list[int]] | None = None
    for column, cells in sorted(columns.items()):
        rows = sorted(row for row, _ in cells)
        if last == (column - 1, rows):
            groups[-1] += cells
        else:
            groups.append(list(cells))
        last = (column, rows)
    return groups if len(groups) > 1 else [columns[column] for column in sorted(columns)]
