"""The traps of .xlsx: what a reader mistakes for something else, and what would bring a reader down."""

from __future__ import annotations

import io
import re
import struct

import pytest
import xlsxwriter

from checks.errors import InputFileError
from checks.marking.losses import active_content
from checks.marking.parts import Parts
from checks.model.grid import Grid, Special
from checks.readers import read, xlsx
from checks.readers.package import open_package

from ..fixtures.packages import MAIN, parts_of, sheet_xml, workbook, zipped


def only(data: bytes) -> Grid:
    (grid,) = read(data).grids
    assert grid.formulas is not None
    return grid


@pytest.fixture
def no_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forbid the complete reader: what is read nevertheless, the strict tokeniser has read."""
    monkeypatch.setattr(xlsx, "_scanned", None)


def refused(data: bytes) -> str:
    with pytest.raises(InputFileError) as caught:
        read(data)
    return caught.value.code


STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts><font/></fonts><fills><fill/></fills><borders><border/></borders>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
)


@pytest.mark.usefixtures("no_scan")
def test_the_everyday_file_takes_the_fast_way() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for _ in range(3):
            book.add_worksheet().write_row(0, 0, ["新收", 3, 4])
    reading = read(out.getvalue())
    assert [grid.rows for grid in reading.grids] == [[["新收", 3.0, 4.0]]] * 3
    assert reading.remarks == []


@pytest.mark.usefixtures("no_scan")
def test_errors_are_told() -> None:
    names = ["#DIV/0!", "#N/A", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!"]
    cells = "".join(f'<c r="{chr(65 + i)}1" t="e"><v>{name}</v></c>' for i, name in enumerate(names))
    data = workbook(f'<row r="1">{cells}<c r="I1"><v>1</v></c></row>')
    assert only(data).rows == [[*(Special("error", name) for name in names), 1.0]]


def test_formulas_without_a_result() -> None:
    rows = (
        '<row r="1"><c r="A1"><f>SUM(B1:C1)</f></c><c r="B1"><v>1</v></c></row>'
        '<row r="2"><c r="A2" t="str"><f>SUM(B2:C2)</f><v></v></c><c r="B2"><f>1+1</f><v>2</v></c></row>'
        '<row r="3"><c r="A3" t="str"><f>IF(B1=1,"",1)</f><v></v></c><c r="B3"/></row>'
        '<row r="4"><c r="A4"/></row><row r="5"><c r="A5"><f>A1</f></c></row>'
    )
    grid = only(workbook(rows))
    assert grid.rows[0][0] == Special("uncalculated", "=SUM(B1:C1)")
    assert grid.rows[1] == [Special("uncalculated", "=SUM(B2:C2)"), 2.0]
    assert grid.rows[2][0] in (None, ""), "this formula gives an empty text, and has given it"
    assert grid.rows[4][0] == Special("uncalculated", "=A1"), "a row with nothing else"
    assert grid.formulas == {(0, 0), (1, 0), (1, 1), (2, 0), (4, 0)}


def test_xlsxwriter_stores_an_empty_result() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write_formula(0, 0, "=SUM(B1:C1)", value="")
        book.worksheets()[0].write(0, 1, 3)
    assert only(out.getvalue()).rows == [[Special("uncalculated", "=SUM(B1:C1)"), 3.0]]


@pytest.mark.usefixtures("no_scan")
def test_dates_and_booleans_are_no_numbers() -> None:
    cells = '<c r="A1" s="1"><v>12</v></c><c r="B1" t="b"><v>1</v></c><c r="C1"><v>12</v></c>'
    rows = f'<row r="1">{cells}</row>'
    data = workbook(rows, styles=STYLES)
    assert only(data).rows == [[Special("date", "1900-01-12"), Special("boolean", "TRUE"), 12.0]]


def test_the_1904_system() -> None:
    parts = parts_of(sheet_xml('<row r="1"><c r="A1" s="1"><v>1</v></c></row>'), styles=STYLES)
    parts["xl/workbook.xml"] = str(parts["xl/workbook.xml"]).replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    assert only(zipped(parts)).rows == [[Special("date", "1904-01-02")]]


TWICE = '<row r="1"><c r="A1"><v>{}</v></c></row><row r="2"><c r="A1"><v>2</v></c><c r="B2"><v>3</v></c></row>'


def test_a_cell_with_two_numbers_says_so() -> None:
    """One reader keeps the first, another the last, and Excel shows one of them."""
    assert only(workbook(TWICE.format(1))).rows == [[Special("disagreement", "1.0/2.0")], [None, 3.0]]
    assert only(workbook(TWICE.format(2))).rows == [[2.0], [None, 3.0]]


def test_rows_and_cells_out_of_order() -> None:
    rows = (
        '<row r="3"><c r="B3"><v>5</v></c><c r="A3"><v>4</v></c></row><row r="1"><c r="A1"><f>B3</f><v>1</v></c></row>'
    )
    grid = only(workbook(rows))
    assert grid.rows == [[1.0], [], [4.0, 5.0]]
    assert grid.formulas == {(0, 0)}


ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'
PLAIN = sheet_xml(ROW)
MERGED = PLAIN.replace("</worksheet>", '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>')
SHEETS: dict[str, tuple[str | bytes, list[list[object]]]] = {
    "no addresses": (
        sheet_xml("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"),
        [[1, 2], [3]],
    ),
    "prefix": (
        re.sub("(</?)(?=[a-z])", r"\1x:", PLAIN).replace("xmlns=", "xmlns:x="),
        [[1]],
    ),
    "strict": (PLAIN.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main"), [[1]]),
    "utf-16": (PLAIN.replace("UTF-8", "UTF-16").encode("utf-16"), [[1]]),
    "gb18030": (PLAIN.replace("UTF-8", "GB18030").encode("gb18030"), [[1]]),
    "huge merge": (MERGED, [[1]]),
    "huge dimension": (PLAIN.replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>'), [[1]]),
    "reversed dimension": (PLAIN.replace("<sheetData>", '<dimension ref="C9:A1"/><sheetData>'), [[1]]),
    "no rows": (f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>', []),
}


@pytest.mark.parametrize(("sheet", "rows"), SHEETS.values(), ids=SHEETS.keys())
def test_odd_sheets_are_read(sheet: str | bytes, rows: list[list[object]]) -> None:
    data = zipped(parts_of(sheet))
    assert only(data).rows == rows


def test_text_with_phonetics_runs_and_escapes() -> None:
    strings = (
        f'<sst xmlns="{MAIN}" count="2" uniqueCount="2"><si><r><t>新</t></r><r><t>收</t></r></si>'
        "<si><t>公开</t><rPh sb='0' eb='1'><t>コウカイ</t></rPh></si></sst>"
    )
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
        '<c r="C1" t="inlineStr"><is><t>a<![CDATA[&]]>b</t></is></c></row>'
    )
    data = workbook(rows, strings=strings)
    assert only(data).rows == [["新收", "公开", "a&b"]]


@pytest.mark.parametrize("address", ["XFD1048576", "A1048576", "XFD1"])
@pytest.mark.parametrize(
    "form", ['<c r="{}"><v>2</v></c>', '<x:c r="{}"><x:v>2</x:v></x:c>', "<c\tr='{}'><v>2</v></c>"]
)
def test_cells_far_apart_are_left_out(address: str, form: str) -> None:
    """Room for everything between them would be 17 thousand million cells, and the process gone."""
    sheet = sheet_xml(f'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576">{form.format(address)}</row>')
    reading = read(zipped(parts_of(sheet.replace("<worksheet ", f'<worksheet xmlns:x="{MAIN}" '))))
    assert reading.grids[0].rows == [[1.0]] if address != "XFD1" else reading.grids[0].rows[0] == [1.0]
    assert reading.remarks == [("truncated_rows", "S")]


def test_formatting_that_strays_to_the_last_row_is_harmless() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>' + "".join(
        f'<row r="{row}"><c r="A{row}" s="0"/><c r="XFD{row}" s="0"/></row>' for row in range(1_040_000, 1_048_577)
    )
    reading = read(workbook(rows))
    assert reading.remarks == []
    assert reading.grids[0].rows == [[1.0]]


def test_a_lying_count_of_strings_is_taken_out() -> None:
    counts = 'count="4294967295" uniqueCount="4294967295"'
    strings = f'<!-- <sst> --><sst xmlns="{MAIN}" {counts}><si><t>x</t></si></sst>'
    data = workbook('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings=strings)
    assert only(data).rows == [["x"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_are_refused(encoding: str) -> None:
    bomb = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        '<!ENTITY b "&a;&a;&a;">]>'
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is>'
        "<t>&b;</t></is></c></row>"
        "</sheetData></worksheet>"
    )
    assert refused(zipped(parts_of(bomb.encode(encoding)))) == "unsafe"
    ods = {"mimetype": "x", "content.xml": bomb.encode(encoding)}
    assert refused(zipped(ods)) == "unsafe"


@pytest.mark.parametrize("filler", [b" ", b"0", b"<row/>"], ids=["spaces", "zeros", "rows"])
def test_bombs_cost_little(filler: bytes) -> None:
    """What inflates to more than 8 MiB is cut at a row, or refused where there is none."""
    parts = parts_of(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode() + filler * (40_000_000 // len(filler)))
    try:
        assert read(zipped(parts)).remarks == [("truncated_rows", "S")]
    except InputFileError as error:
        assert error.code == "unsafe"  # noqa: PT017  either answer is right


def test_many_strings_are_refused() -> None:
    data = workbook("", strings=f'<sst xmlns="{MAIN}">' + "<si><t/></si>" * 1_500_000 + "</sst>")
    assert refused(data) == "unsafe"


def test_a_large_sheet_is_cut_at_a_row_and_says_so() -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(1, 6001))
    reading = read(workbook(rows))
    assert reading.remarks == [("truncated_rows", "S")]
    assert len(reading.grids[0].rows) == 5000


def test_many_sheets_are_cut() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for index in range(300):
            book.add_worksheet(f"s{index}")
    reading = read(out.getvalue())
    assert len(reading.grids) == 256
    assert reading.remarks == [("truncated_sheets", "300")]


def test_many_styles_cost_little() -> None:
    styles = STYLES.replace('<xf numFmtId="14"/>', '<xf numFmtId="14"/>' * 64_000)
    data = workbook('<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"><v>1</v></c></row>', styles=styles)
    assert only(data).rows == [[Special("error", "#N/A"), 1.0]]


def test_a_flipped_digit_is_noticed() -> None:
    """In a stored entry a flipped bit still reads as a number; only the checksum knows."""
    data = zipped(parts_of(sheet_xml('<row r="1"><c r="A1"><v>123456</v></c></row>')), method=0)
    assert only(data).rows == [[123456.0]]
    assert refused(data.replace(b"123456", b"123457")) == "damaged"


@pytest.mark.parametrize("keep", [0.3, 0.9, 0.999])
def test_half_a_file_is_damaged(keep: float) -> None:
    data = workbook('<row r="1"><c r="A1"><v>1</v></c></row>')
    assert refused(data[: int(len(data) * keep)]) == "damaged"


def test_junk_around_the_archive_is_no_part_of_it() -> None:
    data = workbook('<row r="1"><c r="A1"><v>1</v></c></row>')
    assert only(data + bytes(70_000)).rows == [[1.0]]
    assert only(b"junk\x00" * 20 + data).rows == [[1.0]]


def test_names_in_the_archive() -> None:
    """Backslashes and absolute targets are read; a name twice is refused, for who knows which counts."""
    parts = parts_of(sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>'))
    rels = str(parts["xl/_rels/workbook.xml.rels"])
    assert only(zipped({name.replace("/", "\\"): part for name, part in parts.items()})).rows == [[1.0]]
    absolute = dict(parts) | {"xl/_rels/workbook.xml.rels": rels.replace('"worksheets', '"/xl/worksheets')}
    assert only(zipped(absolute)).rows == [[1.0]]
    twice = dict(parts) | {"xl\\worksheets\\sheet1.xml": sheet_xml("")}
    assert refused(zipped(twice)) == "unsafe"


@pytest.mark.parametrize("target", ["../../../etc/passwd", "http://localhost/x.xml", "file:///etc/passwd", "none.xml"])
def test_nothing_outside_the_archive_is_read(target: str) -> None:
    parts = parts_of(sheet_xml(""))
    rels = str(parts["xl/_rels/workbook.xml.rels"])
    parts["xl/_rels/workbook.xml.rels"] = rels.replace("worksheets/sheet1.xml", target)
    assert refused(zipped(parts)) == "damaged"


def test_overlapping_and_encrypted_entries_are_refused() -> None:
    data = bytearray(workbook('<row r="1"><c r="A1"><v>1</v></c></row>'))
    directory = data.index(b"PK\x01\x02")
    overlap = bytearray(data)
    struct.pack_into("<L", overlap, directory + 20, len(data) + 1)
    assert refused(bytes(overlap)) == "unsafe"
    place = data.rindex(b"PK\x01\x02")
    data[place + 8] |= 1
    assert refused(bytes(data)) == "encrypted"


def test_macros_external_links_and_charts_first() -> None:
    parts = parts_of(sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>'))
    parts["xl/vbaProject.bin"] = b"x"
    parts["xl/externalLinks/externalLink1.xml"] = "<x/>"
    told = [("macros", ""), ("external_links", "")]
    assert read(zipped(parts)).remarks == told
    for part in ("xl/embeddings/oleObject1.bin", "xl/activeX/activeX1.bin"):
        assert read(zipped(parts | {part: b"x"})).remarks == [*told, ("embedded_objects", "")], part
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        chart = book.add_chart({"type": "bar"})
        book.add_chartsheet("图").set_chart(chart)
        book.add_worksheet("表").write(0, 0, 7)
        chart.add_series({"values": "=表!$A$1:$A$1"})
    grid = only(out.getvalue())
    assert (grid.name, grid.rows) == ("表", [[7.0]])


def test_other_archives_are_named() -> None:
    for name, code in (("index/document.iwa", "unsupported"), ("a.txt", "not_a_table_file")):
        assert refused(zipped({name: "x"})) == code
    assert refused(b"PK\x05\x06" + bytes(18)) == "not_a_table_file"


def test_deep_nesting_and_many_attributes_are_survived() -> None:
    deep = sheet_xml("<row>" + "<a>" * 100_000 + "</a>" * 100_000 + "</row>")
    many = sheet_xml("<row " + " ".join(f'a{i}="1"' for i in range(100_000)) + '><c r="A1"><v>1</v></c></row>')
    for sheet in (deep, many):
        try:
            only(zipped(parts_of(sheet)))
        except InputFileError as error:
            assert error.code in ("damaged", "unsafe")  # noqa: PT017  either answer is right


def test_odd_cells_do_not_take_the_sheet_with_them() -> None:
    """Text or NaN in a number cell, a string that does not exist, an unknown type: one odd cell each."""
    cells = (
        '<c r="A1"><v>abc</v></c><c r="B1"><v>NaN</v></c><c r="C1" t="s"><v>9</v></c><c '
        'r="D1" t="zz"><v>x</v></c>'
        '<c r="E1"><v>5</v></c><c r="F1" t="e"><v>#N/A</v></c><c r="G1"><f>A1</f></c><c '
        'r="H1" t="b"><v>1</v></c>'
        '<c r="I1"><f>A1</f><v>6</v></c><c r="J1" t="inlineStr"><is><t>y</t></is></c><c '
        'r="K1" t="s"><v>-1</v></c>'
    )
    grid = only(workbook(f'<row r="1">{cells}</row>', strings=f'<sst xmlns="{MAIN}"><si><t>a</t></si></sst>'))
    kinds = [cell.kind if isinstance(cell, Special) else cell for cell in grid.rows[0]]
    assert kinds == ["abc", "NaN", "error", "x", 5.0, "error", "uncalculated", "boolean", 6.0, "y", "error"]
    assert grid.formulas == {(0, 6), (0, 8)}


def test_what_an_ending_would_mean_is_no_macro_where_no_part_has_it() -> None:
    """SheetJS declares that of ``bin``; a part that says so of itself still counts, and one with that ending."""
    parts = parts_of(sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>'))
    types = str(parts["[Content_Types].xml"])
    binary = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    by_ending = types.replace("<Override ", f'<Default Extension="BIN" ContentType="{binary}"/><Override ', 1)
    assert by_ending != types
    parts["[Content_Types].xml"] = by_ending
    assert read(zipped(parts)).remarks == []
    assert active_content(Parts(open_package(zipped(parts))[1])) == []
    assert read(zipped(parts | {"xl/x.bin": b"x"})).remarks == [("macros", "")]
    parts["[Content_Types].xml"] = types.replace("spreadsheetml.sheet.main", "sheet.macroEnabled.main")
    assert read(zipped(parts)).remarks == [("macros", "")]
