"""The sheets of an open workbook → the Grids that the batch would read from the saved file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from addin.host import ERRORS
from checks.model.grid import Grid, Special, Value
from checks.readers.bounds import MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, special

if TYPE_CHECKING:
    import xlwings as xw

Block = list[list[Any]]
"""Rows of cells from A1."""


def read_sheets(book: xw.Book) -> list[Grid]:
    """Read every worksheet, each in two calls: one for what it shows, one for its formulas."""
    sheets = list(book.sheets)[:MAX_SHEETS]
    return [grid_of(sheet.name, *blocks(sheet), hidden=not sheet.visible) for sheet in sheets]


def blocks(sheet: xw.Sheet) -> tuple[Block, Block]:
    """Return what a sheet shows, and its formulas, from A1 to the end of what is used, within the bounds of a Grid."""
    used = sheet.used_range
    bottom = min(used.row + used.shape[0] - 1, MAX_ROWS)
    right = min(used.column + used.shape[1] - 1, MAX_COLUMNS)
    area = sheet.range((1, 1), (bottom, right))
    return _rows(area.raw_value, bottom, right), _rows(area.formula, bottom, right)


def _rows(block: Any, height: int, width: int) -> Block:
    """Of one cell a program gives the bare value, of one row or column a flat list."""
    if height == width == 1:
        return [[block]]
    flat = not isinstance(block[0], Sequence) or isinstance(block[0], str)
    if flat:
        return [list(block)] if height == 1 else [[value] for value in block]
    return [list(row) for row in block]


def grid_of(name: str, values: Block, formulas: Block, *, hidden: bool = False) -> Grid:
    """Return the Grid of one sheet.

    Args:
        name: the sheet's.
        values: as an engine gives them, see ``addin.host``.
        formulas: of the same shape.
        hidden: whether nobody sees the sheet.
    """
    rows = [[value_of(value) for value in row] for row in values]
    texts = dict(_formulas(values, formulas))
    for (row, column), text in texts.items():
        if rows[row][column] is None:
            rows[row][column] = Special("uncalculated", f"={text}")
    read: Callable[[], dict[tuple[int, int], str]] | None = partial(dict, texts) if texts else None
    return Grid(rows, name, "sheet", typed=True, hidden=hidden, formulas=frozenset(texts), formula_texts=read)


def _formulas(values: Block, formulas: Block) -> Iterator[tuple[tuple[int, int], str]]:
    """What begins with = and is not shown as it stands: a text may begin with = as well."""
    for r, row in enumerate(formulas):
        for c, formula in enumerate(row):
            if type(formula) is str and formula[:1] == "=" and formula != values[r][c]:
                yield (r, c), formula[1:]


def value_of(value: Any) -> Value:
    """Return a cell's value, as an engine gives it, as a Grid has it."""
    kind = type(value)
    if value is None or value == "":
        return None
    if kind is float or kind is str:
        return value  # type: ignore[no-any-return]  # nearly every cell is one of these
    if kind is int and value in ERRORS:
        return Special("error", ERRORS[value])
    if kind is Decimal:  # what Excel's own object model makes of a cell in a currency format
        return float(value)
    if isinstance(value, dt.datetime):
        return special(value.replace(tzinfo=None))
    return special(value)
