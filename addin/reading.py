"""The sheets of an open workbook → the Grids that the batch would read from the saved file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from addin.seam import ERRORS, Block, Program
from checks.model.grid import Grid, Special, Value
from checks.readers.bounds import MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, special


def read_sheets(program: Program) -> list[Grid]:
    """Read every worksheet, within the bounds of a Grid."""
    sheets = program.sheets()[:MAX_SHEETS]
    return [grid_of(sheet.name, *program.read(sheet.name), hidden=not sheet.visible) for sheet in sheets]


def grid_of(name: str, values: Block, formulas: Block, *, hidden: bool = False) -> Grid:
    """Return the Grid of one sheet.

    Args:
        name: the sheet's.
        values: as a program gives them, see ``addin.seam``.
        formulas: of the same shape.
        hidden: whether nobody sees the sheet.
    """
    rows = [[value_of(value) for value in row[:MAX_COLUMNS]] for row in values[:MAX_ROWS]]
    texts = dict(_formulas(values, formulas))
    for (row, column), text in texts.items():
        if rows[row][column] is None:
            rows[row][column] = Special("uncalculated", f"={text}")
    read: Callable[[], dict[tuple[int, int], str]] | None = partial(dict, texts) if texts else None
    return Grid(rows, name, "sheet", typed=True, hidden=hidden, formulas=frozenset(texts), formula_texts=read)


def _formulas(values: Block, formulas: Block) -> Iterator[tuple[tuple[int, int], str]]:
    """What begins with = and is not shown as it stands: a text may begin with = as well."""
    for r, row in enumerate(formulas[:MAX_ROWS]):
        for c, formula in enumerate(row[:MAX_COLUMNS]):
            if type(formula) is str and formula[:1] == "=" and formula != values[r][c]:
                yield (r, c), formula[1:]


def value_of(value: Any) -> Value:
    """Return a cell's value, as a program gives it, as a Grid has it."""
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
