"""Native formulas and the checker reach the same verdict; the cells that show a mark are those that take part."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest

from checks.marking.palette import AMBER, RED, RED_INK
from checks.model.form import Form
from workbook_templates.native import FAIL
from workbook_templates.sheets import table_sheets

from . import parity

pytestmark = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice, which recalculates, is not installed")
FORMS = list(parity.BOOK.forms.values())


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_every_native_verdict_is_the_checker_s(form: Form, tmp_path: Path) -> None:
    """A sample; ``python -m tests.parity.parity 1000`` does it in full."""
    filled = list(parity.fillings(form, 8, seed=2))
    states = {state for one in filled for state in one.expected().values()}
    assert len(states) == 4 or form.id != "annual2019", "the sample has every outcome"
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


@pytest.mark.parametrize("seed", range(4))
def test_every_cell_shows_whether_it_takes_part_in_a_broken_rule(seed: int, tmp_path: Path) -> None:
    """Cell by cell, as the eye sees it: red for a broken rule, amber for a doubt, no mark for the rest."""
    form = FORMS[seed % 3]
    rng = Random(seed)
    filled = next(parity.fillings(form, 1, seed))
    filled.review = seed % 2 == 0
    inputs = [cell for cell in parity.empty(form, filled.review).places if not cell.startswith("previous/")]
    for cell in rng.sample(sorted(c for c in inputs if not c.startswith("heading")), 4):
        filled.figures[cell] = rng.choice([4321.0, None])
    stored = filled.stored()
    sheets = table_sheets(form, [*parity.BOOK.rules[form.id], *parity.BOOK.years[form.id]])
    (page,) = parity.recalculate([filled.workbook()], tmp_path, "html:HTML (StarCalc)")
    shown = parity.colours(page.read_text("utf-8"))[1 : len(sheets) + 1]
    marks = {RED: "broken", RED_INK: "broken", AMBER: "doubt"}
    seen = {
        cell: marks.get(colours[spot])
        for s, colours in zip(sheets, shown, strict=True)
        for cell, spot in s.figures.items()
    }
    expected = {}
    for cell, rules in (pair for sheet in sheets for pair in sheet.taking_part()):
        outcomes = {stored.judgement(rule).outcome for rule in rules}
        expected[cell] = "broken" if "fail" in outcomes else "doubt" if "undecided" in outcomes else None
    assert seen == expected
    assert "broken" in expected.values()
