"""What the header of a table in text tells of the order of its columns, though they do not line up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from checks.forms.labels import known_core
from checks.locate.lines import TextLine
from checks.model.form import Block

_MOST_PARTS = 3  # cells or lines that one heading is broken into
_FEWEST = 3  # labels of one group in one line are its header


def columns_in_order(lines: Sequence[TextLine], block: Block) -> list[int]:
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
    if len(named) < _FEWEST:
        named = inner
    outer = [i for i in own if i not in inner]
    return [i for place in _outer_order(lines, block, outer) for i in (named if place < 0 else [place])]


def _outer_order(lines: Sequence[TextLine], block: Block, outer: Sequence[int]) -> list[int]:
    """Return the columns beside the inner group as their header names them, with -1 where the group stands.

    Where the header does not name all of them and the group, the order is the form's.
    """
    core_of = {core: i for i in outer for core in block.columns[i].cores}
    first = next((i for i, column in enumerate(block.columns) if not column.subtotal_of and i not in outer), 0)
    inner = block.columns[first].group[-1]
    core_of |= {core: -1 for group in block.column_groups if group.id == inner for core in group.cores}
    form = [*(i for i in outer if i < first), -1, *(i for i in outer if i > first)]
    named = max(_runs(lines, core_of), key=len, default=[])
    return named if sorted(named) == sorted(form) else form


def _runs(lines: Sequence[TextLine], core_of: Mapping[str, int]) -> Iterator[list[int]]:
    """Yield the columns that are named one behind the other, each once, with no other words between them."""
    run: list[int] = []
    words = [str(piece.value) for line in lines for piece in line.labels]
    at = 0
    while at < len(words):
        size, column = next(_named_at(words, at, core_of), (1, None))
        at += size
        if column is None or column in run:
            yield run
            run = []
        if column is not None:
            run.append(column)
    yield run


def _named_at(words: Sequence[str], at: int, core_of: Mapping[str, int]) -> Iterator[tuple[int, int]]:
    """Yield in how many cells a column is named from a place on, and which, the longest name first.

    A name may be broken over some cells, and its parts be names of their own, as 商业 and 企业 are.
    """
    for size in range(min(_MOST_PARTS, len(words) - at), 0, -1):
        column = core_of.get(known_core("".join(words[at : at + size]), core_of))
        if column is not None:
            yield size, column


def above(lines: Sequence[TextLine], rows: Iterable[TextLine], reach: int = 30) -> Sequence[TextLine]:
    """Return the lines right above the first of some rows."""
    marked = {id(row) for row in rows}
    first = next((i for i, line in enumerate(lines) if id(line) in marked), 0)
    return lines[max(0, first - reach) : first]
