"""新建年报, 导入上年, 批量校验, 导出报告, 函数校验, 关于自检."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from addin import texts
from addin.buttons import BUTTONS
from addin.commands import COMMANDS
from addin.seam import HostError
from checks.check import check_bytes
from checks.model.held_figures import held_rows
from checks.readers import read

from .comparing import everything
from .sitting import filled, table

WRONG = {"results__granted__total": 4321.0}


def test_every_button_is_a_command_and_every_command_a_button() -> None:
    assert [button.tag for button in BUTTONS] == list(COMMANDS)


def test_a_new_report_is_made_where_the_person_wants_it(desk, tmp_path: Path) -> None:
    sitting = desk(filled())
    before = everything(sitting.saved())
    target = tmp_path / "新.xlsx"
    sitting.click("new", "2024", 0, str(target))
    assert sitting.program.opened == [str(target)]
    assert [grid.name for grid in read(target.read_bytes()).grids][:2] == ["填写说明", "表二"]
    assert everything(sitting.saved()) == before


def test_a_form_of_a_year_to_come_is_doubted(desk, tmp_path: Path) -> None:
    sitting = desk(filled())
    sitting.click("new", "2026", 0, str(tmp_path / "a.xlsx"))
    assert not [one for one in sitting.person.told if "还不知道" in one]
    sitting.click("new", "2030", 0, str(tmp_path / "b.xlsx"))
    assert [one for one in sitting.person.told if "还不知道 2030 年度的格式" in one]


@pytest.mark.parametrize("answer", ["二〇二四", "1999", "24"])
def test_what_is_no_year_is_said_to_be_none(desk, answer: str) -> None:
    with pytest.raises(HostError):
        desk(filled()).click("new", answer)


def test_last_year_fills_its_sheet_and_nothing_else(desk, tmp_path: Path) -> None:
    last = tmp_path / "2023.xlsx"
    last.write_bytes(filled(5, rules__in_force=7.0))
    sitting = desk(filled())
    before = everything(sitting.saved())
    person = sitting.click("previous", str(last), True)
    assert "→" in person.asked[1]
    assert "来源：甲县，2024年，2023.xlsx（应是 2023 年的报告，请核对）" in person.asked[1]
    rows = dict(row[:2] for row in table(sitting, "上年数据")[3:])
    assert rows["规章·现行有效件数"] == 7.0
    assert sitting.value("上年数据", "C4").startswith("甲县，2024年，2023.xlsx")
    after = everything(sitting.saved())
    values = [
        {name: {spot: cell[0] for spot, cell in sheet["cells"].items()} for name, sheet in each.items()}
        for each in (before, after)
    ]
    assert {name for name in before if values[0][name] != values[1][name]} == {"上年数据"}
    assert sitting.click("previous", str(last)).told == [texts.NOTHING_TO_IMPORT]


def test_a_folder_becomes_a_workbook_of_results(desk, tmp_path: Path) -> None:
    folder = tmp_path / "收件"
    folder.mkdir()
    (folder / "甲.xlsx").write_bytes(filled(**WRONG))
    (folder / "乙.xlsx").write_bytes(b"nonsense")
    target = tmp_path / "结果.xlsx"
    sitting = desk(filled())
    person = sitting.click("batch", str(folder), str(target))
    assert sitting.program.opened == [str(target)]
    assert person.shown.startswith("已检查 2 个文件")
    assert "R3-ROW:results.granted" in str([grid.rows for grid in read(target.read_bytes()).grids])


def test_the_result_can_be_saved_as_a_page(desk, tmp_path: Path) -> None:
    target = tmp_path / "报告.html"
    desk(filled(**WRONG)).click("export", str(target))
    page = target.read_text("utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "4321" in page


@pytest.mark.parametrize(("form", "review"), [("annual2021", True), ("annual2021", False), ("stat2014", True)])
def test_the_words_of_the_functions_come_and_go(desk, form: str, review: bool) -> None:
    sitting = desk(filled(form=form, review=review))
    before = everything(sitting.saved())
    sitting.click("words")
    during = everything(sitting.saved())
    calls = [
        cell[0] for sheet in during.values() for cell in sheet["cells"].values() if "GJ_RULE(" in str(cell[0]).upper()
    ]
    assert calls
    sitting.click("words")
    assert everything(sitting.saved()) == before


def test_the_words_come_and_go_among_marks_too(desk) -> None:
    """Calc forgets at times that its history is locked while a protection is lifted."""
    sitting = desk(filled(**WRONG))
    sitting.click("check")
    before = sitting.program.read("表三")[1]
    sitting.click("words")
    assert "GJ_RULE(" in str(sitting.program.read("表三")[1]).upper()
    assert all(sheet.protected for sheet in sitting.program.sheets() if sheet.name == "表三")
    sitting.click("words")
    assert sitting.program.read("表三")[1] == before
    assert all(sheet.protected for sheet in sitting.program.sheets() if sheet.name == "表三")


def test_only_the_standard_workbook_has_words_to_change(desk, tmp_path: Path) -> None:
    import openpyxl  # noqa: PLC0415  # only here

    workbook = openpyxl.Workbook()
    workbook.save(tmp_path / "x.xlsx")
    with pytest.raises(HostError, match="不是本版本的标准表格"):
        desk((tmp_path / "x.xlsx").read_bytes()).click("words")


def test_about_says_versions_and_what_is_in_front(desk) -> None:
    (told,) = desk(filled()).click("about").told
    assert "xlwings" in told
    assert "有保护的工作表：填写说明、表二、表三、表四、上年数据、校验" in told


def test_the_tables_become_a_word_document(desk, tmp_path: Path) -> None:
    target = tmp_path / "表.docx"
    sitting = desk(filled(**WRONG))
    before = everything(sitting.saved())
    sitting.click("to_word", str(target))
    (verdict,) = check_bytes(target.read_bytes(), "a.docx")
    (asked,) = sitting.session.check().verdicts
    assert (verdict.unit, verdict.year) == (asked.unit, asked.year)
    shown = {one.cell: one.reading.value for one in sitting.session.check().figures if one.reading.value is not None}
    written = {row.cell: row.value for row in held_rows(verdict.figures, sitting.session.rules.forms)}
    assert {cell: written[cell] for cell in shown} == shown
    assert [f.rule for f in verdict.findings if f.severity == "error"] == [
        f.rule for f in asked.findings if f.severity == "error"
    ]
    assert everything(sitting.saved()) == before


@pytest.mark.parametrize("tag", ["new", "batch", "export", "to_word", "sign_off"])
def test_a_file_that_exists_is_replaced_only_after_a_question(desk, tmp_path: Path, tag: str) -> None:
    folder = tmp_path / "收件"
    folder.mkdir()
    (folder / "甲.xlsx").write_bytes(filled(**WRONG))
    target = tmp_path / {"new": "a.xlsx", "batch": "a.xlsx", "to_word": "a.docx"}.get(tag, "a.html")
    target.write_bytes(b"a year's work")
    before = {"new": ("2024", 0), "batch": (str(folder),)}.get(tag, ())
    sitting = desk(filled(**WRONG))
    person = sitting.click(tag, *before, str(target), False)
    assert person.asked[-1] == texts.ask_replace_file(target.name)
    assert target.read_bytes() == b"a year's work"
    sitting.click(tag, *before, str(target), True)
    assert target.read_bytes() != b"a year's work"
    assert {path.name for path in tmp_path.iterdir()} >= {target.name}
    spare = [path.name for path in tmp_path.iterdir() if path.name.startswith(".")]
    assert [name for name in spare if not name.startswith(".~lock.")] == [], "none of ours stays"


def spare_files(folder: Path) -> list[str]:
    """What was written beside and stayed; Calc's locks of what it has open are its own."""
    names = [path.name for path in folder.iterdir()]
    return [name for name in names if name.startswith(".") and not name.startswith(".~lock.")]


def test_a_file_that_cannot_be_written_leaves_the_old_one_whole(desk, tmp_path: Path, monkeypatch) -> None:
    target = tmp_path / "a.html"
    target.write_bytes(b"a year's work")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("checks.whole_files.os.fsync", full)
    with pytest.raises(HostError, match="No space left"):
        desk(filled(**WRONG)).click("export", str(target), True)
    assert target.read_bytes() == b"a year's work"
    assert spare_files(tmp_path) == []


@pytest.mark.parametrize(("figures", "result"), [({}, "条全部相符"), (WRONG, "✗ 不符")])
def test_a_page_to_sign_says_what_was_checked_and_with_what(desk, tmp_path: Path, figures, result: str) -> None:
    target = tmp_path / "核对表.html"
    sitting = desk(filled(**figures))
    sitting.click("sign_off", str(target))
    page = target.read_text("utf-8")
    figures_seal = sitting.session.check().fingerprint.removeprefix("sha256:")
    for words in ("甲县", "2024", "年报.xlsx", figures_seal, "核对人", "复核人", result):
        assert words in page
    assert ("表三!J7" in page) == bool(figures)
    assert "http" not in page
    file_seal = hashlib.sha256(sitting.path.read_bytes()).hexdigest()
    saved_as = sitting.program.saved_as()
    assert (file_seal if saved_as else "没有保存") in page
    assert sitting.engine == "calc" or saved_as
    sitting.put("表三", "J8", 4.0)
    assert sitting.program.saved_as() is None
    sitting.click("sign_off", str(target), True)
    assert file_seal not in target.read_text("utf-8")
