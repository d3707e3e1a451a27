"""What a person writes into the ledger and the program cannot use is said, and stays as it is."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from checks.submissions.ledger_file import COLUMNS, read_ledger, write_ledger


def ledger(path: Path, **cells: str) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "台账"
    sheet.append(COLUMNS)
    sheet.append([{"单位": "水务局", **cells}.get(name, "") for name in COLUMNS])
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"状态": "合格了"}, "状态“合格了”不认识"),
        ({"期限": "3月底"}, "期限“3月底”看不懂"),
        ({"期限": "2026-02-30"}, "期限“2026-02-30”看不懂"),
        ({"定稿校验码": "abc"}, "不是校验码"),
    ],
)
def test_what_is_of_no_use_is_said(tmp_path: Path, cells: dict[str, str], says: str) -> None:
    read = read_ledger(ledger(tmp_path / "台账.xlsx", **cells))
    (remark,) = read.remarks
    assert remark.startswith("台账里“水务局”一行：")
    assert says in remark
    write_ledger(tmp_path / "台账.xlsx", read)
    (name, text), sheet = next(iter(cells.items())), openpyxl.load_workbook(tmp_path / "台账.xlsx")["台账"]
    assert sheet.cell(2, COLUMNS.index(name) + 1).value == text


@pytest.mark.parametrize(
    "cells",
    [{}, {"状态": "定稿"}, {"状态": "已收"}, {"期限": "2026-01-31"}, {"期限": "2026/1/31"}, {"期限": "2026年1月31日"}],
)
def test_what_the_program_knows_is_taken(tmp_path: Path, cells: dict[str, str]) -> None:
    assert read_ledger(ledger(tmp_path / "台账.xlsx", **cells)).remarks == []


def test_a_memory_that_cannot_be_read_makes_every_cell_a_persons(tmp_path: Path) -> None:
    path = ledger(tmp_path / "台账.xlsx", 状态="待改")
    book = openpyxl.load_workbook(path)
    memory = book.create_sheet("gouji（请勿修改）")
    for row in (["2026-01-01 08:00"], ["水务局", "", '{"ours": {"状态": 3}, "findings": [], "draft": ""}'], ["水务局"]):
        memory.append(row)
    book.save(path)
    read = read_ledger(path)
    assert read.last_run == "2026-01-01 08:00"
    assert read.entries["水务局", ""].is_persons("状态")
