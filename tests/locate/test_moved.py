"""A layout met before is known again where it stands lower or further right; what else has changed is looked at."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from checks import rulebook
from checks.locate import locate
from checks.locate.layout_cache import LayoutCache
from checks.model.form import Form
from checks.model.grid import Grid, Special, Value
from checks.model.located import Layout

from ..fixtures.layouts import sheets
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
