"""The one figure whose change would repair its row and its column at once; only where totals are typed."""

from __future__ import annotations

from checks.model.rule import Rule
from workbook_templates.native import TOLERANCE
from workbook_templates.sheets import TableSheet
from workbook_templates.verdicts import Stored


def suspect_formula(cell: str, sheet: TableSheet) -> str:
    """Return the formula that tells (1) whether the figure is the suspect; "" if no two sums meet in it.

    The gaps of its sums agree, and no other sum of the table fails. A part that is too small leaves left − right
    negative, a total that is too large does too; so gaps are compared with the sign that the cell has in the rule.
    """
    sums = [rule for rule in sheet.own_sums if cell in rule.cells]
    if len(sums) < 2:
        return ""
    gaps = [_signed_gap(cell, rule, sheet) for rule in sums]
    tests = [f"ABS({gaps[0]})>={TOLERANCE}", *(f"ABS({gaps[0]}-{gap})<{TOLERANCE}" for gap in gaps[1:])]
    return f"=IF({sheet.of_sheet()[1]}={len(sums)},IF(AND({','.join(tests)}),1,0),0)"


def failing_sums(sheet: TableSheet) -> str:
    """Return the formula text that counts the sums of a table that fail."""
    cells = [sheet.computation(rule)[5] for rule in sheet.rules]
    return f"SUM({cells[0]}:{cells[-1]})"


def suspects(sheet: TableSheet, stored: Stored) -> set[str]:
    """Return the figures that the formulas will accuse."""
    failing = [rule for rule in sheet.own_sums if stored.judgement(rule).outcome == "fail"]
    cells = set()
    for cell in sheet.figures:
        sums = [rule for rule in sheet.own_sums if cell in rule.cells]
        gaps = {_gap(cell, rule, stored) for rule in sums}
        if len(sums) >= 2 and sums == failing and len(gaps) == 1:
            cells.add(cell)
    return cells


def _gap(cell: str, rule: Rule, stored: Stored) -> object:
    left, right = stored.side(rule.holds.left), stored.side(rule.holds.right)
    return left - right if _is_part(cell, rule) else right - left


def _signed_gap(cell: str, rule: Rule, sheet: TableSheet) -> str:
    left, right = sheet.computation(rule)[:2]
    return f"({left}-{right})" if _is_part(cell, rule) else f"({right}-{left})"


def _is_part(cell: str, rule: Rule) -> bool:
    return any(name == cell for name, _ in rule.holds.left.terms)
