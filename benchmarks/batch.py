"""What a batch costs beside what it has to read, beside other pools, and beside what users write today.

    python benchmarks/batch.py [--files 5000] [--rounds 5] [--folder FOLDER]

Ratios of one run on the same workbooks, the methods interleaved, medians of all rounds.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from functools import cache, partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from statistics import median

from check import bare, interleaved, with_openpyxl
from corpus import make

from checks import batch, rulebook
from checks.batch import Limits, Ref, refs
from checks.batch.pool import Pool
from checks.batch.run import Batch, Run
from checks.batch.work import Checked, Checker

SLOW_FILES = 40  # for the methods that take a second for these; their ratio is to as many of ours
CHUNK = 100  # files a task for pools that are told


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--memory", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.memory:
        print(json.dumps(peaks(chosen.folder, chosen.memory)))
        return
    with tempfile.TemporaryDirectory() as spare:
        os.environ["GOUJI_CACHE"] = str(Path(spare) / "cache")
        folder = chosen.folder or Path(spare) / "workbooks"
        make(folder, chosen.files)
        print(f"{chosen.files} balanced workbooks, {os.cpu_count()} cores, medians of {chosen.rounds} rounds")
        one_core(folder, chosen.rounds)
        again(folder, chosen.rounds)
        pools(folder, chosen.rounds)
        memory(folder)


def one_core(folder: Path, rounds: int) -> None:
    """T1, T2, T3, and the script that a skilled user would write: files read from disk, one process."""
    work = Checker(rulebook.load())
    everything = list(refs([str(folder)]))
    many, few = everything[:2000], everything[:SLOW_FILES]
    times = interleaved(
        {
            "calamine": lambda: [bare(Path(ref.path).read_bytes()) for ref in many],
            "gouji": lambda: [work(ref) for ref in many],
        },
        rounds,
    )
    slow = interleaved(
        {
            "gouji": lambda: [work(ref) for ref in few],
            "normal": lambda: [with_openpyxl(Path(ref.path).read_bytes(), read_only=False) for ref in few],
            "read-only": lambda: [with_openpyxl(Path(ref.path).read_bytes(), read_only=True) for ref in few],
            "script": lambda: [by_script(ref.path) for ref in few],
        },
        min(rounds, 3),
    )
    assert all(by_script(ref.path) == [] for ref in few), "the script finds them balanced, too"
    row("T1 read + check + JSON ÷ calamine's bare read", times["gouji"], times["calamine"], "≤ 2.0, goal 1.5")
    row("T2 openpyxl, normal ÷ gouji", slow["normal"], slow["gouji"], "≥ 25, goal 40")
    row("T3 openpyxl, read-only ÷ gouji", slow["read-only"], slow["gouji"], "≥ 12, goal 18")
    row(f"   openpyxl + pandas script ÷ gouji ({SLOW_FILES} files)", slow["script"], slow["gouji"], "≥ 20")
    print(f"   gouji takes {median(times['gouji']) / len(many) * 1e6:.0f} µs a file on one core of this machine")


def by_script(path: str) -> list[str]:
    """Check table three as a skilled user does today: pandas, openpyxl, one layout, sums of rows and columns."""
    pandas = import_module("pandas")
    wrong = []
    frame = pandas.read_excel(path, sheet_name="表三", header=None, engine="openpyxl")
    first = next(i for i, row in frame.iterrows() if any("本年新收" in str(value) for value in row))
    figures = frame.iloc[first:, -7:].apply(pandas.to_numeric, errors="coerce").fillna(0)
    labels = frame.iloc[first:, :-7].fillna("").agg("".join, axis=1)
    for i, row in figures.iterrows():
        if row.iloc[:6].sum() != row.iloc[6]:
            wrong.append(f"{labels[i]}: {row.iloc[:6].sum()} != {row.iloc[6]}")
    total = next(i for i in figures.index if "总计" in labels[i])
    carried = next(i for i in figures.index if "结转下年" in labels[i])
    parts = figures.loc[first + 2 : total - 1].sum()
    for column in figures.columns:
        if parts[column] != figures.loc[total, column]:
            wrong.append(f"{column}: {parts[column]} != {figures.loc[total, column]}")
        received = figures.loc[first, column] + figures.loc[first + 1, column]
        if received != figures.loc[total, column] + figures.loc[carried, column]:
            wrong.append(f"{column}: {received} received")
    return wrong


@cache
def _work() -> Checker:
    return Checker(rulebook.load())


def checked(ref: Ref) -> Checked:
    """Check a file, for pools that would send the rules with every task."""
    return _work()(ref)


def pools(folder: Path, rounds: int) -> None:
    """T4 and T5: the same work by one and by two workers, and by pools that do not say which file ended a worker."""
    work = Checker(rulebook.load())
    found = list(refs([str(folder)]))
    context = multiprocessing.get_context("fork")

    def own(jobs: int) -> int:
        return sum(1 for _ in Pool(work, jobs, Limits()).answers((ref, None) for ref in found))

    def bare_pool() -> int:
        with concurrent.futures.ProcessPoolExecutor(2, context) as pool:
            return sum(1 for _ in pool.map(checked, found, chunksize=CHUNK))

    def pebble() -> int:
        with import_module("pebble").ProcessPool(2, context=context) as pool:
            return sum(1 for _ in pool.map(checked, found, timeout=30).result())

    times = interleaved({"one": partial(own, 1), "two": partial(own, 2), "bare": bare_pool}, rounds, time.perf_counter)
    if find_spec("pebble"):  # last: it leaves threads behind, and beside threads our pool does not fork
        times |= interleaved({"pebble": pebble}, rounds, time.perf_counter)
    row("T4 two workers ÷ one", times["two"], times["one"], "≤ 0.70, goal 0.60")
    row("T5 our pool ÷ bare ProcessPoolExecutor", times["two"], times["bare"], "≤ 1.35, goal 1.20")
    if "pebble" in times:
        row("   Pebble, which can blame a file, ÷ bare", times["pebble"], times["bare"], "for comparison")


def again(folder: Path, rounds: int) -> None:
    """A second run over the same folder, all of it in the cache."""
    book = rulebook.load()

    def run() -> int:
        return sum(1 for result in batch.run([str(folder)], book, progress=False) if result.status == "pass")

    def first() -> int:
        for path in Path(os.environ["GOUJI_CACHE"]).glob("results-*"):
            path.unlink()
        return run()

    times = interleaved({"first": first, "second": run}, rounds, time.perf_counter)
    row("   first run ÷ second run", times["first"], times["second"], "≥ 20")
    files = sum(1 for _ in refs([str(folder)]))
    print(f"   the second run takes {median(times['second']) / files * 1e6:.1f} µs a file")


class Measured(Checker):
    """The usual check, which tells the most memory that its process ever took."""

    def __call__(self, ref: Ref) -> Checked:
        """Check one reference."""
        return super().__call__(ref)._replace(marked=(getrusage(RUSAGE_SELF).ru_maxrss // 1024,))


def peaks(folder: Path, count: int) -> tuple[int, int]:
    """Return the most megabytes that the parent and any worker took for so many references."""
    found = list(refs([str(folder)]))
    many = (found[i % len(found)] for i in range(count))
    work = Batch(Run(), Measured(rulebook.load()), Limits(), 2, None, None, None)
    worker = max(result.marked for result in work.results(many))
    return getrusage(RUSAGE_SELF).ru_maxrss // 1024, worker


def memory(folder: Path) -> None:
    """T8: each count in a process of its own, for what a process once took it keeps."""
    measured = []
    for count in (1000, 20_000):
        command = [sys.executable, __file__, "--memory", str(count), "--folder", str(folder)]
        measured.append(json.loads(subprocess.run(command, capture_output=True, check=True).stdout))
    for i, name in enumerate(("parent", "worker")):
        few, many = measured[0][i], measured[1][i]
        print(f"T8 {name}, 20,000 files ÷ 1,000".ljust(52), f"{many / few:.2f}  ({few} → {many} MB; ≤ 1.3, goal 1.1)")


def row(name: str, times: list[float], others: list[float], wanted: str) -> None:
    """Print a ratio, and how far the rounds spread."""
    ratios = sorted(a / b for a, b in zip(times, others, strict=True))
    print(f"{name:<52}{median(ratios):.2f}  ({ratios[0]:.2f}–{ratios[-1]:.2f}; {wanted})", flush=True)


if __name__ == "__main__":
    main()
