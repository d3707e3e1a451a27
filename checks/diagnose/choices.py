"""The explanations of one case: by the search, by whole lines, by exchanged figures, at last by a solver."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from checks.diagnose.lines import Line, whole_lines
from checks.diagnose.problem import Change, Problem
from checks.diagnose.search import NODES, Found, smallest
from checks.diagnose.swaps import swaps
from checks.diagnose.system import Case, counted

_FEW = 2  # up to here a search costs nothing; beyond, whole lines are looked at first
_MANY = 60
_NODES_AFTER_LINE = 1_500  # a line is found: how long to look for something smaller


@dataclass(slots=True)
class Choices:
    """What may explain a case.

    Attributes:
        changes: the smallest sets of changes.
        acts: changes of two cells that are one act, beside smallest sets of one cell.
        lines: whole lines.
        complete: no other smallest set exists, and none smaller.
        given_up: neither search nor solver came to an end in time.
    """

    changes: list[Change] = field(default_factory=list)
    acts: list[Change] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    complete: bool = False
    given_up: bool = False


def choices(one: Case, *, accused: bool) -> Choices:
    """Find what may explain a case.

    Args:
        one: the case.
        accused: some equality fails whatever its blanks are. If none does, only the blanks are filled in, so that
            nobody is accused where nothing is proved wrong; a figure is suspected only if that cannot work.
    """
    if not accused:
        result = _choices(one, one.restricted(one.blank))
        if result.changes or result.lines:
            return result
    return _choices(one, one.problem)


def _choices(one: Case, problem: Problem) -> Choices:
    one = replace(one, problem=problem)
    found = smallest(problem, most=_FEW)
    if found.changes:
        costly = any(counted(change, one) for change in found.changes)
        acts = list(swaps(one)) if costly and found.size == 1 else []
        return Choices(list(found.changes), _new(acts, found), complete=found.complete)
    lines = whole_lines(one)
    found = smallest(problem, most=_MANY, nodes=_NODES_AFTER_LINE if lines else NODES)
    if not found.changes and not lines:
        found = _by_solver(problem) or found
    if found.changes:
        known = {_key(change) for change in found.changes}
        rest = [line for line in lines if _key(line.change) not in known]
        same = [line for line in lines if _key(line.change) in known]
        named = {_key(line.change) for line in same}
        singles = [change for change in found.changes if _key(change) not in named]
        return Choices(singles, lines=[*same, *rest], complete=found.complete and not rest)
    return Choices(lines=lines, given_up=not lines and found.size <= _MANY)


def _by_solver(problem: Problem) -> Found | None:
    from checks.diagnose.solver import with_solver  # noqa: PLC0415  # only where the search has given up

    return with_solver(problem)


def _new(acts: Iterable[Change], found: Found) -> list[Change]:
    known = {_key(change) for change in found.changes}
    return [act for act in acts if _key(act) not in known]


def _key(change: Change) -> tuple[tuple[int, int | None], ...]:
    return tuple(sorted(change.items()))
