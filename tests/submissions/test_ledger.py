"""Three runs over three weeks: a person's cells untouched, the differences right."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from checks.batch.result import Result
from checks.errors import UsageError
from checks.render.results_folder import write_folder
from checks.submissions import Deliveries, Unit, sort_out
from checks.submissions.ledger import Ledger, summary
from checks.submissions.ledger_file import COLUMNS, read_ledger, write_ledger
from checks.submissions.unit_list import read_units

from ..fixtures.large_inbox import OWN, make
from ..fixtures.verdicts_by_hand import made
from .reading import BOOK, received

WEEK = [datetime(2026, 1, day, 18, tzinfo=UTC) for day in (9, 16, 23)]
UNITS = [Unit("教育局", ("jy@x.example",)), Unit("水利局", ("sl@x.example",)), Unit("民政局")]


def run(path: Path, inbox: Deliveries | list[object], week: int, units: list[Unit] = UNITS) -> Ledger:
    """One run with the ledger, as the command makes it."""
    ledger = read_ledger(path)
    found = inbox
    if not isinstance(inbox, Deliveries):
        found = sort_out(
            inbox,
            units,
            2025,
            BOOK.forms,
            now=WEEK[week],
            assignments=ledger.assignments(units),
            final=ledger.final(units),
        )
    ledger.update(found, WEEK[week])
    write_ledger(path, ledger)
    return ledger


def cells(path: Path) -> dict[str, dict[str, str]]:
    sheet = openpyxl.load_workbook(path)["台账"]
    header = [cell.value for cell in sheet[1]]
    return {
        row[0]: dict(zip(header, map(str, row), strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)
    }


def write(path: Path, unit: str, column: str, text: object) -> None:
    """What a person types into the ledger."""
    book = openpyxl.load_workbook(path)
    sheet = book["台账"]
    row = next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value == unit)
    sheet.cell(row, COLUMNS.index(column) + 1, text)
    book.save(path)


def test_three_weeks_of_a_whole_city(tmp_path: Path) -> None:
    inbox, path = make(BOOK.forms["annual2021"]), tmp_path / "台账.xlsx"
    told = []
    for week in range(3):
        mails = inbox.write(tmp_path, week + 1)
        units = read_units(tmp_path / "名单.csv")
        found = sort_out(received(mails), units, 2025, BOOK.forms, own={OWN}, now=WEEK[week])
        before = {name: row["状态"] for name, row in cells(path).items()} if path.exists() else {}
        ledger = run(path, found, week)
        after = {name: row["状态"] for name, row in cells(path).items()}
        assert len(after) == len(units)
        missing = {name for name, state in after.items() if state == "未报"}
        assert missing == {unit.name for unit in found.missing}
        counts = summary(ledger)
        assert counts["仍缺"] == len(missing)
        assert counts.get("新收", 0) == sum(before.get(n, "未报") == "未报" and s != "未报" for n, s in after.items())
        assert counts.get("改好", 0) == sum(
            before.get(n) in ("待改", "有疑问") and s == "合格" for n, s in after.items()
        )
        told.append(counts)
    assert told[1]["改好"] > 0
    assert told[2]["改好"] > 0
    assert set(inbox.silent) == missing


def test_a_person_s_cells_are_never_changed(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    run(path, [made("1.eml/a.xlsx", "教育局", "fail", day=8, sender="jy@x.example")], 0)
    assert cells(path)["教育局"]["状态"] == "待改"
    write(path, "教育局", "状态", "已说明")
    write(path, "教育局", "备注", "电话里说过")
    write(path, "水利局", "期限", datetime(2026, 1, 15))  # noqa: DTZ001  # a workbook knows no zone
    run(path, [made("1.eml/a.xlsx", "教育局", "fail", day=8, sender="jy@x.example")], 1)
    now = cells(path)
    assert (now["教育局"]["状态"], now["教育局"]["备注"]) == ("已说明", "电话里说过")
    assert now["水利局"]["本次变化"] == "逾期未报"
    assert now["水利局"]["期限"] == "2026-01-15 00:00:00"


def test_what_has_been_mended_what_still_stands_and_what_is_new(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    wrong = made("1.eml/a.xlsx", "教育局", "fail", day=8, sender="jy@x.example")
    right = made("2.eml/a.xlsx", "教育局", day=12, sender="jy@x.example")
    again = made("3.eml/a.xlsx", "教育局", "fail", day=20, sender="jy@x.example")
    assert summary(run(path, [wrong], 0)) == {"新收": 1, "仍缺": 2}
    assert summary(run(path, [wrong, right], 1)) == {"改好": 1, "仍缺": 2}
    assert cells(path)["教育局"]["本次变化"] == "改好；已改 1"
    assert summary(run(path, [wrong, right, again], 2)) == {"又错": 1, "仍缺": 2}
    assert cells(path)["教育局"]["本次变化"] == "又错；新出现 1"
    assert cells(path)["教育局"]["收到次数"] == "3"


def test_a_file_after_the_final_one_is_an_alarm_and_replaces_nothing(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    good = made("1.eml/a.xlsx", "教育局", day=8, sender="jy@x.example")
    run(path, [good], 0)
    write(path, "教育局", "状态", "定稿")
    run(path, [made("1.eml/a.xlsx", "教育局", day=8, sender="jy@x.example")], 1)
    assert cells(path)["教育局"]["定稿校验码"] == good.sha256
    later = made("2.eml/b.xlsx", "教育局", "fail", day=20, sender="jy@x.example")
    ledger = read_ledger(path)
    found = sort_out([good, later], UNITS, 2025, BOOK.forms, final=ledger.final(UNITS), now=WEEK[2])
    (one,) = [one for one in found.units if one.unit == UNITS[0]]
    assert ([s.source for s in one.current], [s.source for s in one.after_final]) == (
        ["1.eml/a.xlsx"],
        ["2.eml/b.xlsx"],
    )
    run(path, found, 2)
    assert cells(path)["教育局"]["状态"] == "定稿"
    assert "定稿后又收到" in cells(path)["教育局"]["本次变化"]


def test_what_a_person_has_assigned_is_that_unit_s_for_ever(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    run(path, [], 0)
    write(path, "民政局", "指定", "private@163.com；7.eml/x.xlsx")
    ledger = read_ledger(path)
    mine = made("6.eml/表.xlsx", "水利局", day=9, sender="private@163.com")
    file = made("7.eml/x.xlsx", None, day=8, sender="somebody@163.com")
    found = sort_out([file, mine], UNITS, 2025, BOOK.forms, assignments=ledger.assignments(UNITS), now=WEEK[2])
    assert [(one.name, [s.source for s in one.current]) for one in found.units] == [("民政局", ["6.eml/表.xlsx"])]


def test_a_person_may_sort_add_columns_and_lines(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    run(path, [], 0)
    book = openpyxl.load_workbook(path)
    sheet = book["台账"]
    sheet.insert_cols(2)
    sheet.cell(1, 2, "科室电话")
    sheet.cell(2, 2, "内线")
    sheet.insert_rows(1)
    sheet.cell(1, 1, "我的台账")
    sheet.cell(6, 1, "自己加的单位")
    book.save(path)
    run(path, [made("1.eml/a.xlsx", "教育局", day=8, sender="jy@x.example")], 1)
    sheet = openpyxl.load_workbook(path)["台账"]
    assert (sheet["A1"].value, sheet["B3"].value, sheet["A6"].value) == ("我的台账", "内线", "自己加的单位")
    assert [sheet.cell(row, 4).value for row in (3, 4, 5)] == ["合格", "未报", "未报"]


def test_a_date_in_the_future_is_no_day_of_receipt(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    now = [made(f"{n}.eml/a.xlsx", "教育局", day=n, sender="jy@x.example") for n in (8, 30)]  # it is the 9th
    run(path, now, 0)
    assert cells(path)["教育局"]["最近收到"].startswith("2026-01-08")


def test_what_is_no_ledger_is_said(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(b"no workbook")
    with pytest.raises(UsageError, match="打不开"):
        read_ledger(path)
    assert path.read_bytes() == b"no workbook"


def test_nothing_received_becomes_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    units = [Unit("=1+1")]
    run(path, [], 0, units)
    assert openpyxl.load_workbook(path)["台账"]["A2"].data_type == "s"


def folders(tmp_path: Path, ledger: Path, inbox: list[object], week: int, out: str) -> set[str]:
    """One run that writes its results; the names of the drafts in the folder."""
    kept = read_ledger(ledger)
    kept.enter(UNITS)
    found = sort_out(inbox, UNITS, 2025, BOOK.forms, now=WEEK[week])
    found.made_at = WEEK[week]
    results = [Result.of(submission, BOOK) for submission in inbox]
    write_folder(tmp_path / out, results, found, BOOK, kept)
    kept.update(found, WEEK[week])
    write_ledger(ledger, kept)
    return {path.name for path in (tmp_path / out / "回复").glob("*")} if (tmp_path / out / "回复").exists() else set()


def test_the_same_draft_is_not_written_twice(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"

    def inbox() -> list[object]:
        return [
            made("1.eml/a.xlsx", "教育局", "fail", day=8, sender="jy@x.example", message_id="<1@x.example>"),
            made("2.eml/b.xlsx", "水利局", day=8, sender="sl@x.example"),
        ]

    first = folders(tmp_path, path, inbox(), 0, "甲")
    assert first == {"教育局.eml", "教育局.txt", "核对无误-水利局.eml", "催报-民政局.txt"}
    assert cells(path)["教育局"]["草稿"] == "2026-01-10 02:00"
    assert list(cells(path)) == [unit.name for unit in UNITS]  # in the list's order
    assert folders(tmp_path, path, inbox(), 0, "甲") == first  # not written, and not taken away either
    assert folders(tmp_path, path, inbox(), 1, "乙") == {"催报-民政局.txt"}  # another day: it says the new one
    assert "已于 2026-01-10 02:00 起草" in (tmp_path / "乙" / "汇总.html").read_text("utf-8")
    again = [
        *inbox(),
        made("3.eml/a.xlsx", "教育局", "fail", day=17, sender="jy@x.example", message_id="<3@x.example>"),
    ]
    assert "教育局.eml" in folders(tmp_path, path, again, 1, "丙")  # a new mail is answered
    write(path, "教育局", "草稿", "")
    assert "教育局.eml" in folders(tmp_path, path, again, 1, "丁")  # a person wants it once more


def test_an_empty_workbook_becomes_the_ledger(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    openpyxl.Workbook().save(path)
    run(path, [], 0)
    assert {name: row["状态"] for name, row in cells(path).items()} == dict.fromkeys(
        ["教育局", "水利局", "民政局"], "未报"
    )
