"""The batch, the buttons and the functions reach one verdict on the same figures; native formulas: test_parity.

``python -m benchmarks.parity 1000 --faces`` does it in full.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from addin import functions as gj
from addin.session import Session
from checks.check import check_bytes
from checks.evaluate import outcomes
from checks.locate import locate
from checks.model.findings import Verdict
from checks.model.report import read_reports
from checks.model.rule import PREVIOUS
from checks.readers import read
from workbook_templates.build import build
from workbook_templates.sheets import TableSheet, table_sheets
from workbook_templates.texts import is_sum

from ..fakes.person import FakePerson
from ..fakes.program import FakeProgram
from . import parity

BOOK = parity.BOOK
FORMS = list(BOOK.forms.values())
MARKS = {"pass": "✓", "fail": "✗", "undecided": "？", "not_applicable": "－"}


def fillings(count: int, seed: int) -> Iterator[parity.Filled]:
    each = [parity.fillings(form, -(-count // len(FORMS)), seed) for form in FORMS]
    for i in range(count):
        yield next(each[i % len(FORMS)])


def comparable(verdict: Verdict) -> dict[str, Any]:
    """All that a verdict says, but for what it is tied to."""
    kept = replace(verdict, sha256="")
    return {name: getattr(kept, name) for name in Verdict.__slots__ if name != "sha256"}


def disagreements(filled: parity.Filled) -> list[str]:
    """Return in what the faces differ, in words."""
    data = build(filled.form, BOOK, review=filled.review, filling=filled.figures, unit="甲县", year=2024)
    batch = check_bytes(data, "年报.xlsx", BOOK)
    session = Session(FakeProgram("年报.xlsx", data), FakePerson(), BOOK)
    found = []
    if [comparable(one) for one in batch] != [comparable(one) for one in session.check().verdicts]:
        found.append("batch and button")
    grids = read(data).grids
    (layout,) = locate(grids, BOOK, 2024)
    judged = outcomes(read_reports(grids, layout), BOOK)
    for sheet in table_sheets(filled.form, [rule for rule in BOOK.rules[filled.form.id] if not rule.optional]):
        values, _ = session.program.read(sheet.table.name)
        table = [row[: sheet.width] for row in values[: sheet.height]]
        found += in_words(sheet, table, judged)
    return found


def in_words(sheet: TableSheet, table: list[list[Any]], judged: dict[str, Any]) -> Iterator[str]:
    """Yield in what the functions differ from the batch on one sheet."""

    def at(cell: str) -> Any:
        row, column = sheet.figures[cell]
        return table[row][column]

    for rule in sheet.rules:
        if any(cell.startswith(PREVIOUS) or cell not in sheet.figures for cell in rule.cells) or rule.units == "lower":
            continue
        words = gj.GJ_RULE(table, rule.id)
        if not words.startswith(MARKS[judged[rule.id]]):
            yield f"GJ_RULE {rule.id}: {words}, batch: {judged[rule.id]}"
        if is_sum(rule) and not rule.when and all(c > 0 for _, c in rule.holds.right.terms):
            said = gj.GJ_ROW(((*map(at, (cell for cell, _ in rule.holds.left.terms)),),), at(rule.cells[0]))
            mark = said[0] if said[0] in "✓？" else "✗"
            if judged[rule.id] != "not_applicable" and mark != MARKS[judged[rule.id]]:
                yield f"GJ_ROW {rule.id}: {said}, batch: {judged[rule.id]}"


@pytest.mark.parametrize("seed", range(4))
def test_the_faces_agree(seed: int) -> None:
    """A sample; the command above does it in full."""
    many = list(fillings(10, seed))
    assert [problem for one in many for problem in disagreements(one)] == []


def test_a_disagreement_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    (one,) = fillings(1, 7)
    one.figures["requests.new.total"] = 4321.0
    one.review = True
    monkeypatch.setattr("addin.table_words.rule_verdict", lambda *_: "✓")
    assert any(problem.startswith("GJ_RULE") for problem in disagreements(one))
