"""The conditional formats of an old workbook (.xls, from Excel 97 on), which xlrd leaves out: those that may hide."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from checks.model.grid import Area
from checks.readers.xls_formulas import records_of

_CONDITIONS, _CONDITION = 0x01B0, 0x01B1
_AREAS, _RULE, _LOOK = 14, 6, 12
"""Where the areas of a conditional format, the formulas of a rule, and what its format changes, begin."""
_NUMBER, _FONT, _ALIGNMENT, _BORDER, _PATTERN = (1 << bit for bit in (25, 26, 27, 28, 29))
_OWN_CODE = 1
_FONT_SIZE, _COLOUR, _STYLE, _STRUCK_SAID, _STRUCK = 118, 80, 68, 88, 0x80
_MOST = 200
_CELL_IS, _EQUAL = 1, 3
_WHOLE_NUMBER = 0x1E
_AUTOMATIC = 0x7FFF


class XlsCondition(NamedTuple):
    """A rule that gives cells another look.

    Attributes:
        areas: where.
        letters, ground: colours by their number in the palette; None where it leaves them alone.
        struck: it strikes the text through.
    """

    areas: list[Area]
    letters: int | None
    ground: int | None
    struck: bool


def conditions_of(stream: bytes, start: int) -> Iterator[XlsCondition]:
    """Yield the rules of one worksheet, but for those that only a zero meets.

    Args:
        stream: the workbook's.
        start: where the worksheet begins in it.
    """
    areas: list[Area] = []
    count = 0
    for kind, content in records_of(stream, start):
        if kind == _CONDITIONS and len(content) >= _AREAS:
            (number,) = struct.unpack_from("<H", content, _AREAS - 2)
            number = min(number, (len(content) - _AREAS) // 8)
            ranges = (struct.unpack_from("<4H", content, _AREAS + 8 * index) for index in range(number))
            areas = [(top, left, bottom, right) for top, bottom, left, right in ranges]
        elif kind == _CONDITION and len(content) >= _LOOK and areas and count < _MOST:
            count += 1
            if not _is_of_nothing(content):
                yield _rule(content, areas)


def _is_of_nothing(content: bytes) -> bool:
    """Tell a rule that holds where a cell equals zero."""
    is_number = int.from_bytes(content[2:4], "little") == 3 and content[-3:][:1] == bytes([_WHOLE_NUMBER])
    return content[0] == _CELL_IS and content[1] == _EQUAL and is_number and content[-2:] == bytes(2)


def _rule(content: bytes, areas: list[Area]) -> XlsCondition:
    flags, more = struct.unpack_from("<LH", content, _RULE)
    place = _LOOK
    if flags & _NUMBER:
        place += int.from_bytes(content[place : place + 2], "little") if more & _OWN_CODE else 2
    letters, struck = None, False
    if flags & _FONT and len(content) >= place + _FONT_SIZE:
        (colour,) = struct.unpack_from("<l", content, place + _COLOUR)
        letters = colour if 0 <= colour < _AUTOMATIC else None
        style, untouched = (struct.unpack_from("<L", content, place + at)[0] for at in (_STYLE, _STRUCK_SAID))
        struck = bool(style & _STRUCK) and not untouched & _STRUCK
        place += _FONT_SIZE
    place += 8 * bool(flags & _ALIGNMENT) + 8 * bool(flags & _BORDER)
    ground = None
    if flags & _PATTERN and len(content) >= place + 4:
        pattern, colours = struct.unpack_from("<HH", content, place)
        is_solid = pattern >> 10 in (0, 1)
        ground = (colours >> 7) & 0x7F if is_solid else None
    return XlsCondition(areas, letters, ground, struck)
