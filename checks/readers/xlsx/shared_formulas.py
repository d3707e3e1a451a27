"""Formulas that a workbook writes once for many cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from checks.model.grid import column_letters, column_number
from checks.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST = 8192
"""Characters of a formula, by Excel's own limit."""

# Texts and sheet names in quotes stay; so do names of functions, and names that only look like an address.
_PIECE = pattern(
    r""""[^"]*"|'[^']*'|(?<![A-Za-z0-9_.$])(\$?)([A-Za-z]{1,3})(\$?)([1-9][0-9]{0,6})(?![A-Za-z0-9_.(!])"""
)


class SharedFormulas:
    """The formulas met so far in a sheet that other cells may share."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, tuple[int, int]]] = {}

    def text(self, written: str, attributes: Mapping[str, str], place: tuple[int, int]) -> str:
        """Return a cell's formula, without its equals sign.

        Args:
            written: what stands in the cell; nothing where it shares another cell's formula.
            attributes: those of its ``f`` element.
            place: its row and column, from 1.
        """
        written = written[:_LONGEST]
        if attributes.get("t") != "shared":
            return written
        index = attributes.get("si", "")
        if written:
            self._known[index] = (written, place)
            return written
        formula, (row, column) = self._known.get(index, ("", place))
        return shifted(formula, place[0] - row, place[1] - column)


def shifted(formula: str, down: int, right: int) -> str:
    """Return a formula as it reads so many cells further down and right."""

    def move(match: re.Match[str]) -> str:
        if not match[2]:
            return match[0]
        row = int(match[4]) + (0 if match[3] else down)
        column = column_number(match[2]) + (0 if match[1] else right)
        if row < 1 or column < 1:
            return "#REF!"
        return f"{match[1]}{column_letters(column - 1)}{match[3]}{row}"

    return _PIECE.sub(move, formula)
