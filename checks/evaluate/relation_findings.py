"""A judgement on a relation → a Finding: its operands with their cells and values, and both sides."""

from __future__ import annotations

from collections.abc import Mapping

from checks.evaluate.relations import Judgement
from checks.model.findings import CellRef, Finding, Operand
from checks.model.report import Reports
from checks.model.rule import Rule


def relation_finding(
    rule: Rule, judgement: Judgement, reports: Reports, elsewhere: Mapping[str, CellRef] | None = None
) -> Finding:
    """Say where a relation fails or cannot be decided.

    Args:
        rule: the rule.
        judgement: on it.
        reports: of this document, by form.
        elsewhere: figures of another document, by the names that the rule has for them.
    """
    others = elsewhere or {}
    names = dict.fromkeys(rule.cells)
    every = (Operand(n, others[n]) if n in others else _operand(rule, n, reports) for n in names)
    operands = [operand for operand in every if operand is not None]
    unknown = set(judgement.unknown)
    return Finding(
        rule=rule.id,
        form=rule.form,
        # An undecided rule accuses nobody: the blank is to be filled in, then it is decided.
        severity=rule.severity if judgement.outcome == "fail" or rule.severity == "info" else "warning",
        outcome="undecided" if judgement.outcome == "undecided" else "fail",
        cells=tuple(operand.cell for operand in operands if operand.lack != "missing"),
        left=judgement.left,
        right=judgement.right,
        definition=rule,
        operands=tuple(op if op.name in unknown else Operand(op.name, op.cell) for op in operands),
        needed=judgement.needed,
    )


def _operand(rule: Rule, name: str, reports: Reports) -> Operand | None:
    """One term; None where the document has nothing in that form."""
    form, _, cell_id = name.rpartition("/")
    report = reports.get(form or rule.form)
    if report is None:
        return None
    cell = report.form.cell(cell_id)
    if cell.index not in report.spots:
        return Operand(name, CellRef(cell.id, None, cell.label, None, ""), "missing")
    return Operand(name, report.cell_ref(cell.index), report.reading(cell.index).state)
