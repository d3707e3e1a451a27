"""The headline of a table stays in sight on a small screen: two short lines, the first problem in the second."""

from __future__ import annotations

import io
import re
from random import Random

import openpyxl
import pytest

from checks import rulebook
from checks.model.form import Form
from workbook_templates.build import build
from workbook_templates.check_sheet import CheckSheet
from workbook_templates.lines import lines
from workbook_templates.sheets import table_sheets
from workbook_templates.verdicts import Stored

from ..fixtures.random_reports import balanced

BOOK = rulebook.load()
_ROOM = 17.5
"""Wide characters at ten points between 表三 and the edge of a window of 1366 pixels, in LibreOffice at 90 %."""


def wide(text: str) -> float:
    return sum(1.0 if ord(character) > 0x2FFF else 0.55 for character in text)


@pytest.mark.parametrize("form", BOOK.forms.values(), ids=lambda form: form.id)
def test_the_headline_stays_in_sight(form: Form) -> None:
    random = Random(6)
    rules = [*BOOK.rules[form.id], *BOOK.years[form.id]]
    sheets = table_sheets(form, rules, {})
    checks = CheckSheet(lines(sheets, BOOK))
    seen = set()
    for _ in range(40):
        figures: dict[str, object] = dict(balanced(form, random))
        for cell in random.sample(sorted(figures), random.randint(0, 4)):
            figures[cell] = random.choice([99_999, "", "若干", -3, "12件", 2.5])
        for sheet in sheets:
            said = checks.headline_words(sheet, Stored(form, figures))  # type: ignore[arg-type]
            assert all(wide(line) <= _ROOM for line in said.split("\n")), said
            assert said.startswith("✓ ") or re.fullmatch(r"[✗？… \d不符缺数未填]+\n先看 [A-Z]+\d+.+", said), said
            seen.add(said[0])
    assert seen >= {"✗", "✓"}


@pytest.mark.parametrize(("form", "year", "fits"), [("annual2019", 2024, False), ("annual2019", 2020, True),
    ("annual2021", 2020, False), ("annual2021", 2030, True), ("stat2014", 2019, True), ("stat2014", 2020, False),
    ("annual2021", None, True)])  # fmt: skip
def test_a_form_of_other_years_is_said_on_the_first_sheet(form: str, year: int | None, fits: bool) -> None:
    data = build(BOOK.forms[form], BOOK, review=True, filling={}, unit="水务局", year=year)
    sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True)["填写说明"]
    said = [cell.value for row in sheet.iter_rows(max_row=12) for cell in row if "表式不符" in str(cell.value)]
    assert bool(said) != fits
