"""Pieces are one report, two reports are two, hidden sheets give way, and what is not filled in is said once."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from checks import rulebook
from checks.check import check_bytes
from checks.evaluate import evaluate
from checks.model.findings import Verdict
from checks.render.sentences.findings import message

from ..fixtures.layouts import Rows, xlsx
from ..fixtures.plain_tables import plain_rows
from ..fixtures.random_reports import as_report, balanced

BOOK = rulebook.load()
NEW = BOOK.forms["annual2021"]
TITLE: tuple[str, Rows] = ("封面", [["澜川市某某局2024年政府信息公开工作年度报告"]])


def tables(seed: int = 5, **changed: object) -> dict[str, Rows]:
    figures: dict[str, object] = {
        **balanced(NEW, Random(seed)),
        **{k.replace("__", "."): v for k, v in changed.items()},
    }
    return {table.name: plain_rows(NEW, table, figures) for table in NEW.tables}


def filled_with(value: object, names: tuple[str, ...]) -> dict[str, Rows]:
    """The tables, some of them with the same in every cell."""
    figures = dict(balanced(NEW, Random(5)))
    same = {cell.id: value for cell in NEW.cells if NEW.tables[cell.table].name in names}
    return {table.name: plain_rows(NEW, table, {**figures, **same}) for table in NEW.tables}


def verdicts(sheets: dict[str, Rows], hidden: tuple[str, ...] = ()) -> list[Verdict]:
    return check_bytes(xlsx([TITLE, *sheets.items()], hidden), "a.xlsx", BOOK)


def rules(verdict: Verdict) -> list[tuple[str, str]]:
    return [(one.rule, one.severity) for one in verdict.findings]


@pytest.mark.parametrize("gone", ["表二", "表三", "表四"])
def test_a_table_that_is_not_there_is_a_warning(gone: str) -> None:
    sheets = tables()
    del sheets[gone]
    (verdict,) = verdicts(sheets)
    assert (verdict.status, rules(verdict)) == ("review", [("RX-STRUCT:tables", "warning")])
    assert gone in message(verdict.findings[0])


@pytest.mark.parametrize("value", ["", "/", "—", "无"])
@pytest.mark.parametrize("names", [("表四",), ("表二", "表三", "表四")], ids=len)
def test_a_table_that_is_not_filled_in_is_one_error(names: tuple[str, ...], value: str) -> None:
    (verdict,) = verdicts(filled_with(value, names))
    subject = "form" if len(names) == 3 else "litigation"
    assert rules(verdict) == [(f"C-EMPTY:{subject}", "error")]


def test_typed_zeros_are_a_good_report() -> None:
    (verdict,) = verdicts(filled_with(0, ("表二", "表三", "表四")))
    assert verdict.status == "pass"


def test_zeros_that_formulas_give_are_not_filled_in() -> None:
    blank: dict[str, object] = {cell.id: "" for cell in NEW.cells if "subtotal" not in cell.id}
    totals = [cell.id for cell in NEW.cells if cell.id in blank and cell.id.endswith("total")]
    report = as_report(NEW, {**blank, **dict.fromkeys(totals, 0)}, totals)  # type: ignore[arg-type]  # cells
    found = evaluate({NEW.id: report}, BOOK).findings
    assert [(one.rule, one.severity) for one in found if one.severity != "info"] == [("C-EMPTY:form", "error")]
    typed = as_report(NEW, {**blank, **dict.fromkeys(totals, 0)})  # type: ignore[arg-type]  # cells
    assert not [
        one for one in evaluate({NEW.id: typed}, BOOK).findings if one.kind == "C-EMPTY" and "active" not in one.rule
    ]


def test_one_figure_is_enough_to_be_filled_in() -> None:
    sheets = filled_with("", ("表三",))
    sheets["表三"][5][3] = 0
    (verdict,) = verdicts(sheets)
    assert not [one for one in verdict.findings if one.kind == "C-EMPTY"]


def test_many_blanks_are_one_finding_with_all_its_cells() -> None:
    sheets = tables()
    for row in sheets["表三"][4:]:
        row[4:9] = ["" if v == 0 else v for v in row[4:9]]
    (verdict,) = verdicts(sheets)
    blanks = [one for one in verdict.findings if one.kind == "C-BLANK"]
    assert [one.rule for one in blanks] == ["C-BLANK:requests"]
    assert len(blanks[0].cells) > 50
    assert f"{len(blanks[0].cells)} 格" in message(blanks[0])


@pytest.mark.parametrize(("blank", "findings"), [(3, 3), (4, 1)])
def test_a_few_blanks_are_named_one_by_one(blank: int, findings: int) -> None:
    sheets = tables()
    sheets["表四"][-1][5 : 5 + blank] = [""] * blank
    (verdict,) = verdicts(sheets)
    assert len([one for one in verdict.findings if one.kind == "C-BLANK"]) == findings


@pytest.mark.parametrize("place", [0, 3], ids=["before", "behind"])
def test_a_hidden_copy_does_not_count_beside_a_visible_table(place: int) -> None:
    sheets = list(tables().items())
    sheets.insert(place, ("旧", tables(9, requests__new__total=99999)["表三"]))
    (verdict,) = verdicts(dict(sheets), hidden=("旧",))
    assert (verdict.status, rules(verdict)) == ("pass", [("A-HIDDEN:requests.surplus", "info")])
    assert "“旧”" in message(verdict.findings[0])


def test_a_table_that_stands_on_a_hidden_sheet_alone_is_checked() -> None:
    (verdict,) = verdicts(tables(requests__new__total=99999), hidden=("表三",))
    assert verdict.status == "fail"
    assert ("A-HIDDEN:requests", "warning") in rules(verdict)


def test_two_visible_copies_are_two_reports() -> None:
    assert len(verdicts({**tables(), "表三 (2)": tables(9)["表三"]})) == 2


@pytest.mark.parametrize("at", range(5, 29))
def test_a_table_broken_at_any_row_is_one_table(at: int) -> None:
    sheets = tables(results__granted__total=7)
    rows = sheets.pop("表三")
    (verdict,) = verdicts({"表二": sheets["表二"], "1": rows[:at], "2": rows[at:], "表四": sheets["表四"]})
    (whole,) = verdicts(tables(results__granted__total=7))
    assert {r for r in rules(verdict) if "R3" in r[0]} == {r for r in rules(whole) if "R3" in r[0]}
    assert verdict.checked == whole.checked


def inserted(at: int, row: list[object]) -> Callable[[dict[str, Rows]], dict[str, Rows]]:
    def change(sheets: dict[str, Rows]) -> dict[str, Rows]:
        sheets["表三"].insert(at, row)
        return sheets

    return change


@pytest.mark.parametrize("at", [9, 14, 26, 29], ids=lambda at: f"row {at + 1}")
def test_a_row_too_many_is_named_with_its_figures(at: int) -> None:
    row = ["", "", "9.属于工作秘密", 5, 0, 0, 0, 0, 0, 5]
    (verdict,) = verdicts(inserted(at, row)(tables()))
    (extra,) = verdict.findings
    assert (extra.kind, extra.severity, verdict.status) == ("RX-EXTRA", "warning", "review")
    assert f"表三!D{at + 1} 填 5" in message(extra)
    assert "工作秘密" in message(extra)


def test_a_figure_without_a_label_is_named() -> None:
    (verdict,) = verdicts(inserted(9, ["", "", "", "", 8])(tables()))
    assert [one.kind for one in verdict.findings] == ["RX-EXTRA"]
    assert "表三!E10 填 8" in message(verdict.findings[0])


@pytest.mark.parametrize("differs", [False, True])
def test_a_row_given_twice(differs: bool) -> None:
    sheets = tables()
    rows = sheets["表三"]
    at = next(r for r, row in enumerate(rows) if "2.重复申请" in row)
    again = list(rows[at])
    if differs:
        again[3] += 4  # type: ignore[operator]  # a count
    rows.insert(at + 1, again)
    (verdict,) = verdicts(sheets)
    (extra,) = [one for one in verdict.findings if one.kind == "RX-EXTRA"]
    assert ("出现了两次" in message(extra), "未知" in message(extra), verdict.status) == (True, differs, "review")
    assert bool(verdict.undecided) is differs


def test_a_row_of_column_numbers_is_no_figure() -> None:
    (verdict,) = verdicts(inserted(4, ["栏次", "", "", 1, 2, 3, 4, 5, 6, 7])(tables()))
    assert verdict.status == "pass"


def test_a_row_split_in_two_gives_neither_and_steals_nothing() -> None:
    old = BOOK.forms["annual2019"]
    figures = dict(balanced(old, Random(2)))
    rows = plain_rows(old, old.tables[0], figures)
    at = next(r for r, row in enumerate(rows) if "其他对外管理服务事项" in row)
    width = len(rows[0])
    rows = [[*row[:1], "", *row[1:]] for row in rows]
    rows[at] = ["其他对外管理服务事项", "行政检查", 4, 0, 250]
    rows.insert(at + 1, ["", "行政确认", 3, 0, 7, *[""] * (width - 4)])
    sheets = {table.name: plain_rows(old, table, figures) for table in old.tables[1:]}
    (verdict,) = check_bytes(
        xlsx([("封面", [["某某局2020年政府信息公开工作年度报告"]]), ("表二", rows), *sheets.items()]), "a.xlsx", BOOK
    )
    found = [message(one) for one in verdict.findings if one.severity == "warning"]
    assert any("没有找到这些行：其他对外管理服务事项" in message for message in found)
    assert [("行政检查" in message, "行政确认" in message) for message in found if "多出一行" in message] == [
        (True, False),
        (False, True),
    ]
    assert not any("行政处罚" in message for message in found)


def test_reports_of_two_years_in_one_file_have_each_its_own_cover() -> None:
    """Whichever stands first: the sheet before its tables says whose they are, and for which year."""
    covers = {year: (f"{year}年封面", [[f"澜川市某某局{year}年政府信息公开工作年度报告"]]) for year in (2023, 2024)}
    both = {
        year: [covers[year], *((f"{name}({year})", rows) for name, rows in tables(year - 2015).items())]
        for year in covers
    }
    for first, second in ((2023, 2024), (2024, 2023)):
        found = check_bytes(xlsx([*both[first], *both[second]]), "a.xlsx", BOOK)
        assert [(one.unit, one.year) for one in found] == [("澜川市某某局", first), ("澜川市某某局", second)]


def test_a_cover_before_many_reports_gives_none_of_them_its_unit() -> None:
    sheets = [(unit, rows) for unit in ("甲镇", "乙镇") for rows in (tables()["表三"],)]
    cover = ("封面", [["澜川县2024年政府信息公开工作年度报告"]])
    found = check_bytes(xlsx([cover, *sheets]), "a.xlsx", BOOK)
    assert [(one.unit, one.year) for one in found] == [(None, 2024), (None, 2024)]
