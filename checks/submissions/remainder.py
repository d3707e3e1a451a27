"""What a printed sum has more than the units that are there: could it be the report of those that are missing?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checks.model.rule import Rule
from checks.rules.totals import totals
from checks.submissions.totals import Difference, Total, is_bound


@dataclass(frozen=True, slots=True)
class Remainder:
    """What speaks against it.

    Attributes:
        negative: cells in which those who are there already have more than is printed.
        unbalanced: totals of the difference that are not the sum of their parts.
    """

    negative: tuple[str, ...] = ()
    unbalanced: tuple[str, ...] = ()

    @property
    def is_report(self) -> bool:
        """Tell whether the difference is a balanced report."""
        return not self.negative and not self.unbalanced


def remainder(total: Total, differences: Sequence[Difference], rules: Sequence[Rule]) -> Remainder:
    """Look at the difference as if it were a report.

    Args:
        total: the sum of those who are there.
        differences: where the printed report differs.
        rules: of the form: equalities that every report must keep.
    """
    rest = {one.cell: one.difference for one in differences if not one.is_open}
    negative = tuple(cell for cell, value in rest.items() if value < 0 and not is_bound(cell))
    parts = totals(total.form, rules)
    unbalanced = [c for c, inner in parts.items() if rest.get(c, 0) != sum(rest.get(part, 0) for part in inner)]
    for rule in rules:
        holds = rule.holds
        if rule.severity == "error" and holds.relation == "=" and not rule.when and not rule.optional:
            whole = sum(factor * rest.get(cell, 0) for cell, factor in holds.terms)
            first = next(iter(rule.cells), "")
            if whole and first not in unbalanced:
                unbalanced.append(first)
    return Remainder(negative, tuple(unbalanced))
