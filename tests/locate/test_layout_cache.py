"""A layout met before is not looked for again; what could be another layout is."""

from __future__ import annotations

import pytest

from checks import rulebook
from checks.locate import locate
from checks.locate.layout_cache import LayoutCache
from checks.model.grid import Grid, Special, Value

from ..fixtures.layouts import sheets
from ..test_locate import distinct

BOOK = rulebook.load()
NEW = BOOK.forms["annual2021"]


def beside(heading: str, value: Value) -> list[Grid]:
    """The tables, with one more column beside 表三 that holds one value."""
    grids = sheets(NEW, distinct(NEW))
    rows = grids[1].rows
    head = next(r for r, row in enumerate(rows) if "商业企业" in row)
    for r, row in enumerate(rows):
        row.append(heading if r == head else value if r == head + 2 else None)
    return grids


def strays(grids: list[Grid]) -> int:
    return sum(len(table.strays) for layout in locate(grids, BOOK, 2024) for table in layout.tables)


@pytest.mark.parametrize(
    "first",
    [("备注", 5.0), ("国有企业", "/"), ("国有企业", None), ("国有企业", Special("uncalculated", "=1"))],
    ids=["remark", "stroke", "blank", "formula"],
)
def test_a_column_too_many_is_seen_after_a_file_that_looks_nearly_the_same(first: tuple[str, Value]) -> None:
    assert strays(beside(*first)) == 0
    assert strays(beside("国有企业", 5.0)) == 1
    assert strays(beside(*first)) == 0


def test_other_figures_are_the_same_layout() -> None:
    familiar = LayoutCache(BOOK)
    grids, others = sheets(NEW, distinct(NEW)), sheets(NEW, dict.fromkeys(distinct(NEW), 7))
    layouts = locate(grids, BOOK, 2024)
    familiar.remember(familiar.look(grids), 2024, layouts)
    assert familiar.recall(familiar.look(others), 2024) is layouts
    assert familiar.recall(familiar.look(others), 2020) is None
    others[1].hidden = True
    assert familiar.recall(familiar.look(others), 2024) is None


def test_what_is_not_whole_is_not_remembered() -> None:
    familiar = LayoutCache(BOOK)
    grids = sheets(NEW, distinct(NEW))
    del grids[1].rows[9]
    familiar.remember(familiar.look(grids), 2024, locate(grids, BOOK, 2024))
    assert familiar.recall(familiar.look(grids), 2024) is None


@pytest.mark.parametrize(
    ("name", "head", "sign"),
    [("核对", "", ""), ("上年数据", "", ""), ("其他", "本表校验用", ""), ("其他", "", "：")],
    ids=["name", "last year", "heading", "colons"],
)
def test_a_table_on_its_side_is_seen_after_one_that_need_not_be_read(name: str, head: str, sign: str) -> None:
    labels = [row.label for block in NEW.tables[1].blocks for row in block.rows if row.label][:8]

    def unread(name: str, head: str, sign: str) -> list[int]:
        rows: list[list[Value]] = [[head or "本表"], [label + sign for label in labels], [5.0] * len(labels)]
        (layout,) = locate([*sheets(NEW, distinct(NEW)), Grid(rows, name, typed=True)], BOOK, 2024)
        return layout.unread

    for _ in range(2):
        assert unread(name, head, sign) == []
        assert unread("其他", "", "") == [len(NEW.tables)]


def test_wide_sheets_do_not_fill_the_memory() -> None:
    familiar = LayoutCache(BOOK)
    for count in range(12):
        extra = Grid([[float(column) for column in range(300)]] * (300 + count), "其他", typed=True)
        grids = [*sheets(NEW, distinct(NEW)), extra, Grid([[f"{count}件"]], "说明", typed=True)]
        sight = familiar.look(grids)
        familiar.remember(sight, 2024, locate(grids, BOOK, 2024), familiar.outline(grids, sight, 2024))
        assert familiar.recall(sight, 2024) is not None
    cells = [
        sum(len(row) for part in known[1] if isinstance(part, tuple) for row in part) for known in familiar._layouts
    ]
    marks = [len(sheet.marks) for known in familiar._outlines.values() for sheet in known.sheets]
    assert 90_000 < sum(cells) < 600_000
    assert 90_000 <= sum(marks) < 600_000


@pytest.mark.parametrize(("heading", "is_unread"), [("序号", False), ("序 号", False), ("件数", True)])
def test_the_numbers_of_the_lines_of_a_list_are_no_figures(heading: str, is_unread: bool) -> None:
    labels = [row.label for block in NEW.tables[1].blocks for row in block.rows if row.label]
    rows: list[list[Value]] = [["填表要求"], [heading, "栏目"]]
    rows += [[float(number), label] for number, label in enumerate(labels[:8], 1)]
    (layout,) = locate([*sheets(NEW, distinct(NEW)), Grid(rows, "要求", typed=True)], BOOK, 2024)
    assert bool(layout.unread) == is_unread
