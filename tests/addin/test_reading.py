"""What is read from the screen is what the batch reads from the file."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from addin.reading import grid_of, read_sheets
from checks.model.grid import Grid, Special, is_blank
from checks.readers import read

from ..fakes.program import FakeProgram


def same(one: Grid, other: Grid) -> bool:
    height = max(len(one.rows), len(other.rows))
    width = max((len(row) for row in (*one.rows, *other.rows)), default=0)

    def block(grid: Grid) -> list[list[Any]]:
        rows = [[None if is_blank(value) else value for value in row] for row in grid.rows]
        return [[*row, *[None] * (width - len(row))] for row in (*rows, *[[] for _ in range(height - len(rows))])]

    texts = [grid.formula_texts() if grid.formula_texts else {} for grid in (one, other)]
    return block(one) == block(other) and texts[0] == texts[1] and one.hidden == other.hidden


def test_odd_cells_are_read_as_the_batch_reads_them(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in [
        [
            1,
            2.5,
            "12",
            "０",
            None,
            True,
            dt.datetime(2024, 3, 1),  # noqa: DTZ001  # a workbook knows no time zone
            "#N/A",
            "=SUM(A1:B1)",
            -3,
        ],
        ["", "文字", "0 0 3", "=1/0", 10**14 + 1],
    ]:
        sheet.append(row)
    sheet.merge_cells("A3:C4")
    sheet["A3"] = 7
    workbook.create_sheet("藏").sheet_state = "hidden"
    workbook.save(tmp_path / "x.xlsx")
    data = (tmp_path / "x.xlsx").read_bytes()
    mine, theirs = read_sheets(FakeProgram("x.xlsx", data)), read(data).grids
    assert [grid.name for grid in mine] == [grid.name for grid in theirs] == ["Sheet", "藏"]
    assert all(same(*pair) for pair in zip(mine, theirs, strict=True))


@pytest.mark.parametrize("path", sorted((Path(__file__).parents[2] / "examples").glob("*.xlsx")), ids=lambda p: p.name)
def test_the_examples_are_read_as_the_batch_reads_them(path: Path) -> None:
    mine, theirs = read_sheets(FakeProgram(path)), read(path.read_bytes()).grids
    assert all(same(*pair) for pair in zip(mine, theirs, strict=True))


@pytest.mark.parametrize(
    ("value", "formula", "expected"),
    [
        (Decimal("12.50"), "12.5", 12.5),
        (-2146826246, "=NA()", Special("error", "#N/A")),
        (-2146826246.0, "-2146826246", -2146826246.0),
        ("=1+1", "=1+1", "=1+1"),
        (None, "=A1", Special("uncalculated", "=A1")),
        (False, "FALSE", Special("boolean", "FALSE")),
        (dt.datetime(2024, 3, 1, 8, 30, tzinfo=dt.UTC), "45352", Special("date", "2024-03-01 08:30:00")),
    ],
)
def test_a_cell_as_excel_gives_it(value: Any, formula: str, expected: Any) -> None:
    assert grid_of("表", [[value]], [[formula]]).rows == [[expected]]
