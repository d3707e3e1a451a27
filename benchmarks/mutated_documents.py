"""Damaged Word documents, pages and PDFs: none may crash or hang its reader, and none may pass with other figures.

    python benchmarks/mutated_documents.py [how many of each kind] [kind …]

Bytes are changed, cut out, doubled and cut off at random places; in docx also inside the packed text. Each file is read
in the worker that a single file is read in, under its limits. Prints, for each kind, how the files ended; a file that
passes although its figures are not the original's is shown.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from checks.batch import Limits
from checks.batch.pool import Pool
from checks.batch.worker import Failure
from tests.fixtures.damaged_documents import KINDS, mutants, original_of, outcome


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    kinds = sys.argv[2:] or KINDS
    for kind in kinds:
        original = original_of(kind)
        asked = outcome((kind, original))
        ends: Counter[str] = Counter()
        start = time.perf_counter()
        pool: Pool[tuple[str, bytes], tuple[str, dict[str, str]]] = Pool(outcome, 2, Limits())
        items = (((kind, data), None) for data in mutants(kind, original, count))
        for (_, data), answer in pool.answers(items):
            if isinstance(answer, Failure):
                ends[answer.code] += 1
                continue
            status, figures = answer
            ends[status] += 1
            if status == "pass" and figures != asked[1]:
                ends["WRONG PASS"] += 1
                Path(f"/tmp/wrong_pass_{kind}_{ends['WRONG PASS']}").write_bytes(data)
        print(f"{kind:5} {dict(ends)}, {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
