"""Finds a form's tables in lines of text, where columns have slid or were never kept: labels, then figures."""

from __future__ import annotations

from collections.abc import Container, Sequence

from checks.locate.lines import TextLine
from checks.locate.row_matching import innermost, match
from checks.locate.strays import other_lines, same, twin_lines
from checks.locate.text_columns import above, columns_in_order
from checks.locate.wanted import WantedTable
from checks.model.form import Block, Form, Item, Table
from checks.model.located import Located, Position, Stray

_LOOK_BACK = 14  # 表四's header may be broken into this many lines (one character a line, after recognition)
_FEW_BLANKS = 3  # in a line of 表四 that is padded at its end
_FEWEST_AGAIN = 3  # rows of a table that come a second time begin another report
_FEWEST_ROWS = 2  # whose applicants are one blank cell
_TELLING = 4  # characters of a label that is not met everywhere, as 总计 is


def find_in_lines(lines: list[TextLine], form: list[WantedTable]) -> list[Located]:
    """Return the tables of a form in the lines of a document, of one report after the other."""
    return [table for part in _parted(lines, form[0].form) for table in _in_part(part, form)]


def _in_part(lines: list[TextLine], form: list[WantedTable]) -> list[Located]:
    """Return the tables of a form in the lines of one report."""
    tables = []
    for wanted in form:
        located = Located(wanted.form, wanted.position, (0, 0))
        table = wanted.of
        known = frozenset(core for block in table.blocks for item in block.columns for core in item.cores)
        located.columns = len({core for line in lines for core in line.cores if core in known}) or _run_together(
            lines, known
        )
        if wanted.is_labelled:
            _labelled(lines, located, wanted)
        else:
            _unlabelled(lines, located, table.blocks[0])
        if located.spots:
            located.start = min(spot[:2] for spot in located.spots.values())
            tables.append(located)
    return [one for one in tables if one.is_enough and one.columns]


def _parted(lines: list[TextLine], form: Form) -> list[list[TextLine]]:
    """Part the lines where the rows of a table begin a second time: the next report has begun.

    A row or two that are given twice begin none; half of the rows that were seen before do.
    """
    parts: list[list[TextLine]] = []
    names = _names(form)
    begin = 0
    while (cut := _next_report(lines, begin, names, form)) is not None:
        parts.append(lines[begin:cut])
        begin = cut
    return [*parts, lines[begin:]]


def _names(form: Form) -> dict[str, tuple[int, str]]:
    """The telling labels of rows that occur once in the form → table and label."""
    found: dict[str, set[tuple[int, str]]] = {}
    for t, table in enumerate(form.tables):
        for row in (row for block in table.blocks for row in block.rows if row.is_own):
            for core in row.cores:
                if len(core) >= _TELLING:
                    found.setdefault(core, set()).add((t, row.label))
    return {core: rows.pop() for core, rows in found.items() if len(rows) == 1}


def _next_report(lines: list[TextLine], begin: int, names: dict[str, tuple[int, str]], form: Form) -> int | None:
    """Return the line where the next report begins behind ``begin``; None if there is none."""
    seen: set[tuple[int, str]] = set()
    again: dict[int, set[str]] = {}
    first: dict[int, int] = {}
    for i in range(begin, len(lines)):
        row = names.get(lines[i].cores[0]) if lines[i].figures and lines[i].cores else None
        if row is None or row not in seen:
            seen |= {row} if row else set()
            continue
        table, label = row
        first.setdefault(table, i)
        again.setdefault(table, set()).add(label)
        if len(again[table]) >= _FEWEST_AGAIN and len(again[table]) * 2 >= sum(t == table for t, _ in seen):
            return _heading_above(lines, first[table], begin, _cores(form.tables[table]) - names.keys())
    return None


def _heading_above(lines: list[TextLine], row: int, begin: int, short: Container[str]) -> int:
    """Return the first line above a row that is a heading, a title, or a row with a short label."""
    while row > begin + 1:
        line = lines[row - 1]
        if line.figures and not (line.cores and line.cores[0] in short):
            break
        row -= 1
    return row


def _cores(table: Table) -> frozenset[str]:
    return frozenset(core for block in table.blocks for row in block.rows for core in row.cores)


def _labelled(lines: list[TextLine], located: Located, wanted: WantedTable) -> None:
    """Every row of the form that a line names, with as many figures behind the label as the form has columns."""
    blocks = tuple(range(len(located.of.blocks)))
    items = wanted.items(blocks)
    columns = {b: _columns(lines, block) for b, block in enumerate(located.of.blocks)}
    named = [line for line in lines if line.labels or line.wrapped]
    fitting = [line for line in named if any(_fits(line, len(order)) for order in columns.values())]
    pairs = match(fitting, wanted.rows(blocks))
    located.loose = pairs.loose
    if only_totals := _only_totals(lines, located.of.blocks):
        located.loose = True
        _totals(located, items, only_totals)
        return
    for k, i in pairs.lines.items():
        b, _, item = items[k]
        if _row(located, fitting[i], items[k], columns[b]) and k in pairs.guessed:
            located.guessed.append((fitting[i].label, item.label))
            located.doubtful |= k in pairs.weak
    rows = [fitting[i] for i in pairs.lines.values()]
    located.strays += twin_lines(located, fitting, pairs, items, columns)
    twins = _named(located, [fitting[i] for i in pairs.twins])
    located.strays += other_lines(located, lines, rows, twins, _elsewhere(located))


def _run_together(lines: list[TextLine], known: frozenset[str]) -> int:
    """Count the columns that are named in lines which no longer part them, as in text copied from a page."""
    telling = [core for core in known if len(core) > _TELLING]
    return len({core for line in lines if not line.figures for core in telling if core in line.joined})


def _named(located: Located, lines: list[TextLine]) -> list[TextLine]:
    """Return the lines of which something has been named as no cell of the form."""
    told = {spot for stray in located.strays for spot in stray.spots}
    return [line for line in lines if not told.isdisjoint(piece.spot for piece in line.slots)]


def _row(located: Located, line: TextLine, numbered: tuple[int, int, Item], columns: list[int]) -> bool:
    """Give the cells of one row of the form their places in a line, in place; tell whether the line has them."""
    b, r, item = numbered
    window = line.window(len(columns)) if _fits(line, len(columns)) else None
    if window is None or (item.subtotal_of and not line.figures):
        return False
    for c, spot in zip(columns, window, strict=True):
        if spot is not None:
            located.spots[located.form.grid_index[located.table, b, r, c]] = spot
    located.rows += item.is_own
    return True


def _elsewhere(located: Located) -> set[str]:
    """The labels of the rows of the form's other tables."""
    others = [table for table in located.form.tables if table is not located.of]
    return {core for table in others for core in _cores(table)}


def _columns(lines: list[TextLine], block: Block) -> list[int]:
    """The columns of a block in the order of the text."""
    known = {core for row in block.rows if row.is_own for core in row.cores if len(core) >= _TELLING}
    rows = [line for line in lines if line.figures and any(core in known for core in line.cores)]
    return columns_in_order(above(lines, rows), block)


def _only_totals(lines: list[TextLine], blocks: Sequence[Block]) -> dict[str, Position]:
    """Where the applicants are one merged blank cell in every row, give for each label the place of its total.

    Otherwise the blank cell before the only figure would be taken for 自然人, the figure for 商业企业.
    """
    if len(blocks) > 1 or not blocks[0].column_groups:
        return {}
    known = {core for row in blocks[0].rows if row.is_own for core in row.cores}
    rows = [line for line in lines if line.cores and line.cores[0] in known and line.figures]
    telling = [line for line in rows if len(line.cores[0]) >= _TELLING]
    if len(telling) < _FEWEST_ROWS or not all(map(_is_merged, telling)):
        return {}
    return {line.cores[0]: line.slots[1].spot for line in rows if _is_merged(line)}


def _is_merged(line: TextLine) -> bool:
    return line.figures == 1 and len(line.slots) > 1 and line.slots[1].is_figure


def _totals(located: Located, items: list[tuple[int, int, Item]], places: dict[str, Position]) -> None:
    """Place the totals alone; the other columns were not filled in."""
    last = max(c for c, column in enumerate(located.of.blocks[0].columns) if not column.subtotal_of)
    for b, r, item in items:
        spot = next((places[core] for core in item.cores if core in places), None)
        if spot is not None and item.is_own:
            located.spots[located.form.grid_index[located.table, b, r, last]] = spot
            located.rows += 1


def _fits(line: TextLine, width: int) -> bool:
    return len(line.slots) >= width and line.figures <= width


def _unlabelled(lines: list[TextLine], located: Located, block: Block) -> None:
    """表四: all figures in one line below its headings, or one line for each group."""
    width = len(block.columns)
    headings = _Headings(block)
    before: list[Position | None] = []
    for line in lines:
        headings.read(line)
        if not headings.are_near:
            continue
        whole = len(line.slots) == width and line.figures > 0
        window = line.window(width) if whole or (_nearly(line, width) and len(line.slots) > width) else None
        if window and (before or len(located.spots) == width):
            _twice(located, lines, window)
        elif window:
            _place(located, range(width), window)
        elif len(headings.named) < 2:  # else nobody knows whose a line is that has as many figures as one group
            _of_group(line, located, block, headings.last)
        if line.figures:
            headings.named.clear()
        before = window or []


class _Headings:
    """The headings of 表四 in the lines read so far.

    Attributes:
        last: the innermost group that was named last.
        named: the innermost groups that were named since the last figures.
    """

    def __init__(self, block: Block) -> None:
        self._groups = {core: group.id for group in block.column_groups for core in group.cores}  # outer ones first
        innermost_groups = {column.group[-1] for column in block.columns if column.group}
        self._leaves = {core: group for core, group in self._groups.items() if group in innermost_groups}
        self._reach = _LOOK_BACK * len(block.columns)
        self._labels: list[str] = []
        self.last = ""
        self.named: set[str] = set()

    def read(self, line: TextLine) -> None:
        """Take in the words of one more line."""
        words = [*line.cores, line.joined]
        self._labels = [*self._labels[-self._reach :], *words]
        self.last = innermost(line.cores, self._groups) or self.last
        self.named |= {group for core, group in self._leaves.items() if any(core in word for word in words)}

    @property
    def are_near(self) -> bool:
        """Tell whether any group was named not long ago."""
        return bool(innermost(self._labels, self._groups))


def _of_group(line: TextLine, located: Located, block: Block, heading: str) -> None:
    """Place the figures of one group of 表四, if a line has as many."""
    members = [c for c, column in enumerate(block.columns) if column.group and column.group[-1] == heading]
    if members and line.figures == len(members) and (part := line.window(len(members))):
        _place(located, members, part)


def _twice(located: Located, lines: Sequence[TextLine], window: Sequence[Position | None]) -> None:
    """A second line of figures right below the first: where the two differ, neither counts."""
    values = {piece.spot: piece.value for line in lines for piece in line.slots}
    differs = False
    for c, spot in enumerate(window):
        index = located.form.grid_index[located.table, 0, 0, c]
        first = located.spots.get(index)
        if first is not None and spot is not None and not same(values.get(first), values.get(spot)):
            differs = True
            del located.spots[index]
    located.strays.append(Stray("row_twice", "", tuple(spot for spot in window if spot), differs))


def _nearly(line: TextLine, width: int) -> bool:
    return width - _FEW_BLANKS <= line.figures <= width


def _place(located: Located, columns: range | list[int], window: list[Position | None]) -> None:
    for c, spot in zip(columns, window, strict=True):
        if spot is not None:
            located.spots.setdefault(located.form.grid_index[located.table, 0, 0, c], spot)
    located.rows = 1
