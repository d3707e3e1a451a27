"""What the header of a table in text tells of the order of its columns, though they do not line up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from checks.forms.labels import known_core
from checks.locate.lines import Line
from checks.model.form import Block

_FEWEST = 3  # labels of one group in one line are its header


def columns_in_order(lines: Sequence[Line], block: Block) -> list[int]:
    """Return the columns of a block as they stand in the text, from left to right.

    Where the columns of the inner group (the organisations) are named in another order than the form's, or some of
    them are not among them and nothing else is, the text is believed. Otherwise the order is the form's.

    Args:
        lines: those above the first row of the table.
        block: its columns.
    """
    own = [i for i, column in enumerate(block.columns) if not column.subtotal_of]
    depth = max((len(block.columns[i].group) for i in own), default=0)
    inner = [i for i in own if len(block.columns[i].group) == depth]
    if depth == 0 or len(inner) == len(own):
        return own
    core_of = {core: i for i in inner for core in block.columns[i].cores}
    named = max(_runs(lines, core_of), key=len, default=[])
    if len(named) < _FEWEST or named == inner:
        return own
    before, after = own[: own.index(inner[0])], own[own.index(inner[-1]) + 1 :]
    return [*before, *named, *after]


def _runs(lines: Sequence[Line], core_of: Mapping[str, int]) -> Iterator[list[int]]:
    """Yield the columns that are named one behind the other, each once, with no other words between them."""
    run: list[int] = []
    for piece in (piece for line in lines for piece in line.labels):
        column = core_of.get(known_core(str(piece.value), core_of))
        if column is None or column in run:
            yield run
            run = []
        if column is not None:
            run.append(column)
    yield run


def above(lines: Sequence[Line], rows: Iterable[Line], reach: int = 30) -> Sequence[Line]:
    """Return the lines right above the first of some rows."""
    marked = {id(row) for row in rows}
    first = next((i for i, line in enumerate(lines) if id(line) in marked), 0)
    return lines[max(0, first - reach) : first]
