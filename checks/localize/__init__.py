"""Findings → Suspects: the fewest cells that explain what does not hold, and how they came to be wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from checks.localize.build import Case, case, components, locates
from checks.localize.model import Diagnosis, Explanation, RivalGroup
from checks.localize.problem import Change
from checks.localize.rank import explain
from checks.localize.strategy import find_choices
from checks.model.figures import Number
from checks.model.findings import Finding
from checks.model.form import Form
from checks.model.report import Report, Reports
from checks.model.rule import Rule, Rulebook

__all__ = ["Diagnosis", "Explanation", "RivalGroup", "diagnose"]


def diagnose(reports: Reports, findings: Sequence[Finding], book: Rulebook) -> Diagnosis:
    """Say which cells are probably wrong, what they should be, and which findings that explains.

    The same input always gives the same answer in the same order.

    Args:
        reports: the document's reports, by form.
        findings: what does not hold in them.
        book: the rules.
    """
    result = Diagnosis()
    for form_id, report in reports.items():
        mine = [finding for finding in findings if finding.form == form_id]
        doubtful = {
            finding.rule for finding in mine if finding.outcome in ("fail", "undecided") and finding.left is not None
        }
        for component in components(report.form, book):
            if any(equation.rule in doubtful for equation in component.equations):
                connected = case(report, component)
                accept = _acceptance(report, book)
                _case(replace(connected, problem=replace(connected.problem, accept=accept)), mine, result)
    return result


def _case(connected: Case, findings: Sequence[Finding], result: Diagnosis) -> None:
    """Diagnose one component of one report."""
    rules = {equation.rule for equation in connected.equations}
    cells = connected.typed | connected.blank | connected.unreadable
    relations = [finding for finding in findings if finding.rule in rules]
    index = connected.report.form.index
    remarks = [f for f in findings if f.kind.startswith("C-") and any(cells >> index[c.id] & 1 for c in f.cells)]
    made = find_choices(connected, accused=any(finding.outcome == "fail" for finding in relations))
    result.groups += explain(connected, made, [*relations, *remarks], len(result.groups))
    result.limited |= made.given_up


_RULES: dict[tuple[str, str], tuple[tuple[int, Rule], ...]] = {}


def _acceptance(report: Report, book: Rulebook) -> Callable[[Change], bool]:
    """The judge of a change: it refuses one that breaks a rule which held, such as a part above its whole."""
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
