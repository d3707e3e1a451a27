"""What the library's frames and files cost beside the check that they come from.

    python benchmarks/frames.py [--files 5000] [--rounds 3] [--folder FOLDER]

A run of each kind is a process of its own, so that its memory is its own; the check without frames is the yardstick.
Seconds are by the clock; the ratio is of what the processors did, workers included, which others on the machine disturb
less.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median

from corpus import make

import gouji
from gouji.frames import arrow

_TASKS = ("check", "check-frames", "parquet", "csv", "wide")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--task", choices=_TASKS, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.task:
        print(json.dumps(task(chosen.task, chosen.folder)))
        return
    with tempfile.TemporaryDirectory() as spare:
        folder = chosen.folder or Path(spare) / "workbooks"
        make(folder, chosen.files, wrong=10)
        print(f"{chosen.files} workbooks, every tenth with a wrong total, {os.cpu_count()} cores, medians")
        starts(chosen.rounds)
        measured: dict[str, list[dict[str, float]]] = {name: [] for name in _TASKS}
        for _ in range(chosen.rounds):
            for name in _TASKS:
                measured[name].append(run(name, folder))
        yardstick = median(one["work"] for one in measured["check"])
        for name, rounds in measured.items():
            seconds = median(one["seconds"] for one in rounds)
            work = median(one["work"] for one in rounds)
            more = {key: rounds[0][key] for key in rounds[0] if key not in ("seconds", "work", "peak")}
            peak = max(one["peak"] for one in rounds)
            times = f"{seconds:7.2f} s  {work:7.2f} s of work  × {work / yardstick:.2f}"
            print(f"{name:13} {times}  peak {peak:6.0f} MB  {more or ''}")


def starts(rounds: int) -> None:
    """What ``import gouji`` costs over a bare start."""
    times: dict[str, list[float]] = {"pass": [], "import gouji": []}
    for _ in range(4 * rounds):
        for code, taken in times.items():
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True)
            taken.append(time.perf_counter() - start)
    bare, ours = (min(taken) * 1000 for taken in times.values())
    print(f"import gouji: {ours - bare:.0f} ms over a bare start of {bare:.0f} ms")


def run(name: str, folder: Path) -> dict[str, float]:
    """Do one task in a process of its own."""
    command = [sys.executable, __file__, "--task", name, "--folder", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def task(name: str, folder: Path) -> dict[str, float]:
    """Check the folder, and make of it what is asked for; returns seconds, megabytes and sizes."""
    if name == "parquet":
        arrow()  # its own memory is no matter of ours
    start, begun = time.perf_counter(), worked()
    results = gouji.check(folder, cache=False)
    more: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as spare:
        target = Path(spare) / f"figures.{name}"
        if name == "check-frames":
            more = {"figures": len(results.figures), "findings": len(results.findings)}
        elif name in ("parquet", "csv"):
            writing, before = worked(), peak()
            (results.to_parquet if name == "parquet" else results.to_csv)(target)
            more = {"writing": round(worked() - writing, 2), "grown": round(peak() - before)}
            more["MB"] = round(target.stat().st_size / 2**20, 2)
        elif name == "wide":
            more = {"columns": results.wide().shape[1]}
    return {"seconds": time.perf_counter() - start, "work": worked() - begun, "peak": peak(), **more}


def worked() -> float:
    """Seconds that the processors have spent on this process and its workers."""
    own, workers = getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + workers.ru_utime + workers.ru_stime


def peak() -> float:
    """The most memory that this process has had, in MB."""
    return getrusage(RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
