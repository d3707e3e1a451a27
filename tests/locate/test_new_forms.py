"""A form that is added as data, next year's or a sibling, leaves the reports of the old forms what they are."""

from __future__ import annotations

from functools import cache

import pytest

from checks import rulebook
from checks.check import check_bytes
from checks.locate import locate
from checks.model.grid import Grid
from checks.model.report import read_reports
from checks.model.rule import Rulebook
from checks.rules.assemble import assemble

from ..fixtures import page_layouts
from ..fixtures.layouts import sheets, unmerged, xlsx
from ..fixtures.page_layouts import misread
from ..test_forms import texts
from ..test_locate import CHANGES, distinct

ROW = '  { id = "other.misc", label = "3.其他", english = "other", group = "other" },\n'
MORE = (
    '  { id = "other.withdrawn", label = "3.申请人撤回申请", english = "withdrawn", group = "other" },\n'
    + ROW.replace("3.", "4.")
)


def next_year() -> str:
    """The form of 2021 with one more row in 表三, for reports of 2026 and later."""
    text = texts()["annual2021.toml"]
    assert ROW in text
    text = text.replace(ROW, MORE).replace("+ other.overdue_fee + ", "+ other.overdue_fee + other.withdrawn + ")
    return text.replace('id = "annual2021"', 'id = "annual2026"').replace("first_year = 2021", "first_year = 2026")


def sibling() -> str:
    """A report on another subject, with one table of its own."""
    return """
id = "website2024"
title = "《政府网站工作年度报表》"
document = "国办函〔2024〕1号（假设）"
subject = "政府网站工作"
first_year = 2024

[[tables]]
id = "website"
name = "网站表"
title = "政府网站工作年度报表"

[[tables.blocks]]
columns = [{ id = "", label = "数量" }]
rows = [
  { id = "site.visits", label = "独立用户访问总量", unit = "个" },
  { id = "site.pages", label = "网站总访问量", unit = "次" },
  { id = "site.posts", label = "信息发布总数", unit = "条" },
]
"""


@cache
def book() -> Rulebook:
    files = texts()
    files["annual2021.toml"] = files["annual2021.toml"].replace(
        "first_year = 2021", "first_year = 2021\nlast_year = 2025"
    )
    return assemble({**files, "annual2026.toml": next_year(), "website2024.toml": sibling()}, "sha256:" + "1" * 64)


def only_report(grids: list[Grid]) -> str:
    layouts = locate(grids, book())
    assert len(layouts) == 1
    (form,) = read_reports(grids, layouts[0])
    return form


@pytest.mark.parametrize("name", ["annual2026", "annual2021", "annual2019", "stat2014", "website2024"])
@pytest.mark.parametrize("change", [lambda rows: rows, *CHANGES], ids=["as printed", *(c.__name__ for c in CHANGES)])
def test_each_form_is_recognised_without_a_year(name: str, change: object) -> None:
    form = book().forms[name]
    assert only_report(sheets(form, distinct(form), change)) == name  # type: ignore[arg-type]  # a change of rows
    assert only_report(unmerged(form, distinct(form))) == name


@pytest.mark.parametrize("name", ["annual2026", "annual2021"])
@pytest.mark.parametrize("layout", page_layouts.LAYOUTS, ids=lambda layout: layout.__name__)
def test_every_layout_is_read_in_its_own_form(layout: object, name: str) -> None:
    form = book().forms[name]
    assert misread(layout, form, distinct(form), book()) == ([], [], [])  # type: ignore[arg-type]  # one of LAYOUTS


def test_a_row_that_is_gone_does_not_make_it_another_form() -> None:
    old = book().forms["annual2021"]
    grids = sheets(old, distinct(old))
    grids[1].rows[:] = [row for row in grids[1].rows if "2.重复申请" not in row]
    assert only_report(grids) == "annual2021"


def test_the_year_decides_where_only_the_end_of_a_table_is_lost() -> None:
    """The first rows of 表三 are the same in all annual forms; undated, the form that misses least is taken."""
    old = book().forms["annual2021"]
    grid = sheets(old, distinct(old))[1]
    grid.rows[20:] = []
    found = {year: locate([grid], book(), year)[0].tables[0].form.id for year in (None, 2020, 2024, 2027)}
    assert found == {None: "annual2019", 2020: "annual2019", 2024: "annual2021", 2027: "annual2026"}


def test_the_sibling_says_itself_whose_it_is() -> None:
    form = book().forms["website2024"]
    rows = [["澜川市某某局2024年政府网站工作年度报表"], *sheets(form, distinct(form))[0].rows]
    (verdict,) = check_bytes(xlsx([("表", rows)]), "a.xlsx", book())  # type: ignore[list-item]  # values of cells
    assert (verdict.forms, verdict.unit, verdict.year) == (("website2024",), "澜川市某某局", 2024)


def test_the_shipped_forms_are_not_touched() -> None:
    assert rulebook.load().digest != book().digest
