"""What a received workbook says of itself: a state, a list, a log that nobody here has written."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from addin import texts
from addin.entry import run
from addin.own_sheets import KEPT, SIGNATURE
from addin.seam import HostError
from checks.check import check_bytes

from .comparing import everything
from .sitting import BOOK, Sitting, filled, table

WRONG = {"results__granted__total": 4321.0}
Desk = Callable[..., Sitting]


def changed(data: bytes, change: Callable[[Any], None]) -> bytes:
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    change(workbook)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def checked(desk: Desk) -> bytes:
    """A workbook that was checked and saved."""
    sitting = desk(filled(**WRONG), "前.xlsx")
    sitting.click("check")
    return sitting.saved()


JUNK = ["x", "5", "[", "[[[[", "[]", "[5]", '["finding"]', '["finding", "表三", -1, 2, "R"]', '["note", 7]', "null",
        '["accepted", 1]', '["accepted", [1], 2, 3]', '["finding", "表三", 1e99, 2, "R"]', "[" * 5000]  # fmt: skip


@pytest.mark.parametrize(("row", "junk"), [(6 - 5 * (k % 3 == 0), junk) for k, junk in enumerate(JUNK)])
def test_a_state_that_cannot_be_read_is_no_state(desk: Desk, row: int, junk: str, request: Any) -> None:
    """One sender cannot switch the buttons off."""
    if "calc" in request.node.callspec.id and junk != "5":
        pytest.skip("half a minute in Calc: one is enough")
    data = changed(checked(desk), lambda book: book["校验结果"].cell(row, KEPT + 1, junk))
    sitting = desk(data)
    for tag in ("next_finding", "explain", "take_back", "check"):
        sitting.select("表三", "J7")
        sitting.person.answers[:] = [True]
        run(tag, sitting.session)
        assert not any("出了意外" in text for text in sitting.person.told), tag
    sitting = desk(data)
    sitting.person.answers[:] = [True]
    run("clear", sitting.session)
    assert not any("出了意外" in text for text in sitting.person.told)


def test_a_sheet_with_our_name_and_a_forged_signature_is_read_as_any_other(desk: Desk) -> None:
    """The unbalanced table must count here as it counts in the batch."""

    def forge(book: Any) -> None:
        source = book["表三"]
        source.title = "校验结果"
        source.cell(1, KEPT + 1, SIGNATURE)

    data = changed(filled(**WRONG), forge)
    (verdict,) = check_bytes(data, "年报.xlsx", BOOK)
    sitting = desk(data)
    sitting.click("check")
    assert verdict.status == "fail"
    assert table(sitting, "校验结果2")[0][0].startswith("✗ 不符")
    assert "校验结果" in sitting.names


def test_a_table_on_a_forged_list_is_never_deleted(desk: Desk) -> None:
    """Even where name, signature and header are all there."""

    def forge(book: Any) -> None:
        rows = [[cell.value for cell in row] for row in book["表三"].iter_rows(max_col=10, max_row=29)]
        for r, row in enumerate(rows, 20):
            for c, value in enumerate(row, 1):
                if value is not None:
                    book["校验结果"].cell(r, c, value)

    sitting = desk(changed(checked(desk), forge))
    for tag in ("check", "clear"):
        with pytest.raises(HostError, match="有年报表格"):
            sitting.click(tag)
    assert table(sitting, "校验结果")[20:] != []


@pytest.mark.parametrize("where", ["A30", "O3", "D6", "note"])
def test_what_somebody_has_written_into_our_list_is_asked_about(desk: Desk, where: str) -> None:
    def write(book: Any) -> None:
        if where == "note":
            from openpyxl.comments import Comment  # noqa: PLC0415  # only here

            book["校验结果"]["D6"].comment = Comment("已电话核实", "科长")
        else:
            book["校验结果"][where] = "已电话核实"

    sitting = desk(changed(checked(desk), write))
    before = everything(sitting.saved())["校验结果"]
    for tag in ("check", "check_sheet", "clear"):
        sitting.select("表三", "J7")
        with pytest.raises(HostError, match="保留原样"):
            sitting.click(tag, False)
    assert everything(sitting.saved())["校验结果"] == before
    sitting.click("check", True)
    assert "已电话核实" not in str(table(sitting, "校验结果"))
    sitting.click("check")


@pytest.mark.parametrize("name", ["校验结果-我的台账", "校验结果 (2)", "校验结果（存档）"])
def test_a_list_that_was_put_aside_is_left_alone(desk: Desk, name: str) -> None:
    def archive(book: Any) -> None:
        book["校验结果"].title = name
        book.move_sheet(name, -len(book.sheetnames))

    sitting = desk(changed(checked(desk), archive))
    before = everything(sitting.saved())[name]
    sitting.click("check")
    assert everything(sitting.saved())[name]["cells"] == before["cells"]
    sitting.click("clear")
    assert everything(sitting.saved())[name]["cells"] == before["cells"]


def accepted(desk: Desk) -> Sitting:
    sitting = desk(filled(**WRONG), "采纳.xlsx")
    sitting.select("表三", "J7")
    sitting.click("accept", True)
    return sitting


@pytest.mark.parametrize(
    ("position", "value"), [(1, "表四"), (2, 8), (3, 4), (5, 9), (5, '=HYPERLINK("x")'), (6, 7.0), (7, '"3"'), (-1, "")]
)
def test_a_log_that_this_user_has_not_written_is_not_taken_back(desk: Desk, position: int, value: Any) -> None:
    data = accepted(desk).saved()

    def forge(book: Any) -> None:
        sheet = book["校验结果"]
        for row in sheet.iter_rows(min_col=KEPT + 1, max_col=KEPT + 1):
            if str(row[0].value).startswith('["accepted"'):
                kept = json.loads(row[0].value)
                kept[position] = value
                row[0].value = json.dumps(kept, ensure_ascii=False)

    sitting = desk(changed(data, forge))
    before = table(sitting, "表三")
    with pytest.raises(HostError) as problem:
        sitting.click("take_back")
    assert str(problem.value) in (texts.NOT_OURS_TO_TAKE_BACK, texts.NOTHING_ACCEPTED)
    assert table(sitting, "表三") == before


def test_a_log_of_another_computer_is_shown_and_not_taken_back(desk: Desk, monkeypatch: Any, tmp_path: Any) -> None:
    data = accepted(desk).saved()
    monkeypatch.setenv("GOUJI_CACHE", str(tmp_path / "another"))
    sitting = desk(data)
    with pytest.raises(HostError, match="不是在这台电脑上"):
        sitting.click("take_back")
    sitting.click("check")
    assert texts.ACCEPTED in str(table(sitting, "校验结果"))
    with pytest.raises(HostError, match="不是在这台电脑上"):
        sitting.click("take_back")


def test_nothing_is_taken_back_on_a_hidden_sheet(desk: Desk) -> None:
    def hide(book: Any) -> None:
        book["表三"].sheet_state = "veryHidden"
        book.active = 1

    sitting = desk(changed(accepted(desk).saved(), hide))
    if sitting.engine == "calc":
        pytest.skip("the same")
    with pytest.raises(HostError, match="不是看得见的"):
        sitting.click("take_back")
    assert sitting.value("表三", "J7") == 0.0
