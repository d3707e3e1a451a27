"""Native formulas and the checker reach the same verdict; the cells that show a mark are those that take part."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import parity
import pytest

from checks.forms.form import Form
from workbook_templates.native import FAIL
from workbook_templates.sheets import table_sheets

pytestmark = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice, which recalculates, is not installed")
FORMS = list(parity.BOOK.forms.values())


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_every_native_verdict_is_the_checker_s(form: Form, tmp_path: Path) -> None:
    """A sample; ``python tests/parity/parity.py 1000`` does it in full."""
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


@pytest.mark.parametrize("seed", range(3))
def test_marked_cells_are_those_that_take_part_in_a_broken_rule(seed: int, tmp_path: Path) -> None:
    form = FORMS[seed % 2]
    rng = Random(seed)
    filled = next(parity.fillings(form, 1, seed))
    filled.review = True
    for cell in rng.sample([c.id for c in form.cells if c.id in filled.figures], 3):
        filled.figures[cell] = 4321.0
    stored = filled.stored()
    sheets = table_sheets(form, [*parity.BOOK.rules[form.id], *parity.BOOK.years[form.id]])
    taking_part = sum(
        any(stored.judgement(rule).outcome == "fail" for rule in rules)
        for sheet in sheets
        for _, rules in sheet.taking_part()
    )
    broken_lines = sum(stored.judgement(rule).outcome == "fail" for sheet in sheets for rule in sheet.rules)
    (page,) = parity.recalculate([filled.workbook()], tmp_path, "html:HTML (StarCalc)")
    # On the 校验 sheet, each broken rule's own state is marked as well.
    assert parity.marked(page.read_text("utf-8"))[0] == taking_part + broken_lines
