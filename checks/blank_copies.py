"""Blank tables beside filled ones: the template was left in the file, and is no second report.

A unit that has not filled in its sheet among those of others is another thing: it has to be said, as an empty report.
"""

from __future__ import annotations

from collections.abc import Sequence

from checks.identity import identify, is_name, unit_in_name, year_of_sheet
from checks.locate import Layout, Located
from checks.locate.choose import reports
from checks.model.figures import read
from checks.model.grid import Grid
from checks.model.located import Position


def without_blank_copies(
    grids: Sequence[Grid], layouts: Sequence[Layout], subjects: Sequence[str], year: int | None, by_name: str | None
) -> tuple[list[Layout], list[str], bool]:
    """Return the reports without the blank tables that are nobody's, and the names of what was left out.

    Args:
        grids: the document.
        layouts: its reports; they stay as they are.
        subjects: what reports are about, by their titles.
        year: of the document.
        by_name: the unit that the file's name tells.

    Returns:
        the reports, the sheets that were left out, and whether these may be another unit's, who has filled in nothing.
    """
    tables = _tables(layouts)
    blank = [table for table in tables if not table.strays and not _filled(grids, table)]
    if not blank or len(blank) == len(tables):
        return list(layouts), [], False
    units = _units(grids, tables, subjects)
    # A blank template's title says 某某镇: that is nobody's report.
    units |= {table.start: "" for table in blank if not is_name(units[table.start])}
    if len(set(units.values()) - {""}) > 1:
        kept = _of_several(layouts, blank, units)
    else:
        kept = _of_one(tables, blank)
        owners = {(units[start], year_of_sheet(grids[start[0]].name, year)) for start in _starts(kept)}
        if len(owners) < len(kept):
            return list(layouts), [], False  # whose they are is not said: the blank ones may be somebody's, too
    there = _tables(kept)
    gone = [table for table in blank if table not in there]
    is_doubtful = not _are_all_known(_named(gone, units), _named(there, units) or {by_name or ""})
    return kept, list(dict.fromkeys(_name(grids, table) for table in gone)), is_doubtful


def _tables(layouts: Sequence[Layout]) -> list[Located]:
    return [table for layout in layouts for table in layout.tables]


def _starts(layouts: Sequence[Layout]) -> list[tuple[int, int]]:
    return [layout.tables[0].start for layout in layouts]


def _named(tables: Sequence[Located], units: dict[tuple[int, int], str]) -> set[str]:
    """Return the units that tables name."""
    return {units[table.start] for table in tables} - {""}


def _are_all_known(units: set[str], known: set[str]) -> bool:
    """Tell whether each of some units is one of those that are known, by a longer or a shorter name."""
    return all(any(own and (own in unit or unit in own) for own in known) for unit in units)


def _of_one(tables: Sequence[Located], blank: list[Located]) -> list[Layout]:
    """Leave out blank tables of which there is a filled one."""
    filled = {table.of.id for table in tables if table not in blank}
    return reports([table for table in tables if table not in blank or table.of.id not in filled])


def _of_several(layouts: Sequence[Layout], blank: list[Located], units: dict[tuple[int, int], str]) -> list[Layout]:
    """Leave out blank reports without a name, or of a unit of which there is a filled one."""
    empty = [all(table in blank for table in layout.tables) for layout in layouts]
    names = [next((name for table in layout.tables if (name := units[table.start])), "") for layout in layouts]
    known = {name for name, is_empty in zip(names, empty, strict=True) if not is_empty}
    if "" in known:
        return list(layouts)
    own = zip(layouts, names, empty, strict=True)
    return [layout for layout, name, is_empty in own if not is_empty or (name and name not in known)]


def _units(grids: Sequence[Grid], tables: Sequence[Located], subjects: Sequence[str]) -> dict[tuple[int, int], str]:
    """Whose each table is, by its sheet, the name of the sheet, or the words before it; "" where nothing says so."""
    units = {}
    behind = 0
    for table in tables:
        here = table.start[0]
        before = identify(grids[min(behind, here) : here + 1], "", subjects).unit
        own = identify(grids[here : here + 1], "", subjects).unit
        units[table.start] = own or unit_in_name(grids[here].name) or before or ""
        behind = here + 1
    return units


def _filled(grids: Sequence[Grid], table: Located) -> bool:
    return any(_is_filled(grids, spot) for spot in table.spots.values())


def _is_filled(grids: Sequence[Grid], spot: Position) -> bool:
    """Tell whether somebody has written something into a cell; the 0 of a formula says nothing."""
    grid, row, column = spot
    reading = read(grids[grid].value(row, column), "signed")
    if reading.state in ("blank", "placeholder", "uncalculated"):
        return False
    return reading.value != 0 or (row, column) not in (grids[grid].formulas or ())


def _name(grids: Sequence[Grid], table: Located) -> str:
    grid, row = table.start
    return grids[grid].name or grids[grid].place(row, 0)
