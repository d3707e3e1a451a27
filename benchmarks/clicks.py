"""How long a clerk waits in Calc for the clicks that put one wrong total right, on a standard workbook.

    python -m benchmarks.clicks [--rounds 5] [--form annual2021]

The clicks: 一键校验, 下一处, 采纳建议 (and 确定), and 一键校验 again. Prints the median of each and of their sum, in
seconds by the clock and of the processor (ours and Calc's: what a busy machine does not lengthen), with the opening.
Two versions are compared by running this in each.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path
from random import Random
from statistics import median

from checks import rulebook
from tests.addin.sitting import Sitting
from tests.fixtures.random_reports import balanced
from workbook_templates.build import build

CLICKS = (
    ("一键校验", "check", ()),
    ("下一处", "next_finding", ()),
    ("采纳建议", "accept", (True,)),
    ("一键校验，再一次", "check", ()),
)

_MOST_ANCESTORS = 20


def processor_seconds() -> float:
    """Return the processor's time that this process and every LibreOffice of this user has taken so far."""
    ticks = os.sysconf("SC_CLK_TCK")
    taken = time.process_time()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")
        except OSError:  # it has ended
            continue
        if (
            "(soffice.bin" in fields[0]
            and folder.stat().st_uid == os.getuid()
            and str(os.getpid()) in _ancestors(folder)
        ):
            taken += sum(map(int, fields[2].split()[11:13])) / ticks
    return taken


def _ancestors(folder: Path) -> list[str]:
    found: list[str] = []
    number = folder.name
    while number not in ("0", "1") and len(found) < _MOST_ANCESTORS:
        found.append(number)
        number = (Path("/proc") / number / "stat").read_text().rpartition(")")[2].split()[1]
    return found


def one_round(data: bytes, times: dict[str, list[tuple[float, float]]]) -> None:
    """Open the workbook, click, and note the seconds by the clock and by the processor."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "年报.xlsx"
        path.write_bytes(data)
        marks = [(time.perf_counter(), processor_seconds())]

        def note(name: str) -> None:
            marks.append((time.perf_counter(), processor_seconds()))
            (begun, before), (now, after) = marks[-2:]
            times.setdefault(name, []).append((now - begun, after - before))

        sitting = Sitting(path, "calc")
        note("打开")
        for name, tag, answers in CLICKS:
            sitting.click(tag, *answers)
            note(name)
        taken = (marks[-1][0] - marks[1][0], marks[-1][1] - marks[1][1])
        times.setdefault("四次点击", []).append(taken)
        sitting.close()


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--form", default="annual2021")
    chosen = options.parse_args()
    book = rulebook.load()
    form = book.forms[chosen.form]
    figures = {cell: float(value) for cell, value in balanced(form, Random(3)).items()}
    figures["results.granted.total"] += 4321
    data = build(form, book, review=True, filling=figures, unit="甲县", year=2024)
    times: dict[str, list[tuple[float, float]]] = {}
    for _ in range(chosen.rounds):
        one_round(data, times)
    for name, taken in times.items():
        clock, processor = (median(one) for one in zip(*taken, strict=True))
        print(f"{name:<10} {clock:6.2f} s by the clock, {processor:6.2f} s of the processor")


if __name__ == "__main__":
    main()
