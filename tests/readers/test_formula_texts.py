"""Every kind of workbook tells its formulas, in one notation; what they rest on is said."""

from __future__ import annotations

import io
import struct
import time
from typing import Any

import pytest
import xlwt

from checks.model.grid import Grid
from checks.model.plain_sums import plain_sum
from checks.readers import read
from checks.readers.formula_texts import from_open_formula, from_r1c1, give_formulas, unvouched
from checks.readers.formula_tokens import OTHER, XLS, XLSB, formula_text

from .test_seen_otherwise import XMLSS, fods, ods_row
from .test_xlsb import cell, number, record, xlsb


def told(data: bytes) -> dict[tuple[int, int], str]:
    (grid,) = read(data).grids
    return texts(grid)


def texts(grid: Grid) -> dict[tuple[int, int], str]:
    assert grid.formula_texts is not None
    assert grid.formulas == grid.formula_texts().keys()
    return dict(grid.formula_texts())


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("of:=SUM([.C5:.H5])", "SUM(C5:H5)"),
        ("of:=SUM([.$C$5];[.D5:.$H5])+[.J5]-3", "SUM($C$5,D5:$H5)+J5-3"),
        ("oooc:=SUM([.C5:.H5])", "SUM(C5:H5)"),
        ("of:=[$其他.A1]", "其他!A1"),
        ("of:=['file:///a.ods'#$表.A1]", "['file:///a.ods'#$表.A1]"),
    ],
)
def test_open_formulas(written: str, expected: str) -> None:
    assert from_open_formula(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("=SUM(RC[-6]:RC[-1])", "SUM(D7:I7)"),
        ("=R7C4+R[-1]C[-1]-RC", "$D$7+I6-J7"),
        ("=SUM(R1C:R6C)", "SUM(J$1:J$6)"),
        ('="RC[-1]"&RC[-1]', '"RC[-1]"&I7'),
        ("=R[-7]C", "#REF!"),
        ("=RATE(RC1)", "RATE($A7)"),
        ("='R1C1'!RC", "'R1C1'!J7"),
        ("=[台账.xls]表!RC", "[台账.xls]表!J7"),
    ],
)
def test_r1c1(written: str, expected: str) -> None:
    assert from_r1c1(written, (6, 9)) == expected


def formula_cell(formula: str, value: float = 3) -> str:
    kind = f'office:value-type="float" office:value="{value}"'
    return f'<table:table-cell table:formula="{formula}" {kind}><text:p>{value}</text:p></table:table-cell>'


def test_ods_tells_its_formulas_where_they_stand_and_not_what_repeated_ones_mean() -> None:
    cells = formula_cell("of:=SUM([.B1:.C1])").replace(
        "<table:table-cell", '<table:table-cell table:number-columns-repeated="2"'
    )
    assert told(fods(ods_row() + ods_row("<table:table-cell/>", cells))) == {(1, 1): "SUM(B1:C1)", (1, 2): ""}


def test_spreadsheetml_tells_its_formulas() -> None:
    rows = '<Row><Cell ss:Index="3" ss:Formula="=SUM(RC[-2]:RC[-1])"><Data ss:Type="Number">3</Data></Cell></Row>'
    assert told(XMLSS.format(rows).encode()) == {(0, 2): "SUM(A1:B1)"}


@pytest.mark.parametrize(
    "formula",
    [
        "SUM(A1:D1)",
        "A1+B1-D1",
        "SUM(A1,B1,C1:D1)+4",
        "SUM($A$1:D1)-1.5",
        "A1-(B1+C1)",
        "-A1+B1",
    ],
)
def test_xls_tells_its_sums(formula: str) -> None:
    book = xlwt.Workbook()
    book.add_sheet("S").write(1, 4, xlwt.Formula(formula))
    assert told(saved(book)) == {(1, 4): formula.replace("$", "")}


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("formula", ["ROUND(A1,0)", "IF(A1>0,1,2)", "A1*2", "'U'!A1", 'SUM(A1:B1)&"x"', "A1/2"])
def test_what_is_more_than_a_sum_in_xls_is_taken_for_none(formula: str) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    book.add_sheet("U")
    sheet.write(1, 4, xlwt.Formula(formula))
    (text,) = texts(read(saved(book)).grids[0]).values()
    assert plain_sum(text) is None


def test_a_sheet_of_excel_4_macros_is_told() -> None:
    book = xlwt.Workbook()
    book.add_sheet("S").write(0, 0, 1)
    book.add_sheet("M").write(0, 0, 1)
    plain = saved(book)
    bound = struct.pack("<BB", 0, 0) + bytes([1, 0]) + b"M"  # visible, a worksheet, then its name
    assert plain.count(bound) == 1
    macros = plain.replace(bound, struct.pack("<BB", 0, 1) + bytes([1, 0]) + b"M")
    assert read(plain).remarks == []
    assert ("excel4_macros", "") in read(macros).remarks


REFERENCE = struct.pack("<BHH", 0x44, 6, 0xC000 | 3)  # D7, relative
SUM_OF = (
    struct.pack("<BHHHH", 0x25, 6, 6, 0xC000 | 3, 0xC000 | 8) + b"\x19\x10\x00\x00"
)  # SUM(D7:I7), Excel's short form


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        (SUM_OF, "SUM(D7:I7)"),
        (REFERENCE + SUM_OF + b"\x03", "D7+SUM(D7:I7)"),
        (REFERENCE + b"\x1e\x07\x00\x04", "D7-7"),
        (b"\x19\x01\x00\x00" + REFERENCE, "D7"),  # a volatile one
        (struct.pack("<BHHH", 0x5A, 0, 6, 3), "[1]"),
        (struct.pack("<BHHH", 0x5A, 1, 6, 3), "'…'!"),
        (struct.pack("<BHHH", 0x5A, 0, 6, 3) + b"\x1e\x00\x00\x21\x1b\x00", "[1]"),  # ROUND(…, 0)
        (b"\x03", OTHER),
        (REFERENCE * 2, OTHER),
        (b"\x44\x01", OTHER),
        (b"\x22\x05\x04\x00", OTHER),
        (b"\x19\x04\xff\xff", OTHER),
        (b"", OTHER),
    ],
)
def test_tokens(tokens: bytes, text: str) -> None:
    assert formula_text(tokens, XLS, (0, 0), {0}) == text


def test_shared_formulas_count_from_each_cell() -> None:
    left_of_it = struct.pack("<BLLHH", 0x2D, 0, 0, 0xC000 | (1 << 14) - 2, 0xC000 | (1 << 14) - 1) + b"\x19\x10\x00\x00"
    own = struct.pack("<dH", 3.0, 0) + struct.pack("<L", 5) + b"\x01" + struct.pack("<L", 1) + struct.pack("<LL", 4, 2)
    shared = record(427, struct.pack("<4L", 1, 1, 2, 3) + struct.pack("<L", len(left_of_it)) + left_of_it)
    row = number(0, 1) + cell(9, 2, own) + shared + cell(9, 3, own) + cell(9, 4, own)
    assert told(xlsb((1, row))) == {(1, 2): "SUM(A2:B2)", (1, 3): "SUM(B2:C2)", (1, 4): OTHER}


def test_tokens_of_xlsb() -> None:
    sums = struct.pack("<BLLHH", 0x25, 6, 6, 0xC003, 0xC008) + b"\x42\x01\x04\x00"
    assert formula_text(sums, XLSB, (0, 0)) == "SUM(D7:I7)"
    texts_of_kinds = {
        8: struct.pack("<L", 1) + "件".encode("utf-16-le") + struct.pack("<HL", 0, len(sums)) + sums,
        9: struct.pack("<dHL", 3.0, 0, len(sums)) + sums,
        10: struct.pack("<BHL", 1, 0, len(sums)) + sums,
        11: struct.pack("<BHL", 7, 0, len(sums)) + sums,
    }
    row = b"".join(cell(kind, column, content) for column, (kind, content) in enumerate(texts_of_kinds.items()))
    assert set(told(xlsb((0, row))).values()) == {"SUM(D7:I7)"}


EXTERNAL = {
    "ods": fods(
        ods_row(formula_cell("of:=['file:///a.ods'#$表.A1]"), formula_cell("of:=[.A1]+1"), formula_cell("of:=1+2"))
    ),
    "xml": XMLSS.format(
        "<Row>"
        + "".join(
            f'<Cell ss:Formula="{formula}"><Data ss:Type="Number">3</Data></Cell>'
            for formula in ("=[台账.xls]表!RC", "=RC[-1]+1", "=1+2")
        )
        + "</Row>"
    ).encode(),
}


@pytest.mark.parametrize("kind", EXTERNAL)
def test_a_number_that_rests_on_another_workbook_is_said_to(kind: str) -> None:
    """Directly, or as a sum of such a number."""
    (grid,) = read(EXTERNAL[kind]).grids
    assert [(one.kind, one.column) for one in grid.seen_otherwise] == [("external", 0), ("external", 1)]


@pytest.mark.parametrize(
    ("formula", "signs"),
    [("--C5", [1]), ("C5+-D5", [1, -1]), ("- SUM(C5:H5, 3)+-+2", [-1, -1, -1]), ("C5 D5", None), ("C5+", None)],
)
def test_signs_that_follow_one_another_are_multiplied(formula: str, signs: list[int] | None) -> None:
    terms = plain_sum(formula)
    assert (terms and [term.sign for term in terms]) == signs


@pytest.mark.parametrize(
    ("formula", "kind"),
    [
        ("TODAY()", "recalculated"),
        ("IF(NOW()>0,5,1)", "recalculated"),
        ("RAND()*0+5", "recalculated"),
        ("cmd|'/C calc'!A0", "recalculated"),
        ("SUM(A1:C1)", "recalculated"),  # a circle: it stands in C1
        ("B1+C1", "recalculated"),
        ("SUM(A1:B1)", ""),
        ("ROUND(SUM(A1:B1),0)", ""),
        ("[1]S!A1", "external"),
    ],
)
def test_results_that_nobody_can_rely_on(formula: str, kind: str) -> None:
    grid = Grid([[2.0, 3.0, 5.0]], "S", "sheet")
    give_formulas(grid, {(0, 2): formula})
    assert [(one.kind, one.row, one.column) for one in unvouched(grid)] == ([(kind, 0, 2)] if kind else [])


def test_sums_beyond_all_measure_beside_another_workbook_are_not_relied_on() -> None:
    texts = {(row, 0): "SUM(A1:CV20)" for row in range(20_000)} | {(20_000, 0): "[1]Sheet1!A1"}
    grid = Grid([[1.0]] * 20_001)
    give_formulas(grid, texts)
    begin = time.process_time()
    assert {one.kind for one in unvouched(grid)} == {"external"}
    assert time.process_time() - begin < 5
