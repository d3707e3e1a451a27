"""Which figures of a form are sums of others: what a fill-in workbook computes, and a review workbook asks for."""

from __future__ import annotations

from collections.abc import Sequence

from checks.model.form import Form
from checks.model.rule import Rule


def totals(form: Form, rules: Sequence[Rule]) -> dict[str, tuple[str, ...]]:
    """Return each total of a form with its parts, in the form's order.

    A corner that a row and a column both add up to takes the row; either gives the same.
    """
    parts: dict[str, tuple[str, ...]] = {}
    for rule in rules:
        sides = rule.holds
        plain = sides.relation == "=" and len(sides.left.terms) > 1 and len(sides.right.terms) == 1
        if plain and rule.severity == "error" and not rule.when and not rule.optional:
            parts.setdefault(sides.right.terms[0][0], tuple(cell for cell, _ in sides.left.terms))
    return {cell: parts[cell] for cell in form.index if cell in parts}
