"""Where a range stands in its sheet, for the engines that we bring ourselves."""

from __future__ import annotations

from typing import Any, TypeAlias

from xlwings import base_classes

from checks.model.grid import column_letters

Area: TypeAlias = tuple[int, int, int, int]
"""Top, left, bottom, right, counting from 1."""


class Rectangle(base_classes.Range):
    """A rectangle of cells, without what is in them."""

    def __init__(self, sheet: Any, area: Area) -> None:
        self._sheet = sheet
        self.area = area

    @property
    def sheet(self) -> Any:
        return self._sheet

    @property
    def row(self) -> int:
        return self.area[0]

    @property
    def column(self) -> int:
        return self.area[1]

    @property
    def shape(self) -> tuple[int, int]:
        top, left, bottom, right = self.area
        return bottom - top + 1, right - left + 1

    @property
    def address(self) -> str:
        top, left, bottom, right = self.area
        first, last = f"${column_letters(left - 1)}${top}", f"${column_letters(right - 1)}${bottom}"
        return first if first == last else f"{first}:{last}"

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __call__(self, row: int, column: int | None = None) -> Any:
        if column is None:
            row, column = divmod(row - 1, self.shape[1])
            row, column = row + 1, column + 1
        place = (self.row + row - 1, self.column + column - 1)
        return type(self)(self._sheet, (*place, *place))
