"""Where a cell stands in its table: what is beside it, what it adds up, and what its row and column are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checks.localize.build import Case
from checks.localize.equations import cells
from checks.localize.typing_errors import Around
from checks.model.figures import Number

_STEPS = ((0, -1), (0, 1), (-1, 0), (1, 0))


def around(case: Case, cell: int, instead: Mapping[int, Number] | None = None) -> Around:
    """Describe what surrounds a cell.

    Args:
        case: the case.
        cell: the cell.
        instead: figures that other cells would have.
    """
    report, replaced = case.report, instead or {}

    def figure(index: int) -> Number:
        return replaced.get(index, report.numbers[index])

    parts = tuple(
        tuple((report.form.cells[part].label, figure(part)) for part in cells(equation.sides[0]))
        for equation in case.equations
        if equation.sides[1] == 1 << cell and equation.sides[0].bit_count() > 1
    )
    return Around(parts, tuple(figure(index) for index, _ in neighbours(case, cell)))


def neighbours(case: Case, cell: int) -> Iterator[tuple[int, bool]]:
    """Yield the cells beside a cell, and whether they are in the same row: left, right, above, below.

    Lines that the form knows and the document does not have are stepped over.
    """
    form, spots = case.report.form, case.report.spots
    about = form.cells[cell]
    for down, across in _STEPS:
        row, column = about.row + down, about.column + across
        while (index := form.grid_index.get((about.table, about.block, row, column))) is not None:
            if index in spots:
                yield index, not down
                break
            row, column = row + down, column + across


def short_name(case: Case, cell: int, beside: int) -> str:
    """Name a cell as its neighbour would: by the column within a row, by the row within a column."""
    form = case.report.form
    about, other = form.cells[cell], form.cells[beside]
    block = form.tables[about.table].blocks[about.block]
    in_row = about.row == other.row and (about.table, about.block) == (other.table, other.block)
    item = block.columns[about.column] if in_row else block.rows[about.row]
    return item.short or about.label
