"""The results workbook, as another program reads it."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from openxml_audit import OpenXmlValidator

from checks.model.submission import Origin, Submission
from checks.render import results_workbook as room
from checks.render.results_workbook import results_workbook
from checks.submissions import Deliveries, Unit, sort_out

from ..fixtures.hostile_texts import HOSTILE
from ..fixtures.verdicts_by_hand import hostile_finding, made, suspect, with_results, wrong_total


def written(deliveries: Deliveries) -> bytes:
    buffer = io.BytesIO()
    results_workbook(deliveries, buffer)
    return buffer.getvalue()


def read(deliveries: Deliveries) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(written(deliveries)))


def rows(sheet: openpyxl.worksheet.worksheet.Worksheet) -> list[dict[str, object]]:
    head, *body = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in body]


def test_the_three_sheets_of_the_example_inbox(inbox: Deliveries, tmp_path: Path) -> None:
    path = tmp_path / "汇总.xlsx"
    path.write_bytes(written(inbox))
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["单位", "问题", "未报送"]
    by_unit = {row["单位"]: row for row in rows(book["单位"])}
    assert len(by_unit) == len(inbox.units)
    assert by_unit["澜川市教育局"]["状态"] == "✗ 不符"
    assert by_unit["澜川市教育局"]["逻辑性"] == 1
    assert by_unit["澜川市教育局"]["收到时间"] == datetime(2026, 1, 8, 10, 3)  # noqa: DTZ001
    assert "04-先错" in str(by_unit["澜川市民政局"]["较早的报送"])
    assert "内容相同" in str(by_unit["澜川市水务局"]["较早的报送"])
    assert "名单外" in str(by_unit["澜川市气象局"]["说明"])
    assert [row["单位"] for row in rows(book["未报送"])] == ["澜川市人民政府办公室"]
    wrong = next(row for row in rows(book["问题"]) if row["单位"] == "澜川市教育局")
    assert (wrong["现为"], wrong["应为"], wrong["差"]) == ("2", 3, 1)
    result = OpenXmlValidator().validate(path)
    assert [error.description for error in result.errors] == []


def test_it_filters_prints_and_stays_in_view(inbox: Deliveries) -> None:
    for sheet in read(inbox).worksheets:
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.freeze_panes == "B2"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows == "$1:$1"


def test_the_same_results_give_the_same_bytes(inbox: Deliveries) -> None:
    assert written(inbox) == written(inbox)


def hostile_verdict(text: str) -> Submission:
    verdict = made(f"{text}.xlsx", text or None, day=8)
    verdict.origin = Origin(text, text, text, datetime(2026, 1, 8, tzinfo=UTC), text, text)
    verdict = with_results(verdict, findings=(hostile_finding(text),))
    verdict.marked_copy, verdict.not_kept = "标注/甲 乙.xlsx", (text,)
    return verdict


def test_nothing_from_a_file_is_ever_active() -> None:
    found = sort_out(
        [hostile_verdict(text) for text in HOSTILE], [Unit(text, (text,), text) for text in HOSTILE if text]
    )
    data = written(found)
    for sheet in openpyxl.load_workbook(io.BytesIO(data)).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n", "d", "inlineStr"), cell.value
                if cell.hyperlink:
                    assert cell.hyperlink.target == "标注\\甲%20乙.xlsx"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode()
            assert "<f>" not in text
            assert not re.search("[\x00-\x08\x0b-\x1f\u202e\ud800-\udfff]", text)
            targets = re.findall(r'Target="([^"]*)" TargetMode="External"', text)
            assert all(target.startswith("标注\\") for target in targets)


def test_what_stands_in_a_file_stays_text_even_where_it_is_a_number() -> None:
    verdict = made("a.xlsx", "水务局", "fail")
    verdict = with_results(verdict, suspects=(suspect(),))
    row = rows(read(sort_out([verdict]))["问题"])[0]
    assert (row["现为"], row["应为"]) == ("3", 4)


def test_a_whole_number_that_a_cell_cannot_hold_is_written_out() -> None:
    finding = wrong_total()
    large = finding._replace(left=10**17 + 1)
    assert rows(read(sort_out([made("a.xlsx", "水务局", findings=(large,))]))["问题"])[0]["左"] == "100000000000000001"


def test_a_clock_that_no_workbook_knows_is_written_out() -> None:
    for date in (datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, tzinfo=UTC)):
        one = made("a.eml/a.xlsx", "水务局", day=8)
        one.origin = Origin("a@b.example", date=date)
        assert str(date.year) in str(rows(read(sort_out([one]))["单位"])[0]["收到时间"])


def test_what_has_no_room_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_LAST_ROW", 4)
    monkeypatch.setattr(room, "_MOST_LINKS", 2)
    verdicts = [made(f"{i}.xlsx", f"{i}号街道", "fail", marked_copy=f"标注/{i}.xlsx") for i in range(6)]
    sheet = read(sort_out(verdicts))["单位"]
    assert sheet.max_row == 5
    assert sheet["A5"].value == "还有 3 条放不下，见 findings.json。"
    assert len([cell for row in sheet.iter_rows() for cell in row if cell.hyperlink]) == 2


def test_a_very_large_result_is_written_without_keeping_it(monkeypatch: pytest.MonkeyPatch) -> None:
    found = sort_out([made(f"{i}.xlsx", f"{'甲乙丙丁'[i]}街道", "fail") for i in range(4)])
    usual = rows(read(found)["问题"])
    monkeypatch.setattr(room, "_MANY", 2)
    assert rows(read(found)["问题"]) == usual


def test_an_inbox_with_nothing_in_it() -> None:
    assert [sheet.max_row for sheet in read(sort_out([])).worksheets] == [1, 1, 1]
