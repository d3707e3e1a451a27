"""The engine over UNO: what it puts in is what openpyxl finds in the saved file, and what goes away leaves nothing."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.formatting.rule import ColorScaleRule, FormulaRule
from openpyxl.styles import PatternFill

from addin.calc.formulas import FormulaParsers, rewritten
from addin.seam import AreaLook, CellWrite, Page
from checks.marking.marks import Mark
from checks.model.grid import CellAddress

from .calc_office import AVAILABLE, open_in_calc, saved

DAY = dt.datetime.fromisoformat("2024-01-12")

pytestmark = pytest.mark.skipif(not AVAILABLE, reason="no Calc")


@pytest.fixture
def workbook(tmp_path: Path) -> Any:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "表三"
    made.create_sheet("it's (1)")
    for row in range(1, 7):
        for column in range(1, 5):
            sheet.cell(row, column, row * column)
    sheet["A8"], sheet["B8"], sheet["C8"], sheet["D8"] = (
        DAY,
        "=1/0",
        True,
        "=SUM(A1,'it''s (1)'!A1)",
    )
    fill = PatternFill("solid", bgColor="FF00FF00")
    sheet.conditional_formatting.add("A1:B3", FormulaRule(["A1>2"], fill=fill))
    sheet.conditional_formatting.add("C1:D6", ColorScaleRule("min", None, "FFFF0000", "max", None, "FF00FF00"))
    path = tmp_path / "a.xlsx"
    made.save(path)
    program, close = open_in_calc(path)
    yield program
    close()


def rules(data: bytes) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    sheet = openpyxl.load_workbook(io.BytesIO(data))["表三"]
    return sorted(
        (str(one.sqref), [(rule.type, rule.formula) for rule in one.rules]) for one in sheet.conditional_formatting
    )


def test_values_and_formulas_are_read_as_excel_gives_them(workbook: Any) -> None:
    values, formulas = workbook.read("表三")
    assert values[7] == [DAY, -2146826281, True, 1.0]
    assert formulas[7][3] == "=SUM(A1,'it''s (1)'!A1)"
    assert values[0][:2] == [1.0, 2.0]
    assert workbook.cell("表三", 7, 1).value == -2146826281


def test_what_is_written_stands_in_the_saved_file(workbook: Any) -> None:
    formula = "=IF('it''s (1)'!A1>1,\"a;b\",2)"
    cells = [
        CellWrite(0, 5, formula, is_formula=True),
        CellWrite(3, 5, 7.0, "0.00"),
        CellWrite(4, 5, "007", as_text=True),
    ]
    workbook.write("表三", cells, lift=False)
    page = Page(
        "新表",
        [["头", "=1+1", 2.0], ["", "", ""]],
        texts=[(0, 1, 0, 1)],
        looks=[AreaLook((0, 0, 0, 0), bold=True, fill="#FFC7CE")],
        links={(1, 0): CellAddress("it's (1)", 1, 1)},
    )
    workbook.write_page(page)
    book = openpyxl.load_workbook(io.BytesIO(saved(workbook.document)))
    found, made = book["表三"], book["新表"]
    assert found["F1"].value == formula
    assert (found["F4"].value, found["F4"].number_format, found["F5"].value) == (7, "0.00", "007")
    assert (made["A2"].value, made["A2"].hyperlink.location) == ("it's (1)!B2", "'it''s (1)'!B2")
    assert (made["A1"].font.b, made["A1"].fill.fgColor.rgb, made["B1"].value) == (True, "FFFFC7CE", "=1+1")
    assert made["B1"].data_type == "s"


@pytest.mark.parametrize("place", [(1, 1), (2, 2), (5, 5)])
def test_a_mark_comes_first_and_goes_without_a_trace(workbook: Any, place: tuple[int, int]) -> None:
    """On a plain format of several cells, on a colour scale, on nothing."""
    before = rules(saved(workbook.document))
    workbook.put_marks("表三", [Mark(CellAddress("表三", *place), "bad", '=AND(N("gouji")=0,$A$1=1)', "说明")])
    marked = rules(saved(workbook.document))
    assert any('N("gouji")' in formula for _, some in marked for _, found in some for formula in found)
    (note,) = workbook.notes("表三")
    assert (note.row, note.column, note.text) == (*place, "勾稽校验：说明")
    assert workbook.take_marks("表三", [place]) == 1
    assert workbook.notes("表三") == []
    assert rules(saved(workbook.document)) == before
    styles = workbook.document.StyleFamilies.getByName("CellStyles").getElementNames()
    assert [name for name in styles if name.startswith("gouji")] == []


@pytest.mark.parametrize(
    ("calc", "excel"),
    [
        ("=SUM(A1:B2;C3)", "=SUM(A1:B2,C3)"),
        ("=SUM($表三.A1:B2)", "=SUM(表三!A1:B2)"),
        ("=$'it''s (1)'.$A$1+$表三.B:B", "='it''s (1)'!$A$1+表三!B:B"),
        ('=IF(A1=1.5;"a;b.C1 ""x""";$表三.$1:$2)', '=IF(A1=1.5,"a;b.C1 ""x""",表三!$1:$2)'),
        ("=INDEX($D$1:$D$30;ROWS($W$1:$W$7))", "=INDEX($D$1:$D$30,ROWS($W$1:$W$7))"),
        ("=SUM({1;2|3;4})", None),
        ("=SUM(A1~B2)", None),
        ("='file:///a.ods'#$表.A1", None),
        ("=COM.MICROSOFT.CONCAT(A1;B1)", None),
        ("=IFERROR(A1;0)", None),
        ("=#REF!+1", None),
        ("=名称.x+1", None),
    ],
)
def test_what_calc_writes_is_rewritten_or_left_to_calc(workbook: Any, calc: str, excel: str | None) -> None:
    """What is rewritten here is what Calc's own parsers make of it."""
    assert rewritten(calc) == excel
    if excel is not None:
        parsers = FormulaParsers(workbook.document)
        assert parsers._turn(calc, parsers._calc, parsers._excel, to_excel=True) == excel
