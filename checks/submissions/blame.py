"""Why a printed sum is not what its units add up to: a unit left out, counted twice, in an old version, or a slip.

Every hypothesis changes the whole sum in a way of its own, a vector over the cells. The difference between what is
printed and the sum is such a vector, too, and so the question is which few of them make it. Vectors are compared by
the sum of their cells with random weights first, so that a pair is found as fast as one alone, and then exactly.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Literal, TypeAlias

from checks.model.figures import Number
from checks.model.rule import Rule
from checks.model.unit import Unit
from checks.rules.totals import totals
from checks.submissions.totals import Addend, Difference, Figures, Total, is_bound

StepKind: TypeAlias = Literal["omitted", "counted_twice", "older_version", "last_year", "own_office", "slip"]

STEP_KINDS: tuple[StepKind, ...] = ("own_office", "omitted", "counted_twice", "older_version", "last_year", "slip")
"""The likeliest first."""

_MOST = 400  # explanations that are kept; units of one figure each have more than anybody reads
_MOST_SLIPS = 3  # cells that may be wrong by themselves, beside a unit or alone
_Vector: TypeAlias = dict[str, Number]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that would have gone wrong.

    Attributes:
        kind: what.
        units: whose report it would be: those of several units with the same figures are told together.
        cells: of a slip, the cells that are wrong by themselves.
    """

    kind: StepKind
    units: tuple[Unit, ...] = ()
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scenario:
    """Things that explain the whole difference if they happened together."""

    steps: tuple[Step, ...]

    @property
    def size(self) -> int:
        """How much would have gone wrong: the units and the single cells."""
        return sum(len(step.cells) or 1 for step in self.steps)


class Blame:
    """Asks about the differences of one sum; what may have gone wrong is worked out once.

    Args:
        total: what the units add up to.
        own_offices: the units that are forgotten most easily: the office that adds up itself.
        summing: reports of units that sum up others, which may have been added beside them.
    """

    def __init__(self, total: Total, own_offices: Sequence[Unit] = (), summing: Sequence[Addend] = ()) -> None:
        self._total, self._own_offices, self._summing = total, own_offices, summing
        self._hypotheses: dict[frozenset[str], list[_Hypothesis]] = {}

    def explain(self, differences: Sequence[Difference]) -> list[Scenario]:
        """Return every smallest explanation of a printed report's differences, the likeliest first.

        Of a difference in one cell two units are named as well, behind those where one is enough.

        Differences that decide nothing (a blank stands in the cell) are left out. Cells that count documents, where
        joint ones may be counted twice, and cells that a unit left blank only put likelier explanations first; they are
        asked themselves where nothing else differs.
        """
        decided = [one for one in differences if not one.is_open]
        loose = {one.cell for one in decided if one.is_bound or one.cell in self._total.blanks}
        exact: _Vector = {one.cell: one.difference for one in decided if one.cell not in loose}
        bounds: _Vector = {one.cell: one.difference for one in decided if one.cell in loose}
        target, cells = (exact, _exact_cells(self._total)) if exact else (bounds, frozenset(bounds))
        if not target:
            return []
        answers = list(islice(_smallest(target, self._about(cells)), _MOST))
        smallest = min((len(made) + len(slips) for made, slips in answers), default=0)
        answers = [(made, slips) for made, slips in answers if made or len(slips) <= max(smallest, 1)]
        order = {kind: position for position, kind in enumerate(STEP_KINDS)}

        def likelihood(answer: _Answer) -> tuple[int, int, list[int]]:
            made, slips = answer
            missed = sum(bounds.get(cell, 0) != _summed(made, cell) for cell in bounds) if exact else 0
            kinds = [order[one.kind] for one in made] + [order["slip"]] * bool(slips)
            return len(made) + len(slips), missed, sorted(kinds)

        return [_explanation(made, slips) for made, slips in sorted(answers, key=likelihood)]

    def _about(self, cells: frozenset[str]) -> list[_Hypothesis]:
        if cells not in self._hypotheses:
            self._hypotheses[cells] = _hypotheses(self._total, cells, self._own_offices, self._summing)
        return self._hypotheses[cells]


class _Hypothesis:
    """One thing that may have gone wrong, and how it changes the sum."""

    __slots__ = ("kind", "sign", "units", "vector", "weight", "whole")

    def __init__(self, kind: StepKind, unit: Unit, vector: _Vector, whole: Figures | None, sign: int) -> None:
        self.kind, self.units, self.vector = kind, [unit], vector
        self.weight = _weight(vector)
        self.whole, self.sign = whole, sign


def _exact_cells(total: Total) -> frozenset[str]:
    return frozenset(cell for cell in total.cells if not is_bound(cell) and cell not in total.blanks)


def _hypotheses(
    total: Total, cells: frozenset[str], own_offices: Sequence[Unit], summing: Sequence[Addend]
) -> list[_Hypothesis]:
    """All single things; those of one kind that change the sum alike are one, with all their units."""
    hypotheses: dict[tuple[StepKind, frozenset[tuple[str, Number]]], _Hypothesis] = {}

    def add(kind: StepKind, unit: Unit, vector: _Vector, whole: Figures | None = None, sign: int = 1) -> None:
        if vector:
            key = (kind, frozenset(vector.items()))
            if key in hypotheses:
                hypotheses[key].units.append(unit)
            else:
                hypotheses[key] = _Hypothesis(kind, unit, vector, whole, sign)

    for addend in total.addends:
        unit, plain = addend.unit, {c: v for c, v in addend.figures.items() if v and c in cells}
        kind: StepKind = "own_office" if unit in own_offices else "omitted"
        add(kind, unit, {c: -v for c, v in plain.items()}, addend.figures, -1)
        add("counted_twice", unit, plain, addend.figures)
        for older in addend.older:
            add("older_version", unit, _instead(older, plain, cells))
        if addend.last_year is not None:
            add("last_year", unit, _instead(addend.last_year, plain, cells))
    for addend in summing:
        plain = {c: v for c, v in addend.figures.items() if v and c in cells}
        add("counted_twice", addend.unit, plain, addend.figures)
    return list(hypotheses.values())


def _instead(other: Figures, plain: Mapping[str, Number], cells: frozenset[str]) -> _Vector:
    """How a sum changes that has other figures of a unit than those that count."""
    vector = {cell: (other.get(cell) or 0) - plain.get(cell, 0) for cell in {*other, *plain} if cell in cells}
    return {cell: value for cell, value in vector.items() if value}


_Answer: TypeAlias = tuple[list[_Hypothesis], tuple[str, ...]]
"""The things that would have gone wrong, and the cells that would be wrong by themselves."""


def _smallest(target: _Vector, hypotheses: list[_Hypothesis]) -> Iterator[_Answer]:
    """All smallest explanations: one unit; or two, or one and a cell; or one and a few cells. A few cells alone, too.

    Cells that are wrong by themselves explain any small difference, and so they end no search. Nor does one unit end
    it where the difference is in one cell: townships of one figure each are many, and two of them look like a third.
    """
    if len(target) <= _MOST_SLIPS:
        yield [], tuple(target)
    answers: list[_Answer] = [([one], ()) for one in _equal(target, hypotheses)]
    is_enough = bool(answers)
    if not is_enough or len(target) == 1:
        answers += ((pair, ()) for pair in _pairs(target, hypotheses))
    if not is_enough:
        answers += (([one], cells) for one, cells in _with_slips(target, hypotheses, 1))
    for slips in range(2, _MOST_SLIPS + 1):
        if not answers and len(target) > slips:
            answers += (([one], cells) for one, cells in _with_slips(target, hypotheses, slips))
    yield from answers


def _equal(target: _Vector, hypotheses: Sequence[_Hypothesis]) -> list[_Hypothesis]:
    weight = _weight(target)
    return [one for one in hypotheses if one.weight == weight and one.vector == target]


def _pairs(target: _Vector, hypotheses: Sequence[_Hypothesis]) -> Iterator[list[_Hypothesis]]:
    """Two different things that make the difference; a thing may happen to two units with the same figures."""
    by_weight: dict[Number, list[int]] = defaultdict(list)
    for position, one in enumerate(hypotheses):
        by_weight[one.weight].append(position)
    whole = _weight(target)
    for position, first in enumerate(hypotheses):
        for other in by_weight.get(whole - first.weight, ()):
            second = hypotheses[other]
            if other < position or (other == position and len(first.units) < 2):
                continue
            if not _contradict(first, second) and _sum_of(first.vector, second.vector) == target:
                yield [first, second]


def _contradict(first: _Hypothesis, second: _Hypothesis) -> bool:
    """Tell whether two things can only have gone wrong with one and the same unit, which happens in one way."""
    return first is not second and len({*first.units, *second.units}) == 1


def _sum_of(first: _Vector, second: _Vector) -> _Vector:
    both = {cell: first.get(cell, 0) + second.get(cell, 0) for cell in {*first, *second}}
    return {cell: value for cell, value in both.items() if value}


def _with_slips(
    target: _Vector, hypotheses: Sequence[_Hypothesis], slips: int
) -> Iterator[tuple[_Hypothesis, tuple[str, ...]]]:
    """One thing, and exactly so many cells that it does not explain; a report of no more cells is no help."""
    for hypothesis in hypotheses:
        vector = hypothesis.vector
        if abs(len(vector) - len(target)) > slips or len(vector) < slips:
            continue
        rest = []
        for cell, value in vector.items():
            if target.get(cell, 0) != value:
                rest.append(cell)
                if len(rest) > slips:
                    break
        else:
            rest += (cell for cell in target if cell not in vector)
            if len(rest) == slips:
                yield hypothesis, tuple(rest)


def _summed(made: Sequence[_Hypothesis], cell: str) -> Number:
    return sum((one.whole.get(cell) or 0) * one.sign for one in made if one.whole is not None)


def _explanation(made: Sequence[_Hypothesis], slips: tuple[str, ...]) -> Scenario:
    steps = [Step(one.kind, tuple(one.units)) for one in made]
    if slips:
        steps.append(Step("slip", cells=slips))
    return Scenario(tuple(steps))


def _weight(vector: Mapping[str, Number]) -> Number:
    return sum(value * _weight_of(cell) for cell, value in vector.items())


@cache
def _weight_of(cell: str) -> int:
    """A number of its own for each cell, the same in every run."""
    return random.Random(cell).getrandbits(61)  # noqa: S311  # equal weights are compared exactly afterwards


@dataclass(frozen=True, slots=True)
class Remainder:
    """What speaks against it that a printed sum has the report of those that are missing beside those that are there.

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
    """Look at what a printed sum has more than the units that are there as if it were the report of those missing.

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
