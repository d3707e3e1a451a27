"""Binary workbooks, written here record by record: no library writes them."""

from __future__ import annotations

import struct

import pytest
from conftest import RELATION, parts_of, zipped

from checks.errors import InputFileError
from checks.grid import Special
from checks.sources import read


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
    for number, cells in rows:
        sheet += record(0, struct.pack("<LLHBBBL", number, 0, 300, 0, 0, 0, 0)) + cells
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
    cells = (
        number(0, 7)
        + cell(6, 1, wide("新收"))
        + cell(3, 2, b"\x07")
        + cell(11, 3, b"\x2a" + struct.pack("<HLL", 0, 0, 0))
        + cell(9, 4, formula)
    )
    (grid,) = read(xlsb((0, cells), hidden=1)).grids
    assert grid.rows == [[7.0, "新收", Special("error", "#DIV/0!"), Special("error", "#N/A"), 3.0]]
    assert grid.formulas == {(0, 3), (0, 4)}
    assert (grid.name, grid.hidden, grid.typed) == ("表", True, True)


def test_cells_far_apart_are_refused() -> None:
    data = xlsb((0, number(0, 1)), (1_048_575, number(16_383, 2)))
    with pytest.raises(InputFileError) as caught:
        read(data)
    assert caught.value.code == "unsafe"


def test_half_a_sheet_is_damaged_or_short() -> None:
    """Whatever the cut hits, the answer is a Reading or an InputFileError."""
    data = xlsb((0, number(0, 1) + number(1, 2)))
    for size in range(0, len(data), 37):
        with pytest.raises(InputFileError):
            read(data[:size])
