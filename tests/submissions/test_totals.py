"""What many reports add up to, who is in which sum, and who explains a difference."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from time import perf_counter

import pytest

from checks import rulebook
from checks.submissions import Unit
from checks.submissions.blame import Blame, Scenario
from checks.submissions.hierarchy import hierarchy
from checks.submissions.totals import Addend, Figures, add_up, differences, summed_cells

from ..fixtures.examples.figures import figures

BOOK = rulebook.load()
FORM = BOOK.forms["annual2021"]
RULES = BOOK.rules[FORM.id]
CELLS = summed_cells(FORM)

EXACT = [cell for cell in CELLS if not cell.startswith(("rules.", "normative."))]


def full(**known: int | Decimal | None) -> dict[str, int | Decimal | None]:
    return {**dict.fromkeys(CELLS, 0), **{name.replace("__", "."): value for name, value in known.items()}}


def report(name: str, *, small: bool = False) -> dict[str, int]:
    """A balanced report; that of a township has a figure or two."""
    random = Random(name)
    zeros = dict.fromkeys(CELLS, 0)
    return zeros | ({"permit.decisions": random.randint(1, 30)} if small else figures(FORM, name, 2025))


def town(number: int) -> Addend:
    name = f"单位{number:02}"
    small = bool(number % 2)
    older = (report(f"{name}旧"),) if number % 5 == 0 else ()
    last = report(f"{name}去年", small=small)
    return Addend(Unit(name), report(name, small=small), older=older, last_year=last)


TOWNS = [town(number) for number in range(80)]
OWN = Addend(Unit("江州市人民政府办公室", role="own_office"), report("江州市人民政府办公室"))
TOTAL = add_up(FORM, RULES, [*TOWNS, OWN])


def changed(base: Figures, *changes: tuple[Figures, int]) -> dict[str, int | Decimal]:
    printed = dict(base)
    for figures_of, sign in changes:
        for cell in CELLS:
            printed[cell] += sign * (figures_of.get(cell) or 0)
    return printed


BLAME = Blame(TOTAL, [OWN.unit])


def asked(printed: Figures) -> list[Scenario]:
    return BLAME.explain(differences(TOTAL, printed))


def steps(answers: list[Scenario]) -> list[set[tuple[str, str]]]:
    """Each answer as kinds with the units or cells that they may mean."""
    return [
        {(step.kind, unit.name) for step in answer.steps for unit in step.units}
        | {("slip", cell) for step in answer.steps for cell in step.cells}
        for answer in answers
    ]


def has(answers: list[Scenario], *wanted: tuple[str, str]) -> bool:
    return any(set(wanted) <= answer for answer in steps(answers))


def test_every_cell_of_eighty_units_is_their_sum() -> None:
    for cell in CELLS:
        assert TOTAL.sums[cell] == sum(addend.figures.get(cell) or 0 for addend in [*TOWNS, OWN]), cell
    assert TOTAL.is_complete
    assert TOTAL.mismatches == []
    assert differences(TOTAL, TOTAL.sums) == []


def test_money_is_added_exactly() -> None:
    parts = [Addend(Unit(str(i)), full(fee__amount_wan=Decimal("0.1"))) for i in range(3)]
    assert add_up(FORM, RULES, parts).sums["fee.amount_wan"] == Decimal("0.3")


def test_a_blank_makes_a_sum_a_lower_bound() -> None:
    blank = Addend(Unit("丙"), full(permit__decisions=None))
    total = add_up(FORM, RULES, [Addend(Unit("甲"), full(permit__decisions=5)), blank])
    assert total.sums["permit.decisions"] == 5
    assert total.blanks == {"permit.decisions": (blank.unit,)}
    assert not total.is_complete
    (more,) = differences(total, full(permit__decisions=7))
    assert more.is_open
    (less,) = differences(total, full(permit__decisions=4))
    assert not less.is_open


def test_a_unit_whose_own_report_does_not_add_up_is_named() -> None:
    wrong = full(requests__new__natural_person=3, requests__new__total=4)
    total = add_up(FORM, RULES, [Addend(Unit("甲"), full()), Addend(Unit("乙"), wrong)])
    assert [(one.cell, one.summed, one.recomputed, one.units) for one in total.mismatches] == [
        ("requests.new.total", 4, 3, (Unit("乙"),))
    ]


def test_two_slips_that_cancel_out_are_still_named() -> None:
    more = full(requests__new__natural_person=3, requests__new__total=4)
    less = full(requests__new__natural_person=3, requests__new__total=2)
    total = add_up(FORM, RULES, [Addend(Unit("甲"), more), Addend(Unit("乙"), less)])
    assert total.mismatches[0].units == (Unit("甲"), Unit("乙"))


def test_joint_documents_are_a_bound() -> None:
    total = add_up(FORM, RULES, [Addend(Unit(name), full(normative__issued=2)) for name in "甲乙"])
    assert differences(total, full(normative__issued=3)) == []
    (more,) = differences(total, full(normative__issued=5))
    assert more.is_bound


@pytest.mark.parametrize("kind", ["omitted", "counted_twice", "older_version", "last_year", "own_office", "slip"])
def test_a_single_cause_is_always_among_the_answers(kind: str) -> None:
    random = Random(kind)
    for _ in range(100):
        addend = random.choice(TOWNS[::5] if kind == "older_version" else TOWNS)
        base, name = TOTAL.sums, addend.unit.name
        if kind == "slip":
            name = random.choice(EXACT)
            printed = base | {name: base[name] + random.choice((-9, 9, 1, 90))}
        elif kind == "own_office":
            name, printed = OWN.unit.name, changed(base, (OWN.figures, -1))
        elif kind in ("omitted", "counted_twice"):
            printed = changed(base, (addend.figures, -1 if kind == "omitted" else 1))
        else:
            other = addend.older[0] if kind == "older_version" else addend.last_year
            assert other
            printed = changed(base, (addend.figures, -1), (other, 1))
            if printed == base:
                continue
        answers = asked(printed)
        assert has(answers, (kind, name)), name
        assert answers[0].size == 1


@pytest.mark.parametrize(
    ("kind", "least"),
    [("two omitted", 100), ("omitted and twice", 97), ("omitted and a slip", 99), ("old and a slip", 99)],
)
def test_two_causes_are_nearly_always_among_the_answers(kind: str, least: int) -> None:
    """Two townships of one figure each look like a third one, which is named first; of equal figures, like nothing."""
    random, right, base = Random(kind), 0, TOTAL.sums
    for _ in range(100):
        first, second = random.sample(TOWNS, 2)
        cell = random.choice(EXACT)
        if kind == "two omitted":
            printed = changed(base, (first.figures, -1), (second.figures, -1))
            wanted = [("omitted", first.unit.name), ("omitted", second.unit.name)]
        elif kind == "omitted and twice":
            printed = changed(base, (first.figures, -1), (second.figures, 1))
            wanted = [("omitted", first.unit.name), ("counted_twice", second.unit.name)]
        elif kind == "omitted and a slip":
            printed = changed(base, (first.figures, -1), ({cell: 9}, 1))
            wanted = [("omitted", first.unit.name), ("slip", cell)]
        else:
            first = random.choice(TOWNS[::5])
            printed = changed(base, (first.figures, -1), (first.older[0], 1), ({cell: 9}, 1))
            wanted = [("older_version", first.unit.name), ("slip", cell)]
        right += has(asked(printed), *wanted)
    assert right >= least, right


def test_units_with_the_same_figures_are_named_together() -> None:
    same = [Addend(Unit(name), full(permit__decisions=7)) for name in ("甲镇", "乙镇")]
    total = add_up(FORM, RULES, [*same, Addend(Unit("丙镇"), full(permit__decisions=3))])
    first, second = Blame(total).explain(differences(total, full(permit__decisions=10)))
    assert [step.kind for step in second.steps] == ["slip"]
    assert [(step.kind, [unit.name for unit in step.units]) for step in first.steps] == [("omitted", ["甲镇", "乙镇"])]


def test_a_county_that_was_added_beside_its_townships() -> None:
    county = Addend(Unit("东山县"), report("东山县"))
    printed = changed(TOTAL.sums, (county.figures, 1))
    answers = Blame(TOTAL, [OWN.unit], [county]).explain(differences(TOTAL, printed))
    assert has(answers, ("counted_twice", "东山县"))


def test_joint_documents_alone_are_asked_about_too() -> None:
    twice = TOWNS[4]
    issued = {cell: twice.figures[cell] for cell in CELLS if cell.startswith("normative.")}
    assert has(asked(changed(TOTAL.sums, (issued, 1))), ("counted_twice", twice.unit.name))


def test_a_question_takes_less_than_ten_milliseconds() -> None:
    printed = changed(TOTAL.sums, (TOWNS[4].figures, -1), ({"requests.new.total": 9}, 1))
    best = 1.0
    for _ in range(7):
        start = perf_counter()
        asked(printed)
        best = min(best, perf_counter() - start)
    assert best < 0.010, best


CITY = [
    Unit("江州市人民政府办公室", (), "江州市人民政府"),
    Unit("江州市教育局", (), "江州市人民政府"),
    Unit("东山县人民政府", (), "江州市人民政府"),
    Unit("东山县太平镇人民政府", (), "东山县人民政府"),
    Unit("东山县城关镇人民政府", (), "东山县人民政府"),
    Unit("西河县人民政府", (), "江州市人民政府"),
]


def names(units: tuple[Unit, ...]) -> list[str]:
    return [unit.name[-6:] for unit in units]


def test_a_county_is_not_added_where_its_townships_are() -> None:
    found = hierarchy(CITY)
    assert found.whole.units == (CITY[0], CITY[1], CITY[3], CITY[4], CITY[5])
    assert found.roles[CITY[2]] == "sums_up"
    assert found.roles[CITY[0]] == "own_office"
    assert [(level.name, level.units) for level in found.levels] == [("东山县人民政府", (CITY[3], CITY[4]))]


def test_the_head_of_the_list_is_compared_with_all() -> None:
    head = Unit("江州市人民政府")
    found = hierarchy([head, *CITY])
    assert found.whole.head == head
    assert head not in found.whole.units


def test_what_the_list_says_of_a_unit_is_not_guessed() -> None:
    units = [
        Unit("甲县", role="own_office"),
        Unit("乙镇", (), "甲县"),
        Unit("丙镇", (), "甲县", role="left_out"),
        Unit("丁局"),
    ]
    found = hierarchy(units, excluded=[units[3]])
    assert found.left_out == (units[2], units[3])
    assert found.whole.units == (units[0], units[1])
    assert [found.roles[unit] for unit in units] == ["own_office", "", "left_out", ""]


def test_a_cell_that_somebody_left_blank_is_no_slip_of_the_sum() -> None:
    blank = Addend(Unit("空白镇"), {**report("空白镇"), "coercion.decisions": None})
    other = Addend(Unit("漏镇"), {**report("漏镇"), "coercion.decisions": 19})
    total = add_up(FORM, RULES, [*TOWNS, blank, other])
    (first, *_) = Blame(total).explain(differences(total, changed(total.sums, (other.figures, -1))))
    assert [(step.kind, [unit.name for unit in step.units]) for step in first.steps] == [("omitted", ["漏镇"])]
