"""How cells look: colours, fonts; and the notes on them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from addin.calc.office import constant

if TYPE_CHECKING:
    from addin.calc.cells import Range

Colour = tuple[int, int, int]

NONE = -1
"""Calc's colour for none, or for what the program thinks right."""


def number_of(colour: Any) -> int:
    """Return a colour as Calc counts it, from what xlwings' users write: (r, g, b), ``#RRGGBB``, COM's BGR."""
    if colour is None:
        return NONE
    if isinstance(colour, str):
        assert re.fullmatch(r"#[0-9a-fA-F]{6}", colour), colour
        return int(colour[1:], 16)
    if isinstance(colour, int):
        colour = (colour & 255, colour >> 8 & 255, colour >> 16)
    red, green, blue = colour
    return int(red) << 16 | int(green) << 8 | int(blue)


def colour_of(number: int) -> Colour | None:
    """Return (red, green, blue)."""
    return None if number == NONE else (number >> 16, number >> 8 & 255, number & 255)


class Font(base_classes.Font):
    """The font of a range, Asian characters included: Calc keeps their weight, slant and size apart."""

    _SCRIPTS = ("", "Asian", "Complex")

    def __init__(self, cells: Range) -> None:
        self._cells = cells.api

    @property
    def api(self) -> Any:
        return self._cells

    def _write(self, name: str, value: Any) -> None:
        for script in self._SCRIPTS:
            self._cells.setPropertyValue(f"{name}{script}", value)

    @property
    def bold(self) -> bool:
        return bool(self._cells.CharWeight > constant("awt.FontWeight.NORMAL"))

    @bold.setter
    def bold(self, value: bool) -> None:
        self._write("CharWeight", constant(f"awt.FontWeight.{'BOLD' if value else 'NORMAL'}"))

    @property
    def italic(self) -> bool:
        return bool(self._cells.CharPosture.value == "ITALIC")

    @italic.setter
    def italic(self, value: bool) -> None:
        from addin.calc.office import enum  # noqa: PLC0415

        self._write("CharPosture", enum("awt.FontSlant", "ITALIC" if value else "NONE"))

    @property
    def size(self) -> float:
        return float(self._cells.CharHeight)

    @size.setter
    def size(self, value: float) -> None:
        self._write("CharHeight", float(value))

    @property
    def color(self) -> Colour | None:
        return colour_of(self._cells.CharColor)

    @color.setter
    def color(self, color_or_rgb: Any) -> None:
        self._cells.CharColor = number_of(color_or_rgb)


class Note(base_classes.Note):
    """The note on one cell."""

    def __init__(self, cell: Range) -> None:
        self._cell = cell

    @property
    def api(self) -> Any:
        return self._cell.api.Annotation

    @property
    def text(self) -> str:
        return str(self.api.getString())

    @text.setter
    def text(self, value: str) -> None:
        self.api.setString(value)

    @property
    def location(self) -> Range:
        return self._cell

    def delete(self) -> None:
        self._cell.sheet.guard()
        notes = self._cell.sheet.api.Annotations
        place = self._cell.api.getCellAddress()
        for i in range(notes.getCount()):
            position = notes.getByIndex(i).Position
            if (position.Row, position.Column) == (place.Row, place.Column):
                notes.removeByIndex(i)
                return
