"""The search finds every smallest set, and none is smaller: against trying everything, and against a solver."""

from itertools import combinations
from random import Random

import pytest

from checks import rulebook
from checks.localize import mip
from checks.localize.build import locates
from checks.localize.mip import with_solver
from checks.localize.mip_process import _Model
from checks.localize.search import smallest

from ..fixtures.problems import state
from ..fixtures.random_reports import balanced, mistyped

FORMS = rulebook.load().forms


def small_table(rows, columns):
    """Return the equations of a table with a total column and a total row, by cell numbers."""
    cell = [[r * (columns + 1) + c for c in range(columns + 1)] for r in range(rows + 1)]
    sums = [({**dict.fromkeys(line[:-1], 1), line[-1]: -1}, 0) for line in cell]
    return sums + [({**dict.fromkeys(line[:-1], 1), line[-1]: -1}, 0) for line in zip(*cell, strict=True)]


def filled(rows, columns, rng):
    table = [[rng.choice([0, 0, 1, 2, 5, 12]) for _ in range(columns)] for _ in range(rows)]
    table = [[*line, sum(line)] for line in table]
    return [value for line in [*table, [sum(line) for line in zip(*table, strict=True)]] for value in line]


def holds(equations, values):
    return all(sum(c * values[cell] for cell, c in terms.items()) == constant for terms, constant in equations)


def by_trying(equations, values, largest):
    """Every smallest change, found by trying all values of all sets of cells."""
    for size in range(len(values) + 1):
        found = set()
        for chosen in combinations(range(len(values)), size):
            found |= {
                tuple(zip(chosen, new, strict=True))
                for new in every(chosen, largest, values)
                if holds(equations, {**dict(enumerate(values)), **dict(zip(chosen, new, strict=True))})
            }
        if found:
            return found
    return set()


def every(chosen, largest, values):
    if not chosen:
        yield ()
        return
    for value in range(largest + 1):
        if value != values[chosen[0]]:
            for rest in every(chosen[1:], largest, values):
                yield (value, *rest)


def as_set(found):
    return {tuple(change.items()) for change in found.changes}


@pytest.mark.parametrize("seed", range(40))
def test_small_tables_against_trying_everything(seed):
    rng = Random(seed)
    equations, values = small_table(2, 2), filled(2, 2, rng)
    values = [min(value, 9) for value in values]
    for cell in rng.sample(range(9), 1 + seed % 2):
        values[cell] = rng.randrange(6)
    found = smallest(state(equations, values))
    assert found.complete
    assert found.proved
    if found.size <= 2:
        expected = by_trying(equations, values, largest=2 * sum(values) + 1)
        assert as_set(found) == expected


@pytest.mark.parametrize("seed", range(25))
def test_sizes_three_and_four_against_trying_every_set(seed):
    """Which sets can be satisfied at all is decided by a search in which these cells are free."""
    rng = Random(1000 + seed)
    equations, values = small_table(3, 3), filled(3, 3, rng)
    for cell in rng.sample(range(16), 4):
        values[cell] = rng.randrange(15)
    found = smallest(state(equations, values))

    def possible(chosen):
        rest = [cell for cell in range(16) if cell not in chosen]
        return smallest(state(equations, values, fixed=rest, free=chosen), most=0).changes

    for size in range(found.size):
        assert not any(possible(chosen) for chosen in combinations(range(16), size))
    sets = {chosen for chosen in combinations(range(16), found.size) if possible(chosen)}
    assert {tuple(change) for change in found.changes} == sets


def equations_of(form):
    rules = [r for r in rulebook.load().rules[form.id] if r.kind in ("R3-ROW", "R3-COL", "R3-BAL")]
    return [({form.index[cell]: c for cell, c in rule.holds.terms}, 0) for rule in rules]


def spoiled(seed):
    """A random report with one to six mistyped cells of 表三."""
    rng = Random(seed)
    form = FORMS[("annual2021", "annual2019")[seed % 2]]
    figures = balanced(form, rng)
    values = [figures.get(cell.id, 0) for cell in form.cells]
    cells = [c for c in form.cells if c.table == 1 and not c.optional]
    if seed % 3 == 0:  # equal slips in two rows: more than one explanation
        rows = rng.sample(range(23), 2)
        for cell in rng.sample([c for c in cells if c.row in rows], 3):
            values[cell.index] += rng.randrange(1, 3)
        return equations_of(form), values
    for cell in rng.sample(cells, 1 + seed % 6):
        values[cell.index] = mistyped(values[cell.index], rng)
    return equations_of(form), values


@pytest.fixture
def at_hand(monkeypatch):
    """The solver in this process: hundreds of cases, one start."""
    pytest.importorskip("highspy")

    def answer(task):
        sets = list(_Model(task).sets(task["sets"]))
        return {"sets": [chosen for chosen in sets if chosen is not None], "complete": None not in sets}

    monkeypatch.setattr(mip, "_answer", answer)


@pytest.mark.slow
@pytest.mark.usefixtures("at_hand")
def test_300_random_cases_against_a_solver():
    several = 0
    for seed in range(300):
        problem = state(*spoiled(seed))
        found, other = smallest(problem), with_solver(problem, checks=10**6)
        assert other is not None, seed
        assert found.size == other.size, seed
        # The solver stops listing at 20 sets.
        assert {tuple(change.items()) for change in other.changes} <= as_set(found), seed
        assert len(other.changes) == min(len(found.changes), 20), seed
        several += len(found.changes) > 1
    assert several > 10  # else the comparison of the sets would show nothing


def test_every_change_found_satisfies_everything():
    for seed in range(60):
        equations, values = spoiled(seed)
        for change in smallest(state(equations, values)).changes:
            if None in change.values():
                continue
            mended = {**dict(enumerate(values)), **change}
            assert holds(equations, mended)
            assert all(value >= 0 for value in mended.values() if isinstance(value, int))


def test_amounts_of_a_million_millions_are_exact():
    equations = small_table(3, 3)
    values = [value * 10**12 + 7 for value in filled(3, 3, Random(3))]
    table = [values[4 * r : 4 * r + 3] for r in range(3)]
    table = [[*line, sum(line)] for line in table]
    values = [v for line in [*table, [sum(line) for line in zip(*table, strict=True)]] for v in line]
    assert holds(equations, values)
    right = values[5]
    values[5] += 1
    assert smallest(state(equations, values)).changes == ({5: right},)


def test_a_value_below_zero_is_never_proposed():
    equations = [({0: 1, 1: 1}, 3), ({1: 1, 2: 1}, 0)]
    values = [5, 0, 0]
    assert smallest(state(equations, values)).changes == ({0: 3},)
    assert smallest(state([({0: 1, 1: 1}, -1)], [0, 0])).changes == ()


def test_more_cells_are_taken_where_a_single_one_would_go_below_zero():
    """x + y = 1 with x = 2, y = 3: lowering one of them is not enough."""
    found = smallest(state([({0: 1, 1: 1}, 1)], [2, 3]))
    assert found.size == 2
    assert found.proved
    assert [set(change) for change in found.changes] == [{0, 1}]
    assert found.changes[0] == {0: None, 1: None}  # 1 + 0 or 0 + 1: said to be open


def test_rows_in_which_a_cell_counts_twice():
    """They come about in eliminating cells of reports with subtotals both ways."""
    equations = [({0: 2, 1: -3}, 0), ({0: 1, 2: 5}, 8)]
    assert smallest(state(equations, [3, 2, 2])).changes == ({2: 1},)
    assert smallest(state([({0: 2}, 3)], [1])).changes == ()  # no whole number does
    assert smallest(state([({0: 2}, 4)], [1])).changes == ({0: 2},)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_equality_of_the_forms_is_one_that_the_diagnosis_works_on(form):
    """A form that brings another coefficient, a constant or money has to bring the arithmetic for it, too."""
    strict = [rule for rule in rulebook.load().rules[form.id] if rule.severity == "error" and not rule.when]
    equalities = [rule for rule in strict if rule.holds.relation == "=" and rule.units == "any"]
    assert equalities
    assert [rule.id for rule in equalities if not locates(form, rule)] == []


def test_an_equality_of_another_kind_locates_nothing():
    form = FORMS["annual2021"]
    rule = next(rule for rule in rulebook.load().rules[form.id] if rule.kind == "R3-ROW")
    assert locates(form, rule)
    left = rule.holds.left
    twice = left._replace(terms=((left.terms[0][0], 2), *left.terms[1:]))
    assert not locates(form, rule._replace(holds=rule.holds._replace(left=twice)))
    assert not locates(form, rule._replace(holds=rule.holds._replace(left=left._replace(constant=1))))
    assert not locates(form, rule._replace(severity="warning"))


def test_free_cells_cost_nothing_and_fixed_cells_stay():
    equations = small_table(2, 2)
    values = [1, 2, 3, 4, 5, 9, 5, 7, 12]
    assert holds(equations, values)
    values[4] = 8
    assert smallest(state(equations, values, free=[0])).changes == ({0: 1, 4: 5},)
    found = smallest(state(equations, values, fixed=[4]))
    assert found.size > 1
    assert all(4 not in change for change in found.changes)


def test_a_forced_cell_changes():
    equations, values = small_table(2, 2), [-1, 2, 1, 4, 5, 9, 3, 7, 10]
    assert holds(equations, values)
    found = smallest(state(equations, values, forced=[0]))
    assert all(0 in change and (change[0] is None or change[0] >= 0) for change in found.changes)
    assert found.changes


def test_the_budget_is_kept_and_admitted():
    equations, values = spoiled(5)
    rng = Random(0)
    for cell in rng.sample(sorted({cell for terms, _ in equations for cell in terms}), 40):
        values[cell] += rng.randrange(1, 9999)
    found = smallest(state(equations, values), nodes=200, most=60)
    assert not found.complete
    assert not found.proved
    assert found.nodes <= 201


def test_the_cap_on_sets_is_kept_and_admitted():
    found = smallest(state([(dict.fromkeys(range(30), 1), 35), ({30: 1}, 0)], [1] * 31), sets=5)
    assert len(found.changes) == 5
    assert found.proved
    assert not found.complete


def test_same_input_same_answer_in_the_same_order():
    for seed in range(20):
        equations, values = spoiled(seed)
        once, again = smallest(state(equations, values)), smallest(state(equations, values))
        assert [list(change.items()) for change in once.changes] == [list(change.items()) for change in again.changes]


@pytest.mark.usefixtures("at_hand")
def test_the_solver_is_not_deceived_by_a_telephone_number():
    for seed in (5, 11, 17):
        equations, values = spoiled(seed)
        cell = next(cell for cell in sorted(equations[2][0]) if values[cell] < 1000)
        values[cell] = 13_812_345_678
        found, other = smallest(state(equations, values)), with_solver(state(equations, values), checks=10**6)
        assert other is not None
        assert other.size == found.size
        assert {tuple(change.items()) for change in other.changes} == as_set(found)


def test_six_cells_without_a_figure_in_one_sum_are_left_open_and_no_reason_to_give_up():
    found = smallest(state([({**dict.fromkeys(range(6), 1), 6: -1}, 0)], [0] * 6 + [10], free=range(6)))
    assert found.changes == (dict.fromkeys(range(6)),)
    assert found.complete
