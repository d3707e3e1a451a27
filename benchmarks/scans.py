"""How well scans are read: own renderings at 300 dots an inch, lightly damaged, as a scanner writes them into a PDF.

    python benchmarks/scans.py [how many reports] [PDF …]

Needs the extra ``ocr`` and LibreOffice. Each report is made up, written by Word's rules, printed to PDF by LibreOffice,
rendered, turned a little, blurred, given noise and a shade, packed as JPEG; then it is checked. Prints the cells that
are right, wrong and not found, passes of what is not right, and how many reports are exact after the proposals.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from checks import rulebook
from checks.check import check_bytes
from checks.model.figures import Number
from checks.model.findings import Verdict
from checks.model.held_figures import held_rows
from tests.fixtures.make_documents import prose_of
from tests.fixtures.random_reports import balanced
from tests.fixtures.scans import scanned
from tests.fixtures.words import report_docx
from workbook_templates.word import word_report

BOOK = rulebook.load()
FORM = BOOK.forms["annual2021"]


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 8
    right = wrong = missing = exact = repaired = false_passes = documents = 0
    for name, data, figures in sources(count, sys.argv[2:]):
        start = time.process_time()
        (verdict, *_) = check_bytes(scanned(data, random.Random(name)), f"{name}.pdf")
        seconds = time.process_time() - start
        read = {r.cell: r.value for r in held_rows(verdict.figures, BOOK.forms) if r.state != "missing"}
        astray = {cell: read.get(cell) for cell, value in figures.items() if read.get(cell) != value}
        unread = [cell for cell, value in astray.items() if value is None]
        after = {cell for cell in astray if proposed(verdict).get(cell) != figures[cell]}
        right += len(figures) - len(astray)
        missing += len(unread)
        wrong += len(astray) - len(unread)
        exact += not astray
        repaired += not after
        false_passes += verdict.status == "pass" and bool(astray)
        documents += 1
        print(f"{name:10} {len(astray):3} astray {list(astray.items())[:3]}, {len(after)} after repair, "
              f"{verdict.status} {verdict.unit} {verdict.year}, {seconds:.1f} s")  # fmt: skip
    cells = right + wrong + missing
    print(f"{documents} reports: {right / cells:.2%} of {cells} cells right, {wrong} wrong, {missing} not found; "
          f"{exact} exact, {repaired} after repair; {false_passes} wrong passes")  # fmt: skip


def proposed(verdict: Verdict) -> dict[str, Number]:
    """Return the figure that the diagnosis proposes for a cell, where it is the only one possible."""
    return {one.cell.id: one.proposed for one in verdict.suspects if one.certainty == "unique"}


def sources(count: int, paths: list[str]) -> Iterator[tuple[str, bytes, Mapping[str, Number]]]:
    """Yield printed reports: made-up ones, and real ones whose figures are those that the text layer gives."""
    with tempfile.TemporaryDirectory() as home:
        for seed in range(count):
            figures = balanced(FORM, random.Random(seed))
            if seed % 2:
                word = word_report(FORM, figures, "云岭市青禾区人民政府", 2023)
            else:
                word = report_docx(FORM, figures, prose_of(dict(figures)))
            (Path(home) / "a.docx").write_bytes(word)
            command = ["soffice", f"-env:UserInstallation=file://{home}", "--headless", "--convert-to", "pdf", "a.docx"]
            subprocess.run(command, check=True, cwd=home, capture_output=True)
            yield f"made {seed}", (Path(home) / "a.pdf").read_bytes(), figures
    for path in paths:
        data = Path(path).read_bytes()
        (verdict,) = check_bytes(data, path)
        rows = held_rows(verdict.figures, BOOK.forms)
        yield Path(path).stem, data, {row.cell: row.value for row in rows if row.value is not None}


if __name__ == "__main__":
    main()
