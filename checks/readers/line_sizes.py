"""Rows and columns that are too small to be seen, as somebody makes them who hides something without hiding it."""

from __future__ import annotations

from checks.patterns import pattern

POINTS_OF_ROW, POINTS_OF_COLUMN, LEAST_LETTERS = 4.0, 6.0, 3.0
"""Points; what is smaller is not seen: half of a line, one digit, letters that are dots."""
_SIZE = pattern(r"(\d{0,6}\.?\d{0,9})(cm|mm|in|pt|pc|px)?")
_POINTS = {"": 1.0, "pt": 1.0, "cm": 28.35, "mm": 2.835, "in": 72.0, "pc": 12.0, "px": 0.75}


def is_too_small(written: str, least: float) -> bool:
    """Tell whether a size, in points unless it names its unit, is below the least that is seen."""
    size = _SIZE.fullmatch(written.strip())
    if size is None or not written or size[1] == ".":
        return False
    return float(size[1] or 0) * _POINTS[size[2] or ""] < least
