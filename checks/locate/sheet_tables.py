"""Finds a form's tables in a sheet whose columns line up: headers give the columns, labels the rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from checks.forms.labels import is_contrary
from checks.locate.columns import Fit
from checks.locate.header import Header, Heading
from checks.locate.lines import Line, TextLine
from checks.locate.row_matching import Match, match
from checks.locate.sheet import BLANK, FIGURES, Sheet
from checks.locate.strays import among_labels, other_columns, other_rows, twin_columns, twin_rows
from checks.locate.wanted import WantedTable
from checks.model.form import Item
from checks.model.located import Located, Position

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


def find_in_sheet(sheet: Sheet, form: list[WantedTable], headers: Mapping[Heading, list[Header]]) -> list[Located]:
    """Return the tables of a form in one sheet, or pieces of them, in reading order; a table may occur twice.

    Args:
        sheet: its columns line up.
        form: the tables to look for.
        headers: those of each heading in the sheet.
    """
    ends = sorted({header.first for table in form for header in headers[table.heading]} | {len(sheet.rows)})
    tables: list[Located] = []
    for table in form:
        parts = [
            _part(sheet, table, header, next(end for end in ends if end > header.bottom))
            for header in headers[table.heading]
        ]
        if not parts:
            continue
        _exact_first(parts)
        own: list[Located] = []
        owned: list[tuple[TablePart, Located | None]] = []
        for part in parts:
            located = _located(sheet, table, part)
            has_rows = bool(located.spots)
            if has_rows or located.blank or located.strays:
                if not own or own[-1].spots.keys() & located.spots.keys():
                    own.append(located)
                else:
                    own[-1].absorb(located)
            owned.append((part, own[-1] if has_rows else None))
        _beside(sheet, owned, own)
        tables += own
    return tables


def find_rows(sheet: Sheet, lines: list[TextLine], form: list[WantedTable], tables: Container[str]) -> list[Located]:
    """Return pieces of tables that go on without a header, as behind the end of a page.

    The rows that have as many figures as the form has columns tell where the columns are.

    Args:
        sheet: its columns line up.
        lines: its rows.
        form: the tables to look for.
        tables: ids of those that have no header here.
    """
    continued = []
    for table in form:
        if table.of.id not in tables or not table.is_labelled:
            continue
        header = _without_header(lines, table)
        if header is None:
            continue
        part = _part(sheet, table, header, len(sheet.rows))
        located = _located(sheet, table, part)
        located.loose = True
        located.columns = 0
        if located.spots:
            _beside(sheet, [(part, located)], [located])
            continued.append(located)
    return continued


def _without_header(lines: list[TextLine], table: WantedTable) -> Header | None:
    """The columns of the widest block, where full rows with exact labels agree on them."""
    b, block = max(enumerate(table.of.blocks), key=lambda numbered: len(numbered[1].columns))
    own = [c for c, column in enumerate(block.columns) if not column.subtotal_of]
    by_core = {core for row in block.rows if row.is_own for core in row.cores}
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
    return Header(first, first - 1, {b: Fit(dict(zip(own, columns, strict=True)))}, [])


def _columns(line: TextLine) -> tuple[int, ...]:
    return tuple(piece.spot[2] for piece in line.slots if piece.is_figure)


def _part(sheet: Sheet, table: WantedTable, header: Header, end: int) -> TablePart:
    blocks = tuple(header.fits)
    lines = sheet.lines(header.bottom + 1, end, header.figures)
    pairs = match(lines, table.rows(blocks)) if table.is_labelled else _unlabelled(sheet, header, lines)
    return TablePart(header, table.items(blocks), lines, pairs)


def _exact_first(parts: list[TablePart]) -> None:
    """A row that one part names by its label is not to be guessed in another."""
    if not any(part.pairs.guessed for part in parts):
        return
    certain = {part.items[k][:2] for part in parts for k in part.pairs.lines if k not in part.pairs.guessed}
    for part in parts:
        for k in [k for k in part.pairs.guessed if part.items[k][:2] in certain]:
            part.pairs.guessed.discard(k)
            del part.pairs.lines[k]


def _located(sheet: Sheet, table: WantedTable, part: TablePart) -> Located:
    """Give every cell of the rows and columns that were found its place."""
    header, lines, pairs = part.header, part.lines, part.pairs
    located = Located(table.form, table.position, (sheet.position, header.first))
    located.loose = pairs.loose or any(fit.joined or fit.guessed for fit in header.fits.values())
    spots, cells, position = located.spots, table.form.cells_of_rows[table.position], sheet.position
    in_order = {b: sorted(columns.values()) for b, columns in header.columns.items()}
    for k, i in pairs.lines.items():
        b, r, item = part.items[k]
        if item.subtotal_of and not lines[i].figures:
            continue  # a group's heading is a subtotal only where it holds figures
        row = header.bottom + 1 + i
        slid = _slid(sheet, row, in_order[b])
        if slid is None:
            continue  # which cell is which, nobody knows; what stands among the labels is said
        indexes = cells[b][r]
        for c, column in header.columns[b].items():
            spots[indexes[c]] = (position, row, column - slid)
        located.rows += item.is_own
        if k in pairs.guessed:
            located.guessed.append((lines[i].label, item.label))
            located.doubtful |= k in pairs.weak
    located.columns = sum(map(len, header.columns.values()))
    for fit in header.fits.values():
        located.guessed += fit.guessed
        located.doubtful |= any(is_contrary(*pair) for pair in fit.guessed)
    located.blank = not lines and not table.is_labelled and header.bottom + 1 == len(sheet.rows)
    if spots:
        located.strays += twin_rows(located, sheet, header, lines, pairs, part.items)
        located.strays += twin_columns(located, sheet, header)
    return located


def _slid(sheet: Sheet, row: int, columns: list[int]) -> int | None:
    """Return by how many columns a row's cells stand too far to the left: a page's span ends a row too early.

    None where that is so, but some of them are blank.
    """
    first, last = columns[0], columns[-1]
    if len(columns) < _FEWEST_FIGURES or last - first >= len(columns):
        return 0
    slid = 0
    while slid < first and sheet.has(FIGURES, row, first - 1 - slid):
        slid += 1
    kinds = sheet.kinds[row]
    if not slid or slid == first or kinds[last - slid + 1 : last + 1].strip(BLANK):
        return 0
    return slid if all(sheet.has(FIGURES, row, c) for c in range(first, last - slid + 1)) else None


def _beside(sheet: Sheet, parts: Sequence[tuple[TablePart, Located | None]], tables: list[Located]) -> None:
    """Give each part's table what stands among its figures without belonging to it."""
    right = max(part.header.right for part, _ in parts)
    claimed: set[Position] = set()
    for table in tables:
        claimed.update(table.spots.values(), *[stray.spots for stray in table.strays])
    for part, owner in parts:
        if owner is not None:
            rows = [part.header.bottom + 1 + i for i in part.pairs.lines.values()]
            facts = (sheet, part.header, part.lines, part.pairs, claimed, right)
            owner.strays += other_rows(owner, *facts, goes_on=part is not parts[-1][0])
            owner.strays += other_columns(owner, sheet, part.header, rows, right, claimed)
            owner.strays += among_labels(owner, sheet, part.header, sorted(rows), claimed)


def _is_last_year(line: Line) -> bool:
    return any(word in str(piece.value) for piece in line.labels for word in _LAST_YEAR)


def _unlabelled(sheet: Sheet, header: Header, lines: list[Line]) -> Match:
    """表四 has one row without a label: the one with most figures, or the first of an empty form."""
    width = max(map(len, header.columns.values()))
    first = header.bottom + 1
    columns = (*range(header.left), *header.figures)
    near = lines[:_UNLABELLED_REACH]
    filled = [
        0 if _is_last_year(line) else sum([sheet.has(FIGURES, row, c) for c in columns])
        for row, line in enumerate(near, first)
    ]
    most = max(filled, default=0)
    if most * 2 <= width:
        return Match({0: 0} if near else {})
    best, *others = [i for i, figures in enumerate(filled) if figures == most]
    return Match({0: best}, twins=dict.fromkeys(others, 0))
