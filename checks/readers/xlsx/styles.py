"""What a stylesheet says of cells: which show a date, which another number than they hold, which are struck out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from checks.errors import InputFileError
from checks.readers.date_formats import shows_date
from checks.readers.number_formats import BUILT_IN, is_plain, is_rounding
from checks.readers.relations import MAIN

_LARGE = 64 * 1024
"""Bytes of a stylesheet worth remembering: a form's has 2 to 20 KB."""
_PLAIN_NUMBERS = re.compile(rb'numFmtId="(?:[024-8]|1[23]|39|4[0-49])"')


class CellFormats(NamedTuple):
    """Cell formats by their index, as cells write it.

    Attributes:
        dates: those that show a date or a time.
        codes: those whose number format may show another number: index → the format.
        rounding: those that only a number with a fraction need fear: index → the format.
        struck: those whose font is struck through.
        conditional: the number formats that conditional formats put over others, by their index.
    """

    dates: frozenset[str] = frozenset()
    codes: Mapping[str, str] = {}
    rounding: Mapping[str, str] = {}
    struck: frozenset[str] = frozenset()
    conditional: Mapping[str, str] = {}

    @property
    def noted(self) -> frozenset[str]:
        """Those that deserve a second look."""
        return self.struck | self.codes.keys()


def cell_formats(styles: bytes) -> CellFormats:
    """Read a stylesheet.

    Args:
        styles: its XML, in UTF-8.

    Raises:
        InputFileError: it isn't well-formed.
    """
    return _cell_formats(styles) if len(styles) > _LARGE else _remembered(styles)


def _cell_formats(styles: bytes) -> CellFormats:
    # Most stylesheets hold none but the first few built-in formats, and need no parsing.
    plain = len(_PLAIN_NUMBERS.findall(styles)) == styles.count(b"numFmtId") and b"cellXfs" in styles
    if plain and b"strike" not in styles:
        return CellFormats()
    sheet = _Stylesheet()
    sheet.read(styles)
    dates, codes, rounding, struck = set(), {}, {}, set()
    for index, (number, font) in enumerate(sheet.formats):
        code = sheet.codes.get(number, BUILT_IN.get(number, "General"))
        if shows_date(number, sheet.codes):
            dates.add(str(index))
        elif is_rounding(code):
            rounding[str(index)] = code
        elif not is_plain(code):
            codes[str(index)] = code
        if font in sheet.struck:
            struck.add(str(index))
    conditional = {str(index): code for index, code in sheet.conditional.items() if not is_plain(code)}
    return CellFormats(frozenset(dates), codes, rounding, frozenset(struck), conditional)


_remembered = lru_cache(maxsize=64)(_cell_formats)
"""Offices send the same workbook, with the same stylesheet, a hundred times."""


class _Stylesheet:
    """Collects number formats, fonts and cell formats by their place in the tree: differential ones are others."""

    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self.formats: list[tuple[int, int]] = []
        self.struck: set[int] = set()
        self.conditional: dict[int, str] = {}
        self._fonts = self._differential = 0
        self._path: list[str] = []

    def read(self, styles: bytes) -> None:
        from xml.parsers import expat  # noqa: PLC0415  # most stylesheets need none

        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        try:
            parser.Parse(styles, True)
        except expat.ExpatError as error:
            raise InputFileError("damaged", "样式表出错") from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, tag = name.rpartition(" ")
        self._path.append(tag if namespace in MAIN else "")
        path = self._path[1:] if len(self._path) < 5 else []
        if path == ["cellXfs", "xf"]:
            self.formats.append((_number(attributes.get("numFmtId", "0")), _number(attributes.get("fontId", "0"))))
        elif path == ["numFmts", "numFmt"]:
            self.codes.setdefault(_number(attributes.get("numFmtId", "")), attributes.get("formatCode", ""))
        elif path == ["dxfs", "dxf"]:
            self._differential += 1
        elif path == ["dxfs", "dxf", "numFmt"]:
            self.conditional[self._differential - 1] = attributes.get("formatCode", "")
        elif path == ["fonts", "font"]:
            self._fonts += 1
        elif path == ["fonts", "font", "strike"] and attributes.get("val", "1") not in ("0", "false"):
            self.struck.add(self._fonts - 1)

    def _end(self, _: str) -> None:
        self._path.pop()


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else -1
