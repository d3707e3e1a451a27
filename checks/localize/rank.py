"""From sets of changes to explanations: split into what is independent, worded, and ordered by likelihood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from checks.localize.build import Case
from checks.localize.independent import Choice, independent
from checks.localize.model import Explanation, RivalGroup
from checks.localize.neighbourhood import around
from checks.localize.open_values import plausible
from checks.localize.problem import Change
from checks.localize.strategy import Choices
from checks.localize.swaps import swapped_pairs
from checks.localize.typing_errors import TypingError, slip
from checks.model.findings import Finding, Suspect

_ACT = 60  # what one more slip costs, whatever it is
_LINE = 30


def explain(case: Case, choices: Choices, findings: Sequence[Finding], first: int) -> list[RivalGroup]:
    """Word and order the explanations of a case.

    Args:
        case: the case.
        choices: what may explain it.
        findings: those that the case may explain: its violated and undecided equalities, remarks about its cells.
        first: the number of the first group.
    """
    reported = case.typed | case.blank | case.unreadable
    rivals = [
        *(Choice(line.change, line) for line in choices.lines),
        *(Choice(c) for c in (*choices.changes, *choices.acts)),
    ]
    groups: list[RivalGroup] = []
    for part in independent(case, rivals, reported, complete=choices.complete):
        number = first + len(groups)
        certain = choices.complete and len(part) == 1 and _confirmed(case, part[0].change, reported)
        worded = sorted(
            (_explanation(case, choice, reported, findings, number) for choice in part),
            key=lambda each: (each.cost, len(each.suspects), [suspect.cell.id for suspect in each.suspects]),
        )
        if not any(each.suspects for each in worded):
            continue
        ranked = [_placed(each, place, certain=certain) for place, each in enumerate(worded)]
        explained = dict.fromkeys(rule for each in ranked for suspect in each.suspects for rule in suspect.explains)
        groups.append(RivalGroup(tuple(ranked), tuple(explained), more=choices.capped and len(part) > 1))
    return groups


def _confirmed(case: Case, change: Change, reported: int) -> bool:
    """Tell whether each value is fixed, and by two equations at least: one alone cannot tell total from part."""
    if any(value is None for cell, value in change.items() if reported >> cell & 1):
        return False
    rows = case.reduced() if case.problem.free else case.problem.rows
    for cell in change:
        seen = sum((row.up | row.down) >> cell & 1 for row in rows)
        if case.problem.free >> cell & 1:
            seen = sum((row.up | row.down) >> cell & 1 for row in case.problem.rows)
        if reported >> cell & 1 and seen < 2:
            return False
    return True


def _explanation(case: Case, choice: Choice, reported: int, findings: Sequence[Finding], number: int) -> Explanation:
    """Word one explanation: for each cell its slip, and the findings that it accounts for."""
    settled = plausible(case, choice.change) if None in choice.change.values() else choice.change
    change = {cell: value for cell, value in settled.items() if reported >> cell & 1}
    figures = {cell: value for cell, value in settled.items() if value is not None}
    explained = _explained(case, choice.change, change, findings)
    pairs = swapped_pairs(case, change) if len(change) > 1 else {}
    left_open = tuple(case.report.form.cells[cell].label for cell, value in change.items() if value is None)
    cost = 2 * _ACT * len(left_open) + (_ACT + _LINE if choice.line else 0)
    suspects = []
    for cell in (cell for cell, value in change.items() if value is not None):
        if choice.line and choice.line.members >> cell & 1:
            reason = choice.line.reason  # paid for once
        else:
            like = pairs[cell][1] if cell in pairs else _slip(case, cell, figures)
            cost += like.cost + (0 if cell in pairs and not like.cost else _ACT)  # a pair is one act
            reason = like.reason
        ref = case.report.cell_ref(cell)
        suspects.append(Suspect(ref, figures[cell], "one_of", explained[cell], reason, number, 0))
    return Explanation(tuple(suspects), cost, choice.line.reason if choice.line else None, left_open)


def _slip(case: Case, cell: int, figures: Mapping[int, int]) -> TypingError:
    """The likeliest slip in one cell; that of a total costs a little less, so that it comes before its parts."""
    actual = None if (case.problem.free | case.blank) >> cell & 1 else case.report.numbers[cell]
    beside = around(case, cell, figures)
    like = slip(actual, figures[cell], beside, unreadable=bool(case.unreadable >> cell & 1))
    return replace(like, cost=like.cost - 1) if like.cost and beside.parts else like


def _explained(case: Case, change: Change, visible: Change, findings: Sequence[Finding]) -> dict[int, tuple[str, ...]]:
    """Say for each cell which findings it accounts for.

    An equation in which only a formula's result changes is accounted for by all cells of the change together.
    """
    areas = {equation.rule: equation.up | equation.down for equation in case.equations}
    mine = sum(1 << cell for cell in visible)
    following = sum(1 << cell for cell in change) & ~mine
    result: dict[int, tuple[str, ...]] = {}
    for cell in visible:
        name = case.report.form.cells[cell].id
        rules = [
            finding.rule
            for finding in findings
            if ((area := areas.get(finding.rule, 0)) and (area >> cell & 1 or (not area & mine and area & following)))
            or (finding.rule not in areas and any(ref.id == name for ref in finding.cells))
        ]
        result[cell] = tuple(rules)
    return result


def _placed(each: Explanation, place: int, *, certain: bool) -> Explanation:
    """The same explanation, each suspect with its place in the ranking."""
    suspects = tuple(
        suspect._replace(certainty="unique" if certain else "one_of", choice=place) for suspect in each.suspects
    )
    return replace(each, suspects=suspects)
