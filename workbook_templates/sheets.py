"""Where everything of one table stands on its sheet: figures, their hidden values, the rules, the verdicts in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from checks.forms.form import Form, Table
from checks.rules.model import Rule
from workbook_templates.geometry import Box, boxes
from workbook_templates.native import Hidden

_HIDDEN_FIGURES = 30
"""The first hidden column: two for each column of figures, in the figure's own row."""
_HIDDEN_RULES = 70
"""The first hidden column of the rules: left, right, unknown left, unknown right, state; one row a rule."""


@dataclass
class Seat:
    """A cell that shows a verdict in words, for the rules that belong there.

    Attributes:
        width: how many columns it spans.
        narrow: no wider than a figure, so that only the gap is said there; the rest stands on the 校验 sheet.
    """

    row: int
    column: int
    width: int = 1
    narrow: bool = False
    rules: list[Rule] = field(default_factory=list)


@dataclass
class TableSheet:
    """Where everything of one table stands on its sheet.

    Attributes:
        boxes: the statutory boxes, from A1.
        figures: cell id → its (row, column).
        rules: the rules of this table, with the row of their hidden computation.
    """

    form: Form
    table: Table
    rules: list[Rule]
    boxes: list[Box] = field(init=False)
    figures: dict[str, tuple[int, int]] = field(init=False)

    def __post_init__(self) -> None:
        self.boxes = boxes(self.form, self.table)
        self.figures = {box.cell: (box.row, box.column) for box in self.boxes if box.cell}

    @property
    def width(self) -> int:
        """The number of columns of the table; the 校验 column comes next."""
        return max(box.column + box.width for box in self.boxes)

    @property
    def height(self) -> int:
        """The number of rows of the table; the 校验 rows come below."""
        return max(box.row + box.height for box in self.boxes)

    @property
    def corner(self) -> tuple[int, int]:
        """The first row and the first column that hold figures."""
        return min(row for row, _ in self.figures.values()), min(column for _, column in self.figures.values())

    def address(self, cell: str, *, sheet: bool = False) -> str:
        """Return ``$J$7``, or ``'表三'!$J$7``."""
        return self._at(*self.figures[cell], sheet=sheet)

    def hidden(self, cell: str, *, sheet: bool = False) -> Hidden:
        """Return where the value and the state of a figure are computed, for a formula on this sheet."""
        row, column = self.figures[cell]
        columns = (column, _HIDDEN_FIGURES + 2 * column, _HIDDEN_FIGURES + 2 * column + 1)
        return Hidden(*(self._at(row, each, sheet=sheet) for each in columns))

    def hidden_elsewhere(self, cell: str) -> Hidden:
        """Return the same for a formula on another sheet."""
        return self.hidden(cell, sheet=True)

    def computation(self, rule: Rule, *, sheet: bool = False) -> list[str]:
        """Return the five hidden cells of a rule: left, right, unknown left, unknown right, state."""
        row = 1 + self.rules.index(rule)
        return [self._at(row, _HIDDEN_RULES + k, sheet=sheet) for k in range(5)]

    def hidden_columns(self) -> str:
        """Return the columns to hide, such as ``AE:BW``."""
        return f"{xl_col_to_name(_HIDDEN_FIGURES)}:{xl_col_to_name(_HIDDEN_RULES + 4)}"

    def seats(self) -> list[Seat]:
        """Return where the rules' verdicts are shown."""
        found: dict[tuple[int, int], Seat] = {}
        below: dict[str, int] = {}
        for rule in self.rules:
            seat = self._seat(rule, below)
            found.setdefault((seat.row, seat.column), seat).rules.append(rule)
        return list(found.values())

    def taking_part(self) -> Iterator[tuple[str, list[Rule]]]:
        """Yield each figure with the rules that it takes part in."""
        for cell in self.figures:
            yield cell, [rule for rule in self.rules if cell in rule.cells]

    def _seat(self, rule: Rule, below: dict[str, int]) -> Seat:
        spots = [self.figures[cell] for cell in rule.cells]
        rows, columns = {row for row, _ in spots}, {column for _, column in spots}
        if len(columns) == 1 and len(rows) > 1 and len(self._figure_columns()) > 1:
            return Seat(self.height + below.setdefault(rule.catalogue, len(below)), columns.pop(), narrow=True)
        if len(self._figure_rows()) == 1:  # 表四: the verdicts of its groups stand below them
            line = below.setdefault(rule.catalogue, len(below))
            return Seat(self.height + line, min(columns), max(columns) - min(columns) + 1)
        return Seat(spots[0][0], self.width)

    def _figure_columns(self) -> set[int]:
        return {column for _, column in self.figures.values()}

    def _figure_rows(self) -> set[int]:
        return {row for row, _ in self.figures.values()}

    def _at(self, row: int, column: int, *, sheet: bool = False) -> str:
        address = xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)
        return f"'{self.table.name}'!{address}" if sheet else address


def table_sheets(form: Form, rules: Sequence[Rule]) -> list[TableSheet]:
    """Return the sheets of a form, each with the rules of its table."""
    printed = [rule for rule in rules if not rule.optional]
    return [TableSheet(form, table, [rule for rule in printed if rule.table == table.name]) for table in form.tables]


Formats = Mapping[str, Any]
"""Role or purpose → XlsxWriter format."""
