"""The office's own list of units."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from checks.errors import UsageError
from checks.submissions import Unit, read_units

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_the_shipped_list() -> None:
    units = read_units(EXAMPLES / "单位名单.csv")
    assert len(units) == 28
    both = ("swj@lanchuan.example", "swj-bgs@lanchuan.example")
    assert Unit("澜川市水务局", both, "澜川市人民政府") in units


def test_a_workbook_with_a_title_and_other_columns(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "全市政府信息公开联系单位")
        sheet.write_row(2, 0, ["序号", "电子邮箱", "单位名称", "备注"])
        sheet.write_row(3, 0, [1, "A@B.example,c@d.example、没有", " 水务局 ", ""])
        sheet.write_row(4, 0, [2, "", "", "空行"])
        sheet.write_row(5, 0, [3, None, "水务局", "重复"])
    assert read_units(path) == [Unit("水务局", ("a@b.example", "c@d.example"))]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("名字,邮箱\r\n水务局,a@b.example\r\n", "没有找到“单位”一列"),
        ("单位,邮箱\r\n,a@b.example\r\n", "“单位”一列是空的"),
        ("", "文件是空的"),
    ],
)
def test_a_list_that_cannot_be_used_says_why(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "名单.csv"
    path.write_text(content, "gbk")
    with pytest.raises(UsageError, match=reason):
        read_units(path)


def test_a_list_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="找不到"):
        read_units(tmp_path / "名单.csv")
