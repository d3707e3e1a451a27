"""How wide the columns and how high the rows of a table are: from its labels, so that a new form needs no numbers."""

from __future__ import annotations

from collections.abc import Iterator

from checks.forms.geometry import Box
from workbook_templates.sheets import SIGNATURES, TableSheet

ROW, LINE, TITLE = 15.0, 12.5, 30.0
"""Heights in points: of a row, of each further line in it, of the title's row."""
_FIGURE, _MARGIN = 7.6, 1.2
"""Characters: the least that a figure needs, and what a box needs beside its words."""
_WIDE = 1.95
"""The width of a Chinese character at ten points, in characters of the standard font."""
_LINES = 2
"""Lines that a label may take; a label beside many rows takes more, in a narrower column."""
_SHORT = 15
"""A label of so many characters stays in one line."""
VERDICT_WIDTH = 50
_LEAST_TABLE = 60
"""A narrow table is made so wide that its title and its labels can be read."""


def widths(sheet: TableSheet) -> list[float]:
    """Return the widths of the table's columns, in characters."""
    figures = {column for _, column in sheet.figures.values()}
    needed = [_FIGURE if column in figures else 3.0 for column in range(sheet.width)]
    for column in range(sheet.width):
        for box in sheet.boxes:
            if box.column == column and box.width == 1 and box.text:
                needed[column] = max(needed[column], _needed(box))
    short = _LEAST_TABLE - sum(needed)
    if short > 0 and sheet.width <= 4:  # 表二: room for its captions, shared by all columns
        needed = [width + short / sheet.width for width in needed]
    return needed


def heights(sheet: TableSheet) -> Iterator[tuple[int, float]]:
    """Yield each row below the title with its height: its longest label in the width that it has."""
    wide = widths(sheet)
    for row in range(1, sheet.height):
        lines = [
            _lines(box, sum(wide[box.column : box.column + box.width]))
            for box in sheet.boxes
            if box.row == row and box.height == 1 and box.text and box.role != "title"
        ]
        yield row, ROW + LINE * (max(lines, default=1) - 1)
    for row in range(sheet.foot, sheet.foot + SIGNATURES):
        yield row, ROW + LINE


def _needed(box: Box) -> float:
    """The width in which a label takes no more lines than it may."""
    lines = max(1, min(5, box.height // 4)) if box.height > 1 and box.role == "label" else _LINES
    if box.role == "label" and box.height == 1:
        lines = _LINES if len(box.text) > _SHORT else 1
    elif box.role == "label" and len(box.text) <= 8 and lines <= _LINES:
        lines = 1
    return _WIDE * -(-_length(box.text) // lines) + _MARGIN


def _lines(box: Box, width: float) -> int:
    return int(-(-_length(box.text) * _WIDE // max(_WIDE, width - _MARGIN + 0.01)))


def _length(text: str) -> float:
    """How many wide characters a text takes the room of; digits and dots are half as wide."""
    return sum(1.0 if ord(character) > 0x7F else 0.5 for character in text)
