"""The explanations of one case: by the search, by whole lines, by exchanged figures, at last by a solver."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from checks.effort import begins, is_left, spend
from checks.localize.build import Case, counted
from checks.localize.problem import Change, Problem
from checks.localize.search import SearchResult, smallest
from checks.localize.swaps import swaps
from checks.localize.whole_lines import WholeLine, whole_lines

_FEW = 2  # with more wrong cells than this, a whole line may be meant
_MANY = 60
_NODES_BEFORE_LINES = 1_000
_STEPS_OF_SOLVER = 2_000  # what its second or two of work count for
_BESIDES = 2  # so many single cells may be wrong besides a line


@dataclass(slots=True)
class Choices:
    """What may explain a case.

    Attributes:
        changes: the smallest sets of changes.
        acts: changes of two cells that are one act, beside smallest sets of one cell.
        lines: whole lines.
        complete: nothing else explains the case with so few cells or fewer.
        capped: more smallest sets exist than were kept.
        given_up: neither search nor solver came to an end within its limit.
    """

    changes: list[Change] = field(default_factory=list)
    acts: list[Change] = field(default_factory=list)
    lines: list[WholeLine] = field(default_factory=list)
    complete: bool = False
    capped: bool = False
    given_up: bool = False


def find_choices(case: Case, *, accused: bool) -> Choices:
    """Find what may explain a case.

    Args:
        case: the case.
        accused: some equality fails whatever its blanks are. If none does, only the blanks are filled in, so that
            nobody is accused where nothing is proved wrong; a figure is suspected only if that cannot work.
    """
    if not accused:
        result = _choices(case, case.restricted(case.blank))
        if result.changes or result.lines:
            return result
    return _choices(case, case.problem)


def _choices(case: Case, problem: Problem) -> Choices:
    case = replace(case, problem=problem)
    minimal = smallest(problem, most=_FEW)
    if minimal.changes:
        costly = any(counted(change, case) for change in minimal.changes)
        acts = list(swaps(case)) if costly and minimal.size == 1 else []
        return Choices(
            list(minimal.changes), _new(case, acts, minimal), complete=minimal.complete, capped=not minimal.complete
        )
    if not is_left("diagnosis"):  # so much in one document is wrong that single figures are not what it is about
        return Choices(given_up=True)
    begins()
    minimal = smallest(problem, most=_MANY, nodes=_NODES_BEFORE_LINES)
    spend("diagnosis", minimal.nodes)
    # A line and some other cells must be less of an accident than as many single cells.
    lines = whole_lines(case, most=min(_BESIDES, minimal.size - _FEW - 1))
    if not minimal.changes and not lines:
        minimal = smallest(problem, most=_MANY)
        spend("diagnosis", minimal.nodes)
        if not minimal.changes:
            minimal = _by_solver(problem) or minimal
    if minimal.changes:
        named = {_key(case, line.change) for line in lines}
        singles = [change for change in minimal.changes if _key(case, change) not in named]
        only = minimal.complete and named <= {_key(case, change) for change in minimal.changes}
        return Choices(singles, lines=lines, complete=only, capped=not minimal.complete)
    return Choices(lines=lines, given_up=not lines and minimal.size <= _MANY)


def _by_solver(problem: Problem) -> SearchResult | None:
    from checks.localize.mip import with_solver  # noqa: PLC0415  # only where the search has given up

    if not (spend("solver", 1) and spend("diagnosis", _STEPS_OF_SOLVER)):
        return None
    begins()
    return with_solver(problem)


def _new(case: Case, acts: Iterable[Change], minimal: SearchResult) -> list[Change]:
    known = {_key(case, change) for change in minimal.changes}
    return [act for act in acts if _key(case, act) not in known]


def _key(case: Case, change: Change) -> tuple[tuple[int, int | None], ...]:
    """What a change comes to: a blank that should be 0 changes no sum."""
    return tuple(sorted((cell, value) for cell, value in change.items() if value != case.problem.values[cell]))
