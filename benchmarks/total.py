"""Adding up: 5,000 reports, and how long one question takes of who explains a difference in the sum of 80.

Run it with ``python -m benchmarks.total`` from the folder of the project.
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1]))

from checks import rulebook
from checks.check import check_bytes
from checks.submissions import Unit
from checks.submissions.blame import Blame
from checks.submissions.totals import Addend, add_up, differences, summed_cells
from tests.fixtures.examples.figures import figures
from tests.fixtures.plain_tables import workbook

BOOK = rulebook.load()
FORM = BOOK.forms["annual2021"]
RULES = BOOK.rules[FORM.id]
CELLS = summed_cells(FORM)


def addend(number: int, *, small: bool = False) -> Addend:
    """A unit's report; that of a township has one figure."""
    zeros = dict.fromkeys(CELLS, 0)
    values = {"permit.decisions": Random(number).randint(1, 30)} if small else figures(FORM, f"单位{number}", 2025)
    return Addend(Unit(f"单位{number}"), zeros | values)


def main() -> None:
    """Print the figures."""
    many = [addend(number) for number in range(5_000)]
    start = perf_counter()
    add_up(FORM, RULES, many)
    adding = perf_counter() - start
    data = workbook([(FORM, many[0].figures)], title="江州市2025年政府信息公开工作年度报告")
    start = perf_counter()
    for _ in range(200):
        check_bytes(data, "x.xlsx", BOOK)
    checking = (perf_counter() - start) / 200 * len(many)
    print(f"{len(many)} reports: added up in {adding:.2f} s, checked in about {checking:.1f} s in one process")

    units = [addend(number, small=number % 2 == 1) for number in range(80)]
    total = add_up(FORM, RULES, units)
    blame, random, times = Blame(total), Random(1), []
    for _ in range(300):
        first, second = random.sample(units, 2)
        printed = {c: total.sums[c] - (first.figures[c] or 0) - (second.figures[c] or 0) for c in CELLS}
        start = perf_counter()
        blame.explain(differences(total, printed))
        times.append(perf_counter() - start)
    times.sort()
    print(f"a question of 80 units: median {times[150] * 1000:.1f} ms, worst {times[-1] * 1000:.1f} ms")


if __name__ == "__main__":
    main()
