"""The real reports: what is wrong in each, exactly, from text and from workbooks made of its figures."""

from __future__ import annotations

import pytest

from checks.check import check_bytes
from checks.model.findings import Verdict
from checks.render.sentences.findings import message

from .fixtures.examples import workbooks
from .fixtures.published import WITHOUT_TABLES, as_text

SAMPLES = dict(workbooks())

ERRORS = {
    "liupanshui2019": {},
    "fengshi2020": {},
    "guyuan2019": {
        "R4-SUM:suit_after_review": (2, 0),
        "C-MULTI:denied.safety_stability.natural_person": (None, None),
    },
    "hengyang2019": {"R3-ROW:results.granted": (4, 3), "R3-COL:total": (100, 101)},
}
WARNINGS = {
    "liupanshui2019": {
        "S14-08:ch.website": (248, 293),
        "S14-09:pub.normative": (43, 0),
        "X14-19:normative.published": (43, 0),
        "X14-19:normative.total_public": (43, 0),
    },
    "fengshi2020": {},
    "guyuan2019": {},
    "hengyang2019": {"R2A-ITEMCASE:permit": (6980, 6979)},
}
AS_WORKBOOK = {
    "liupanshui2019": "03-两种表式-六盘水2019.xlsx",
    "fengshi2020": "02-平衡-峰市镇2020.xlsx",
    "guyuan2019": "05-扫描识别-固原2019.xlsx",
    "hengyang2019": "04-合计填错-衡阳2019.xlsx",
}


def from_text(report: str) -> Verdict:
    (verdict,) = check_bytes(as_text(report), f"{report}.txt")
    return verdict


def from_workbook(report: str) -> Verdict:
    (verdict,) = check_bytes(SAMPLES[AS_WORKBOOK[report]], AS_WORKBOOK[report])
    return verdict


def sides(verdict: Verdict, severity: str, outcome: str = "fail") -> dict[str, tuple[object, object]]:
    return {f.rule: (f.left, f.right) for f in verdict.findings if (f.severity, f.outcome) == (severity, outcome)}


@pytest.mark.parametrize("report", ERRORS)
@pytest.mark.parametrize("source", ["workbook", "text"])
def test_errors_are_exactly_these(report: str, source: str) -> None:
    verdict = from_text(report) if source == "text" else from_workbook(report)
    assert sides(verdict, "error") == ERRORS[report]
    assert sides(verdict, "error", "undecided") == {}
    assert sides(verdict, "warning").items() >= WARNINGS[report].items()
    assert verdict.status == ("fail" if ERRORS[report] else "review" if WARNINGS[report] else "pass")


@pytest.mark.parametrize("source", ["workbook", "text"])
def test_what_the_scan_lost_is_undecided_and_says_what_it_needs(source: str) -> None:
    verdict = from_text("guyuan2019") if source == "text" else from_workbook("guyuan2019")
    undecided = {f.rule: f for f in verdict.findings if f.outcome == "undecided"}
    assert verdict.undecided == len(undecided) == 5
    assert "应为 3；" in message(undecided["R3-ROW:denied.internal_affairs"]).replace("。", "；")
    assert "应为 33；" in message(undecided["R3-ROW:results.total"]).replace("。", "；")
    assert "应为 33；" in message(undecided["R3-BAL:natural_person"]).replace("。", "；")


@pytest.mark.parametrize("report", ERRORS)
def test_text_and_workbook_agree(report: str) -> None:
    """The same figures give the same relations' findings, wherever they stand."""
    text, book = from_text(report), from_workbook(report)
    for severity in ("error", "warning"):
        relations = [
            {
                rule: pair
                for rule, pair in sides(v, severity, outcome).items()
                if rule[:2] in ("R2", "R3", "R4", "S1", "X1")
            }
            for v in (text, book)
            for outcome in ("fail", "undecided")
        ]
        assert relations[0] == relations[2]
        assert relations[1] == relations[3]


def test_a_report_without_tables_is_no_error_storm() -> None:
    (verdict,) = check_bytes(WITHOUT_TABLES, "a.txt")
    assert (verdict.status, [f.rule for f in verdict.findings]) == ("no_table", ["A-TABLE:none"])


def test_each_report_says_who_and_when() -> None:
    assert (from_text("fengshi2020").unit, from_text("fengshi2020").year) == ("龙岩市永定区峰市镇", 2020)
    assert (from_text("guyuan2019").unit, from_text("guyuan2019").year) == ("固原市人民政府办公室", 2019)
    assert from_text("liupanshui2019").year == 2019


def test_a_place_is_named_as_in_the_sheet() -> None:
    finding = next(f for f in from_workbook("hengyang2019").findings if f.rule == "R3-ROW:results.granted")
    assert (finding.cells[0].place, finding.cells[0].label) == ("表三!J8", "（一）予以公开·总计")
    assert message(finding).startswith("表三!J8（（一）予以公开·总计）填 3")
