"""A report and its rules → the equations that a diagnosis works on, one component after the other.

Only equalities that must hold (severity error, no condition) locate anything. Two of them belong together if they
speak of one cell; a component without a violated equality is never touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from checks.localize.equations import Row, cells, contract
from checks.localize.problem import Change, Problem
from checks.model.figures import Number
from checks.model.form import Cell, Form
from checks.model.report import Report
from checks.model.rule import Rule, Rulebook

_READABLE = ("number", "blank", "placeholder")


@dataclass(frozen=True, slots=True)
class Equation:
    """One equality of a form, by the positions of its cells.

    Attributes:
        sides: the cells of the left and of the right side, as masks.
        odd: the coefficients other than 1 and -1.
    """

    rule: str
    terms: tuple[tuple[int, int], ...]
    constant: int
    up: int
    down: int
    sides: tuple[int, int]
    odd: dict[int, int]


@dataclass(frozen=True, slots=True)
class Component:
    """Equalities that hang together, and the cells that they speak of.

    Attributes:
        signed: mask of the cells that may be below 0.
        whole: mask of the cells that hold counts, not money.
        lines: its rows and columns, in the order of the form: the name, whether it is a row, a mask of the cells.
    """

    equations: tuple[Equation, ...]
    members: tuple[int, ...]
    mask: int
    signed: int
    whole: int
    lines: tuple[tuple[str, bool, int], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One component of one report, ready for the search. All sets of cells are masks.

    Attributes:
        equations: those that apply, one for each row of ``problem``.
        scale: the problem's whole numbers are this many times the figures.
        typed: cells that hold a figure somebody typed.
        blank: cells that hold nothing and could be filled in.
        unreadable: cells that hold something without a value.
        formulas: cells that hold formulas: they follow from others.
    """

    report: Report
    component: Component
    equations: Sequence[Equation]
    problem: Problem
    scale: int
    typed: int
    blank: int
    unreadable: int
    formulas: int

    def figure(self, value: int) -> Number:
        """Return a value of the problem as a figure of the report."""
        if self.scale == 1:
            return value
        decimal = Decimal(value) / self.scale
        return int(decimal) if decimal == int(decimal) else decimal

    def restricted(self, changeable: int) -> Problem:
        """Return the problem with only these cells, and the free ones, left to change."""
        keep = changeable | self.problem.free
        rows = [
            (up & keep, down & keep, rest, {i: c for i, c in odd.items() if keep >> i & 1} if odd else None)
            for up, down, rest, odd in self.problem.rows
        ]
        return replace(self.problem, rows=rows, forced=self.problem.forced & keep)

    def reduced(self) -> list[Row]:
        """Return the rows that are left once all free cells are eliminated: what really tests the others."""
        rows: list[Row] = list(self.problem.rows)
        for cell in cells(self.problem.free & self.problem.columns()):
            bit = 1 << cell
            pivot = next((one for one in rows if (one[0] | one[1]) & bit), None)
            if pivot is not None:
                broken, whole = contract(rows, (), pivot, bit)
                rows = [*broken, *whole]
        return rows


_COMPONENTS: dict[tuple[str, str], tuple[Component, ...]] = {}


def components(form: Form, book: Rulebook) -> tuple[Component, ...]:
    """Return the components of a form's equalities; worked out once in a process."""
    key = (book.digest, form.id)
    if key not in _COMPONENTS:
        _COMPONENTS[key] = tuple(
            _components(form, [_equation(form, rule) for rule in _equalities(book.rules[form.id])])
        )
    return _COMPONENTS[key]


def _equalities(rules: Iterable[Rule]) -> Iterator[Rule]:
    for rule in rules:
        if rule.severity == "error" and rule.holds.relation == "=" and not rule.when and rule.units == "any":
            yield rule


def _equation(form: Form, rule: Rule) -> Equation:
    summed: dict[int, int] = {}
    for cell, c in rule.holds.terms:
        summed[form.index[cell]] = summed.get(form.index[cell], 0) + c
    terms = tuple((cell, c) for cell, c in summed.items() if c)
    left, right = (_mask(form.index[cell] for cell, _ in side.terms) for side in (rule.holds.left, rule.holds.right))
    return Equation(
        rule.id,
        terms,
        rule.holds.constant,
        up=_mask(cell for cell, c in terms if c > 0),
        down=_mask(cell for cell, c in terms if c < 0),
        sides=(left, right),
        odd={cell: c for cell, c in terms if abs(c) > 1},
    )


def _mask(found: Iterable[int]) -> int:
    mask = 0
    for cell in found:
        mask |= 1 << cell
    return mask


def _components(form: Form, equations: Sequence[Equation]) -> Iterator[Component]:
    groups: list[tuple[int, list[Equation]]] = []
    for one in equations:
        mask, members = one.up | one.down, [one]
        apart = []
        for other_mask, others in groups:
            if other_mask & mask:
                mask, members = mask | other_mask, others + members
            else:
                apart.append((other_mask, others))
        groups = [*apart, (mask, members)]
    for mask, members in sorted(groups, key=lambda group: group[0] & -group[0]):
        inside = tuple(cells(mask))
        yield Component(
            tuple(sorted(members, key=equations.index)),
            inside,
            mask,
            signed=_mask(cell for cell in inside if form.cells[cell].kind == "signed"),
            whole=_mask(cell for cell in inside if form.cells[cell].kind != "money"),
            lines=tuple(_lines(form, inside)),
        )


def _lines(form: Form, inside: Iterable[int]) -> Iterator[tuple[str, bool, int]]:
    lines: dict[tuple[int, ...], int] = {}
    for cell in inside:
        at = form.cells[cell]
        for key in ((at.table, at.block, 0, at.row), (at.table, at.block, 1, at.column)):
            lines[key] = lines.get(key, 0) | 1 << cell
    for (table, block, across, position), mask in sorted(lines.items()):
        of = form.tables[table].blocks[block]
        if mask.bit_count() > 1:
            yield (of.columns if across else of.rows)[position].short, not across, mask


def case(report: Report, component: Component) -> Case:
    """Say of every cell of a component what it holds and whether it may change."""
    form, numbers, spots = report.form, report.numbers, report.spots
    absent = _mask(cell for cell in component.members if cell not in spots)
    lost = _mask(cell for cell in cells(absent) if not form.cells[cell].optional)
    formulas = 0
    if any(grid.formulas for grid in report.grids):
        formulas = _mask(cell for cell in cells(component.mask & ~absent) if report.is_formula(cell))
    blank = unreadable = forced = 0
    for cell in sorted(report.odd):
        bit, reading = 1 << cell, report.odd[cell]
        if not component.mask & bit & ~(absent | formulas):
            continue
        if reading.state == "number":
            forced |= 0 if _possible(form.cells[cell], numbers[cell]) else bit
        elif reading.state not in _READABLE:
            unreadable |= bit
        elif form.cells[cell].optional:
            absent |= bit
        else:
            blank |= bit
    equations = [
        one
        for one in component.equations
        if not (one.up | one.down) & absent or all(side & ~absent for side in one.sides if side)
    ]
    fixed = absent & ~lost
    scale = _scale(report, component.mask)
    values = numbers if scale == 1 else [int(number * scale) for number in numbers]
    problem = Problem(
        [_row(one, values, fixed, scale) for one in equations],
        values,  # type: ignore[arg-type]  # with scale 1 all figures of the component are whole
        signed=component.signed,
        free=unreadable | formulas | lost,
        forced=forced,
        lowest=_mask(cell for cell in component.members if values[cell] <= 0) & ~component.signed,
        step=scale,
        whole=component.whole,
    )
    typed = component.mask & ~(absent | blank | unreadable | formulas)
    return Case(report, component, equations, problem, scale, typed, blank, unreadable, formulas)


def _possible(about: Cell, value: Number) -> bool:
    return (value >= 0 or about.kind == "signed") and (isinstance(value, int) or about.kind == "money")


def _scale(report: Report, mask: int) -> int:
    """The power of ten that makes every figure of a component whole."""
    found = [report.numbers[i] for i in report.odd if mask >> i & 1]
    exponents = [number.as_tuple().exponent for number in found if isinstance(number, Decimal)]
    lowest = min((e for e in exponents if isinstance(e, int)), default=0)
    return int(10 ** max(0, -lowest))


def _row(one: Equation, values: Sequence[Number], fixed: int, scale: int) -> Row:
    rest = one.constant * scale  # the constant of left − right
    for cell, c in one.terms:
        rest += c * values[cell]  # type: ignore[assignment]  # whole, see above
    odd = {cell: c for cell, c in one.odd.items() if not fixed >> cell & 1}
    return one.up & ~fixed, one.down & ~fixed, rest, odd or None


def counted(change: Change, one: Case) -> tuple[int, ...]:
    """Return the cells of a change that cost something: neither free nor following from others."""
    return tuple(cell for cell in change if not one.problem.free >> cell & 1)
