"""A sheet is looked at once for all forms: the kinds of its cells, and its rows as lines."""

from __future__ import annotations

import random
from decimal import Decimal

from checks.locate.lines import Piece, TextLine
from checks.locate.row_matching import _are_in_order, _in_order
from checks.locate.sheet import FIGURES, NUMBER, WORDS, Sheet, Texts
from checks.model.figures import is_figure
from checks.model.grid import Grid, Special, Value, is_blank

CELLS: list[Value] = [
    *(None, "", " ", "\u200b", "总计", "甲", "件", "万元", "x" * 70, "7", "12件", "0 0 3", "/", "无", "#REF!"),
    *(0, 3, 2.5, -1.0, float("inf"), float("nan"), Decimal("3.50"), Special("error", "#N/A"), Special("date", "2020")),
]


def sheet_of(*rows: list[Value]) -> Sheet:
    return Sheet(Grid(list(rows)), 0, Texts(frozenset({"总计"})))


def test_each_cell_is_of_one_kind() -> None:
    sheet = sheet_of(CELLS)
    assert sheet.kinds == ["    wwuuwnnnsssnnnnssnxx"]
    assert [kind in FIGURES for kind in sheet.kinds[0]] == [not is_blank(c) and is_figure(c) for c in CELLS]
    assert [(kind == WORDS) for kind in sheet.kinds[0]] == [Piece(c, (0, 0, 0)).is_label for c in CELLS]
    assert sheet.words == {"总计", "甲", "件", "万元"}
    assert all(sheet.numbers(c) == ({0} if sheet.kinds[0][c] == NUMBER else set()) for c in range(len(CELLS)))


def test_a_row_of_a_sheet_has_the_labels_and_figures_of_the_same_cells_in_text() -> None:
    rng = random.Random(1)
    for _ in range(500):
        width, left = rng.randrange(1, 12), rng.randrange(5)
        row = [rng.choice(CELLS) for _ in range(width)]
        columns = tuple(sorted(rng.sample(range(left, left + 8), rng.randrange(1, 8))))
        (line,) = sheet_of(row).lines(0, 1, columns)
        pieces = [Piece(value, (0, 0, c)) for c, value in enumerate(row)]
        text = TextLine([p for p in pieces if p.spot[2] < columns[0] or (p.spot[2] in columns and p.is_figure)])
        assert (line.labels, line.figures, line.cores) == (text.labels, text.figures, text.cores)


def test_lines_that_name_rows_in_order_are_paired_as_they_would_be_by_weighing() -> None:
    rng = random.Random(2)
    for _ in range(300):
        rows = sorted(rng.sample(range(20), rng.randrange(8)))
        weights = {2 * i: {row: float(rng.randrange(-1, 11))} for i, row in enumerate(rows)}
        plain = {j: i for i, known in reversed(weights.items()) for j, weight in known.items() if weight > 0}
        assert list(_in_order(weights, 20).items()) == list(plain.items())
        assert _are_in_order(weights) == (len(plain) == len(weights))
