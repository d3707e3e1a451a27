"""The tables of an old Word document: cells between marks, columns by the edges that each row keeps in twips."""

from __future__ import annotations

import re
import struct
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from checks.model.grid import CellAddress, Grid, Value
from checks.readers.bounds import MAX_COLUMNS, MAX_ROWS
from checks.readers.doc_properties import sprms
from checks.readers.prose import prose_grids
from checks.readers.word_text import joined

_DEFINITION, _VERTICAL, _MERGE = 0xD608, 0xD62B, 0x5624
_ONE = 40
"""Twips within which two edges are one: less than a millimetre."""
_DEEPEST = 20
_FEW = 4
_FIGURE = re.compile(r"[+\-－＋]?[\d０-９][\d０-９,，.．]*")

Part: TypeAlias = "str | DocTable"


@dataclass(frozen=True, slots=True)
class RowLayout:
    """How a row's cells lie: edges in twips, one more than cells; the numbers of cells that continue another."""

    edges: tuple[int, ...] = ()
    continued: frozenset[int] = frozenset()


@dataclass(slots=True)
class DocTable:
    """A table: rows of cells, each cell its paragraphs and inner tables in order."""

    rows: list[tuple[list[list[Part]], RowLayout]] = field(default_factory=list)
    cells: list[list[Part]] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def grid(self, number: int) -> Grid:
        """Return it as the document's table of that number, from 1."""
        columns = _columns([layout.edges for _, layout in self.rows])
        width = max(len(columns) - 1, *(len(cells) for cells, _ in self.rows), 1)
        rows: list[list[Value]] = []
        spots: dict[tuple[int, int], int] = {}
        for r, (cells, layout) in enumerate(self.rows):
            line: list[Value] = [None] * min(width, MAX_COLUMNS)
            for count, cell in enumerate(cells):
                first = _nearest(columns, layout.edges, count)
                end = max(first + 1, _nearest(columns, layout.edges, count + 1))
                spots.update({(r, column): count for column in range(first, min(end, MAX_COLUMNS))})
                if first < len(line) and count not in layout.continued and (text := _text(cell)):
                    line[first] = text
            rows.append(line)

        def address(row: int, column: int) -> CellAddress:
            return CellAddress("", row, spots.get((row, column), column), "word", table=number)

        return Grid(rows, "", "sheet", addresses=address)

    def content(self) -> Iterator[Part]:
        """Yield what the table is to a reader: itself and what is in it, or only the latter if it just lays out."""
        cells = [cell for row, _ in self.rows for cell in row]
        inner = [part for cell in cells for part in cell if isinstance(part, DocTable) and part.rows]
        if inner and sum(bool(_FIGURE.fullmatch(_text(cell))) for cell in cells) < _FEW:
            for part in (part for cell in cells for part in cell):
                if isinstance(part, str):
                    yield part
                else:
                    yield from part.content()
            return
        if any(_text(cell) for cell in cells):
            yield self
        for table in inner:
            yield from table.content()


class DocTables:
    """The tables that are open, one inside the other."""

    def __init__(self) -> None:
        self._open: list[DocTable] = []

    def add(self, level: int, text: str, *, ends_cell: bool, row: RowLayout | None) -> None:
        """Take in a paragraph of a table.

        Args:
            level: how deep its table lies, from 1.
            text: of the paragraph.
            ends_cell: it is the last of its cell.
            row: it only ends a row, and tells how that lies.
        """
        level = min(level, _DEEPEST)
        while len(self._open) > level:
            self._fold()
        while len(self._open) < level:
            self._open.append(DocTable())
        table = self._open[-1]
        if row is None:
            table.parts.append(text)
            if ends_cell:
                table.cells.append(table.parts)
                table.parts = []
        else:
            if len(table.rows) < MAX_ROWS:
                table.rows.append((table.cells, row))
            table.cells, table.parts = [], []

    def close(self) -> list[Part]:
        """End all that is open and return it in order."""
        while len(self._open) > 1:
            self._fold()
        return list(self._open.pop().content()) if self._open else []

    def _fold(self) -> None:
        inner = self._open.pop()
        self._open[-1].parts.append(inner)


def layout_of(properties: bytes) -> RowLayout:
    """Read how a row lies from the properties of the paragraph that ends it."""
    edges: tuple[int, ...] = ()
    continued: set[int] = set()
    for code, argument in sprms(properties):
        if code == _DEFINITION and argument and len(argument) >= 1 + 2 * (argument[0] + 1):
            count = argument[0]
            edges = struct.unpack_from(f"<{count + 1}h", argument, 1)
            rest = argument[1 + 2 * (count + 1) :]
            for k in range(min(count, len(rest) // 20)):
                flags = rest[20 * k]
                if flags & 2 or (flags & 0x20 and not flags & 0x40):
                    continued.add(k)
        elif code == _VERTICAL and len(argument) >= 2 and argument[1] == 1:
            continued.add(argument[0])
        elif code == _MERGE and len(argument) == 2:
            continued |= set(range(argument[0] + 1, argument[1]))
    return RowLayout(edges, frozenset(continued))


def _text(cell: list[Part]) -> str:
    """Return a cell's text; of inner tables only what a mere frame holds."""
    return joined([part if isinstance(part, str) else _framed(part) for part in cell])


def _framed(table: DocTable) -> str:
    cells = [cell for row, _ in table.rows for cell in row]
    return _text(cells[0]) if len(cells) == 1 else ""


def _columns(rows: list[tuple[int, ...]]) -> list[int]:
    points: list[int] = []
    for edge in sorted({edge for edges in rows for edge in edges}):
        if not points or edge - points[-1] > _ONE:
            points.append(edge)
    return points


def _nearest(columns: list[int], edges: tuple[int, ...], count: int) -> int:
    """Return the column where a cell begins; where the row tells no edges, its number."""
    if count >= len(edges):
        return count
    index = bisect_left(columns, edges[count])
    near = [i for i in (index - 1, index) if 0 <= i < len(columns)]
    return min(near, key=lambda i: abs(columns[i] - edges[count]))


class Story:
    """A document's prose and tables in their order, paragraph by paragraph.

    Attributes:
        grids: what has been ended so far.
        tables: the tables that are open; their paragraphs go there.
    """

    def __init__(self) -> None:
        self.grids: list[Grid] = []
        self.tables = DocTables()
        self._lines: list[str] = []
        self._before = self._number = 0

    def add(self, text: str) -> None:
        """Take in a paragraph that is in no table: it ends the table before it."""
        self._end_table()
        self._add_lines(text)

    def end(self) -> None:
        """Nothing follows."""
        self._end_table()
        self._end_run()

    def _add_lines(self, text: str) -> None:
        self._lines += [line.strip() for line in text.split("\n") if line.strip()]

    def _end_table(self) -> None:
        for part in self.tables.close():
            if isinstance(part, str):
                self._add_lines(part)
                continue
            self._end_run()
            self._number += 1
            self.grids.append(part.grid(self._number))

    def _end_run(self) -> None:
        if self._lines:
            self.grids += prose_grids(self._lines, self._before)
            self._before += len(self._lines)
            self._lines = []
