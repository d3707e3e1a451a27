"""Every reader tells where one sees another thing than the cells hold."""

from __future__ import annotations

import io
import struct
import time
from typing import Any

import pytest
import xlwt

from checks.model.figures import read as read_figure
from checks.model.grid import Grid
from checks.readers import read
from checks.readers.active_content import types_in_use
from checks.readers.xlsx.conditions import by_condition
from checks.readers.xlsx.drawings import drawn_over
from checks.readers.xlsx.seen import hidden_rows
from checks.readers.xlsx.styles import CellFormats

from ..fixtures.packages import MAIN, workbook
from .test_xlsb import record, wide, xlsb

Seen = dict[str, tuple[int, int, str]]


def seen(data: bytes) -> Seen:
    return {one.kind: (one.row, one.column, one.text) for one in grid(data).seen_otherwise}


def grid(data: bytes) -> Grid:
    (only,) = read(data).grids
    return only


def old_workbook(change: Any) -> bytes:
    """Return an .xls with 1, 2 and 3, 4; the second row and column are ready to be changed."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    for row in range(2):
        for column in range(2):
            sheet.write(
                row,
                column,
                1 + 2 * row + column,
                change(sheet) if (row, column) == (1, 1) else xlwt.Style.default_style,
            )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def hide_row(sheet: Any) -> xlwt.XFStyle:
    sheet.row(1).hidden = True
    return xlwt.XFStyle()


def hide_column(sheet: Any) -> xlwt.XFStyle:
    sheet.col(1).hidden = True
    return xlwt.XFStyle()


def flatten(sheet: Any) -> xlwt.XFStyle:
    sheet.row(1).height_mismatch, sheet.row(1).height = True, 9
    return xlwt.XFStyle()


def narrow(sheet: Any) -> xlwt.XFStyle:
    sheet.col(1).width = 20
    return xlwt.XFStyle()


def cover(sheet: Any) -> xlwt.XFStyle:
    sheet.merged_ranges.append((1, 1, 0, 1))
    return xlwt.XFStyle()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda _: xlwt.XFStyle(), {}),
        (hide_row, {"hidden_row": (1, -1, "")}),
        (hide_column, {"hidden_column": (-1, 1, "")}),
        (flatten, {"hidden_row": (1, -1, "")}),
        (narrow, {"hidden_column": (-1, 1, "")}),
        (cover, {"covered": (1, 1, "4")}),
        (lambda _: xlwt.easyxf(num_format_str='"7"'), {"format": (1, 1, "7")}),
        (lambda _: xlwt.easyxf(num_format_str="0%"), {"format": (1, 1, "400%")}),
        (lambda _: xlwt.easyxf(num_format_str="0"), {}),
        (lambda _: xlwt.easyxf("font: struck_out on"), {"struck": (1, 1, "4")}),
        (lambda _: xlwt.easyxf("font: colour white"), {"unseen": (1, 1, "4")}),
        (lambda _: xlwt.easyxf("font: colour white; pattern: pattern solid, fore_colour blue"), {}),
        (lambda _: xlwt.easyxf("pattern: pattern solid, fore_colour black"), {"unseen": (1, 1, "4")}),
        (lambda _: xlwt.easyxf("pattern: pattern solid, fore_colour yellow"), {}),
        (lambda _: xlwt.easyxf("font: height 20"), {"unseen": (1, 1, "4")}),
    ],
)
def test_xls(change: Any, expected: Seen) -> None:
    data = old_workbook(change)
    assert seen(data) == expected
    assert grid(data).rows == ([[1.0, 2.0], [3.0, None]] if "covered" in expected else [[1.0, 2.0], [3.0, 4.0]])


def xls_rule(font: int | None = None, ground: int | None = None, equal_to: int | None = None, struck: int = 0) -> bytes:
    """A conditional format over all cells, as Excel 97 wrote it."""
    has_font = font is not None or bool(struck)
    look = struct.pack("<LH", has_font << 26 | (ground is not None) << 29, 0)
    letters = bytearray(118)
    struct.pack_into("<L", letters, 68, 0x80 * struck)
    struct.pack_into("<l", letters, 80, -1 if font is None else font)
    struct.pack_into("<L", letters, 88, 0x80 * (1 - struck))
    look += bytes(letters) * has_font
    look += struct.pack("<HH", 0, ground << 7) if ground is not None else b""
    formula = b"\x1e" + struct.pack("<H", equal_to or 0)
    rule = struct.pack("<BBHH", 1, 5 if equal_to is None else 3, len(formula), 0) + look + formula
    area = struct.pack("<HH4HH4H", 1, 0, 0, 9, 0, 9, 1, 0, 9, 0, 9)
    return struct.pack("<HH", 0x1B0, len(area)) + area + struct.pack("<HH", 0x1B1, len(rule)) + rule


@pytest.mark.parametrize(
    ("rule", "hides"),
    [
        (xls_rule(font=9), True),
        (xls_rule(font=9, equal_to=0), False),
        (xls_rule(font=9, equal_to=4), True),
        (xls_rule(font=10), False),
        (xls_rule(ground=8), True),
        (xls_rule(font=9, ground=8), False),
        (xls_rule(struck=1), True),
    ],
)
def test_a_conditional_format_in_xls(rule: bytes, hides: bool) -> None:
    book = xlwt.Workbook()
    book.add_sheet("S").write(0, 0, 4)
    stream = book.get_biff_data()
    assert stream.endswith(b"\x0a\x00\x00\x00")
    assert seen(stream[:-4] + rule + stream[-4:]) == ({"unseen_perhaps": (0, 0, "4")} if hides else {})


def test_a_struck_run_in_xls_is_seen() -> None:
    book = xlwt.Workbook()
    book.add_sheet("S").write_rich_text(0, 0, [("1", xlwt.easyxf("font: struck_out on").font), "3"])
    out = io.BytesIO()
    book.save(out)
    assert seen(out.getvalue()) == {"struck": (0, 0, "13")}


def test_what_is_not_looked_at_in_a_large_xls_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    data = old_workbook(lambda _: xlwt.XFStyle())
    assert read(data).remarks == []
    monkeypatch.setattr("checks.readers.xls.MAX_FORMATTED", 100)
    assert read(data).remarks == [("formats_unread", "")]


FODS = (
    '<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:style="s" xmlns:fo="f" xmlns:table="t" xmlns:text="x"><office:automatic-styles>'
    '<style:style style:name="gone"><style:text-properties style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="white"><style:text-properties fo:color="#ffffff"/></style:style>'
    '<style:style style:name="blue"><style:text-properties fo:color="#ffffff"/>'
    '<style:table-cell-properties fo:background-color="#000080"/></style:style>'
    '<style:style style:name="dark"><style:table-cell-properties fo:background-color="#000000"/></style:style>'
    '<style:style style:name="up"><style:text-properties style:text-position="super 58%"/></style:style>'
    '<style:style style:name="flat"><style:table-row-properties style:row-height="0cm"/></style:style>'
    '<style:style style:name="thin"><style:table-row-properties style:row-height="0.02cm"/></style:style>'
    "</office:automatic-styles><office:body><office:spreadsheet>"
    '<table:table table:name="S">{}</table:table></office:spreadsheet></office:body></office:document>'
)


def fods(rows: str) -> bytes:
    return FODS.format(rows).encode()


def ods_cell(value: str, text: str, more: str = "") -> str:
    kind = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {kind} {more}><text:p>{text}</text:p></table:table-cell>"


def ods_row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


THREE_SHOWN = ods_cell("3", "3")
RAISED = '<text:p>3<text:span text:style-name="up">1</text:span></text:p>'
COLUMNS = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (ods_row(THREE_SHOWN, ods_cell("3", "3 件"), ods_cell("0", "-"), ods_cell("1234", "1,234")), {}),
        (ods_row(ods_cell("-3", "(3)"), ods_cell("2.345", "2.35")), {}),
        (ods_row(ods_cell("3", "7")), {"format": (0, 0, "7")}),
        (ods_row(ods_cell("3", "")), {"format": (0, 0, "")}),
        (ods_row(ods_cell("3", "300%")), {"format": (0, 0, "300%")}),
        (ods_row(ods_cell("-3", "3")), {"format": (0, 0, "3")}),
        (ods_row(THREE_SHOWN, more='table:visibility="filter"'), {"hidden_row": (0, -1, "")}),
        (ods_row() + ods_row(THREE_SHOWN, more='table:style-name="flat"'), {"hidden_row": (1, -1, "")}),
        (ods_row() + ods_row(THREE_SHOWN, more='table:style-name="thin"'), {"hidden_row": (1, -1, "")}),
        (COLUMNS + ods_row(THREE_SHOWN * 3), {"hidden_column": (-1, 2, "")}),
        (
            ods_row("<table:table-cell/>", THREE_SHOWN.replace("table-cell", "covered-table-cell")),
            {"covered": (0, 1, "3")},
        ),
        (ods_row(ods_cell("3", "3", 'table:style-name="gone"')), {"struck": (0, 0, "3")}),
        (ods_row(ods_cell("3", "3", 'table:style-name="white"')), {"unseen": (0, 0, "3")}),
        (ods_row(ods_cell("0", "0", 'table:style-name="white"')), {}),
        (ods_row(ods_cell("3", "3", 'table:style-name="blue"')), {}),
        (ods_row(ods_cell("3", "3", 'table:style-name="dark"')), {"unseen": (0, 0, "3")}),
        (
            ods_row(f'<table:table-cell office:value-type="string">{RAISED}</table:table-cell>'),
            {"struck": (0, 0, "31")},
        ),
    ],
)
def test_ods(rows: str, expected: Seen) -> None:
    assert seen(fods(rows)) == expected


XMLSS = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles>'
    '<Style ss:ID="seven"><NumberFormat ss:Format="&quot;7&quot;"/></Style>'
    '<Style ss:ID="percent"><NumberFormat ss:Format="Percent"/></Style>'
    '<Style ss:ID="plain"><NumberFormat ss:Format="0"/></Style>'
    '<Style ss:ID="gone"><Font ss:StrikeThrough="1"/></Style>'
    '<Style ss:ID="white"><Font ss:Color="#FFFFFF"/></Style>'
    '<Style ss:ID="blue"><Font ss:Color="#FFFFFF"/><Interior ss:Color="#000080" ss:Pattern="Solid"/></Style>'
    '<Style ss:ID="heir" ss:Parent="white"><NumberFormat ss:Format="0"/></Style>'
    '<Style ss:ID="lines" ss:Parent="gone"/><Style ss:ID="eight" ss:Parent="seven"/>'
    '</Styles><Worksheet ss:Name="S"><Table>{}</Table></Worksheet></Workbook>'
)


def xmlss_cell(more: str = "", text: str = "3", kind: str = "Number") -> str:
    return f'<Cell {more}><Data ss:Type="{kind}">{text}</Data></Cell>'


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (f"<Row>{xmlss_cell()}{xmlss_cell('ss:StyleID=' + chr(34) + 'plain' + chr(34))}</Row>", {}),
        (f'<Row ss:Index="3" ss:Hidden="1">{xmlss_cell()}</Row>', {"hidden_row": (2, -1, "")}),
        (f'<Row ss:Height="0">{xmlss_cell()}</Row>', {"hidden_row": (0, -1, "")}),
        (f'<Row ss:Height="0.5">{xmlss_cell()}</Row>', {"hidden_row": (0, -1, "")}),
        (f'<Row ss:Height="13.5">{xmlss_cell()}</Row>', {}),
        (f'<Column ss:Span="1"/><Column ss:Hidden="1"/><Row>{xmlss_cell()}</Row>', {"hidden_column": (-1, 2, "")}),
        (f'<Column ss:Index="2" ss:Width="0"/><Row>{xmlss_cell()}</Row>', {"hidden_column": (-1, 1, "")}),
        ("<Row>" + xmlss_cell('ss:StyleID="seven"') + "</Row>", {"format": (0, 0, "7")}),
        ('<Row ss:StyleID="percent">' + xmlss_cell() + "</Row>", {"format": (0, 0, "300.00%")}),
        ("<Row>" + xmlss_cell('ss:StyleID="gone"') + "</Row>", {"struck": (0, 0, "3")}),
        ("<Row>" + xmlss_cell('ss:StyleID="white"') + "</Row>", {"unseen": (0, 0, "3")}),
        ("<Row>" + xmlss_cell('ss:StyleID="blue"') + "</Row>", {}),
        ("<Row>" + xmlss_cell('ss:StyleID="heir"') + "</Row>", {"unseen": (0, 0, "3")}),
        ("<Row>" + xmlss_cell('ss:StyleID="lines"') + "</Row>", {"struck": (0, 0, "3")}),
        ("<Row>" + xmlss_cell('ss:StyleID="eight"') + "</Row>", {"format": (0, 0, "7")}),
        ('<Column ss:StyleID="white"/><Row>' + xmlss_cell() + "</Row>", {"unseen": (0, 0, "3")}),
        ('<Column ss:StyleID="white"/><Row>' + xmlss_cell('ss:StyleID="blue"') + "</Row>", {}),
        ("<Row>" + xmlss_cell(text="<S>1</S>3", kind="String") + "</Row>", {"struck": (0, 0, "13")}),
    ],
)
def test_xmlss(rows: str, expected: Seen) -> None:
    assert seen(XMLSS.format(rows).encode()) == expected


def xlsb_row(number: int, flags: int = 0, height: int = 300) -> bytes:
    return record(0, struct.pack("<LLHBBBL", number, 0, height, 0, flags, 0, 0))


THREE = record(5, struct.pack("<LLd", 0, 0, 3.0))


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        (xlsb_row(0) + THREE, {}),
        (xlsb_row(0, flags=0x10) + THREE, {"hidden_row": (0, -1, "")}),
        (xlsb_row(0, height=0) + THREE, {"hidden_row": (0, -1, "")}),
        (xlsb_row(0, height=9) + THREE, {"hidden_row": (0, -1, "")}),
        (record(60, struct.pack("<LLLLH", 0, 0, 2000, 0, 1)) + xlsb_row(0) + THREE, {"hidden_column": (-1, 0, "")}),
        (xlsb_row(1) + THREE + record(176, struct.pack("<4L", 0, 1, 0, 0)), {"covered": (1, 0, "3")}),
    ],
)
def test_xlsb(records: bytes, expected: Seen) -> None:
    # The row that the helper writes comes first and is plain.
    assert seen(xlsb((0, records))) == expected


def test_xlsb_formats() -> None:
    from checks.readers.xlsb_formats import cell_formats  # noqa: PLC0415

    fonts = record(43, struct.pack("<HH", 220, 0)) + record(43, struct.pack("<HH", 220, 8))
    styles = record(44, struct.pack("<H", 200) + wide('"7"')) + fonts + record(617)
    styles += record(47, struct.pack("<HHH", 0, 0, 0)) + record(47, struct.pack("<HHH", 0, 200, 1)) + record(618)
    formats = cell_formats(styles)
    assert (formats.codes, formats.struck) == ({0: "General", 1: '"7"'}, {1})


RUNS = {
    "<r><rPr><strike/></rPr><t>1</t></r><r><t>3</t></r>": ("text", None),
    '<r><rPr><strike val="0"/></rPr><t>1</t></r><r><t>3</t></r>': ("number", 13),
    '<r><t>3</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r>': ("number", 3),
    '<r><t>3</t></r><r><rPr><vertAlign val="subscript"/></rPr><t>1</t></r>': ("number", 3),
    "<r><t>3</t></r><r><rPr><b/></rPr><t>1</t></r>": ("number", 31),
}


@pytest.mark.parametrize("inline", [True, False])
@pytest.mark.parametrize("runs", RUNS)
def test_runs_of_xlsx(runs: str, inline: bool) -> None:
    """A struck or raised part is no digit of the figure; ordinary runs are."""
    if inline:
        data = workbook(f'<row r="1"><c r="A1" t="inlineStr"><is>{runs}</is></c></row>')
    else:
        strings = f'<sst xmlns="{MAIN}"><si>{runs}</si></sst>'
        data = workbook('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings=strings)
    reading = read_figure(grid(data).rows[0][0], "count")
    assert (reading.state, reading.value) == RUNS[runs]
    assert reading.value == 31 or runs.count('val="0"') or reading.value != 13


def test_runs_of_a_label_stay_its_text() -> None:
    strings = (
        f'<sst xmlns="{MAIN}"><si><r><t>总计</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></si></sst>'
    )
    data = workbook('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings=strings)
    assert grid(data).rows == [["总计1"]]


def test_a_small_fraction_that_is_written_with_an_exponent_is_rounded_to_be_seen() -> None:
    cell = '<c r="A1" s="1"><v>4E-1</v></c>'
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="1"/></cellXfs></styleSheet>'
    assert seen(workbook(f'<row r="1">{cell}</row>', styles=styles)) == {"format": (0, 0, "0")}


def test_shapes_without_end_do_not_take_long() -> None:
    corners = "".join(
        f"<{name}><col>{at}</col><colOff>0</colOff><row>{at}</row><rowOff>0</rowOff></{name}>"
        for name, at in (("from", 0), ("to", 1000))
    )
    shape = f"<twoCellAnchor >{corners}<sp><spPr><solidFill/></spPr></sp></twoCellAnchor>"
    drawings = (
        "<twoCellAnchor>" * 50_000,
        f"<twoCellAnchor >{corners}<sp>{'<spPr >' * 50_000}",
        f"<twoCellAnchor >{corners}<sp><spPr >{'<ln >' * 50_000}",
        shape * 500,
    )
    begin = time.process_time()
    seen = [sum(1 for _ in drawn_over(drawing, [[1.0] * 300] * 300)) for drawing in drawings]
    assert seen[3] == 300 * 300
    assert not list(drawn_over(shape.replace("<sp>", '<sp><cNvPr id="2" name="" hidden="1"/>'), [[1.0]]))
    assert time.process_time() - begin < 5


def test_conditional_formats_without_end_do_not_take_long() -> None:
    formats = CellFormats(conditional={"0": '0;0;"x"'})
    areas = " ".join(f"A1:XFD{row}" for row in range(1_000, 21_000))
    tails = (
        '<conditionalFormatting sqref="A1">' * 50_000,
        f'<conditionalFormatting sqref="{areas}"><cfRule dxfId="0"/></conditionalFormatting>',
        f'<conditionalFormatting sqref="B1"><cfRule type="expression"><x:dxf>{"<font>" * 2_500}</cfRule>' * 100,
    )
    begin = time.process_time()
    for tail in tails:
        assert list(by_condition(tail, [[1.0] * 200] * 50, formats)) == []
    assert time.process_time() - begin < 5


def test_attributes_without_end_do_not_take_long() -> None:
    begin = time.process_time()
    assert hidden_rows(f'<row {"a" * 200_000}><row hidden="1">', "") == [1]
    assert types_in_use(f"<Override {'a' * 200_000}>", ["a.xml"]) == ("",)
    assert time.process_time() - begin < 3


@pytest.mark.parametrize(("code", "expected"), [("[White]0", {"unseen": (0, 0, "3")}), ("0;-0;[White]0", {})])
def test_a_number_format_may_write_in_white(code: str, expected: Seen) -> None:
    codes = f'<numFmts><numFmt numFmtId="170" formatCode="{code}"/></numFmts>'
    formats = '<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>'
    styles = f'<styleSheet xmlns="{MAIN}">{codes}{formats}</styleSheet>'
    assert seen(workbook('<row r="1"><c r="A1" s="1"><v>3</v></c></row>', styles=styles)) == expected
