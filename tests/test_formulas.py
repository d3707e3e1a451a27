"""A total whose formula is not the sum of its parts is named as the cause, whatever the figures say today."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from checks import rulebook
from checks.check import check_bytes
from checks.forms.geometry import boxes
from checks.render.sentences import most_likely
from checks.render.sentences.findings import message
from checks.render.sentences.reasons import reason

FORM = rulebook.load().forms["annual2021"]
TABLE = FORM.tables[1]
BOXES = {box.cell: (box.row, box.column) for box in boxes(FORM, TABLE) if box.cell}
ROW = BOXES["results.granted.total"][0] + 1
COLUMNS = "DEFGHI"


def said(
    formula: str, stored: float = 3, *, text: bool = False, more: tuple[str, float] | None = None
) -> dict[str, str]:
    """Return what is said of 表三 with 3 in D of the row, and this formula in its total."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("表三")
        for box in boxes(FORM, TABLE):
            sheet.write(box.row, box.column, box.text if not box.cell else 0)
        for row in ("requests.new", "results.granted", "results.total"):
            sheet.write(*BOXES[f"{row}.natural_person"], 3)
            sheet.write(*BOXES[f"{row}.total"], 3)
        if text:
            sheet.write_string(*BOXES["results.granted.natural_person"], "3")
        if more:
            sheet.write(more[0], more[1])
        sheet.write_formula(*BOXES["results.granted.total"], f"={formula}", None, stored)
    (verdict,) = check_bytes(buffer.getvalue(), "a.xlsx")
    return {f.rule.partition(":")[2]: message(f) for f in verdict.findings if f.rule.startswith("C-FORMULA")}


@pytest.mark.parametrize(
    "formula",
    [
        "SUM(D{r}:I{r})",
        "D{r}+E{r}+F{r}+G{r}+H{r}+I{r}",
        "SUM(D{r},E{r}:I{r})",
        "SUM(C{r}:I{r})",
        "SUM(D{r}:F{r})+SUM(G{r}:I{r})",
        "SUM(I{r}:D{r})",
        "ROUND(SUM(D{r}:G{r}),0)",
        "IF(D{r}>0,3,3)",
    ],
)
def test_right_formulas_and_those_beyond_us_are_left_alone(formula: str) -> None:
    assert said(formula.format(r=ROW)) == {}


@pytest.mark.parametrize(
    ("formula", "stored", "words"),
    [
        ("SUM(D{r}:G{r})", 3, "没有加 H{r}、I{r}"),
        ("SUM(D{r},D{r},F{r}:I{r})", 6, "没有加 E{r}，重复加了 D{r}"),
        ("SUM(D{n}:I{n})", 0, "没有加 D{r}、E{r}、F{r}、G{r}、H{r}、I{r}，多加了 D{n}"),
        ("SUM(D{r}:I{r})+4", 7, "直接写进了数 4"),
        ("3", 3, "直接写进了数 3"),
        ("290+1+3", 294, "直接写进了数 290、1、3"),
        ("SUM(D{r}:I{r},D{n})", 3, "多加了 D{n}"),
        ("SUM(D{r}:I{r})-I{r}", 3, "没有加 I{r}"),
    ],
)
def test_wrong_formulas_are_named(formula: str, stored: float, words: str) -> None:
    found = said(formula.format(r=ROW, n=ROW + 1), stored)
    assert list(found) == ["results.granted.total"]
    assert words.format(r=ROW, n=ROW + 1) in found["results.granted.total"]


def test_a_number_beside_the_form_is_named_and_a_label_is_not() -> None:
    assert said(f"SUM(D{ROW}:I{ROW},Z1)", more=("Z1", 0)) != {}
    assert said(f"SUM(D{ROW}:I{ROW},Z2)", more=("Z1", 0)) == {}


def test_a_text_below_a_sum_is_the_cause() -> None:
    found = said(f"SUM(D{ROW}:I{ROW})", 0, text=True)
    assert f"漏掉了存成文本的数 D{ROW}＝3，应改为数字" in found["results.granted.total"]
    assert said("+".join(f"{column}{ROW}" for column in COLUMNS), 3, text=True) == {}


def test_what_was_right_once_is_looked_at_again() -> None:
    """The same formulas in another workbook are known; a text below them is not."""
    assert said(f"SUM(D{ROW}:I{ROW})") == {}
    assert said(f"SUM(D{ROW}:I{ROW})", 0, text=True) != {}
    assert said(f"SUM(D{ROW}:I{ROW})") == {}


def test_a_text_below_sums_is_the_suspect_and_stays_the_same_number() -> None:
    """Every total above it is a sum, too: what they lack is explained by the one text."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("表三")
        for box in boxes(FORM, TABLE):
            sheet.write(box.row, box.column, box.text if not box.cell else 0)
        for cell in ("requests.new.natural_person", "requests.new.total"):
            sheet.write(*BOXES[cell], 290)
        sheet.write_string(*BOXES["results.granted.natural_person"], "290")
        sheet.write_formula(*BOXES["results.granted.total"], f"=SUM(D{ROW}:I{ROW})", None, 0)
        bottom = BOXES["results.total.natural_person"][0] + 1
        sheet.write_formula(*BOXES["results.total.natural_person"], f"=SUM(D{ROW}:D{bottom - 1})", None, 0)
        sheet.write_formula(*BOXES["results.total.total"], f"=SUM(D{bottom}:I{bottom})", None, 0)
    (verdict,) = check_bytes(buffer.getvalue(), "a.xlsx")
    (suspect,) = verdict.suspects
    assert (suspect.cell.id, suspect.proposed, suspect.reason.code) == ("results.granted.natural_person", 290, "text")
    failing = {f.rule for f in verdict.findings if f.severity == "error"}
    assert failing
    assert failing <= set(suspect.explains)
    assert "填的是文本“290”，应改为数字 290" in most_likely(suspect.cell, suspect.proposed, reason(suspect.reason))


def spreadsheetml(formula: str) -> bytes:
    """表三 as SpreadsheetML with 3 in D of the row, and this formula in its total."""
    three = {
        f"{row}.{c}"
        for row in ("requests.new", "results.granted", "results.total")
        for c in ("natural_person", "total")
    }
    cells: dict[int, list[str]] = {}
    for box in boxes(FORM, TABLE):
        own = f' ss:Formula="{formula}"' if box.cell == "results.granted.total" else ""
        kind, text = ("Number", 3 if box.cell in three else 0) if box.cell else ("String", box.text)
        cells.setdefault(box.row, []).append(
            f'<Cell ss:Index="{box.column + 1}"{own}><Data ss:Type="{kind}">{text}</Data></Cell>'
        )
    rows = "".join(f'<Row ss:Index="{row + 1}">{"".join(line)}</Row>' for row, line in sorted(cells.items()))
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    table = f'<Worksheet ss:Name="表三"><Table>{rows}</Table></Worksheet>'
    return f'<?xml version="1.0"?><Workbook xmlns="{name}" xmlns:ss="{name}">{table}</Workbook>'.encode()


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("=SUM(RC[-6]:RC[-1])", ""),
        ("=SUM(RC[-6]:RC[-3])", f"没有加 H{ROW}、I{ROW}"),
        ("=R7C4+4-4", "直接写进了数 4、-4"),
    ],
)
def test_other_notations_are_read_alike(formula: str, words: str) -> None:
    (verdict,) = check_bytes(spreadsheetml(formula), "a.xml")
    said = "".join(message(finding) for finding in verdict.findings if finding.kind == "C-FORMULA")
    assert words in said if words else not said


def test_a_result_that_its_formula_contradicts_is_not_calculated_in_other_notations() -> None:
    (verdict,) = check_bytes(spreadsheetml("=SUM(RC[-6]:RC[-1])+4"), "a.xml")
    assert "C-CALC:results.granted.total" in {finding.rule for finding in verdict.findings}
