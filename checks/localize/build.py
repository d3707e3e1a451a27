"""A report and its rules → the equations that a diagnosis works on, one component after the other.

Only equalities of counts that must hold (severity error, no condition) locate anything, and only those in which each
cell counts once; what else must hold is heeded by ``constraints``. Two of them belong together if they speak of one
cell; a component without a violated equality is never touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from checks.localize.equations import CellSet, EquationRow, bits, cells, contract
from checks.localize.problem import Change, Problem
from checks.model.form import Form
from checks.model.report import Report
from checks.model.rule import Rule, Rulebook

_READABLE = ("number", "blank", "placeholder")


@dataclass(frozen=True, slots=True)
class Equation:
    """One equality of a form: ``up`` adds up to what ``down`` adds up to.

    Attributes:
        rule: its id.
        up: the cells that count for it, ``down`` those that count against it.
        sides: the cells of the left and of the right side, as the rule is written.
    """

    rule: str
    up: CellSet
    down: CellSet
    sides: tuple[CellSet, CellSet]


@dataclass(frozen=True, slots=True)
class Component:
    """Equalities that hang together, and the cells that they speak of.

    Attributes:
        members: the cells, in the order of the form; ``mask`` is the same as a set.
        lines: its rows and columns, in the order of the form: the name, whether it is a row, the cells.
    """

    equations: tuple[Equation, ...]
    members: tuple[int, ...]
    mask: CellSet
    lines: tuple[tuple[str, bool, CellSet], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One component of one report, ready for the search.

    Attributes:
        equations: those that apply, one for each row of ``problem``.
        typed: cells that hold a figure somebody typed.
        blank: cells that hold nothing and could be filled in.
        unreadable: cells that hold something without a value.
        formulas: cells that hold formulas: they follow from others.
    """

    report: Report
    component: Component
    equations: Sequence[Equation]
    problem: Problem
    typed: CellSet
    blank: CellSet
    unreadable: CellSet
    formulas: CellSet

    def restricted(self, changeable: CellSet) -> Problem:
        """Return the problem with only these cells, and the free ones, left to change."""
        keep = changeable | self.problem.free
        rows = [row.restricted(keep, row.lacks) for row in self.problem.rows]
        return replace(self.problem, rows=rows, forced=self.problem.forced & keep)

    def reduced(self) -> list[EquationRow]:
        """Return the rows that are left once all free cells are eliminated: what really tests the others."""
        rows: list[EquationRow] = list(self.problem.rows)
        for cell in cells(self.problem.free & self.problem.columns()):
            bit = 1 << cell
            pivot = next((row for row in rows if (row.up | row.down) & bit), None)
            if pivot is not None:
                broken, whole = contract(rows, (), pivot, bit)
                rows = [*broken, *whole]
        return rows


_COMPONENTS: dict[tuple[str, str], tuple[Component, ...]] = {}


def components(form: Form, book: Rulebook) -> tuple[Component, ...]:
    """Return the components of a form's equalities; worked out once in a process."""
    key = (book.digest, form.id)
    if key not in _COMPONENTS:
        equations = [_equation(form, rule) for rule in book.rules[form.id] if locates(form, rule)]
        _COMPONENTS[key] = tuple(_components(form, equations))
    return _COMPONENTS[key]


def locates(form: Form, rule: Rule) -> bool:
    """Tell whether a rule is an equality that a diagnosis works on."""
    terms = tuple(rule.holds.terms)
    return (
        rule.severity == "error"
        and rule.holds.relation == "="
        and not rule.when
        and rule.units == "any"
        and not rule.holds.constant
        and len(dict(terms)) == len(terms)
        and all(abs(c) == 1 and form.cell(cell).kind == "count" for cell, c in terms)
    )


def _equation(form: Form, rule: Rule) -> Equation:
    left, right = (bits(form.index[cell] for cell, _ in side.terms) for side in (rule.holds.left, rule.holds.right))
    return Equation(
        rule.id,
        up=bits(form.index[cell] for cell, c in rule.holds.terms if c > 0),
        down=bits(form.index[cell] for cell, c in rule.holds.terms if c < 0),
        sides=(left, right),
    )


def _components(form: Form, equations: Sequence[Equation]) -> Iterator[Component]:
    groups: list[tuple[CellSet, list[Equation]]] = []
    for equation in equations:
        mask, members = equation.up | equation.down, [equation]
        apart = []
        for other_mask, others in groups:
            if other_mask & mask:
                mask, members = mask | other_mask, others + members
            else:
                apart.append((other_mask, others))
        groups = [*apart, (mask, members)]
    for mask, members in sorted(groups, key=lambda group: group[0] & -group[0]):
        inside = tuple(cells(mask))
        yield Component(tuple(sorted(members, key=equations.index)), inside, mask, tuple(_lines(form, inside)))


def _lines(form: Form, inside: Iterable[int]) -> Iterator[tuple[str, bool, CellSet]]:
    lines: dict[tuple[int, ...], CellSet] = {}
    for cell in inside:
        at = form.cells[cell]
        for key in ((at.table, at.block, 0, at.row), (at.table, at.block, 1, at.column)):
            lines[key] = lines.get(key, 0) | 1 << cell
    for (table, block, across, position), mask in sorted(lines.items()):
        of = form.tables[table].blocks[block]
        if mask.bit_count() > 1:
            yield (of.columns if across else of.rows)[position].short, not across, mask


@dataclass(slots=True)
class _Held:
    """What the cells of a component hold; see ``Case`` and ``Problem``. ``absent``: not in the document."""

    absent: CellSet
    formulas: CellSet
    blank: CellSet = 0
    unreadable: CellSet = 0
    forced: CellSet = 0


def _held(report: Report, component: Component) -> _Held:
    """Say of every cell of a component what it holds."""
    form = report.form
    held = _Held(bits(cell for cell in component.members if cell not in report.spots), formulas=0)
    if any(grid.formulas for grid in report.grids):
        held.formulas = bits(cell for cell in cells(component.mask & ~held.absent) if report.is_formula(cell))
    for cell in sorted(report.irregular):
        bit, state = 1 << cell, report.irregular[cell].state
        if not component.mask & bit & ~(held.absent | held.formulas):
            continue
        if state == "number":
            held.forced |= 0 if _is_count(report.numbers[cell]) else bit
        elif state not in _READABLE:
            held.unreadable |= bit
        elif form.cells[cell].optional:
            held.absent |= bit
        else:
            held.blank |= bit
    return held


def _is_count(value: object) -> bool:
    return isinstance(value, int) and value >= 0


def case(report: Report, component: Component) -> Case:
    """Say of every cell of a component what it holds and whether it may change."""
    lost = bits(cell for cell in component.members if cell not in report.spots and not report.form.cells[cell].optional)
    held = _held(report, component)
    equations = [
        equation
        for equation in component.equations
        if not (equation.up | equation.down) & held.absent
        or all(side & ~held.absent for side in equation.sides if side)
    ]
    # No whole number stands for what is none, and no cell may hold -1: the cell has to change.
    values = [number if isinstance(number, int) else -1 for number in report.numbers]
    problem = Problem(
        [_row(equation, values, held.absent & ~lost) for equation in equations],
        values,
        free=held.unreadable | held.formulas | lost,
        forced=held.forced,
        lowest=bits(cell for cell in component.members if values[cell] <= 0),
    )
    typed = component.mask & ~(held.absent | held.blank | held.unreadable | held.formulas)
    return Case(report, component, equations, problem, typed, held.blank, held.unreadable, held.formulas)


def _row(equation: Equation, values: Sequence[int], fixed: CellSet) -> EquationRow:
    """The row of an equation in which the cells of ``fixed`` do not change."""
    lacks = sum(values[cell] for cell in cells(equation.up)) - sum(values[cell] for cell in cells(equation.down))
    return EquationRow(equation.up & ~fixed, equation.down & ~fixed, lacks)


def counted(change: Change, case: Case) -> tuple[int, ...]:
    """Return the cells of a change that cost something: neither free nor following from others."""
    return tuple(cell for cell in change if not case.problem.free >> cell & 1)
