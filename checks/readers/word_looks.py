"""What of a Word document's text melts into its ground or is too small to be seen: white on white, one point high."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element

from checks.readers.colours import SYMBOL_FONTS, WHITE, WORD_COLOURS, is_near
from checks.readers.word_xml import ON, attribute, child, local

SMALLEST = 4
"""Half-points: type no larger than this is not read by anybody."""
NARROWEST = 10
"""Per cent of its width: type narrower than this is a stroke."""
LOWEST = 80
"""Twips: a row or a line of exactly this height, or less, shows no digit."""
_FARTHEST, _CLOSEST = 60, -80
"""Half-points off the line, and twips between two characters: beyond, no figure can be read."""
_SIZES = {"w": "width", "sz": "size"}
HIDING = ("strike", "vanish", "dstrike")

Look = Mapping[str, str]
"""What properties say.

``strike``, ``vanish``, ``dstrike``, ``lost`` ("1" or "0"); ``color``; ``size`` in half-points; ``width`` in per cent;
``ground`` behind the characters, ``behind`` the paragraph, of the ``cell``, of the ``table``.
"""

_CODES = rb"""[^<>]*?%s=["']([0-9A-Fa-f]{6})["']"""
_COLOUR = re.compile(rb":color " + _CODES % b"val")
_SHADED = re.compile(rb":shd [^<>]*")
_CODE = re.compile(rb"""["']([0-9A-Fa-f]{6})["']""")
_HIGHLIGHTED = re.compile(rb""":highlight [^<>]*?val=["'](\w+)["']""")
_ODD = re.compile(
    rb""":w [^<>]*?val=["']\d["']|:color [^<>]*?themeColor=["'](?:background1|light1)["']"""
    rb"""|:color [^<>]*?themeTint=["'][01]|[Ww]ingdings|[Ww]ebdings|Marlett|:position [^<>]*?val=["']-?\d{2,}"""
    rb"""|:spacing [^<>]*?:val=["']-(?:[89]\d|\d{3})|:noFill\b|:srgbClr [^<>]*?val=["'][EFef].[EFef].[EFef].["']"""
    rb"""|:schemeClr [^<>]*?val=["'](?:bg1|lt1)["']"""
    rb"""|:sz [^<>]*?val=["'][0-4]["']|:spacing [^<>]*?:line=["']\d{1,2}["']|:trHeight [^<>]*?val=["']\d{1,2}["']"""
)


class Spot(NamedTuple):
    """Where in a table a paragraph stands.

    Attributes:
        style: of the table.
        parts: the parts of the table that its cell belongs to, as styles name them, the strongest last.
        cell: the cell's own ground, if it has one.
        table: the table's own.
        low: the row is too low to show anything.
    """

    style: str = ""
    parts: tuple[str, ...] = ()
    cell: str = ""
    table: str = ""
    low: bool = False


def may_melt(*parts: bytes) -> bool:
    """Tell whether any text of these parts may have the colour of a ground in them, or be too small; most have none."""
    colours = {code for part in parts for code in _COLOUR.findall(part)}
    grounds = {code for part in parts for tag in set(_SHADED.findall(part)) for code in _CODE.findall(tag)}
    names = {name for part in parts for name in _HIGHLIGHTED.findall(part)}
    known = {code.decode() for code in grounds} | {WORD_COLOURS.get(name.decode(), WHITE) for name in names} | {WHITE}
    if any(is_near(colour.decode(), ground) for colour in colours for ground in known):
        return True
    return any(_ODD.search(part) for part in parts)


def look_of(properties: Element | None) -> dict[str, str]:
    """Return what the properties of a run say."""
    look: dict[str, str] = {}
    for element in () if properties is None else properties:
        name = local(element.tag)
        if name in HIDING:
            look[name] = "1" if attribute(element, "val") in ON else "0"
        elif name == "color":
            look.setdefault("color", WHITE if _is_white(element) else attribute(element, "val") or "")
        elif name in _SIZES:
            look[_SIZES[name]] = attribute(element, "val") or ""
        elif name == "rFonts":
            look["lost"] = "1" if SYMBOL_FONTS.match(attribute(element, "ascii") or "") else "0"
        elif name in ("spacing", "position", ""):
            _set_apart(look, name, element)
        elif name == "shd":
            look.setdefault("ground", shade(element))
        elif name == "highlight":
            look["ground"] = WORD_COLOURS.get(attribute(element, "val") or "", "")
    return look


def _is_white(color: Element) -> bool:
    """Tell whether letters take the colour of the paper, or nearly, from the document's theme."""
    theme, shade_of, tint = (attribute(color, name) or "" for name in ("themeColor", "themeShade", "themeTint"))
    if theme in ("background1", "light1"):
        return not shade_of or shade_of.upper() >= "F0"
    return theme in ("text1", "dark1") and bool(tint) and tint.upper() <= "18"


def _set_apart(look: dict[str, str], name: str, element: Element) -> None:
    """Take what stands away from its place, or is filled with a colour of its own."""
    if not name:
        if element.tag.endswith("}textFill"):
            _fill(look, element)
        return
    written = attribute(element, "val") or "0"
    distance = int(written) if written.lstrip("-").isdecimal() and len(written) < 9 else 0
    if abs(distance) >= _FARTHEST if name == "position" else distance <= _CLOSEST:
        look["lost"] = "1"


def _fill(look: dict[str, str], fill: Element) -> None:
    """Take what fills letters, which comes before their colour."""
    for element in fill.iter():
        name = element.tag.rpartition("}")[2]
        value = next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == "val"), "")
        if name == "noFill":
            look["lost"] = "1"
        elif name == "srgbClr":
            look["color"] = value
        elif name == "schemeClr" and value in ("bg1", "lt1"):
            look["color"] = WHITE


def ground_of(properties: Element | None) -> str:
    """Return the ground that the properties of a paragraph, a cell or a table name: a code, "auto", or ""."""
    shaded = child(properties, "shd")
    return "" if shaded is None else shade(shaded) or "auto"


def shade(element: Element) -> str:
    """Return the colour of a shading; "" where it has none."""
    name = "color" if attribute(element, "val") == "solid" else "fill"
    code = attribute(element, name) or ""
    return "" if code == "auto" else code


def is_low(properties: Element | None) -> bool:
    """Tell whether a row is too low to show anything."""
    height = child(properties, "trHeight")
    return height is not None and attribute(height, "hRule") == "exact" and _number(attribute(height, "val")) <= LOWEST


def has_low_lines(properties: Element | None) -> bool:
    """Tell whether a paragraph's lines are too low to show anything."""
    spacing = child(properties, "spacing")
    if spacing is None or attribute(spacing, "lineRule") != "exact":
        return False
    return _number(attribute(spacing, "line")) <= LOWEST


def melts(look: Look, own_behind: str, spot: Spot) -> bool:
    """Tell whether characters are not seen for their colour or their size.

    Args:
        look: what holds for them in the end.
        own_behind: the ground that their paragraph itself names.
        spot: where they stand.
    """
    if look.get("lost") == "1" or _number(look.get("size")) <= SMALLEST or _number(look.get("width")) < NARROWEST:
        return True
    colour = look.get("color", "auto")
    if colour in ("", "auto"):
        return False
    seen = (look.get("ground", ""), own_behind, look.get("behind", ""))
    ground = next((code for code in seen if code not in ("", "auto")), "")
    if not ground:
        ground = next((code for code in (spot.cell, look.get("cell"), spot.table, look.get("table")) if code), WHITE)
    return is_near(colour, WHITE if ground == "auto" else ground)


def _number(written: str | None) -> float:
    return int(written) if written and written.isdecimal() else 1e9
