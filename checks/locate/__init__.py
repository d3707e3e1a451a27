"""Grids → where the figures of each report stand: by labels, never by fixed addresses."""

from __future__ import annotations

from collections.abc import Sequence

from checks.locate.choose import best, joined, reports, settled, visible_first
from checks.locate.header import headers
from checks.locate.layout_cache import LayoutCache, Sight
from checks.locate.lines import TextLine, as_lines
from checks.locate.sheet import Sheet
from checks.locate.sheet_tables import find_in_sheet, find_rows
from checks.locate.text_tables import find_in_lines
from checks.locate.unread import Labels, labels_of_tables, unread_sheets
from checks.model.grid import Grid
from checks.model.layout import Layout
from checks.model.located import Located
from checks.model.rule import Rulebook

__all__ = ["Layout", "Located", "Sight", "labelled", "locate", "look"]


_CACHES: dict[str, LayoutCache] = {}
_LABELS: dict[str, Labels] = {}


def look(grids: Sequence[Grid], book: Rulebook) -> Sight:
    """Return how a document looks, whatever its figures are: all that does not depend on them is told from it.

    Args:
        grids: the document's sheets, or its text.
        book: the forms to look for.
    """
    return _familiar(book).look(grids)


def _familiar(book: Rulebook) -> LayoutCache:
    return _CACHES.get(book.digest) or _CACHES.setdefault(book.digest, LayoutCache(book))


def locate(grids: Sequence[Grid], book: Rulebook, year: int | None = None, sight: Sight | None = None) -> list[Layout]:
    """Find every statutory table in a document.

    Args:
        grids: the document's sheets, or its text.
        book: the forms to look for.
        year: the report year if the title tells it; decides between forms that fit equally well.
        sight: how the document looks, where it is known.

    Returns:
        One layout for each report, in the document's order; none if no table was found.
    """
    familiar = _familiar(book)
    sight = sight or familiar.look(grids)
    layouts = familiar.recall(sight, year)
    if layouts is not None:
        return layouts
    outline = familiar.outline(grids, sight, year)
    layouts = familiar.recall_moved(outline) if outline else None
    if layouts is not None:
        familiar.keep(sight, year, layouts)
        return layouts
    seen = [position for position, grid in enumerate(grids) if not grid.hidden]
    tables = best(joined(_found(grids, seen, familiar)))
    unseen = [position for position, grid in enumerate(grids) if grid.hidden]
    if unseen:
        tables = visible_first([*tables, *best(joined(_found(grids, unseen, familiar)))], grids)
    layouts = [settled(layout, year) for layout in reports(tables)]
    if layouts:
        layouts[0].unread = unread_sheets(grids, tables, _labels(book), sight)
    familiar.remember(sight, year, layouts, outline)
    return layouts


def labelled(grids: Sequence[Grid], book: Rulebook, sight: Sight | None = None) -> list[int]:
    """Return the sheets of a document without tables that hold labels and figures of some form; see ``locate``."""
    return unread_sheets(grids, (), _labels(book), sight or _familiar(book).look(grids))


def _labels(book: Rulebook) -> Labels:
    return _LABELS.get(book.digest) or _LABELS.setdefault(book.digest, labels_of_tables(book))


def _found(grids: Sequence[Grid], positions: Sequence[int], familiar: LayoutCache) -> list[Located]:
    """Every table and every piece of one, in every form that it fits."""
    tables = []
    text = [position for position in positions if grids[position].layout != "sheet"]
    for position in positions:
        if position not in text:
            tables += _in_sheet(grids[position], position, familiar)
    if text:
        lines = [line for position in text for line in as_lines(grids[position], position, familiar.rows)]
        tables += [table for form in familiar.wanted.forms for table in find_in_lines(lines, form)]
    return tables


def _in_sheet(grid: Grid, position: int, familiar: LayoutCache) -> list[Located]:
    wanted = familiar.wanted
    sheet = Sheet(grid, position, familiar.texts)
    tops = {heading: headers(sheet, heading) for heading in wanted.headings}
    tables = [table for form in wanted.forms for table in find_in_sheet(sheet, form, tops)]
    headed = {table.of.id for table in tables}  # by whichever form: the table is there, and in no other form
    text = "".join([word for row in sheet.labels for word in row])
    lines: list[TextLine] | None = None
    for form in wanted.forms:
        missing = {
            table.of.id for table in form if table.of.id not in headed and any(core in text for core in table.telling)
        }
        if missing:  # a header that is not there, or not to be recognised
            lines = as_lines(grid, position, ()) if lines is None else lines
            rest = find_rows(sheet, lines, form, missing)
            tables += rest
            missing -= {table.of.id for table in rest}
            tables += [table for table in find_in_lines(lines, form) if table.of.id in missing]
    return tables
