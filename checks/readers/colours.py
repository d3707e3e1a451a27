"""Colours as files write them, when one cannot be told from the one behind it, and fonts that show no digits."""

from __future__ import annotations

import re

from checks.patterns import pattern

BLACK, WHITE = "000000", "FFFFFF"
NEAR = 24
"""Of 255, in each of red, green and blue: what differs no more is not seen. The lightest grey in use differs by 38."""
SYMBOL_FONTS = pattern(r"wingdings|webdings|marlett|ms outlook|bookshelf symbol|mt extra", re.IGNORECASE)
"""Fonts that show signs in the place of digits."""
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
