"""What has the colour of its ground, or is too small or too low to be seen, is no figure; what can be seen is read."""

from __future__ import annotations

import pytest

from checks.model.grid import Value
from checks.readers import read

from ..fixtures.styled_words import by_style, in_style, styled_docx, styles
from ..fixtures.words import cell, paragraph, run, table

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
        ('<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/></w:pPr>' + run("5") + "</w:p>", "", ""),
        (in_style("W", run("5")), styles(style("paragraph", "W", f"<w:rPr>{WHITE}</w:rPr>")), ""),
        (words(by_style("W")), styles(style("character", "W", f"<w:rPr>{WHITE}</w:rPr>")), ""),
    ],
    ids=[
        *("white", "nearly white", "as the cell", "as a solid cell", "as the shade", "as the highlight"),
        *("as the paragraph", "tiny", "low line", "paragraph style", "character style"),
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
