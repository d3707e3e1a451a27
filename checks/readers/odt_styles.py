"""What the styles of an OpenDocument text hide, strike out, or give the colour of their ground."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from checks.readers.colours import WHITE, is_near

_OF = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_STYLE, _TEXT = _OF % "style", _OF % "text"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_POINTS = re.compile(r"(\d+(?:\.\d+)?)pt")
_SMALLEST = 2.0
_DEEPEST = 20

Look = dict[str, str]
"""``struck``, ``hidden`` ("1" or "0"), ``color``, ``size`` in points, ``ground`` behind the characters, ``behind`` the
paragraph, of the ``cell``; colours as six hexadecimal digits, "" for none."""


class OdtStyles:
    """The styles of a document.

    Args:
        parts: those that hold styles; a later one's count more.
    """

    def __init__(self, parts: Sequence[Element]) -> None:
        self._own: dict[str, Look] = {}
        self._parents: dict[str, str] = {}
        self._known: dict[tuple[tuple[str, ...], str], bool] = {}
        for style in (style for part in parts for style in part.iter(f"{_STYLE}style")):
            name = style.get(f"{_STYLE}name", "")
            self._own[name] = _look(style)
            self._parents[name] = style.get(f"{_STYLE}parent-style-name", "")

    def ground(self, name: str) -> str:
        """Return the ground of cells in a style."""
        return self._chain(name).get("cell", "")

    def hide(self, names: tuple[str, ...], ground: str) -> bool:
        """Tell whether text is not seen.

        Args:
            names: the styles that it is in, from the paragraph's to the innermost.
            ground: of the cell that it stands in.
        """
        key = (names, ground)
        if key not in self._known:
            look: Look = {}
            for name in names:
                look |= self._chain(name)
            behind = next((code for code in (look.get("ground"), look.get("behind"), ground) if code), WHITE)
            struck = "1" in (look.get("struck"), look.get("hidden"))
            tiny = float(look.get("size", "12")) <= _SMALLEST
            self._known[key] = struck or tiny or is_near(look.get("color", ""), behind)
        return self._known[key]

    def _chain(self, name: str) -> Look:
        look: Look = {}
        for _ in range(_DEEPEST):
            if name not in self._own:
                break
            look = self._own[name] | look
            name = self._parents[name]
        return look


def _look(style: Element) -> Look:
    look: Look = {}
    text = style.find(f"{_STYLE}text-properties")
    if text is not None:
        if struck := text.get(f"{_STYLE}text-line-through-style") or text.get(f"{_STYLE}text-line-through-type"):
            look["struck"] = "0" if struck == "none" else "1"
        if shown := text.get(f"{_TEXT}display"):
            look["hidden"] = "1" if shown == "none" else "0"
        if colour := text.get(f"{_FO}color"):
            look["color"] = colour.removeprefix("#")
        if text.get(f"{_STYLE}use-window-font-color") == "true":
            look["color"] = ""
        if size := _POINTS.fullmatch(text.get(f"{_FO}font-size", "")):
            look["size"] = size[1]
    for key, kind in (("ground", "text"), ("behind", "paragraph"), ("cell", "table-cell")):
        properties = style.find(f"{_STYLE}{kind}-properties")
        colour = None if properties is None else properties.get(f"{_FO}background-color")
        if colour:
            look[key] = "" if colour == "transparent" else colour.removeprefix("#")
    return look
