"""A sheet read by its plan is the sheet: nothing that stands between its values goes unread, and nothing is laid out
that nobody asks for."""

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import replace

import pytest

from checks.errors import InputFileError
from checks.model.grid import Grid, PlannedGrid
from checks.readers import read
from checks.readers.xlsx.fast import sheet_cells
from checks.readers.xlsx.styles import CellFormats
from checks.readers.xlsx.text import UnusualError
from checks.readers.xlsx.values import sources_of

from ..fixtures.packages import parts_of, sheet_xml, workbook, zipped

ROWS = (
    '<row r="2"><c r="B2" t="s"><v>0</v></c><c r="C2" s="1"/><c r="D2"><v>3</v></c></row>'
    '<row r="3"/><row r="4"><c r="A4" t="str"><f>D2&amp;""</f><v>3</v></c><c r="D4" t="b"><v>1</v></c></row>'
)
STRINGS = ["文字"]


def planned(rows: str) -> PlannedGrid:
    """Read a sheet of these rows by its plan."""
    grid, _ = sheet_cells(sheet_xml(rows).encode(), sources_of(STRINGS), CellFormats(), False)
    assert isinstance(grid, PlannedGrid)
    return grid


def test_a_planned_sheet_answers_as_one_that_is_laid_out() -> None:
    for is_laid_out in (False, True):
        grid = planned(ROWS)
        if is_laid_out:
            assert grid.rows
        plain = Grid(planned(ROWS).rows, typed=True)
        assert [[grid.value(r, c) for c in range(4)] for r in range(4)] == plain.rows
        assert grid.height == plain.height == 4
        for begin, end in ((0, None), (1, 2), (2, None), (3, 4), (0, 1)):
            assert grid.texts(begin, end) == plain.texts(begin, end)
        assert grid.rows == plain.rows


def test_a_changed_sheet_has_no_plan() -> None:
    grid = planned(ROWS)
    grid.changed()[1][3] = 5.0
    assert (grid.value(1, 3), grid.shape, grid.height) == (5.0, None, 4)
    other = replace(planned(ROWS), rows=[["新"]], shape=None)
    assert (other.rows, other.height, other.value(0, 0), other.texts()) == ([["新"]], 1, "新", ["新"])


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row>v>9',
        'v><row r="1"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1<v></c></row>',
        '<row r="1"><c r="A1"></v>1</v></c></row>',
        '<row r="1"><c r="A1"v>7</v> s="1"><</c></row>',
        '<row r="1"><c r="A1"><v>1</v></c>\x03<c r="B1"><\x03</c></row>',
        '<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><x:v>1</x:v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>1</v></c></row>',
    ],
)
def test_what_is_not_as_usual_is_not_planned(rows: str) -> None:
    with pytest.raises(UnusualError):
        planned(rows)


def test_the_same_plan_holds_other_values_from_the_second_sheet_on() -> None:
    planned(ROWS)
    first, second = planned(ROWS), planned(ROWS.replace("<v>3</v></c></row>", "<v>8</v></c></row>"))
    assert first.shape is second.shape
    assert not second.is_new
    assert (first.value(1, 3), second.value(1, 3)) == (3.0, 8.0)
    assert planned(ROWS.replace('s="1"', 's="2"')).shape is not first.shape


def test_a_part_that_borrows_the_checksum_of_another_is_damaged() -> None:
    styles = '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    honest = zipped(parts_of(sheet_xml(ROWS.replace('t="s"', "")), styles=styles), zipfile.ZIP_STORED)
    forged = zipped(parts_of(sheet_xml(ROWS.replace('t="s"', "")), styles=styles.upper()), zipfile.ZIP_STORED)
    assert read(honest).grids
    checksums = [zipfile.ZipFile(io.BytesIO(data)).getinfo("xl/styles.xml").CRC for data in (honest, forged)]
    with pytest.raises(InputFileError) as problem:
        read(forged.replace(struct.pack("<L", checksums[1]), struct.pack("<L", checksums[0])))
    assert (problem.value.code, problem.value.detail) == ("damaged", "校验和不符")


def test_a_sheet_between_two_kinds_of_programs_is_read_alike() -> None:
    inline = '<row r="1"><c r="A1" t="inlineStr"><is><t>Sv>S</t></is></c><c r="B1"><v>1</v></c></row>'
    assert read(workbook(inline.replace("v>S", "v&gt;S"))).grids[0].rows == [["Sv>S", 1.0]]
    assert read(workbook(inline)).grids[0].rows == [["Sv>S", 1.0]]
