"""Every program reaches the same native verdicts: a sample, with texts of all kinds among the figures."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from checks.model.form import Form

from . import engines, parity

FORMS = list(parity.BOOK.forms.values())
by_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
ODD = (
    "290件",
    "１２",
    "1/2",
    "12%",
    "2025-1-1",
    "5:30",
    "(290)",
    "1,234",
    "1 234",
    "12.5",
    "+8",
    "减3",
    "290\u3000",
    " ",
    "12万",
    "0.3 万件",
    "万",
    "件",
    "1e3",
    "12万元",
)


def sample(form: Form) -> list[parity.Filled]:
    """Fillings of both editions; the last two hold odd texts."""
    filled = list(parity.fillings(form, 4, seed=21))
    for one in filled[2:]:
        cells = [
            cell for cell in parity.empty(form, one.review).places if not cell.startswith(("previous/", "heading"))
        ]
        one.figures.update(zip(cells[3::5], ODD, strict=False))
        amounts = [cell.id for cell in form.cells if cell.unit == "万元" and cell.id in cells]
        one.figures.update(dict.fromkeys(amounts, "12万元" if one.review else "982300元"))
    return filled


def differences(filled: list[parity.Filled], found: list[dict[str, str]]) -> list[str]:
    return [
        f"{one.form.id} {line}: {states.get(line)}, checker {state}"
        for one, states in zip(filled, found, strict=True)
        for line, state in one.expected().items()
        if states.get(line) != state
    ]


@pytest.mark.skipif(not engines.HAS_GNUMERIC, reason="Gnumeric is not installed")
@pytest.mark.slow
@by_form
def test_gnumeric_agrees(form: Form, tmp_path: Path) -> None:
    filled = sample(form)
    assert differences(filled, engines.gnumeric([one.workbook() for one in filled], tmp_path)) == []


@pytest.mark.skipif(not engines.HAS_HYPERFORMULA, reason="HyperFormula is not installed")
@pytest.mark.slow
@by_form
def test_hyperformula_agrees(form: Form) -> None:
    """On the 复核版: it takes a total that stands in the column which its parts are looked up in for a circle."""
    filled = [one for one in sample(form) if one.review]
    assert differences(filled, engines.hyperformula([one.workbook() for one in filled])) == []


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.office
@pytest.mark.slow
@by_form
def test_libreoffice_agrees_on_odd_texts(form: Form, tmp_path: Path) -> None:
    assert parity.disagreements(sample(form), tmp_path) == []
