"""How much the whole check costs beside the bare reading of the same files. Run on an idle machine.

    python benchmarks/check.py [--files 2000] [--folder FOLDER]

Prints ratios of one run, the methods interleaved; medians of all rounds. Absolute times are for the curious only.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median

import openpyxl
from corpus import make
from dialects import dialects, mixed, scattered
from python_calamine import CalamineWorkbook

from checks import rulebook
from checks.check import check_bytes
from checks.evaluate import _plan, evaluate
from checks.locate import locate
from checks.model.report import read_reports
from checks.model.rule import Rulebook
from checks.readers import read

ROUNDS, SLOW_FILES = 7, 40


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--files", type=int, default=2000)
    options.add_argument("--folder", type=Path)
    options.add_argument("--node-modules", type=Path, help="a folder with the npm packages xlsx and exceljs")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as spare:
        paths = make(chosen.folder or Path(spare), chosen.files)
        files = [(path.name, path.read_bytes()) for path in paths]
        whole_files(files)
        parts(files[:300])
        other_writers(chosen.node_modules)
        start(paths[0])


def whole_files(files: list[tuple[str, bytes]]) -> None:
    """T1, T2, T3: the whole check against other readers of the same bytes."""
    book = rulebook.load()
    verdicts = [check_bytes(data, name, book)[0].status for name, data in files]
    assert set(verdicts) == {"pass"}, "the corpus is balanced"
    few = files[:SLOW_FILES]
    ways: dict[str, Callable[[], object]] = {
        "calamine": lambda: [bare(data) for _, data in files],
        "check": lambda: [check_bytes(data, name, book) for name, data in files],
    }
    slow: dict[str, Callable[[], object]] = {
        "check": lambda: [check_bytes(data, name, book) for name, data in few],
        "openpyxl, normal": lambda: [with_openpyxl(data, read_only=False) for _, data in few],
        "openpyxl, read-only": lambda: [with_openpyxl(data, read_only=True) for _, data in few],
    }
    times, others = interleaved(ways, ROUNDS), interleaved(slow, 3)
    ratios = sorted(c / b for c, b in zip(times["check"], times["calamine"], strict=True))
    print(f"{len(files)} balanced workbooks, one core, {ROUNDS} rounds")
    spread = f"({ratios[0]:.2f}–{ratios[-1]:.2f}; ≤ 2.0, goal 1.5)"
    print(f"T1 whole check ÷ calamine's bare read    {median(ratios):.2f}  {spread}")
    for number, name in (("T2", "openpyxl, normal"), ("T3", "openpyxl, read-only")):
        print(f"{number} {name} ÷ whole check".ljust(41), f"{median(others[name]) / median(others['check']):.0f}")
    print(f"   ({median(times['calamine']) / len(files) * 1e6:.0f} µs a file for calamine)")


def other_writers(node_modules: Path | None) -> None:
    """The whole check against the bare read, for the workbooks of every program that is to be had here."""
    book = rulebook.load()
    for name, files in dialects(60, node_modules).items():
        ways: dict[str, Callable[[], object]] = {
            "calamine": partial(_bare_reads, files),
            "read": partial(_our_reads, files),
            "check": partial(_checks, files, book),
        }
        for way in ways.values():  # a batch is long: what is met for the first time counts once
            way()
        times = interleaved(ways, ROUNDS)
        check, reading = (
            median(t / b for t, b in zip(times[way], times["calamine"], strict=True)) for way in ("check", "read")
        )
        print(f"   {name:<22}check ÷ bare read {check:.2f} (≤ 2.0, goal 1.3); our read alone {reading:.2f}")
    first_sight(book)


def first_sight(book: Rulebook) -> None:
    """The same for workbooks of which no two share a layout: each is met once, for the first time, and once again.

    In the first lot each sheet begins elsewhere, in the second blank rows part the tables, each time elsewhere.
    """
    for name, wanted, every in (
        ("no two of one layout", "(≤ 2.5)", mixed(100 * ROUNDS)),
        ("blank rows inside", "(no bound)", scattered(30 * ROUNDS)),
    ):
        first, again = [], []
        for begin in range(0, len(every), len(every) // ROUNDS):
            files = every[begin : begin + len(every) // ROUNDS]
            times = interleaved({"bare": partial(_bare_reads, files), "check": partial(_checks, files, book)}, 2)
            first.append(times["check"][0] / times["bare"][0])
            again.append(times["check"][1] / times["bare"][1])
        print(f"   {name:<22}check ÷ bare read {median(first):.2f} {wanted}; met again {median(again):.2f}")


def _bare_reads(files: list[bytes]) -> None:
    for data in files:
        bare(data)


def _our_reads(files: list[bytes]) -> None:
    for data in files:
        read(data)


def _checks(files: list[bytes], book: Rulebook) -> None:
    for data in files:
        check_bytes(data, "a.xlsx", book)


def parts(files: list[tuple[str, bytes]]) -> None:
    """T7 and where the time goes: each step on its own, as a share of the whole check."""
    book = rulebook.load()
    grids = [read(data, name).grids for name, data in files]
    layouts = [locate(grid, book)[0] for grid in grids]
    reports = [read_reports(grid, layout) for grid, layout in zip(grids, layouts, strict=True)]
    plan = _plan("annual2021", book)
    times = interleaved(
        {
            "whole check": lambda: [check_bytes(data, name, book) for name, data in files],
            "guard and read": lambda: [read(data, name) for name, data in files],
            "locate": lambda: [locate(grid, book) for grid in grids],
            "read figures": lambda: [read_reports(g, layout) for g, layout in zip(grids, layouts, strict=True)],
            "evaluate": lambda: [evaluate(report, book) for report in reports],
            "rules (T7)": lambda: [plan.failing(report["annual2021"].numbers, False) for report in reports],
        },
        ROUNDS,
    )
    whole = median(times["whole check"])
    for name, taken in times.items():
        print(f"   {name:<16}{median(taken) / whole:6.1%} of the whole check")


def start(path: Path) -> None:
    """T6: the processor time of ``gouji check one.xlsx`` beside a bare interpreter's."""
    commands = {"python -c pass": ["-c", "pass"], "gouji check": ["-m", "checks", "check", str(path)]}
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(15):
        for name, command in commands.items():
            before = getrusage(RUSAGE_CHILDREN)
            subprocess.run([sys.executable, *command], stdout=subprocess.DEVNULL, check=True)
            after = getrusage(RUSAGE_CHILDREN)
            taken[name].append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    ratio = median(taken["gouji check"]) / median(taken["python -c pass"])
    print(f"T6 gouji check one.xlsx ÷ bare interpreter  {ratio:.1f}  (≤ 12, goal 5)")


def interleaved(
    ways: dict[str, Callable[[], object]], rounds: int, clock: Callable[[], float] = time.process_time
) -> dict[str, list[float]]:
    """Time each way once a round, so that a busy moment falls on all of them.

    Args:
        ways: by name.
        rounds: how often.
        clock: of this process's processor time; what other processes do is seen by ``time.perf_counter`` only.
    """
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            begin = clock()
            way()
            times[name].append(clock() - begin)
    return times


def bare(data: bytes) -> list[list[list[object]]]:
    """All values of all sheets, by the fastest reader there is."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def with_openpyxl(data: bytes, *, read_only: bool) -> list[list[object]]:
    """All values of all sheets, by openpyxl."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=read_only, data_only=True)
    return [list(row) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)]


if __name__ == "__main__":
    main()
