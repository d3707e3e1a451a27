"""Findings one a row, as the results workbook and the CSV show them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from checks.language import either
from checks.model.figures import Number
from checks.model.findings import CellRef, Finding, FindingOutcome, Suspect, Verdict
from checks.render import sentences
from checks.render.sentences import inbox
from checks.render.sentences.findings import message
from checks.render.work_items import corrections

_RIVALS = 3  # of rival explanations, so many fit into one cell


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding; what it should be only where a suspect tells.

    Attributes:
        form: the form's id; "" for a finding about the file.
        outcome: not in words.
        cell: ids of the cells that ``place`` names.
    """

    severity: str
    rule: str
    place: str
    stands: str
    should_be: str
    left: Number | None
    right: Number | None
    difference: Number | None
    message: str
    form: str
    outcome: FindingOutcome
    cell: str


def finding_rows(verdict: Verdict) -> Iterator[FindingRow]:
    """Yield a row for each finding of a document, what is located first."""
    for one in corrections(verdict):
        for finding in one.findings:
            yield _row(finding, one.choices)


def _row(finding: Finding, choices: Sequence[Sequence[Suspect]]) -> FindingRow:
    severity = sentences.SEVERITY[finding.severity]
    if finding.outcome == "explained":
        severity = sentences.OUTCOME["explained"]
    sides = finding.left, finding.right, finding.difference
    more = message(finding), finding.form, finding.outcome
    if choices:
        place, stands = _rivals(choices, lambda one: _at(one.cell)), _rivals(choices, lambda one: _stands(one.cell))
        should_be = _rivals(choices, lambda one: sentences.number(one.proposed))
        return FindingRow(severity, finding.rule, place, stands, should_be, *sides, *more, _rivals(choices, _id))
    if finding.cells:
        first = finding.cells[0]
        return FindingRow(severity, finding.rule, _at(first), _stands(first), "", *sides, *more, first.id)
    return FindingRow(severity, finding.rule, "", "", "", *sides, *more, "")


def _rivals(choices: Sequence[Sequence[Suspect]], show: Callable[[Suspect], str]) -> str:
    texts = [either("；", "; ").join(map(show, suspects[:_RIVALS])) for suspects in choices[:_RIVALS]]
    return str(inbox.OR).join(texts) + ("……" if len(choices) > _RIVALS else "")


def _id(suspect: Suspect) -> str:
    return suspect.cell.id


def _at(ref: CellRef) -> str:
    return sentences.at(ref.place, ref.label)


def _stands(ref: CellRef) -> str:
    return ref.text or (sentences.number(ref.value) if ref.value is not None else str(inbox.BLANK))
