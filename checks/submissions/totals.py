"""What the reports of many units add up to, cell by cell, and which of them do not fit together.

Blank is not zero: the sum of a cell that a unit left blank is a lower bound. A total is summed like any other cell
and computed from the summed parts as well; where the two differ, some unit's own report does not add up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TypeAlias

from checks.model.figures import Number
from checks.model.form import Form
from checks.model.rule import Rule
from checks.model.unit import Unit
from checks.rules.totals import totals

Figures: TypeAlias = Mapping[str, Number | None]
"""Cell id → figure; None, or no entry, where the report has no number there."""

_BOUNDS = ("rules.", "normative.")
_NOT_SUMMED = ("pub.total", "pub.normative")  # 主动公开总数 of 2014 counts what several units publish once


@dataclass(frozen=True, slots=True)
class Addend:
    """One unit's report, as it is added.

    Attributes:
        figures: of the report that counts.
        sources: the files that they were read from, and the sha256 of each.
        errors: how many things its own report has to correct.
        older: the figures of the reports that this one replaced.
        last_year: those of the year before.
    """

    unit: Unit
    figures: Figures
    sources: tuple[tuple[str, str], ...] = ()
    errors: int = 0
    older: tuple[Figures, ...] = ()
    last_year: Figures | None = None


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A total whose sum is not the sum of its summed parts.

    Attributes:
        units: those whose own report makes the difference.
    """

    cell: str
    summed: Number
    recomputed: Number
    units: tuple[Unit, ...]


@dataclass(slots=True)
class Total:
    """The sum of some reports.

    Attributes:
        cells: the ids that are added, in the form's order.
        sums: the sum of each cell, blanks left out.
        blanks: the units that a cell's sum lacks; the sum is then a lower bound.
        mismatches: the totals that are not the sum of their parts.
        missing: units of the level whose report is not there.
    """

    form: Form
    addends: tuple[Addend, ...]
    cells: tuple[str, ...]
    sums: dict[str, Number] = field(default_factory=dict)
    blanks: dict[str, tuple[Unit, ...]] = field(default_factory=dict)
    mismatches: list[Mismatch] = field(default_factory=list)
    missing: tuple[Unit, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Tell whether every unit and every figure is in the sum."""
        return not self.missing and not self.blanks


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell in which a printed report is not what its units add up to.

    Attributes:
        is_bound: joint documents are counted by each office that issued them, so that only more than the sum is odd.
        is_open: some unit left the cell blank, and what is printed is no less than the others: nothing is decided.
    """

    cell: str
    printed: Number
    total: Number
    is_bound: bool = False
    is_open: bool = False

    @property
    def difference(self) -> Number:
        """Printed − total."""
        return self.printed - self.total


@cache
def summed_cells(form: Form) -> tuple[str, ...]:
    """Return the cells of a form that are added: no headings, no lines that the form does not print."""
    return tuple(
        cell.id
        for cell in form.cells
        if not cell.heading and not (cell.optional and not form.id.startswith("stat")) and cell.id not in _NOT_SUMMED
    )


def is_bound(cell: str) -> bool:
    """Tell whether a cell counts documents: one issued jointly is counted by each of its offices."""
    return cell.startswith(_BOUNDS)


def add_up(form: Form, rules: Sequence[Rule], addends: Sequence[Addend], missing: Sequence[Unit] = ()) -> Total:
    """Add reports.

    Args:
        form: the form that all of them are in.
        rules: of that form, for the totals in it.
        addends: the reports that count, one a unit.
        missing: the units that should be there and are not.
    """
    cells = summed_cells(form)
    total = Total(form, tuple(addends), cells, missing=tuple(missing))
    sums: dict[str, Number] = dict.fromkeys(cells, 0)
    blanks: dict[str, list[Unit]] = {}
    for addend in addends:
        figures = addend.figures
        for cell in cells:
            value = figures.get(cell)
            if value is None:
                blanks.setdefault(cell, []).append(addend.unit)
            elif value:
                sums[cell] += value
    if form.id.startswith("stat"):  # its lines may be left out, and many are
        blanks = {cell: units for cell, units in blanks.items() if not form.cell(cell).optional}
    total.sums = sums
    total.blanks = {cell: tuple(blanks[cell]) for cell in cells if cell in blanks}
    total.mismatches = _mismatches(total, totals(form, rules))
    return total


def _mismatches(total: Total, parts: Mapping[str, Sequence[str]]) -> list[Mismatch]:
    mismatches = []
    for cell, inner in parts.items():
        if cell not in total.sums or any(part not in total.sums for part in inner):
            continue
        computed = sum(total.sums[part] for part in inner)
        guilty = tuple(addend.unit for addend in total.addends if not _adds_up(addend.figures, cell, inner))
        if guilty or computed != total.sums[cell]:  # two slips that cancel out are two slips
            mismatches.append(Mismatch(cell, total.sums[cell], computed, guilty))
    return mismatches


def _adds_up(figures: Figures, cell: str, parts: Sequence[str]) -> bool:
    """Tell whether a unit's own total is the sum of its parts, as far as they are known."""
    printed = figures.get(cell)
    values = [figures.get(part) for part in parts]
    known = sum(value for value in values if value is not None)
    if printed is None:
        return not known
    return printed == known if None not in values else printed >= known


def differences(total: Total, printed: Figures) -> list[Difference]:
    """Return the cells in which a printed report differs from a sum, in the form's order.

    A cell that the report leaves blank is compared with nothing. Of a cell that counts documents only more than the
    sum is a difference. Where units left a cell blank, its sum is a lower bound, and only less than it contradicts.
    """
    apart = []
    for cell in total.cells:
        value = printed.get(cell)
        if value is None or value == total.sums[cell]:
            continue
        more = value > total.sums[cell]
        if is_bound(cell) and not more:
            continue
        apart.append(Difference(cell, value, total.sums[cell], is_bound(cell), more and cell in total.blanks))
    return apart
