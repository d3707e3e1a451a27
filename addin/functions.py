"""The functions of the add-in: thin covers around pure functions, usable on any cells of any workbook.

xlwings makes VBA wrappers of everything decorated here, and takes the docstrings for help texts; nothing else may
stand in this module. Outside of Excel the decorators do nothing. Names are ASCII: an Excel of another language shows
Chinese function names as question marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import xlwings as xw

from addin import sum_words, table_words
from addin.texts_functions import CATEGORY, HELP, NOT_A_FIGURE
from checks.readers.bounds import MAX_ROWS


@xw.func(category=CATEGORY, volatile=False)
@xw.arg("parts", "raw", doc=HELP["parts"])
@xw.arg("total", "raw", doc=HELP["total"])
@xw.arg("labels", "raw", doc=HELP["labels"])
def GJ_ROW(parts: Any, total: Any, labels: Any = None) -> str:  # noqa: N802  # functions of a sheet are capitals
    """一行各项之和是否等于合计。例如 =GJ_ROW(D7:I7,J7,D4:I4)"""  # noqa: D415
    return sum_words.sum_words(_flat(parts), _one(total), _flat(labels))


@xw.func(category=CATEGORY, volatile=False)
@xw.arg("parts", "raw", doc=HELP["parts"])
@xw.arg("total", "raw", doc=HELP["total"])
@xw.arg("labels", "raw", doc=HELP["labels"])
def GJ_COLUMN(parts: Any, total: Any, labels: Any = None) -> str:  # noqa: N802
    """一列各项之和是否等于合计。例如 =GJ_COLUMN(D7:D27,D28,C7:C27)"""  # noqa: D415
    return sum_words.sum_words(_flat(parts), _one(total), _flat(labels))


@xw.func(category=CATEGORY, volatile=False)
@xw.arg("left", "raw", doc=HELP["left"])
@xw.arg("right", "raw", doc=HELP["right"])
def GJ_BALANCE(left: Any, right: Any) -> str:  # noqa: N802
    """左边之和是否等于右边之和。例如 =GJ_BALANCE(D5:D6,D28:D29)"""  # noqa: D415
    return sum_words.balance_words(_flat(left), _flat(right))


@xw.func(category=CATEGORY, volatile=False)
@xw.arg("table", "raw", doc=HELP["table"])
@xw.arg("row", "raw", doc=HELP["row"])
@xw.arg("column", "raw", doc=HELP["column"])
def GJ_CELL(table: Any, row: Any, column: Any) -> str:  # noqa: N802
    """表里一格的校验结果。例如 =GJ_CELL($A$1:$J$29,7,10)"""  # noqa: D415
    place = _place(table, row, column)
    return table_words.cell_verdict(_rows(table), *place) if place else NOT_A_FIGURE


@xw.func(category=CATEGORY, volatile=False)
@xw.arg("table", "raw", doc=HELP["table"])
@xw.arg("row", "raw", doc=HELP["row"])
@xw.arg("column", "raw", doc=HELP["column"])
def GJ_SUGGEST(table: Any, row: Any, column: Any) -> float | str:  # noqa: N802
    """疑似填错的一格应为多少，没有疑问时是空白。例如 =GJ_SUGGEST($A$1:$J$29,7,10)"""  # noqa: D415
    place = _place(table, row, column)
    return table_words.proposal(_rows(table), *place) if place else ""


@xw.func(category=CATEGORY, volatile=False)
@xw.arg("table", "raw", doc=HELP["table"])
def GJ_CHECK(table: Any) -> str:  # noqa: N802
    """整张表的校验结果。例如 =GJ_CHECK(A1:J29)"""  # noqa: D415
    return table_words.table_verdict(_rows(table))


@xw.func(category=CATEGORY, volatile=False)
@xw.arg("table", "raw", doc=HELP["table"])
@xw.arg("rules", "raw", doc=HELP["rules"])
def GJ_RULE(table: Any, rules: Any) -> str:  # noqa: N802
    """几条规则在表上的结果，带疑似填错的一格。例如 =GJ_RULE($A$1:$J$29,"R3-BAL:total")"""  # noqa: D415
    return table_words.rule_verdict(_rows(table), [rule.strip() for rule in str(_one(rules)).split(",")])


def _rows(value: Any) -> Sequence[Sequence[Any]]:
    """The rows of a table: one cell comes as its bare value, a whole column with a million blanks below."""
    return _down_to_the_last(_block(value)[:MAX_ROWS], 0)


def _block(value: Any) -> Sequence[Sequence[Any]]:
    return value if isinstance(value, list | tuple) else ((value,),)


def _down_to_the_last(rows: Sequence[Sequence[Any]], least: int) -> Sequence[Sequence[Any]]:
    """Leave out the blank rows at the end, of which ``least`` rows in all are kept."""
    filled = (r for r in range(len(rows), least, -1) if any(cell not in (None, "") for cell in rows[r - 1]))
    return rows[: next(filled, max(least, 1))]


def _place(table: Any, row: Any, column: Any) -> tuple[int, int] | None:
    """A row and a column, from 1, within the range; None for anything else that a cell may give for them."""
    numbers = [value if isinstance(value, int | float) else 0 for value in (_one(row), _one(column))]
    sizes = (len(table), len(table[0])) if isinstance(table, list | tuple) else (1, 1)
    if not all(1 <= number <= size for number, size in zip(numbers, sizes, strict=True)):
        return None
    return int(numbers[0]), int(numbers[1])


def _flat(value: Any) -> list[Any]:
    """The cells of a range; the blanks at its end count, as far down as a table may reach."""
    return [] if value is None else [cell for row in _down_to_the_last(_block(value), MAX_ROWS) for cell in row]


def _one(value: Any) -> Any:
    return _block(value)[0][0]
