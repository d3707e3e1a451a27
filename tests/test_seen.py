"""What one sees must be what is added up: each departure is a warning that names the place."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat

from checks import readers, rulebook
from checks.check import check_bytes
from checks.forms.geometry import boxes
from checks.model.findings import Verdict
from checks.render.sentences.findings import message

BOOK = rulebook.load()
FORM = BOOK.forms["annual2021"]
TABLE = FORM.tables[1]
BOXES = {box.cell: (box.row + 1, box.column + 1) for box in boxes(FORM, TABLE) if box.cell}
FIGURE = BOXES["results.granted.natural_person"]


@cache
def plain() -> bytes:
    """表三 with a three in one row, right in all its sums."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "表三"
    for box in boxes(FORM, TABLE):
        sheet.cell(box.row + 1, box.column + 1, box.text if not box.cell else 0)
    for row in ("requests.new", "results.granted", "results.total"):
        for column in ("natural_person", "total"):
            sheet.cell(*BOXES[f"{row}.{column}"], 3)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(change: Callable[[Any], object]) -> Verdict:
    book = openpyxl.load_workbook(io.BytesIO(plain()))
    change(book.active)
    return check_bytes(saved(book), "a.xlsx")[0]


def warned(verdict: Verdict) -> dict[str, str]:
    assert verdict.status == "review", [message(f) for f in verdict.findings]
    return {
        f.rule.rpartition(".")[2]: message(f)
        for f in verdict.findings
        if f.rule.startswith("A-SEEN") and f.severity == "warning"
    }


def test_a_plain_sheet_is_left_alone() -> None:
    assert [f.rule for f in check_bytes(plain(), "a.xlsx")[0].findings if f.rule.startswith("A-SEEN")] == []


def hide_row(sheet: Any) -> None:
    sheet.row_dimensions[FIGURE[0]].hidden = True


def hide_column(sheet: Any) -> None:
    sheet.column_dimensions["D"].hidden = True


def show(code: str) -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        sheet.cell(*FIGURE).number_format = code

    return change


def flatten(sheet: Any) -> None:
    sheet.row_dimensions[FIGURE[0]].height = 0.5


def narrow(sheet: Any) -> None:
    sheet.column_dimensions["D"].width = 0.1


def show_by_condition(code: str) -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        style = DifferentialStyle(numFmt=NumberFormat(numFmtId=200, formatCode=code))
        sheet.conditional_formatting.add("D5:J9", Rule(type="expression", dxf=style, formula=["TRUE"]))

    return change


def strike(sheet: Any) -> None:
    sheet.cell(*FIGURE).font = Font(strike=True)


WAYS: list[tuple[Callable[[Any], None], str, str]] = [
    (hide_row, "hidden_row", f"第 {FIGURE[0]} 行"),
    (hide_column, "hidden_column", "D 列"),
    (show('"7"'), "format", "显示为“7”，实际为 3"),
    (show("0,"), "format", "显示为“0”"),
    (show('0"0"'), "format", "显示为“30”"),
    (show(";;;"), "format", "什么也不显示"),
    (show("0%"), "format", "显示为“300%”"),
    (flatten, "hidden_row", f"第 {FIGURE[0]} 行"),
    (narrow, "hidden_column", "D 列"),
    (show_by_condition('"7"'), "conditional", "显示为“7”，实际为 3"),
    (show_by_condition(";;;"), "conditional", "什么也不显示"),
    (strike, "struck", "表三!D"),
]


@pytest.mark.parametrize(("change", "kind", "words"), WAYS)
def test_each_way_is_a_warning_that_names_the_place(change: Callable[[Any], None], kind: str, words: str) -> None:
    found = warned(changed(change))
    assert list(found) == [kind]
    assert words in found[kind]


@pytest.mark.parametrize("code", ["0", "0.00", "[Red]0"])
def test_honest_conditional_formats_pass(code: str) -> None:
    verdict = changed(show_by_condition(code))
    assert not any(f.rule.startswith("A-SEEN") for f in verdict.findings)


@pytest.mark.parametrize("code", ["0", "#,##0", "0_ ", '0"件"', "0;-0;;@", "+0;-0;0"])
def test_honest_formats_pass(code: str) -> None:
    verdict = changed(show(code))
    assert not any(f.rule.startswith("A-SEEN") for f in verdict.findings)


NO_SIZE = {
    "hidden_row": (f'<row r="{FIGURE[0]}"', f'<row r="{FIGURE[0]}" ht="0" customHeight="1"'),
    "hidden_column": ("<sheetData>", '<cols><col min="4" max="4" width="0" customWidth="1"/></cols><sheetData>'),
}


@pytest.mark.parametrize("kind", NO_SIZE)
def test_lines_without_a_size_are_hidden(kind: str) -> None:
    data = _with_sheet(plain(), lambda xml: xml.replace(*NO_SIZE[kind], 1))
    assert list(warned(check_bytes(data, "a.xlsx")[0])) == [kind]


def test_a_value_below_a_merged_cell_is_no_figure() -> None:
    book = openpyxl.load_workbook(io.BytesIO(plain()))
    row, column = BOXES["results.partial.natural_person"]
    data = saved(book)
    merged = f'<mergeCells><mergeCell ref="D{row}:E{row}"/></mergeCells><pageMargins'
    found = warned(check_bytes(_with_sheet(data, lambda xml: xml.replace("<pageMargins", merged, 1)), "a.xlsx")[0])
    assert f"表三!E{row}" in found["covered"]
    assert column == 4


def _with_sheet(data: bytes, change: Callable[[str], str]) -> bytes:
    return _with_part(data, "sheet1.xml", change)


def _with_part(data: bytes, part_name: str, change: Callable[[str], str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part.decode()).encode() if name.endswith(part_name) else part)
    return out.getvalue()


def test_a_report_that_stands_on_hidden_sheets_alone_is_to_be_reviewed() -> None:
    book = openpyxl.load_workbook(io.BytesIO(plain()))
    book.create_sheet("封面")
    book["表三"].sheet_state = "veryHidden"
    book.active = 1
    verdict = check_bytes(saved(book), "a.xlsx")[0]
    assert verdict.status == "review"
    assert ("A-HIDDEN:requests", "warning") in [(f.rule, f.severity) for f in verdict.findings]


def with_formula(formula: str, *, recalculates: bool, beside: str = "") -> Verdict:
    """Put a formula with its stored result, the right one, in the first figure."""
    row, column = FIGURE
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("表三")
        for box in boxes(FORM, TABLE):
            sheet.write(box.row, box.column, box.text if not box.cell else 0)
        for line in ("requests.new", "results.granted", "results.total"):
            for applicant in ("natural_person", "total"):
                y, x = BOXES[f"{line}.{applicant}"]
                sheet.write(y - 1, x - 1, 3)
        sheet.write_formula(row - 1, column - 1, "=FORMULA", None, 3)
        if beside:
            sheet.write_formula("Z1", "=BESIDE", None, 3)
    data = buffer.getvalue()
    data = _with_part(data, "sheet1.xml", lambda xml: xml.replace("FORMULA", formula).replace("BESIDE", beside))
    if not recalculates:
        data = _with_part(data, "workbook.xml", lambda xml: xml.replace(' fullCalcOnLoad="1"', ""))
    return check_bytes(data, "a.xlsx")[0]


@pytest.mark.parametrize(
    ("formula", "beside", "kind"),
    [
        ("[1]Sheet1!$A$1", "", "external"),
        ("Z1", "[1]Sheet1!$A$1", "external"),  # what it rests on rests on another workbook
        ("Z1+1-1", "[1]Sheet1!$A$1", "external"),
        ("IF(NOW()&gt;1,3,7)", "", "recalculated"),  # it changes by itself
        ("1+2", "", None),
    ],
)
def test_a_number_from_another_workbook_is_not_vouched_for(formula: str, beside: str, kind: str | None) -> None:
    found = with_formula(formula, recalculates=False, beside=beside)
    kinds = [f.rule.rpartition(".")[2] for f in found.findings if f.rule.startswith("A-SEEN")]
    assert kinds == ([kind] if kind else [])
    assert kind is None or ("表三!D7" in warned(found)[kind])


@pytest.mark.parametrize(("formula", "kind"), [("IF(NOW()&gt;1,3,7)", "recalculated"), ("1+2", None)])
def test_a_result_that_the_workbook_wants_anew_is_not_vouched_for(formula: str, kind: str | None) -> None:
    """Plain sums are computed here, so that nobody need vouch for them."""
    found = with_formula(formula, recalculates=True)
    kinds = [f.rule.rpartition(".")[2] for f in found.findings if f.rule.startswith("A-SEEN")]
    assert kinds == ([kind] if kind else [])


@pytest.mark.parametrize("remark", ["truncated_rows", "truncated_sheets", "formats_unread"])
def test_a_report_of_which_something_was_not_read_is_to_be_reviewed(
    remark: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def short(data: bytes, name: str = "") -> readers.FileContents:
        reading = read_whole(data, name)
        reading.remarks.append((remark, "3"))
        return reading

    read_whole = readers.read
    monkeypatch.setattr(readers, "read", short)
    (verdict,) = check_bytes(plain(), "a.xlsx")
    assert [(f.kind, f.severity) for f in verdict.findings if f.kind.startswith("A-")] == [("A-UNREAD", "warning")]
