"""What a proposal must not break: the rules that must hold, and locate nothing themselves (a part above its whole)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from checks.localize.build import locates
from checks.localize.problem import Change
from checks.model.figures import Number
from checks.model.form import Form
from checks.model.report import Report
from checks.model.rule import Rule, Rulebook

_RULES: dict[tuple[str, str], tuple[tuple[int, Rule], ...]] = {}


def acceptance(report: Report, book: Rulebook) -> Callable[[Change], bool]:
    """Return the judge of a change: it refuses one that makes a rule fail which held before."""
    form, rules = report.form, _others(report.form, book)

    def accept(change: Change) -> bool:
        mask = sum(1 << cell for cell, value in change.items() if value is not None)
        for cells, rule in rules:
            if cells & mask and _holds(rule, form, report.numbers, {}):
                after = {cell: value for cell, value in change.items() if value is not None}
                if not _holds(rule, form, report.numbers, after):
                    return False
        return True

    return accept


def _others(form: Form, book: Rulebook) -> tuple[tuple[int, Rule], ...]:
    """The rules of severity error that locate nothing, each with the mask of its cells."""
    key = (book.digest, form.id)
    if key not in _RULES:
        _RULES[key] = tuple(
            (sum({1 << form.index[cell] for linear in (rule.holds, *rule.when) for cell, _ in linear.terms}), rule)
            for rule in book.rules[form.id]
            if rule.severity == "error"
            and not locates(form, rule)
            and (rule.holds.relation != "=" or rule.when or rule.units == "any")
        )
    return _RULES[key]


def _holds(rule: Rule, form: Form, numbers: list[Number], after: Mapping[int, int]) -> bool:
    def value_of(cell: str) -> Number:
        index = form.index[cell]
        return after[index] if index in after else numbers[index]

    return not all(condition.holds(value_of) for condition in rule.when) or rule.holds.holds(value_of)
