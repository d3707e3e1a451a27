"""After whatever people do by hand, the standard workbook's own verdicts are right, or it says that it is damaged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest

from checks.model.form import Form
from checks.model.grid import Value
from workbook_templates.build import build
from workbook_templates.lines import lines
from workbook_templates.sheets import TableSheet
from workbook_templates.texts import DAMAGED, RESHAPED
from workbook_templates.verdicts import Stored

from ..addin.calc_office import AVAILABLE, office
from ..fixtures.random_reports import balanced
from ..parity import parity
from .handling import Hands, breaks, harmless, moves, shifted, table_of

pytestmark = [
    pytest.mark.skipif(not AVAILABLE, reason="no LibreOffice with its bridge"),
    pytest.mark.office,
    pytest.mark.slow,
]
FORMS = list(parity.BOOK.forms.values())
editions = pytest.mark.parametrize("review", [False, True], ids=["填报版", "复核版"])
by_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)


@contextmanager
def opened(form: Form, review: bool, folder: Path) -> Iterator[tuple[Any, TableSheet]]:
    """Open a balanced report without a window, and take off the protection, which has no password."""
    from addin.calc.program import load  # noqa: PLC0415  # needs LibreOffice's bridge

    figures = {cell: float(value) + 0 for cell, value in balanced(form, Random(5)).items()}
    path = folder / "年报.xlsx"
    path.write_bytes(build(form, parity.BOOK, review=review, filling=figures))
    document = load(office().context, str(path), hidden=True)
    Hands(document, table_of(form, review)).unprotect()
    document.calculateAll()
    try:
        yield document, table_of(form, review)
    finally:
        document.close(True)


def listed(document: Any) -> dict[str, str]:
    """The states on the sheet 校验, as they stand."""
    rows = _rows(document.Sheets.getByName("校验"))
    head = next(number for number, row in enumerate(rows) if row[0] == "规则")
    return {str(row[0]): str(row[1]) for row in rows[head + 1 :] if row[0]}


def _rows(sheet: Any) -> list[tuple[Any, ...]]:
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = cursor.RangeAddress
    return list(sheet.getCellRangeByPosition(0, 0, min(end.EndColumn, 12), end.EndRow).getDataArray())


def said(document: Any) -> str:
    """The headlines of all sheets that are still there."""
    words = [str(_rows(document.Sheets.getByName("校验"))[0][0])]
    for sheet in document.Sheets:
        words += [str(cell) for cell in _rows(sheet)[0]]
    return "\n".join(words)


def visible(document: Any, sheets: list[TableSheet]) -> dict[str, Value]:
    """The figures as they stand where the form has its places."""
    found: dict[str, Value] = {}
    for sheet in sheets:
        table = document.Sheets.getByName(sheet.table.name)
        for cell, (row, column) in sheet.figures.items():
            at = table.getCellByPosition(column, row)
            kind = at.Type.value if at.Type.value != "FORMULA" else "VALUE"
            found[cell] = {"EMPTY": None, "VALUE": at.Value, "TEXT": at.String}[kind]
    return found


def wrong(document: Any, form: Form, review: bool) -> list[str]:
    """Where the workbook's own verdicts differ from the checker's on the figures that one sees."""
    sheets = parity.sheets(form, review)
    stored = Stored(form, visible(document, sheets))
    native = listed(document)
    expected = {line.id: line.state(stored) for line in lines(sheets, parity.BOOK)}
    return [f"{one}: {native.get(one)}, not {state}" for one, state in expected.items() if native.get(one) != state]


def is_damaged(document: Any) -> bool:
    words = said(document)
    return DAMAGED in words or RESHAPED in words


@editions
@by_form
def test_figures_that_go_astray_take_no_formula_along(form: Form, review: bool, tmp_path: Path) -> None:
    problems, changed = [], 0
    for name, act in moves(table_of(form, review), typed=review):
        with opened(form, review, tmp_path) as (document, sheet):
            assert wrong(document, form, review) == []
            before = listed(document)
            act(Hands(document, sheet))
            changed += listed(document) != before
            problems += [f"{name}: {one}" for one in wrong(document, form, review)]
            assert not is_damaged(document), name
    assert problems == []
    assert changed >= 3


@editions
@by_form
def test_what_means_nothing_changes_nothing(form: Form, review: bool, tmp_path: Path) -> None:
    for name, act in harmless():
        with opened(form, review, tmp_path) as (document, sheet):
            before = listed(document)
            act(Hands(document, sheet))
            assert listed(document) == before, name
            assert not is_damaged(document), name


@editions
@by_form
def test_a_broken_workbook_says_so(form: Form, review: bool, tmp_path: Path) -> None:
    silent = []
    for name, act in breaks(table_of(form, review)):
        with opened(form, review, tmp_path) as (document, sheet):
            assert not is_damaged(document)
            act(Hands(document, sheet))
            if not is_damaged(document):
                silent.append(name)
    assert silent == []


@editions
@by_form
def test_figures_that_were_shifted_are_judged_where_they_stand(form: Form, review: bool, tmp_path: Path) -> None:
    for name, act in shifted(table_of(form, review)):
        with opened(form, review, tmp_path) as (document, sheet):
            act(Hands(document, sheet))
            assert is_damaged(document) or wrong(document, form, review) == [], name
