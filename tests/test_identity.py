"""Which unit and year a document is for: its cover, its title, its file name, the name of its sender."""

from __future__ import annotations

import pytest

from checks.identity import Identity, identify, unit_of_sender
from checks.model.grid import Grid


@pytest.mark.parametrize(
    ("name", "unit", "year"),
    [
        ("六盘水市水务局2025年政府信息公开年报表格.xlsx", "六盘水市水务局", 2025),
        ("inbox/a.eml/六盘水市水务局2025年政府信息公开年报表格.xlsx", "六盘水市水务局", 2025),
        ("附件：XX街道办事处2024年度政府信息公开年报.xls", "XX街道办事处", 2024),
        ("2024年XX县统计局年报(修改后).xlsx", "XX县统计局", 2024),
        ("2025年度澜川市公安局政府信息公开工作年度报告（数据表）.xlsx", "澜川市公安局", 2025),
        ("澜川市人民政府信息公开年报2025.xls", "澜川市人民政府", 2025),
        ("澜川高新区（经开区）管委会2025年报.xlsx", "澜川高新区（经开区）管委会", 2025),
        ("2025年度表格（水务局）.xlsx", "水务局", 2025),
        ("统计局统计表.csv", "统计局", None),
        ("澜川市工作站2025.xls", "澜川市工作站", 2025),
        ("20260115凤凰镇.xls", "凤凰镇", None),
        ("2026年1月报送2025年度年报-青年湖街道.xlsx", "青年湖街道", 2025),
        ("2026.1.12 凤凰镇2025年.xlsx", "凤凰镇", 2025),
        ("a.eml/凤凰镇.zip/表.xlsx", "凤凰镇", None),
        ("市政府办\\水务局\\表三.xlsx", None, None),
        ("新建文件夹/办公室.xlsx", None, None),
        ("07-结转没有衔接.xls", None, None),
        ("政府信息公开工作年度报告.xlsx", None, None),
    ],
)
def test_a_file_name_is_the_last_resort(name: str, unit: str | None, year: int | None) -> None:
    assert identify([], name) == Identity(unit, year, "file_name" if unit else None)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["填报单位", "凤凰镇人民政府"], ["报告年度", 2025]], Identity("凤凰镇人民政府", 2025, "cover")),
        ([["填报单位（盖章）：凤凰镇人民政府", "", "报告年度：2025年"]], Identity("凤凰镇人民政府", 2025, "cover")),
        ([["填报单位：", None], ["凤凰镇2025年政府信息公开工作年度报告"]], Identity("凤凰镇", 2025, "title")),
        ([["填报单位：水务局"], ["2025年政府信息公开工作年度报告"]], Identity("水务局", 2025, "cover")),
        ([["澜川市人民政府2025年政府信息公开工作年度报告"]], Identity("澜川市人民政府", 2025, "title")),
        ([["2025年澜川市人民政府信息公开工作年度报告"]], Identity("澜川市人民政府", 2025, "title")),
        ([["三、收到和处理政府信息公开申请情况"]], Identity("水务局", 2024, "file_name")),
    ],
)
def test_what_the_report_says_itself_comes_first(rows: list[list[object]], expected: Identity) -> None:
    assert identify([Grid(rows)], "水务局2024.xlsx") == expected


@pytest.mark.parametrize(
    ("shown", "unit"),
    [
        ("澜川市水务局", "澜川市水务局"),
        ("澜川市水务局办公室", "澜川市水务局"),
        ("凤凰镇人民政府", "凤凰镇人民政府"),
        ("水务局-某某", "水务局"),
        ("某某（凤凰镇政府）", "凤凰镇政府"),
        ("张三", None),
        ("刘卫镇", None),
        ("办公室", None),
        ("信息中心", None),
        ("shuiwuju", None),
        ("", None),
    ],
)
def test_a_sender_is_a_unit_or_nobody(shown: str, unit: str | None) -> None:
    assert unit_of_sender(shown) == unit


@pytest.mark.parametrize("part", ["的", "关于", "（", "局", "2025年"])
def test_a_long_name_is_cut(part: str) -> None:
    long = part * 20_000
    assert len(identify([Grid([["填报单位", long]])], f"{long}.xlsx").unit or "") <= 80
    unit_of_sender(long)
