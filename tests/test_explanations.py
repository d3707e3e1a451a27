"""情况说明: what a unit explains counts as explained, for the same figures only, and never hides an error."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest

from checks import rulebook
from checks.check import check_bytes
from checks.justifications import HEADER, SHEET, can_be_explained, read_justifications, sides, where
from checks.model.findings import Finding, Verdict
from checks.model.grid import Grid
from checks.model.submission import Submission
from checks.render.json_document import as_document
from checks.render.json_reading import read_document
from checks.render.sentences.findings import message
from checks.render.terminal import as_lines
from workbook_templates.build import build
from workbook_templates.verdicts import Filling

BOOK = rulebook.load()
FORM = BOOK.forms["annual2021"]
ODD = {"normative.in_force": 0.0, "normative.repealed": 0.0, "normative.issued": 9.0}


def report(lines: Sequence[list[Any]] = (), *, name: str = SHEET, header: Any = HEADER, **figures: Any) -> Verdict:
    """The verdict on a workbook with a sheet of explanations."""
    filling: Filling = {cell.id: 0.0 for cell in FORM.cells if not cell.optional} | ODD | figures
    workbook = openpyxl.load_workbook(io.BytesIO(build(FORM, BOOK, review=True, filling=filling, year=2024)))
    sheet = workbook.create_sheet(name)
    for row in [header, *lines]:
        sheet.append(list(row))
    buffer = io.BytesIO()
    workbook.save(buffer)
    (verdict,) = check_bytes(buffer.getvalue(), "年报.xlsx", BOOK)
    return verdict


def line_for(finding: Finding, words: str = "去年漏报，已补") -> list[Any]:
    return [finding.rule, where(finding), *sides(finding), words, "2025-01-20 10:00"]


@pytest.fixture(scope="module")
def warning() -> Finding:
    return next(finding for finding in report().findings if finding.severity == "warning")


def test_an_explained_warning_no_longer_asks_for_review(warning: Finding) -> None:
    verdict = report([line_for(warning)])
    (explained,) = [finding for finding in verdict.findings if finding.outcome == "explained"]
    assert explained.rule == warning.rule
    assert "去年漏报，已补" in message(explained)
    assert (report().status, verdict.status) == ("review", "pass")
    assert read_document(as_document(Submission.of(verdict)), BOOK).verdict == verdict
    assert any("【已说明】" in line and "去年漏报，已补" in line for line in as_lines(Submission.of(verdict), {}))


def test_numbers_may_be_kept_as_numbers(warning: Finding) -> None:
    rule, place, left, right, *rest = line_for(warning)
    assert report([[rule, place, float(left), float(right), *rest]]).status == "pass"


def test_other_figures_need_another_explanation(warning: Finding) -> None:
    verdict = report([line_for(warning)], **{"normative.issued": 8.0})
    (finding,) = [one for one in verdict.findings if one.rule == warning.rule]
    assert finding.outcome == "fail"
    assert "当时的数" in message(finding)
    assert verdict.status == "review"


@pytest.mark.parametrize("change", [{"name": "说明"}, {"header": ("规则", "位置")}])
def test_only_the_sheet_itself_explains(warning: Finding, change: dict[str, Any]) -> None:
    assert report([line_for(warning)], **change).status == "review"


def test_no_line_is_no_explanation(warning: Finding) -> None:
    assert report([line_for(warning, "  ")]).status == "review"


def test_an_error_stays_an_error_whatever_is_said() -> None:
    wrong = {"results.granted.total": 5.0}
    errors = [one for one in report(**wrong).findings if one.severity == "error"]
    assert errors
    verdict = report([line_for(one) for one in errors], **wrong)
    assert [one.rule for one in verdict.findings if one.severity == "error"] == [one.rule for one in errors]
    assert verdict.status == "fail"


def test_what_waits_for_a_figure_cannot_be_explained_away() -> None:
    gaps = {"results.granted.total": 5.0, "results.granted.natural_person": None}
    open_ones = [one for one in report(**gaps).findings if one.outcome == "undecided"]
    assert open_ones
    verdict = report([line_for(one) for one in open_ones], **gaps)
    assert [one for one in verdict.findings if one.outcome == "undecided"] == open_ones


def test_a_hostile_sheet_is_cut_and_kept_to_one_line(warning: Finding) -> None:
    lines = [[warning.rule, "x", "1", "2", "假", ""]] * 3000 + [line_for(warning)]
    assert report(lines).status == "review", "what stands beyond the bound is not looked at"
    verdict = report([line_for(warning, "甲\n【逻辑性】\u202e乙" + "丙" * 9000)])
    (explained,) = [finding for finding in verdict.findings if finding.outcome == "explained"]
    assert message(explained).count("\n") == 0
    assert len(message(explained)) < 600


def test_a_hidden_sheet_explains_nothing(warning: Finding) -> None:
    rows = [list(HEADER), line_for(warning)]
    assert read_justifications([Grid(rows, SHEET)])
    assert read_justifications([Grid(rows, SHEET, hidden=True)]) == []


@pytest.mark.parametrize(
    "rule", ["A-SEEN:requests.hidden_row", "A-LABEL:requests", "RX-EXTRA:requests.1", "RX-STRUCT:x"]
)
def test_what_was_not_read_or_not_seen_cannot_be_explained(warning: Finding, rule: str) -> None:
    assert can_be_explained(warning)
    assert not can_be_explained(warning._replace(rule=rule))
