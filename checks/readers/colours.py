"""Colours as files write them, and when one cannot be told from the one behind it."""

from __future__ import annotations

import re

BLACK, WHITE = "000000", "FFFFFF"
NEAR = 24
"""Of 255, in each of red, green and blue: what differs no more is not seen. The lightest grey in use differs by 38."""
WORD_COLOURS = {
    "black": "000000",
    "blue": "0000FF",
    "cyan": "00FFFF",
    "green": "00FF00",
    "magenta": "FF00FF",
    "red": "FF0000",
    "yellow": "FFFF00",
    "white": "FFFFFF",
    "darkBlue": "000080",
    "darkCyan": "008080",
    "darkGreen": "008000",
    "darkMagenta": "800080",
    "darkRed": "800000",
    "darkYellow": "808000",
    "darkGray": "808080",
    "lightGray": "C0C0C0",
}
"""Word's sixteen colours by name; old documents number them in this order, from 1."""


def is_near(first: str, second: str) -> bool:
    """Tell whether two colours, six hexadecimal digits each, look the same; what is no such code looks like nothing."""
    try:
        one, other = bytes.fromhex(first), bytes.fromhex(second)
    except ValueError:
        return False
    return len(one) == len(other) == 3 and all(abs(a - b) <= NEAR for a, b in zip(one, other, strict=True))


def is_unseen(letters: str | None, ground: str | None) -> bool:
    """Tell whether letters cannot be told from what they stand on; an unknown colour is taken for one that can."""
    return letters is not None and ground is not None and is_near(letters, ground)


def colour(written: str) -> tuple[str | None, bool]:
    """Return a colour as a page or a file writes it, None for one that is not known; and whether it is transparent."""
    words = written.strip().lower()
    if words == "transparent":
        return None, True
    if words in _NAMED:
        return _NAMED[words], False
    if _HEX.fullmatch(words):
        digits = words.removeprefix("#")
        if len(digits) < len(BLACK):
            digits = "".join(digit * 2 for digit in digits)
        return digits[:6], digits[6:] == "00"
    if parts := _RGB.fullmatch(words):
        clear = parts[4] is not None and not float(parts[4].rstrip("%") or 0)
        return bytes(map(_channel, parts.groups()[:3])).hex(), clear
    return None, False


def _channel(written: str) -> int:
    try:
        value = float(written.rstrip("%"))
    except ValueError:
        return 0
    return min(255, round(value * 2.55 if written.endswith("%") else value))


_HEX = re.compile(r"#?(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_RGB = re.compile(r"rgba?\(\s*([\d.]+%?)[\s,]+([\d.]+%?)[\s,]+([\d.]+%?)(?:[\s,/]+(\d*\.?\d*%?))?\s*\)")
_NAMES = (
    "black 000000 white ffffff silver c0c0c0 gray 808080 grey 808080 red ff0000 maroon 800000 yellow ffff00 "
    "olive 808000 lime 00ff00 green 008000 aqua 00ffff cyan 00ffff teal 008080 blue 0000ff navy 000080 "
    "fuchsia ff00ff magenta ff00ff purple 800080 orange ffa500 snow fffafa whitesmoke f5f5f5 ghostwhite f8f8ff "
    "ivory fffff0 floralwhite fffaf0 mintcream f5fffa azure f0ffff aliceblue f0f8ff lightyellow ffffe0 beige f5f5dc "
    "lightgray d3d3d3 lightgrey d3d3d3 darkgray a9a9a9 dimgray 696969 gainsboro dcdcdc window ffffff windowtext 000000"
)
"""The names that pages use, each with its colour; another one is a colour that nobody knows."""
_NAMED = dict(re.findall(r"(\w+) (\w{6})", _NAMES))
