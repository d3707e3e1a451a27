"""Marks as conditional formats of a sheet, before the user's own, which stay as they are."""

from __future__ import annotations

from collections.abc import Sequence

from checks.marking.elements import Element
from checks.marking.excel_formulas import SIGN
from checks.marking.formats import Formats
from checks.marking.marks import Look, Mark
from checks.marking.parts import Parts, insert_in_order

SHEET = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection"),
    *("protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells"),
    *("phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins"),
    *("pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors"),
    *("smartTags", "drawing", "legacyDrawing"),
)
"""The order in which a sheet's elements stand, as far as ours."""


def remove_conditions(sheet: Element) -> None:
    """Take out the marks of an earlier check."""
    for rule in list(sheet.every("cfRule")):
        if any(SIGN in formula.text for formula in rule.every("formula")):
            area = rule.parent
            rule.remove()
            if area is not None and not len(area):
                area.remove()


def add_conditions(parts: Parts, sheet: Element, marks: Sequence[Mark], formats: Formats) -> None:
    """Mark cells of a sheet.

    Args:
        parts: the workbook.
        sheet: the root of the sheet's part.
        marks: what to mark in it, the strongest looks decide first.
        formats: the workbook's styles.
    """
    areas: dict[tuple[Look, str], list[str]] = {}
    for mark in marks:
        place = mark.at.a1
        areas.setdefault((mark.look, mark.test), []).append(place)
    first = _make_room(sheet, len(areas))
    # Excel goes by the priority, LibreOffice by the order: each before the last one, and all before the user's.
    for priority, ((look, test), places) in reversed(list(enumerate(areas.items(), first))):
        area = Element(parts.tag("conditionalFormatting"), {"sqref": " ".join(places)})
        looks = {"type": "expression", "dxfId": str(formats.mark(look)), "priority": str(priority), "stopIfTrue": "1"}
        area.add(parts.tag("cfRule"), looks).add(parts.tag("formula"), text=test.removeprefix("="))
        insert_in_order(sheet, area, SHEET)


def _make_room(sheet: Element, count: int) -> int:
    """Move the user's conditional formats down, in their own order; return the first priority that is free."""
    rules = [rule for rule in sheet.every("cfRule") if rule.get("priority").isdecimal()]
    if any(area.get("pivot") in ("1", "true") for area in sheet.every("conditionalFormatting")):
        # The pivot table names its conditional formats by their priority: those can't be moved.
        return max((int(rule.get("priority")) for rule in rules), default=0) + 1
    for rule in rules:
        rule.set("priority", str(int(rule.get("priority")) + count))
    return 1
