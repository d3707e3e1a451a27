"""Rival explanations → parts that vary independently, so that each can be judged by itself.

Two wrong cells far apart, one of them certain and the other one of three, are three explanations by pairs; a person
wants to read of one certain cell, and of three possible ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod

from checks.localize.build import Case
from checks.localize.equations import CellSet
from checks.localize.problem import Change
from checks.localize.swaps import swapped_pairs
from checks.localize.typing_errors import TypingError
from checks.localize.whole_lines import WholeLine


@dataclass(frozen=True, slots=True)
class Choice:
    """A change that may explain a case, and the whole row or column that it is about, if it is about one."""

    change: Change
    line: WholeLine | None = None


def independent(case: Case, rivals: list[Choice], reported: CellSet, *, complete: bool) -> list[list[Choice]]:
    """Split rival explanations into independent parts, each a list of rivals again.

    Args:
        case: the case.
        rivals: its explanations, each of which satisfies everything.
        reported: the cells that a person is told of; the others follow from them.
        complete: there are no other explanations so small.
    """
    if not rivals:
        return []
    if any(choice.line for choice in rivals):
        return [rivals]
    if len(rivals) == 1:
        return _of_one(case, rivals[0], reported, complete=complete)
    common = set(rivals[0].change.items()).intersection(*(choice.change.items() for choice in rivals))
    if common:  # wrong in every explanation, and always in the same way
        sure = _only(rivals[0], common, inside=True)
        unsure = [_only(choice, common, inside=False) for choice in rivals]
        return [
            *_of_one(case, sure, reported, complete=complete),
            *independent(case, unsure, reported, complete=complete),
        ]
    return _by_areas(case, rivals, reported)


def _of_one(case: Case, choice: Choice, reported: CellSet, *, complete: bool) -> list[list[Choice]]:
    """Split the only explanation: cell by cell where no other is possible and a person is told of each."""
    if not complete or any(cell and not reported >> cell & 1 for cell in choice.change):
        return _by_areas(case, [choice], reported)
    pairs = swapped_pairs(case, choice.change)
    return [[Choice(change)] for change in _cell_by_cell(choice.change, pairs)]


def _by_areas(case: Case, rivals: list[Choice], reported: CellSet) -> list[list[Choice]]:
    """Split explanations by where they change something, if every combination of what they say there is one of them."""
    areas = _areas(case, {cell for choice in rivals for cell in choice.change})
    parts = [_within(rivals, area, reported) for area in areas]
    whole = {_visible(choice.change, reported) for choice in rivals}
    return parts if prod(len(part) for part in parts) == len(whole) else [rivals]


def _only(choice: Choice, common: set[tuple[int, int | None]], *, inside: bool) -> Choice:
    """What an explanation has in common with all others, or what it alone has."""
    return Choice({cell: value for cell, value in choice.change.items() if ((cell, value) in common) == inside})


def _within(rivals: Sequence[Choice], area: CellSet, reported: CellSet) -> list[Choice]:
    """What the explanations say of one area, each different saying once."""
    distinct: dict[tuple[tuple[int, int | None], ...], Choice] = {}
    for choice in rivals:
        inside = {cell: value for cell, value in choice.change.items() if area >> cell & 1}
        distinct.setdefault(_visible(inside, reported), Choice(inside))
    return list(distinct.values())


def _visible(change: Change, reported: CellSet) -> tuple[tuple[int, int | None], ...]:
    return tuple((cell, value) for cell, value in change.items() if reported >> cell & 1)


def _cell_by_cell(change: Change, pairs: Mapping[int, tuple[int, TypingError]]) -> Iterator[Change]:
    """Each cell by itself; two that changed places stay together."""
    for cell, value in change.items():
        other = pairs[cell][0] if cell in pairs else cell
        if cell <= other:
            yield {cell: value, other: change[other]}


def _areas(case: Case, changed: Iterable[int]) -> list[int]:
    """Group cells that meet in an equation; returns masks, in the order of the form."""
    areas: list[int] = [1 << cell for cell in sorted(changed)]
    for equation in case.equations:
        mask = equation.up | equation.down
        meeting = [area for area in areas if area & mask]
        if len(meeting) > 1:
            areas = [area for area in areas if not area & mask]
            areas.append(sum(meeting))
    return sorted(areas, key=lambda area: area & -area)
