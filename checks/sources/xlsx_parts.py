"""Finds a workbook's sheets, and makes of one sheet the plainest workbook that means the same.

openpyxl reads far more of a workbook than its cells, and any of it can stop it: an empty fill, a data
validation it doesn't know, 64,000 styles. So it gets one sheet at a time, in a workbook of our own making.
"""

from __future__ import annotations

import posixpath
import re
from typing import NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from checks.errors import InputFileError
from checks.sources.repack import stored

MAX_STYLES = 4096
"""Cell formats handed to openpyxl, which takes 0.1 ms for each. Beyond, dates are left to the fast reader."""

_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ROOT = re.compile(rb"<(?:[\w.-]+:)?worksheet\b[^>]*>")
_DATA = re.compile(rb"<((?:[\w.-]+:)?)sheetData\b[^>]*>")

_CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sharedStrings+xml"/></Types>'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATION}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)


class Sheet(NamedTuple):
    """A worksheet as the workbook lists it."""

    name: str
    hidden: bool
    part: str


class Workbook(NamedTuple):
    """What the workbook part says."""

    sheets: list[Sheet]
    date1904: bool


def elements(xml: bytes) -> list[tuple[str, dict[str, str]]]:
    """List a small part's elements: local name, and attributes by local name."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        found.append((_local(name), {_local(key): value for key, value in attributes.items()}))

    parser.StartElementHandler = start
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise InputFileError("damaged", "工作簿目录出错") from error
    return found


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def find_sheets(workbook: bytes, relations: bytes) -> Workbook:
    """List the worksheets in their order; a sheet of charts or macros is none."""
    targets: dict[str, tuple[str, str]] = {}
    for name, attributes in elements(relations):
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            part = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/").lower()
            targets[attributes.get("Id", "")] = (part, attributes.get("Type", ""))
    sheets: list[Sheet] = []
    date1904 = False
    for name, attributes in elements(workbook):
        if name == "sheet":
            # Both `sheetId` and `r:id` are ids; only the latter is called `id` without its prefix.
            part, kind = targets.get(attributes.get("id", ""), ("", "/worksheet"))
            if kind.endswith("/worksheet"):
                hidden = attributes.get("state", "visible") != "visible"
                sheets.append(Sheet(attributes.get("name", ""), hidden, part))
        elif name == "workbookPr":
            date1904 = attributes.get("date1904", "0") in ("1", "true")
    return Workbook(sheets, date1904)


def plainest(sheet: bytes, strings: bytes | None, styles: bytes | None, *, date1904: bool) -> bytes:
    """Pack one sheet (of ``only_cells``), its strings and its number formats as a workbook."""
    properties = '<workbookPr date1904="1"/>' if date1904 else ""
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES.encode(),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN.decode()}" xmlns:r="{_RELATION}">{properties}'
            '<sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ).encode(),
        "xl/_rels/workbook.xml.rels": _RELATIONS.encode(),
        "xl/worksheets/sheet1.xml": sheet,
        "xl/sharedStrings.xml": (strings or b'<sst xmlns="%s"/>' % _MAIN).replace(_STRICT, _MAIN),
        "xl/styles.xml": number_formats(styles),
    }
    return stored(parts)


def only_cells(sheet: bytes) -> bytes:
    """Cut a sheet's XML down to its root and its rows, closing what a cap has cut off."""
    root = _ROOT.search(sheet)
    data = _DATA.search(sheet, root.end() if root else 0)
    if root is None:
        raise InputFileError("damaged", "工作表内容出错")
    if data is None:
        return b'<worksheet xmlns="%s"/>' % _MAIN
    prefix = data[1]
    closing = b"</%bsheetData>" % prefix
    end = sheet.rfind(closing)
    if data[0].endswith(b"/>"):
        rows = data[0]
    elif end >= 0:
        rows = sheet[data.start() : end] + closing
    else:
        last = sheet.rfind(b"</%brow>" % prefix, data.start())
        if last < 0:
            raise InputFileError("damaged", "工作表内容不完整")
        rows = sheet[data.start() : last] + b"</%brow>" % prefix + closing
    return root[0].replace(_STRICT, _MAIN) + rows + b"</%bworksheet>" % prefix


def number_formats(styles: bytes | None) -> bytes:
    """Keep of a stylesheet what tells a date from a number: each cell format's number format."""
    codes: list[str] = []
    cell_formats: list[str] = []
    inside = ""
    for name, attributes in elements(styles) if styles else []:
        if name == "numFmt":
            number = attributes.get("numFmtId", "")
            if number.isdecimal() and len(codes) < MAX_STYLES:
                codes.append(f'<numFmt numFmtId="{number}" formatCode={quoteattr(attributes.get("formatCode", ""))}/>')
        elif name in ("cellStyleXfs", "cellXfs", "cellStyles", "dxfs"):
            inside = name
        elif name == "xf" and inside == "cellXfs":
            number = attributes.get("numFmtId", "0")
            cell_formats.append(f'<xf numFmtId="{number if number.isdecimal() else 0}"/>')
    if len(cell_formats) > MAX_STYLES:
        codes, cell_formats = [], []
    return (
        f'<styleSheet xmlns="{_MAIN.decode()}"><numFmts>{"".join(codes)}</numFmts>'
        "<fonts><font/></fonts><fills><fill><patternFill/></fill></fills><borders><border/></borders>"
        f"<cellXfs>{''.join(cell_formats) or '<xf/>'}</cellXfs></styleSheet>"
    ).encode()
