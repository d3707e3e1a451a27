"""What is told of a workbook by its texts at a glance is what a closer look tells."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from checks import rulebook
from checks.documents import Document, documents_in
from checks.evaluate.prose import paragraphs
from checks.identity import Identity, identify
from checks.locate import labelled
from checks.model.grid import Grid, Value
from checks.previous import own_last_year
from checks.readers import read

from .fixtures.layouts import Rows, sheets, xlsx
from .test_locate import distinct

BOOK = rulebook.load()
FORM = BOOK.forms["annual2021"]
NAME = "云岭市2021.xlsx"
TITLE = "清河镇2024年政府信息公开工作年度报告"
OLD = "云岭市2020年政府信息公开工作年度报告"
CARRIED_OUT = FORM.cell("requests.carried_out.total").label
Named = tuple[str, Rows]


def document(above: Rows, extra: Sequence[Named] = (), hidden: Sequence[str] = ()) -> Document:
    """The form with some rows above its first table, and other sheets before it."""
    first, *rest = [(grid.name, [list[object](row) for row in grid.rows]) for grid in sheets(FORM, distinct(FORM))]
    tables = [(first[0], [*above, *first[1]]), *rest]
    grids = read(xlsx([*extra, *tables], hidden), "a.xlsx").grids
    assert all(grid.shape is not None for grid in grids)
    (one,) = documents_in(grids, NAME, "", BOOK)
    assert one.identity == identify(grids, NAME, BOOK.subjects)
    return one


@pytest.mark.parametrize(
    ("above", "extra", "hidden", "expected"),
    [
        ([[TITLE]], [], [], Identity("清河镇", 2024, "title")),
        ([["清河区"], ["人民政府2024年政府信息公开工作年度报告"]], [], [], Identity("清河区人民政府", 2024, "title")),
        ([["2024年政府信息公开工作年度报告"]], [], [], Identity("云岭市", 2024, "file_name")),
        ([[TITLE], ["填报单位：清河县财政局"]], [], [], Identity("清河县财政局", 2024, "cover")),
        ([[TITLE]], [("封面", [["单位名称", "云岭市水务局"]])], [], Identity("云岭市水务局", 2024, "cover")),
        ([[TITLE]], [("旧", [[OLD]])], ["旧"], Identity("清河镇", 2024, "title")),
        ([[TITLE]], [("说明", [["填"]] * 9 + [[OLD]])], [], Identity("清河镇", 2024, "title")),
        ([["统计期限：2022年1月1日至2022年12月31日"]], [], [], Identity("云岭市", 2022, "file_name")),
    ],
)
def test_a_title_at_a_glance_is_the_one_of_a_closer_look(
    above: Rows, extra: list[Named], hidden: list[str], expected: Identity
) -> None:
    assert document(above, extra, hidden).identity == expected


@pytest.mark.parametrize(
    ("extra", "has_last_year"),
    [
        ([], False),
        ([("去年", [[CARRIED_OUT, 5]])], False),
        ([("上年数据", [[CARRIED_OUT, 5]])], True),
        ([("去年", [["上年数据"], [CARRIED_OUT, 5]])], True),
    ],
)
def test_last_years_figures_are_not_missed(extra: list[Named], has_last_year: bool) -> None:
    here = document([[TITLE]], extra)
    assert here.has_last_year == has_last_year
    assert (own_last_year(here.grids, here.reports, BOOK) is not None) == has_last_year


@pytest.mark.parametrize(
    ("text", "has_sentences"),
    [
        ("备注", False),
        ("（注：2024年的数字请核对，共3件，由办公室填写。）", False),
        ("2024年，本镇共收到政府信息公开申请12件，均已答复。", True),
    ],
)
def test_sentences_are_not_missed(text: str, has_sentences: bool) -> None:
    here = document([[TITLE], [text]])
    assert here.has_sentences == has_sentences
    assert bool(paragraphs(here.grids, here.reports)) == has_sentences


@pytest.mark.parametrize("is_typed", [True, False])
def test_a_table_on_its_side_is_not_excused_by_the_name_of_its_sheet(is_typed: bool) -> None:
    (block, *_) = next(table for table in FORM.tables if table.name == "表三").blocks
    heads = [column.label for column in block.columns]
    rows: list[list[Value]] = [["申请人情况", *heads], *([row.label, *[3.0] * len(heads)] for row in block.rows)]
    side = [list(line) for line in zip(*rows, strict=True)]
    figures = {(r, c) for r, line in enumerate(side) for c, value in enumerate(line) if value == 3.0}
    grid = Grid(side, "核对", formulas=frozenset() if is_typed else frozenset(figures))
    assert labelled([grid], BOOK) == ([0] if is_typed else [])
