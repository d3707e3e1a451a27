"""What stands among the figures of a table and belongs to no cell of the form: it must be said."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import count, takewhile

from checks.locate.columns import REMARKS
from checks.locate.header import Header
from checks.locate.lines import Line, TextLine
from checks.locate.row_matching import Match
from checks.locate.sheet import BLANK, NUMBER, WIDEST_LABEL, Sheet
from checks.model.figures import Number, read
from checks.model.form import Item
from checks.model.grid import Special, Value, is_blank
from checks.model.located import Located, Position, Stray

_FEWEST_BESIDE = 5  # figures of a line of text right above or below a table that may be a row of it
_CHECKING = ("校验", "核对", "备注", "差额")  # in the labels of rows that check the others


def twin_rows(
    located: Located,
    sheet: Sheet,
    header: Header,
    lines: Sequence[Line],
    pairs: Match,
    items: Sequence[tuple[int, int, Item]],
) -> list[Stray]:
    """Return the rows whose label another row has already; where the two differ, neither counts.

    Args:
        located: the table; loses the places of figures that are given twice and differ.
        sheet: it stands there.
        header: the columns.
        lines: the rows of the sheet under the header.
        pairs: which of them is which item.
        items: the rows of the form: block, row, item.
    """
    strays = []
    for i, k in pairs.twins.items():
        b, r, item = items[k]
        if not item.is_own or k not in pairs.lines or not lines[i].figures:
            continue
        first, second = (header.bottom + 1 + line for line in (pairs.lines[k], i))
        differs = False
        spots: list[Position] = []
        for c, column in header.columns[b].items():
            spots.append((sheet.position, second, column))
            if not same(sheet.value(first, column), sheet.value(second, column)):
                differs = True
                located.spots.pop(located.form.grid_index[located.table, b, r, c], None)
        strays.append(Stray("row_twice", item.label, tuple(spots), differs))
    return strays


def twin_columns(located: Located, sheet: Sheet, header: Header) -> list[Stray]:
    """Return the columns whose label another column has already; where the two differ, neither counts."""
    strays = []
    for b, fit in header.fits.items():
        for c, other in fit.twins.items():
            column = located.of.blocks[b].columns[c]
            spots: list[Position] = []
            differs = False
            for index, (position, row, _) in list(located.spots.items()):
                cell = located.form.cells[index]
                if (cell.block, cell.column) != (b, c) or is_blank(sheet.value(row, other)):
                    continue
                spots.append((position, row, other))
                if not same(sheet.value(row, fit.columns[c]), sheet.value(row, other)):
                    differs = True
                    del located.spots[index]
            if len(located.of.blocks[b].columns) == 1 and not differs:
                located.loose = True  # a span undone by filling
            elif spots:
                strays.append(Stray("column_twice", column.label, tuple(spots), differs))
    return strays


def other_rows(
    owner: Located,
    sheet: Sheet,
    header: Header,
    lines: Sequence[Line],
    pairs: Match,
    claimed: set[Position],
    right: int,
    *,
    goes_on: bool,
) -> Iterator[Stray]:
    """Yield the rows with figures, above, between and right below the rows of the form, that are none of them.

    A row of figures without a word counts wherever they stand in the table's width: a single block may be narrower.

    Args:
        owner: the table; its layout is not remembered where the figures themselves decided.
        sheet: it stands there.
        header: the columns of the form.
        lines: the rows of the sheet under the header.
        pairs: which of them is which row of the form.
        claimed: the places that belong to cells of the form, or have been said already.
        right: the last column of the table.
        goes_on: another block of the table follows; what stands between the two belongs to neither.
    """
    matched = set(pairs.lines.values())
    if not matched:
        return
    first, last = min(matched), max(matched)
    fewest = min(2, max(map(len, header.columns.values())))
    for i, line in enumerate(lines):
        if i in matched:
            continue
        row = header.bottom + 1 + i
        spots = _numbers(sheet, row, header.figures)
        bare = _bare_numbers(sheet, row, header.left, right)
        if i > last and not bare and len(spots) < fewest:
            if goes_on:
                continue
            break
        spots = bare or spots
        if not spots or not claimed.isdisjoint(spots):
            continue
        if i < first and _is_count([number_at(sheet, row, c) for _, row, c in spots]):
            owner.loose = True  # with other figures it would be a row
            continue
        if not _checks_others(line):
            yield _stray_row(line, spots)


def _numbers(sheet: Sheet, row: int, columns: Sequence[int]) -> tuple[Position, ...]:
    """The numbers of a row of the sheet in some columns."""
    if NUMBER not in sheet.kinds[row]:
        return ()
    return tuple([(sheet.position, row, c) for c in columns if sheet.has(NUMBER, row, c)])


def _bare_numbers(sheet: Sheet, row: int, left: int, right: int) -> tuple[Position, ...]:
    """The numbers of a row of the sheet in which stands nothing else."""
    kinds = sheet.kinds[row]
    if NUMBER not in kinds or kinds.strip(BLANK + NUMBER):
        return ()
    filled = [c for c, kind in enumerate(kinds) if kind == NUMBER and not (c == 0 < left and counts_on(sheet, row))]
    return tuple([(sheet.position, row, c) for c in filled if c <= right])


def other_columns(
    owner: Located, sheet: Sheet, header: Header, rows: Sequence[int], right: int, claimed: set[Position]
) -> Iterator[Stray]:
    """Yield the columns among those of the form, and right beside them, that hold figures and are none of them.

    Beyond the table only columns count that have a heading, or stand next to it without a gap.

    Args:
        owner: the table; its layout is not remembered where the figures themselves decided.
        sheet: it stands there.
        header: the columns of the form.
        rows: the rows of the sheet that are rows of the form.
        right: the last column of the table.
        claimed: the places that belong to cells of the form, or have been said already.
    """
    beside = True
    for column in count(header.left):
        if column in header.figures:
            continue
        word = header.last_words[column] if column < len(header.last_words) else ""
        numbers = sheet.numbers(column)
        here = [row for row in rows if row in numbers] if numbers else []
        if column > right and not word and not (here and beside):
            return
        beside = bool(here) or column <= right
        if not here or word in REMARKS:
            continue
        other = [row for row in here if column <= header.right or not _are_same(sheet, row, header.right, column)]
        owner.loose |= len(other) < len(here)  # a span undone by filling; with other figures it would be a column
        if spots := _unclaimed(sheet, other, column, claimed):
            yield Stray("column" if word else "figure", word, spots)


def _unclaimed(sheet: Sheet, rows: Sequence[int], column: int, claimed: set[Position]) -> tuple[Position, ...]:
    return tuple([spot for row in rows if (spot := (sheet.position, row, column)) not in claimed])


def among_labels(
    owner: Located, sheet: Sheet, header: Header, rows: Sequence[int], claimed: set[Position]
) -> Iterator[Stray]:
    """Yield the figures that stand among the labels of the rows, unless they number them."""
    for column in range(header.left):
        if sheet.numbers(column).isdisjoint(rows):
            continue
        if column == 0 and all(counts_on(sheet, row) for row in rows):
            continue  # every row of the sheet has its number
        numbers = [(row, number) for row in rows if (number := number_at(sheet, row, column)) is not None]
        owner.loose |= bool(numbers)  # with other figures they would be none of the form's
        if all(
            number in (1, before, before + 1) for (_, number), before in zip(numbers, _before(numbers), strict=True)
        ):
            continue
        if spots := _unclaimed(sheet, [row for row, _ in numbers], column, claimed):
            yield Stray("figure", "", spots)


def counts_on(sheet: Sheet, row: int) -> bool:
    """Tell whether the first column numbers the rows of the sheet, as a data frame's index does."""
    here, above = number_at(sheet, row, 0), number_at(sheet, row - 1, 0) if row else None
    below = number_at(sheet, row + 1, 0)
    return here is not None and (above == here - 1 if above is not None else below == here + 1)


def _before(numbers: Sequence[tuple[int, Number]]) -> list[Number]:
    return [0, *(number for _, number in numbers)][: len(numbers)]


def twin_lines(
    located: Located,
    lines: Sequence[TextLine],
    pairs: Match,
    items: Sequence[tuple[int, int, Item]],
    columns: Mapping[int, Sequence[int]],
) -> list[Stray]:
    """Return the lines of a text whose label another line of the table has already; see ``twin_rows``.

    Args:
        located: the table; loses the places of figures that are given twice and differ.
        lines: of the text.
        pairs: which of them is which item.
        items: the rows of the form: block, row, item.
        columns: for each block its columns in the order of the text.
    """
    low, high = min(pairs.lines.values(), default=0), max(pairs.lines.values(), default=0)
    strays = []
    for i, k in pairs.twins.items():
        b, r, item = items[k]
        if k not in pairs.lines:
            continue
        first, second = (lines[at].window(len(columns[b])) for at in (pairs.lines[k], i))
        if not item.is_own or not low < i < high or first is None or second is None:
            continue
        values = [{piece.spot: piece.value for piece in lines[at].slots} for at in (pairs.lines[k], i)]
        differs = False
        for c, a, z in zip(columns[b], first, second, strict=True):
            if not same(values[0].get(a) if a else None, values[1].get(z) if z else None):
                differs = True
                located.spots.pop(located.form.grid_index[located.table, b, r, c], None)
        strays.append(Stray("row_twice", item.label, tuple(spot for spot in second if spot), differs))
    return strays


def other_lines(
    owner: Located,
    lines: Sequence[TextLine],
    rows: Sequence[TextLine],
    twins: Sequence[TextLine],
    elsewhere: Container[str],
) -> Iterator[Stray]:
    """Yield the lines with figures between the rows of a table in text, and right above and below them, that are none.

    Args:
        owner: the table; its layout is not remembered where the figures themselves decided.
        lines: of the text.
        rows: those that are rows of the form.
        twins: those whose label another row has already.
        elsewhere: labels of rows of the form's other tables.
    """

    def goes_on(line: TextLine) -> bool:
        return _is_bare(line) or (_is_row(line) and not any(core in elsewhere for core in line.cores))

    marked = {id(line) for line in (*rows, *twins)}
    here = [i for i, line in enumerate(lines) if id(line) in marked]
    if not here:
        return
    first, last = here[0], here[-1]
    above = list(takewhile(goes_on, reversed(lines[:first])))[::-1]
    below = takewhile(goes_on, lines[last + 1 :])
    pages = _page_numbers(lines)
    for line in (*above, *lines[first:last], *below):
        if id(line) in marked or len(line.label) > WIDEST_LABEL or _checks_others(line):
            continue
        spots = tuple(piece.spot for piece in line.slots if _is_number(piece.value))
        if not spots:
            continue
        if not line.label and (id(line) in pages or _is_count(_numbers_in(line))):
            owner.loose = True
            continue
        yield _stray_row(line, spots)


def _checks_others(line: Line) -> bool:
    """Tell a row of the user's that compares the others: 校验, 差额."""
    return any(word in line.label for word in _CHECKING)


def _stray_row(line: Line, spots: tuple[Position, ...]) -> Stray:
    return Stray("row" if line.label else "figure", line.label, spots)


def _is_row(line: TextLine) -> bool:
    """Tell whether a line looks like one more row of the table that it stands beside."""
    return len(line.label) <= WIDEST_LABEL and len(_numbers_in(line)) >= _FEWEST_BESIDE


def _is_bare(line: TextLine) -> bool:
    """Tell whether a line holds figures, and not a word."""
    return not line.labels and any(_is_number(piece.value) for piece in line.slots)


def _page_numbers(lines: Sequence[TextLine]) -> set[int]:
    """The lines (by id) that hold a number alone, and count on from another such line or before it."""
    alone = {}
    for line in lines:
        filled = [piece.value for piece in line.pieces if not is_blank(piece.value)]
        if len(line.pieces) == len(filled) == 1 and isinstance(number := read(filled[0], "count").value, int):
            alone[id(line)] = number
    counted = set(alone.values())
    return {line for line, number in alone.items() if number and not counted.isdisjoint((number - 1, number + 1))}


def _numbers_in(line: TextLine) -> list[Number | None]:
    return [read(piece.value, "signed").value for piece in line.slots if _is_number(piece.value)]


def number_at(sheet: Sheet, row: int, column: int) -> Number | None:
    """Return the number that stands in a cell, or None."""
    return read(sheet.value(row, column), "signed").value


def _is_count(values: Sequence[Number | None]) -> bool:
    """Tell a line that numbers the columns: 1, 2, 3 and so on."""
    return len(values) > 2 and all(a is not None and a == i for i, a in enumerate(values, int(values[0] or 0)))


def _are_same(sheet: Sheet, row: int, first: int, second: int) -> bool:
    return same(sheet.value(row, first), sheet.value(row, second))


def _is_number(value: Value) -> bool:
    if is_blank(value) or isinstance(value, Special):
        return False
    return read(value, "signed").state in ("number", "several")


def same(a: Value, b: Value) -> bool:
    """Tell whether two cells hold the same figure, or are alike without one."""
    first, second = read(a, "signed"), read(b, "signed")
    return first.value == second.value and (first.value is not None or first.state == second.state)
