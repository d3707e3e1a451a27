"""Damaged Word documents, pages and PDFs: none may crash or hang its reader, and none may pass with other figures.

    python benchmarks/mutated_documents.py [how many of each kind] [kind …]

Bytes are changed, cut out, doubled and cut off at random places; in docx also inside the packed text. Each file is read
in the worker that a single file is read in, under its limits. Prints, for each kind, how the files ended; a file that
passes although its figures are not the original's is shown.
"""

from __future__ import annotations

import io
import random
import re
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from checks import rulebook
from checks.batch import Limits
from checks.batch.pool import Pool
from checks.batch.worker import Failure
from checks.check import check_bytes
from checks.model.held_figures import held_rows
from tests.fixtures.make_documents import prose_of
from tests.fixtures.words import report_html

FOLDER = ROOT / "tests" / "data" / "documents"
BOOK = rulebook.load()
FREE = ("rules.", "normative.", "permit.", "penalty.", "coercion.", "fee.")
"""Figures that no equation holds."""


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    kinds = sys.argv[2:] or ["docx", "doc", "rtf", "html", "pdf"]
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


def original_of(kind: str) -> bytes:
    """Return the report of that kind."""
    if kind == "html":
        import json  # noqa: PLC0415  # only here

        figures = json.loads((FOLDER / "figures.json").read_text())
        return report_html(BOOK.forms["annual2021"], figures, prose_of(figures))
    return (FOLDER / f"report.{kind}").read_bytes()


def outcome(item: tuple[str, bytes]) -> tuple[str, dict[str, str]]:
    """Return how a check ends, and the figures."""
    kind, data = item
    verdict = check_bytes(data, f"a.{kind}")[0]
    rows = held_rows(verdict.figures, BOOK.forms)
    found = {row.cell: str(row.value) for row in rows if row.state != "missing"}
    return verdict.status, {cell: value for cell, value in found.items() if not cell.startswith(FREE)}


def mutants(kind: str, original: bytes, count: int) -> Iterator[bytes]:
    """Yield damaged copies."""
    rng = random.Random(kind)
    for number in range(count):
        yield inside(original, rng) if kind == "docx" and number % 2 else damaged(original, rng)


def inside(original: bytes, rng: random.Random) -> bytes:
    """Damage the packed text of a Word document; its checksum is right."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(original)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, changed(data, rng) if name == "word/document.xml" else data)
    return out.getvalue()


def changed(xml: bytes, rng: random.Random) -> bytes:
    """Change a part so that it mostly stays well formed: digits, names of elements, whole elements taken out."""
    for _ in range(rng.choice((1, 1, 3, 20))):
        way = rng.randrange(4)
        spots = list(
            re.finditer((rb">\d+<", rb"<w:\w+/>", rb"<w:p>.{0,300}?</w:p>", rb"<w:tc>.{0,600}?</w:tc>")[way], xml)
        )
        if not spots:
            continue
        spot = rng.choice(spots)
        new = b">%d<" % rng.randrange(2000) if way == 0 else spot[0] * 2 if rng.random() < 0.3 else b""
        xml = xml[: spot.start()] + new + xml[spot.end() :]
    return damaged(xml, rng) if rng.random() < 0.1 else xml


def damaged(original: bytes, rng: random.Random) -> bytes:
    """Change, cut out, double or cut off."""
    data = bytearray(original)
    for _ in range(rng.choice((1, 1, 3, 20))):
        place = rng.randrange(len(data))
        span = rng.choice((1, 4, 40, 400))
        way = rng.randrange(5)
        if way < 2:
            data[place] = rng.randrange(256)
        elif way == 2:
            del data[place : place + span]
        elif way == 3:
            data[place:place] = data[place : place + span]
        else:
            data[place : place + span] = bytes(rng.randrange(256) for _ in range(min(span, 40)))
        if not data:
            break
    return bytes(data[: rng.randrange(len(data))] if rng.random() < 0.05 and data else data)


if __name__ == "__main__":
    main()
