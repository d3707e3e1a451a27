"""A statutory form as the rest of the program sees it: cells in a fixed order, and what labels them.

Frozen and plain, so that it pickles small and fast; the declaration that it is made from is ``declare.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

Kind = Literal["count", "signed", "money"]


class Item(NamedTuple):
    """One row or one column of a block.

    Attributes:
        id: its part of the cell id; "" where the other axis names the cell alone.
        label: as the form prints it.
        short: the label without the explanation in brackets, for messages.
        cores: every normalised spelling that means this item.
        group: ids of the groups that it stands in, outermost first.
        subtotal_of: the group whose members this optional line adds up; "" for a line that the form prints.
    """

    id: str
    label: str
    short: str
    cores: frozenset[str]
    group: tuple[str, ...] = ()
    kind: Kind = "count"
    unit: str = "件"
    optional: bool = False
    heading: bool = False
    subtotal_of: str = ""

    @property
    def is_own(self) -> bool:
        """Tell whether it is a line that every copy of the form prints."""
        return not (self.optional or self.subtotal_of or self.heading)


class Group(NamedTuple):
    """A heading that spans several rows or columns, such as （三）不予公开."""

    id: str
    label: str
    cores: frozenset[str]


class Block(NamedTuple):
    """A rectangle of figures under one header: all of 表三, or one 第二十条 part of 表二."""

    caption: str
    stub: str
    rows: tuple[Item, ...]
    columns: tuple[Item, ...]
    row_groups: tuple[Group, ...]
    column_groups: tuple[Group, ...]


@dataclass(frozen=True)
class Table:
    """One numbered table of the form."""

    id: str
    name: str
    title: str
    blocks: tuple[Block, ...]

    @cached_property
    def own_rows(self) -> int:
        """How many rows every copy of the form prints."""
        return sum(row.is_own for block in self.blocks for row in block.rows)

    @cached_property
    def heading_words(self) -> frozenset[str]:
        """The spellings of its columns and their groups."""
        columns = {core for block in self.blocks for column in block.columns for core in column.cores}
        groups = {core for block in self.blocks for group in block.column_groups for core in group.cores}
        return frozenset(columns | groups)

    @cached_property
    def heading_pieces(self) -> frozenset[str]:
        """The same, and what each begins with: a heading may be broken over several cells."""
        words = self.heading_words
        return words.union(core[:length] for core in words for length in range(2, len(core)))


class Cell(NamedTuple):
    """One figure that the form asks for; ``index`` is its position in every list of figures of this form."""

    id: str
    index: int  # type: ignore[assignment]  # what a tuple has of this name, nobody asks a cell for
    table: int
    block: int
    row: int
    column: int
    kind: Kind
    unit: str
    label: str
    optional: bool
    heading: bool


@dataclass(frozen=True, repr=False)
class Form:
    """A form: its tables, its cells in statutory order, and the years it holds for.

    Attributes:
        subject: what its reports are about, as their titles say: 政府信息公开.
        document: the number of the document that issued it, such as 国办公开办函〔2021〕30号.
        last_year: None while the form is in force.
        also_seen: years beyond, in which some provinces still asked for it.
        known_until: while it is in force, the last year that it is known for: a later one may bring another.
    """

    id: str
    title: str
    subject: str
    document: str
    first_year: int
    last_year: int | None
    tables: tuple[Table, ...]
    cells: tuple[Cell, ...]
    also_seen: tuple[int, ...] = ()
    known_until: int | None = None

    def __repr__(self) -> str:
        return f"<Form {self.id}>"

    @cached_property
    def index(self) -> dict[str, int]:
        """Cell id → position."""
        return {cell.id: cell.index for cell in self.cells}

    @cached_property
    def grid_index(self) -> dict[tuple[int, int, int, int], int]:
        """(table, block, row, column) → position."""
        return {(c.table, c.block, c.row, c.column): c.index for c in self.cells}

    @cached_property
    def cells_of_rows(self) -> list[list[list[list[int]]]]:
        """For each table, for each block, for each row the positions of its cells, column by column."""
        rows = [[[[0] * len(block.columns) for _ in block.rows] for block in table.blocks] for table in self.tables]
        for cell in self.cells:
            rows[cell.table][cell.block][cell.row][cell.column] = cell.index
        return rows

    @cached_property
    def unusual(self) -> tuple[Cell, ...]:
        """The cells that are more than a plain count: signed, money, or no figure at all."""
        return tuple(cell for cell in self.cells if cell.kind != "count" or cell.heading)

    def cell(self, cell_id: str) -> Cell:
        """Return a cell by its id; KeyError if the form has none such."""
        return self.cells[self.index[cell_id]]

    def holds_for(self, year: int) -> bool:
        """Tell whether reports of that statistic year use this form."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)

    def is_known_for(self, year: int) -> bool:
        """Tell whether it holds for a year for sure, and not only because no later one is known."""
        return self.holds_for(year) and (self.known_until is None or year <= self.known_until)

    def may_serve(self, year: int) -> bool:
        """Tell whether a report of that year in this form is no mistake."""
        return self.holds_for(year) or year in self.also_seen


def cell_id(row: str, column: str) -> str:
    """Join the two parts of a cell id; either may be empty."""
    return ".".join(part for part in (row, column) if part)
