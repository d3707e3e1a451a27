"""A layout met before is known again where it stands lower or further right; what else has changed is looked at."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from checks import rulebook
from checks.documents import documents_in
from checks.locate import locate
from checks.locate.layout_cache import LayoutCache, Outline
from checks.model.form import Form
from checks.model.grid import Grid, Special, Value
from checks.model.held_figures import Held, held_figures
from checks.model.layout import Layout
from checks.readers import read

from ..fixtures.layouts import sheets, xlsx
from ..test_locate import distinct

BOOK = rulebook.load()
FORMS = list(BOOK.forms.values())
ODD: list[Value] = [
    5.0,
    "7",
    "/",
    "备注",
    "国有企业",
    "合计",
    None,
    Special("error", "#REF!"),
    "其中",
    "三、本年度办理结果",
]


def moved(grids: list[Grid], rng: random.Random) -> list[Grid]:
    """The same sheets, each some rows lower and some columns further right."""
    out = []
    for grid in grids:
        right: list[Value] = [None] * rng.randrange(4)
        rows: list[list[Value]] = [[] for _ in range(rng.randrange(4))]
        out.append(replace(grid, rows=rows + [[*right, *row] for row in grid.rows]))
    return out


def changed(grids: list[Grid], rng: random.Random) -> list[Grid]:
    """The same sheets with something else in up to three cells."""
    out = [replace(grid, rows=[list(row) for row in grid.rows]) for grid in grids]
    for _ in range(rng.randrange(4)):
        row = rng.choice([row for grid in out for row in grid.rows if row])
        place = rng.randrange(len(row) + 1)
        row[place : place + rng.randrange(2)] = [rng.choice(ODD)]
    if rng.random() < 0.2:
        rng.choice(out).rows.pop()
    return out


def found(layouts: list[Layout]) -> list[object]:
    return [
        (table.form.id, table.table, table.start, table.spots, table.guessed, table.strays, table.gaps, table.blank)
        for layout in layouts
        for table in layout.tables
    ]


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_what_is_known_again_is_what_would_be_found(form: Form, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(5)
    first = sheets(form, distinct(form))
    warm: dict[str, LayoutCache] = {}
    known_again = 0
    for _ in range(150):
        grids = changed(moved(first, rng), rng)
        monkeypatch.setattr("checks.locate._CACHES", {})
        fresh = locate(grids, BOOK, 2024)
        monkeypatch.setattr("checks.locate._CACHES", warm)
        known = warm.get(BOOK.digest)
        outline = known.outline(grids, known.look(grids), 2024) if known else None
        known_again += bool(known and outline and known.recall_moved(outline))
        assert found(locate(grids, BOOK, 2024)) == found(fresh)
    assert known_again > 20


def held(data: bytes) -> Held:
    (document,) = documents_in(read(data, "a.xlsx").grids, "a.xlsx", "", BOOK)
    return held_figures(document.reports)


def test_a_moved_workbook_gives_its_own_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    form = BOOK.forms["annual2021"]
    rng, moves, shift = random.Random(3), 0, LayoutCache.recall_moved
    warm: dict[str, LayoutCache] = {}

    def counted(self: LayoutCache, outline: Outline) -> list[Layout] | None:
        nonlocal moves
        layouts = shift(self, outline)
        moves += layouts is not None
        return layouts

    for number in range(24):
        grids = sheets(form, {cell: rng.randrange(99) for cell in distinct(form)})
        for grid in grids:
            figures = [(r, c) for r, row in enumerate(grid.rows) for c, v in enumerate(row) if isinstance(v, float)]
            for r, c in rng.sample(figures, number % 3):
                grid.rows[r][c] = rng.choice(["/", 0.5, "12", None])
        data = xlsx([(grid.name, grid.rows) for grid in moved(grids, rng)])  # type: ignore[misc]  # cells
        monkeypatch.setattr("checks.locate._CACHES", {})
        fresh = held(data)
        monkeypatch.setattr("checks.locate._CACHES", warm)
        monkeypatch.setattr(LayoutCache, "recall_moved", counted)
        assert held(data) == fresh
    assert moves > 15
