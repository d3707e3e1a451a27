"""Many wrong cells at once: a mixed-integer solver looks for the fewest, and every answer is checked exactly.

Imported only when the search has given up, and only of use where the optional ``highspy`` is installed.
"""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise
from typing import Any

from checks.localize.equations import cells, coefficient
from checks.localize.problem import Change, Problem, bits
from checks.localize.search import Found, smallest

SECONDS = 1.0
_SETS = 20
_ABSURD = 100  # a figure so many times the next largest of all is surely wrong, and would blur the solver's sums
_LARGE = 1_000_000


def with_solver(problem: Problem, seconds: float = SECONDS) -> Found | None:
    """Return the smallest sets as the solver finds them; None if there is no solver, no answer, or no time.

    The solver works in floating point: whether its sets satisfy everything is checked exactly, that there is none
    smaller is its word. The time that it takes is not the same every day, so an answer that is cut short is none.
    """
    try:
        import highspy  # noqa: PLC0415  # 160 ms, and optional
    except ImportError:
        return None
    end = time.monotonic() + seconds
    screened = _screened(problem)
    model = _Model(highspy, screened, end)
    changes: list[Change] = []
    size = -1
    while len(changes) < _SETS:
        chosen = model.solve()
        if chosen is None:
            return None
        if not chosen or (0 <= size < len(chosen)):
            break
        exact = smallest(_only(screened, bits(chosen)), most=0)
        if not exact.changes or any(exact.changes[0][cell] == problem.values[cell] for cell in chosen):
            return None  # the floating point deceived it
        size = len(chosen)
        changes += exact.changes
        model.forbid(chosen)
    if not changes:
        return None
    return Found(tuple(changes), size, complete=len(changes) < _SETS, proved=True, nodes=0)


def _only(problem: Problem, chosen: int) -> Problem:
    """Return the problem of finding the values of just these cells."""
    keep = problem.free | chosen
    rows = [
        (up & keep, down & keep, rest, {i: c for i, c in odd.items() if keep >> i & 1} if odd else None)
        for up, down, rest, odd in problem.rows
    ]
    return replace(problem, rows=rows, free=keep, forced=0)


def _screened(problem: Problem) -> Problem:
    """Mark figures beyond all proportion, such as a telephone number, as certainly wrong."""
    columns = problem.columns() & ~problem.free
    sizes = sorted(((abs(problem.values[cell]), cell) for cell in cells(columns)), reverse=True)
    absurd = 0
    for (size, cell), (next_size, _) in pairwise(sizes):
        if size < _LARGE:
            break
        absurd |= 1 << cell
        if size > _ABSURD * max(1, next_size):
            return replace(problem, forced=problem.forced | absurd)
    return problem


class _Model:
    """Minimise the number of changed cells: one binary a cell, the changes continuous, bounds as tight as can be."""

    def __init__(self, highspy: Any, problem: Problem, end: float) -> None:
        self.highspy, self.problem, self.end = highspy, problem, end
        self.cells = list(cells(problem.columns()))
        self.known = [c for c in self.cells if not (problem.free | problem.forced) >> c & 1]
        self.place = {cell: i for i, cell in enumerate(self.cells)}
        self.switch = {cell: len(self.cells) + i for i, cell in enumerate(self.known)}
        self.solver = highspy.Highs()
        self.solver.silent()
        for option, value in (("threads", 1), ("random_seed", 0), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.5)):
            self.solver.setOptionValue(option, value)
        self._build()

    def _build(self) -> None:
        import numpy as np  # noqa: PLC0415  # comes with highspy

        problem, solver, infinity = self.problem, self.solver, self.highspy.kHighsInf
        values = problem.values
        given = problem.free | problem.forced
        # A given cell counts from 0, whatever stands in it; the others from their figure.
        rests = [
            one[2] - sum(coefficient(one, c) * values[c] for c in cells((one[0] | one[1]) & given))
            for one in problem.rows
        ]
        largest = 2 * sum(abs(rest) for rest in rests) + 1
        for cell in self.cells:
            bit = problem.signed >> cell & 1
            if given >> cell & 1:
                solver.addVar(-infinity if bit else 0, infinity)
            else:
                solver.addVar(-largest if bit else -min(values[cell], largest), largest)
        for _ in self.known:
            solver.addVar(0, 1)
        for cell in self.known:
            solver.changeColCost(self.switch[cell], 1)
            solver.changeColIntegrality(self.switch[cell], self.highspy.HighsVarType.kInteger)
        for one, rest in zip(problem.rows, rests, strict=True):
            inside = list(cells(one[0] | one[1]))
            columns = np.array([self.place[c] for c in inside], dtype=np.int32)
            solver.addRow(-rest, -rest, len(inside), columns, np.array([coefficient(one, c) for c in inside], float))
        for cell in self.known:
            pair = np.array([self.place[cell], self.switch[cell]], dtype=np.int32)
            lowest = largest if problem.signed >> cell & 1 else min(values[cell], largest)
            solver.addRow(-infinity, 0, 2, pair, np.array([1.0, -largest]))
            solver.addRow(0, infinity, 2, pair, np.array([1.0, lowest]))

    def solve(self) -> list[int] | None:
        """Return the cells of one smallest set; empty if no set is left, None if time was up."""
        left = self.end - time.monotonic()
        if left <= 0:
            return None
        self.solver.setOptionValue("time_limit", left)
        self.solver.run()
        status, every = self.solver.getModelStatus(), self.highspy.HighsModelStatus
        if status == every.kInfeasible:
            return []
        if status != every.kOptimal:
            return None
        solution = self.solver.getSolution().col_value
        chosen = [cell for cell in self.known if solution[self.switch[cell]] > 0.5]
        return sorted([*chosen, *cells(self.problem.forced & self.problem.columns())])

    def forbid(self, chosen: list[int]) -> None:
        """Ask for another set than this one."""
        import numpy as np  # noqa: PLC0415

        columns = np.array([self.switch[cell] for cell in chosen if cell in self.switch], dtype=np.int32)
        self.solver.addRow(-self.highspy.kHighsInf, len(columns) - 1, len(columns), columns, np.ones(len(columns)))
