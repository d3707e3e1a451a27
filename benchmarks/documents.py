"""How fast Word documents, web pages and PDFs are read, beside mammoth and pdfplumber in the same run.

    python benchmarks/documents.py

Needs mammoth and pdfplumber. Prints the best of some rounds, the methods interleaved, in ms of the processor a report,
and how many of the report's figures came back right. The files are those of tests/data/documents, and a page written
here.
"""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import mammoth
import pdfplumber

from checks import rulebook
from checks.check import check_bytes
from checks.model.held_figures import held_rows
from checks.readers import read
from tests.fixtures.make_documents import prose_of
from tests.fixtures.words import report_html

FOLDER = ROOT / "tests" / "data" / "documents"
FIGURES = json.loads((FOLDER / "figures.json").read_text())
ROUNDS = 15


def main() -> None:
    """Measure and print."""
    files = {kind: (FOLDER / f"report.{kind}").read_bytes() for kind in ("docx", "doc", "rtf", "pdf")}
    files["html"] = report_html(rulebook.load().forms["annual2021"], FIGURES, prose_of(FIGURES))
    ways: dict[str, Callable[[], object]] = {f"{kind}: gouji": reading(data) for kind, data in files.items()}
    ways["docx: mammoth"] = lambda: mammoth.convert_to_html(io.BytesIO(files["docx"]))
    ways["pdf: pdfplumber"] = lambda: tables(files["pdf"])
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(ROUNDS):
        for name, way in ways.items():
            start = time.process_time()
            way()
            best[name] = min(best[name], time.process_time() - start)
    for name, seconds in sorted(best.items()):
        print(f"{name:18} {seconds * 1000:7.1f} ms")
    for kind, data in files.items():
        (verdict,) = check_bytes(data, f"report.{kind}")
        right = sum(
            str(row.value) == FIGURES.get(row.cell) for row in held_rows(verdict.figures, rulebook.load().forms)
        )
        print(f"{kind:18} {right} of {len(FIGURES)} figures right, {verdict.status}")


def reading(data: bytes) -> Callable[[], object]:
    """Return what reads these bytes."""
    return lambda: read(data)


def tables(data: bytes) -> list[object]:
    """Return every table that pdfplumber finds."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        return [page.extract_tables() for page in document.pages]


if __name__ == "__main__":
    main()
