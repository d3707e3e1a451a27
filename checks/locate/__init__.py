"""Grids → where the figures of each report stand: by labels, never by fixed addresses."""

from __future__ import annotations

from collections.abc import Sequence

from checks.locate.header import labels_of
from checks.locate.layout_cache import Familiar
from checks.locate.lines import Line, as_lines
from checks.locate.sheet_tables import find_in_sheet
from checks.locate.text_tables import find_in_lines
from checks.model.grid import Grid
from checks.model.located import Layout, Located, Spot
from checks.model.rule import Rulebook

__all__ = ["Layout", "Located", "Spot", "locate"]


_FAMILIAR: dict[str, Familiar] = {}


def locate(grids: Sequence[Grid], book: Rulebook, year: int | None = None) -> list[Layout]:
    """Find every statutory table in a document.

    Args:
        grids: the document's sheets, or its text.
        book: the forms to look for.
        year: the report year if the title tells it; decides between forms that fit equally well.

    Returns:
        One layout for each report, in the document's order; none if no table was found.
    """
    familiar = _FAMILIAR.get(book.digest) or _FAMILIAR.setdefault(book.digest, Familiar(book))
    signature = familiar.signature(grids, year)
    layouts = familiar.recall(signature)
    if layouts is None:
        found = _from_sheets(grids, book) + _from_text(grids, book)
        layouts = [_settled(layout, year) for layout in _reports(_best(found))]
        familiar.remember(signature, layouts)
    return layouts


def _from_sheets(grids: Sequence[Grid], book: Rulebook) -> list[Located]:
    found = []
    for position, grid in enumerate(grids):
        if grid.layout != "sheet":
            continue
        labels = labels_of(grid)
        lines: list[Line] | None = None
        for form in book.forms.values():
            here = find_in_sheet(grid, labels, position, form)
            found += here
            missing = {table.id for table in form.tables} - {one.of.id for one in here}
            if missing:  # a header that is not there, or not to be recognised
                lines = as_lines(grid, position, ()) if lines is None else lines
                found += [one for one in find_in_lines(lines, form) if one.of.id in missing]
    return found


def _from_text(grids: Sequence[Grid], book: Rulebook) -> list[Located]:
    text = [(position, grid) for position, grid in enumerate(grids) if grid.layout != "sheet"]
    if not text:
        return []
    known = {
        core
        for form in book.forms.values()
        for table in form.tables
        for block in table.blocks
        for row in block.rows
        for core in row.cores
    }
    lines = [line for position, grid in text for line in as_lines(grid, position, known)]
    return [one for form in book.forms.values() for one in find_in_lines(lines, form)]


def _best(found: list[Located]) -> list[Located]:
    """Of the forms that claim the same figures, keep the one that explains most; ties stay as rivals."""
    kept: list[Located] = []
    for one in sorted(found, key=lambda one: (-one.rows, -one.columns)):
        mine = set(one.spots.values())
        same = next((k for k in kept if not mine.isdisjoint(k.spots.values())), None)  # one cell is one figure
        if same is None:
            kept.append(one)
        elif (same.rows, same.columns) == (one.rows, one.columns):
            same.rivals.append(one)
    return sorted(kept, key=lambda one: one.start)


def _reports(tables: list[Located]) -> list[Layout]:
    """A table that comes a second time begins another report."""
    layouts: list[Layout] = []
    for one in tables:
        if not layouts or any(one.of.id == other.of.id for other in layouts[-1].tables):
            layouts.append(Layout([]))
        layouts[-1].tables.append(one)
    return layouts


def _settled(layout: Layout, year: int | None) -> Layout:
    """Let the tables that belong to one form only, then the year, decide for those that fit several."""
    certain = [one.form for one in layout.tables if not one.rivals]
    for i, one in enumerate(layout.tables):
        choices = [one, *one.rivals]
        by_year = [c for c in choices if year is not None and c.form.holds_for(year)]
        by_others = [c for c in choices if c.form in certain]
        layout.tables[i] = (by_others or by_year or choices)[0]
    return layout
