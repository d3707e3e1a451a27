"""上一处, 下一处, 查看诊断, 采纳建议, 撤回采纳, 情况属实."""

from __future__ import annotations

import pytest

from addin import texts
from addin.seam import HostError
from checks.check import check_bytes

from .comparing import everything
from .sitting import filled, table

WRONG = {"results__granted__total": 4321.0}


def test_next_and_previous_go_round_the_findings(desk) -> None:
    sitting = desk(filled(**WRONG, requests__new__natural_person=None, review__total=99.0))
    sitting.click("check")
    rows = table(sitting, "校验结果")
    places = [row[2] for row in rows[5:] if row[2]]
    distinct = list(dict.fromkeys(places))
    assert len(distinct) >= 3
    seen = []
    sitting.select("填写说明", "A1")
    for _ in range(len(distinct) + 1):
        person = sitting.click("next_finding")
        seen.append(sitting.selected)
    assert seen == [*distinct, distinct[0]]
    assert person.shown.startswith(f"第 1/{len(distinct)} 处：")
    sitting.click("previous_finding")
    assert sitting.selected == distinct[-1]


def test_a_stale_result_is_said_to_be_stale(desk) -> None:
    sitting = desk(filled(**WRONG))
    sitting.click("check")
    assert texts.STALE not in sitting.click("next_finding").shown
    sitting.put("表三", "D7", 12.0)
    assert sitting.click("next_finding").shown.startswith(texts.STALE)
    assert table(sitting, "校验结果")[2][0] == texts.STALE
    sitting.click("check")
    assert table(sitting, "校验结果")[2][0] is None


def test_explain_says_what_the_cell_should_be_and_changes_nothing(desk) -> None:
    sitting = desk(filled(**WRONG))
    before = everything(sitting.saved())
    sitting.select("表三", "J7")
    (told,) = sitting.click("explain").told
    assert "应为" in told
    assert "R3" not in told, "rules are called by their names"
    sitting.select("表三", "D8")
    assert "没有发现问题" in sitting.click("explain").told[0]
    assert everything(sitting.saved()) == before


@pytest.mark.parametrize("old", [4321.0, "０３", "007"])
def test_an_accepted_figure_can_be_taken_back_even_after_reopening(desk, old, request) -> None:
    if old != "007" and "calc" in request.node.callspec.id:
        pytest.skip("half a minute in Calc: one spelling is enough")
    sitting = desk(filled(**{**WRONG, "results__granted__total": old}, requests__new__total=None)).reopen()
    before = everything(sitting.saved())["表三"]["cells"]
    sitting.select("表三", "J5")
    sitting.click("accept", True)
    assert isinstance(sitting.value("表三", "J5"), float)
    sitting.select("表三", "J7")
    person = sitting.click("accept", True)
    assert "→" in person.asked[0]
    again = sitting.reopen()
    again.click("take_back", True)
    again.click("take_back", True)
    states = [row[1] for row in table(again, "校验结果") if row[1] in (texts.ACCEPTED, texts.TAKEN_BACK)]
    assert states == [texts.TAKEN_BACK] * 2
    with pytest.raises(HostError, match="没有可以撤回"):
        again.click("take_back")
    again.click("clear")
    after = everything(again.saved())["表三"]["cells"]
    assert {spot: cell[0] for spot, cell in after.items()} == {spot: cell[0] for spot, cell in before.items()}
    assert (after["J5"], after["J7"]) == (before["J5"], before["J7"]), "number formats and all"
    again.close()


def test_a_refusal_changes_nothing(desk) -> None:
    sitting = desk(filled(**WRONG))
    before = everything(sitting.saved())
    sitting.select("表三", "J7")
    sitting.click("accept", False)
    assert everything(sitting.saved()) == before


def test_what_was_changed_since_is_not_taken_back(desk) -> None:
    sitting = desk(filled(**WRONG))
    sitting.select("表三", "J7")
    sitting.click("accept", True)
    sitting.put("表三", "J7", 5.0)
    with pytest.raises(HostError, match="采纳后又改过"):
        sitting.click("take_back")
    assert sitting.value("表三", "J7") == 5.0


def test_an_explanation_makes_a_warning_explained_in_the_batch_too(desk) -> None:
    sitting = desk(filled(normative__in_force=0.0, normative__repealed=0.0, normative__issued=9.0))
    sitting.click("check")
    rows = [row for row in table(sitting, "校验结果")[5:] if row[1] == "核实性"]
    assert rows
    rule = rows[0][10]
    sitting.select("校验结果", f"A{table(sitting, '校验结果').index(rows[0]) + 1}")
    sitting.click("justify", "上年度漏统计，本年度补录")
    explained = [row for row in table(sitting, "校验结果")[5:] if row[1] == "已说明"]
    assert [row[10] for row in explained] == [rule]
    assert "上年度漏统计" in explained[0][3]
    (verdict,) = check_bytes(sitting.saved(), "年报.xlsx")
    assert [finding.rule for finding in verdict.findings if finding.outcome == "explained"] == [rule]


def test_an_error_cannot_be_explained_away(desk) -> None:
    sitting = desk(filled(**WRONG))
    sitting.select("表三", "J7")
    with pytest.raises(HostError, match="逻辑性错误"):
        sitting.click("justify")
