"""The colours of a workbook in Office Open XML (written out, of its theme, of the old palette), and what they hide."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from checks.patterns import pattern
from checks.readers.colours import BLACK, WHITE, is_unseen

_OLD = (
    "000000FFFFFFFF000000FF000000FFFFFF00FF00FF00FFFF"
    "800000008000000080808000800080008080C0C0C0808080"
    "9999FF993366FFFFCCCCFFFF660066FF80800066CCCCCCFF"
    "000080FF00FFFFFF0000FFFF8000808000000080800000FF"
    "00CCFFCCFFFFCCFFCCFFFF9999CCFFFF99CCCC99FFFFCC99"
    "3366FF33CCCC99CC00FFCC00FF9900FF6600666699969696"
    "003366339966003300333300993300993366333399333333"
)
_BASIC = tuple(_OLD[i : i + 6] for i in range(0, len(_OLD), 6))
_INDEXED = (*_BASIC[:8], *_BASIC)  # the first eight stand there twice
_OFFICE = ("FFFFFF", "000000", "EEECE1", "1F497D", "4F81BD", "C0504D", "9BBB59", "8064A2", "4BACC6", "F79646")
_SLOT = pattern(rb"<a:(dk1|lt1|dk2|lt2|accent[1-6])>\s*<a:(?:srgbClr val|sysClr[^<>]*?lastClr)=\"([0-9A-Fa-f]{6})\"")
_ORDER = (b"lt1", b"dk1", b"lt2", b"dk2", *(b"accent%d" % n for n in range(1, 7)))
"""As cells number a theme's colours; the theme itself begins with the dark one."""
_SYSTEM = {64: BLACK, 65: WHITE}


Colours: TypeAlias = tuple[str | None, str | None]
"""Of a cell's letters and of its ground; None for one that is not known."""


class Look(NamedTuple):
    """What a conditional format does to a cell: colours that replace the cell's own, and a line through its text."""

    letters: str | None = None
    ground: str | None = None
    struck: bool = False

    def hides(self, own: Colours) -> bool:
        """Tell whether the text of a cell with such colours, of its letters and its ground, is not seen under it."""
        return self.struck or (
            (self.letters, self.ground) != (None, None) and is_unseen(self.letters or own[0], self.ground or own[1])
        )


def theme_colours(theme: bytes) -> list[str]:
    """Return a theme's colours as cells number them; those of Office where the theme does not say."""
    slots = dict(_SLOT.findall(theme[:64_000]))
    return [slots[name].decode() if name in slots else office for name, office in zip(_ORDER, _OFFICE, strict=True)]


def colour_of(attributes: Mapping[str, str], theme: list[str], indexed: Mapping[int, str]) -> str | None:
    """Return the colour that an element of a stylesheet names; None for an automatic or an unknown one.

    Args:
        attributes: of the element.
        theme: see ``theme_colours``.
        indexed: the colours that the workbook has put in the place of the old palette's.
    """
    base: str | None = None
    try:
        if rgb := attributes.get("rgb", ""):
            base = rgb[-6:] if len(rgb) in (6, 8) else None
        elif "theme" in attributes:
            number = int(attributes["theme"])
            base = theme[number] if 0 <= number < len(theme) else None
        elif "indexed" in attributes:
            number = int(attributes["indexed"])
            known = _INDEXED[number] if 0 <= number < len(_INDEXED) else _SYSTEM.get(number)
            base = indexed.get(number, known)
        tint = float(attributes.get("tint", "0"))
    except ValueError:
        return None
    return _tinted(base, tint) if base and tint else base


def _tinted(base: str, tint: float) -> str:
    try:
        hue, light, saturation = colorsys.rgb_to_hls(*(channel / 255 for channel in bytes.fromhex(base)))
    except ValueError:
        return base
    tint = max(-1.0, min(1.0, tint))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return bytes(round(channel * 255) for channel in colorsys.hls_to_rgb(hue, light, saturation)).hex()
