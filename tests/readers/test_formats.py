"""The same small table, read from every format, gives the same values."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt

from checks.errors import InputFileError
from checks.model.grid import Grid, Special, is_blank
from checks.readers import read
from checks.readers.compound import Container

from ..fixtures.examples.containers import compound_of

ROOT = Path(__file__).parents[2]
TABLE: list[list[str | int | float | None]] = [
    ["表三 收到和处理政府信息公开申请情况", None, None],
    ["项目", "自然人", "总计"],
    ["（一）予以公开", 3, 4],
    ["（二）部分公开", None, 0],
    ["收费金额", 0.5, 1234567],
]


def plain(grid: Grid) -> list[list[object]]:
    """Return the table's cells, blanks as None, numbers as numbers, in the shape of TABLE."""
    rows: list[list[object]] = []
    for row in grid.rows:
        cells: list[object] = [None if is_blank(value) else value for value in row]
        rows.append((cells + [None] * 3)[:3])
    return rows


def numbers(rows: list[list[object]]) -> list[list[object]]:
    """Turn digits into numbers, for formats that know only text."""
    return [[_number(cell) for cell in row] for row in rows]


def _number(cell: object) -> object:
    try:
        return float(cell) if isinstance(cell, str) else cell
    except ValueError:
        return cell


def by_xlsxwriter(*, hidden: bool = False) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("表三")
        for index, row in enumerate(TABLE):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(index, column, value)
        if hidden:
            book.add_worksheet("藏").hide()
            book.add_worksheet("深藏").very_hidden()
    return out.getvalue()


def by_openpyxl() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "表三"
    for row in TABLE:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def by_xlwt() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表三")
    for index, row in enumerate(TABLE):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(index, column, value)
    hidden = book.add_sheet("藏")
    hidden.visibility = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def by_office(data: bytes, extension: str, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not here")
    folder = tmp_path_factory.mktemp("office")
    (folder / "in.xlsx").write_bytes(data)
    subprocess.run(
        [
            office,
            f"-env:UserInstallation={folder.as_uri()}/profile",
            "--headless",
            "--convert-to",
            extension,
            "--outdir",
            str(folder / "out"),
            str(folder / "in.xlsx"),
        ],
        check=True,
        capture_output=True,
        timeout=100,
    )
    return (folder / "out" / f"in.{extension.partition(':')[0]}").read_bytes()


def html_of(encoding: str) -> bytes:
    rows = "".join(
        "<tr>" + "".join(f"<td>{'' if cell is None else cell}</td>" for cell in row) + "</tr>" for row in TABLE
    )
    return f'<html><head><meta charset="{encoding}"></head><body><table>{rows}</table></body></html>'.encode(encoding)


def xmlss() -> bytes:
    rows = ""
    for row in TABLE:
        cells = "".join(
            f'<Cell ss:Index="{column}"><Data '
            f'ss:Type="{"String" if isinstance(cell, str) else "Number"}">{cell}'
            "</Data></Cell>"
            for column, cell in enumerate(row, 1)
            if cell is not None
        )
        rows += f"<Row>{cells}</Row>"
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook '
        f'xmlns="{space}" xmlns:ss="{space}">'
        f'<Worksheet ss:Name="表三"><Table>{rows}</Table></Worksheet></Workbook>'
    ).encode()


def csv_of(encoding: str, delimiter: str = ",") -> bytes:
    lines = [delimiter.join("" if cell is None else str(cell) for cell in row) for row in TABLE]
    return "\r\n".join(lines).encode(encoding)


@pytest.mark.parametrize(
    ("kind", "data"),
    [("xlsx", by_xlsxwriter()), ("xlsx", by_openpyxl()), ("xls", by_xlwt()), ("xmlss", xmlss())],
    ids=["xlsxwriter", "openpyxl", "xlwt", "spreadsheetml"],
)
def test_typed_formats_give_the_same_table(kind: str, data: bytes) -> None:
    reading = read(data)
    grid = reading.grids[0]
    assert reading.kind == kind
    assert (grid.name, grid.layout, grid.typed, grid.hidden) == ("表三", "sheet", True, False)
    assert plain(grid) == TABLE


@pytest.mark.parametrize("extension", ["xls", "ods", "fods"])
def test_files_saved_by_libreoffice(extension: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    reading = read(by_office(by_xlsxwriter(hidden=True), extension, tmp_path_factory))
    assert plain(reading.grids[0]) == TABLE
    assert [(grid.name, grid.hidden) for grid in reading.grids] == [
        ("表三", False),
        ("藏", True),
        ("深藏", True),
    ]


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("html", html_of("utf-8")),
        ("html", html_of("gb2312")),
        ("csv", csv_of("utf-8")),
        ("csv", csv_of("utf-8-sig", ";")),
        ("csv", csv_of("gb18030", "\t")),
        ("csv", csv_of("utf-16", "\t")),
        ("csv", csv_of("utf-16-le", "\t")),
        ("csv", csv_of("utf-16-be", "\t")),
    ],
    ids=["html", "html-gbk", "csv", "semicolons", "tabs-gb18030", "utf-16", "utf-16-le", "utf-16-be"],
)
def test_untyped_formats_give_the_same_table(kind: str, data: bytes) -> None:
    reading = read(data)
    assert reading.kind == kind
    assert not reading.grids[0].typed
    assert numbers(plain(reading.grids[0])) == TABLE


def test_names_decide_nothing() -> None:
    """An .xlsx named .xls, or an .xls named .xlsx, is read as what it is, with a remark."""
    assert read(by_xlsxwriter(), "年报.xls").kind == "xlsx"
    assert ("misnamed", "xls") in read(by_xlwt(), "年报.xlsx").remarks
    assert read(by_xlwt(), "年报.et").remarks == []
    assert read(by_xlsxwriter(), "年报.et").remarks == []


def test_hidden_sheets_are_told() -> None:
    assert [grid.hidden for grid in read(by_xlsxwriter(hidden=True)).grids] == [False, True, True]
    assert [grid.hidden for grid in read(by_xlwt()).grids] == [False, True]


def test_xls_tells_errors_dates_and_booleans() -> None:
    """xlrd gives an error's code as its value: 7 must not pass for a number."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("1")
    sheet.row(0).set_cell_error(0, "#DIV/0!")
    sheet.row(0).set_cell_boolean(1, value=True)
    sheet.write(0, 2, dt.date(2020, 1, 12), xlwt.easyxf(num_format_str="YYYY-MM-DD"))
    sheet.write(0, 3, 7)
    out = io.BytesIO()
    book.save(out)
    assert read(out.getvalue()).grids[0].rows == [
        [Special("error", "#DIV/0!"), Special("boolean", "TRUE"), Special("date", "2020-01-12"), 7.0]
    ]


def test_html_spans_keep_columns_in_line() -> None:
    page = (
        "<table><tr><td rowspan=2>项目</td><td colspan=2>人数</td><td rowspan=99999999>总计</td></tr>"
        "<tr><td>自然人</td><td>企业<br>法人</td></tr><tr><td>新收</td><td>1<td>&nbsp;2 </table>"
    )
    grid = read(page.encode()).grids[0]
    assert [[cell or "" for cell in row] for row in grid.rows] == [
        ["项目", "人数", "", "总计"],
        ["", "自然人", "企业 法人"],
        ["新收", "1", "2"],
    ]


def test_nested_tables_are_tables_of_their_own() -> None:
    """A table that lays out the page gives way to its prose and to the tables in it, in their order."""
    grids = read(b"<table><tr><td>a<table><tr><td>1<td>2</table>c</td><td>b</td></tr></table>").grids
    assert [(grid.layout, grid.rows) for grid in grids] == [
        ("lines", [["a"]]),
        ("sheet", [["1", "2"]]),
        ("lines", [["c"], ["b"]]),
    ]


def test_html_with_a_wrong_label_of_its_encoding() -> None:
    """What calls itself gb2312 is often its superset: 镕 and — are not in gb2312."""
    page = "<html><meta charset=gb2312><table><tr><td>镕—·</td></tr></table></html>".encode("gb18030")
    assert read(page).grids[0].rows == [["镕—·"]]


def test_a_page_saved_as_one_file() -> None:
    body = "<table><tr><td>新收</td><td>3</td></tr></table>".encode("gb18030")
    mht = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        b'Content-Type: text/html; charset="gb2312"\r\n\r\n' + body + b"\r\n--b--"
    )
    reading = read(mht)
    assert (reading.kind, reading.grids[0].rows) == ("html", [["新收", "3"]])


def test_spreadsheetml_spans_errors_and_hidden_sheets() -> None:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    data = (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}" xmlns:x="urn:x">'
        '<Worksheet ss:Name="1">'
        '<Table><Row ss:Index="2"><Cell ss:MergeAcross="1" ss:MergeDown="1"><Data '
        'ss:Type="String">a</Data></Cell>'
        '<Cell ss:Formula="=1/0"><Data ss:Type="Error">#DIV/0!</Data></Cell></Row>'
        '<Row><Cell ss:Formula="=R1C1"/><Cell><Data ss:Type="Boolean">1</Data></Cell>'
        '<Cell><Data ss:Type="DateTime">2020-01-12T00:00:00.000</Data></Cell></Row></Table>'
        "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet></Workbook>"
    )
    grid = read(data.encode()).grids[0]
    assert grid.rows == [
        [],
        ["a", None, Special("error", "#DIV/0!")],
        [
            None,
            None,
            Special("uncalculated", "=R1C1"),
            Special("boolean", "TRUE"),
            Special("date", "2020-01-12"),
        ],
    ]
    assert grid.formulas == {(1, 2), (2, 2)}
    assert grid.hidden


@pytest.mark.parametrize(
    ("data", "code", "word"),
    [
        (b"", "empty", ""),
        (b"%PDF-1.4\n", "damaged", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "not_a_table_file", "图片"),
        (b"\xff\xd8\xff\xe0" + bytes(99), "not_a_table_file", "图片"),
        (b"Rar!\x1a\x07\x00" + bytes(99), "not_a_table_file", "压缩包"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(99), "not_a_table_file", "压缩包"),
        (b"MZ\x90\x00\x03" + bytes(99), "not_a_table_file", "程序"),
        (bytes(range(256)) * 9, "not_a_table_file", "二进制"),
        (b"From: a@b\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\nhi", "not_a_table_file", "邮件"),
        (b'<?xml version="1.0"?><a/>', "not_a_table_file", "XML"),
        (bytes(21 * 1024 * 1024), "too_large", "MB"),
    ],
    ids=["empty", "pdf", "png", "jpeg", "rar", "7z", "exe", "binary", "mail", "xml", "large"],
)
def test_what_is_no_table_is_named(data: bytes, code: str, word: str) -> None:
    with pytest.raises(InputFileError) as caught:
        read(data)
    assert caught.value.code == code
    assert word in caught.value.detail


@pytest.mark.parametrize("cutoff", [4096, 1 << 30], ids=["sectors", "mini sectors"])
def test_a_chain_of_sectors_that_bites_its_tail_is_damaged(cutoff: int) -> None:
    """xlrd would follow it until memory ends."""
    data = bytearray(by_xlwt())
    table = (int.from_bytes(data[76:80], "little") + 1) * 512
    if cutoff == 4096:
        data[table : table + 4] = bytes(4)  # the workbook begins in sector 0, which now follows itself
    else:
        data[56:60] = cutoff.to_bytes(4, "little")  # now the workbook counts as short, and has no table
    with pytest.raises(InputFileError) as caught:
        read(bytes(data))
    assert caught.value.code == "damaged"


def test_no_damaged_xls_gets_out_of_hand() -> None:
    """A few hundred .xls with changed bytes: each gives a Reading or an InputFileError, in a process that lives."""
    code = (
        "import random, sys\n"
        "from checks.errors import InputFileError\n"
        "from checks.readers import read\n"
        "good = sys.stdin.buffer.read()\n"
        "random.seed(7)\n"
        "for _ in range(300):\n"
        "    data = bytearray(good)\n"
        "    for _ in range(random.choice((1, 3, 9))):\n"
        "        data[random.randrange(len(data))] = random.choice((0, 255, random.randrange(256)))\n"
        "    try:\n"
        "        read(bytes(data))\n"
        "    except InputFileError:\n"
        "        pass\n"
    )
    done = subprocess.run([sys.executable, "-c", code], input=by_xlwt(), cwd=ROOT, timeout=60, check=False)
    assert done.returncode == 0


def test_an_object_in_an_old_workbook_is_told() -> None:
    """Excel keeps each in a storage called MBD and a number."""
    stream = Container(by_xlwt()).stream("workbook")
    assert stream
    padded = stream + bytes(4096)
    assert read(compound_of({"Workbook": padded})).remarks == []
    assert read(compound_of({"Workbook": padded, "MBD0018A3C0": bytes(4096)})).remarks == [("embedded_objects", "")]
