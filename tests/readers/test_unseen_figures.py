"""What the eye cannot see in a sheet is told: white on white, dots for letters, flat lines, zeros left blank."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.formatting.rule import ColorScale, DataBar, FormatObject, IconSet, Rule
from openpyxl.styles import Alignment, Font, GradientFill, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.styles.differential import DifferentialStyle

from checks.readers import read

Seen = list[tuple[str, int, int]]
WHITE = Color(theme=0)


def ground(colour: str | Color) -> PatternFill:
    return PatternFill("solid", fgColor=colour)


def book(change: Callable[[Any], object], theme: Callable[[str], str] = str) -> bytes:
    """A workbook with 12 in B2, changed."""
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet["A1"], sheet["B2"] = "总计", 12
    change(sheet)
    target = io.BytesIO()
    made.save(target)
    return patched(target.getvalue(), "theme1.xml", theme)


def patched(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """A workbook, one part changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            text = source.read(name)
            copy.writestr(name, change(text.decode()) if name.endswith(part) else text)
    return target.getvalue()


def seen(data: bytes) -> Seen:
    (grid,) = read(data).grids
    return [(one.kind, one.row, one.column) for one in grid.seen_otherwise]


def styled(font: Font | None = None, fill: PatternFill | None = None, value: object = 12) -> bytes:
    def change(sheet: Any) -> None:
        cell = sheet["B2"]
        cell.value, cell.font, cell.fill = value, font or Font(), fill or PatternFill()

    return book(change)


UNSEEN = [("unseen", 1, 1)]


@pytest.mark.parametrize("value", [12, "12", "12件"])
@pytest.mark.parametrize(
    ("font", "fill"),
    [
        *((Font(color=white), None) for white in ("FFFFFFFF", "00FFFFFF", "FFFAFAFA", WHITE)),
        *((Font(color=Color(indexed=number)), None) for number in (1, 9, 65)),
        (Font(color=Color(theme=0, tint=-0.05)), None),
        (Font(color=Color(theme=1, tint=0.99)), None),
        (Font(color="FF1F497D"), ground("FF1F497D")),
        (Font(color="FF1F497D"), ground(Color(theme=3))),
        (Font(color=Color(theme=4, tint=0.4)), ground(Color(theme=4, tint=0.4))),
        (None, ground("FF000000")),
        (Font(color=Color(indexed=10)), ground("FFFF0000")),
        (Font(size=1), None),
    ],
)
def test_letters_in_the_colour_of_their_ground(font: Font | None, fill: PatternFill | None, value: object) -> None:
    assert seen(styled(font, fill, value)) == UNSEEN
    assert seen(styled(font, fill, 0)) == []  # as with a format without zeros, nothing is added up that is not seen


@pytest.mark.parametrize(
    ("font", "fill"),
    [
        (None, None),
        (Font(color="FF808080"), None),
        (Font(color="FFFF0000"), ground("FFFFFF00")),
        (Font(color=WHITE), ground("FF1F497D")),
        (Font(color=WHITE), ground(Color(theme=1))),
        (Font(color=Color(theme=1, tint=0.5)), None),
        (None, ground("FFD9D9D9")),
        (Font(color=WHITE), PatternFill("darkGrid", fgColor="FFFFFFFF")),
        (Font(size=8), None),
    ],
)
def test_letters_that_can_be_read(font: Font | None, fill: PatternFill | None) -> None:
    assert seen(styled(font, fill)) == []


def test_the_colours_are_those_of_the_workbooks_own_theme() -> None:
    def dark(theme: str) -> str:
        return re.sub(r"<a:lt1>.*?</a:lt1>", '<a:lt1><a:srgbClr val="333333"/></a:lt1>', theme, flags=re.DOTALL)

    def white(sheet: Any) -> None:
        sheet["B2"].font = Font(color=WHITE)

    assert seen(book(white)) == UNSEEN
    assert seen(book(white, dark)) == []


def flat(sheet: Any) -> None:
    sheet.row_dimensions[2].height = 1


def thin(sheet: Any) -> None:
    sheet.column_dimensions["B"].width = 0.8


def all_flat(sheet: Any) -> None:
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = 0.5, True
    sheet.row_dimensions[1].height = 20


def all_thin(sheet: Any) -> None:
    sheet.sheet_format.defaultColWidth = 0.3
    sheet.column_dimensions["A"].width = 20


@pytest.mark.parametrize(
    ("change", "line"),
    [(flat, ("hidden_row", 1, -1)), (all_flat, ("hidden_row", 1, -1)), (thin, ("hidden_column", -1, 1)),
     (all_thin, ("hidden_column", -1, 1))],
)  # fmt: skip
def test_lines_too_small_for_a_digit(change: Callable[[Any], object], line: tuple[str, int, int]) -> None:
    found = seen(book(change))
    assert line in found
    assert (line[0], *(0 if at == 1 else at for at in line[1:])) not in found  # the line that has a size of its own


def test_zeros_that_the_view_leaves_blank_are_zeros_and_said_so() -> None:
    def without_zeros(sheet: Any) -> None:
        sheet.sheet_view.showZeros = False
        sheet["B2"] = 0

    reading = read(book(without_zeros))
    assert reading.remarks == [("unseen_zeros", "Sheet")]
    assert reading.grids[0].rows[1][1] == 0


def cells_when(kind: str, **rule: Any) -> Callable[[Any], object]:
    """B2 under a conditional format; 12 stands in it."""
    return lambda sheet: sheet.conditional_formatting.add("A1:C9", Rule(type=kind, priority=1, **rule))


def dxf(**change: Any) -> DifferentialStyle:
    return DifferentialStyle(**change)


ENDS = [FormatObject(type="min"), FormatObject(type="max")]
NOUGHT, ALL = {"operator": "equal", "formula": ["0"]}, {"operator": "greaterThan", "formula": ["0"]}


@pytest.mark.parametrize(
    "change",
    [
        cells_when("expression", formula=["TRUE"], dxf=dxf(font=Font(color="FFFFFFFF"))),
        cells_when("expression", formula=["$A$9>0"], dxf=dxf(font=Font(color=WHITE)), stopIfTrue=True),
        cells_when("expression", formula=["TRUE"], dxf=dxf(font=Font(strike=True))),
        cells_when("expression", formula=["TRUE"], dxf=dxf(fill=ground("FF000000"))),
        cells_when("cellIs", **ALL, dxf=dxf(font=Font(color="FFFDFDFD"))),
        cells_when("dataBar", dataBar=DataBar(cfvo=ENDS, color="FF638EC6", showValue=False)),
        cells_when("iconSet", iconSet=IconSet(iconSet="3Arrows", cfvo=ENDS, showValue=False)),
        cells_when("colorScale", colorScale=ColorScale(cfvo=ENDS, color=[Color("FF000000"), Color("FFFF0000")])),
    ],
)
def test_a_conditional_format_that_hides_figures(change: Callable[[Any], object]) -> None:
    assert seen(book(change)) == [("unseen_perhaps", 1, 1)]

    def of_nothing(sheet: Any) -> None:
        change(sheet)
        sheet["B2"] = 0

    assert seen(book(of_nothing)) == []


@pytest.mark.parametrize(
    "change",
    [
        cells_when("cellIs", **NOUGHT, dxf=dxf(font=Font(color="FFFFFFFF"))),
        cells_when("expression", formula=["B2=0"], dxf=dxf(font=Font(color="FFFFFFFF"))),
        cells_when("expression", formula=["ISERROR(B2)"], dxf=dxf(font=Font(color="FFFFFFFF"))),
        cells_when("containsBlanks", formula=["LEN(TRIM(B2))=0"], dxf=dxf(font=Font(color="FFFFFFFF"))),
        cells_when("expression", formula=["B2>9"], dxf=dxf(font=Font(color="FF9C0006"), fill=ground("FFFFC7CE"))),
        cells_when("expression", formula=["B2>9"], dxf=dxf(font=Font(color="FFFFFFFF"), fill=ground("FFC00000"))),
        cells_when("dataBar", dataBar=DataBar(cfvo=ENDS, color="FF638EC6")),
        cells_when("colorScale", colorScale=ColorScale(cfvo=ENDS, color=[Color("FFF8696B"), Color("FF63BE7B")])),
    ],
)
def test_a_conditional_format_that_lets_figures_be_seen(change: Callable[[Any], object]) -> None:
    assert seen(book(change)) == []


def test_a_conditional_format_with_a_look_of_its_own() -> None:
    """As newer programs write it, behind all else in the sheet."""
    rule = (
        '<extLst><ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}" xmlns:x14="urn:x"><x14:conditionalFormattings>'
        '<x14:conditionalFormatting xmlns:xm="urn:y"><x14:cfRule type="expression" priority="1"><xm:f>TRUE</xm:f>'
        '<x14:dxf><font><color rgb="FFFFFFFF"/></font></x14:dxf></x14:cfRule><xm:sqref>B2:C3</xm:sqref>'
        "</x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst></worksheet>"
    )
    with_rule = patched(book(str), "sheet1.xml", lambda text: text.replace("</worksheet>", rule))
    assert seen(with_rule) == [("unseen_perhaps", 1, 1)]


@pytest.mark.parametrize(
    "look", ['<color rgb="FFFFFFFF"/>', '<color theme="0"/>', '<color indexed="9"/>', '<sz val="1"/>']
)
def test_a_part_of_a_figure_that_is_not_seen(look: str) -> None:
    def runs(text: str) -> str:
        return text.replace("<t>12</t>", f"<r><t>1</t></r><r><rPr>{look}</rPr><t>2</t></r>")

    data = patched(styled(value="12"), "sheet1.xml", runs)
    assert read(data).grids[0].rows[1][1] == "1〔隐2〕"


@pytest.mark.parametrize(
    ("font", "fill", "alignment", "kind"),
    [
        (Font(name="Wingdings"), None, None, "unseen"),
        (None, GradientFill(stop=("000000", "050505")), None, "unseen"),
        (None, PatternFill("darkGray", fgColor="FF000000", bgColor="FF000000"), None, "unseen"),
        (Font(color=WHITE), PatternFill("gray0625", fgColor="FFFFFFFF", bgColor="FFFFFFFF"), None, "unseen"),
        (None, None, Alignment(horizontal="fill"), "format"),
        (Font(name="Symbol"), GradientFill(stop=("000000", "FFFFFF")), Alignment(horizontal="center"), ""),
        (None, PatternFill("gray125", fgColor="FF000000", bgColor="FFFFFFFF"), None, ""),
    ],
)
def test_grounds_fonts_and_alignments(font: Any, fill: Any, alignment: Any, kind: str) -> None:
    def change(sheet: Any) -> None:
        cell = sheet["B2"]
        cell.font, cell.fill, cell.alignment = font or Font(), fill or PatternFill(), alignment or Alignment()

    assert seen(book(change)) == ([(kind, 1, 1)] if kind else [])


@pytest.mark.parametrize(
    ("text", "options", "covers"),
    [
        ("", {}, True),
        ("章", {"fill": {"none": True}}, False),
        ("9", {"fill": {"none": True}}, True),
        ("9", {"x_offset": 70}, False),
    ],
)
def test_a_text_box_over_a_figure(text: str, options: dict[str, object], covers: bool) -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        sheet.write_column("B1", [5, 12, 3])
        sheet.insert_textbox("B2", text, {"width": 60, "height": 20, **options})
    assert seen(target.getvalue()) == ([("drawn_over", 1, 1)] if covers else [])


@pytest.mark.parametrize(("kind", "covers"), [(2, True), (6, False)])
def test_a_picture_over_a_figure(kind: int, covers: bool) -> None:
    """One without see-through parts; a seal has them."""
    lines = zlib.compress((b"\0" + bytes(60 * (3 if kind == 2 else 4))) * 20)
    size = struct.pack(">LLBBBBB", 60, 20, 8, kind, 0, 0, 0)
    parts = ((b"IHDR", size), (b"IDAT", lines), (b"IEND", b""))
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">L", len(data)) + name + data + struct.pack(">L", zlib.crc32(name + data)) for name, data in parts
    )
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        sheet.write_column("B1", [5, 12, 3])
        sheet.insert_image("B2", "a.png", {"image_data": io.BytesIO(png)})
    assert seen(target.getvalue()) == ([("drawn_over", 1, 1)] if covers else [])
