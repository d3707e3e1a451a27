"""Verdicts → the lines of the results sheet: one a finding, errors first, with suspect, proposal and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from addin import texts
from checks.model.findings import Finding, Suspect, Verdict, rivals_of
from checks.model.grid import CellAddress
from checks.render import sentences
from checks.render.sentences.explaining import weight
from checks.render.sentences.findings import problem, said
from checks.render.sentences.reasons import reason

_SHOWN = 3
"""Of rival explanations, so many stand in a line; 查看诊断 tells them all."""


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One finding as the sheet shows it.

    Attributes:
        weight: 逻辑性, 核实性, 提示 or 已说明.
        place: of the finding's first cell: ``表三!J7``; "" for a finding about the file.
        problem: what does not hold.
        suspect: which cell is probably wrong, in words.
        proposed: what that cell should be, if there is one answer.
        advice: what to do.
        target: the cell to go to: the suspect if there is one explanation, or else the first cell.
        cell: the id of that cell.
    """

    weight: str
    place: str
    problem: str
    left: float | None
    right: float | None
    suspect: str
    proposed: float | None
    advice: str
    rule: str
    target: CellAddress | None
    cell: str


def result_rows(verdicts: Sequence[Verdict], rivals: int = _SHOWN) -> list[ResultRow]:
    """Return one row a finding, in the order in which they are to be worked through.

    Args:
        verdicts: on all reports of a workbook.
        rivals: of rival explanations, so many are told.
    """
    return [
        _line(finding, list(_explaining(finding, verdict)), rivals)
        for verdict in verdicts
        for finding in verdict.findings
    ]


def _explaining(finding: Finding, verdict: Verdict) -> Iterator[list[Suspect]]:
    """The rival explanations of a finding, the likeliest first; each is a list of cells to change together."""
    for choices in rivals_of(verdict.suspects):
        if any(finding.rule in one.explains for suspects in choices for one in suspects):
            yield from choices
            return


def _line(finding: Finding, choices: list[list[Suspect]], rivals: int) -> ResultRow:
    first = choices[0][0] if choices else None
    cell = first.cell if first and len(choices) == 1 else finding.cells[0] if finding.cells else None
    alone = len(choices) == 1 and len(choices[0]) == 1
    return ResultRow(
        weight=weight(finding),
        place=finding.cells[0].place if finding.cells else "",
        problem=_problem(finding),
        left=None if finding.left is None else float(finding.left),
        right=None if finding.right is None else float(finding.right),
        suspect=_suspects(choices, rivals),
        proposed=float(first.proposed) if first and alone else None,
        advice=finding.definition.instruction,
        rule=finding.rule,
        target=cell.workbook_cell if cell else None,
        cell=cell.id if cell else "",
    )


def _problem(finding: Finding) -> str:
    """What does not hold, and what the unit has said of it; what to do has a column of its own."""
    return said(problem(finding), finding)


def _suspects(choices: list[list[Suspect]], rivals: int) -> str:
    if not choices:
        return ""
    named = [
        str(sentences.TOGETHER).join(
            sentences.most_likely(one.cell, one.proposed, reason(one.reason)) for one in suspects
        )
        for suspects in choices[:rivals]
    ]
    if len(choices) == 1:
        return named[0]
    more = sentences.more_choices(len(choices) - rivals) if len(choices) > rivals else ""
    return texts.one_of(named) + more
