"""What has the colour of its ground, or is too small or too low to be seen, is no figure; what can be seen is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.model.grid import Value
from checks.readers import read

from ..fixtures.examples.printed import pdf_of
from ..fixtures.styled_words import LOOKS, SHOWN, by_style, in_style, looks_docx, styled_docx, styles
from ..fixtures.words import cell, paragraph, run, table

DOC = Path(__file__).parents[1] / "data" / "documents" / "looks.doc"
WHITE, DARK = '<w:color w:val="FFFFFF"/>', '<w:color w:val="1F4E79"/>'
TINY = '<w:sz w:val="2"/>'
BLUE = '<w:shd w:val="clear" w:color="auto" w:fill="1F4E79"/>'
SOLID = '<w:shd w:val="solid" w:color="1F4E79" w:fill="FFFFFF"/>'
LOOK = '<w:tblLook w:val="0000" w:firstRow="{}" w:lastRow="0" w:firstColumn="0" w:noHBand="{}" w:noVBand="1"/>'


def style(kind: str, name: str, inside: str) -> str:
    return f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/>{inside}</w:style>'


def part_of(kind: str, inside: str) -> str:
    return style("table", "T", f'<w:tblStylePr w:type="{kind}">{inside}</w:tblStylePr>')


def words(properties: str, text: str = "5") -> str:
    return f"<w:p>{run(text, properties)}</w:p>"


def first_row(content: str, part: str = "", *, look: str = "", properties: str = "", row: str = "") -> list[Value]:
    """Return the first of two rows, whose middle cell has this content, and say whether figures were left out."""
    top = cell(paragraph("新收")) + cell(content, properties) + cell(paragraph("9"))
    body = table(row + top, cell(paragraph("结转")) * 3, columns=3)
    if look:
        body = body.replace("<w:tblPr>", f'<w:tblPr><w:tblStyle w:val="T"/>{look}', 1)
    reading = read(styled_docx(body, part or styles()))
    (sheet,) = [grid for grid in reading.grids if grid.layout == "sheet"]
    first = sheet.rows[0] if sheet.rows[0][0] else sheet.rows[1]
    return [first[1] if len(first) > 1 else None, ("unseen_text", "") in reading.remarks]


@pytest.mark.parametrize(
    ("content", "part", "properties"),
    [
        (words(WHITE), "", ""),
        (words('<w:color w:val="FEFDF8"/>'), "", ""),
        (words(DARK), "", BLUE),
        (words(DARK), "", SOLID),
        (words(DARK + BLUE), "", ""),
        (words('<w:color w:val="FFFF00"/><w:highlight w:val="yellow"/>'), "", ""),
        (f"<w:p><w:pPr>{BLUE}</w:pPr>{run('5', DARK)}</w:p>", "", ""),
        (words(TINY), "", ""),
        (words('<w:w w:val="1"/>'), "", ""),
        (words('<w:color w:val="auto" w:themeColor="background1"/>'), "", ""),
        ('<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/></w:pPr>' + run("5") + "</w:p>", "", ""),
        (in_style("W", run("5")), styles(style("paragraph", "W", f"<w:rPr>{WHITE}</w:rPr>")), ""),
        (words(by_style("W")), styles(style("character", "W", f"<w:rPr>{WHITE}</w:rPr>")), ""),
    ],
    ids=[
        *("white", "nearly white", "as the cell", "as a solid cell", "as the shade", "as the highlight"),
        *("as the paragraph", "tiny", "narrow", "by the theme", "low line", "paragraph style", "character style"),
    ],
)
def test_what_melts_is_no_figure(content: str, part: str, properties: str) -> None:
    assert first_row(content, part, properties=properties) == [None, True]


@pytest.mark.parametrize(
    ("content", "part", "properties"),
    [
        (words(WHITE), "", BLUE),
        (words(WHITE), "", SOLID),
        (words(WHITE + BLUE), "", ""),
        (words('<w:color w:val="D9D9D9"/>'), "", ""),
        (words('<w:sz w:val="10"/>'), "", ""),
        (words('<w:color w:val="auto"/>'), "", BLUE),
        (
            words('<w:color w:val="000000"/>' + by_style("W")),
            styles(style("character", "W", f"<w:rPr>{WHITE}</w:rPr>")),
            "",
        ),
        (f"<w:p><w:pPr>{BLUE}</w:pPr>{run('5', WHITE)}</w:p>", "", ""),
        (
            '<w:p><w:pPr><w:spacing w:line="300" w:lineRule="exact"/></w:pPr>' + run("5", WHITE + BLUE) + "</w:p>",
            "",
            "",
        ),
    ],
)
def test_what_stands_out_is_a_figure(content: str, part: str, properties: str) -> None:
    assert first_row(content, part, properties=properties) == ["5", False]


WHITE_ON_BLUE = f"<w:rPr>{WHITE}</w:rPr><w:tcPr>{BLUE}</w:tcPr>"


@pytest.mark.parametrize(
    ("part", "look", "seen"),
    [
        (part_of("firstRow", "<w:rPr><w:vanish/></w:rPr>"), LOOK.format(1, 1), False),
        (part_of("firstRow", "<w:rPr><w:strike/></w:rPr>"), LOOK.format(1, 1), False),
        (part_of("firstRow", f"<w:rPr>{WHITE}</w:rPr>"), LOOK.format(1, 1), False),
        (part_of("firstRow", f"<w:rPr>{WHITE}</w:rPr>"), LOOK.format(0, 1), True),
        (part_of("firstRow", f"<w:rPr>{WHITE}</w:rPr>"), '<w:tblLook w:val="0020"/>', False),
        (part_of("firstRow", WHITE_ON_BLUE), LOOK.format(1, 1), True),
        (part_of("band1Horz", f"<w:rPr>{WHITE}</w:rPr>"), LOOK.format(0, 0), False),
        (part_of("band2Horz", f"<w:rPr>{WHITE}</w:rPr>"), LOOK.format(0, 0), True),
        (part_of("lastRow", f"<w:rPr>{WHITE}</w:rPr>"), LOOK.format(1, 0), True),
        (style("table", "T", f"<w:rPr>{WHITE}</w:rPr>"), LOOK.format(0, 1), False),
        (style("table", "T", f"<w:rPr>{WHITE}</w:rPr><w:tblPr>{BLUE}</w:tblPr>"), LOOK.format(0, 1), True),
    ],
)
def test_parts_of_table_styles(part: str, look: str, *, seen: bool) -> None:
    shown = run("新收", '<w:vanish w:val="0"/><w:strike w:val="0"/><w:color w:val="FF0000"/>')
    top = cell(f"<w:p>{shown}</w:p>") + cell(paragraph("5")) + cell(f"<w:p>{shown}</w:p>")
    body = table(top, cell(f"<w:p>{shown}</w:p>") * 3, columns=3)
    body = body.replace("<w:tblPr>", f'<w:tblPr><w:tblStyle w:val="T"/>{look}', 1)
    reading = read(styled_docx(body, styles(part)))
    (sheet,) = [grid for grid in reading.grids if grid.layout == "sheet"]
    assert [sheet.rows[0][1], ("unseen_text", "") in reading.remarks] == ["5" if seen else None, not seen]


@pytest.mark.parametrize(
    "written", ['<w:trPr><w:trHeight w:val="20" w:hRule="exact"/></w:trPr>', "<w:trPr><w:hidden/></w:trPr>"]
)
def test_a_row_that_shows_nothing_is_said(written: str) -> None:
    assert first_row(paragraph("5"), row=written) in ([None, True], ["结转", True])
    assert first_row(paragraph("5"), row='<w:trPr><w:trHeight w:val="400" w:hRule="exact"/></w:trPr>') == ["5", False]


def test_all_white_is_nothing_and_said() -> None:
    reading = read(styled_docx(part=styles(everywhere=WHITE)))
    assert reading.grids == []
    assert ("unseen_text", "") in reading.remarks


def test_a_deleted_cell_is_no_figure() -> None:
    assert first_row(paragraph("5"), properties='<w:cellDel w:id="1" w:author="a"/>') == [None, True]


def rtf_cell(text: str, row: str = "", table: str = r"\red255\green255\blue255;\red31\green78\blue121;") -> list[Value]:
    """Return the second cell of a row, and whether figures were left out."""
    cells = rf"\pard\intbl\cf0 a\cell {text}\cell\pard\intbl\plain 9\cell\row\pard end\par"
    data = rf"{{\rtf1\ansi{{\colortbl;{table}}}\trowd{row}\cellx900{{}}%\cellx1800\cellx2700 {cells}}}"
    reading = read(data.replace("%", r"\clcbpat2" if "BLUE" in row else "").replace("BLUE", "").encode())
    values = [grid.rows[0][1] for grid in reading.grids if grid.layout == "sheet"]
    return [values[0] if values else None, ("unseen_text", "") in reading.remarks]


@pytest.mark.parametrize(
    ("text", "row", "seen"),
    [
        (r"{\cf1 5}", "", False),
        (r"{\cf2 5}", "", True),
        (r"{\cf1 5}", "BLUE", True),
        (r"{\cf2 5}", "BLUE", False),
        (r"{\cf1\highlight2 5}", "", True),
        (r"{\cf2\chcbpat2 5}", "", False),
        (r"\pard\intbl\cbpat2{\cf2 5}", "", False),
        (r"\pard\intbl\cbpat2{\cf1 5}", "", True),
        (r"{\fs2 5}", "", False),
        (r"{\fs18 5}", "", True),
        (r"\pard\intbl\sl-20{5}", "", False),
        ("5", r"\trrh-20", False),
        ("5", r"\trrh20", True),
        (r"{\cf1\plain 5}", "", True),
    ],
)
def test_rich_text(text: str, row: str, *, seen: bool) -> None:
    assert rtf_cell(text, row)[0] == ("5" if seen else None)
    assert rtf_cell(text, row)[1] or seen


PICTURE = "BI /W 4 /H 1 /CS /G /BPC 8 /F /AHx ID 00ff00ff> EI"
"""Of black and white stripes."""


def pdf_cell(*, before: str = "", within: str = "", after: str = "", x: int = 160) -> list[Value]:
    """Return the middle cell of a small table, and whether figures were left out.

    Args:
        before: what is drawn first.
        within: what stands before the 5 that is written there.
        after: what is drawn last.
        x: where the 5 stands; the cell reaches from 150 to 250.
    """

    def put(text: str, across: int, down: int) -> str:
        return f"BT /F 10 Tf {across} {down} Td <{text.encode('utf-16-be').hex()}> Tj ET\n"

    rules = "".join(
        f"50 {y} m 350 {y} l S 50 {y} m 50 {y - 20} l S 150 {y} m 150 {y - 20} l S " for y in (700, 680, 660)
    )
    rules += "".join(f"250 {y} m 250 {y - 20} l S 350 {y} m 350 {y - 20} l S " for y in (700, 680, 660))
    rules += "50 640 m 350 640 l S "
    figures = "".join(put(str(i), 60 + 100 * (i % 3), 685 - 20 * (i // 3)) for i in (0, 1, 2, 3, 5, 6, 7, 8))
    drawing = f"{before} 0 g {rules} {figures} q {within} {put('5', x, 665)} Q {after}"
    reading = read(pdf_of([drawing]))
    (sheet,) = [grid for grid in reading.grids if grid.layout == "sheet"]
    return [sheet.rows[1][1], ("unseen_text", "") in reading.remarks]


@pytest.mark.parametrize(
    "drawn",
    [
        {"within": "1 g"},
        {"within": "0.98 0.99 1 rg"},
        {"within": "3 Tr"},
        {"within": "7 Tr"},
        {"within": "0.1 0 0 0.1 146 600 cm"},
        {"within": "0 0 20 20 re W n"},
        {"after": "1 g 152 662 20 16 re f"},
        {"after": "1 g 152 662 20 16 re f 0 g BT /F 10 Tf 160 665 Td <0034> Tj ET"},
        {"before": "0.12 0.3 0.47 rg 150 660 100 20 re f", "within": "0.12 0.3 0.47 rg"},
        {"after": f"q 40 0 0 16 152 662 cm {PICTURE} Q"},
        {"within": "1 0 0 1 600 0 cm"},
    ],
    ids=[
        *("white", "nearly white", "no mode", "clip mode", "tiny", "clipped", "covered", "written over", "as the cell"),
        *("under a picture", "beside the page"),
    ],
)
def test_a_page_shows_no_figure(drawn: dict[str, str]) -> None:
    value, said = pdf_cell(**drawn)
    assert said
    assert value == ("4" if "0034" in drawn.get("after", "") else None)


@pytest.mark.parametrize(
    "drawn",
    [
        {},
        {"before": "1 g 0 0 595 842 re f"},
        {"before": "0.12 0.3 0.47 rg 150 660 100 20 re f", "within": "1 g"},
        {"before": "0.9 g 150 660 100 20 re f"},
        {"within": "0.8 g"},
        {"within": "150 660 100 20 re W n"},
        {"after": "1 g 300 100 20 20 re f"},
        {"after": "1 0 0 RG 152 662 20 16 re S"},
    ],
    ids=["plain", "white page", "white on blue", "on grey", "grey", "clipped around", "white elsewhere", "framed"],
)
def test_a_page_shows_a_figure(drawn: dict[str, str]) -> None:
    assert pdf_cell(**drawn) == ["5", False]


@pytest.mark.parametrize("data", [looks_docx(), DOC.read_bytes()], ids=["docx", "doc"])
def test_old_documents_as_new_ones(data: bytes) -> None:
    """The old one was saved by LibreOffice from the new one."""
    reading = read(data)
    (sheet,) = [grid for grid in reading.grids if grid.layout == "sheet"]
    assert [row[1] for row in sheet.rows] == [SHOWN] * len(LOOKS)
    assert ("unseen_text", "") in reading.remarks


@pytest.mark.parametrize(
    ("field", "seen"),
    [
        ("/Subtype/Widget/FT/Tx/T(a)/V(3206)", "3206"),
        ("/Subtype/FreeText/Contents(3206)/DA(/F 10 Tf)", "3206"),
        ("/Subtype/FreeText/Contents(3206)/DA(/F 10 Tf)/F 2", None),
        ("/Subtype/Text/Contents(3206)", None),
        ("/Subtype/Square/Contents(3206)", None),
    ],
    ids=["field", "typed over", "hidden", "a note", "a mark"],
)
def test_what_is_filled_into_a_page_is_seen(field: str, seen: str | None) -> None:
    rules = "".join(f"50 {y} m 350 {y} l S " for y in (700, 680, 660))
    rules += "".join(f"{x} 700 m {x} 660 l S " for x in (50, 150, 250, 350))
    words = "".join(
        f"BT /F 10 Tf {x} {y} Td <65B06536> Tj ET " for x, y in ((60, 685), (160, 685), (260, 685), (60, 665))
    )
    note = f"/Annots[<</Type/Annot{field}/Rect[152 662 248 678]>>]".encode()
    data = pdf_of([rules + words]).replace(b"/Contents 7 0 R", note + b"/Contents 7 0 R")
    (sheet,) = [grid for grid in read(data).grids if grid.layout == "sheet"]
    assert sheet.rows[1][1] == seen


@pytest.mark.parametrize(
    ("mark", "is_said"),
    [
        ("/Subtype/StrikeOut/QuadPoints[150 680 250 680 150 660 250 660]", True),
        ("/Subtype/Ink/InkList[[150 670 250 670]]", True),
        ("/Subtype/Stamp", True),
        ("/Subtype/Widget/FT/Sig", True),
        ("/Subtype/Stamp/F 2", False),
        ("/Subtype/Highlight/QuadPoints[150 680 250 680 150 660 250 660]", False),
        ("/Subtype/Stamp/Rect[500 500 560 560]", False),
    ],
)
def test_what_is_drawn_over_a_figure_is_said(mark: str, is_said: bool) -> None:
    rules = "".join(f"50 {y} m 350 {y} l S " for y in (700, 680, 660))
    rules += "".join(f"{x} 700 m {x} 660 l S " for x in (50, 150, 250, 350))
    words = "".join(f"BT /F 10 Tf {x} 685 Td <65B06536> Tj ET " for x in (60, 160, 260))
    words += "BT /F 10 Tf 60 665 Td <65B06536> Tj ET BT /F 10 Tf 195 665 Td <0031> Tj ET "
    box = "" if "/Rect" in mark else "/Rect[152 662 248 678]"
    note = f"/Annots[<</Type/Annot{mark}{box}>>]".encode()
    reading = read(pdf_of([rules + words]).replace(b"/Contents 7 0 R", note + b"/Contents 7 0 R"))
    assert (("marked_figures", "1") in reading.remarks) is is_said


W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
FILL = f'<w14:textFill xmlns:w14="{W14}">{{}}</w14:textFill>'


@pytest.mark.parametrize(
    ("properties", "is_seen"),
    [
        ('<w:color w:val="000000" w:themeColor="background1"/>', False),
        ('<w:color w:val="000000" w:themeColor="text1" w:themeTint="05"/>', False),
        ('<w:color w:val="7F7F7F" w:themeColor="background1" w:themeShade="7F"/>', True),
        ('<w:color w:val="7F7F7F" w:themeColor="text1" w:themeTint="80"/>', True),
        ('<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>', False),
        ('<w:rFonts w:ascii="SimSun" w:hAnsi="Symbol"/>', True),
        ('<w:spacing w:val="-300"/>', False),
        ('<w:spacing w:val="-20"/>', True),
        ('<w:position w:val="-200"/>', False),
        ('<w:position w:val="6"/>', True),
        (FILL.format("<w14:noFill/>"), False),
        (FILL.format('<w14:solidFill><w14:srgbClr w14:val="FFFFFF"/></w14:solidFill>'), False),
        (FILL.format('<w14:solidFill><w14:schemeClr w14:val="bg1"/></w14:solidFill>'), False),
        (FILL.format('<w14:solidFill><w14:schemeClr w14:val="tx1"/></w14:solidFill>'), True),
        (FILL.format('<w14:solidFill><w14:srgbClr w14:val="333333"/></w14:solidFill>'), True),
    ],
)
def test_letters_that_a_theme_a_font_or_a_fill_takes_away(properties: str, is_seen: bool) -> None:
    assert first_row(words(properties)) == (["5", False] if is_seen else [None, True])


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('<w:p><w:r><w:sym w:font="SimSun" w:char="0031"/></w:r>' + run("5") + "</w:p>", "15"),
        ('<w:p><w:r><w:sym w:font="Symbol" w:char="F031"/></w:r>' + run("5") + "</w:p>", "15"),
        ('<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + run("5") + "</w:p>", "□5"),
        (
            '<w:p><m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
            "<m:r><m:rPr/><m:t>1</m:t></m:r></m:oMath>" + run("5") + "</w:p>",
            "15",
        ),
    ],
)
def test_digits_that_are_symbols_or_formulas(content: str, expected: str) -> None:
    assert first_row(content) == [expected, False]
