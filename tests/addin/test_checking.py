"""一键校验, 只看本表, 清除标记: what they put into a workbook, and that it can be taken out again."""

from __future__ import annotations

import pytest

from checks.check import check_bytes

from .comparing import everything
from .sitting import filled, table

WRONG = {"results__granted__total": 4321.0}


def test_a_check_lists_and_changes_no_figure(desk) -> None:
    data = filled(**WRONG)
    sitting = desk(data)
    before = everything(sitting.saved())
    person = sitting.click("check")
    (verdict,) = check_bytes(data, "年报.xlsx")
    rows = table(sitting, "校验结果")
    assert rows[0][0] == "✗ 不符：逻辑性 2 处"
    assert person.shown.startswith("✗ 不符：逻辑性 2 处  第 1/2 条：")
    assert sitting.selected == "表三!J7"
    assert person.told == []
    assert [row[10] for row in rows[5:7]] == [finding.rule for finding in verdict.findings]
    assert (rows[5][2], rows[5][8]) == ("表三!J7", float(verdict.suspects[0].proposed))
    after = everything(sitting.saved())
    assert {name: sheet["cells"].keys() for name, sheet in before.items()} == {
        name: after[name]["cells"].keys() for name in before
    }
    assert after["表三"]["cells"]["J7"][:-1] == before["表三"]["cells"]["J7"][:-1], "nothing but the note is new"
    assert after["表三"]["formats"] != before["表三"]["formats"]


@pytest.mark.parametrize(("form", "review"), [("annual2021", True), ("annual2021", False), ("annual2019", True)])
def test_clearing_gives_back_the_very_same_workbook(desk, form: str, review: bool) -> None:
    sitting = desk(filled(9, form=form, review=review, **WRONG))
    before = everything(sitting.saved())
    sitting.click("check")
    sitting.click("check")
    sitting.click("check_sheet")
    assert everything(sitting.saved()) != before
    person = sitting.click("clear")
    assert person.told[0].startswith("已清除标记")
    assert everything(sitting.saved()) == before


def test_clearing_works_after_saving_and_opening_again(desk) -> None:
    sitting = desk(filled(**WRONG)).reopen()  # a program's own way of saving is no change of ours
    before = everything(sitting.saved())
    sitting.click("check")
    again = sitting.reopen()
    again.click("clear")
    assert everything(again.saved()) == before
    again.close()


@pytest.mark.parametrize("form", ["annual2021", "annual2019", "stat2014"])
def test_the_saved_workbook_gets_the_same_verdict_from_the_batch(desk, form: str) -> None:
    """Our own sheets quote labels and figures, and must never be taken for a table."""
    data = filled(form=form, **({} if form == "stat2014" else WRONG))
    sitting = desk(data)
    sitting.click("check")
    sitting.select("校验结果", "A6")
    sitting.click("check")
    (before,), (after,) = check_bytes(data, "年报.xlsx"), check_bytes(sitting.saved(), "年报.xlsx")
    assert (after.findings, after.suspects, after.forms) == (before.findings, before.suspects, before.forms)
    assert (after.unit, after.year) == (before.unit, before.year)


def test_links_of_an_earlier_check_do_not_stay(desk) -> None:
    sitting = desk(filled(**WRONG, requests__new__total=None, review__total=99.0))
    sitting.click("check")
    many = [cell for cell in everything(sitting.saved())["校验结果"]["cells"].values() if cell[2]]
    for address, figure in {"J7": 0.0, "J5": 62.0}.items():
        sitting.put("表三", address, figure)
    sitting.click("check")
    few = [cell for cell in everything(sitting.saved())["校验结果"]["cells"].values() if cell[2]]
    assert 0 < len(few) < len(many)


def test_one_sheet_alone_is_listed_and_marked(desk) -> None:
    sitting = desk(filled(**WRONG, review__total=99.0))
    before = everything(sitting.saved())
    sitting.select("表四", "A1")
    person = sitting.click("check_sheet")
    assert person.shown.startswith("表四 ✗ 不符：逻辑性 1 处")
    assert sitting.program.selection().sheet == "表四"
    assert [row[10] for row in table(sitting, "校验结果")[5:] if row[1] == "逻辑性"] == ["R4-SUM:review"]
    assert everything(sitting.saved())["表三"] == before["表三"]
