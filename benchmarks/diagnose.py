"""How well the diagnosis finds k mistyped cells of 表三, and how fast: ``python benchmarks/diagnose.py [CASES]``.

Random balanced reports of realistic sizes (tests/fixtures/random_reports.py); half of the wrong cells are drawn from
those that are not 0, half from all. Prints shares of all cases:

only    the truth is the only explanation
among   the truth is among the explanations offered
first   the truth is ranked first
ms      median and worst time of ``diagnose``, the evaluation of the rules not included
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

sys.path[:0] = [str(Path(__file__).parents[1])]

from checks import rulebook
from checks.evaluate import evaluate
from checks.localize import Diagnosis, diagnose
from checks.model.form import Form
from tests.fixtures.random_reports import as_report, balanced, mistyped

_TABLE = "requests"
_TARGETS = {1: (1.0, 1.0, 1.0), 2: (0.0, 0.99, 0.97), 3: (0.0, 0.98, 0.93)}


@dataclass
class Tally:
    """What came of the cases of one kind."""

    cases: int = 0
    only: int = 0
    among: int = 0
    first: int = 0
    silent: int = 0
    times: list[float] = field(default_factory=list)


def spoil(form: Form, wrong: int, rng: Random) -> tuple[dict[str, int], dict[str, int]]:
    """Return a report's figures with so many wrong cells in 表三, and what these cells should be."""
    figures = balanced(form, rng)
    table = next(t for t, one in enumerate(form.tables) if one.id == _TABLE)
    every = [cell.id for cell in form.cells if cell.table == table and cell.id in figures]
    filled = [cell for cell in every if figures[cell]]
    truth: dict[str, int] = {}
    while len(truth) < wrong:
        cell = rng.choice(filled if len(filled) > wrong and rng.random() < 0.5 else every)
        truth.setdefault(cell, figures[cell])
    return {**figures, **{cell: mistyped(value, rng) for cell, value in truth.items()}}, truth


def judge(result: Diagnosis, truth: dict[str, int], tally: Tally) -> None:
    """Compare a diagnosis with the truth."""
    offered = [[{s.cell.id: s.proposed for s in choice.suspects} for choice in g.choices] for g in result.groups]
    right = [[choice for choice in choices if choice.items() <= truth.items()] for choices in offered]
    among = sum(max((len(choice) for choice in choices), default=0) for choices in right) == len(truth)
    first = sum(len(choices[0]) for choices in offered if choices[0].items() <= truth.items()) == len(truth)
    alone = all(len(choices) == 1 for choices in offered)
    tally.cases += 1
    tally.among += among
    tally.first += among and first and len(offered) == sum(bool(one) for one in right)
    tally.only += among and alone
    tally.silent += not offered


def main() -> int:
    """Run the benchmark; the exit code says whether its targets hold."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    book = rulebook.load()
    met = True
    print(f"{'form':<11}{'k':>2}{'cases':>7}{'only':>9}{'among':>9}{'first':>9}{'ms median':>11}{'ms worst':>10}")
    for form_id in ("annual2021", "annual2019"):
        form = book.forms[form_id]
        for wrong in (1, 2, 3, 4, 6, 8):
            tally = Tally()
            for seed in range(count if wrong <= 4 else count // 5):
                figures, truth = spoil(form, wrong, Random(f"{form_id} {wrong} {seed}"))
                reports = {form_id: as_report(form, figures)}
                found = evaluate(reports, book).findings
                gc.collect(0)
                start = time.perf_counter()
                result = diagnose(reports, found, book)
                tally.times.append(1_000 * (time.perf_counter() - start))
                judge(result, truth, tally)
            shares = [one / tally.cases for one in (tally.only, tally.among, tally.first)]
            median, worst = statistics.median(tally.times), max(tally.times)
            met &= all(share >= target for share, target in zip(shares, _TARGETS.get(wrong, (0, 0, 0)), strict=True))
            met &= worst < 2_000 and (wrong > 3 or (median < 1 and worst < 100))
            print(
                f"{form_id:<11}{wrong:>2}{tally.cases:>7}"
                + "".join(f"{share:>9.2%}" for share in shares)
                + f"{median:>11.2f}{worst:>10.1f}"
            )
    print("targets met" if met else "targets missed")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
