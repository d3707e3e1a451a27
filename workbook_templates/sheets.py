"""Where everything of one table stands on its sheet: figures, their hidden values, the rules, the verdicts in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from checks.forms.geometry import Box, boxes
from checks.model.form import Form, Table
from checks.model.rule import PREVIOUS, Rule
from workbook_templates.native import Hidden

PREVIOUS_NAME = "上年数据"
_FIRST_PREVIOUS = 3
"""The first row of last year's figures, below a title, a sentence and a header."""

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
class PreviousSheet:
    """上年数据: one line for each figure of last year that some rule speaks of.

    Attributes:
        rows: ``previous/cell`` → its row; the label stands in A, the figure in B, its value and state hidden in D, E.
    """

    form: Form
    rows: dict[str, int]

    def label(self, cell: str) -> str:
        """Return what the line is called."""
        return self.form.cell(cell.removeprefix(PREVIOUS)).label

    def hidden(self, cell: str) -> Hidden:
        """Return where last year's figure stands, and where its value and state are computed."""
        row = self.rows[cell] + 1
        return Hidden(*(f"'{PREVIOUS_NAME}'!${column}${row}" for column in "BDE"))


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
    previous: PreviousSheet
    boxes: list[Box] = field(init=False)
    figures: dict[str, tuple[int, int]] = field(init=False)

    def __post_init__(self) -> None:
        self.boxes = boxes(self.form, self.table)
        self.figures = {box.cell: (box.row, box.column) for box in self.boxes if box.cell}
        self._lines = {rule.id: row for row, rule in enumerate(self.rules, 1)}

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
        if cell.startswith(PREVIOUS):
            return self.previous.hidden(cell)
        row, column = self.figures[cell]
        columns = (column, _HIDDEN_FIGURES + 2 * column, _HIDDEN_FIGURES + 2 * column + 1)
        return Hidden(*(self._at(row, each, sheet=sheet) for each in columns))

    def hidden_elsewhere(self, cell: str) -> Hidden:
        """Return the same for a formula on another sheet."""
        return self.hidden(cell, sheet=True)

    def computation(self, rule: Rule, *, sheet: bool = False) -> list[str]:
        """Return the five hidden cells of a rule: left, right, unknown left, unknown right, state."""
        row = self._lines[rule.id]
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
        spots = self._spots(rule)
        rows, columns = {row for row, _ in spots}, {column for _, column in spots}
        kin = {row for other in self.rules if other.kind == rule.kind for row, _ in self._spots(other)}
        by_column = len(rows) > 1 or len(kin) == 1
        if len(columns) == 1 and by_column and len(self._figure_columns()) > 1:
            return Seat(self.height + below.setdefault(rule.kind, len(below)), columns.pop(), narrow=True)
        if len(self._figure_rows()) == 1:  # 表四: the verdicts of its groups stand below them
            line = below.setdefault(rule.kind, len(below))
            return Seat(self.height + line, min(columns), max(columns) - min(columns) + 1)
        return Seat(spots[0][0], self.width)

    def _spots(self, rule: Rule) -> list[tuple[int, int]]:
        """Where the figures of a rule stand on this sheet, its total first."""
        return [self.figures[cell] for cell in rule.cells if cell in self.figures]

    def _figure_columns(self) -> set[int]:
        return {column for _, column in self.figures.values()}

    def _figure_rows(self) -> set[int]:
        return {row for row, _ in self.figures.values()}

    def _at(self, row: int, column: int, *, sheet: bool = False) -> str:
        address = xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)
        return f"'{self.table.name}'!{address}" if sheet else address


def table_sheets(form: Form, rules: Sequence[Rule]) -> list[TableSheet]:
    """Return the sheets of a form, each with the rules of its table, those across years included."""
    printed = [rule for rule in rules if not rule.optional]
    asked = {cell for rule in printed for cell in rule.cells if cell.startswith(PREVIOUS)}
    order = sorted(asked, key=lambda cell: form.index[cell.removeprefix(PREVIOUS)])
    previous = PreviousSheet(form, {cell: row for row, cell in enumerate(order, _FIRST_PREVIOUS)})
    return [
        TableSheet(form, table, [rule for rule in printed if rule.table == table.name], previous)
        for table in form.tables
    ]


Formats = Mapping[str, Any]
"""Role or purpose → XlsxWriter format."""
