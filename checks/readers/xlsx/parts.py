"""What a workbook's directory says: its sheets in their order, and in which parts everything stands."""

from __future__ import annotations

import posixpath
from functools import lru_cache
from typing import NamedTuple

from checks.errors import InputFileError

_LARGE = 64 * 1024
"""Bytes of a directory worth remembering: a form's has 1 KB, and 256 sheets 20 KB."""
MAX_ELEMENTS = 40_000
"""Sheets and relations listed. An archive has at most 20,000 entries for them to name."""


class Sheet(NamedTuple):
    """A worksheet as the workbook lists it."""

    name: str
    hidden: bool
    part: str


class Workbook(NamedTuple):
    """What the workbook part says; parts are named in lower case, as the package lists them."""

    sheets: tuple[Sheet, ...]
    date1904: bool
    strings: str
    styles: str


def elements(xml: bytes, *wanted: str) -> list[tuple[str, dict[str, str]]]:
    """List a small part's elements of some names: local name, and attributes by local name.

    Raises:
        InputFileError: it isn't well-formed, has a document type, or lists more than any workbook.
    """
    from xml.parsers import expat  # noqa: PLC0415  # a batch of one template needs it once

    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        tag = _local(name)
        if tag in wanted:
            found.append((tag, {_local(key): value for key, value in attributes.items()}))
            if len(found) > MAX_ELEMENTS:
                raise InputFileError("unsafe", "工作簿目录过大")

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse_doctype
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise InputFileError("damaged", "工作簿目录出错") from error
    return found


def refuse_doctype(*_: object) -> None:
    """Stop expat at a document type: it is how entity bombs come, and no spreadsheet program writes one."""
    raise InputFileError("unsafe", "含有 DTD 定义")


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def find_sheets(workbook: bytes, relations: bytes) -> Workbook:
    """List the worksheets in their order; a sheet of charts or macros is none.

    Raises:
        InputFileError: one of the two parts isn't well-formed.
    """
    if len(workbook) + len(relations) > _LARGE:
        return _find_sheets(workbook, relations)
    return _remembered(workbook, relations)


@lru_cache(maxsize=64)
def _remembered(workbook: bytes, relations: bytes) -> Workbook:
    """Offices send the same workbook, with the same directory, a hundred times."""
    return _find_sheets(workbook, relations)


def _find_sheets(workbook: bytes, relations: bytes) -> Workbook:
    targets: dict[str, tuple[str, str]] = {}
    kinds: dict[str, str] = {}
    for _, attributes in elements(relations, "Relationship"):
        if attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            part = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/").lower()
            kind = attributes.get("Type", "").rpartition("/")[2]
            targets[attributes.get("Id", "")] = (part, kind)
            kinds.setdefault(kind, part)
    sheets: list[Sheet] = []
    date1904 = False
    for name, attributes in elements(workbook, "sheet", "workbookPr"):
        if name == "sheet":
            # Both `sheetId` and `r:id` are ids; only the latter is called `id` without its prefix.
            part, kind = targets.get(attributes.get("id", ""), ("", "worksheet"))
            if kind == "worksheet":
                hidden = attributes.get("state", "visible") != "visible"
                sheets.append(Sheet(attributes.get("name", ""), hidden, part))
        else:
            date1904 = attributes.get("date1904", "0") in ("1", "true")
    strings = kinds.get("sharedStrings", "xl/sharedstrings.xml")
    return Workbook(tuple(sheets), date1904, strings, kinds.get("styles", "xl/styles.xml"))
