"""An inbox of three weeks: every unit's current figures are its own, their sum is the truth, nobody is lost."""

from __future__ import annotations

import pytest

from checks.submissions import Deliveries, sort_out
from checks.submissions.adding import figures_of, total_of
from checks.submissions.unit_list import read_units

from ..fixtures.large_inbox import OWN, Inbox, make
from .reading import BOOK, received

FORM = BOOK.forms["annual2021"]


@pytest.fixture(scope="module", params=[1, 2, 3])
def made(request: pytest.FixtureRequest) -> Inbox:
    return make(FORM, request.param)


@pytest.fixture(scope="module")
def found(made: Inbox, tmp_path_factory: pytest.TempPathFactory) -> Deliveries:
    folder = tmp_path_factory.mktemp("inbox")
    mails = made.write(folder)
    return sort_out(received(mails), read_units(folder / "名单.csv"), 2025, BOOK.forms, own={OWN})


def test_it_is_large_enough(made: Inbox) -> None:
    assert sum(map(len, made.weeks)) >= 100
    assert all(made.weeks)


def test_every_unit_s_current_figures_are_its_own(made: Inbox, found: Deliveries) -> None:
    seen = set()
    for delivery in found.units:
        if delivery.unit is None:
            continue
        truth = made.current[delivery.unit.name]
        here = figures_of(delivery.current, delivery.gives, FORM)
        assert {cell: here[cell] or 0 for cell in truth} == truth, delivery.unit.name
        seen.add(delivery.unit.name)
    assert seen == set(made.current)


def test_only_who_sent_nothing_is_missing(made: Inbox, found: Deliveries) -> None:
    assert {unit.name for unit in found.missing} == made.silent
    assert [one.name for one in found.units if one.state not in ("pass", "review")] == []
    assert [one.name for one in found.units if one.unit is None] == []


def test_the_sum_is_the_truth(made: Inbox, found: Deliveries) -> None:
    added = total_of(found, BOOK)
    assert {unit.name for unit in added.missing} == made.silent
    leaves = [figures for name, figures in made.current.items() if name not in made.summing]
    for cell, value in added.whole.total.sums.items():
        assert value == sum(figures.get(cell, 0) for figures in leaves), cell


def test_mails_that_are_no_reports_are_folded_away(found: Deliveries) -> None:
    kinds = [letter.kind for letter in found.letters]
    assert kinds.count("bounce") == 3
    assert kinds.count("own") == 4
    assert {letter.failed for letter in found.letters if letter.kind == "bounce"} == {"gone@jiangzhou.example"}
