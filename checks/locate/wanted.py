"""What is looked for in a document: the tables of all forms, with what is asked of them each time; worked out once."""

from __future__ import annotations

from collections.abc import Sequence

from checks.locate.header import Heading
from checks.locate.row_matching import Rows
from checks.model.form import Block, Form, Group, Item
from checks.model.rule import Rulebook

_TELLING = 4  # characters of a label that is not met everywhere, as 总计 and 其他 are


class WantedTable:
    """A table of a form.

    Attributes:
        form: the form; ``position`` the table's place in it.
        of: the table itself.
        heading: its columns, the same object for all tables whose columns are alike.
        is_labelled: whether its rows have labels; 表四 has one row without.
        telling: labels of which one occurs where rows of it may stand without their header.
    """

    __slots__ = ("_items", "_rows", "form", "heading", "is_labelled", "of", "position", "telling")

    def __init__(self, form: Form, position: int, heading: Heading) -> None:
        self.form, self.position, self.heading = form, position, heading
        self.of = form.tables[position]
        blocks = self.of.blocks
        self.is_labelled = bool(blocks[0].rows[0].label)
        self.telling = _telling(blocks) if self.is_labelled else _cores(blocks[0].column_groups)
        self._items: dict[tuple[int, ...], list[tuple[int, int, Item]]] = {}
        self._rows: dict[tuple[int, ...], Rows] = {}

    def items(self, blocks: tuple[int, ...]) -> list[tuple[int, int, Item]]:
        """Return the rows of some blocks: block, row, item."""
        if blocks not in self._items:
            self._items[blocks] = [(b, r, row) for b in blocks for r, row in enumerate(self.of.blocks[b].rows)]
        return self._items[blocks]

    def rows(self, blocks: tuple[int, ...]) -> Rows:
        """Return the same, to be paired with lines."""
        if blocks not in self._rows:
            self._rows[blocks] = Rows([item for _, _, item in self.items(blocks)])
        return self._rows[blocks]


def _cores(named: Sequence[Item | Group]) -> list[str]:
    return list(dict.fromkeys(core for item in named for core in item.cores))


def _telling(blocks: tuple[Block, ...]) -> list[str]:
    rows = [row for block in blocks for row in block.rows if row.is_own]
    return [core for core in _cores(rows) if len(core) >= _TELLING]


class Wanted:
    """The tables of all forms.

    Attributes:
        forms: the tables of each form.
        headings: the columns of all tables, alike ones once.
    """

    __slots__ = ("forms", "headings")

    def __init__(self, book: Rulebook) -> None:
        alike: dict[object, Heading] = {}
        self.forms: list[list[WantedTable]] = []
        for form in book.forms.values():
            tables = []
            for position, table in enumerate(form.tables):
                columns = tuple([(block.columns, block.column_groups) for block in table.blocks])
                heading = alike.get(columns) or alike.setdefault(columns, Heading(table))
                tables.append(WantedTable(form, position, heading))
            self.forms.append(tables)
        self.headings = list(alike.values())
