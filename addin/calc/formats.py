"""The conditional formats of a sheet in Calc.

Calc has two interfaces for them and neither is whole. The old one, a property of cells, can set a format so that it
shows, but knows plain conditions only, and takes the cells out of every other format. The new one lists all formats of
a sheet and every kind of condition, but what it adds does not show. So a mark is set through the old one, together
with what stood on its cell, and finished through the new one; taking it away joins the cell again with the format that
it was taken out of. Where colour scales, bars, icons or several formats lie on the cell, those stay in the document as
they are; Calc shows our mark alone there, and theirs again when the workbook is next opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from addin.calc.office import constant, enum, properties, struct
from checks.marking.excel_formulas import SIGN
from checks.model.grid import Area

if TYPE_CHECKING:
    from addin.calc.sheet import CalcSheet


@dataclass(frozen=True)
class FormatEntry:
    """One condition of a format, or a colour scale, bars, icons.

    Attributes:
        operator: one of UNO's ConditionFormatOperator; None where it is no condition.
        text: the first formula, without =, as the person's settings write formulas.
        style: the name of the cell style that it brings.
    """

    operator: int | None
    text: str = ""
    style: str = ""


@dataclass(frozen=True)
class Condition:
    """What it takes to set a condition.

    Attributes:
        entry: what is known of it otherwise.
        formulas: in the writing of Calc's programming interface, without =.
        base: (row, column) from 0 of the cell as seen from which the formulas are written.
    """

    entry: FormatEntry
    formulas: tuple[str, str]
    base: tuple[int, int]


class Format:
    """One format: areas, and conditions of which the first that holds counts.

    Args:
        sheet: the sheet.
        number: Calc's for it; the largest of a sheet and one more for a new one.
    """

    def __init__(self, sheet: CalcSheet, number: int) -> None:
        self.sheet = sheet
        self.number = number

    @cached_property
    def uno(self) -> Any:
        """Calc's own object."""
        return next(uno for uno in self.sheet.api.ConditionalFormats.getConditionalFormats() if self.number == uno.ID)

    @cached_property
    def boxes(self) -> tuple[Area, ...]:
        """The areas."""
        return tuple((a.StartRow, a.StartColumn, a.EndRow, a.EndColumn) for a in self.uno.Range.getRangeAddresses())

    @cached_property
    def entries(self) -> list[FormatEntry]:
        """The conditions, in their order; colour scales and the like among them."""
        return [_entry(self.uno.getByIndex(i)) for i in range(self.uno.getCount())]

    @cached_property
    def count(self) -> int:
        """How many conditions it has."""
        return len(self.entries) if "entries" in self.__dict__ else int(self.uno.getCount())

    @cached_property
    def signed(self) -> list[int]:
        """Which of its conditions bear our sign: asked of every format of a workbook, so with few calls of Calc."""
        if "entries" in self.__dict__:
            return [i for i, entry in enumerate(self.entries) if entry.operator is not None and SIGN in entry.text]
        return [i for i in range(self.count) if SIGN in _text(self.uno.getByIndex(i))]

    @property
    def is_plain(self) -> bool:
        """Whether the old interface can say all of it."""
        return all(entry.operator is not None for entry in self.entries)

    def conditions(self) -> list[Condition]:
        """Return the conditions whole; the old interface alone tells from where their formulas are seen."""
        top, left, _, _ = self.boxes[0]
        old = self.sheet.api.getCellByPosition(left, top).ConditionalFormat
        assert old.getCount() == len(self.entries), "another format lies on the same cell"
        return [_condition(old.getByIndex(i), entry) for i, entry in enumerate(self.entries)]


def _text(uno: Any) -> str:
    return str(getattr(uno, "Formula1", ""))  # a colour scale has none


def _entry(uno: Any) -> FormatEntry:
    if uno.getType() != constant("sheet.ConditionEntryType.CONDITION"):
        return FormatEntry(None)
    return FormatEntry(int(uno.Operator), str(uno.Formula1), str(uno.StyleName))


def _condition(old: Any, entry: FormatEntry) -> Condition:
    base = old.getSourcePosition()
    return Condition(entry, (old.getFormula1(), old.getFormula2()), (base.Row, base.Column))


class SheetFormats(list[Format]):
    """The formats of one sheet, as they were when this was made, kept up with what is done through it."""

    changes = 0
    """How often any of these lists changed its sheet: another list of the same sheet is out of date then."""

    def __init__(self, sheet: CalcSheet) -> None:
        super().__init__()
        for uno in sheet.api.ConditionalFormats.getConditionalFormats():
            self.append(Format(sheet, int(uno.ID)))
            self[-1].uno = uno
        self._sheet = sheet
        self.seen = SheetFormats.changes

    @property
    def is_current(self) -> bool:
        """Whether nothing was done through another list since."""
        return self.seen == SheetFormats.changes

    def on(self, boxes: Sequence[Area]) -> list[Format]:
        """Return the formats that touch one of these areas."""
        return [one for one in self if any(_touch(mine, other) for mine in one.boxes for other in boxes)]

    def put_first(self, row: int, column: int, ours: Condition) -> None:
        """Set a condition on one cell, before all that stand there."""
        self._sheet.guard()
        box = (row, column, row, column)
        before = self.on([box])
        if not before or (len(before) == 1 and before[0].is_plain):
            self._set([box], [ours, *(c for conditional in before for c in conditional.conditions())], before)
            return
        whole = [(conditional, _ranges(self._sheet, conditional.boxes)) for conditional in before]
        self._set([box], [ours], [])
        for conditional, ranges in whole:
            conditional.uno.Range = ranges

    def take_away(self, conditional: Format, index: int) -> str:
        """Take one condition out of a format, and what is left of it back to the format that it came from.

        Returns:
            The style that it brought.
        """
        self._sheet.guard()
        style = conditional.entries[index].style
        if len(conditional.entries) == 1 and len(self.on(conditional.boxes)) > 1:
            self._sheet.api.ConditionalFormats.removeByID(conditional.number)
            self.remove(conditional)
            self._changed()
        else:
            rest = conditional.conditions()
            del rest[index]
            twins = [other for other in self if rest and other is not conditional and _is_twin(other, rest)][:1]
            boxes = [*(box for twin in twins for box in twin.boxes), *conditional.boxes]
            self._set(boxes, rest, [*twins, conditional])
        return style

    def _set(self, boxes: Sequence[Area], conditions: Sequence[Condition], instead: Sequence[Format]) -> None:
        """Give areas these conditions and no others.

        Args:
            boxes: the areas.
            conditions: none to leave the areas without any format.
            instead: the formats that this takes cells from; one that is left without any leaves the list, and the new
                one takes its place, since whoever counts down through the list shall not lose count.
        """
        ranges = _ranges(self._sheet, boxes)
        old = ranges.ConditionalFormat
        old.clear()
        for condition in conditions:
            old.addNew(_placeholder(condition))
        ranges.ConditionalFormat = old
        self._changed()
        gone = [
            conditional
            for conditional in instead
            if all(any(_holds(box, mine) for box in boxes) for mine in conditional.boxes)
        ]
        for conditional in instead:
            del conditional.boxes
        place = self.index(gone[0]) if gone else len(self)
        self[:] = [conditional for conditional in self if conditional not in gone]
        if not conditions:
            return
        made = Format(self._sheet, max((conditional.number for conditional in self), default=0) + 1)
        made.boxes, made.entries = tuple(boxes), [condition.entry for condition in conditions]
        self.insert(place, made)
        for i, entry in enumerate(made.entries):
            if entry.operator != constant("sheet.ConditionFormatOperator.EXPRESSION"):
                made.uno.getByIndex(i).Operator = entry.operator

    def _changed(self) -> None:
        SheetFormats.changes += 1
        self.seen = SheetFormats.changes


def _is_twin(other: Format, conditions: Sequence[Condition]) -> bool:
    """Tell whether a format has the very same conditions, seen from the same cell."""
    if other.count != len(conditions):
        return False
    return other.entries == [condition.entry for condition in conditions] and other.conditions() == conditions


def _touch(one: Area, other: Area) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _holds(one: Area, other: Area) -> bool:
    return one[0] <= other[0] and one[1] <= other[1] and one[2] >= other[2] and one[3] >= other[3]


def _ranges(sheet: CalcSheet, boxes: Sequence[Area]) -> Any:
    ranges = sheet.document.createInstance("com.sun.star.sheet.SheetCellRanges")
    for box in boxes:
        top, left, bottom, right = box
        ranges.addRangeAddress(sheet.api.getCellRangeByPosition(left, top, right, bottom).getRangeAddress(), True)
    return ranges


def _placeholder(condition: Condition) -> Any:
    row, column = condition.base
    return properties(
        Operator=enum("sheet.ConditionOperator", "FORMULA"),
        Formula1=condition.formulas[0],
        Formula2=condition.formulas[1],
        StyleName=condition.entry.style,
        SourcePosition=struct("table.CellAddress", Row=row, Column=column),
    )
