"""Many wrong cells at once: a mixed-integer solver looks for the fewest, and every answer is checked exactly.

Imported only when the search has given up, and only of use where the optional ``highspy`` is installed. Whether it is
can change an answer, so every result names the solver (``checks.solver``). It works in a process of its own
(``mip_process``): some of its versions print, whatever they are told. What it costs is bounded by a count, never by a
clock: the same solver gives the same answer on every machine.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from typing import Any

from checks.localize.equations import bits, cells
from checks.localize.problem import Change, Problem
from checks.localize.search import SearchResult, smallest
from checks.solver import SCRIPT, solver

CHECKS = 400
"""So often the solver may ask whether to go on, for all sets together: a second or so."""
_SETS = 20
_HANGING = 300  # seconds; a solver that works needs a hundredth of that, so this decides about no answer
_INEXACT = 2**53  # from here on a floating-point number skips whole numbers
_ABSURD = 100  # a figure so many times the next largest of all is surely wrong, and would blur the solver's sums
_LARGE = 1_000_000


def with_solver(problem: Problem, checks: int = CHECKS) -> SearchResult | None:
    """Return the smallest sets as the solver finds them; None if there is no solver, or no answer within the limit.

    The solver works in floating point: whether its sets satisfy everything is checked exactly, that there is none
    smaller is its word. Where the limit is reached between one set and the next, the answer is not complete.

    Args:
        problem: the equations and the cells.
        checks: how often the solver may ask whether to go on.
    """
    if solver() is None:
        return None
    screened = _screened(problem)
    task = _task(screened, checks)
    answer = _answer(task) if task["largest"] < _INEXACT else None
    if answer is None:
        return None
    changes: list[Change] = []
    for chosen in answer["sets"]:
        exact = smallest(_only(screened, bits(chosen)), most=0)
        if not exact.changes or any(exact.changes[0][cell] == problem.values[cell] for cell in chosen):
            return None  # the floating point deceived it
        changes += exact.changes
    if not changes:
        return None
    return SearchResult(tuple(changes), len(answer["sets"][0]), complete=answer["complete"], proved=True, nodes=0)


def _task(problem: Problem, checks: int) -> dict[str, Any]:
    """What the other process is asked; see there."""
    columns, given = problem.columns(), problem.free | problem.forced
    # A given cell counts from 0, whatever stands in it; the others from their figure.
    rows = [
        (
            list(cells(row.up)),
            list(cells(row.down)),
            row.lacks - sum(row.coefficient(c) * problem.values[c] for c in cells((row.up | row.down) & given)),
        )
        for row in problem.rows
    ]
    return {
        "path": sys.path,
        "rows": rows,
        "values": {str(cell): problem.values[cell] for cell in cells(columns)},
        "known": list(cells(columns & ~given)),
        "must": list(cells(columns & problem.forced & ~problem.free)),
        "largest": 2 * sum(abs(rest) for _, _, rest in rows) + 1,
        "sets": _SETS,
        "checks": checks,
    }


def _answer(task: dict[str, Any]) -> dict[str, Any] | None:
    """Ask the other process; None if it has no answer."""
    command = [sys.executable, "-P", str(SCRIPT)]  # -P: the modules beside the script are none of its business
    hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows would open a console for a moment
    try:
        done = subprocess.run(  # noqa: S603  # our own interpreter, our own script
            command,
            input=json.dumps(task).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_HANGING,
            check=True,
            creationflags=hidden,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},  # numpy takes memory for each thread, and needs none here
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    return answer


def _only(problem: Problem, chosen: int) -> Problem:
    """Return the problem of finding the values of just these cells."""
    keep = problem.free | chosen
    rows = [row.restricted(keep, row.lacks) for row in problem.rows]
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
