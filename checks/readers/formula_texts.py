"""Formulas as Excel writes them, whatever the file's own notation: ``SUM(C5:H5)``, without the equals sign."""

from __future__ import annotations

import re
from functools import partial
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

from checks.model.grid import Area, Departure, Grid, Place, SeenOtherwise, column_letters
from checks.model.plain_sums import plain_sum
from checks.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LONGEST = 8192
"""Characters of a formula, by Excel's own limit."""
_EXTERNAL = pattern(r"\[\d+\]|\[[^\[\]]*\.(?:xl\w{1,2}|ods|et|csv)\]|\[[^\[\]]*#", re.IGNORECASE)
_CHANGING = pattern(r"\b(?:RAND|RANDBETWEEN|RANDARRAY|NOW|TODAY|WEBSERVICE|RTD)\(", re.IGNORECASE)
_LARGEST, _MOST_ADDED = 2_000, 1_000_000  # cells that one sum adds, and all sums of a sheet
_DEEPEST = 8  # results of results that rest on another workbook

_OPEN_REFERENCE = pattern(r"\[([^\[\]]*)\]")
_OWN_CELLS = pattern(r"\.(\$?[A-Z]{1,3}\$?\d+)(?::\.(\$?[A-Z]{1,3}\$?\d+))?", re.IGNORECASE)

_R1C1 = pattern(r"""("[^"]*"|'[^']*')|(?<![A-Za-z0-9_.\])])R(\[-?\d+\]|\d+)?C(\[-?\d+\]|\d+)?(?![A-Za-z0-9_.(\[])""")


def from_open_formula(formula: str) -> str:
    """Return a formula of OpenDocument: ``of:=SUM([.C5:.H5];[.J5])`` is ``SUM(C5:H5,J5)``.

    Cells of other files keep the square brackets around what names them.
    """
    text = formula[:_LONGEST].partition("=")[2]

    def reference(match: re.Match[str]) -> str:
        own = _OWN_CELLS.fullmatch(match[1])
        if own is not None:
            return f"{own[1]}:{own[2]}" if own[2] else own[1]
        sheet, _, cells = match[1].rpartition(".")
        return match[0] if "#" in match[1] or not sheet else f"{sheet.removeprefix('$')}!{cells}"

    return _OPEN_REFERENCE.sub(reference, text).replace(";", ",")


def from_r1c1(formula: str, place: Place) -> str:
    """Return a formula of SpreadsheetML: in D7, ``=SUM(RC[1]:R9C9)`` is ``SUM(E7:$I$9)``.

    Args:
        formula: as written.
        place: the row and the column that it stands in, from 0.
    """

    def address(match: re.Match[str]) -> str:
        if match[1]:
            return match[1]
        row, column = (_index(match[part], own) for part, own in ((2, place[0]), (3, place[1])))
        if row < 0 or column < 0:
            return "#REF!"
        down, right = ("" if not written or "[" in written else "$" for written in (match[2], match[3]))
        return f"{right}{column_letters(column)}{down}{row + 1}"

    return _R1C1.sub(address, formula[:_LONGEST].removeprefix("="))


def _index(written: str | None, own: int) -> int:
    if not written:
        return own
    return own + int(written[1:-1]) if written[0] == "[" else int(written) - 1


def give_formulas(grid: Grid, texts: Mapping[Place, str]) -> None:
    """Let a sheet know its formulas, which are at hand already; "" for one whose text cannot be told."""
    grid.formulas = frozenset(texts)
    grid.formula_texts = partial(_given, texts) if texts else None


def _given(texts: Mapping[Place, str]) -> Mapping[Place, str]:
    return texts


def unvouched(grid: Grid, *, recalculates: bool = False) -> list[SeenOtherwise]:
    """Return the numbers of a sheet that formulas took from another workbook, or that shall be calculated anew.

    Args:
        grid: a sheet that is read already, formulas too.
        recalculates: whether the workbook itself asks for its results to be calculated when it is opened.
    """
    if grid.formula_texts is None:
        return []
    texts = grid.formula_texts()
    outside, unsure = _doubts(texts)
    if not (outside or unsure or recalculates):
        return []
    rows, doubts = grid.rows, []
    for place in texts if recalculates else sorted(outside | unsure):
        kind: Departure | None = "external" if place in outside else "recalculated" if place in unsure else None
        if kind is None and plain_sum(texts[place]) is None:
            kind = "recalculated"
        row, column = place
        if kind and row < len(rows) and column < len(rows[row]) and isinstance(rows[row][column], int | float):
            doubts.append(SeenOtherwise(kind, row, column, f"={texts[place]}"))
    return doubts


_Doubts: TypeAlias = "tuple[Mapping[Place, str], set[Place], set[Place]]"
_DOUBTS: dict[int, _Doubts] = {}
_MOST_REMEMBERED = 64


def _doubts(texts: Mapping[Place, str]) -> tuple[set[Place], set[Place]]:
    """Return the formulas that rest on other workbooks, and those whose results nobody can rely on.

    The sheets of one form share their formulas, which are looked through once.
    """
    known = _DOUBTS.get(id(texts))
    if known is None or known[0] is not texts:
        unsure = {place for place, formula in texts.items() if _changes(formula) or _is_circle(place, formula)}
        known = (texts, _outside(texts), unsure)
        if len(_DOUBTS) >= _MOST_REMEMBERED:
            _DOUBTS.clear()
        if len(texts) <= _LARGEST:  # a form has 300
            _DOUBTS[id(texts)] = known
    return known[1], known[2]


def _changes(formula: str) -> bool:
    """Tell whether a result changes with the time, by chance, or with what another program says."""
    return ("(" in formula and _CHANGING.search(formula) is not None) or ("|" in formula and "!" in formula)


def _is_circle(place: Place, formula: str) -> bool:
    """Tell whether a plain sum adds the cell that it stands in."""
    row, column = place
    return any(
        term.number is None and term.area[0] <= row <= term.area[2] and term.area[1] <= column <= term.area[3]
        for term in plain_sum(formula) or ()
    )


def _outside(texts: Mapping[Place, str]) -> set[Place]:
    """Return the formulas that name another workbook, and the sums of such."""
    outside = {place for place, formula in texts.items() if "[" in formula and _EXTERNAL.search(formula)}
    if not outside:
        return outside
    sums = {place: areas for place, formula in texts.items() if (areas := _added(formula))}
    if sum(_size(area) for areas in sums.values() for area in areas) > _MOST_ADDED:
        return set(texts)  # beyond all measure: none of them is relied on
    for _ in range(_DEEPEST):
        more = {
            place
            for place, areas in sums.items()
            if place not in outside and any(cell in outside for area in areas for cell in _cells(area))
        }
        if not more:
            break
        outside |= more
    return outside


def _added(formula: str) -> list[Area]:
    """Return the areas that a plain sum adds."""
    areas = [term.area for term in plain_sum(formula) or () if term.number is None]
    return [area for area in areas if _size(area) <= _LARGEST]


def _size(area: Area) -> int:
    top, left, bottom, right = area
    return (bottom - top + 1) * (right - left + 1)


def _cells(area: Area) -> Iterator[Place]:
    top, left, bottom, right = area
    return product(range(top, bottom + 1), range(left, right + 1))
