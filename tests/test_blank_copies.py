"""A blank template left beside a filled report is no second report; a unit that has not filled in its sheet is one."""

from __future__ import annotations

from io import BytesIO
from random import Random

import openpyxl
import pytest

from checks import rulebook
from checks.check import check_bytes
from workbook_templates.build import build

from .fixtures.layouts import Rows, xlsx
from .fixtures.plain_tables import plain_rows
from .fixtures.random_reports import balanced

BOOK = rulebook.load()
FORM = BOOK.forms["annual2021"]
FIGURES = balanced(FORM, Random(8))
BLANK = {cell.id: "" for cell in FORM.cells}
STROKES = dict.fromkeys(BLANK, "/")
TITLE = "澜川市凤凰镇2025年政府信息公开工作年度报告"


def sheets(figures: object, suffix: str = "", title: str = "") -> list[tuple[str, Rows]]:
    return [
        (f"{table.name}{suffix}", [*([[title]] if title else []), *plain_rows(FORM, table, figures)])  # type: ignore[arg-type]
        for table in FORM.tables
    ]


def sheet(figures: object, name: str, title: str = "") -> tuple[str, Rows]:
    return (name, [row for _, rows in sheets(figures, title=title) for row in [*rows, [""]]])


def judged(named: list[tuple[str, Rows]], name: str = "凤凰镇2025年.xlsx") -> list[tuple[str, str | None, int | None]]:
    return [(verdict.status, verdict.unit, verdict.year) for verdict in check_bytes(xlsx(named), name, BOOK)]


FILLED = sheets(FIGURES, title=TITLE)
SOUND = [("pass", "澜川市凤凰镇", 2025)]


@pytest.mark.parametrize("blank", [BLANK, STROKES], ids=["blank", "strokes"])
@pytest.mark.parametrize(
    "arrange",
    [
        lambda blank: [*FILLED, *sheets(blank, "模板")],
        lambda blank: [*sheets(blank, "模板"), *FILLED],
        lambda blank: [one for pair in zip(FILLED, sheets(blank, " (2)"), strict=True) for one in pair],
        lambda blank: [one for pair in zip(sheets(blank, " (2)"), FILLED, strict=True) for one in pair],
        lambda blank: [*FILLED, sheets(blank, " (2)")[1]],
        lambda blank: [sheet(FIGURES, "年报", TITLE), sheet(blank, "空表", TITLE)],
        lambda blank: [sheet(FIGURES, "年报", TITLE), sheet(blank, "样表", "2025年政府信息公开工作年度报告（样表）")],
    ],
)
def test_a_blank_copy_is_left_out_and_said_so(blank: object, arrange: object) -> None:
    named = arrange(blank)  # type: ignore[operator]
    assert judged(named) == SOUND
    (verdict,) = check_bytes(xlsx(named), "a.xlsx", BOOK)
    assert ("blank_copy", "info") in {(one.arguments[0], one.severity) for one in verdict.findings if one.arguments}


def test_a_unit_that_has_not_filled_in_its_sheet_is_said() -> None:
    titled = sheet(BLANK, "二", TITLE.replace("凤凰", "青龙"))
    assert judged([sheet(FIGURES, "一", TITLE), titled])[1][:2] == ("fail", "澜川市青龙镇")
    by_name = judged([sheet(FIGURES, "凤凰镇"), sheet(FIGURES, "白马镇"), sheet(BLANK, "青龙镇")])
    assert [status for status, _, _ in by_name] == ["pass", "pass", "fail"]
    nobody_named = judged([sheet(FIGURES, "一"), sheet(FIGURES, "二"), sheet(BLANK, "三")])
    assert [status for status, _, _ in nobody_named] == ["pass", "pass", "fail"]


def test_a_form_that_is_blank_wherever_it_stands_is_empty() -> None:
    assert [status for status, _, _ in judged([*sheets(BLANK), *sheets(BLANK, " (2)")])] == ["fail", "fail"]


def test_typed_zeros_are_a_report() -> None:
    assert len(judged([*FILLED, *sheets(dict.fromkeys(BLANK, 0), " (2)")])) == 2


ZEROS = dict.fromkeys(BLANK, 0)


@pytest.mark.parametrize(
    "second",
    [
        sheets(ZEROS, " (2)"),
        [sheet(ZEROS, "Sheet2")],
        [sheet(ZEROS, "表", TITLE)],
        [sheet(balanced(FORM, Random(9)), "改", TITLE)],
        sheets(ZEROS, " (2)")[1:2],
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_two_reports_of_one_unit_with_other_figures(second: list[tuple[str, Rows]], is_first: bool) -> None:
    named = [*second, *FILLED] if is_first else [*FILLED, *second]
    verdicts = check_bytes(xlsx(named), "凤凰镇2025年.xlsx", BOOK)
    assert len(verdicts) > 1
    assert all("A-TWICE:second_report" in {one.rule for one in verdict.findings} for verdict in verdicts)


def test_two_reports_that_say_the_same_or_are_of_others() -> None:
    again = sheet(FIGURES, "二", TITLE)
    assert [status for status, _, _ in judged([*FILLED, again])] == ["pass", "pass"]
    others = [sheet(FIGURES, "凤凰镇"), sheet(balanced(FORM, Random(9)), "白马镇"), sheet(ZEROS, "青龙")]
    assert [status for status, _, _ in judged(others)] == ["pass", "pass", "pass"]
    last_year = sheets(balanced(FORM, Random(9)), "（2024年）")
    assert [status for status, _, _ in judged([*FILLED, *last_year])] == ["pass", "pass"]


@pytest.mark.parametrize("filled", [sheets(FIGURES), [sheet(FIGURES, "年报")]])
@pytest.mark.parametrize("name", ["凤凰镇2025年.xlsx", "a.xlsx"])
def test_blank_tables_that_name_another_unit(filled: list[tuple[str, Rows]], name: str) -> None:
    titled = sheet(BLANK, "二", TITLE.replace("凤凰", "青龙"))
    (verdict,) = check_bytes(xlsx([*filled, titled]), name, BOOK)
    assert "A-TWICE:blank_of_others" in {one.rule for one in verdict.findings}
    (own,) = check_bytes(xlsx([*filled, sheet(BLANK, "二", TITLE)]), "凤凰镇2025年.xlsx", BOOK)
    assert own.status == "pass"


@pytest.mark.parametrize("table", [0, 1, 2])
@pytest.mark.parametrize("beside", ["", "zeros", "same sheet"])
def test_a_table_that_stands_on_its_side_does_not_pass(table: int, beside: str) -> None:
    rows = FILLED[table][1]
    width = max(map(len, rows))
    turned = [list(column) for column in zip(*[[*row, *[""] * (width - len(row))] for row in rows], strict=True)]
    zeros = sheets(ZEROS)[table][1]
    here = [*turned, [""], *zeros] if beside == "same sheet" else turned
    named = [(name, here if number == table else rows) for number, (name, rows) in enumerate(FILLED)]
    named += [("表", zeros)] if beside == "zeros" else []
    verdicts = check_bytes(xlsx(named), "凤凰镇2025年.xlsx", BOOK)
    assert "A-UNREAD:unread_table" in {one.rule for one in verdicts[0].findings}
    assert verdicts[0].status == "review"


@pytest.mark.parametrize("review", [False, True])
def test_a_standard_workbook_has_nothing_unread(review: bool) -> None:
    """Its list of rules names rows and holds figures."""
    made = build(FORM, BOOK, review=review, filling=FIGURES, unit="凤凰镇", year=2025)
    assert judged_rules(made) & {"A-UNREAD:unread_table", "A-TWICE:second_report"} == set()


def test_a_clerks_own_checks_and_other_lists_are_no_report() -> None:
    labels = [row.label for row in FORM.tables[1].blocks[0].rows]
    own = [["项目", "差额"], *[[label, 0] for label in labels]]
    assert judged([*FILLED, ("自查", own)]) == SOUND
    other_form = [["指标", "数"], *[[row.label, 3] for row in BOOK.forms["stat2014"].tables[0].blocks[0].rows[3:10]]]
    assert judged([*FILLED, ("平台", other_form)]) == SOUND
    unread = [["项目", "数"], *[[label, 3] for label in labels]]
    assert judged([*FILLED, ("其他", unread)])[0][0] == "review"


def judged_rules(data: bytes) -> set[str]:
    return {one.rule for verdict in check_bytes(data, "a.xlsx", BOOK) for one in verdict.findings}


@pytest.mark.slow
def test_a_standard_workbook_beside_a_blank_one_is_one_report() -> None:
    """Its totals are formulas, which give 0 where nothing is filled in."""
    book = openpyxl.load_workbook(BytesIO(build(FORM, BOOK, review=False, filling=FIGURES, unit="凤凰镇", year=2025)))
    blank = openpyxl.load_workbook(BytesIO(build(FORM, BOOK, review=False, filling={}, unit="", year=2025)))
    for source in (blank[name] for name in ("表二", "表三", "表四")):
        copy = book.create_sheet(f"{source.title} (2)")
        for cell in (cell for row in source.iter_rows() for cell in row if cell.value is not None):
            copy.cell(cell.row, cell.column, cell.value)
    target = BytesIO()
    book.save(target)
    assert len(check_bytes(target.getvalue(), "a.xlsx", BOOK)) == 1


@pytest.mark.parametrize(("suffix", "year"), [("（2024年）", 2024), ("（上年）", 2024), ("去年", 2024), ("二", 2025)])
def test_the_name_of_a_sheet_tells_the_year_of_its_report(suffix: str, year: int) -> None:
    assert [found for _, _, found in judged([*FILLED, *sheets(FIGURES, suffix)])] == [2025, year]


@pytest.mark.parametrize("unit", ["XX镇", "××局", "某某市", "（单位名称）", "____", "○○街道办事处", "Ｘ Ｘ镇"])
def test_a_template_whose_title_names_nobody_is_left_out(unit: str) -> None:
    template = sheet(BLANK, "样表", f"{unit}2025年政府信息公开工作年度报告")
    assert judged([template, sheet(FIGURES, "年报", TITLE)]) == SOUND
    other = sheet(FIGURES, "青山乡", "澜川市青山乡2025年政府信息公开工作年度报告")
    two = judged([sheet(FIGURES, "凤凰镇", TITLE), other, template])
    assert [status for status, _, _ in two] == ["pass", "pass"]
