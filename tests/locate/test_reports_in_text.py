"""Several reports in one text are several reports, and none of them goes unread."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from checks import rulebook
from checks.check import check_bytes
from checks.model.form import Form

from ..fixtures.plain_tables import plain_rows
from ..fixtures.random_reports import balanced

BOOK = rulebook.load()
FORMS = [BOOK.forms["annual2021"], BOOK.forms["annual2019"]]
UNITS = ("水务局", "青龙镇", "民政局")


def piped(row: list[object]) -> str:
    return "| " + " | ".join(map(str, row)) + " |"


def tabbed(row: list[object]) -> str:
    return "\t".join(map(str, row))


def report(form: Form, number: int, write: Callable[[list[object]], str], change: dict[str, object]) -> list[str]:
    year = form.last_year or 2024
    figures = {**balanced(form, Random(number)), **change}
    lines = [f"澜川市{UNITS[number]}{year}年政府信息公开工作年度报告", ""]
    for table in form.tables:
        lines += [*map(write, plain_rows(form, table, figures)), ""]  # type: ignore[arg-type]
    return lines


@pytest.mark.parametrize("write", [piped, tabbed])
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
@pytest.mark.parametrize("wrong", [0, 1, 2])
def test_each_report_of_a_text_is_judged(form: Form, write: Callable[[list[object]], str], wrong: int) -> None:
    total = balanced(form, Random(wrong))["requests.new.total"]
    changes: list[dict[str, object]] = [{}, {}, {}]
    changes[wrong] = {"requests.new.total": total + 7, "requests.new.research": "O"}  # a row that cannot be read whole
    text = "\n".join(line for n in range(3) for line in report(form, n, write, changes[n]))
    verdicts = check_bytes(text.encode(), "a.txt", BOOK)
    assert [verdict.unit for verdict in verdicts] == [f"澜川市{unit}" for unit in UNITS]
    assert [verdict.status == "pass" for verdict in verdicts] == [n != wrong for n in range(3)]


def test_a_row_that_stands_twice_begins_no_report() -> None:
    form = FORMS[0]
    lines = report(form, 0, piped, {})
    again = next(i for i, line in enumerate(lines) if "二、上年结转" in line)
    verdicts = check_bytes("\n".join([*lines[:again], lines[again], *lines[again:]]).encode(), "a.md", BOOK)
    assert [verdict.status for verdict in verdicts] == ["review"]


def test_a_second_line_of_figures_for_table_four_is_named_wherever_it_stands() -> None:
    form = FORMS[0]
    lines = report(form, 0, piped, {})
    four = plain_rows(form, form.tables[2], {"review.total": 5, "review.upheld": 5})
    text = "\n".join([*lines, "附：行政复议、行政诉讼情况", *map(piped, four)])
    verdicts = check_bytes(text.encode(), "a.md", BOOK)
    assert [verdict.status for verdict in verdicts] != ["pass"]
