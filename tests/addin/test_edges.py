"""What a real office has: passwords, merged cells, filters, charts, empty books, sheets and notes of its own."""

from __future__ import annotations

import io

import openpyxl
import pytest
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.protection import WorkbookProtection

from addin import texts
from addin.entry import run
from addin.seam import HostError
from checks.render import sentences

from .comparing import everything
from .sitting import filled, table

WRONG = {"results__granted__total": 4321.0}


def changed(data: bytes, change) -> bytes:
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    change(workbook)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def foreign() -> bytes:
    """The tables without our template: no protection, no names, colours of the user's own."""
    source = openpyxl.load_workbook(io.BytesIO(filled(**WRONG)), data_only=True)
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name in ("表二", "表三", "表四"):
        sheet = workbook.create_sheet(f"{name} '县'级")
        for row in source[name].iter_rows(max_col=15, max_row=29):
            for cell in row:
                if cell.value is not None:
                    sheet.cell(cell.row, cell.column, cell.value).fill = PatternFill("solid", fgColor="FFCCFFCC")
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def test_a_foreign_workbook_is_checked_and_given_back(desk) -> None:
    sitting = desk(foreign())
    before = everything(sitting.saved())
    sitting.click("check")
    assert table(sitting, "校验结果")[5][2] == "表三 '县'级!J7"
    assert len(everything(sitting.saved())["表三 '县'级"]["formats"]) > 0
    sitting.click("next_finding")
    assert sitting.selected.endswith("!J7")
    sitting.select("表三 '县'级", "J7")
    sitting.click("accept", True)
    assert sitting.value("表三 '县'级", "J7") == 0.0
    sitting.click("take_back", True)
    sitting.click("clear")
    assert everything(sitting.saved()) == before


def test_a_password_is_respected_and_the_result_still_listed(desk) -> None:
    def lock(workbook) -> None:
        workbook["表三"].protection.password = "1234"
        workbook["表三"].protection.enable()

    sitting = desk(changed(filled(**WRONG), lock))
    formats = everything(sitting.saved())["表三"]
    person = sitting.click("check")
    assert person.told == [texts.password_protected("表三")]
    assert table(sitting, "校验结果")[5][2] == "表三!J7"
    assert everything(sitting.saved())["表三"] == formats


def test_an_open_cell_of_a_locked_sheet_can_be_accepted(desk) -> None:
    def lock(workbook) -> None:
        workbook["表三"].protection.password = "1234"
        workbook["表三"].protection.enable()

    sitting = desk(changed(filled(**WRONG), lock))
    sitting.select("表三", "J7")
    sitting.click("accept", True)
    assert sitting.value("表三", "J7") == 0.0
    sitting.click("take_back", True)
    assert sitting.value("表三", "J7") == 4321.0


def test_protection_is_put_back_as_it_was(desk) -> None:
    sitting = desk(filled(**WRONG))
    protection = {name: sheet["protection"] for name, sheet in everything(sitting.saved()).items()}
    sitting.click("check")
    after = everything(sitting.saved())
    assert {name: after[name]["protection"] for name in protection} == protection


@pytest.mark.parametrize("tag", ["check", "check_sheet", "export"])
def test_an_empty_workbook_gets_a_sentence(desk, tag: str) -> None:
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    sitting = desk(buffer.getvalue())
    with pytest.raises(HostError) as problem:
        sitting.click(tag)
    assert str(problem.value) == str(sentences.NO_TABLE)
    assert sitting.names == ["Sheet"]


@pytest.mark.parametrize("tag", ["next_finding", "explain", "accept", "justify", "take_back"])
def test_without_results_or_findings_every_button_says_so(desk, tag: str) -> None:
    sitting = desk(filled())
    sitting.select("表三", "A1")
    run(tag, sitting.session)
    assert len(sitting.person.told) == 1
    assert sitting.person.told[0].endswith("。")


def test_a_chart_in_front_gets_a_sentence(desk) -> None:
    def chart(workbook) -> None:
        sheet = workbook.create_chartsheet("图")
        sheet.add_chart(BarChart())
        workbook.active = len(workbook.sheetnames) - 1
        for one in workbook.worksheets:
            one.sheet_view.tabSelected = False

    sitting = desk(changed(filled(**WRONG), chart))
    if sitting.engine == "calc":
        pytest.skip("Calc has no chart sheets: it makes a worksheet of one")
    for tag in ("check_sheet", "accept", "justify", "explain"):
        with pytest.raises(HostError, match="图表工作表"):
            sitting.click(tag)
    sitting.click("check")
    assert table(sitting, "校验结果")[5][2] == "表三!J7"


def test_a_filtered_row_is_shown_and_said_to_be_hidden(desk) -> None:
    def hide(workbook) -> None:
        workbook["表三"].row_dimensions[7].hidden = True

    sitting = desk(changed(filled(**WRONG), hide))
    sitting.click("check")
    told = sitting.click("next_finding").told
    assert "第 7 行" in told[0]


def test_a_merged_cell_is_read_marked_and_changed_by_its_corner(desk) -> None:
    def merge(workbook) -> None:
        workbook["表三"].merge_cells("J7:J7")
        workbook["表四"].merge_cells("A5:A6")

    sitting = desk(changed(filled(**WRONG), merge))
    sitting.select("表三", "A1")
    assert "没有发现问题" in sitting.click("explain").told[0]
    sitting.click("check")
    assert table(sitting, "校验结果")[5][2] == "表三!J7"


def test_notes_sheets_and_looks_of_the_user_s_own_stay(desk) -> None:
    def furnish(workbook) -> None:
        workbook["表三"]["J7"].comment = Comment("科长：已电话核实", "科长")
        workbook["表三"]["J7"].font = Font(color="FF0000FF", bold=True)
        workbook.create_sheet("校验结果")["A1"] = "我自己的记录"

    sitting = desk(changed(filled(**WRONG), furnish))
    before = everything(sitting.saved())
    sitting.click("check")
    assert table(sitting, "校验结果") == [["我自己的记录"]]
    assert table(sitting, "校验结果2")[5][2] == "表三!J7"
    assert everything(sitting.saved())["表三"]["cells"]["J7"] == before["表三"]["cells"]["J7"]
    sitting.click("clear")
    assert everything(sitting.saved()) == before


def test_a_note_of_ours_that_was_written_on_is_kept(desk) -> None:
    sitting = desk(filled(**WRONG))
    sitting.click("check")
    sitting.write_note("表三", "J7", f"{sitting.note('表三', 'J7')}\n已问过业务科")
    person = sitting.click("clear")
    assert "J7 的批注改动过" in person.told[0]
    assert sitting.note("表三", "J7") is not None


def test_the_program_is_left_as_it_was_even_after_an_error(desk, monkeypatch: pytest.MonkeyPatch) -> None:
    sitting = desk(filled(**WRONG))
    sitting.select("表四", "B4")
    before = sitting.switches()

    def burst(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("addin.commands.checking.marks", burst)
    run("check", sitting.session)
    assert "出了意外" in sitting.person.told[0]
    assert "ZeroDivisionError" not in sitting.person.told[0]
    assert (sitting.switches(), sitting.selected) == (before, "表四!B4")


def test_what_a_workbook_says_never_becomes_a_formula(desk) -> None:
    def poison(workbook) -> None:
        workbook["表三"]["J7"] = "+HYPERLINK(1)"
        workbook["填写说明"]["B2"] = "@SUM(1)县"

    sitting = desk(changed(filled(**WRONG), poison))
    sitting.click("check")
    _, formulas = sitting.program.read("校验结果")
    assert [cell for row in formulas for cell in row if str(cell).startswith(("=", "+", "@"))] == []


def test_next_leads_away_from_a_sheet_that_is_gone_or_hidden(desk) -> None:
    sitting = desk(foreign())
    sitting.click("check")
    without = changed(sitting.saved(), lambda workbook: workbook.remove(workbook["表三 '县'级"]))
    with pytest.raises(HostError, match="没有了"):
        desk(without, "少一张.xlsx").click("next_finding")


def test_a_locked_structure_gets_a_sentence_and_no_half_of_a_result(desk) -> None:
    def lock(workbook) -> None:
        workbook.security = WorkbookProtection(workbookPassword="1234", lockStructure=True)

    sitting = desk(changed(filled(**WRONG), lock))
    if sitting.engine == "calc":
        pytest.skip("Calc's own interface adds sheets all the same")
    before = everything(sitting.saved())
    with pytest.raises(HostError, match="结构有保护"):
        sitting.click("check")
    assert everything(sitting.saved()) == before


def test_a_workbook_of_several_units_is_checked_sheet_by_sheet(desk) -> None:
    source = openpyxl.load_workbook(io.BytesIO(filled(**WRONG)), data_only=True)["表三"]
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for unit in ("甲镇", "乙镇", "丙镇", "丁镇"):
        sheet = workbook.create_sheet(unit)
        for row in source.iter_rows(max_col=10, max_row=29):
            for cell in row:
                if cell.value is not None:
                    sheet.cell(cell.row, cell.column, cell.value)
    workbook["乙镇"]["J7"] = 0
    buffer = io.BytesIO()
    workbook.save(buffer)
    sitting = desk(buffer.getvalue())
    before = everything(sitting.saved())
    person = sitting.click("check")
    assert person.shown.startswith("✗ 不符：逻辑性 6 处")
    places = {row[2] for row in table(sitting, "校验结果")[5:] if row[1] == "逻辑性"}
    assert places == {"甲镇!J7", "丙镇!J7", "丁镇!J7"}
    sitting.select("丙镇", "J7")
    sitting.click("check_sheet")
    assert {row[2] for row in table(sitting, "校验结果")[5:] if row[1] == "逻辑性"} == {"丙镇!J7"}
    sitting.click("clear")
    assert everything(sitting.saved()) == before
