"""What a workbook's directory says: its sheets in their order, and in which parts everything stands."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from checks.readers.relations import elements, relations

_LARGE = 64 * 1024
"""Bytes of a directory worth remembering: a form's has 1 KB, and 256 sheets 20 KB."""


class Sheet(NamedTuple):
    """A worksheet as the workbook lists it."""

    name: str
    hidden: bool
    part: str


class Workbook(NamedTuple):
    """What the workbook part says; parts are named in lower case, as the package lists them.

    Attributes:
        recalculates: it asks to be calculated anew when it is opened: its stored results may be no results.
    """

    sheets: tuple[Sheet, ...]
    date1904: bool
    recalculates: bool
    strings: str
    styles: str
    theme: str


def find_sheets(workbook: bytes, its_relations: bytes, part: str) -> Workbook:
    """List the worksheets in their order; a sheet of charts or macros is none.

    Args:
        workbook: the workbook part, in UTF-8.
        its_relations: the part that holds its relations.
        part: its name, in lower case.

    Raises:
        InputFileError: one of the two parts isn't well-formed, or names one relation twice.
    """
    if len(workbook) + len(its_relations) > _LARGE:
        return _find_sheets(workbook, its_relations, part)
    return _remembered(workbook, its_relations, part)


def _find_sheets(workbook: bytes, its_relations: bytes, part: str) -> Workbook:
    targets = {target.id: target for target in relations(its_relations, part) if target.target}
    kinds: dict[str, str] = {}
    for target in targets.values():
        kinds.setdefault(target.kind, target.target)
    sheets: list[Sheet] = []
    date1904 = recalculates = False
    for name, attributes in elements(workbook, "workbook/sheets/sheet", "workbook/workbookPr", "workbook/calcPr"):
        if name == "sheet":
            relation = targets.get(attributes.get("r:id", ""))
            if relation is None or relation.kind == "worksheet":
                hidden = attributes.get("state", "visible") != "visible"
                sheets.append(Sheet(attributes.get("name", ""), hidden, relation.target if relation else ""))
        elif name == "workbookPr":
            date1904 = attributes.get("date1904", "0") in ("1", "true")
        else:
            recalculates = attributes.get("fullCalcOnLoad", "0") in ("1", "true")
    strings = kinds.get("sharedStrings", "xl/sharedstrings.xml")
    styles, theme = kinds.get("styles", "xl/styles.xml"), kinds.get("theme", "")
    return Workbook(tuple(sheets), date1904, recalculates, strings, styles, theme)


_remembered = lru_cache(maxsize=64)(_find_sheets)
"""Offices send the same workbook, with the same directory, a hundred times."""
