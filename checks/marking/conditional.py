"""Marks as conditional formats of a sheet, before the user's own, which stay as they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree

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


def remove_conditions(sheet: Any) -> None:
    """Take out the marks of an earlier check."""
    for rule in list(sheet.iter("{*}cfRule")):
        if any(SIGN in (formula.text or "") for formula in rule.iter("{*}formula")):
            area = rule.getparent()
            area.remove(rule)
            if not len(area):
                area.getparent().remove(area)


def add_conditions(parts: Parts, sheet: Any, marks: Sequence[Mark], formats: Formats) -> None:
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
        area = etree.Element(parts.tag("conditionalFormatting"), sqref=" ".join(places), nsmap=sheet.nsmap)
        rule = etree.SubElement(
            area,
            parts.tag("cfRule"),
            type="expression",
            dxfId=str(formats.mark(look)),
            priority=str(priority),
            stopIfTrue="1",
        )
        etree.SubElement(rule, parts.tag("formula")).text = test.removeprefix("=")
        insert_in_order(sheet, area, SHEET)


def _make_room(sheet: Any, count: int) -> int:
    """Move the user's conditional formats down, in their own order; return the first priority that is free."""
    rules = [rule for rule in sheet.iter("{*}cfRule") if rule.get("priority", "").isdecimal()]
    if any(area.get("pivot") in ("1", "true") for area in sheet.iter("{*}conditionalFormatting")):
        # The pivot table names its conditional formats by their priority: those can't be moved.
        return max((int(rule.get("priority")) for rule in rules), default=0) + 1
    for rule in rules:
        rule.set("priority", str(int(rule.get("priority")) + count))
    return 1
