"""From sets of changes to explanations: split into what is independent, worded, and ordered by likelihood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod

from checks.localize.build import Case
from checks.localize.model import Explanation, Group
from checks.localize.neighbourhood import around
from checks.localize.open_values import plausible
from checks.localize.problem import Change
from checks.localize.strategy import Choices
from checks.localize.swaps import swapped_pairs
from checks.localize.typing_errors import Slip, slip
from checks.localize.whole_lines import Line
from checks.model.findings import Finding, Suspect

_ACT = 60  # what one more slip costs, whatever it is
_LINE = 30


@dataclass(frozen=True, slots=True)
class Choice:
    """One explanation before it is worded: a change, and the line that it is if it is one."""

    change: Change
    line: Line | None = None


def explain(one: Case, found: Choices, findings: Sequence[Finding], first: int) -> list[Group]:
    """Word and order the explanations of a case.

    Args:
        one: the case.
        found: what may explain it.
        findings: those that the case may explain: its violated and undecided equalities, remarks about its cells.
        first: the number of the first group.
    """
    reported = one.typed | one.blank | one.unreadable
    rivals = [*(Choice(line.change, line) for line in found.lines), *(Choice(c) for c in (*found.changes, *found.acts))]
    groups: list[Group] = []
    for part in _independent(one, rivals, reported, complete=found.complete):
        number = first + len(groups)
        certain = found.complete and len(part) == 1 and _confirmed(one, part[0].change, reported)
        worded = sorted(
            (_explanation(one, choice, reported, findings, number) for choice in part),
            key=lambda each: (each.cost, len(each.suspects), [suspect.cell.id for suspect in each.suspects]),
        )
        if not any(each.suspects for each in worded):
            continue
        ranked = [_placed(each, number, place, certain=certain) for place, each in enumerate(worded)]
        explained = dict.fromkeys(rule for each in ranked for suspect in each.suspects for rule in suspect.explains)
        groups.append(Group(tuple(ranked), tuple(explained), more=found.capped and len(part) > 1))
    return groups


def _independent(one: Case, rivals: list[Choice], reported: int, *, complete: bool) -> list[list[Choice]]:
    """Split rival explanations into parts that vary independently, so that each can be judged by itself.

    Two wrong cells far apart, one of them certain and the other one of three, are three explanations by pairs;
    a person wants to read of one certain cell, and of three possible ones.
    """
    if any(choice.line for choice in rivals) or not rivals:
        return [rivals] if rivals else []
    common = set(rivals[0].change.items()).intersection(*(choice.change.items() for choice in rivals))
    if common and len(rivals) > 1:  # wrong in every explanation, and always in the same way
        sure = Choice({cell: value for cell, value in rivals[0].change.items() if (cell, value) in common})
        open_ones = [
            Choice({cell: value for cell, value in choice.change.items() if (cell, value) not in common})
            for choice in rivals
        ]
        return [part for some in ([sure], open_ones) for part in _independent(one, some, reported, complete=complete)]
    following = any(cell for choice in rivals for cell in choice.change if not reported >> cell & 1)
    if len(rivals) == 1 and complete and not following:
        pairs = swapped_pairs(one, rivals[0].change)
        return [[Choice(change)] for change in _cell_by_cell(rivals[0].change, pairs)]
    areas = _areas(one, {cell for choice in rivals for cell in choice.change})
    parts: list[list[Choice]] = []
    for area in areas:
        distinct: dict[tuple[tuple[int, int | None], ...], Choice] = {}
        for choice in rivals:
            inside = {cell: value for cell, value in choice.change.items() if area >> cell & 1}
            visible = tuple((cell, value) for cell, value in inside.items() if reported >> cell & 1)
            distinct.setdefault(visible, Choice(inside))
        parts.append(list(distinct.values()))
    whole = {tuple((c, v) for c, v in choice.change.items() if reported >> c & 1) for choice in rivals}
    return parts if prod(len(part) for part in parts) == len(whole) else [rivals]


def _cell_by_cell(change: Change, pairs: Mapping[int, tuple[int, Slip]]) -> Iterator[Change]:
    """Each cell by itself; two that changed places stay together."""
    for cell, value in change.items():
        other = pairs[cell][0] if cell in pairs else cell
        if cell <= other:
            yield {cell: value, other: change[other]}


def _areas(one: Case, changed: Iterable[int]) -> list[int]:
    """Group cells that meet in an equation; returns masks, in the order of the form."""
    areas: list[int] = [1 << cell for cell in sorted(changed)]
    for equation in one.equations:
        mask = equation.up | equation.down
        meeting = [area for area in areas if area & mask]
        if len(meeting) > 1:
            areas = [area for area in areas if not area & mask]
            areas.append(sum(meeting))
    return sorted(areas, key=lambda area: area & -area)


def _confirmed(one: Case, change: Change, reported: int) -> bool:
    """Tell whether each value is fixed, and by two equations at least: one alone cannot tell total from part."""
    if any(value is None for cell, value in change.items() if reported >> cell & 1):
        return False
    rows = one.reduced() if one.problem.free else one.problem.rows
    for cell in change:
        seen = sum((row.up | row.down) >> cell & 1 for row in rows)
        if one.problem.free >> cell & 1:
            seen = sum((row.up | row.down) >> cell & 1 for row in one.problem.rows)
        if reported >> cell & 1 and seen < 2:
            return False
    return True


def _explanation(one: Case, choice: Choice, reported: int, findings: Sequence[Finding], number: int) -> Explanation:
    """Word one explanation: for each cell its slip, and the findings that it accounts for."""
    settled = plausible(one, choice.change) if None in choice.change.values() else choice.change
    change = {cell: value for cell, value in settled.items() if reported >> cell & 1}
    figures = {cell: value for cell, value in settled.items() if value is not None}
    pairs = swapped_pairs(one, change) if len(change) > 1 else {}
    cost, suspects, explained = 0, [], _explained(one, choice.change, change, findings)
    line = choice.line
    if line:
        cost += _ACT + _LINE
    for cell, value in change.items():
        ref = one.report.cell_ref(cell)
        actual = None if one.problem.free >> cell & 1 or one.blank >> cell & 1 else one.report.numbers[cell]
        if line and line.members >> cell & 1:
            reason = line.reason
        elif cell in pairs:
            reason = pairs[cell][1].reason
            cost += pairs[cell][1].cost + (_ACT if pairs[cell][1].cost else 0)
        elif value is not None:
            unreadable = bool(one.unreadable >> cell & 1)
            like = slip(actual, figures[cell], around(one, cell, figures), unreadable=unreadable)
            cost += _ACT + like.cost - (1 if like.cost and around(one, cell).parts else 0)
            reason = like.reason
        if value is not None:
            suspects.append(Suspect(ref, figures[cell], "one_of", explained[cell], reason, number, 0))
    left_open = tuple(one.report.form.cells[cell].label for cell, value in change.items() if value is None)
    cost += 2 * _ACT * len(left_open)
    return Explanation(tuple(suspects), cost, line.reason if line else None, left_open)


def _explained(one: Case, change: Change, visible: Change, findings: Sequence[Finding]) -> dict[int, tuple[str, ...]]:
    """Say for each cell which findings it accounts for.

    An equation in which only a formula's result changes is accounted for by all cells of the change together.
    """
    areas = {equation.rule: equation.up | equation.down for equation in one.equations}
    mine = sum(1 << cell for cell in visible)
    following = sum(1 << cell for cell in change) & ~mine
    result: dict[int, tuple[str, ...]] = {}
    for cell in visible:
        name = one.report.form.cells[cell].id
        rules = [
            finding.rule
            for finding in findings
            if ((area := areas.get(finding.rule, 0)) and (area >> cell & 1 or (not area & mine and area & following)))
            or (finding.rule not in areas and any(ref.id == name for ref in finding.cells))
        ]
        result[cell] = tuple(rules)
    return result


def _placed(each: Explanation, number: int, place: int, *, certain: bool) -> Explanation:
    """The same explanation, each suspect with its place in the ranking."""
    suspects = tuple(
        Suspect(
            suspect.cell,
            suspect.proposed,
            "unique" if certain else "one_of",
            suspect.explains,
            suspect.reason,
            number,
            place,
        )
        for suspect in each.suspects
    )
    return Explanation(suspects, each.cost, each.line, each.left_open)
