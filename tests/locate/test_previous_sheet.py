"""上年数据, the sheet of the standard workbook, is last year's report unless another one is given."""

from __future__ import annotations

from random import Random

import pytest

from checks import rulebook
from checks.check import check_bytes
from checks.locate.previous_sheet import previous_spots
from checks.model.findings import Verdict
from checks.model.grid import Grid
from checks.render.sentences.findings import message

from ..fixtures.layouts import Rows, xlsx
from ..fixtures.plain_tables import plain_rows
from ..fixtures.random_reports import balanced

BOOK = rulebook.load()
NEW = BOOK.forms["annual2021"]
FIGURES = balanced(NEW, Random(5))


def sheet(**figures: object) -> tuple[str, Rows]:
    rows: Rows = [["上年数据"], ["把上年报告里的这些数填在 B 列"], ["项目", "上年报告的数"]]
    for rule in BOOK.years["annual2021"]:
        for cell in (name.removeprefix("previous/") for name in rule.cells if name.startswith("previous/")):
            rows.append([NEW.cell(cell).label, figures.get(cell.replace(".", "_"), "")])
    return "上年数据", rows


def verdict(previous: tuple[str, Rows]) -> Verdict:
    tables = [(table.name, plain_rows(NEW, table, FIGURES)) for table in NEW.tables]
    title: tuple[str, Rows] = ("封面", [["某局2024年政府信息公开工作年度报告"]])
    (found,) = check_bytes(xlsx([title, *tables, previous]), "a.xlsx", BOOK)
    return found


def test_an_empty_sheet_says_nothing() -> None:
    assert verdict(sheet()).status == "pass"


def test_figures_that_follow_pass_and_count() -> None:
    carried = FIGURES["requests.carried_in.total"]
    found = verdict(sheet(requests_carried_out_total=carried))
    assert (found.status, found.checked) == ("pass", verdict(sheet()).checked + 1)


@pytest.mark.parametrize("name", ["上年数据", "Sheet9"])
def test_a_figure_that_does_not_follow_is_said_with_both_places(name: str) -> None:
    carried = int(FIGURES["requests.carried_in.total"])
    _, rows = sheet(requests_carried_out_total=carried + 3)
    found = verdict((name, rows))
    (one,) = [one for one in found.findings if one.kind == "R3-CARRY"]
    assert one.outcome == "fail"
    assert f"{name}!B" in message(one)


def test_only_what_is_asked_is_found() -> None:
    _, rows = sheet(requests_carried_out_total=7)
    grids = [Grid([["别的"]]), Grid([list(row) for row in rows])]  # type: ignore[arg-type]  # cells
    at = next(r for r, row in enumerate(rows) if row[1:] == [7])
    assert previous_spots(grids, NEW, {"requests.carried_out.total"}) == {"requests.carried_out.total": (1, at, 1)}
    assert previous_spots(grids, NEW, {"rules.in_force"}) == {}
    assert previous_spots(grids[:1], NEW, {"requests.carried_out.total"}) == {}
