"""Random reports in which every relation holds: sizes as in life, from a township's zeros to a city's 20,000.

Nothing of a form is written down here. Totals are added up from their parts by the form's own rules; what
other relations ask for is repaired by raising or lowering one cell at a time until all of them hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from math import ceil
from random import Random

from checks import rulebook
from checks.locate import Located
from checks.model.figures import Number
from checks.model.form import Cell, Form
from checks.model.grid import Grid, Value
from checks.model.report import Report, fill
from checks.model.rule import Linear, Rule, Side

_LARGEST = 20_000
_ROUNDS = 2_000


def balanced(form: Form, rng: Random) -> dict[str, Number]:
    """Return a value for every printed figure of a form, such that every error and warning relation holds.

    Relations for lower units hold too (no 规章), so that the figures may be given to any unit.
    """
    rules = [r for r in rulebook.load().rules[form.id] if not r.optional and r.severity != "info"]
    values = _draw(form, rng)
    sums = [rule for rule in rules if _is_sum(rule)]
    parts = {rule.holds.right.terms[0][0]: [cell for cell, _ in rule.holds.left.terms] for rule in reversed(sums)}
    others = [rule for rule in rules if not _is_sum(rule)]
    for _ in range(_ROUNDS):
        _add_up(sums, values)
        broken = next((rule for rule in others if not _holds(rule, values)), None)
        if broken is None:
            return values
        _repair(form, broken, values, parts, rng)
    raise AssertionError(f"{form.id}: no balanced report after {_ROUNDS} repairs")


def as_report(form: Form, figures: Mapping[str, Value], formulas: Iterable[str] = ()) -> Report:
    """Return a Report that holds these figures: one sheet for each table, one row below the other.

    Args:
        form: the form.
        figures: cell id → what stands there; a cell that is not named is not in the document.
        formulas: the ids of cells that hold formulas.
    """
    grids, tables, computed = [], [], set(formulas)
    for t, table in enumerate(form.tables):
        located = Located(form, t, (len(grids), 0))
        rows: list[list[Value]] = []
        marked: set[tuple[int, int]] = set()
        last = None
        for cell in (c for c in form.cells if c.table == t and c.id in figures):
            if (cell.block, cell.row) != last:
                rows.append([])
                last = (cell.block, cell.row)
            spot = (len(grids), len(rows) - 1, len(rows[-1]))
            rows[-1].append(figures[cell.id])
            located.spots[cell.index] = spot
            if cell.id in computed:
                marked.add(spot[1:])
        grids.append(Grid(rows, table.name, formulas=frozenset(marked)))
        tables.append(located)
    report = Report(form, grids, tables, numbers=[0] * len(form.cells))
    for located in tables:
        report.spots.update(located.spots)
    fill(report)
    return report


def _draw(form: Form, rng: Random) -> dict[str, Number]:
    """Sizes fall off quickly from line to line: 自然人 asks, and few reasons are ever used."""
    scale = rng.choice([0, *(_LARGEST ** rng.random() for _ in range(9))])
    weights: dict[tuple[object, ...], float] = {}

    def weight(key: tuple[object, ...], first: bool) -> float:
        if key not in weights:
            weights[key] = 1.0 if first else rng.choice([0, 0, 1]) * rng.random() ** 4
        return weights[key]

    values: dict[str, Number] = {}
    for cell in form.cells:
        if cell.optional or cell.heading:
            continue
        row = weight(("row", cell.table, cell.block, cell.row), first=False)
        column = weight(("column", cell.table, cell.block, cell.column), first=cell.column == 0)
        values[cell.id] = _value(cell, scale * row * column * rng.random(), rng)
    return values


def _value(cell: Cell, size: float, rng: Random) -> Number:
    if cell.kind == "money":
        # In 万元, from 10,000 on, 元 taken for 万元 is suspected.
        size = min(size, 9_999) if cell.unit == "万元" else size * 10_000
        parts = rng.choice([1, 100, 10_000])
        return _plain(Decimal(int(size * parts)) / parts)
    return int(size) * (rng.choice([1, -1]) if cell.kind == "signed" else 1)


def _plain(value: Decimal) -> Number:
    return int(value) if value == int(value) else value


def _is_sum(rule: Rule) -> bool:
    holds = rule.holds
    return holds.relation == "=" and len(holds.right.terms) == 1 and len(holds.left.terms) > 1


def _add_up(sums: list[Rule], values: dict[str, Number]) -> None:
    """A total may itself be a part: go on until nothing changes."""
    changed = True
    while changed:
        changed = False
        for rule in sums:
            total, new = rule.holds.right.terms[0][0], _side(rule.holds.left, values)
            changed |= values[total] != new
            values[total] = new


def _holds(rule: Rule, values: Mapping[str, Number]) -> bool:
    if any(
        all(cell not in values for cell, _ in side.terms) for side in (rule.holds.left, rule.holds.right) if side.terms
    ):
        return True  # it speaks of a line that only some places add
    return not all(_true(condition, values) for condition in rule.when) or _true(rule.holds, values)


def _true(linear: Linear, values: Mapping[str, Number]) -> bool:
    left, right = _side(linear.left, values), _side(linear.right, values)
    return left == right if linear.relation == "=" else left <= right if linear.relation == "<=" else left >= right


def _side(side: Side, values: Mapping[str, Number]) -> Number:
    return side.constant + sum(c * values.get(cell, 0) for cell, c in side.terms)


def _repair(form: Form, rule: Rule, values: dict[str, Number], parts: Mapping[str, list[str]], rng: Random) -> None:
    """Change one cell so that the relation holds, or nearly: mostly the first that can, else any."""
    gap = _side(rule.holds.left, values) - _side(rule.holds.right, values)
    terms = [(cell, c) for cell, c in rule.holds.terms if cell in values]
    if rng.random() < 0.3 or rule.holds.relation != "=":
        rng.shuffle(terms)
    for cell, coefficient in terms:
        while cell in parts:  # a total follows its parts
            cell = rng.choice(parts[cell])  # noqa: PLW2901  # one step down
        step = ceil(Fraction(abs(gap)) / abs(coefficient)) * (-1 if (gap > 0) == (coefficient > 0) else 1)
        if form.cell(cell).kind != "signed":
            step = max(step, -values[cell])
        if step:
            values[cell] += step
            return


def mistyped(value: int, rng: Random) -> int:
    """Return another count that a slip of the hand makes of this one."""
    while True:
        digits = list(str(value))
        place = rng.randrange(len(digits))
        slip = rng.choice(["wrong", "wrong", "dropped", "doubled", "extra", "swapped", "zeros", "zero"])
        if slip == "wrong":
            digits[place] = rng.choice("0123456789")
        elif slip == "dropped":
            digits = digits[:place] + digits[place + 1 :] or ["0"]
        elif slip == "doubled":
            digits.insert(place, digits[place])
        elif slip == "extra":
            digits.insert(place, rng.choice("0123456789"))
        elif slip == "swapped" and place:
            digits[place - 1 : place + 1] = digits[place], digits[place - 1]
        elif slip == "zeros":
            digits += ["0"] * rng.randrange(1, 3)
        elif slip == "zero":
            digits = ["0"]
        if int("".join(digits)) != value:
            return int("".join(digits))
