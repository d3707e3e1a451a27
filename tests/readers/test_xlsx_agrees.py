"""Our reader of .xlsx sees what openpyxl and calamine see: two readers of other people's making, as witnesses.

openpyxl must agree in every cell, value and formula; calamine wherever it can tell, for it shows errors and
formulas without a result as blanks.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import random
import re
import shutil
import subprocess
import warnings
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Font
from openpyxl.worksheet.formula import ArrayFormula
from python_calamine import CalamineWorkbook

from checks.errors import InputFileError
from checks.model.grid import Grid, Special, Value
from checks.readers import read, xlsx
from checks.readers.bounds import MAX_COLUMNS, MAX_ROWS, lay_out, special
from checks.readers.package import Package
from checks.readers.xlsx.fast import sheet_cells
from checks.readers.xlsx.full import scan_cells, scan_strings
from checks.readers.xlsx.styles import CellFormats
from checks.readers.xlsx.text import UnusualError, shared_strings, unescaped
from checks.readers.xlsx.values import sources_of

from ..fixtures.packages import MAIN, parts_of, sheet_xml, workbook, zipped

ELAPSED = "elapsed"
Cells = dict[tuple[int, int], Any]


def by_openpyxl(data: bytes, *, values: bool) -> dict[str, Cells]:
    """Each worksheet's cells that aren't empty: (value, data type)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=values, keep_links=False)
        found: dict[str, Cells] = {}
        for sheet in book.worksheets[:256]:
            sheet.reset_dimensions()
            found[sheet.title] = {
                (row, column): (cell.value, cell.data_type)
                for row, cells in enumerate(sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS))
                for column, cell in enumerate(cells)
                if cell.value is not None
            }
    return found


def by_calamine(data: bytes) -> dict[str, Cells]:
    """Each worksheet's cells that aren't blank."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    found: dict[str, Cells] = {}
    for sheet in book.sheets_metadata:
        if str(sheet.typ).endswith("WorkSheet"):
            rows = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
            found[sheet.name] = {(r, c): v for r, row in enumerate(rows) for c, v in enumerate(row) if v != ""}
    return found


def cells_of(grid: Grid) -> Cells:
    return {(r, c): v for r, row in enumerate(grid.rows) for c, v in enumerate(row) if v not in (None, "")}


def expected(value: Any, kind: str, formula: str | None) -> Value:
    """What we should say where openpyxl sees this value, and this formula in its place."""
    if formula is not None and value in (None, ""):
        return "" if kind == "s" and '""' in formula else Special("uncalculated", formula)
    if kind == "e":
        return Special("error", str(value))
    if isinstance(value, dt.timedelta):
        return Special("date", ELAPSED)
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else special(value)


def same(ours: Value, theirs: Value) -> bool:
    if isinstance(ours, Special) and ours.kind == "date" and isinstance(theirs, Special):
        # For a number that is no day at all, openpyxl says #VALUE!; elapsed hours are a date to us.
        return theirs.text in ("#VALUE!", ELAPSED) or ours.text == theirs.text.partition(".")[0]
    # openpyxl leaves Excel's escapes as they are, but for that of the underscore.
    return ours == theirs or (isinstance(theirs, str) and ours in (unescaped(theirs), theirs.replace("\r\n", "\n")))


def assert_agrees(data: bytes, *, calamine: bool = True) -> list[Grid]:
    """Compare every cell of every sheet with the two witnesses."""
    grids = read(data).grids
    values, written = by_openpyxl(data, values=True), by_openpyxl(data, values=False)
    assert [grid.name for grid in grids] == list(values)
    for grid in grids:
        ours = cells_of(grid)
        formulas = {
            place: str(getattr(value, "text", value))
            for place, (value, kind) in written[grid.name].items()
            if kind == "f"
        }
        assert grid.formulas == formulas.keys()
        theirs = {
            place: expected(*values[grid.name].get(place, (None, "n")), formulas.get(place))
            for place in values[grid.name].keys() | formulas.keys()
        }
        theirs = {place: value for place, value in theirs.items() if value not in (None, "")}
        assert ours.keys() == theirs.keys(), grid.name
        assert [(p, ours[p], theirs[p]) for p in ours if not same(ours[p], theirs[p])] == []
    if calamine:
        assert_calamine_agrees(data, grids)
    return grids


def assert_calamine_agrees(data: bytes, grids: list[Grid]) -> None:
    seen = by_calamine(data)
    assert [grid.name for grid in grids] == list(seen)
    for grid in grids:
        ours = cells_of(grid)
        wrong = {p: (v, ours.get(p)) for p, v in seen[grid.name].items() if not _as_calamine(ours.get(p), v)}
        assert wrong == {}
        untold = {p: v for p, v in ours.items() if p not in seen[grid.name]}
        assert all(isinstance(v, Special) and v.kind in ("error", "uncalculated") for v in untold.values()), untold


def _as_calamine(ours: Value, seen: Any) -> bool:
    if isinstance(seen, (bool, dt.date, dt.time, dt.timedelta)):
        return isinstance(ours, Special) and ours.kind == ("boolean" if isinstance(seen, bool) else "date")
    if isinstance(ours, Special):
        return ours.kind == "uncalculated" and seen == 0
    return ours == seen or (isinstance(seen, str) and ours in (unescaped(seen), seen.replace("\r\n", "\n")))


TEXTS = [
    *(
        "新收",
        " 前后 ",
        "a&b<c>\"d'",
        "两\n行",
        "制表\t符",
        "_x000D_",
        "_x0041_",
        "\x01",
        "😀",
        "1,234",
        "１２",
        "0012",
    ),
    *("#N/A", "=不是公式", "x" * 300, "é", "]]>", "<v>1</v>", "&amp;", "</t></si><si><t>", "<!-- -->", "_x", "　"),
]
RUNS = [text for text in TEXTS if not text.startswith(("_x", "\x01"))]  # XlsxWriter escapes these twice in runs
NUMBERS = [0, 1, -1, 12, 0.1, -0.5, 1e15, 123456789012345678, 1e-7, 1.5e300, 45000, 59, 60, 61, 0.25, 1234.56]
FORMATS = ["General", "0", "0.00", "#,##0", '0"件"', '0" ymd"', "0.00_);[Red]\\(0.00\\)", "@", "0%", "0.0E+00"]
DATE_FORMATS = ["yyyy-mm-dd", "m/d/yy h:mm", "h:mm:ss", '[$-804]yyyy"年"m"月"', "mmm-yy", "[h]:mm", "d", "mm:ss.0"]
FORMULAS = [("=SUM(A1:B2)", 3), ('=IF(A1=1,"","x")', "x"), ("=A1&B1", "甲&乙"), ("=1/0", "#DIV/0!"), ("=A1>1", True)]


def random_xlsxwriter(rng: random.Random, kinds: str = "nnnttbfer_") -> bytes:
    out = io.BytesIO()
    options = {"strings_to_formulas": False, "in_memory": True, "constant_memory": rng.random() < 0.2}
    options["date_1904"] = rng.random() < 0.2
    with xlsxwriter.Workbook(out, options) as book:
        formats = [None, *(book.add_format({"num_format": f}) for f in FORMATS + DATE_FORMATS)]
        bold = book.add_format({"bold": True})
        for index in range(rng.randint(1, 3)):
            sheet = book.add_worksheet(f"表{index}")
            for row in sorted(rng.sample(range(40), rng.randint(0, 12))):
                for column in sorted(rng.sample(range(30), rng.randint(1, 9))):
                    _write(sheet, row, column, rng, rng.choice(kinds), rng.choice(formats), bold)
            if index and rng.random() < 0.3:
                sheet.hide()
    return out.getvalue()


def _write(sheet: Any, row: int, column: int, rng: random.Random, kind: str, style: Any, bold: Any) -> None:
    if kind == "n":
        sheet.write_number(row, column, rng.choice([*NUMBERS[:6], *NUMBERS[10:]]), style)
    elif kind == "t":
        sheet.write_string(row, column, rng.choice(TEXTS), style)
    elif kind == "b":
        sheet.write_boolean(row, column, rng.random() < 0.5, style)
    elif kind in "fe":
        formula, value = rng.choice(FORMULAS)
        sheet.write_formula(row, column, formula, style, "" if kind == "e" else value)
    elif kind == "r":
        sheet.write_rich_string(row, column, bold, rng.choice(RUNS), "与", bold, rng.choice(RUNS))
    else:
        sheet.write_blank(row, column, None, style or bold)


def random_openpyxl(rng: random.Random) -> bytes:
    book = openpyxl.Workbook()
    for index in range(rng.randint(0, 2)):
        book.create_sheet(f"表{index}")
    for sheet in book.worksheets:
        for _ in range(rng.randint(0, 60)):
            cell = sheet.cell(rng.randint(1, 40), rng.randint(1, 30))
            cell.value = rng.choice(
                [
                    rng.choice([text for text in TEXTS if text != "\x01"]),
                    rng.choice([*NUMBERS[:6], *NUMBERS[10:]]),
                    rng.random() < 0.5,
                    dt.datetime(2024, rng.randint(1, 12), rng.randint(1, 28)),  # noqa: DTZ001  # sheets know no zones
                    dt.time(rng.randint(0, 23), 30),
                    rng.choice(FORMULAS)[0],
                    "#REF!",
                    None,
                ]
            )
            if rng.random() < 0.3 and not isinstance(cell.value, dt.time):
                cell.number_format = rng.choice(FORMATS + DATE_FORMATS)
            if rng.random() < 0.3:
                cell.font = Font(bold=True)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("seed", range(20))
def test_random_workbooks(seed: int) -> None:
    """Twenty each: 400 in all."""
    rng = random.Random(seed)
    for number in range(20):
        data = (random_openpyxl if number % 2 else random_xlsxwriter)(rng)
        assert_agrees(data)


def test_the_two_readers_of_ours_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the strict tokeniser accepts, the complete reader reads alike."""
    rng = random.Random(7)
    books = [(random_openpyxl if number % 2 else random_xlsxwriter)(rng) for number in range(60)]
    fast = [read(data) for data in books]

    def unusual(*_: object) -> None:
        raise xlsx.UnusualError

    monkeypatch.setattr(xlsx, "sheet_cells", unusual)
    monkeypatch.setattr(xlsx, "shared_strings", unusual)
    for data, reading in zip(books, fast, strict=True):
        slow = read(data)
        assert slow.remarks == reading.remarks
        assert [cells_of(grid) for grid in slow.grids] == [cells_of(grid) for grid in reading.grids]
        assert [grid.formulas for grid in slow.grids] == [grid.formulas for grid in reading.grids]


BITS = (
    *(
        b'<c r="A1"><v>1</v></c>',
        b"</c>",
        b"<v>",
        b"</v>",
        b"</row>",
        b'<row r="3">',
        b"<!--",
        b"-->",
        b"<![CDATA[",
        b"]]>",
    ),
    *(
        b"&amp;",
        b"&lt;v&gt;",
        b' t="s"',
        b' s="1"',
        b'"',
        b"<",
        b">",
        b"/",
        b" ",
        b"\r\n",
        b"_x0041_",
        b"<f>A1</f>",
        b"<v/>",
    ),
    *(
        b"<is><t>x</t></is>",
        b"-",
        b"1",
        b".",
        b"e5",
        b"x:",
        b"</sheetData>",
        b"<sheetData>",
        b"<?x ?>",
        b"\xe4",
        b"<rPh>",
    ),
    *(b"<t>", b"</t>", b"<si>", b"</si>", b"<r>", b"</r>"),
)


PARTS = ("xl/worksheets/s", "xl/shareds")


def spoiled(xml: bytes, rng: random.Random) -> bytes:
    """Return XML with one to three bits put in, taken out or doubled."""
    for _ in range(rng.randint(1, 3)):
        start, place = rng.randrange(len(xml)), rng.choice([found.start() for found in re.finditer(b"<", xml)] or [0])
        end = start + rng.randint(1, 60)
        xml = rng.choice(
            [
                xml[:start] + rng.choice(BITS) + xml[start:],
                xml[:place] + rng.choice(BITS) + xml[place:],
                xml[:place] + xml[start:end] + xml[place:],
                xml[:start] + xml[end:],
            ]
        )
    return xml


def test_what_the_tokeniser_accepts_it_reads_right() -> None:
    """Whatever is done to a part: the strict tokeniser leaves it to the complete reader, or both see the same."""
    rng, accepted = random.Random(3), 0
    packages = [Package(random_xlsxwriter(rng, "nnnttbf_")) for _ in range(40)]
    parts = [(name, package) for package in packages for name in package.entries if name.startswith(PARTS)]
    for name, package in parts * 25:
        part = spoiled(package.read(name), rng)
        with contextlib.suppress(UnusualError, InputFileError, ExpatError):
            if "shared" in name:
                texts = shared_strings(part)
                assert texts == scan_strings(part)
            else:
                strings = [str(number) for number in range(200)]
                grid, plan = sheet_cells(part, sources_of(strings), CellFormats(frozenset("1")), False)
                rows, formulas, _ = lay_out(scan_cells(part, strings, frozenset("1")).contents)
                assert cells_of(grid) == cells_of(Grid(rows))
                assert plan.formulas == formulas
            accepted += 1
    assert accepted > 50


def everything() -> bytes:
    """One workbook with every kind of cell."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("全")
        bold = book.add_format({"bold": True})
        for row, text in enumerate(TEXTS):
            sheet.write_string(row, 0, text)
        for row, text in enumerate(RUNS):
            sheet.write_rich_string(row, 1, bold, text, "尾")
        for row, number in enumerate(NUMBERS):
            sheet.write_number(row, 2, number)
        for column, code in enumerate(FORMATS + DATE_FORMATS, 4):
            style = book.add_format({"num_format": code})
            for row, number in enumerate([0, 0.5, 12, 45000.75, 60]):
                sheet.write_number(row, column, number, style)
        for row, (formula, value) in enumerate(FORMULAS):
            sheet.write_formula(30 + row, 0, formula, None, value)
            sheet.write_formula(30 + row, 1, formula, None, "")
        sheet.write_array_formula("D31:D33", "{=A1:A3*2}", None, 5)
        sheet.merge_range("A40:C42", "合并")
        sheet.set_row(50, None, bold)
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=全!$C$1:$C$4"})
        book.add_chartsheet("图").set_chart(chart)
        book.add_worksheet("空")
    return out.getvalue()


def test_everything_by_xlsxwriter() -> None:
    grids = assert_agrees(everything())
    assert [grid.name for grid in grids] == ["全", "空"]


def test_everything_by_libreoffice(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not here")
    (tmp_path / "in.xlsx").write_bytes(everything())
    profile = f"-env:UserInstallation={tmp_path.as_uri()}/profile"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        tmp_path / "out",
        tmp_path / "in.xlsx",
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    assert_agrees((tmp_path / "out/in.xlsx").read_bytes())


def test_array_formulas_by_openpyxl() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = ArrayFormula("A1:A2", "=SUM(B1:B2*C1:C2)")
    sheet["A2"] = "=1+1"
    out = io.BytesIO()
    book.save(out)
    assert_agrees(out.getvalue())


STRINGS = (
    f'<sst xmlns="{MAIN}"><si><t>甲</t></si><si><t xml:space="preserve"> 乙\r\n</t></si><si><r><rPr><b/></rPr><t>丙</t>'
    '</r><r><t>丁</t></r><rPh sb="0" eb="1"><t>ホ</t></rPh></si><si><t/></si><si/><si><t>戊</t>'
    '<phoneticPr fontId="1" type="noConversion"/></si><si><t>&lt;&#10;&#x4E00;&amp;</t></si></sst>'
)
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="yyyy"/></numFmts><fonts><font/></fonts>'
    "<fills><fill><patternFill/></fill></fills><borders><border/></borders><cellXfs>"
    '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="10"/></cellXfs></styleSheet>'
)
PLAIN = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>1</v></c></row>'
SHARED = (
    '<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">B1+$C$1+SUM(D1:E1)&amp;"B1"</f><v>1</v></c></row>'
    '<row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c></row><row r="3"><c r="A3"><f t="shared" si="0"/></c></row>'
)
TRAPS: dict[str, str | bytes] = {
    "plain": sheet_xml(PLAIN),
    "all strings": sheet_xml(
        '<row r="1">' + "".join(f'<c r="{c}1" t="s"><v>{i}</v></c>' for i, c in enumerate("ABCDEFG")) + "</row>"
    ),
    "shared formulas": sheet_xml(SHARED),
    "inline": sheet_xml(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>a<![CDATA[<v>&]]>b</t></is></c>'
        '<c r="B1" t="inlineStr"><is><r><t>x</t></r><r><t>y</t></r></is></c><c r="C1"><v>1</v></c></row>'
    ),
    "comments": sheet_xml(f'<!-- <row r="9"><c r="A9"><v>9</v></c></row> -->{PLAIN}<!-- </sheetData> -->'),
    "instruction": sheet_xml(f"<?php <v>1</v> ?>{PLAIN}"),
    "spaces between": sheet_xml(PLAIN.replace("><", ">\r\n  <")),
    "other quotes": sheet_xml(PLAIN.replace('"', "'")),
    "other order": sheet_xml('<row spans="1:1" r="1"><c t="s" r="A1"><v>0</v></c><c s="1" r="B1"><v>5</v></c></row>'),
    "no addresses": sheet_xml('<row><c><v>1</v></c><c t="s"><v>0</v></c></row><row><c><v>2</v></c></row>'),
    "iso dates": sheet_xml('<row r="1"><c r="A1" t="d"><v>2024-01-31T00:00:00</v></c></row>'),
    "dates": sheet_xml('<row r="1"><c r="A1" s="1"><v>45000</v></c><c r="B1" s="2"><v>9.5</v></c></row>'),
    "percent": sheet_xml('<row r="1"><c r="A1" s="3"><v>0.5</v></c><c r="B1" s="9"><v>9</v></c></row>'),
    "empty ones": sheet_xml(
        '<row r="1"/><row r="2"><c r="A2" s="1"/><c r="B2"></c><c r="C2"><v/></c></row>' + PLAIN[:0]
    ),
    "prefix": re.sub("(</?)(?=[a-z])", r"\1x:", sheet_xml(PLAIN)).replace("xmlns=", "xmlns:x="),
    "utf-16": sheet_xml(PLAIN).replace("UTF-8", "UTF-16").encode("utf-16"),
    "utf-8 mark": b"\xef\xbb\xbf" + sheet_xml(PLAIN).encode(),
    "no declaration": sheet_xml(PLAIN).partition("?>")[2],
    "extensions": sheet_xml('<row r="1"><c r="A1"><v>1</v><extLst><ext uri="x"><v>7</v></ext></extLst></c></row>'),
    "entities": sheet_xml('<row r="1"><c r="A1" t="str"><f>"&lt;"&amp;1</f><v>&lt;&#49;&#x31;&gt;</v></c></row>'),
    "line ends": sheet_xml('<row r="1"><c r="A1" t="str"><f>A2</f><v>a\r\nb\rc</v></c></row>'),
    "numbers": sheet_xml(
        '<row r="1">'
        + "".join(
            f'<c r="{c}1"><v>{v}</v></c>' for c, v in zip("ABCDEF", ("1E3", "-0", "+5", ".5", "5.", " 7 "), strict=True)
        )
        + "</row>"
    ),
}
CALAMINE_CANNOT = {"utf-16", "extensions", "numbers"}
"""It sees nothing in UTF-16, stops at an extension, and takes a number between spaces for text."""


@pytest.mark.parametrize("name", TRAPS)
def test_traps(name: str) -> None:
    data = zipped(parts_of(TRAPS[name], strings=STRINGS, styles=STYLES))
    assert_agrees(data, calamine=name not in CALAMINE_CANNOT)


def test_what_only_excel_does() -> None:
    """No witness: openpyxl stops at these."""
    grid = read(
        workbook('<row r="1"><c r="A1"><v>1_0</v></c><c r="B1"><v>１２</v></c><c r="C1" t="s"><v>1_0</v></c></row>')
    )
    assert grid.grids[0].rows == [["1_0", "１２", Special("error", "缺少的文字（第 1_0 条）")]]


@pytest.mark.parametrize("written", ["A0", "AAAA1", "ZZZ1", "A1048577", "1A", "", "A1:B2"])
def test_an_address_that_is_none(written: str) -> None:
    with pytest.raises(InputFileError) as caught:
        read(workbook(f'<row r="1"><c r="{written}"><v>1</v></c></row>'))
    assert caught.value.code == "damaged"


TOO_SLOW = re.compile(r"bomb_|styles_64k|merge_|sheets_5000")
"""openpyxl takes seconds or gigabytes for these."""
DIFFERENT = {
    "backslash_names.xlsx": "openpyxl leaves out the sheet",
    "string_index.xlsx": "openpyxl takes -1 for the last string",
    "strict.xlsx": "openpyxl sees no cells in the strict namespace",
}


def test_hostile_files(hostile: Path) -> None:
    compared = 0
    for path in sorted(hostile.glob("*.xlsx")):
        data = path.read_bytes()
        if TOO_SLOW.match(path.name) or path.name in DIFFERENT or not data.startswith(b"PK"):
            continue
        try:
            read(data)
            by_openpyxl(data, values=True)
        except Exception:  # noqa: BLE001  # whatever openpyxl gives up with; and ours says InputFileError
            continue
        assert_agrees(data, calamine=False)
        compared += 1
    assert compared > 7  # else the comparison would show nothing
