"""Which part of a package is the workbook, and which element of a part is a cell."""

from __future__ import annotations

import struct

import pytest

from checks.errors import InputFileError
from checks.readers import read

from ..fixtures.packages import MAIN, RELATION, parts_of, sheet_xml, zipped

SEVEN = sheet_xml('<row r="1"><c r="A1"><v>7</v></c></row>')
THREE = sheet_xml('<row r="1"><c r="A1"><v>3</v></c></row>')


def refused(data: bytes) -> str:
    with pytest.raises(InputFileError) as caught:
        read(data)
    return caught.value.code


def renamed(workbook: str) -> dict[str, bytes | str]:
    """Return a package whose workbook part has another name, and whose sheet holds 7."""
    parts = parts_of(SEVEN)
    folder, _, name = workbook.rpartition("/")
    parts["_rels/.rels"] = str(parts["_rels/.rels"]).replace("xl/workbook.xml", workbook)
    target = "/xl/worksheets/sheet1.xml"
    rels = str(parts.pop("xl/_rels/workbook.xml.rels")).replace("worksheets/sheet1.xml", target)
    parts[f"{folder}/_rels/{name}.rels".lstrip("/")] = rels
    parts[workbook] = parts.pop("xl/workbook.xml")
    return parts


@pytest.mark.parametrize("name", ["xl/workbook2.xml", "xl/workbook22.xml", "workbook.xml", "XL/Book/Main.XML"])
def test_the_workbook_may_be_called_anything(name: str) -> None:
    assert read(zipped(renamed(name))).grids[0].rows == [[7.0]]


def test_a_decoy_is_ignored() -> None:
    decoy = parts_of(THREE)
    parts = renamed("xl/workbook2.xml")
    rels = str(parts["xl/_rels/workbook2.xml.rels"]).replace("sheet1.xml", "sheet9.xml")
    parts |= {"xl/worksheets/sheet9.xml": SEVEN, "xl/_rels/workbook2.xml.rels": rels}
    for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"):
        parts[name] = decoy[name]
    assert read(zipped(parts)).grids[0].rows == [[7.0]]


def test_a_relation_named_twice_is_refused() -> None:
    parts = parts_of(SEVEN)
    rels = str(parts["xl/_rels/workbook.xml.rels"])
    twice = f'<Relationship Id="rId1" Type="{RELATION}/worksheet" Target="worksheets/sheet9.xml"/></Relationships>'
    parts |= {"xl/_rels/workbook.xml.rels": rels.replace("</Relationships>", twice), "xl/worksheets/sheet9.xml": THREE}
    assert refused(zipped(parts)) == "unsafe"


@pytest.mark.parametrize("name", [b"xl/worksheets/sheet9.xml", b"xl/worksheets/sheet1.xm_"])
def test_a_local_name_that_differs_is_refused(name: bytes) -> None:
    data = zipped(parts_of(SEVEN))
    assert len(name) == len(b"xl/worksheets/sheet1.xml")
    assert refused(data.replace(b"xl/worksheets/sheet1.xml", name, 1)) == "unsafe"


def test_a_shorter_local_name_is_refused() -> None:
    data = bytearray(zipped(parts_of(SEVEN)))
    header = data.index(b"xl/worksheets/sheet1.xml") - 30
    struct.pack_into("<HH", data, header + 26, 20, 4)
    assert refused(bytes(data)) == "unsafe"


CELL = '<c r="A1"><v>7</v></c>'
HEAD = f'<worksheet xmlns="{MAIN}">'
ROWS = f'<sheetData><row r="1">{CELL}</row></sheetData>'
FOREIGN = {
    "a cell": f'<worksheet xmlns="{MAIN}" xmlns:x="urn:x"><sheetData><row r="1"><x:c r="A1"><x:v>7</x:v></x:c></row>',
    "a row": f'<worksheet xmlns="{MAIN}"><sheetData><row xmlns="urn:x" r="1">{CELL}</row>',
    "a value": f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v xmlns="urn:x">7</v></c></row>',
    "the sheet": f'<worksheet xmlns="urn:x"><sheetData><row r="1">{CELL}</row>',
    "an extension": f"{HEAD}<extLst><ext>{ROWS}</ext></extLst><sheetData>",
    "an element around": f'{HEAD}<y xmlns="urn:x">{ROWS}</y><sheetData>',
}


@pytest.mark.parametrize("sheet", FOREIGN.values(), ids=FOREIGN.keys())
def test_what_is_of_another_namespace_or_place_is_no_cell(sheet: str) -> None:
    assert read(zipped(parts_of(f"{sheet}</sheetData></worksheet>"))).grids[0].rows == []


def test_strings_of_another_namespace_are_none() -> None:
    sheet = sheet_xml('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
    strings = '<sst xmlns="urn:x"><si><t>x</t></si></sst>'
    assert read(zipped(parts_of(sheet, strings=strings))).grids[0].rows != [["x"]]


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ("xl/vbaProject.bin", "macros"),
        ("xl/macrosheets/sheet1.xml", "excel4_macros"),
        ("xl/macrosheets/intlsheet1.xml", "excel4_macros"),
        ("xl/externalLinks/externalLink1.xml", "external_links"),
        ("xl/embeddings/oleObject1.bin", "embedded_objects"),
        ("xl/activeX/activeX1.bin", "embedded_objects"),
        ("xl/connections.xml", "connections"),
        ("xl/queryTables/queryTable1.xml", "connections"),
        ("customUI/customUI14.xml", "custom_ui"),
        ("xl/webextensions/webextension1.xml", "web_extensions"),
    ],
)
def test_active_content_is_told(part: str, kind: str) -> None:
    assert read(zipped(parts_of(SEVEN) | {part: "x"})).remarks == [(kind, "")]


def test_active_content_under_another_name_is_told() -> None:
    parts = parts_of(SEVEN)
    types = str(parts["[Content_Types].xml"])
    override = '<Override PartName="/xl/a.xml" ContentType="application/vnd.ms-excel.macrosheet+xml"/></Types>'
    assert read(zipped(parts | {"[Content_Types].xml": types.replace("</Types>", override)})).remarks == [
        ("excel4_macros", "")
    ]
