"""Findings → Suspects: the fewest cells that explain what does not hold, and how they came to be wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from checks.evaluate import Evaluation
from checks.localize.build import Case, case, components
from checks.localize.constraints import acceptance
from checks.localize.model import Diagnosis, Explanation, Group
from checks.localize.rank import explain
from checks.localize.strategy import find_choices
from checks.model.findings import Finding
from checks.model.report import Report
from checks.model.rule import Rulebook

__all__ = ["Diagnosis", "Explanation", "Group", "diagnose"]


def diagnose(reports: Mapping[str, Report], found: Evaluation | Sequence[Finding], book: Rulebook) -> Diagnosis:
    """Say which cells are probably wrong, what they should be, and which findings that explains.

    The same input always gives the same answer in the same order.

    Args:
        reports: the document's reports, by form.
        found: what does not hold in them.
        book: the rules.
    """
    findings = found.findings if isinstance(found, Evaluation) else found
    result = Diagnosis()
    for form_id, report in reports.items():
        mine = [one for one in findings if one.form == form_id]
        doubtful = {one.rule for one in mine if one.outcome in ("fail", "undecided") and one.left is not None}
        for component in components(report.form, book):
            if any(equation.rule in doubtful for equation in component.equations):
                one = case(report, component)
                accept = acceptance(report, book)
                _case(replace(one, problem=replace(one.problem, accept=accept)), mine, result)
    return result


def _case(one: Case, findings: Sequence[Finding], result: Diagnosis) -> None:
    """Diagnose one component of one report."""
    rules = {equation.rule for equation in one.equations}
    cells = one.typed | one.blank | one.unreadable
    relations = [finding for finding in findings if finding.rule in rules]
    index = one.report.form.index
    remarks = [f for f in findings if f.kind.startswith("C-") and any(cells >> index[c.id] & 1 for c in f.cells)]
    failing = [finding.rule for finding in relations if finding.outcome == "fail"]
    made = find_choices(one, accused=bool(failing))
    groups = explain(one, made, [*relations, *remarks], len(result.groups))
    result.groups += groups
    explained = {rule for group in groups for rule in group.explains}
    result.unexplained += [rule for rule in failing if rule not in explained]
    result.limited |= made.given_up
