"""Columns are found by label, order and place; what is not found is said, and nothing passes on its account."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from checks import rulebook
from checks.check import check_bytes
from checks.locate.header import Heading, headers
from checks.locate.sheet import Sheet, Texts
from checks.model.findings import Verdict
from checks.model.grid import Grid
from checks.render.sentences.findings import message

from ..fixtures.layouts import Rows, xlsx
from ..fixtures.plain_tables import plain_rows
from ..fixtures.random_reports import balanced

BOOK = rulebook.load()
NEW = BOOK.forms["annual2021"]
TITLE = "澜川市某某局2024年政府信息公开工作年度报告"

SPELLINGS = [
    ("商业企业", ["企业", "商业", "商企", "商业公司", "工商企业", "公司", "商业及企业"]),
    ("科研机构", ["科研院所", "科研单位", "科研", "科研所", "研究机构"]),
    ("社会公益组织", ["公益组织", "社会组织", "公益类组织", "社团"]),
    ("法律服务机构", ["法律机构", "法律服务", "律师事务所", "法律援助机构"]),
    ("其他", ["其它", "其他组织", "其它组织", "其余"]),
    ("自然人", ["公民", "个人（自然人）"]),
    ("总计", ["总计（件）", "合计", "总数", "小 计"]),
]
PAIRS = [(label, spelling) for label, spellings in SPELLINGS for spelling in spellings]


def tables(change: Callable[[str, Rows], Rows], seed: int = 5, broken: str = "") -> list[tuple[str, Rows]]:
    """The three tables with balanced figures; one cell may be made wrong."""
    figures = dict(balanced(NEW, Random(seed)))
    if broken:
        figures[broken] += 7
    return [(table.name, change(table.name, plain_rows(NEW, table, figures))) for table in NEW.tables]


def as_xlsx(named: list[tuple[str, Rows]]) -> bytes:
    return xlsx([("封面", [[TITLE]]), *named])


def as_html(named: list[tuple[str, Rows]]) -> bytes:
    body = "".join(
        "<table>" + "".join("<tr>" + "".join(f"<td>{v}</td>" for v in row) + "</tr>" for row in rows) + "</table>"
        for _, rows in named
    )
    return f"<html><body><h1>{TITLE}</h1>{body}</body></html>".encode()


def verdict(data: bytes, name: str) -> Verdict:
    (one,) = check_bytes(data, name, BOOK)
    return one


def renamed(label: str, spelling: str) -> Callable[[str, Rows], Rows]:
    def change(_: str, rows: Rows) -> Rows:
        return [[spelling if v == label else v for v in row] for row in rows]

    return change


@pytest.mark.parametrize(("make", "name"), [(as_xlsx, "a.xlsx"), (as_html, "a.html")], ids=["xlsx", "html"])
@pytest.mark.parametrize(("label", "spelling"), PAIRS)
def test_a_broken_report_passes_under_no_spelling(
    label: str, spelling: str, make: Callable[[list[tuple[str, Rows]]], bytes], name: str
) -> None:
    column = next(column.id for column in NEW.tables[1].blocks[0].columns if column.label == label)
    change = renamed(label, spelling)
    assert verdict(make(tables(change, broken=f"requests.new.{column}")), name).status != "pass"
    right = verdict(make(tables(change)), name)
    assert right.status != "fail"
    if right.status == "pass":
        assert right.checked == verdict(make(tables(lambda _, rows: rows)), name).checked


@pytest.mark.parametrize("spelling", ["未审结", "尚未办结", "尚未结案", "在审"])
def test_leaves_of_table_four(spelling: str) -> None:
    change = renamed("尚未审结", spelling)
    assert verdict(as_xlsx(tables(change, broken="review.pending")), "a.xlsx").status == "fail"
    assert verdict(as_xlsx(tables(change)), "a.xlsx").status == "pass"


def test_the_other_results_of_table_four_are_not_a_row_of_table_three() -> None:
    assert verdict(as_xlsx(tables(renamed("其他结果", "其他"))), "a.xlsx").status == "pass"


def without(label: str) -> Callable[[str, Rows], Rows]:
    """Drop a column, header and figures, from 表三."""

    def change(name: str, rows: Rows) -> Rows:
        if name != "表三":
            return rows
        at = next(row.index(label) for row in rows if label in row)
        return [row[:at] + row[at + 1 :] for row in rows]

    return change


@pytest.mark.parametrize("label", ["商业企业", "科研机构", "其他", "总计"])
def test_a_column_that_is_gone_is_named_and_unknown(label: str) -> None:
    found = verdict(as_xlsx(tables(without(label))), "a.xlsx")
    assert found.status == "review"
    (lost,) = [one for one in found.findings if one.rule == "RX-STRUCT:requests.columns"]
    assert (lost.severity, label in message(lost)) == ("warning", True)
    assert found.undecided >= 25  # every row of the table asks for every column
    assert not any(one.severity == "error" for one in found.findings)


def with_column(heading: str, value: int) -> Callable[[str, Rows], Rows]:
    def change(name: str, rows: Rows) -> Rows:
        if name != "表三":
            return rows
        filled = next(r for r, row in enumerate(rows) if isinstance(row[-1], int))
        head = next(r for r, row in enumerate(rows) if "商业企业" in row)
        return [
            [*row[:5], heading if r == head else value if r == filled + 2 else "" if r < filled else 0, *row[5:]]
            for r, row in enumerate(rows)
        ]

    return change


@pytest.mark.parametrize(
    ("heading", "value", "severity"), [("国有企业", 50, "warning"), ("", 50, "warning"), ("国有企业", 0, "info")]
)
def test_a_column_too_many_is_named_with_its_figures(heading: str, value: int, severity: str) -> None:
    found = verdict(as_xlsx(tables(with_column(heading, value))), "a.xlsx")
    (extra,) = [one for one in found.findings if one.kind == "RX-EXTRA"]
    assert extra.severity == severity
    if value:
        assert ("表三!F7 填 50" in message(extra), heading in message(extra)) == (True, True)


@pytest.mark.parametrize(("heading", "status"), [("科研机构", "review"), ("备注", "pass")])
def test_a_column_given_twice(heading: str, status: str) -> None:
    def change(name: str, rows: Rows) -> Rows:
        if name != "表三":
            return rows
        at = next(r for r, row in enumerate(rows) if "商业企业" in row)
        return [[*row, heading if r == at else (r if r > at else "")] for r, row in enumerate(rows)]

    found = verdict(as_xlsx(tables(change)), "a.xlsx")
    assert found.status == status
    if status == "review":
        assert any("“科研机构”一列出现了两次" in message(one) and "未知" in message(one) for one in found.findings)
        assert found.undecided


def split_header(depth: int) -> Callable[[str, Rows], Rows]:
    """Break the labels of the organisations over rows, as a spreadsheet makes of paragraphs in a cell."""

    def change(name: str, rows: Rows) -> Rows:
        if name != "表三":
            return rows
        at = next(r for r, row in enumerate(rows) if "商业企业" in row)
        parts = [
            [str(v)[2 * k : 2 * k + 2] if len(str(v)) == 4 or k or len(str(v)) > 4 else v for v in rows[at]]
            for k in range(depth)
        ]
        parts[-1] = [str(v)[2 * depth - 2 :] for v in rows[at]]
        parts[0] = [v if len(str(v)) < 4 else str(v)[:2] for v in rows[at]]
        return [*rows[:at], *parts, *rows[at + 1 :]]

    return change


@pytest.mark.parametrize("depth", [2, 3])
def test_labels_broken_over_rows_are_joined(depth: int) -> None:
    whole = verdict(as_xlsx(tables(lambda _, rows: rows)), "a.xlsx").checked
    right = verdict(as_xlsx(tables(split_header(depth))), "a.xlsx")
    assert (right.status, right.checked) == ("pass", whole)
    assert verdict(as_xlsx(tables(split_header(depth), broken="requests.new.commercial")), "a.xlsx").status == "fail"


def fits(header: list[str]) -> int:
    """How many columns of 表三 a header row gives."""
    grid = Grid(
        [["", "", "", *header], ["一、本年新收政府信息公开申请数量", "", "", *map(float, range(7))]], typed=True
    )
    known = {core for column in NEW.tables[1].blocks[0].columns for core in column.cores}
    found = headers(Sheet(grid, 0, Texts(known)), Heading(NEW.tables[1]))
    return len(found[0].columns[0]) if found else 0


def test_three_columns_in_five_must_be_known() -> None:
    """Five of seven are enough, four are not, unless the first and the last are known and five stand between."""
    assert fits(["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "", ""]) == 5
    assert fits(["", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "", ""]) == 0
    assert fits(["自然人", "甲", "乙", "丙", "丁", "戊", "总计"]) == 0  # two labels are not enough to begin with
    assert fits(["自然人", "甲", "科研机构", "丙", "丁", "戊", "总计"]) == 7


def test_a_bare_subtotal_is_that_of_the_rows_above_it() -> None:
    """Though the group's own label has words that nobody knows."""
    form = BOOK.forms["annual2021"]
    figures = balanced(form, Random(8))
    rows = [list(row) for row in plain_rows(form, form.tables[1], figures)]
    denied = [i for i, row in enumerate(rows) if str(row[2]).startswith(("1.属于国家", "8.属于行政查询"))]
    rows[denied[0]][1] = "（三）不予公开（共八类）"
    ours = rows[denied[0] : denied[1] + 1]
    rows.insert(denied[1] + 1, ["", "", "小计", *(sum(row[c] for row in ours) for c in range(3, 10))])
    sheets = [(t.name, plain_rows(form, t, figures)) for t in form.tables]
    sheets[1] = (sheets[1][0], rows)
    (verdict,) = check_bytes(xlsx(sheets), "a.xlsx", BOOK)
    assert verdict.status == "pass"
    rows[denied[1] + 1][3] += 1
    (verdict,) = check_bytes(xlsx(sheets), "a.xlsx", BOOK)
    assert {finding.rule for finding in verdict.findings} >= {"R3-SUB:denied.subtotal.natural_person"}


@pytest.mark.parametrize(
    ("label", "written"),
    [
        ("本年制发件数", "上年制发件数"),
        ("本年制发件数", "去年制发件数"),
        ("自然人", "法人"),
        ("自然人", "非自然人"),
        ("结果维持", "结果撤销"),
        ("一、本年新收政府信息公开申请数量", "一、上年新收政府信息公开申请数量"),
        ("一、本年新收政府信息公开申请数量", "一、下年新收政府信息公开申请数量"),
        ("二、上年结转政府信息公开申请数量", "二、本年结转政府信息公开申请数量"),
        ("二、上年结转政府信息公开申请数量", "二、上上年结转政府信息公开申请数量"),
        ("四、结转下年度继续办理", "四、结转上年度继续办理"),
        ("1.属于国家秘密", "1.不属于国家秘密"),
        ("7.属于行政执法案卷", "7.非属于行政执法案卷"),
    ],
)
def test_a_label_that_says_another_thing_is_to_be_checked(label: str, written: str) -> None:
    def renamed(_: str, rows: Rows) -> Rows:
        return [[written if value == label else value for value in row] for row in rows]

    found = verdict(as_xlsx(tables(renamed)), "a.xlsx")
    assert found.status != "pass"
    assert any(one.kind in ("A-LABEL", "RX-STRUCT") and one.severity == "warning" for one in found.findings)


@pytest.mark.parametrize(
    ("label", "written"),
    [
        ("四、结转下年度继续办理", "四、结转至下一年度继续办理"),
        ("二、上年结转政府信息公开申请数量", "二、上一年度结转的政府信息公开申请数量"),
        ("一、本年新收政府信息公开申请数量", "一、今年新收的政府信息公开申请数量"),
        ("尚未审结", "尚未结案"),
    ],
)
def test_a_label_that_says_the_same_in_other_words(label: str, written: str) -> None:
    def renamed(_: str, rows: Rows) -> Rows:
        return [[written if value == label else value for value in row] for row in rows]

    assert verdict(as_xlsx(tables(renamed)), "a.xlsx").status == "pass"
