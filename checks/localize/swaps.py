"""Two cells whose figures changed places: two wrong cells, but one act of one hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checks.localize.build import Case
from checks.localize.equations import cells
from checks.localize.neighbourhood import neighbours, short_name
from checks.localize.problem import Change
from checks.localize.typing_errors import TypingError
from checks.model.findings import Reason

_BESIDE, _IN_LINE = 35, 65


def swapped_pairs(case: Case, change: Mapping[int, int | None]) -> dict[int, tuple[int, TypingError]]:
    """Find the pairs in a change that exchange their figures.

    Returns:
        Each cell of a pair → the other, and the slip that both together are; the first of a pair bears its cost.
    """
    values = case.problem.values
    pairs: dict[int, tuple[int, TypingError]] = {}
    for cell in change:
        for other in change:
            if other <= cell or cell in pairs or other in pairs:
                continue
            if change[cell] == values[other] and change[other] == values[cell] and _in_line(case, cell, other):
                cost = _BESIDE if any(other == index for index, _ in neighbours(case, cell)) else _IN_LINE
                pairs[cell] = other, TypingError(cost, _reason(case, cell, other))
                pairs[other] = cell, TypingError(0, _reason(case, other, cell))
    return pairs


def swaps(case: Case) -> Iterator[Change]:
    """Yield every exchange of two neighbouring figures that satisfies all equations."""
    rows, values = case.problem.rows, case.problem.values
    bad = [row.up | row.down for row in rows if row.lacks]
    within = bad[0]
    for first in cells(within & case.typed):
        missed = [mask for mask in bad if not mask >> first & 1]
        for second, _ in neighbours(case, first):
            if any(not mask >> second & 1 for mask in missed):
                continue
            step = values[second] - values[first]
            if not step or not case.typed >> second & 1 or (within >> second & 1 and second < first):
                continue
            if all(row.lacks + step * (row.coefficient(first) - row.coefficient(second)) == 0 for row in rows):
                yield dict(sorted({first: values[second], second: values[first]}.items()))


def _in_line(case: Case, cell: int, other: int) -> bool:
    a, b = case.report.form.cells[cell], case.report.form.cells[other]
    same_block = (a.table, a.block) == (b.table, b.block)
    return same_block and (a.row == b.row or a.column == b.column)


def _reason(case: Case, cell: int, other: int) -> Reason:
    """A figure beside a 0 was put into the wrong line; two figures changed places."""
    a, b = case.report.form.cells[cell], case.report.form.cells[other]
    name = short_name(case, other, cell)
    if case.problem.values[cell] and case.problem.values[other]:
        return Reason("exchanged", name)
    gave = "belongs_in" if case.problem.values[cell] else "came_from"
    return Reason(f"{gave}_{'column' if a.row == b.row else 'row'}", name)
