"""The strict tokeniser: reads the sheets of .xlsx as every office program writes them, and nothing else.

The stored values are cut out of a sheet's rows; what is left is its plan, which in the next sheet of the same form is
the same again. Whatever is not as usual is for ``full``, which reads all that is legal, at an eighth of the speed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from checks.model.grid import PlannedGrid, SeenOtherwise
from checks.readers.bounds import remembered
from checks.readers.covered import uncover
from checks.readers.date_formats import date_text
from checks.readers.relations import MAIN
from checks.readers.xlsx.conditions import by_condition, may_hide
from checks.readers.xlsx.plan import plan_of
from checks.readers.xlsx.seen import (
    by_format,
    has_low_rows,
    hidden_columns,
    hidden_rows,
    merged_areas,
)
from checks.readers.xlsx.text import UnusualError, decoded
from checks.readers.xlsx.values import MARK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checks.model.grid import Grid, Value
    from checks.readers.xlsx.plan import Plan
    from checks.readers.xlsx.styles import CellFormats

_MOST_TAILS, _LONGEST_TAIL = 8, 20_000
"""Ends of sheets that are remembered with a plan: merged areas, conditional formats, and links that differ."""
_HEAD = re.compile(r"\ufeff?\s*(?:<\?xml[^<>]*\?>\s*)?<worksheet[ >]")


def sheet_cells(
    part: bytes, sources: Mapping[str, Mapping[str, Value]], formats: CellFormats, date1904: bool
) -> tuple[Grid, Plan]:
    """Read a sheet; return it without its name, and what it has in common with others.

    Args:
        part: its XML, in UTF-8.
        sources: for each type of cell, stored value → value; ``values.sources_of`` makes them.
        formats: the workbook's cell formats.
        date1904: where the workbook's dates begin.

    Raises:
        UnusualError: something in it isn't as every office program writes it.
        InputFileError: it has more merged areas than any sheet.
    """
    head, body, tail = _parts_of(decoded(part))
    pieces = _with_inline_texts(body).split("v>")  # <v> and </v> both end so
    plan, values = plan_of(pieces[0::2]), pieces[1::2]
    grid = PlannedGrid([], layout="sheet", typed=True, formulas=plan.formulas)
    try:
        plan.fill(grid, values, sources)
    except LookupError as error:
        raise UnusualError from error
    if not plan.in_use.isdisjoint(formats.dates):
        _mark_dates(grid, plan, formats.dates, date1904)
    hiding = body if plan.hides or has_low_rows(head) else ""
    grid.seen_otherwise = _seen(grid, plan, formats, (head, hiding, tail), values)
    return grid, plan


def _seen(
    grid: PlannedGrid, plan: Plan, formats: CellFormats, text: tuple[str, str, str], values: list[str]
) -> list[SeenOtherwise]:
    """Return where one sees another thing than the cells hold, and blank the covered ones in place.

    Args:
        grid: the sheet.
        plan: of it.
        formats: the workbook's cell formats.
        text: what stands before the rows, the rows if any of them may be hidden, and what stands behind.
        values: the values as stored.
    """
    head, hiding, tail = text
    seen = [SeenOtherwise("hidden_row", row, -1) for row in hidden_rows(hiding, head)] if hiding else []
    seen += [SeenOtherwise("hidden_column", -1, column) for column in sorted(hidden_columns(head))]
    covers, may_hide_figures = plan.tails.get(tail) or _behind(grid, plan, tail)
    if covers:
        seen += uncover(grid.changed(), merged_areas(tail))
    if cells := _formatted(plan, formats, values):
        seen += by_format(cells, grid.rows, formats)
    if formats.conditional or formats.looks or may_hide_figures:
        styles = lambda: {(row, column): style for row, column, _, style in plan.cells()}  # noqa: E731
        seen += by_condition(tail, grid.rows, formats, styles)
    return seen


def _behind(grid: Grid, plan: Plan, tail: str) -> tuple[bool, bool]:
    """Tell whether a merged area covers a cell of a sheet, and whether a conditional format may hide any by itself."""
    areas = merged_areas(tail)
    probe = [row[:] for row in grid.rows] if areas else []
    uncover(probe, areas)
    behind = bool(areas) and probe != grid.rows, may_hide(tail)
    if len(plan.tails) >= _MOST_TAILS:
        plan.tails.clear()
    if len(tail) <= _LONGEST_TAIL:
        plan.tails[tail] = behind
    return behind


def _formatted(plan: Plan, formats: CellFormats, values: list[str]) -> list[tuple[int, int, str]]:
    """Return row, column and format of the cells whose formats may show another thing than they hold, in their order.

    Behind formats that round, only of those that hold a fraction.
    """
    cells, noted = [], formats.noted
    if not plan.in_use.isdisjoint(noted):
        cells = [(row, column, style) for row, column, _, style in plan.cells() if style in noted]
    if not plan.in_use.isdisjoint(formats.rounding) and ("." in (stored := "".join(values)) or "-" in stored):
        fractions = ["." in value or "-" in value for value in values]
        cells += [(row, column, style) for row, column, style in plan.some(fractions) if style in formats.rounding]
    return sorted(cells)


def _with_inline_texts(body: str) -> str:
    """Let texts that stand in their cells, as openpyxl writes them, look like stored values with a mark around them.

    The mark is a character that no XML may hold, so that a text stays one whatever the type of its cell is.
    """
    if "S" not in body or "<is>" not in body:  # a single letter is found ten times as fast, and inlineStr has one
        return body
    body = body.replace('<is><t xml:space="preserve">', "<is><t>").replace("<is><t/></is>", "<is><t></t></is>")
    return body.replace("<is><t>", f"<v>{MARK}").replace("</t></is>", f"{MARK}</v>")


def _parts_of(text: str) -> tuple[str, str, str]:
    """Return what stands before, between and behind ``<sheetData>`` and ``</sheetData>``.

    Before and behind it, comments and the like are looked for; between, they would match nothing.
    """
    start, end = text.find("<sheetData"), text.rfind("</sheetData>")
    if text.startswith("<sheetData/>", start):
        rows, tail = "", text[start + 12 :]
    elif text.startswith("<sheetData>", start) and end > start:
        rows, tail = text[start + 11 : end], text[end + 12 :]
    else:
        raise UnusualError
    head = text[:start]
    if not _is_usual(head) or "<!" in tail or "<sheetData" in tail or not tail.rstrip().endswith("</worksheet>"):
        raise UnusualError
    return head, rows, tail


@remembered
def _is_usual(head: str) -> bool:
    """Tell whether nothing but a worksheet of ours begins here."""
    if not _HEAD.match(head) or "<!" in head or head.find("<?", 2) >= 0 or "<extLst" in head:
        return False
    # Elements of another namespace, or inside of extensions, are none of ours however they are called.
    return head.count(' xmlns="') == 1 and any(f' xmlns="{name}"' in head for name in MAIN)


def _mark_dates(grid: PlannedGrid, plan: Plan, dates: frozenset[str], date1904: bool) -> None:
    """Turn numbers that are shown as dates into Specials, in place."""
    rows = grid.changed()
    for row, column, kind, style in plan.cells():
        if style in dates and kind == "n":
            serial = rows[row][column]
            assert isinstance(serial, float)
            rows[row][column] = date_text(serial, date1904=date1904)
