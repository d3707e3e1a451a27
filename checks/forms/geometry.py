"""The statutory geometry of a table, from the form data alone: what stands where, and what spans what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from checks.model.form import Block, Form, Group, Item, Table, cell_id

BoxRole = Literal["title", "caption", "header", "label", "unit", "figure"]


@dataclass(frozen=True, slots=True)
class Box:
    """One box of a printed table.

    Attributes:
        row: its first row, from 0.
        column: its first column, from 0.
        text: what the form prints there; "" for a figure.
        cell: the id of the figure; "" for printed words.
    """

    row: int
    column: int
    height: int
    width: int
    text: str
    role: BoxRole
    cell: str = ""


def boxes(form: Form, table: Table) -> list[Box]:
    """Return all boxes of one table, its title in the first row, in reading order."""
    width = max(_width(block) for block in table.blocks)
    laid = [Box(0, 0, 1, width, table.title, "title")]
    row = 1
    for block in table.blocks:
        if block.caption:
            laid.append(Box(row, 0, 1, width, block.caption, "caption"))
            row += 1
        part = list(_block(form, block, row, width))
        laid += part
        row = max(box.row + box.height for box in part)
    return sorted(laid, key=lambda box: (box.row, box.column))


def printed(items: Sequence[Item]) -> list[Item]:
    """Return the lines that the form itself prints, without the subtotals that offices add."""
    return [item for item in items if not item.subtotal_of]


def _width(block: Block) -> int:
    return _stub_width(block) + len(printed(block.columns))


def _stub_width(block: Block) -> int:
    """Label and unit where each row has its own unit; else one column for each level of groups, one for the label."""
    rows = printed(block.rows)
    if not rows[0].label:
        return 0
    return 2 if _has_units(block) else max(len(row.group) for row in rows) + 1


def _has_units(block: Block) -> bool:
    return not block.columns[0].id and bool(block.rows[0].label)


def _block(form: Form, block: Block, top: int, table_width: int) -> Iterator[Box]:
    stub, columns, rows = _stub_width(block), printed(block.columns), printed(block.rows)
    depth = max(len(column.group) for column in columns) + 1
    # A block with fewer columns than its table lets its last column span the rest, as the form does.
    spare = table_width - stub - len(columns) if len(columns) == 1 else 0
    if stub:
        yield Box(top, 0, depth, 1 if _has_units(block) else stub, block.stub, "header")
    if _has_units(block):
        yield Box(top, 1, depth, 1, "单位", "header")
    for level, start, length, text in _spans(columns, block.column_groups, depth):
        height = depth - level if length == 1 and text == columns[start].label else 1
        yield Box(top + level, stub + start, height, length + spare, text, "header")
    body = top + depth
    for i, row in enumerate(rows):
        if stub:
            yield from _stub(block, rows, i, body)
        for c, column in enumerate(columns):
            yield Box(body + i, stub + c, 1, 1 + spare, "", "figure", form.cell(cell_id(row.id, column.id)).id)


def _stub(block: Block, rows: list[Item], i: int, body: int) -> Iterator[Box]:
    """The groups that begin at a row, and its label over what is left of the stub."""
    row = rows[i]
    if _has_units(block):
        yield Box(body + i, 0, 1, 1, row.label, "label")
        yield Box(body + i, 1, 1, 1, "" if row.heading else row.unit, "unit")
        return
    labels = {group.id: group.label for group in block.row_groups}
    for level, group in enumerate(row.group):
        if i == 0 or group not in rows[i - 1].group:
            height = next((k for k in range(i, len(rows)) if group not in rows[k].group), len(rows)) - i
            yield Box(body + i, level, height, 1, labels[group], "label")
    level = len(row.group)
    yield Box(body + i, level, 1, _stub_width(block) - level, row.label, "label")


def _spans(columns: list[Item], groups: Sequence[Group], depth: int) -> Iterator[tuple[int, int, int, str]]:
    """Header boxes: (level, first column, columns spanned, text), groups first, then the columns' own labels."""
    labels = {group.id: group.label for group in groups}
    for level in range(depth - 1):
        start = 0
        while start < len(columns):
            path = columns[start].group
            if len(path) <= level:
                start += 1
                continue
            end = start
            while end < len(columns) and columns[end].group[: level + 1] == path[: level + 1]:
                end += 1
            yield level, start, end - start, labels[path[level]]
            start = end
    for start, column in enumerate(columns):
        yield len(column.group), start, 1, column.label
