"""The part of a statutory table around a wrong cell: its row and its column, with the figures that stand there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from checks.model.figures import Number
from checks.model.findings import CellRef, Suspect
from checks.model.form import Block, Cell, Form, Table
from checks.render import sentences
from checks.render.sentences import inbox
from checks.render.work_items import WorkItem

_MOST_ROWS = 14
_MOST_COLUMNS = 16


@dataclass(frozen=True, slots=True)
class ExcerptCell:
    """One cell of the excerpt.

    Attributes:
        text: what stands there; "" where the excerpt does not show it.
        proposed: what it should be, of a cell that is probably wrong.
        certain: no other cell may be the wrong one instead.
    """

    text: str = ""
    proposed: Number | None = None
    certain: bool = True


@dataclass(frozen=True, slots=True)
class TableExcerpt:
    """An excerpt of one table; lines of zeros are left out."""

    caption: str
    columns: list[str]
    rows: list[tuple[str, list[ExcerptCell]]]
    shortened: bool


def around(item: WorkItem, form: Form) -> TableExcerpt | None:
    """Return the row and the column of the wrong cells; None if they lie apart, or there is nothing around them."""
    suspects = {s.cell.id: s for suspects in reversed(item.choices) for s in suspects if s.cell.id in form.index}
    places = [form.cell(cell_id) for cell_id in suspects]
    if not places or len({(cell.table, cell.block) for cell in places}) > 1:
        return None
    refs = {ref.id: ref for finding in item.findings for ref in finding.cells if ref.id in form.index}
    refs |= {cell_id: suspect.cell for cell_id, suspect in suspects.items()}
    near = _in_line(places, map(form.cell, refs))
    own_rows = {cell.row for cell in places}
    kept = [cell for cell in near if cell.id in suspects or cell.row in own_rows or _counts(refs[cell.id])]
    spots = {
        (cell.row, cell.column): _spot(refs[cell.id], suspects.get(cell.id), is_only=len(item.choices) == 1)
        for cell in kept
    }
    return _excerpt(form.tables[places[0].table], places[0].block, kept, spots, shortened=len(kept) < len(near))


def _excerpt(
    table: Table, block_id: int, kept: Sequence[Cell], spots: Mapping[tuple[int, int], ExcerptCell], *, shortened: bool
) -> TableExcerpt | None:
    """Lay the kept cells out in their rows and columns; None if that is no table to look at, or too large a one."""
    rows, columns = sorted({cell.row for cell in kept}), sorted({cell.column for cell in kept})
    if len(kept) < 2 or len(rows) > _MOST_ROWS or len(columns) > _MOST_COLUMNS:
        return None
    block = table.blocks[block_id]
    body = [(block.rows[r].short, [spots.get((r, c), ExcerptCell()) for c in columns]) for r in rows]
    return TableExcerpt(table.name, _heads(block, kept, rows, columns), body, shortened)


def _in_line(places: Sequence[Cell], cells: Iterable[Cell]) -> list[Cell]:
    """Return those of the cells that share a row or a column with one of the places, in the same block."""
    rows, columns = {cell.row for cell in places}, {cell.column for cell in places}
    block = (places[0].table, places[0].block)
    return [
        cell for cell in cells if (cell.table, cell.block) == block and (cell.row in rows or cell.column in columns)
    ]


def _spot(ref: CellRef, suspect: Suspect | None, *, is_only: bool) -> ExcerptCell:
    return ExcerptCell(_text(ref), suspect.proposed if suspect else None, is_only)


def _heads(block: Block, kept: Sequence[Cell], rows: Sequence[int], columns: Sequence[int]) -> list[str]:
    """Name the columns; in 表四 (one row, and columns under two headings) by the labels of their cells."""
    if len(rows) > 1 or block.rows[rows[0]].short:
        return [block.columns[c].short for c in columns]
    labels = {cell.column: cell.label for cell in kept}
    return [labels[c] for c in columns]


def _counts(ref: CellRef) -> bool:
    """Tell whether a figure changes a sum, or should have."""
    return ref.value != 0


def _text(ref: CellRef) -> str:
    return ref.text or (sentences.number(ref.value) if ref.value is not None else str(inbox.BLANK))
