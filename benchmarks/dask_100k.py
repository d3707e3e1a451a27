"""100,000 workbooks through a Dask cluster on this machine, and through the pool, in one run.

    python benchmarks/dask_100k.py [--files 100000] [--jobs 2]

Every 97th has a wrong total; both ways must find those and no other. What is made is removed afterwards.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
import time
from collections import Counter
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

from corpus import workbooks

from checks import batch, rulebook

WRONG = 97
A_FOLDER = 1000  # files


def main() -> None:
    """Make, check twice, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--jobs", type=int, default=2)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as spare:
        begin = time.perf_counter()
        for i, data in enumerate(workbooks(chosen.files, wrong=WRONG)):
            path = Path(spare) / f"{i // A_FOLDER:04d}" / f"{i:06d}.xlsx"
            if i % A_FOLDER == 0:
                path.parent.mkdir()
            path.write_bytes(data)
        print(f"{chosen.files:,} workbooks made in {time.perf_counter() - begin:.0f} s", flush=True)
        pool = way(spare, chosen.files, chosen.jobs, None)
        dask = way(spare, chosen.files, chosen.jobs, "local")
    assert pool[1] == dask[1], "both ways give the same JSON, in the same order"
    print(f"Dask ÷ pool: {dask[0] / pool[0]:.2f} of the time")


def way(folder: str, files: int, jobs: int, scheduler: str | None) -> tuple[float, str]:
    """Check all; return the seconds, and a digest of all that was said."""
    begin = time.perf_counter()
    counts: Counter[str] = Counter()
    digest = hashlib.sha256()
    run = batch.run([folder], rulebook.load(), jobs=jobs, scheduler=scheduler, cache=False, progress=False)
    for result in run:
        counts[result.status] += 1
        digest.update(result.json.encode())
    taken = time.perf_counter() - begin
    assert counts == {"pass": files - files // WRONG, "fail": files // WRONG}, counts
    here, children = (getrusage(who).ru_maxrss // 1024 for who in (RUSAGE_SELF, RUSAGE_CHILDREN))
    name = f"Dask, {jobs} workers" if scheduler else f"pool, {jobs} workers"
    print(f"{name}: {files / taken:,.0f} files a second; {dict(counts)}; at most {here} MB here, {children} MB a child")
    return taken, digest.hexdigest()


if __name__ == "__main__":
    main()
