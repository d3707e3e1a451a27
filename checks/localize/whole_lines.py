"""A row or a column that is wrong as a whole: left blank, all 0, slid by one place, or exchanged with the next.

Such a line is 5 to 25 wrong cells for the arithmetic and one act for a person; it is tried before the search,
which would not get that far.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from checks.localize.build import Case
from checks.localize.equations import EquationRow, bits, cells
from checks.localize.problem import Change
from checks.localize.search import smallest
from checks.model.findings import Reason

_FEWEST = 3  # a line of fewer wrong cells is no line
_NODES = 400


@dataclass(frozen=True, slots=True)
class WholeLine:
    """An explanation by a whole line.

    Attributes:
        members: the cells of the line.
        reason: what happened to it; names the line.
    """

    change: Change
    members: int
    reason: Reason


def whole_lines(case: Case, most: int) -> list[WholeLine]:
    """Return the explanations of a case by one wrong line.

    The fewer other cells are wrong, the better; only the best are returned.

    Args:
        case: the case.
        most: so many other cells may be wrong.
    """
    bad = [row for row in case.problem.rows if row.lacks]
    best: list[WholeLine] = []
    least = most
    active = case.problem.columns() & (case.typed | case.blank)
    for name, is_row, full in case.component.lines:
        mask = full & active
        missed = sum(not (row.up | row.down) & mask for row in bad)
        if len(bad) - missed < _FEWEST or missed > 3 * least:
            continue
        members = list(cells(mask))
        for story, values, unknown in _stories(case, members):
            if not _within(case, bad, values, unknown, 3 * least):
                continue
            change = _with(case, values, unknown, least)
            if change is None or sum(value != case.problem.values[cell] for cell, value in change.items()) < _FEWEST:
                continue
            own = mask | bits(values)
            others = sum(not own >> cell & 1 for cell in change)
            if others < least:
                best, least = [], others
            code = f"{'row' if is_row else 'column'}_{story}"
            best.append(WholeLine(change, own, Reason(code, name, whole_line=True)))
    return best


def _stories(case: Case, members: Sequence[int]) -> Iterator[tuple[str, Mapping[int, int], Sequence[int]]]:
    """What may have happened to a line: the reason, the figures that it should have, and the cells left unknown."""
    values = case.problem.values
    if all(case.blank >> cell & 1 for cell in members):
        yield "blank", {}, members
    elif not any(values[cell] for cell in members):
        yield "zero", {}, members
    else:
        blank = case.blank & bits(members)
        pairs = list(pairwise(members))
        if not blank & ~(1 << members[0]):  # the place that the figures left may be empty
            yield "slid_on", {a: values[b] for a, b in pairs}, members[-1:]
        if not blank & ~(1 << members[-1]):
            yield "slid_back", {b: values[a] for a, b in pairs}, members[:1]
        if not blank:
            yield from _exchanged(case, members)


def _exchanged(case: Case, members: Sequence[int]) -> Iterator[tuple[str, Mapping[int, int], Sequence[int]]]:
    """The line and the next one, each with the other's figures."""
    form = case.report.form
    first, second = form.cells[members[0]], form.cells[members[1]]
    down, across = (1, 0) if first.row == second.row else (0, 1)
    swapped: dict[int, int] = {}
    for cell in members:
        at = form.cells[cell]
        other = form.grid_index.get((at.table, at.block, at.row + down, at.column + across))
        if other is None or not case.typed >> other & 1:
            return
        swapped[cell], swapped[other] = case.problem.values[other], case.problem.values[cell]
    yield "exchanged", swapped, ()


def _within(
    case: Case, bad: Sequence[EquationRow], values: Mapping[int, int], unknown: Sequence[int], most: int
) -> bool:
    """Tell quickly whether a story leaves no more than so many of the violated rows as they are.

    Another wrong cell mends three rows at most.
    """
    was, free = case.problem.values, bits(unknown)
    moving = bits(cell for cell, value in values.items() if value != was[cell])
    for row in bad:
        moved = row.lacks
        touched = (row.up | row.down) & moving
        if touched:
            for cell in cells(touched):
                moved += row.coefficient(cell) * (values[cell] - was[cell])
        if moved:
            grow, fall = (row.up, row.down) if moved < 0 else (row.down, row.up)
            if not (grow | fall & ~case.problem.lowest) & free:
                most -= 1
                if most < 0:
                    return False
    return True


def _with(case: Case, values: Mapping[int, int], unknown: Sequence[int], others: int) -> Change | None:
    """Satisfy everything with these figures in place, the unknown cells open, and a few others changed."""
    problem, fixed = case.problem, bits(values)
    was = problem.values
    rows: list[EquationRow] = []
    for row in problem.rows:
        lacks = row.lacks
        for cell in cells((row.up | row.down) & fixed):
            lacks += row.coefficient(cell) * (values[cell] - was[cell])
        rows.append(row.restricted(~fixed, lacks))
    trial = replace(problem, rows=rows, free=problem.free | bits(unknown), forced=problem.forced & ~fixed)
    choices = smallest(trial, most=others, nodes=_NODES, sets=2)
    if len(choices.changes) != 1:
        return None
    change = {**choices.changes[0], **{cell: value for cell, value in values.items() if value != was[cell]}}
    # A 0 that stays 0 is no news; a blank that should be 0 is.
    settled = problem.free | case.blank
    return {cell: change[cell] for cell in sorted(change) if change[cell] != was[cell] or settled >> cell & 1}
