"""The stylesheet of a binary workbook (.xlsb): number formats, struck letters, and those that nobody sees."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import NamedTuple

from checks.readers.colours import BLACK, WHITE, is_unseen
from checks.readers.date_formats import shows_date
from checks.readers.line_sizes import LEAST_LETTERS
from checks.readers.number_formats import BUILT_IN
from checks.readers.xlsb_records import XlsbFormats, records, wide_text
from checks.readers.xlsx.palette import colour_of, theme_colours

_NUMBER_FORMAT, _FONT, _FILL, _FORMAT = 44, 43, 45, 47
_CELL_FORMATS, _CELL_FORMATS_END = 617, 618
_STRUCK_OUT = 0x08
_FONT_COLOUR, _FILL_COLOUR, _COLOUR_SIZE = 12, 4, 8
"""Where colours begin in the records of fonts and fills, and their bytes."""
_NO_PATTERN, _SOLID, _GRAY = 0, 1, 17
_INDEXED, _RGB, _THEME = 1, 2, 3


class _Font(NamedTuple):
    struck: bool
    tiny: bool
    colour: str


def cell_formats(part: bytes, theme: bytes = b"") -> XlsbFormats:
    """Read a stylesheet.

    Args:
        part: its records.
        theme: the workbook's theme, which names some of its colours.
    """
    codes: dict[int, str] = {}
    formats = XlsbFormats(set(), {}, set())
    fonts: list[_Font] = []
    grounds: list[str | None] = []
    unseen: set[int] = set()
    colours = theme_colours(theme)
    index, inside = 0, False
    for kind, content in records(part):
        if kind == _NUMBER_FORMAT:
            codes[int.from_bytes(content[:2], "little")] = wide_text(content, 2)[0]
        elif kind == _FONT:
            fonts.append(_font(content, colours))
        elif kind == _FILL:
            grounds.append(_ground(content, colours))
        elif kind in (_CELL_FORMATS, _CELL_FORMATS_END):
            inside = kind == _CELL_FORMATS
        elif kind == _FORMAT and inside:
            number, font, fill = struct.unpack_from("<HHH", content.ljust(8, b"\0"), 2)
            if shows_date(number, codes):
                formats.dates.add(index)
            else:
                formats.codes[index] = codes.get(number, BUILT_IN.get(number, "General"))
            letters = fonts[font] if font < len(fonts) else _Font(struck=False, tiny=False, colour=BLACK)
            if letters.struck:
                formats.struck.add(index)
            if letters.tiny or is_unseen(letters.colour, grounds[fill] if fill < len(grounds) else WHITE):
                unseen.add(index)
            index += 1
    return formats._replace(unseen=frozenset(unseen))


def _font(content: bytes, theme: list[str]) -> _Font:
    height, flags = struct.unpack_from("<HH", content.ljust(4, b"\0"))
    colour = _colour(content, _FONT_COLOUR, theme) or BLACK
    return _Font(bool(flags & _STRUCK_OUT), 0 < height < LEAST_LETTERS * 20, colour)


def _ground(content: bytes, theme: list[str]) -> str | None:
    """Return the colour of a fill; None where it is not known, or where there are several."""
    pattern = int.from_bytes(content[:4], "little")
    if pattern in (_NO_PATTERN, _GRAY):
        return WHITE
    return _colour(content, _FILL_COLOUR, theme) if pattern == _SOLID else None


def _colour(content: bytes, place: int, theme: list[str]) -> str | None:
    """Return a colour; None for an automatic one."""
    if len(content) < place + _COLOUR_SIZE:
        return None
    kind, index, tint, *channels = struct.unpack_from("<BBh4B", content, place)
    named: Mapping[str, str] = {
        _INDEXED: {"indexed": str(index)},
        _RGB: {"rgb": bytes(channels[:3]).hex()},
        _THEME: {"theme": str(index)},
    }.get(kind >> 1, {})
    return colour_of({**named, "tint": str(tint / 32767)}, theme, {}) if named else None
