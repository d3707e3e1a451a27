"""Finds a form's tables in a sheet whose columns line up: headers give the columns, labels the rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from dataclasses import dataclass

from checks.forms.labels import is_contrary
from checks.locate.columns import Fit
from checks.locate.header import Header, Labels, headers
from checks.locate.lines import Line, Piece
from checks.locate.row_matching import Match, match
from checks.locate.strays import among_labels, other_columns, other_rows, twin_columns, twin_rows
from checks.model.figures import is_figure
from checks.model.form import Form, Item, Table
from checks.model.grid import Grid, is_blank
from checks.model.located import Located, is_own

_TELLING = 4  # characters of a label that is not met everywhere, as 总计 is
_FEWEST_FIGURES = 4  # must stand below or beside one another to tell where the columns are, if no header does
_LAST_YEAR = ("上年", "去年", "上一年")
_UNLABELLED_REACH = 4  # the one row of 表四 stands this close below its header


@dataclass
class TablePart:
    """What stands under one header of a table.

    Attributes:
        items: the rows of the form that may stand here: block, row, item.
        lines: the rows of the sheet under the header.
        pairs: which item is which line.
    """

    header: Header
    items: list[tuple[int, int, Item]]
    lines: list[Line]
    pairs: Match


def find_in_sheet(grid: Grid, labels: Labels, position: int, form: Form) -> list[Located]:
    """Return the tables of a form in one sheet, or pieces of them, in reading order; a table may occur twice.

    Args:
        grid: a sheet whose columns line up.
        labels: its words, see ``labels_of``.
        position: the Grid's position in the document.
        form: the form to look for.
    """
    tops = [headers(grid, labels, table) for table in form.tables]
    ends = sorted({header.first for found in tops for header in found} | {len(grid.rows)})
    tables: list[Located] = []
    for t, table_headers in enumerate(tops):
        parts = [
            _part(grid, position, form, t, header, next(end for end in ends if end > header.bottom))
            for header in table_headers
        ]
        _exact_first(parts)
        current: Located | None = None
        for part in parts:
            located = _located(grid, position, form, t, part)
            if not located.spots and not located.blank and not located.strays:
                continue
            if current is None or current.spots.keys() & located.spots.keys():
                current = located
                tables.append(located)
            else:
                current.absorb(located)
        _beside(grid, parts, [table for table in tables if table.table == t])
    return tables


def find_rows(grid: Grid, lines: list[Line], position: int, form: Form, tables: Container[str]) -> list[Located]:
    """Return pieces of tables that go on without a header, as behind the end of a page.

    The rows that have as many figures as the form has columns tell where the columns are.

    Args:
        grid: a sheet whose columns line up.
        lines: its rows.
        position: the Grid's position in the document.
        form: the form to look for.
        tables: ids of the tables that have no header here.
    """
    continued = []
    for t, table in enumerate(form.tables):
        if table.id not in tables or not table.blocks[0].rows[0].label:
            continue
        header = _without_header(lines, table)
        if header is None:
            continue
        part = _part(grid, position, form, t, header, len(grid.rows))
        located = _located(grid, position, form, t, part)
        located.loose = True
        located.columns = 0
        if located.spots:
            _beside(grid, [part], [located])
            continued.append(located)
    return continued


def _without_header(lines: list[Line], table: Table) -> Header | None:
    """The columns of the widest block, where full rows with exact labels agree on them."""
    b, block = max(enumerate(table.blocks), key=lambda numbered: len(numbered[1].columns))
    own = [c for c, column in enumerate(block.columns) if not column.subtotal_of]
    by_core = {core for row in block.rows if is_own(row) for core in row.cores}
    full = [
        line
        for line in lines
        if len(line.cores) and line.cores[0] in by_core and line.figures == len(own) == len(_columns(line))
    ]
    if not any(len(line.cores[0]) >= _TELLING for line in full):
        return None
    columns, times = Counter(_columns(line) for line in full).most_common(1)[0]
    if times * len(own) < _FEWEST_FIGURES:
        return None
    first = full[0].row
    return Header(first, first - 1, {b: Fit(dict(zip(own, columns, strict=True)))})


def _columns(line: Line) -> tuple[int, ...]:
    return tuple(piece.spot[2] for piece in line.slots if piece.is_figure)


def _part(grid: Grid, position: int, form: Form, t: int, header: Header, end: int) -> TablePart:
    blocks = form.tables[t].blocks
    items = [(b, r, row) for b in header.fits for r, row in enumerate(blocks[b].rows)]
    columns = sorted({c for columns in header.columns.values() for c in columns.values()})
    lines = [_label_line(grid, position, r, columns) for r in range(header.bottom + 1, end)]
    if items[0][2].label:
        return TablePart(header, items, lines, match(lines, [item for _, _, item in items]))
    width = max(map(len, header.columns.values()))
    return TablePart(header, items, lines, _unlabelled(lines, width))


def _exact_first(parts: list[TablePart]) -> None:
    """A row that one part names by its label is not to be guessed in another."""
    certain = {part.items[k][:2] for part in parts for k in part.pairs.lines if k not in part.pairs.guessed}
    for part in parts:
        for k in [k for k in part.pairs.guessed if part.items[k][:2] in certain]:
            part.pairs.guessed.discard(k)
            del part.pairs.lines[k]


def _located(grid: Grid, position: int, form: Form, t: int, part: TablePart) -> Located:
    """Give every cell of the rows and columns that were found its place."""
    header, lines = part.header, part.lines
    located = Located(form, t, (position, header.first))
    located.loose = part.pairs.loose or any(fit.joined or fit.guessed for fit in header.fits.values())
    for k, i in part.pairs.lines.items():
        b, r, item = part.items[k]
        if item.subtotal_of and not lines[i].figures:
            continue  # a group's heading is a subtotal only where it holds figures
        row = header.bottom + 1 + i
        slid = _slid(grid, row, sorted(header.columns[b].values()))
        if slid is None:
            continue  # which cell is which, nobody knows; what stands among the labels is said
        for c, column in header.columns[b].items():
            located.spots[form.grid_index[t, b, r, c]] = (position, row, column - slid)
        located.rows += is_own(item)
        if k in part.pairs.guessed:
            located.guessed.append((lines[i].label, item.label))
            located.doubtful |= k in part.pairs.weak
    located.columns = sum(len(columns) for columns in header.columns.values())
    for fit in header.fits.values():
        located.guessed += fit.guessed
        located.doubtful |= any(is_contrary(*pair) for pair in fit.guessed)
    located.blank = not lines and not part.items[0][2].label and header.bottom + 1 == len(grid.rows)
    if located.spots:
        located.strays += twin_rows(located, grid, header, lines, part.pairs, part.items)
        located.strays += twin_columns(located, grid, header)
    return located


def _slid(grid: Grid, row: int, columns: list[int]) -> int | None:
    """Return by how many columns a row's cells stand too far to the left: a page's span ends a row too early.

    None where that is so, but some of them are blank.
    """
    first, last = columns[0], columns[-1]
    if len(columns) < _FEWEST_FIGURES or last - first >= len(columns):
        return 0
    slid = 0
    while slid < first and is_figure(grid.value(row, first - 1 - slid)):
        slid += 1
    if not slid or slid == first or any(not is_blank(grid.value(row, c)) for c in range(last - slid + 1, last + 1)):
        return 0
    return slid if all(is_figure(grid.value(row, c)) for c in range(first, last - slid + 1)) else None


def _beside(grid: Grid, parts: list[TablePart], tables: list[Located]) -> None:
    """Give each table what stands among its figures without belonging to it."""
    right = max((part.header.right for part in parts), default=0)
    claimed = {spot for table in tables for spot in table.spots.values()}
    claimed |= {spot for table in tables for stray in table.strays for spot in stray.spots}
    for part in parts:
        rows = [part.header.bottom + 1 + i for i in part.pairs.lines.values()]
        owner = next((table for table in tables if any(spot[1] in rows for spot in table.spots.values())), None)
        if owner is not None:
            facts = (grid, part.header, part.lines, part.pairs, claimed, right)
            owner.strays += other_rows(owner, *facts, goes_on=part is not parts[-1])
            owner.strays += other_columns(owner, grid, part.header, rows, right, claimed)
            owner.strays += among_labels(owner, grid, part.header, sorted(rows), claimed)


def _label_line(grid: Grid, position: int, r: int, columns: list[int]) -> Line:
    """The cells left of the figures as labels, then the cells of the header's columns as figures."""
    row = grid.rows[r]
    pieces = [Piece(value, (position, r, c)) for c, value in enumerate(row[: columns[0]])]
    figures = [Piece(row[c], (position, r, c)) for c in columns if c < len(row)]
    return Line([*pieces, *(piece for piece in figures if piece.is_figure)])


def _is_last_year(line: Line) -> bool:
    return any(word in str(piece.value) for piece in line.labels for word in _LAST_YEAR)


def _unlabelled(lines: list[Line], width: int) -> Match:
    """表四 has one row without a label: the one with most figures, or the first of an empty form."""
    near = lines[:_UNLABELLED_REACH]
    filled = [sum(piece.is_figure for piece in line.pieces) * (not _is_last_year(line)) for line in near]
    most = max(filled, default=0)
    if most * 2 <= width:
        return Match({0: 0} if near else {})
    first, *others = [i for i, figures in enumerate(filled) if figures == most]
    return Match({0: first}, twins=dict.fromkeys(others, 0))
