"""Ranges."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from addin.calc import looks, values
from addin.calc.conditional import ConditionalFormats
from addin.rectangle import Rectangle

if TYPE_CHECKING:
    from addin.calc.sheets import Sheet

_MM_PER_POINT = 2540 / 72
_MM_PER_PIXEL = 2540 / 96
"""Calc measures in hundredths of a millimetre."""


class Range(Rectangle):
    """A rectangle of cells."""

    @classmethod
    def of(cls, sheet: Sheet, address: Any) -> Range:
        """Return the cells of one of Calc's own addresses, which count from 0."""
        return cls(sheet, (address.StartRow + 1, address.StartColumn + 1, address.EndRow + 1, address.EndColumn + 1))

    @property
    def corners(self) -> tuple[int, int, int, int]:
        """Top, left, bottom, right, counting from 0."""
        top, left, bottom, right = self.area
        return top - 1, left - 1, bottom - 1, right - 1

    @cached_property
    def api(self) -> Any:
        """Calc's cell, or its range of cells."""
        top, left, bottom, right = self.corners
        if (top, left) == (bottom, right):
            return self._sheet.api.getCellByPosition(left, top)
        return self._sheet.api.getCellRangeByPosition(left, top, right, bottom)

    @property
    def _document(self) -> Any:
        return self._sheet.book.api

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        return (self._sheet.name, self.row, self.column, *self.shape)

    @property
    def raw_value(self) -> Any:
        block = values.read(self._document, self.api)
        return block[0][0] if len(self) == 1 else block

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        values.write(self._document, self.api, [[value]] if len(self) == 1 and not _is_block(value) else value)

    def clear_contents(self) -> None:
        values.clear(self.api)

    @property
    def formula(self) -> Any:
        turn = self._sheet.book.formulas.to_excel
        block = tuple(
            tuple(turn(text) if text[:1] == "=" else text.removeprefix("'") for text in row)
            for row in self.api.getFormulaArray()
        )
        return block[0][0] if len(self) == 1 else block

    @formula.setter
    def formula(self, value: Any) -> None:
        turn = self._sheet.book.formulas.to_calc
        rows = value if _is_block(value) else [[value] * self.shape[1]] * self.shape[0]
        self.api.setFormulaArray(
            tuple(tuple(turn(text) if text[:1] == "=" else text for text in map(str, row)) for row in rows)
        )

    @property
    def number_format(self) -> str | None:
        formats = self._document.NumberFormats
        groups = self.api.getUniqueCellFormatRanges() if len(self) > 1 else None
        parts = [groups.getByIndex(i) for i in range(groups.getCount())] if groups else [self.api]
        found = values.uniform([formats.getByKey(part.NumberFormat).FormatString for part in parts])
        return None if found is None else str(found)

    @number_format.setter
    def number_format(self, value: str) -> None:
        self.api.NumberFormat = values.number_format(self._document, value)

    @property
    def color(self) -> looks.Colour | None:
        return looks.colour_of(self.api.CellBackColor)

    @color.setter
    def color(self, color_or_rgb: Any) -> None:
        self.api.CellBackColor = looks.number_of(color_or_rgb)

    @property
    def font(self) -> looks.Font:
        return looks.Font(self)

    @property
    def wrap_text(self) -> bool:
        return bool(self.api.IsTextWrapped)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.api.IsTextWrapped = value

    @property
    def column_width(self) -> float:
        """In characters of the normal font, as Excel counts: 7 pixels each, and 5 for the margins."""
        return float((self.api.Columns.getByIndex(0).Width / _MM_PER_PIXEL - 5) / 7)

    @column_width.setter
    def column_width(self, value: float) -> None:
        self.api.Columns.Width = round((value * 7 + 5) * _MM_PER_PIXEL)

    @property
    def row_height(self) -> float:
        return float(self.api.Rows.getByIndex(0).Height / _MM_PER_POINT)

    @row_height.setter
    def row_height(self, value: float) -> None:
        self.api.Rows.Height = round(value * _MM_PER_POINT)

    @property
    def row_hidden(self) -> bool:
        return not self.api.Rows.getByIndex(0).IsVisible

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self.api.Rows.IsVisible = not value

    @property
    def column_hidden(self) -> bool:
        return not self.api.Columns.getByIndex(0).IsVisible

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self.api.Columns.IsVisible = not value

    @property
    def merge_area(self) -> Range:
        cursor = self._sheet.api.createCursorByRange(self.api)
        cursor.collapseToMergedArea()
        area = cursor.getRangeAddress()
        return Range.of(self._sheet, area)

    @property
    def merge_cells(self) -> bool:
        return len(self.merge_area) > 1

    def select(self) -> None:
        self._sheet.book.api.CurrentController.select(self.api)

    @property
    def hyperlink(self) -> str:
        fields = self.api.getTextFields()
        return str(fields.getByIndex(0).URL) if fields.getCount() else ""

    def add_hyperlink(self, address: str, text_to_display: str | None = None, screen_tip: str | None = None) -> None:
        del screen_tip  # Calc shows the address
        values.link(self._document, self.api, address, text_to_display or address)

    @property
    def note(self) -> looks.Note | None:
        return looks.Note(self) if self.api.Annotation.getString() else None

    def add_note(self, text: str) -> looks.Note:
        self._sheet.guard()
        if self.note is not None:
            raise ValueError("there is a note already")
        self._sheet.api.Annotations.insertNew(self.api.getCellAddress(), text)
        return looks.Note(self)

    @property
    def conditional_formats(self) -> ConditionalFormats:
        return ConditionalFormats(self)


def _is_block(value: Any) -> bool:
    return isinstance(value, list | tuple)
