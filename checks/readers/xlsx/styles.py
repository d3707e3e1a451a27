"""What a stylesheet says of cells: which show a date, which another number than they hold, which are struck out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from checks.errors import InputFileError
from checks.readers.colours import BLACK, SYMBOL_FONTS, WHITE, is_unseen
from checks.readers.date_formats import shows_date
from checks.readers.line_sizes import LEAST_LETTERS, is_too_small
from checks.readers.number_formats import BUILT_IN, is_plain, is_rounding
from checks.readers.relations import MAIN
from checks.readers.xlsx.palette import Colours, Look, colour_of, theme_colours

_LARGE = 64 * 1024
"""Bytes of a stylesheet worth remembering: a form's has 2 to 20 KB."""
_DARK = re.compile(rb'<color (?:theme="1"|rgb="[0-9A-Fa-f]{2}0{6}"|indexed="(?:8|64)"|auto="1") ?/>')
_TINY = re.compile(rb"""<sz val=["'][0-3]?(?:["'.])""")
_ODD = re.compile(
    rb"""strike|dxf>|gradientFill|horizontal=["']fill["']|[Ww]ingdings|[Ww]ebdings|[Mm]arlett|[Oo]utlook|MT Extra"""
)
_PLAIN_NUMBERS = re.compile(rb'numFmtId="(?:[024-8]|1[23]|39|4[0-49])"')


class CellFormats(NamedTuple):
    """Cell formats by their index, as cells write it.

    Attributes:
        dates: those that show a date or a time.
        codes: those whose number format may show another number: index → the format.
        rounding: those that only a number with a fraction need fear: index → the format.
        struck: those whose font is struck through.
        unseen: those whose letters have the colour of their ground, or hardly any size.
        conditional: the number formats that conditional formats put over others, by their index.
        looks: the colours and lines of those conditional formats that hide the text of a cell of some format.
        colours: of the letters and of the ground, where ``looks`` needs them, or they are not black on white.
        filled: those that repeat what a cell holds until it is full: 5 looks like 555.
    """

    dates: frozenset[str] = frozenset()
    codes: Mapping[str, str] = {}
    rounding: Mapping[str, str] = {}
    struck: frozenset[str] = frozenset()
    conditional: Mapping[str, str] = {}
    unseen: frozenset[str] = frozenset()
    looks: Mapping[str, Look] = {}
    colours: Mapping[str, Colours] = {}
    filled: frozenset[str] = frozenset()

    @property
    def noted(self) -> frozenset[str]:
        """Those that deserve a second look."""
        if not (self.struck or self.unseen or self.filled or self.codes):
            return self.struck
        return self.struck | self.unseen | self.filled | self.codes.keys()


def asks_for_theme(styles: bytes) -> bool:
    """Tell whether a stylesheet names another colour of its workbook's theme than that of all letters."""
    return styles.count(b"theme=") > styles.count(b'theme="1"') or b"fgColor theme=" in styles


def cell_formats(styles: bytes, theme: bytes = b"") -> CellFormats:
    """Read a stylesheet.

    Args:
        styles: its XML, in UTF-8.
        theme: the workbook's theme, which names some of its colours.

    Raises:
        InputFileError: it isn't well-formed.
    """
    return _cell_formats(styles, theme) if len(styles) + len(theme) > _LARGE else _remembered(styles, theme)


def _cell_formats(styles: bytes, theme: bytes) -> CellFormats:
    # Most stylesheets hold none but the first few built-in formats, and dark letters on no ground: no parsing.
    plain = len(_PLAIN_NUMBERS.findall(styles)) == styles.count(b"numFmtId") and b"cellXfs" in styles
    fonts, ends, _ = styles.partition(b"</fonts>")
    dark = bool(ends) and len(_DARK.findall(fonts)) == fonts.count(b"color") and b"fgColor" not in styles
    odd = _ODD.search(styles) is not None or _TINY.search(styles) is not None
    if plain and dark and not odd:
        return CellFormats()
    sheet = _Stylesheet()
    sheet.read(styles)
    dates, codes, rounding = _by_number_format(sheet)
    conditional = {str(index): code for index, code in sheet.conditional.items() if not is_plain(code)}
    usual = dark and not odd and not sheet.tiny and not any(map(_is_white, sheet.codes.values()))
    palette = (theme_colours(theme), dict(enumerate(sheet.indexed)))
    colours = {} if usual else _colours(sheet, *palette)
    blending = (index for index, pair in colours.items() if is_unseen(*pair))
    unseen = _with_font(sheet, sheet.tiny).union(blending)
    looks = sheet.looks(*palette)
    own = {(BLACK, WHITE), *colours.values()}
    hiding = {index: look for index, look in looks.items() if any(map(look.hides, own))}
    struck, filled = _with_font(sheet, sheet.struck), frozenset(map(str, sheet.filled))
    return CellFormats(dates, codes, rounding, struck, conditional, unseen, hiding, colours, filled)


def _by_number_format(sheet: _Stylesheet) -> tuple[frozenset[str], dict[str, str], dict[str, str]]:
    """Return the cell formats that show a date, those that may show another number, and those that may round it."""
    dates, codes, rounding = set(), {}, {}
    for index, (number, _, _) in enumerate(sheet.formats):
        code = sheet.codes.get(number, BUILT_IN.get(number, "General"))
        if shows_date(number, sheet.codes):
            dates.add(str(index))
        elif is_rounding(code):
            rounding[str(index)] = code
        elif not is_plain(code):
            codes[str(index)] = code
    return frozenset(dates), codes, rounding


def _with_font(sheet: _Stylesheet, fonts: set[int]) -> frozenset[str]:
    """Return the cell formats whose font is one of these."""
    return frozenset(str(index) for index, (_, font, _) in enumerate(sheet.formats) if font in fonts)


def _colours(sheet: _Stylesheet, theme: list[str], indexed: Mapping[int, str]) -> dict[str, Colours]:
    """Return the colours of each format, None for one that is not known: that of a pattern that is not solid."""
    colours: dict[str, Colours] = {}
    for index, (number, font, fill) in enumerate(sheet.formats):
        letters = colour_of(sheet.font_colours.get(font, {}), theme, indexed) or BLACK
        if _is_white(sheet.codes.get(number, "")):
            letters = WHITE
        colours[str(index)] = (letters, _ground(sheet.fills.get(fill) or _Fill("none"), theme, indexed))
    return colours


def _ground(fill: _Fill, theme: list[str], indexed: Mapping[int, str]) -> str | None:
    """Return the colour of a ground; None where it is not known, or where there are several."""
    if fill.pattern == "none" or (fill.pattern == "gray125" and not fill.colours):
        return WHITE
    known = [colour_of(attributes, theme, indexed) for attributes in fill.colours.values()]
    if fill.pattern == "solid":
        return colour_of(fill.colours.get("fgColor", {}), theme, indexed)
    return known[0] if len(known) > 1 and all(is_unseen(known[0], one) for one in known) else None


def _is_white(code: str) -> bool:
    """Tell whether a number format writes its numbers in white, whatever the font says."""
    return code.partition(";")[0].lower().lstrip().startswith(("[white]", "[白色]", "[color2]", "[颜色2]"))


_remembered = lru_cache(maxsize=64)(_cell_formats)
"""Offices send the same workbook, with the same stylesheet, a hundred times."""


class _Fill:
    """A ground: its pattern, and the colours that it names, each by its element or its place."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.colours: dict[str, dict[str, str]] = {}


class _Stylesheet:
    """Collects number formats, fonts and cell formats by their place in the tree: differential ones are others.

    Attributes:
        codes: number format → its code.
        formats: for each cell format its number format, font and fill.
        struck, tiny: fonts; in symbols no figure is seen, either.
        filled: cell formats that repeat what a cell holds.
        font_colours: font → attributes of its colour.
        fills: fill → its pattern and its colours.
        indexed: the colours that replace those of the old palette.
        conditional: differential format → code.
        changes: differential format → attributes of the colours of its letters and its ground, and of its line.
    """

    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self.formats: list[tuple[int, int, int]] = []
        self.struck: set[int] = set()
        self.tiny: set[int] = set()
        self.font_colours: dict[int, dict[str, str]] = {}
        self.fills: dict[int, _Fill] = {}
        self.filled: set[int] = set()
        self.indexed: list[str] = []
        self.conditional: dict[int, str] = {}
        self.changes: dict[int, dict[str, dict[str, str]]] = {}
        self._fonts = self._fills = self._differential = 0
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
            names = ("numFmtId", "fontId", "fillId")
            number, font, fill = (_number(attributes.get(name, "0")) for name in names)
            self.formats.append((number, font, fill))
        elif path == ["cellXfs", "xf", "alignment"] and attributes.get("horizontal") == "fill":
            self.filled.add(len(self.formats) - 1)
        elif path == ["numFmts", "numFmt"]:
            self.codes.setdefault(_number(attributes.get("numFmtId", "")), attributes.get("formatCode", ""))
        elif path == ["dxfs", "dxf"]:
            self._differential += 1
        elif path == ["dxfs", "dxf", "numFmt"]:
            self.conditional[self._differential - 1] = attributes.get("formatCode", "")
        elif path[:2] == ["dxfs", "dxf"] or self._path[1:3] == ["dxfs", "dxf"]:
            self.changes.setdefault(self._differential - 1, {})[self._path[-1]] = attributes
        elif path[:1] == ["fonts"]:
            self._font(path, attributes)
        elif path[:1] in (["fills"], ["colors"]) or len(self._path) in (5, 6):
            self._fill(self._path[1:], attributes)

    def _font(self, path: list[str], attributes: dict[str, str]) -> None:
        if path == ["fonts", "font"]:
            self._fonts += 1
        elif path == ["fonts", "font", "strike"] and attributes.get("val", "1") not in ("0", "false"):
            self.struck.add(self._fonts - 1)
        elif path == ["fonts", "font", "color"]:
            self.font_colours[self._fonts - 1] = attributes
        elif path in (["fonts", "font", "name"], ["fonts", "font", "sz"]):
            value = attributes.get("val", "")
            if SYMBOL_FONTS.match(value) if path[-1] == "name" else is_too_small(value, LEAST_LETTERS):
                self.tiny.add(self._fonts - 1)

    def _fill(self, path: list[str], attributes: dict[str, str]) -> None:
        if path == ["fills", "fill"]:
            self._fills += 1
        elif path == ["fills", "fill", "patternFill"]:
            self.fills[self._fills - 1] = _Fill(attributes.get("patternType", "none"))
        elif path == ["fills", "fill", "gradientFill"]:
            self.fills[self._fills - 1] = _Fill("gradient")
        elif path[:2] == ["fills", "fill"] and path[-1] in ("fgColor", "bgColor", "color"):
            fill = self.fills.setdefault(self._fills - 1, _Fill("none"))
            fill.colours[path[-1] if path[-1] != "color" else str(len(fill.colours))] = attributes
        elif path == ["colors", "indexedColors", "rgbColor"]:
            self.indexed.append(colour_of(attributes, [], {}) or BLACK)

    def looks(self, theme: list[str], indexed: Mapping[int, str]) -> dict[str, Look]:
        """Return what each differential format does to a cell."""
        looks = {}
        for index, change in self.changes.items():
            ground = change.get("bgColor") or change.get("fgColor") or {}
            struck = "strike" in change and change["strike"].get("val", "1") not in ("0", "false")
            letters = colour_of(change.get("color", {}), theme, indexed)
            looks[str(index)] = Look(letters, colour_of(ground, theme, indexed), struck)
        return looks

    def _end(self, _: str) -> None:
        self._path.pop()


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else -1
