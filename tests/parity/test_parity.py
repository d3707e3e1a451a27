"""Native formulas and the checker reach the same verdict; the cells that show a mark are those that take part."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest

from checks.marking.palette import AMBER, RED, RED_INK
from checks.model.form import Form
from workbook_templates.computation import suspects
from workbook_templates.native import FAIL
from workbook_templates.sheets import TableSheet
from workbook_templates.verdicts import Stored

from ..fixtures.random_reports import balanced
from . import parity

pytestmark = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice, which recalculates, is not installed")
FORMS = list(parity.BOOK.forms.values())


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_every_native_verdict_is_the_checker_s(form: Form, tmp_path: Path) -> None:
    """A sample; ``python -m benchmarks.parity 1000`` does it in full."""
    filled = list(parity.fillings(form, 8, seed=2))
    states = {state for one in filled for state in one.expected().values()}
    assert len(states) == 5 or form.id != "annual2019", "the sample has every outcome"
    assert parity.disagreements(filled, tmp_path) == []


def test_the_formulas_are_really_computed_anew(tmp_path: Path) -> None:
    """The stored verdicts are those of the empty workbook; the recalculated ones are the checker's."""
    (filled,) = parity.fillings(FORMS[0], 1, seed=5)
    filled.figures["requests.new.total"] = 7.0
    filled.review = True
    (tmp_path / "stored.xlsx").write_bytes(filled.workbook())
    assert FAIL not in parity.native_states(tmp_path / "stored.xlsx").values()
    (path,) = parity.recalculate([filled.workbook()], tmp_path, "xlsx")
    assert FAIL in filled.expected().values()
    assert parity.native_states(path) == filled.expected()


def look(cell: str, sheet: TableSheet, stored: Stored, accused: set[str]) -> str | None:
    """How a figure is to be seen, by what the checker says of it."""
    own = stored.issue(cell) if cell in sheet.checked_figures else 0
    judged = [(rule, stored.judgement(rule).outcome) for rule in sheet.rules if cell in rule.cells]
    errors = [rule for rule, outcome in judged if (rule.severity, outcome) == ("error", "fail")]
    unexplained = [rule for rule in errors if accused.isdisjoint(rule.cells) or rule not in sheet.own_sums]
    if cell in accused or unexplained or own >= 3:
        return "broken"
    warned = any(outcome == "fail" and rule.severity == "warning" for rule, outcome in judged)
    open_ = any(outcome == "undecided" and rule.severity != "info" for rule, outcome in judged)
    return "doubt" if warned or open_ or own == 2 else None


def test_where_one_figure_is_surely_wrong_only_it_and_its_heads_are_marked(tmp_path: Path) -> None:
    form = FORMS[0]
    filled = next(parity.fillings(form, 1, seed=11))
    filled.review = True
    filled.figures = {cell: float(value) for cell, value in balanced(form, Random(3)).items()}
    filled.figures["results.granted.total"] = 4321.0
    (page,) = parity.recalculate([filled.workbook()], tmp_path, "html:HTML (StarCalc)")
    shown = parity.colours(page.read_text("utf-8"))[2]
    red = {spot for spot, colour in shown.items() if colour in (RED, RED_INK)}
    assert {spot for spot in red if spot[1] < 10 and spot[0] < 29} == {
        (6, 9),
        (6, 1),
        (6, 2),
        (1, 9),
        (2, 9),
        (3, 9),
    } & red
    assert (6, 9) in red
    assert len(red & {(6, 1), (1, 9), (2, 9), (3, 9)}) >= 2


@pytest.mark.parametrize("seed", range(4))
def test_every_cell_shows_whether_it_takes_part_in_a_broken_rule(seed: int, tmp_path: Path) -> None:
    """Cell by cell, as the eye sees it: red for an error, amber for a warning or a doubt, no mark for the rest.

    Where one figure explains a broken sum, it alone is red; a figure that is none is red by itself.
    """
    form = FORMS[seed % 3]
    rng = Random(seed)
    filled = next(parity.fillings(form, 1, seed))
    filled.review = seed % 2 == 0
    inputs = [cell for cell in parity.empty(form, filled.review).places if not cell.startswith("previous/")]
    for cell in rng.sample(sorted(c for c in inputs if not c.startswith("heading")), 4):
        filled.figures[cell] = rng.choice([4321.0, None])
    stored = filled.stored()
    sheets = parity.sheets(form, filled.review)
    (page,) = parity.recalculate([filled.workbook()], tmp_path, "html:HTML (StarCalc)")
    shown = parity.colours(page.read_text("utf-8"))[1 : len(sheets) + 1]
    marks = {RED: "broken", RED_INK: "broken", AMBER: "doubt"}
    seen = {
        cell: marks.get(colours[spot])
        for s, colours in zip(sheets, shown, strict=True)
        for cell, spot in s.figures.items()
    }
    expected = {
        cell: look(cell, sheet, stored, suspects(sheet, stored) if filled.review else set())
        for sheet in sheets
        for cell in sheet.figures
    }
    assert seen == expected
    assert "broken" in expected.values()
