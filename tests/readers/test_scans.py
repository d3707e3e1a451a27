"""A scan is read where the extra is installed; what it gives never accuses, and without the extra it says so."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from checks import rulebook
from checks.check import check_bytes
from checks.effort import limited
from checks.model.held_figures import held_rows
from checks.readers import pdf, read
from checks.render.sentences.findings import message

from ..fixtures.scans import scanned

FOLDER = Path(__file__).parents[1] / "data" / "documents"
PDF = (FOLDER / "report.pdf").read_bytes()
FIGURES = json.loads((FOLDER / "figures.json").read_text())
STRUCK = 5
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def scan() -> bytes:
    return scanned(PDF, random.Random(1))


def test_a_scan_is_read_and_its_struck_figures_are_none(scan: bytes) -> None:
    (verdict,) = check_bytes(scan, "a.pdf")
    rows = held_rows(verdict.figures, rulebook.load().forms)
    read_so = {row.cell: row for row in rows if row.cell in FIGURES}
    astray = {cell: row.text for cell, row in read_so.items() if str(row.value) != FIGURES[cell]}
    assert len(read_so) == len(FIGURES)
    assert len(astray) <= STRUCK, "those with a struck digit before them, which not every scan shows"
    assert any("有划线" in text for text in astray.values())
    assert verdict.status == "review"
    assert (verdict.unit, verdict.year, verdict.trust) == ("云岭市青禾区人民政府", 2023, "recognised")
    assert not [finding.rule for finding in verdict.findings if finding.severity == "error"]
    assert any("识别读出" in message(finding) for finding in verdict.findings)


def test_what_a_scan_may_cost_is_counted_and_no_clock_is_asked(scan: bytes) -> None:
    stages: list[int] = []
    with limited(stage=lambda: stages.append(1), scan=45_000):
        remarks = read(scan).remarks
    assert len(stages) >= 2  # each page has its own time in the worker
    assert ("recognised_pages", "1、2") in remarks
    assert ("scanned_pages", "3、4、5") in remarks


def test_without_the_extra_it_says_so(scan: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "is_here", lambda: False)
    (verdict,) = check_bytes(scan, "a.pdf")
    assert verdict.status == "no_table"
    assert any("gouji[ocr]" in message(finding) for finding in verdict.findings)
