"""What the page costs in a browser, beside the command on the same files in the same run. Wants Chromium.

    python benchmarks/page.py [PAGE] [--browser PROGRAM] [--files 80] [--rounds 3]

Prints seconds by the clock and of processor, the bound, and the same of the command. On a busy machine only the seconds
of processor say anything; those of the browser hold all its processes.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from page import build, pyodide
from tests.page.chromium import PROGRAM, Browser
from tests.page.test_page import ask, check

EXAMPLES = ROOT / "examples"
PLAIN = next(EXAMPLES.glob("04*.xlsx"))
READY = "document.documentElement && document.documentElement.dataset.ready"
Cost = tuple[float, float]
"""Seconds by the clock, and of processor."""


def measured(work: Callable[[], object], cpu: Callable[[], float], rounds: int) -> Cost:
    """Return the medians of some rounds."""
    costs = []
    for _ in range(rounds):
        before, begin = cpu(), time.perf_counter()
        work()
        costs.append((time.perf_counter() - begin, cpu() - before))
    return median(one[0] for one in costs), median(one[1] for one in costs)


def of_children() -> float:
    """Return the seconds of processor of the commands that have ended."""
    usage = getrusage(RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def command(*arguments: str) -> None:
    """Run the command as a user does."""
    subprocess.run(
        [sys.executable, "-m", "checks", *arguments],
        cwd=EXAMPLES,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )


def line(what: str, here: Cost, bound: float, there: Cost | None = None) -> None:
    """Print a line of the table."""
    limit = f"{bound:g}" if bound else "–"
    other = f"{there[0]:8.2f} {there[1]:8.2f}  {here[1] / there[1]:5.1f}×" if there else ""
    print(f"{what:<40} {here[0]:8.3f} {here[1]:8.3f} {limit:>6}  {other}", flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", nargs="?", type=Path)
    parser.add_argument("--browser", default=PROGRAM)
    parser.add_argument("--files", type=int, default=80)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        page = options.page or Path(folder) / "page.html"
        if not options.page:
            page.write_bytes(build.build(pyodide.runtime()))
        print(f"load of the machine {os.getloadavg()[0]:.1f}; size of the page {page.stat().st_size / 1e6:.2f} MB (10)")
        print(f"{'':<40} {'clock':>8} {'cpu':>8} {'bound':>6}  {'command':>8} {'cpu':>8}  ratio of cpu")
        starts = [start(page, options.browser) for _ in range(options.rounds)]
        line("cold start until it takes files", (median(s[0] for s in starts), median(s[1] for s in starts)), 2)
        with Browser(options.browser) as browser:
            browser.open(page.as_uri())
            browser.wait(READY)
            measure(browser, Path(folder), options.files, options.rounds)


def start(page: Path, program: str) -> Cost:
    """Open the page in a fresh browser; the time is by the page's own clock."""
    with Browser(program) as browser:
        before = browser.cpu()
        browser.open(page.as_uri())
        ready = float(browser.wait(READY)) / 1000
        return ready, browser.cpu() - before


def measure(browser: Browser, folder: Path, count: int, rounds: int) -> None:
    """Measure what an open page takes for files."""

    def page(files: Sequence[Path]) -> Cost:
        costs = [dropped(browser, files) for _ in range(rounds)]
        return median(one[0] for one in costs), median(one[1] for one in costs)

    check(browser, {PLAIN.name: PLAIN})  # loads what is loaded once
    copies = folder / "copies"
    copies.mkdir()
    workbooks = sorted(EXAMPLES.glob("0*.xlsx"))
    for number in range(count):
        (copies / f"{number:03}.xlsx").write_bytes(workbooks[number % len(workbooks)].read_bytes())
        (folder / f"{number:03}.xlsx").write_bytes(PLAIN.read_bytes())
    clock, cpu = page(sorted(folder.glob("*.xlsx")))
    there = measured(lambda: command("check", "--no-cache", str(PLAIN)), of_children, rounds)
    line("one plain report, with its marked copy", (clock / count, cpu / count), 0.05, there)
    many = page(sorted(copies.iterdir()))
    there = measured(
        lambda: command("check", "--no-cache", str(copies), "--out", str(folder / "out")), of_children, rounds
    )
    line(f"{count} workbooks, with marked copies", many, 3, there)
    line("  their results folder", measured(lambda: ask(browser, "results_folder"), browser.cpu, rounds), 0)
    line("  their results page", measured(lambda: ask(browser, "results_page"), browser.cpu, rounds), 0)
    mails = sorted(path for path in (EXAMPLES / "收件箱").iterdir() if path.is_file())
    there = measured(
        lambda: command("check", "--no-cache", "收件箱", "--out", str(folder / "inbox")), of_children, rounds
    )
    line(f"the sample inbox, {len(mails)} mails", page(mails), 8, there)
    heap = browser.run_in_worker("python._module.HEAPU8.length")
    print(
        f"memory of the browser, all processes: {browser.memory() / 1e6:.0f} MB; of it Python's heap {heap / 1e6:.0f}"
    )


def dropped(browser: Browser, files: Sequence[Path]) -> Cost:
    """Check files in the page; the clock is the page's own, without the handing over to the browser."""
    browser.run(
        "{const i = document.createElement('input'); Object.assign(i, {type: 'file', multiple: true, id: 'test'});"
        "document.body.append(i)}"
    )
    browser.choose("#test", files)
    before = browser.cpu()
    code = (
        "(() => { const given = Array.from(document.getElementById('test').files, file => ({path: file.name, file}));"
        "const begin = performance.now(); return gouji.check(given).then(() => performance.now() - begin); })()"
    )
    clock = float(browser.run(code)) / 1000
    cpu = browser.cpu() - before
    assert browser.run("document.querySelectorAll('#list li').length") >= len(files)
    browser.run("document.getElementById('test').remove()")
    return clock, cpu


if __name__ == "__main__":
    main()
