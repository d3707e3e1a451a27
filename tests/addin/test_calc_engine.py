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
    book, _, close = open_in_calc(path)
    yield book
    close()


def rules(data: bytes) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    sheet = openpyxl.load_workbook(io.BytesIO(data))["表三"]
    return sorted(
        (str(one.sqref), [(rule.type, rule.formula) for rule in one.rules]) for one in sheet.conditional_formatting
    )


def test_values_and_formulas_are_read_as_excel_gives_them(workbook: Any) -> None:
    sheet = workbook.sheets("表三")
    values = sheet.range("A8:D8").raw_value[0]
    assert values == (DAY, -2146826281, True, 1.0)
    assert sheet.range("D8").formula == "=SUM(A1,'it''s (1)'!A1)"
    assert sheet.range((1, 1), (1, 2)).raw_value == ((1.0, 2.0),)


def test_what_is_written_stands_in_the_saved_file(workbook: Any) -> None:
    sheet = workbook.sheets("表三")
    sheet.range("F1").formula = "=IF('it''s (1)'!A1>1,\"a;b\",2)"
    sheet.range("F2").add_hyperlink("#'it''s (1)'!B2", text_to_display="去看")
    sheet.range("F3").add_note("说明")
    sheet.range("F4").font.bold = True
    sheet.range("F4").color = "#FFC7CE"
    sheet.range("F4").number_format = "0.00"
    found = openpyxl.load_workbook(io.BytesIO(saved(workbook)))["表三"]
    assert found["F1"].value == "=IF('it''s (1)'!A1>1,\"a;b\",2)"
    assert (found["F2"].value, found["F2"].hyperlink.location) == ("去看", "'it''s (1)'!B2")
    assert found["F3"].comment.text == "说明"
    assert (found["F4"].font.b, found["F4"].fill.fgColor.rgb, found["F4"].number_format) == (True, "FFFFC7CE", "0.00")


@pytest.mark.parametrize("address", ["B2", "C3", "F6"])
def test_a_mark_comes_first_and_goes_without_a_trace(workbook: Any, address: str) -> None:
    """On a plain format of several cells, on a colour scale, on nothing."""
    before = rules(saved(workbook))
    cell = workbook.sheets("表三").range(address)
    cell.conditional_formats.add_custom('=AND(N("gouji")=0,$A$1=1)', fill_color="#FFC7CE", font_bold=True)
    marked = rules(saved(workbook))
    assert any('N("gouji")' in formula for _, some in marked for _, found in some for formula in found)
    formats = workbook.sheets("表三").cells.conditional_formats
    (index,) = [i for i in range(len(formats), 0, -1) if 'N("gouji")' in (formats(i).formula or "")]
    formats(index).delete()
    assert rules(saved(workbook)) == before
    styles = workbook.impl.api.StyleFamilies.getByName("CellStyles").getElementNames()
    assert [name for name in styles if name.startswith("gouji")] == []
