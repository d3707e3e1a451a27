"""A stored result that its formula contradicts is no figure: nobody is accused on its account."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from checks import rulebook
from checks.check import check_bytes
from checks.evaluate.uncalculated import mark_stale
from checks.forms.geometry import boxes
from checks.model.findings import Verdict
from checks.model.grid import Grid, Special
from checks.render.sentences.findings import message

FORM = rulebook.load().forms["annual2021"]
TABLE = FORM.tables[1]
BOXES = {box.cell: (box.row, box.column) for box in boxes(FORM, TABLE) if box.cell}


def workbook(stored: float, typed: float = 3) -> Verdict:
    """表三 with a formula in one total, as a program writes it that never calculates."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("表三")
        for box in boxes(FORM, TABLE):
            sheet.write(box.row, box.column, box.text if not box.cell else 0)
        for row in ("requests.new", "results.granted", "results.total"):
            sheet.write(*BOXES[f"{row}.natural_person"], typed)
            sheet.write(*BOXES[f"{row}.total"], 3)
        sheet.write_formula(*BOXES["results.granted.total"], "=SUM(D7:I7)", None, stored)
    return check_bytes(buffer.getvalue(), "a.xlsx")[0]


def rules(verdict: Verdict) -> set[str]:
    return {f.rule for f in verdict.findings if f.severity == "error"}


def test_a_result_that_was_never_computed_is_said_so() -> None:
    verdict = workbook(stored=0)
    assert rules(verdict) == set()
    found = {f.rule: f for f in verdict.findings}
    assert "公式结果未计算" in message(found["C-CALC:results.granted.total"])
    assert found["R3-ROW:results.granted"].outcome == "undecided"


def test_a_computed_result_is_trusted() -> None:
    assert workbook(stored=3).status != "fail"
    assert rules(workbook(stored=3)) == set()


def test_a_real_error_beside_a_right_formula_stands() -> None:
    assert "R3-COL:natural_person" not in rules(workbook(stored=3))
    assert "R3-ROW:requests.new" in rules(workbook(stored=4, typed=4))


@pytest.mark.parametrize(
    ("formula", "stored", "is_stale"),
    [
        ("SUM(A1:C1)", 6, False),
        ("SUM(A1:C1)", 0, True),
        ("sum( $A$1 : C$1 )", 7, True),
        ("A1+B1-C1", 0, False),
        ("A1+B1-C1", 6, True),
        ("-A1+B1", 1, False),
        ("SUM(A1,B1:C1,4)+1", 11, False),
        ("SUM(D1:E1)", 6, False),
        ("SUM(D1:E1)", 0, True),
        ("SUM(A1:C1)*2", 0, False),
        ("IF(A1>0,1,2)", 0, False),
        ("Sheet2!A1", 0, False),
        ("SUM(F1:F1)", 0, False),
        ("SUM(A1:XFD1048576)", 0, False),
        ("SUM((A1))", 0, False),
        ("A1+", 0, False),
        ("SUM(A1:A1", 0, False),
        ("G1", 0, False),
        ("H1+1", 0, False),
        ("I1", 0, False),
    ],
)
def test_only_plain_sums_are_computed(formula: str, stored: float, is_stale: bool) -> None:
    """A1:C1 are 1, 2, 3; D1 a formula that gives 6, E1 blank, F1 the cell itself, G1 an error, H1 text, I1 a circle."""
    row = [1.0, 2.0, 3.0, 0.0, None, stored, Special("error", "#N/A"), "若干", 5.0]
    formulas = {(0, 3): "SUM(A1:C1)", (0, 5): formula, (0, 8): "I1"}
    grid = Grid([row], formulas=frozenset(formulas), formula_texts=lambda: formulas)
    grids = [grid]
    marked = mark_stale(grids, [(0, 0, 5)])
    assert (marked is not grids) is is_stale
    assert isinstance(marked[0].rows[0][5], Special) is is_stale
    assert grid.rows[0][5] == stored, "the caller's own sheet stays as it is"
