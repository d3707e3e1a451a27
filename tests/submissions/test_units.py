"""The office's own list of units."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from checks.errors import UsageError
from checks.submissions import Unit
from checks.submissions.unit_list import UnitList, read_unit_list, read_units

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_the_shipped_list() -> None:
    units = read_units(EXAMPLES / "单位名单.csv")
    assert len(units) == 28
    assert read_unit_list(EXAMPLES / "单位名单.csv").remarks == []
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


def listed(tmp_path: Path, content: str, name: str = "名单.csv") -> UnitList:
    path = tmp_path / name
    path.write_text(content, "utf-8")
    return read_unit_list(path)


def test_no_line_is_lost_where_units_of_one_name_have_different_parents(tmp_path: Path) -> None:
    reading = listed(tmp_path, "单位,上级\n教育局,江州市人民政府\n教育局,东山县人民政府\n教育局,西河县人民政府\n")
    assert [unit.key for unit in reading.units] == [
        ("教育局", "江州市人民政府"),
        ("教育局", "东山县人民政府"),
        ("教育局", "西河县人民政府"),
    ]
    assert (reading.remarks, reading.echo) == ([], "3 个单位，0 个有邮箱")


def test_a_duplicate_is_joined_and_said(tmp_path: Path) -> None:
    reading = listed(tmp_path, "单位,邮箱\n水利局,a@b.example\n水利局,c@d.example\n教育局,\n")
    assert reading.units[0].addresses == ("a@b.example", "c@d.example")
    assert reading.remarks == ["A3“水利局”重复，与前面的一行合并。同名的不同单位，请在“上级”一列写清。"]
    assert reading.echo == "2 个单位，1 个有邮箱"


def test_a_sum_and_a_heading_are_no_units(tmp_path: Path) -> None:
    content = (
        "序号,单位名称,电子信箱\n,一、市直部门,\n1,教育局,a@b.example\n2,水利局,c@d.example\n,合计,\n,共2个单位,\n"
    )
    reading = listed(tmp_path, content)
    assert [unit.name for unit in reading.units] == ["教育局", "水利局"]
    assert len(reading.remarks) == 3
    assert "“合计”不是单位" in reading.remarks[1]


@pytest.mark.parametrize("heading", ["填报单位名称", "单位名称（全称）", "报送单位*", "部门名称", " 单 位 "])
def test_headings_are_written_in_many_ways(tmp_path: Path, heading: str) -> None:
    assert listed(tmp_path, f"{heading},电子信箱\n教育局,a@b.example\n").units == [Unit("教育局", ("a@b.example",))]


def test_an_unknown_heading_is_said_and_a_usual_one_is_not(tmp_path: Path) -> None:
    reading = listed(tmp_path, "序号,单位,联系人,电话,颜色\n1,教育局,某某,1,红\n")
    assert reading.remarks == ["列“颜色”没有用到（认得的列：单位、邮箱、上级、别名、角色）。"]


def test_aliases_and_roles(tmp_path: Path) -> None:
    content = "单位,上级,别名,角色\n江州市数据局,江州市,大数据中心；数管办,本级\n东山县,江州市,,汇总\n丙局,,,乱写\n"
    reading = listed(tmp_path, content)
    assert reading.units[0] == Unit("江州市数据局", (), "江州市", ("大数据中心", "数管办"), "own_office")
    assert [unit.role for unit in reading.units] == ["own_office", "sums_up", ""]
    assert reading.remarks == ["A4：角色“乱写”不认得，应为本级、汇总或不计入。"]


def test_an_address_that_is_none_or_belongs_to_several_is_said(tmp_path: Path) -> None:
    reading = listed(tmp_path, "单位,邮箱\n甲局,ａ@b.example\n乙局,a@b.example\n丙局,x@y\n")
    assert [unit.addresses for unit in reading.units] == [("a@b.example",), ("a@b.example",), ()]
    assert reading.remarks == [
        "A4：“x@y”不是邮箱地址。",
        "邮箱 a@b.example 属于甲局、乙局等 2 个单位，不能据此认定是谁报送的。",
    ]


def test_a_plain_text_is_a_list_too(tmp_path: Path) -> None:
    reading = listed(tmp_path, "\n1. 江州市教育局 jy@x.example\n江州市水利局\n", "名单.txt")
    assert reading.units == [Unit("江州市教育局", ("jy@x.example",)), Unit("江州市水利局")]


def test_a_folder_is_no_list(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="文件夹"):
        read_units(tmp_path)


def test_a_parent_that_a_merged_cell_writes_once_is_everybody_s_below_it(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["上级", "单位"])
        sheet.merge_range(1, 0, 2, 0, "东山县")
        sheet.merge_range(3, 0, 4, 0, "西河县")
        for row, name in enumerate(["教育局", "财政局", "教育局", "财政局", "市教育局"], 1):
            sheet.write(row, 1, name)
    wanted = [("教育局", "东山县"), ("财政局", "东山县"), ("教育局", "西河县"), ("财政局", "西河县"), ("市教育局", "")]
    assert [unit.key for unit in read_units(path)] == wanted
    exported = listed(tmp_path, "上级,单位\n东山县,教育局\n,财政局\n西河县,教育局\n,财政局\n")
    assert [unit.key for unit in exported.units] == wanted[:4]
    assert any("西河县" in remark for remark in exported.remarks)
    ordinary = listed(tmp_path, "上级,单位\n东山县,甲镇\n西河县,乙镇\n,市教育局\n")
    assert ordinary.units[2].parent == ""


def test_a_list_that_is_too_long_loses_no_line_in_silence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="分成几个工作表"):
        listed(tmp_path, "单位\n" + "".join(f"{number}号街道\n" for number in range(5_000)))


def test_headings_stand_above_their_lines_where_no_column_does(tmp_path: Path) -> None:
    text = (
        "单位,邮箱\n一、市直部门（2个）,\n教育局,a@b.example\n财政局,\n二、东山县：,\n教育局,c@b.example\n合计 3 个,\n"
    )
    found = listed(tmp_path, text)
    assert [unit.key for unit in found.units] == [
        ("教育局", "市直部门"),
        ("财政局", "市直部门"),
        ("教育局", "东山县"),
    ]
    assert any("是下面各行的上级（东山县）" in remark for remark in found.remarks)
    alone = listed(tmp_path, "一、市直部门\n教育局\n（二）东山县\n教育局\n", "名单.txt")
    assert [unit.key for unit in alone.units] == [("教育局", "市直部门"), ("教育局", "东山县")]
    with_column = listed(tmp_path, "单位,上级\n一、市直部门,\n教育局,江州市\n")
    assert [unit.key for unit in with_column.units] == [("教育局", "江州市")]
