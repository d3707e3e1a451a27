"""The part of a statutory table around a wrong cell: its row and its column, with the figures that stand there."""

from __future__ import annotations

from dataclasses import dataclass

from checks.model.figures import Number
from checks.model.findings import CellRef
from checks.model.form import Cell, Form
from checks.render import sentences
from checks.render.sentences import inbox
from checks.render.work_items import Correction

_MOST_ROWS = 14
_MOST_COLUMNS = 16


@dataclass(frozen=True, slots=True)
class Spot:
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
class MiniTable:
    """An excerpt of one table; lines of zeros are left out."""

    caption: str
    columns: list[str]
    rows: list[tuple[str, list[Spot]]]
    shortened: bool


def around(one: Correction, form: Form) -> MiniTable | None:
    """Return the row and the column of the wrong cells; None if they lie apart, or there is nothing around them."""
    suspects = {s.cell.id: s for suspects in reversed(one.choices) for s in suspects if s.cell.id in form.index}
    places = [form.cell(cell_id) for cell_id in suspects]
    if not places or len({(cell.table, cell.block) for cell in places}) > 1:
        return None
    refs = {ref.id: ref for finding in one.findings for ref in finding.cells if ref.id in form.index}
    refs |= {cell_id: suspect.cell for cell_id, suspect in suspects.items()}
    lines = {cell.row for cell in places}, {cell.column for cell in places}
    near = [
        cell
        for cell in map(form.cell, refs)
        if (cell.table, cell.block) == (places[0].table, places[0].block)
        and (cell.row in lines[0] or cell.column in lines[1])
    ]
    kept = [cell for cell in near if cell.id in suspects or cell.row in lines[0] or _counts(refs[cell.id])]
    rows, columns = sorted({cell.row for cell in kept}), sorted({cell.column for cell in kept})
    if len(kept) < 2 or len(rows) > _MOST_ROWS or len(columns) > _MOST_COLUMNS:
        return None
    by_place = {(cell.row, cell.column): cell for cell in kept}
    block = form.tables[places[0].table].blocks[places[0].block]

    def spot(cell: Cell | None) -> Spot:
        if cell is None:
            return Spot()
        suspect = suspects.get(cell.id)
        return Spot(_text(refs[cell.id]), suspect.proposed if suspect else None, len(one.choices) == 1)

    wide = len(rows) == 1 and not block.rows[rows[0]].short  # 表四: one row, and columns under two headings
    heads = [by_place[rows[0], c].label if wide else block.columns[c].short for c in columns]
    body = [(block.rows[r].short, [spot(by_place.get((r, c))) for c in columns]) for r in rows]
    return MiniTable(form.tables[places[0].table].name, heads, body, len(kept) < len(near))


def _counts(ref: CellRef) -> bool:
    """Tell whether a figure changes a sum, or should have."""
    return ref.value != 0


def _text(ref: CellRef) -> str:
    return ref.text or (sentences.number(ref.value) if ref.value is not None else inbox.BLANK)
