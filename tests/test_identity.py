"""Which unit and year a document is for: its cover, its title, its file name, the name of its sender."""

from __future__ import annotations

import pytest

from checks import rulebook
from checks.check import check_bytes
from checks.identity import Identity, identify, unit_of_sender
from checks.model.grid import Grid
from checks.titles import titled

from .fixtures.layouts import xlsx
from .fixtures.plain_tables import plain_rows, workbook


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


@pytest.mark.parametrize(
    "lines",
    [
        ["澜川市水务局２０２５年政府信息公开工作年度报告"],
        ["澜川市水务局2 0 2 5 年政府信息公开工作年度报告"],
        ["澜川市水务局二〇二五年政府信息公开工作年度报告"],
        ["澜川市水务局二○二五年度政府信息公开工作年度报告"],
        ["澜川市\u200b水务局2025年政府信息公开工作年度报告"],
        ["澜川市水务局\n2025年政府信息公开工作年度报告"],
        ["澜川市水务局", "2025年政府信息公开工作年度报告"],
        ["澜川市水务局2025年", "政府信息公开工作年度报告"],
        ["澜川市水务局", "2025年度", "政府信息公开工作年度报告"],
        ["澜川市水务局", "政府信息公开工作年度报告", "（2025年度）"],
        ["首页 > 政务公开", "澜川市水务局", "二〇二五年政府信息公开工作年度报告", "发布时间：2026年1月20日"],
    ],
    ids=lambda lines: "/".join(lines)[:24],
)
@pytest.mark.parametrize("layout", ["sheet", "lines"])
def test_a_title_in_any_digits_and_over_several_lines(lines: list[str], layout: str) -> None:
    grid = Grid([[line] for line in lines], layout=layout, lines=None if layout == "sheet" else range(1, 9))  # type: ignore[arg-type]  # either
    assert identify([grid], "表.xlsx") == Identity("澜川市水务局", 2025, "title")


def test_a_sentence_about_the_report_is_no_title() -> None:
    lines = ["根据《条例》要求，现公布澜川市水务局2025年政府信息公开工作年度报告。", "本报告由水务局编制"]
    assert identify([Grid([[line] for line in lines])], "") == Identity(None, None, None)


def test_a_hidden_sheet_does_not_say_whose_it_is_beside_visible_ones() -> None:
    old = Grid([["澜川市某某局2020年政府信息公开工作年度报告"]], hidden=True)
    new = Grid([["澜川市水务局2025年政府信息公开工作年度报告"]])
    assert identify([old, new], "") == Identity("澜川市水务局", 2025, "title")
    assert identify([old], "") == Identity("澜川市某某局", 2020, "title")


@pytest.mark.parametrize(
    ("above", "title", "unit"),
    [
        ("云岭市青禾区", "人民政府办公室2024年政府信息公开工作年度报告", "云岭市青禾区人民政府办公室"),
        ("云岭市青禾区临河街道", "办事处2024年政府信息公开工作年度报告", "云岭市青禾区临河街道办事处"),
        ("首页 > 政务公开", "人民政府办公室2024年政府信息公开工作年度报告", "人民政府办公室"),
        ("云岭市青禾区", "石桥镇人民政府2024年政府信息公开工作年度报告", "石桥镇人民政府"),
    ],
)
def test_a_title_broken_inside_the_unit_s_name(above: str, title: str, unit: str) -> None:
    assert titled([above, title], ("政府信息公开",)) == (unit, 2024)


def test_a_title_of_an_appendix() -> None:
    title = "附件1：云岭市青禾区人民政府2023年政府信息公开工作年度报告"
    assert titled([title], ("政府信息公开",)) == ("云岭市青禾区人民政府", 2023)


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("", "review"),
        ("澜川市人民政府2024年政府信息公开工作年度报告", "pass"),
        ("澜川市凤凰镇2024年政府信息公开工作年度报告", "review"),
    ],
)
def test_a_rule_that_hangs_on_the_unit_is_undecided_where_nobody_is_named(title: str, status: str) -> None:
    form = rulebook.load().forms["annual2021"]
    figures = dict.fromkeys((cell.id for cell in form.cells if not cell.optional), 0)
    data = workbook([(form, {**figures, "rules.issued": 1, "rules.in_force": 1})], title=title)
    (verdict,) = check_bytes(data, "a.xlsx")
    assert verdict.status == status
    outcomes = [one.outcome for one in verdict.findings if one.rule == "R2-RULES:rules"]
    assert outcomes == ([] if status == "pass" else ["undecided"] if not title else ["fail"])


def test_reports_below_one_another_on_a_sheet_are_each_their_own_unit_s() -> None:
    form = rulebook.load().forms["annual2021"]
    figures = dict.fromkeys((cell.id for cell in form.cells if not cell.optional), 0)
    units = ["澜川市水务局", "澜川市凤凰镇", "澜川市统计局"]
    rows: list[list[object]] = []
    for count, unit in enumerate(units):
        rows.append([f"{unit}2024年政府信息公开工作年度报告"])
        for table in form.tables:
            rows += plain_rows(form, table, {**figures, "permit.decisions": count})
    verdicts = check_bytes(xlsx([("全部", rows)]), "a.xlsx")
    assert [(verdict.unit, verdict.status) for verdict in verdicts] == [(unit, "pass") for unit in units]
