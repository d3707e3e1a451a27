"""How long the add-in's own Python takes: one click on a full standard workbook, and one call of each function.

python benchmarks/addin.py

Goals: a click under 100 ms without the program's own time; a function under 1 ms.
The program is the tests' fake, whose time is shown apart: Excel's is another.
"""

from __future__ import annotations

import cProfile
import pstats
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT)]

from addin import functions as gj
from addin.commands import COMMANDS
from addin.reading import grid_of
from addin.result_rows import result_rows
from addin.session import Session, figures_of
from checks import rulebook
from checks.check import check
from checks.documents import documents_in
from checks.marking.marks import marks
from checks.model.grid import Value
from tests.fakes.person import FakePerson
from tests.fakes.program import FakeProgram
from tests.fixtures.random_reports import balanced
from workbook_templates.build import build

_ROUNDS = 15


def milliseconds(work: Callable[[], Any], rounds: int = _ROUNDS) -> float:
    """Return the median time of one run."""
    times = []
    for _ in range(rounds):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return median(times) * 1000


def in_engine(work: Callable[[], Any]) -> float:
    """Return which share of a run the fake program takes."""
    profile = cProfile.Profile()
    profile.runcall(work)
    entries: dict[Any, Any] = pstats.Stats(profile).stats  # type: ignore[attr-defined]  # typeshed does not know it
    whole = sum(entry[2] for entry in entries.values())
    ours = [entry for (file, _, _), entry in entries.items() if "openpyxl" in file or "fakes" in file]
    return sum(entry[2] for entry in ours) / whole


def clicks(title: str, **changes: Value) -> None:
    """Print the time of a click, in all and part by part."""
    rules = rulebook.load()
    form = rules.forms["annual2021"]
    figures: dict[str, Value] = {cell: float(value) for cell, value in balanced(form, Random(3)).items()}
    figures |= {cell.replace("__", "."): value for cell, value in changes.items()}
    data = build(form, rules, review=True, filling=figures, unit="甲县", year=2024)
    program = FakeProgram("年报.xlsx", data)
    session = Session(program, FakePerson(), rules)
    COMMANDS["check"](session)
    held = [(sheet.name, *program.read(sheet.name)) for sheet in program.sheets()[:-1]]
    grids = [grid_of(*one) for one in held]
    documents = documents_in(grids, "年报.xlsx", "", rules)
    verdicts = [check(document, rules) for document in documents]
    share = in_engine(lambda: COMMANDS["check"](session))
    program.calls.clear()
    COMMANDS["check"](session)
    calls = sum(program.calls.values())
    whole = milliseconds(lambda: COMMANDS["check"](session))
    print(f"{title}: {sum(len(one.findings) for one in verdicts)} findings, {len(marks(verdicts, rules))} marks")
    print(f"  a click                  {whole:7.1f} ms, of which {share:.0%} in the engine ({calls} calls)")
    print(f"  without the engine       {whole * (1 - share):7.1f} ms")
    for name, work in {
        "cells into Grids": lambda: [grid_of(*one) for one in held],
        "figures": lambda: list(figures_of(documents_in(grids, "年报.xlsx", "", rules), grids)),
        "check": lambda: [check(document, rules) for document in documents_in(grids, "年报.xlsx", "", rules)],
        "marks": lambda: marks(verdicts, rules),
        "result rows": lambda: result_rows(verdicts),
    }.items():
        print(f"    {name:<22} {milliseconds(work):7.1f} ms")


def calls() -> None:
    """Print the time of one call of each function."""
    rules = rulebook.load()
    form = rules.forms["annual2021"]
    figures: dict[str, Value] = {cell: float(value) for cell, value in balanced(form, Random(3)).items()}
    data = build(form, rules, review=True, filling=figures | {"results.granted.total": 4321.0})
    values, _ = FakeProgram("年报.xlsx", data).read("表三")
    table = tuple(tuple(row[:10]) for row in values[:29])
    row, total = (table[6][3:9],), table[6][9]
    begin = perf_counter()
    gj.GJ_CHECK(table)
    print(f"functions: the first look at a table {1000 * (perf_counter() - begin):.1f} ms; one call")
    for name, work in {
        "GJ_ROW": lambda: gj.GJ_ROW(row, total),
        "GJ_COLUMN": lambda: gj.GJ_COLUMN(tuple((line[3],) for line in table[6:27]), table[27][3]),
        "GJ_BALANCE": lambda: gj.GJ_BALANCE(((1.0, 2.0),), ((3.0, 0.0),)),
        "GJ_CELL": lambda: gj.GJ_CELL(table, 7.0, 10.0),
        "GJ_SUGGEST": lambda: gj.GJ_SUGGEST(table, 7.0, 10.0),
        "GJ_CHECK": lambda: gj.GJ_CHECK(table),
        "GJ_RULE": lambda: gj.GJ_RULE(table, "R3-ROW:results.granted"),
    }.items():
        print(f"    {name:<22} {milliseconds(work, 200):7.3f} ms")


if __name__ == "__main__":
    clicks("balanced")
    clicks("one wrong total", results__granted__total=4321.0)
    clicks("empty cells", **dict.fromkeys(("requests__new__total", "results__granted__total", "review__total"), None))
    calls()
