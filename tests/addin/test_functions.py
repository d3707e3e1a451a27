"""The functions: their words, on any cells, and as fast as a sheet needs them."""

from __future__ import annotations

import io
import time

import openpyxl
import pytest

from addin import functions as gj
from checks.model.grid import column_letters

from .sitting import filled

ROW = ((1.0, 1.0, 1.0, 0.0, 0.0, 1.0),)
NAMES = (("自然人", "企业", "科研", "公益", "法律", "其他"),)


@pytest.mark.parametrize(
    ("parts", "total", "words"),
    [
        (ROW, 4.0, "✓ 平衡"),
        (ROW, 3.0, "合计应为 4，填 3，差 1"),
        (((5.0, 1.0),), 3.0, "合计应为 6，填 3，差 3；第 1 项 5 超过总计 3"),
        (((1.0, None),), 1.0, "✓ 平衡（有空白）"),
        (((1.0, None),), 3.0, "？ 第 2 项空白，还差 2"),
        (((4.0, None),), 3.0, "合计应为 4，填 3，差 1；第 1 项 4 超过总计 3"),
        (((1.0, "０"), (2.0, "1件")), 4.0, "✓ 平衡"),
        (((1.0, "若干"),), 3.0, "？ 第 2 项“若干”不是数字，无法判断"),
        (((1.0, -2146826281),), 3.0, "？ 第 2 项“#DIV/0!”不是数字，无法判断"),
        (((1.5, 2.25),), 3.75, "✓ 平衡"),
        (ROW, None, "？ 总计空白，合计应为 4"),
        (((None, ""),), None, "✓ 平衡（有空白）"),
        (3.0, 3.0, "✓ 平衡"),
        (((1.0,), (2.0,)), 4.0, "合计应为 3，填 4，差 1"),
    ],
)
def test_a_row_or_column_in_words(parts, total, words: str) -> None:
    assert gj.GJ_ROW(parts, total) == gj.GJ_COLUMN(parts, total) == words


def test_parts_are_called_by_their_names() -> None:
    row = ((0.0, 5.0, 0.0, 0.0, 0.0, 0.0),)
    assert gj.GJ_ROW(row, 3.0, NAMES) == "合计应为 5，填 3，差 2；企业 5 超过总计 3"


@pytest.mark.parametrize(
    ("left", "right", "words"),
    [
        (((5.0,), (1.0,)), ((4.0,), (2.0,)), "✓ 平衡"),
        (((5.0,), (1.0,)), ((4.0,), (1.0,)), "左边 6，右边 5，差 1"),
        (((5.0,), (None,)), ((4.0,), (2.0,)), "？ 左边第 2 项空白，还差 1"),
        (((7.0,), (None,)), ((4.0,), (2.0,)), "左边 7，右边 6，差 1"),
    ],
)
def test_a_balance_in_words(left, right, words: str) -> None:
    assert gj.GJ_BALANCE(left, right) == words


def area(data: bytes, sheet: str) -> tuple[tuple[object, ...], ...]:
    workbook = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return tuple(workbook[sheet].iter_rows(min_row=1, max_row=29, max_col=10, values_only=True))


def test_a_whole_table_and_its_cells_in_words() -> None:
    table = area(filled(results__granted__total=4321.0), "表三")
    assert gj.GJ_CHECK(area(filled(), "表三")).startswith("✓ 通过（")
    assert gj.GJ_CHECK(table).startswith("✗ 2 处不符：✗ ")
    assert "最可能是“（一）予以公开·总计”填错，应为 0" in gj.GJ_CHECK(table)
    assert gj.GJ_SUGGEST(table, 7.0, 10.0) == 0.0
    assert gj.GJ_SUGGEST(table, 7.0, 4.0) == ""
    assert gj.GJ_CELL(table, 7.0, 10.0).startswith("这一格最可能填错，应为 0；✗ ")
    assert gj.GJ_CELL(table, 5.0, 4.0) == "✓"
    assert gj.GJ_CELL(table, 1.0, 1.0) == "－ 不是表里的数"
    assert gj.GJ_CHECK((("甲", 1.0), ("乙", 2.0))) == "？ 没有认出表格，请连同表头和行名一起选"


def test_the_verdict_of_a_rule_in_words() -> None:
    table = area(filled(results__granted__total=4321.0, requests__new__total=None), "表三")
    assert "填 4321" in gj.GJ_RULE(table, "R3-ROW:results.granted")
    assert gj.GJ_RULE(table, "R3-ROW:requests.new").startswith("？ ")
    assert gj.GJ_RULE(table, "R3-BAL:commercial, R3-COL:commercial") == "✓"
    assert gj.GJ_RULE(table, "R9-NONE:x") == "？ 没有这条规则"


def test_a_truth_value_is_not_one() -> None:
    """Python holds True for 1, and the memory of tables must not."""
    table = [list(row) for row in area(filled(requests__new__commercial=1.0, results__granted__total=7.0), "表三")]
    said = gj.GJ_CELL(table, 5.0, 5.0)
    table[4][4] = True
    assert gj.GJ_CELL(table, 5.0, 5.0) != said


def test_every_function_explains_itself() -> None:
    for name in (name for name in vars(gj) if name.startswith("GJ_")):
        assert "例如 =" in (vars(gj)[name].__doc__ or ""), name


@pytest.mark.parametrize(
    "place", [(1, -1), (-1, 1), (0, 0), (3, 1), (1, 3), (1e300, 1), ("甲", 1), (None, 1), (2, -9e9)]
)
def test_a_place_outside_of_the_range_is_no_figure(place) -> None:
    """One formula of a received workbook must not hold the program."""
    assert gj.GJ_CELL(((1.0, 2.0), (3.0, 4.0)), *place) == "－ 不是表里的数"
    assert gj.GJ_SUGGEST(((1.0, 2.0), (3.0, 4.0)), *place) == ""


def test_a_whole_column_costs_no_more_than_its_table() -> None:
    table = area(filled(results__granted__total=4321.0), "表三")
    column = (*table, *[(None,) * 10] * 1_048_000)
    start = time.process_time()
    assert gj.GJ_CHECK(column) == gj.GJ_CHECK(table)
    assert gj.GJ_ROW(tuple((row[3],) for row in column), 1.0) != ""
    assert time.process_time() - start < 2


@pytest.mark.parametrize("column", [-1, -2, -26, -(10**9)])
def test_there_is_no_column_before_the_first(column: int) -> None:
    """It has no letters; to look for them never ended once."""
    with pytest.raises(ValueError, match=str(column)):
        column_letters(column)
