"""One worksheet of Calc, as the parts of the engine share it."""

from __future__ import annotations

from typing import Any

from addin.calc.formats import SheetFormats


class CalcSheet:
    """A worksheet.

    Args:
        context: the component context of UNO.
        document: the document of Calc.
        api: Calc's own object for the sheet.
    """

    def __init__(self, context: Any, document: Any, api: Any) -> None:
        self.context = context
        self.document = document
        self.api = api
        self._formats: SheetFormats | None = None

    @property
    def name(self) -> str:
        """The sheet's name."""
        return str(self.api.Name)

    @property
    def is_protected(self) -> bool:
        """Whether a protection is on."""
        return bool(self.api.isProtected())

    def guard(self) -> None:
        """Refuse what a protection forbids, as Excel does; Calc would do nothing, or half of it, without a word.

        Raises:
            PermissionError: the sheet is protected.
        """
        if self.is_protected:
            raise PermissionError(f"the sheet {self.name} is protected")

    @property
    def formats(self) -> SheetFormats:
        """The conditional formats."""
        if self._formats is None or not self._formats.is_current:
            self._formats = SheetFormats(self)
        return self._formats

    def cell(self, row: int, column: int) -> Any:
        """Return Calc's own object for a cell; row and column from 0."""
        return self.api.getCellByPosition(column, row)

    def area(self, top: int, left: int, bottom: int, right: int) -> Any:
        """Return Calc's own object for an area, from 0."""
        return self.api.getCellRangeByPosition(left, top, right, bottom)

    def used(self) -> Any:
        """Return the area from A1 to the end of what is used."""
        cursor = self.api.createCursor()
        cursor.gotoEndOfUsedArea(False)  # UNO has no keywords
        end = cursor.getRangeAddress()
        return self.area(0, 0, end.EndRow, end.EndColumn)
