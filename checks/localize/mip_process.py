"""The solver's side of ``mip``: run as a script of its own, so that nothing a library prints gets into our output.

Reads one JSON object from standard input and writes one to standard output: ``{"sets": [[cell, …], …], "complete":
bool}``. Knows nothing of the rest of gouji, and imports nothing of it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any


class _Model:
    """Minimise the number of changed cells: one binary a cell, the changes continuous, bounds as tight as can be."""

    def __init__(self, task: Mapping[str, Any]) -> None:
        """Build the model.

        Args:
            task: ``rows`` ([[cells that count, cells that count against, what is lacking], …]), ``values`` (cell →
                figure, keys as text), ``known`` (cells whose change costs something), ``must`` (cells that change in
                any case), ``checks`` (how often the solver may ask whether to go on).
        """
        import highspy  # noqa: PLC0415  # from the path that we were given
        import numpy as np  # noqa: PLC0415
        from highspy._core import _Highs, cb  # noqa: PLC0415

        self.highspy: Any = highspy
        self.np: Any = np
        self.checks: int = task["checks"]
        self.known: list[int] = task["known"]
        self.must: list[int] = task["must"]
        values = {int(cell): value for cell, value in task["values"].items()}
        self.place = {cell: i for i, cell in enumerate(values)}
        self.switch = {cell: len(values) + i for i, cell in enumerate(self.known)}
        # The public class announces itself on standard output; its base can be told not to before it does.
        self.solver: Any = _Highs()
        options = {"output_flag": False, "threads": 1, "random_seed": 0, "mip_rel_gap": 0.0, "mip_abs_gap": 0.5}
        for option, value in options.items():
            self.solver.setOptionValue(option, value)
        self.solver.setCallback(self._go_on, None)
        self.solver.startCallbackInt(int(cb.HighsCallbackType.kCallbackMipInterrupt))
        self._build(task["rows"], values, task["largest"])

    def _build(self, rows: Sequence[Any], values: Mapping[int, int], largest: int) -> None:
        solver, infinity = self.solver, self.highspy.kHighsInf
        for cell, value in values.items():
            if cell in self.switch:
                solver.addVar(-min(value, largest), largest)
            else:
                solver.addVar(0, infinity)  # counts from 0, whatever stands in it
        for cell in self.known:
            solver.addVar(0, 1)
            solver.changeColCost(self.switch[cell], 1)
            solver.changeColIntegrality(self.switch[cell], self.highspy.HighsVarType.kInteger)
        for up, down, rest in rows:
            self._row(-rest, -rest, {self.place[c]: 1 for c in up} | {self.place[c]: -1 for c in down})
        for cell in self.known:
            change, switch = self.place[cell], self.switch[cell]
            self._row(-infinity, 0, {change: 1, switch: -largest})
            self._row(0, infinity, {change: 1, switch: min(values[cell], largest)})

    def _row(self, lower: float, upper: float, terms: Mapping[int, float]) -> None:
        columns = self.np.array(list(terms), dtype=self.np.int32)
        self.solver.addRow(lower, upper, len(terms), columns, self.np.array(list(terms.values()), float))

    def _go_on(self, _kind: object, _message: str, _state: object, answer: Any, _data: object) -> None:
        """Answer the solver, which asks at the same points of its way on every machine."""
        self.checks -= 1
        if self.checks < 0:
            answer.user_interrupt = True

    def sets(self, most: int) -> Iterator[list[int] | None]:
        """Yield the smallest sets of cells, each once; None at the end if the limit was reached before the last."""
        smallest = None
        for _ in range(most):
            self.solver.run()
            status, every = self.solver.getModelStatus(), self.highspy.HighsModelStatus
            if status == every.kInfeasible:
                return
            if status != every.kOptimal:
                break
            solution = self.solver.getSolution().col_value
            chosen = [cell for cell in self.known if solution[self.switch[cell]] > 0.5]
            if smallest is not None and len(chosen) > smallest:
                return
            smallest = len(chosen)
            yield sorted([*chosen, *self.must])
            if not chosen:
                return
            self._row(-self.highspy.kHighsInf, len(chosen) - 1, {self.switch[cell]: 1 for cell in chosen})
        yield None


def main() -> None:
    """Answer one task; whatever a library prints goes nowhere."""
    answer = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    task = json.load(sys.stdin)
    sys.path[:] = task["path"]
    every = list(_Model(task).sets(task["sets"]))
    sets = [chosen for chosen in every if chosen is not None]
    with os.fdopen(answer, "w", encoding="utf-8") as out:
        json.dump({"sets": sets, "complete": len(sets) == len(every)}, out)


if __name__ == "__main__":
    main()
