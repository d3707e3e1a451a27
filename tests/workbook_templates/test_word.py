"""The report in Word: what is written is what is read back."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from openxml_audit import OpenXmlValidator

from checks import rulebook
from checks.check import check_bytes
from checks.cli import main
from checks.model.held_figures import held_rows
from workbook_templates.word import word_report

from ..fixtures.random_reports import balanced

BOOK = rulebook.load()


@pytest.mark.parametrize("form_id", ["annual2019", "annual2021"])
def test_figures_come_back_as_they_went(form_id: str) -> None:
    form = BOOK.forms[form_id]
    figures = balanced(form, Random(5))
    year = 2020 if form_id == "annual2019" else 2025
    (verdict,) = check_bytes(word_report(form, figures, "云岭市青禾区人民政府", year), "a.docx")
    assert (verdict.unit, verdict.year, verdict.forms) == ("云岭市青禾区人民政府", year, (form_id,))
    assert {row.cell: row.value for row in held_rows(verdict.figures, BOOK.forms) if row.cell in figures} == figures
    assert verdict.status == "pass"


def test_the_document_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(word_report(BOOK.forms["annual2021"], {}, "", 2025))
    errors = [str(error) for error in OpenXmlValidator().validate(str(path)).errors]
    assert [error for error in errors if "relationships/theme" not in error] == []  # Word itself does without


def test_the_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    blank, filled, back = tmp_path / "空.docx", tmp_path / "满.xlsx", tmp_path / "回.docx"
    assert main(["new", "2025", "--word", "-o", str(blank)]) == 0
    assert check_bytes(blank.read_bytes(), "空.docx")[0].forms == ("annual2021",)
    source = tmp_path / "报.docx"
    source.write_bytes(
        word_report(BOOK.forms["annual2021"], balanced(BOOK.forms["annual2021"], Random(6)), "云岭市", 2025)
    )
    assert main(["convert", str(source), "-o", str(filled)]) == 0
    assert main(["convert", str(filled), "-o", str(back)]) == 0
    first, last = (check_bytes(path.read_bytes(), "a")[0] for path in (source, back))
    assert [held.values for held in first.figures.values()] == [held.values for held in last.figures.values()]
    assert main(["new", "2025", "--word", "-o", str(blank)]) == 2
    capsys.readouterr()
