"""Where everything of one table stands on its sheet: figures, their hidden values, the rules, the verdicts in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_range_abs, xl_rowcol_to_cell

from checks.forms.geometry import Box, boxes
from checks.model.form import Form, Table
from checks.model.rule import PREVIOUS, Rule
from workbook_templates.figure_formulas import ISSUES, Hidden, Issue

PREVIOUS_NAME = "上年数据"
SIGNATURES = 3
"""Rows between a table and what is not printed: a free one, and two for those who sign."""
_FIRST_PREVIOUS = 3
"""The first row of last year's figures, below a title, a sentence and a header."""

_FIRST_HIDDEN = 24
"""The first column of hidden cells: the sheet's own, those of the rows, the blocks of the figures, then the rules."""
_OF_ROW = 2
"""Hidden columns of a row of figures: its worst issue, and the words for it."""
_OF_SHEET = 2
"""Hidden cells of a sheet, in its first row of figures: whether lines were added or lost, and how many sums fail."""
_BELOW = 4
"""Rows that the verdicts below a table may take, before the rules are computed."""
_BLOCKS = ("text", "digits", "value", "state", "issue", "suspect")
"""The hidden columns of the figures: one block each, as wide as the table."""
_OF_RULE = 8
"""Hidden columns of a rule: left, right, unknown left, unknown right, state, whether its sum fails, mark, words."""


@dataclass
class VerdictCell:
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
        rows: ``previous/cell`` → its row; the label stands in A, the figure in B, its hidden cells in D to G.
    """

    form: Form
    rows: dict[str, int]

    def label(self, cell: str) -> str:
        """Return what the line is called."""
        return self.form.cell(cell.removeprefix(PREVIOUS)).label

    def hidden(self, cell: str) -> Hidden:
        """Return where last year's figure stands, and where its value and state are computed."""
        row = self.rows[cell] + 1
        return Hidden(*(f"'{PREVIOUS_NAME}'!${column}${row}" for column in "DEFG"))

    def address(self, cell: str) -> str:
        """Return where last year's figure stands: ``'上年数据'!$B$4``."""
        return f"'{PREVIOUS_NAME}'!$B${self.rows[cell] + 1}"


@dataclass(eq=False)
class TableSheet:
    """Where everything of one table stands on its sheet.

    Attributes:
        boxes: the statutory boxes, from A1.
        figures: cell id → its (row, column).
        rules: the rules of this table; they are computed in hidden cells, a row each, below those of the issues.
        computed: the totals that are formulas here, with their parts.
    """

    form: Form
    table: Table
    rules: list[Rule]
    previous: PreviousSheet
    computed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    boxes: list[Box] = field(init=False)
    figures: dict[str, tuple[int, int]] = field(init=False)

    def __post_init__(self) -> None:
        self.boxes = boxes(self.form, self.table)
        self.figures = {box.cell: (box.row, box.column) for box in self.boxes if box.cell}

    @cached_property
    def width(self) -> int:
        """The number of columns of the table; the 校验 column comes next."""
        return max(box.column + box.width for box in self.boxes)

    @cached_property
    def height(self) -> int:
        """The number of rows of the table; the lines to be signed come below, then the 校验 rows."""
        return max(box.row + box.height for box in self.boxes)

    @cached_property
    def corner(self) -> tuple[int, int]:
        """The first row and the first column that hold figures."""
        return min(row for row, _ in self.figures.values()), min(column for _, column in self.figures.values())

    @property
    def foot(self) -> int:
        """The first row below what is printed: the table, and the lines for those who sign."""
        return self.height + SIGNATURES

    def address(self, cell: str, *, sheet: bool = False) -> str:
        """Return ``$J$7``, or ``'表三'!$J$7``."""
        return self._at(*self.figures[cell], sheet=sheet)

    def hidden(self, cell: str, *, sheet: bool = False) -> Hidden:
        """Return where the value and the state of a figure are computed, for a formula on this sheet."""
        if cell.startswith(PREVIOUS):
            return self.previous.hidden(cell)
        row, column = self.figures[cell]
        return Hidden(*(self._at(self._below(row), start + column, sheet=sheet) for start in self._blocks))

    def hidden_elsewhere(self, cell: str) -> Hidden:
        """Return the same for a formula on another sheet."""
        return self.hidden(cell, sheet=True)

    def block(self, kind: str, row: int | None = None, column: int | None = None) -> str:
        """Return the range of one kind of hidden cells, of one row or one column of figures if so asked."""
        start = self._blocks[_BLOCKS.index(kind)]
        rows = [r for r, _ in self.figures.values()] if row is None else [row]
        columns = [0, self.width - 1] if column is None else [column]
        top, bottom = self._below(min(rows)), self._below(max(rows))
        return str(xl_range_abs(top, start + min(columns), bottom, start + max(columns)))

    def of_row(self, row: int) -> tuple[str, str]:
        """Return the hidden cells of a row of figures: its worst issue, and the words for it."""
        here = self._below(row)
        return self._at(here, _FIRST_HIDDEN + _OF_SHEET), self._at(here, _FIRST_HIDDEN + _OF_SHEET + 1)

    def of_sheet(self, *, sheet: bool = False) -> tuple[str, str]:
        """Return the hidden cells of the sheet: whether lines were added or lost, and how many sums fail."""
        row = self._below(self.corner[0])
        return self._at(row, _FIRST_HIDDEN, sheet=sheet), self._at(row, _FIRST_HIDDEN + 1, sheet=sheet)

    def computation(self, line: Rule | Issue, *, sheet: bool = False) -> list[str]:
        """Return the eight hidden cells of a rule, or of an issue, whose left side is how many figures have it."""
        row = self._lines[line if isinstance(line, str) else line.id]
        return [self._at(row, self._blocks[-1] + self.width + k, sheet=sheet) for k in range(_OF_RULE)]

    def inputs(self, rule: Rule) -> list[str]:
        """Return this year's figures that a rule hangs on and that somebody fills in."""
        return self._unfolded([cell for cell in rule.cells if not cell.startswith(PREVIOUS)])

    def filled_in(self, row: int) -> list[str]:
        """Return the figures of a row that somebody fills in; of a row of formulas, those that they add up."""
        here = [cell for cell, spot in self.figures.items() if spot[0] == row and not self.form.cell(cell).heading]
        own = [cell for cell in here if cell not in self.computed]
        return own or self._unfolded(here)

    def _unfolded(self, cells: list[str]) -> list[str]:
        while computed := [cell for cell in cells if cell in self.computed]:
            cells = [cell for cell in cells if cell not in self.computed]
            cells += [part for cell in computed for part in self.computed[cell]]
        return list(dict.fromkeys(cells))

    @cached_property
    def own_sums(self) -> list[Rule]:
        """Return the sums within the table; last year's figures accuse nobody."""
        return [
            rule for rule in self.rules if rule.holds.relation == "=" and not rule.when and rule.severity == "error"
        ]

    def suspect_cell(self, cell: str) -> str:
        """Return the hidden cell that tells whether a figure is the suspect; "" if none ever is."""
        met = sum(cell in rule.cells for rule in self.own_sums)
        return self.hidden(cell).suspect if met > 1 else ""

    @property
    def last_letter(self) -> str:
        """The letter of the table's last column."""
        return str(xl_col_to_name(self.width - 1))

    @cached_property
    def checked_figures(self) -> list[str]:
        """Return the figures that somebody fills in: no heading, no formula."""
        return [cell for cell in self.figures if not (cell in self.computed or self.form.cell(cell).heading)]

    def seats(self) -> list[VerdictCell]:
        """Return where verdicts are shown: one for each row of figures, and those of columns and groups below."""
        asked = sorted({spot[0] for cell, spot in self.figures.items() if not self.form.cell(cell).heading})
        cells = {(row, self.width): VerdictCell(row, self.width) for row in asked}
        below: dict[str, int] = {}
        for rule in self.rules:
            if (
                rule.units == "lower" or rule.severity == "info"
            ):  # the list has them; no formula decides, or little hangs on it
                continue
            seat = self._seat(rule, below)
            cells.setdefault((seat.row, seat.column), seat).rules.append(rule)
        return list(cells.values())

    def taking_part(self) -> Iterator[tuple[str, list[Rule]]]:
        """Yield each figure with the rules that it takes part in."""
        for cell in self.figures:
            yield cell, [rule for rule in self.rules if cell in rule.cells]

    def _seat(self, rule: Rule, below: dict[str, int]) -> VerdictCell:
        spots = self._spots(rule)
        rows, columns = {row for row, _ in spots}, {column for _, column in spots}
        kin = {row for other in self.rules if other.kind == rule.kind for row, _ in self._spots(other)}
        by_column = len(rows) > 1 or len(kin) == 1
        if len(columns) == 1 and by_column and len(self._figure_columns()) > 1:
            line = below.setdefault(rule.kind, len(below))
            return VerdictCell(self.foot + line, columns.pop(), narrow=True)
        if len(self._figure_rows()) == 1:  # 表四: the verdicts of its groups stand below them
            line = below.setdefault(rule.kind, len(below))
            return VerdictCell(self.foot + line, min(columns), max(columns) - min(columns) + 1, narrow=True)
        return VerdictCell(spots[0][0], self.width)

    def _spots(self, rule: Rule) -> list[tuple[int, int]]:
        """Where the figures of a rule stand on this sheet, its total first."""
        return [self.figures[cell] for cell in rule.cells if cell in self.figures]

    def _below(self, row: int) -> int:
        """The row of the hidden cells for a row of figures: below all that is shown.

        A label and its figures stand alone in their row, for whoever reads the table by its labels.
        """
        return self.foot + _BELOW + row - self.corner[0]

    @cached_property
    def _lines(self) -> dict[str, int]:
        """The rows of the rules' hidden cells."""
        first = self._below(self.corner[0])
        return {name: row for row, name in enumerate([*ISSUES, *(rule.id for rule in self.rules)], first)}

    @cached_property
    def _blocks(self) -> list[int]:
        """The first column of each block of hidden cells."""
        start = _FIRST_HIDDEN + _OF_SHEET + _OF_ROW
        return [start + number * self.width for number in range(len(_BLOCKS))]

    def _figure_columns(self) -> set[int]:
        return {column for _, column in self.figures.values()}

    def _figure_rows(self) -> set[int]:
        return {row for row, _ in self.figures.values()}

    def _at(self, row: int, column: int, *, sheet: bool = False) -> str:
        address = xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)
        return f"'{self.table.name}'!{address}" if sheet else str(address)


def table_sheets(
    form: Form, rules: Sequence[Rule], computed: Mapping[str, tuple[str, ...]] | None = None
) -> list[TableSheet]:
    """Return the sheets of a form, each with the rules of its table, those across years included.

    Args:
        form: the form.
        rules: all its rules.
        computed: the totals that are formulas, with their parts.
    """
    printed = [rule for rule in rules if not rule.optional]
    asked = {cell for rule in printed for cell in rule.cells if cell.startswith(PREVIOUS)}
    order = sorted(asked, key=lambda cell: form.index[cell.removeprefix(PREVIOUS)])
    previous = PreviousSheet(form, {cell: row for row, cell in enumerate(order, _FIRST_PREVIOUS)})
    return [
        TableSheet(form, table, [rule for rule in printed if rule.table == table.name], previous, computed or {})
        for table in form.tables
    ]


Formats = Mapping[str, Any]
"""Role or purpose → XlsxWriter format."""
