"""A table parted by commas whose thousands are parted by commas, too, and nobody has put quotes around them."""

from __future__ import annotations

import time
from random import Random

import pytest

from checks import rulebook
from checks.check import check_bytes
from checks.model.findings import Verdict
from checks.model.grid import Special
from checks.readers import read

from ..fixtures.plain_tables import plain_rows
from ..fixtures.random_reports import balanced

BOOK = rulebook.load()
FORM = BOOK.forms["annual2021"]
HEAD = "项目,自然人,商业企业,科研机构,总计"
LARGE = next(f for seed in range(40) if (f := balanced(FORM, Random(seed)))["requests.new.total"] > 5000)


def rows(*lines: str) -> list[list[object]]:
    (grid,) = read("\n".join([HEAD, *lines]).encode(), "a.csv").grids
    return [list(row) for row in grid.rows[1:]]


def test_a_row_is_put_together_where_its_sum_tells_how() -> None:
    assert rows("新收,1,234,0,6,1,240") == [["新收", "1234", "0", "6", "1240"]]
    assert rows("新收,1,234,567,0,6,1,234,573") == [["新收", "1234567", "0", "6", "1234573"]]
    assert rows("新收,1,234,100,6,1,340") == [["新收", "1234", "100", "6", "1340"]]  # not 234100


def test_what_the_sum_does_not_tell_is_doubtful() -> None:
    (row,) = rows("新收,1,234,100,6,9")
    texts = [cell.text for cell in row[1:] if isinstance(cell, Special)]
    assert texts == ["1234 / 1", "100 / 234100 / 234", "6 / 100", "9 / 6"]


def test_other_rows_stay_as_they_are() -> None:
    for line in ("新收,1,234,5,240", "新收,1,234,0,235,对", "新收,1,234,0,235,0,7", "新收,0,234,0,0,234"):
        assert rows(line) == [line.split(",")]


def test_a_column_that_every_row_has_is_no_thousands() -> None:
    lines = [f"{name},1,100,100,0,{total},1" for name, total in (("甲", 201), ("乙", 202), ("丙", 203))]
    assert rows(*lines) == [line.split(",") for line in lines]


def test_a_label_with_commas_is_one_label() -> None:
    label = "（二）部分公开（区分处理的,只计这一情形,不计其他情形）"
    assert rows(f"{label},1,2,3,6") == [[label.replace(",", "，"), "1", "2", "3", "6"]]
    assert rows(f"{label},1,234,2,3,1,239") == [[label.replace(",", "，"), "1234", "2", "3", "1239"]]


def report(figures: dict[str, object]) -> Verdict:
    lines = ["澜川市2024年政府信息公开工作年度报告"]
    for table in FORM.tables:
        rows_ = plain_rows(FORM, table, figures)  # type: ignore[arg-type]
        lines += [",".join(f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row) for row in rows_]
        lines.append("")
    (verdict,) = check_bytes("\n".join(lines).encode(), "a.csv", BOOK)
    return verdict


def test_a_report_with_such_rows_is_not_accused() -> None:
    verdict = report(
        {**LARGE, "fee.amount_wan": 0, "permit.decisions": 0, "penalty.decisions": 0, "coercion.decisions": 0}
    )
    assert verdict.status == "pass"
    assert "split_thousands" in {finding.rule.partition(":")[2] for finding in verdict.findings}


@pytest.mark.parametrize("cell", ["requests.new.natural_person", "requests.new.total"])
def test_a_wrong_figure_in_such_a_row_is_never_passed(cell: str) -> None:
    assert report({**LARGE, cell: LARGE[cell] + 1}).status in ("fail", "review")


def test_a_figure_that_no_sum_holds_is_to_be_reviewed() -> None:
    verdict = report({**LARGE, "permit.decisions": 12345})
    doubts = [finding for finding in verdict.findings if finding.kind == "C-DOUBT"]
    assert (verdict.status, [one.rule for one in doubts][:1]) == ("review", ["C-DOUBT:permit.decisions"])


def test_a_row_that_may_be_put_together_in_too_many_ways_accuses_nobody() -> None:
    count = ["123,457"] * 4 + ["493,828"]
    header = [f"栏{number}" for number in range(15)]
    row = rows(",".join(header), ",".join(count * 3))[1]
    assert len(row) == len(header)
    assert all(isinstance(cell, Special) for cell in row)


def test_rows_without_end_do_not_take_long() -> None:
    begin = time.process_time()
    rows("甲,乙,丙", *[",".join(["1"] + ["234"] * 199), "1,2"] * 400)
    assert time.process_time() - begin < 5
