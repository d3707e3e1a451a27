"""Conditional formats, as xlwings asks for them; ``formats`` does the work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from addin.calc.formats import Condition, Entry, Format
from addin.calc.office import constant
from addin.calc.styles import style_for

if TYPE_CHECKING:
    from addin.calc.cells import Range


class ConditionalFormats(base_classes.ConditionalFormats):
    """Of one cell, or of all cells of a sheet."""

    def __init__(self, cells: Range) -> None:
        self._cells = cells

    @property
    def api(self) -> Any:
        return self._cells.sheet.api.ConditionalFormats

    def _all(self) -> list[tuple[Format, int]]:
        """Every condition: its format, and its index there."""
        sheet = self._cells.sheet
        is_whole_sheet = self._cells.area == sheet.cells.area
        found = sheet.formats if is_whole_sheet else sheet.formats.on([self._cells.corners])
        return [(one, i) for one in found for i in range(len(one.entries))]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[ConditionalFormat]:
        return (ConditionalFormat(self._cells, *both) for both in self._all())

    def __call__(self, index: int) -> ConditionalFormat:
        return ConditionalFormat(self._cells, *self._all()[index - 1])

    def add_custom(self, spec: dict[str, Any]) -> ConditionalFormat:
        """Put a condition on one cell, before everything that stands there."""
        cells = self._cells
        if len(cells) > 1:
            raise NotImplementedError("a conditional format of several cells")
        book = cells.sheet.book
        row, column, _, _ = cells.corners
        entry = Entry(
            constant("sheet.ConditionFormatOperator.EXPRESSION"),
            spec["formula"].removeprefix("="),
            style_for(book, cells.api, spec),
        )
        formula = book.formulas.to_calc(f"={entry.text}")[1:]
        cells.sheet.formats.put_first(row, column, Condition(entry, (formula, ""), (row, column)))
        return self(1)


class ConditionalFormat(base_classes.ConditionalFormat):
    """One condition."""

    def __init__(self, cells: Range, one: Format, index: int) -> None:
        self._cells = cells
        self._format = one
        self._index = index

    @property
    def api(self) -> Any:
        return self._format.uno.getByIndex(self._index)

    @property
    def type(self) -> str:
        return "unknown" if self.formula is None else "custom"

    @property
    def formula(self) -> str | None:
        """As the person's settings write formulas; None where it is no formula."""
        entry = self._format.entries[self._index]
        is_formula = entry.operator == constant("sheet.ConditionFormatOperator.EXPRESSION")
        return f"={entry.text}" if is_formula else None

    def delete(self) -> None:
        self._cells.sheet.formats.take_away(self._format, self._index)
