"""What of an old Word document (.doc) has the colour of its ground, or is too small or too low to be seen."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from checks.readers.colours import WHITE, WORD_COLOURS, is_near
from checks.readers.doc_properties import Runs, sprms
from checks.readers.doc_styles import STYLE_OF_RUN, style_chain, style_properties
from checks.readers.word_looks import LOWEST, SMALLEST

_COLOUR, _OLD_COLOUR, _SIZE, _HIGHLIGHT = 0x6870, 0x2A42, 0x4A43, 0x2A0C
_SHADE, _OLD_SHADE = 0xCA71, 0x4866
_BEHIND, _OLD_BEHIND, _LINE, _HEIGHT = 0xC64D, 0x442D, 0x6412, 0x9407
_CELLS = {0xD612: 0, 0xD616: 22, 0xD60C: 44}
"""The grounds of a row's cells, ten bytes each, and with which cell they begin."""
_OLD_CELLS = 0xD609
_LOW = re.compile(rb"(?:\x07\x94|\x12\x64)[\xb0-\xff]\xff")
_BY_NUMBER = ("", *WORD_COLOURS.values())


@dataclass(slots=True)
class Look:
    """How characters look: colour and ground as six hexadecimal digits or "", size in half-points."""

    colour: str = ""
    ground: str = ""
    size: int = 24


@dataclass(slots=True)
class Row:
    """A row of a table: where its cells end in the text, their grounds, and whether it shows nothing."""

    marks: list[int]
    grounds: dict[int, str] = field(default_factory=dict)
    low: bool = False

    def ground(self, place: int) -> str:
        """Return the ground of the cell that a place in the text lies in."""
        return self.grounds.get(bisect_left(self.marks, place), "")


class DocLooks:
    """How the text of a document looks.

    Attributes:
        any: whether any of it may not be seen for that; nearly never.
    """

    def __init__(self, characters: Runs, paragraphs: Runs, sheet: bytes) -> None:
        self._styles = style_properties(sheet)
        self._known: dict[tuple[int, bytes], Look] = {}
        own = {properties for _, _, properties in characters}
        every = [_look(properties) for properties in (*own, *(properties for _, properties in self._styles))]
        colours = {look.colour for look in every if look.colour}
        around = {properties for _, _, properties in paragraphs}
        self.any = any(look.size <= SMALLEST for look in every) or any(map(_LOW.search, around))
        if colours and not self.any:
            grounds = {WHITE, *(look.ground for look in every), *(g for one in around for g in _all_grounds(one))}
            self.any = any(is_near(colour, ground) for colour in colours for ground in grounds)

    def of(self, style: int, properties: bytes) -> Look:
        """Return how characters with these properties look in a paragraph of this style."""
        key = (style, properties)
        if key not in self._known:
            whole = b"".join(style_chain(self._styles, style))
            for code, argument in sprms(properties):
                if code == STYLE_OF_RUN:
                    whole += b"".join(style_chain(self._styles, int.from_bytes(argument[:2], "little")))
            self._known[key] = _look(whole + properties)
        return self._known[key]


def melts(look: Look, paragraph: bytes, row: Row | None, place: int) -> bool:
    """Tell whether characters are not seen.

    Args:
        look: of them.
        paragraph: the properties of their paragraph.
        row: the row of a table that they stand in.
        place: where in the text.
    """
    if look.size <= SMALLEST or (row is not None and row.low):
        return True
    behind = ""
    for code, argument in sprms(paragraph):
        if code == _LINE and -LOWEST <= int.from_bytes(argument[:2], "little", signed=True) < 0:
            return True
        if code in (_BEHIND, _OLD_BEHIND):
            behind = _shade(argument)
    return is_near(look.colour, look.ground or behind or (row.ground(place) if row else "") or WHITE)


def row_of(marks: list[int], properties: bytes) -> Row:
    """Read a row from the properties of the paragraph that ends it; ``marks`` are the ends of its cells."""
    row = Row(marks)
    for code, argument in sprms(properties):
        if code == _HEIGHT:
            row.low = -LOWEST <= int.from_bytes(argument[:2], "little", signed=True) < 0
        for cell, ground in _grounds(code, argument):
            if code != _OLD_CELLS or cell not in row.grounds:  # whose sixteen colours are only near
                row.grounds[cell] = ground
    return row


def _look(properties: bytes) -> Look:
    look = Look()
    highlight = ""
    for code, argument in sprms(properties):
        if code == _COLOUR:
            look.colour = _code(argument)
        elif code == _OLD_COLOUR:
            look.colour = _numbered(argument[0] if argument else 0)
        elif code == _SIZE:
            look.size = int.from_bytes(argument[:2], "little")
        elif code == _HIGHLIGHT:
            highlight = _numbered(argument[0] if argument else 0)
        elif code == _SHADE or (code == _OLD_SHADE and not look.ground):
            look.ground = _shade(argument)
    look.ground = highlight or look.ground
    return look


def _grounds(code: int, argument: bytes) -> Iterator[tuple[int, str]]:
    """Yield the ground of each cell that a property of a row tells."""
    width = 10 if code in _CELLS else 2 if code == _OLD_CELLS else 0
    for i in range(len(argument) // width if width else 0):
        yield _CELLS.get(code, 0) + i, _shade(argument[width * i : width * (i + 1)])


def _all_grounds(properties: bytes) -> Iterable[str]:
    for code, argument in sprms(properties):
        if code in (_BEHIND, _OLD_BEHIND):
            yield _shade(argument)
        for _, ground in _grounds(code, argument):
            yield ground


def _shade(argument: bytes) -> str:
    """Return the colour of a shading, ten bytes or two; "" where it has none."""
    if len(argument) >= 10:
        solid = int.from_bytes(argument[8:10], "little") == 1
        return _code(argument[0:4] if solid else argument[4:8])
    bits = int.from_bytes(argument[:2], "little")
    return _numbered(bits & 31 if bits >> 10 == 1 else bits >> 5 & 31)


def _code(argument: bytes) -> str:
    return "" if len(argument) < 4 or argument[3] == 0xFF else argument[:3].hex().upper()


def _numbered(number: int) -> str:
    return _BY_NUMBER[number] if number < len(_BY_NUMBER) else ""
