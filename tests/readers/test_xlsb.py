"""Binary workbooks, written here record by record: no library writes them."""

from __future__ import annotations

import struct

import pytest

from checks.errors import InputFileError
from checks.model.grid import Special
from checks.readers import read
from checks.readers.xlsb_formats import cell_formats
from checks.readers.xlsb_records import XlsbFormats, cells

from ..fixtures.packages import RELATION, parts_of, zipped


def record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return head + bytes([len(content)]) + content


def wide(text: str) -> bytes:
    return struct.pack("<L", len(text)) + text.encode("utf-16-le")


def cell(kind: int, column: int, content: bytes) -> bytes:
    return record(kind, struct.pack("<LL", column, 0) + content)


def xlsb(*rows: tuple[int, bytes], hidden: int = 0) -> bytes:
    """Return a workbook of one sheet; each row is its number and its cells."""
    corner = struct.pack("<LLLL", 0, max(number for number, _ in rows), 0, 9)
    sheet = record(129) + record(148, corner) + record(145)
    for number, content in rows:
        sheet += record(0, struct.pack("<LLHBBBL", number, 0, 300, 0, 0, 0, 0)) + content
    sheet += record(146) + record(130)
    book = record(131) + record(143)
    book += record(156, struct.pack("<LL", hidden, 1) + wide("rId1") + wide("表")) + record(144) + record(132)
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{RELATION}/worksheet" Target="worksheets/sheet1.bin"/>'
        "</Relationships>"
    )
    base = parts_of("")
    return zipped(
        {
            "[Content_Types].xml": base["[Content_Types].xml"],
            "_rels/.rels": str(base["_rels/.rels"]).replace("workbook.xml", "workbook.bin"),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": relations,
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


def number(column: int, value: float) -> bytes:
    return cell(5, column, struct.pack("<d", value))


def test_numbers_texts_errors_and_formulas() -> None:
    formula = struct.pack("<dHLL", 3.0, 0, 0, 0)
    row = (
        number(0, 7)
        + cell(6, 1, wide("新收"))
        + cell(3, 2, b"\x07")
        + cell(11, 3, b"\x2a" + struct.pack("<HLL", 0, 0, 0))
        + cell(9, 4, formula)
    )
    (grid,) = read(xlsb((0, row), hidden=1)).grids
    assert grid.rows == [[7.0, "新收", Special("error", "#DIV/0!"), Special("error", "#N/A"), 3.0]]
    assert grid.formulas == {(0, 3), (0, 4)}
    assert (grid.name, grid.hidden, grid.typed) == ("表", True, True)


def test_short_numbers_and_booleans() -> None:
    rk = [(7 << 2 | 2, 7.0), ((1 << 32) - (5 << 2) | 2, -5.0), (1250 << 2 | 3, 12.5), (0x3FF00000, 1.0)]
    shorts = b"".join(cell(2, column, struct.pack("<L", raw)) for column, (raw, _) in enumerate(rk))
    (grid,) = read(xlsb((0, shorts + cell(4, 4, b"\x01")))).grids
    assert grid.rows == [[*(value for _, value in rk), Special("boolean", "TRUE")]]


def test_cells_far_apart_are_left_out() -> None:
    reading = read(xlsb((0, number(0, 1)), (1_048_575, number(16_383, 2))))
    assert reading.grids[0].rows == [[1.0]]
    assert reading.remarks == [("truncated_rows", "表")]


def test_half_a_sheet_is_damaged_or_short() -> None:
    """Whatever the cut hits, the answer is a Reading or an InputFileError."""
    data = xlsb((0, number(0, 1) + number(1, 2)))
    for size in range(0, len(data), 37):
        with pytest.raises(InputFileError):
            read(data[:size])


def test_date_formats() -> None:
    """Built-in 14 and a custom one with a year are dates; one with letters in quotes is none."""
    custom = record(44, struct.pack("<H", 164) + wide("yyyy/m/d")) + record(
        44, struct.pack("<H", 165) + wide('0"days"')
    )
    formats = b"".join(record(47, struct.pack("<HH", 0, number)) for number in (0, 14, 164, 165))
    styles = custom + record(626) + record(47, struct.pack("<HH", 0, 14)) + record(617) + formats + record(618)
    assert cell_formats(styles).dates == {1, 2}
    part = record(0, bytes(4)) + record(5, struct.pack("<LLd", 0, 1, 12.0)) + record(5, struct.pack("<LLd", 1, 3, 12.0))
    assert cells(part, [], XlsbFormats({1, 2}, {}, set())).contents == {
        (0, 0): (False, Special("date", "1900-01-12")),
        (0, 1): (False, 12.0),
    }


def coloured(kind: int, index: int = 0, rgb: bytes = b"\0\0\0", tint: int = 0) -> bytes:
    return struct.pack("<BBh", kind << 1 | 1, index, tint) + rgb + b"\xff"


AUTO, WHITE, DARK = coloured(0), coloured(2, rgb=b"\xff\xff\xff"), coloured(2, rgb=b"\x00\x33\x66")


@pytest.mark.parametrize(
    ("letters", "height", "pattern", "ground", "is_unseen"),
    [
        (AUTO, 220, 0, AUTO, False),
        (WHITE, 220, 0, AUTO, True),
        (coloured(1, 9), 220, 0, AUTO, True),
        (coloured(3, 0), 220, 0, AUTO, True),
        (coloured(3, 0, tint=-32767), 220, 0, AUTO, False),
        (coloured(3, 1), 220, 0, AUTO, False),
        (WHITE, 220, 1, DARK, False),
        (DARK, 220, 1, DARK, True),
        (WHITE, 220, 4, DARK, False),
        (AUTO, 20, 0, AUTO, True),
    ],
)
def test_letters_in_the_colour_of_their_ground(
    letters: bytes, height: int, pattern: int, ground: bytes, is_unseen: bool
) -> None:
    font = struct.pack("<HHHHBBBB", height, 0, 400, 0, 0, 0, 0, 0) + letters + b"\0" + wide("宋体")
    fill = struct.pack("<L", pattern) + ground + AUTO
    formats = record(617) + record(47, struct.pack("<HHHH", 0, 0, 0, 0)) + record(618)
    styles = record(43, font) + record(45, fill) + formats
    assert cell_formats(styles).unseen == (frozenset({0}) if is_unseen else frozenset())
    sheet = record(0, bytes(4)) + record(5, struct.pack("<LLd", 0, 0, 12.0)) + record(5, struct.pack("<LLd", 1, 0, 0.0))
    assert [one.kind for one in cells(sheet, [], cell_formats(styles)).seen] == ["unseen"] * is_unseen
