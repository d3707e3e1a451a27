"""From what was found to reports: pieces joined, one form chosen for each table, one layout for each report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checks.model.form import Form
from checks.model.grid import Grid
from checks.model.layout import Layout
from checks.model.located import Located, Position


def joined(parts: Iterable[Located]) -> list[Located]:
    """Put pieces of one table together and drop what is too little to be one.

    Pieces of the same form follow one another in the document (over sheets, over the tables of a page) and give
    different cells of it. A cell that comes a second time begins the same table of another report.

    Args:
        parts: whole tables and pieces, of any forms; those that others are joined to are changed.
    """
    tables: list[Located] = []
    current: dict[tuple[str, int], Located] = {}
    for part in sorted(parts, key=lambda part: (part.form.id, part.start)):
        key = (part.form.id, part.table)
        first = current.get(key)
        if first is not None and first.spots.keys().isdisjoint(part.spots):
            first.absorb(part)
            continue
        if first is not None and not part.is_enough and not first.missing:
            continue  # a few lines of a table that is whole already
        if first is not None:
            for other in [other for other in current if other[0] == part.form.id]:
                del current[other]  # another report has begun
        current[key] = part
        tables.append(part)
    return [table for table in tables if table.is_enough]


def best(tables: Iterable[Located]) -> list[Located]:
    """Of the forms that claim the same figures, keep the one that explains most and misses least.

    Those that explain as many rows stay as rivals, for the year to decide.
    """
    kept: list[tuple[Located, set[Position]]] = []
    for table in sorted(tables, key=_score, reverse=True):
        mine = table.claims
        same = next((k for k, claims in kept if not mine.isdisjoint(claims)), None)  # one cell is one figure
        if same is None:
            kept.append((table, mine))
        elif same.rows == table.rows and same.columns == table.columns:
            same.rivals.append(table)
    return sorted([table for table, _ in kept], key=lambda kept_table: kept_table.start)


def _score(table: Located) -> tuple[int, int, int]:
    return table.rows - len(table.missing), table.rows, table.columns - len(table.missing_columns)


def visible_first(tables: Sequence[Located], grids: Sequence[Grid]) -> list[Located]:
    """Leave out tables on hidden sheets that a visible sheet has, too; the visible one remembers them."""
    seen = [visible for visible in tables if not grids[visible.start[0]].hidden]
    kept = list(seen)
    for table in tables:
        if table in seen:
            continue
        same = [other for other in seen if other.of.id == table.of.id]
        for other in same[:1]:
            other.surplus.append(table.start[0])
        if not same:
            kept.append(table)
    return sorted(kept, key=lambda kept_table: kept_table.start)


def reports(tables: Iterable[Located]) -> list[Layout]:
    """A table that comes a second time begins another report."""
    layouts: list[Layout] = []
    for table in tables:
        if not layouts or any(table.of.id == other.of.id for other in layouts[-1].tables):
            layouts.append(Layout([]))
        layouts[-1].tables.append(table)
    return layouts


def settled(layout: Layout, year: int | None) -> Layout:
    """Choose a form for each table that fits several.

    Of those that explain as many rows, the one of the year, though it may miss more (a part of the form is lost);
    else the one that misses least; of equals the one that the other tables are of, then that of the year, then the
    one that is in force: a single table of last month is likelier than one of six years ago.
    """
    tops = [_best_of([table, *table.rivals], year) for table in layout.tables]
    certain: list[Form] = [top[0].form for top in tops if len(top) == 1]
    for i, top in enumerate(tops):
        by_others = [c for c in top if c.form in certain]
        in_force = [c for c in top if c.form.last_year is None]
        layout.tables[i] = (by_others or _of_year(top, year) or in_force or top)[0]
    return layout


def _best_of(rivals: list[Located], year: int | None) -> list[Located]:
    """Return those that explain most; if none of them is of the year, the first that is."""
    top = [c for c in rivals if _score(c) == _score(rivals[0])]
    if year is None or _of_year(top, year):
        return top
    return _of_year(rivals, year)[:1] or top


def _of_year(tables: list[Located], year: int | None) -> list[Located]:
    return [table for table in tables if year is not None and table.form.holds_for(year)]
