"""The records of a binary workbook (.xlsb) that say where cells, errors and formulas are."""

from __future__ import annotations

import posixpath
import struct
from typing import TYPE_CHECKING

from checks.grid import Special
from checks.sources.xlsx_parts import elements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.grid import Value

MAX_RECORDS = 2_000_000
"""Records of one part. A sheet of 5,000 rows and 100 columns has a quarter of this."""

_ROW = 0
_BLANK = 1
_LAST_CELL = 11
_ERROR_CELLS = (3, 11)
_FIRST_FORMULA = 8
_BUNDLE_SHEET = 156
_ERROR_NAMES = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


def records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (type, content) of each record; both numbers are written seven bits a byte."""
    place, end = 0, len(part)
    for _ in range(MAX_RECORDS):
        if place >= end:
            return
        kind, place = _varint(part, place, 2)
        size, place = _varint(part, place, 4)
        yield kind, part[place : place + size]
        place += size


def _varint(part: bytes, place: int, most: int) -> tuple[int, int]:
    """Read a number of at most so many bytes; return it and the place after it."""
    value = 0
    for index in range(most):
        if place >= len(part):
            return value, place
        byte = part[place]
        place += 1
        value |= (byte & 0x7F) << (7 * index)
        if not byte & 0x80:
            break
    return value, place


def cells(part: bytes) -> dict[tuple[int, int], tuple[bool, Value]]:
    """Return, for each cell that isn't empty, whether it holds a formula, and the error it holds if any."""
    found: dict[tuple[int, int], tuple[bool, Value]] = {}
    row = 0
    for kind, content in records(part):
        if kind == _ROW and len(content) >= 4:
            row = int.from_bytes(content[:4], "little")
        elif _BLANK < kind <= _LAST_CELL and len(content) >= 8:
            column = int.from_bytes(content[:4], "little")
            error = None
            if kind in _ERROR_CELLS and len(content) > 8:
                error = Special("error", _ERROR_NAMES.get(content[8], f"#{content[8]}"))
            found[row, column] = (kind >= _FIRST_FORMULA, error)
    return found


def sheet_parts(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Return each worksheet's part by the sheet's name."""
    lower = {name.lower(): part for name, part in parts.items()}
    targets: dict[str, str] = {}
    for name, attributes in elements(lower.get("xl/_rels/workbook.bin.rels", b"<none/>")):
        if name == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            target = posixpath.join("/xl", attributes.get("Target", "").replace("\\", "/"))
            targets[attributes.get("Id", "")] = posixpath.normpath(target).lstrip("/").lower()
    found: dict[str, bytes] = {}
    for kind, content in records(lower.get("xl/workbook.bin", b"")):
        if kind == _BUNDLE_SHEET:
            relation, rest = _wide(content, 8)
            name, _ = _wide(content, rest)
            if targets.get(relation) in lower:
                found[name] = lower[targets[relation]]
    return found


def _wide(content: bytes, place: int) -> tuple[str, int]:
    """Read a text: its length in characters, then UTF-16."""
    if place + 4 > len(content):
        return "", len(content)
    (length,) = struct.unpack_from("<L", content, place)
    if length == 0xFFFFFFFF:
        return "", place + 4
    end = place + 4 + 2 * length
    return content[place + 4 : end].decode("utf-16-le", "replace"), end
