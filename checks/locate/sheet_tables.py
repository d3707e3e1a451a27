"""Finds a form's tables in a sheet whose columns line up: headers give the columns, labels the rows."""

from __future__ import annotations

from checks.locate.header import Header, Labels, headers
from checks.locate.lines import Line, Piece
from checks.locate.row_matching import match
from checks.model.form import Form
from checks.model.grid import Grid
from checks.model.located import Located, is_own

_UNLABELLED_REACH = 4  # the one row of 表四 stands this close below its header


def find_in_sheet(grid: Grid, labels: Labels, position: int, form: Form) -> list[Located]:
    """Return the tables of a form in one sheet, in reading order; a table may occur twice.

    Args:
        grid: a sheet whose columns line up.
        labels: its words, see ``labels_of``.
        position: the Grid's position in the document.
        form: the form to look for.
    """
    found: list[Located] = []
    for t, table in enumerate(form.tables):
        current: Located | None = None
        tops = headers(labels, table)
        ends = [*(header.first for header in tops[1:]), len(grid.rows)]
        for header, end in zip(tops, ends, strict=bool(tops)):
            part = _under(grid, Located(form, t, (position, header.first)), header, end)
            if not part.spots:
                continue
            if current is None or current.spots.keys() & part.spots.keys():
                current = part
                found.append(part)
            else:
                current.absorb(part)
    return [one for one in found if one.is_enough]


def _under(grid: Grid, one: Located, header: Header, end: int) -> Located:
    """Fill in the part of a table that stands under one header."""
    position = one.start[0]
    items = [(b, r, row) for b in header.columns for r, row in enumerate(one.of.blocks[b].rows)]
    lines = [_label_line(grid, position, r, header) for r in range(header.bottom + 1, end)]
    if not items[0][2].label:
        width = max(map(len, header.columns.values()))
        pairs = {0: row} if (row := _unlabelled(lines, width)) is not None else {}
        guessed: set[int] = set()
    else:
        found = match(lines, [item for _, _, item in items])
        pairs, guessed, one.loose = found.lines, found.guessed, found.loose
    for k, i in pairs.items():
        b, r, item = items[k]
        if item.subtotal_of and not lines[i].figures:
            continue  # a group's heading is a subtotal only where it holds figures
        for c, column in header.columns[b].items():
            one.spots[one.form.grid_index[one.table, b, r, c]] = (position, header.bottom + 1 + i, column)
        one.rows += is_own(item)
        if k in guessed:
            one.guessed.append((str(lines[i].labels[-1].value).strip(), item.label))
    one.columns = sum(len(columns) for columns in header.columns.values())
    return one


def _label_line(grid: Grid, position: int, r: int, header: Header) -> Line:
    """The cells left of the figures as labels, then the cells of the header's columns as figures."""
    row = grid.rows[r]
    columns = sorted({c for columns in header.columns.values() for c in columns.values()})
    pieces = [Piece(value, (position, r, c)) for c, value in enumerate(row[: header.left])]
    figures = [Piece(row[c], (position, r, c)) for c in columns if c < len(row)]
    return Line([*pieces, *(piece for piece in figures if piece.is_figure)])


def _unlabelled(lines: list[Line], width: int) -> int | None:
    """表四 has one row without a label: the first that is mostly figures, or the first of an empty form."""
    near = lines[:_UNLABELLED_REACH]
    filled = (i for i, line in enumerate(near) if sum(piece.is_figure for piece in line.pieces) * 2 > width)
    return next(filled, 0 if near else None)
