"""Ruled lines → tables with cells that span rows and columns. Pure geometry; no library."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from checks.readers.pdf.glyphs import PdfPage
from checks.readers.pdf.lines import cell_text, struck

SNAP = 2.2
"""Points within which two rules are one."""
_TOUCH = 1.3
_JOIN = 3.0
_SHORTEST = 4
_MOST_PAIRS = 400_000
_MOST_CELLS = 20_000
_FRAME = 6
"""A table around tables with no more cells than this frames the page."""

Rule = tuple[float, float, float]
"""A position across, and from where to where it runs."""
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(slots=True)
class RuledCell:
    """A cell: where it begins, what it spans, its text, its page and its box there."""

    row: int
    column: int
    rows: int
    columns: int
    page: int
    box: Box
    text: str = ""
    seen: tuple[int, int, int] = (0, 0, 0)


@dataclass(slots=True)
class RuledTable:
    """A table, or a part of one on a page; ``edges`` are the sides of its columns."""

    page: int
    edges: list[float]
    cells: list[RuledCell]
    box: Box

    @property
    def height(self) -> int:
        """How many rows it has."""
        return max(cell.row + cell.rows for cell in self.cells)

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point lies in it."""
        left, top, right, bottom = self.box
        return left - 1 <= x <= right + 1 and top - 1 <= y <= bottom + 1


def find_tables(page: PdfPage) -> tuple[list[RuledTable], bool]:
    """Return the tables of a page from the top, and whether digits in them were struck out."""
    taken, strokes = struck(page.characters, page.horizontal)
    across = _straightened([rule for rule in page.horizontal if rule not in strokes])
    down = _straightened(page.vertical)
    if len(across) < 2 or not down:
        return [], False
    if len(across) * len(down) > _MOST_PAIRS:
        page.cut = True
        return [], False
    grids = [(h, v) for h, v in _components(across, down) if _is_grid(h, v)]
    tables = [table for h, v in grids if (table := _table(page.number, h, v))]
    tables = [table for table in tables if not _is_frame(table, tables)]
    unseen = any(page.characters[i].text.isdigit() for i in taken)
    tables.sort(key=lambda t: (t.box[2] - t.box[0]) * (t.box[3] - t.box[1]))
    for table in tables:  # a smaller table inside another keeps its own characters
        _fill(page, table, taken)
    return sorted(filter(_is_worth_reading, tables), key=lambda t: (t.box[1], t.box[0])), unseen


def _is_grid(across: list[Rule], down: list[Rule]) -> bool:
    """Tell whether rules that meet may make cells."""
    return len(across) >= 2 and bool(down) and (len(down) > 1 or _common_ends(across) > 1)


def _is_worth_reading(table: RuledTable) -> bool:
    """Tell a table from a box around some words, or around nothing."""
    return len(table.cells) > 1 and (len(table.cells) > 3 or any(cell.text for cell in table.cells))


def clustered(values: Sequence[float], tolerance: float = SNAP) -> list[float]:
    """Return positions with those that are nearly the same made one."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= tolerance:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]


def nearest(value: float, points: Sequence[float]) -> int:
    """Return which point is nearest; points are sorted and there is at least one."""
    at = bisect_right(points, value)
    return min((i for i in (at - 1, at) if 0 <= i < len(points)), key=lambda i: abs(points[i] - value))


def _straightened(rules: Sequence[Rule]) -> list[Rule]:
    """Bring rules to common positions and join what follows one another."""
    points = clustered([rule[0] for rule in rules])
    by_point: dict[int, list[tuple[float, float]]] = {}
    for position, first, end in rules:
        by_point.setdefault(nearest(position, points), []).append((first, end))
    straight: list[Rule] = []
    for index, spans in by_point.items():
        spans.sort()
        first, end = spans[0]
        for a, b in spans[1:]:
            if a <= end + _JOIN:
                end = max(end, b)
            else:
                straight.append((points[index], first, end))
                first, end = a, b
        straight.append((points[index], first, end))
    return [rule for rule in straight if rule[2] - rule[1] > _SHORTEST]


def _components(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Group rules that touch, and give an open table the side that touches nothing."""
    parent = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, (y, a, b) in enumerate(across):
        for j, (x, c, d) in enumerate(down, len(across)):
            if a - _TOUCH <= x <= b + _TOUCH and c - _TOUCH <= y <= d + _TOUCH:
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i in range(len(parent)):
        h, v = groups.setdefault(root(i), ([], []))
        if i < len(across):
            h.append(across[i])
        else:
            v.append(down[i - len(across)])
    lone = [v[0] for h, v in groups.values() if not h and len(v) == 1 and v[0][2] - v[0][1] > 40]
    for h, v in groups.values():
        if len(h) >= 2 and v:
            _add_sides(h, v, lone)
    return list(groups.values())


def _add_sides(h: list[Rule], v: list[Rule], lone: list[Rule]) -> None:
    """The side of a table whose row goes on over the page touches no rule across."""
    top, bottom = min(y for y, _, _ in h), max(y for y, _, _ in h)
    left, right = min(a for _, a, _ in h), max(b for _, _, b in h)
    highest = min(start for _, start, _ in v)

    def has_side(at: float) -> bool:
        return any(abs(x - at) <= SNAP and c <= top + 6 and d >= bottom - 6 for x, c, d in v)

    is_open = not has_side(left), not has_side(right)
    for x, c, d in lone:
        beside = (is_open[0] and left - 160 < x < left - _JOIN) or (is_open[1] and right + _JOIN < x < right + 160)
        if beside and c <= top + 6 and d >= bottom - 6:
            v.append((x, max(c, highest), d))


def _common_ends(h: list[Rule]) -> int:
    return max(Counter((round(a / 4), round(b / 4)) for _, a, b in h).values())


def _table(page: int, h: list[Rule], v: list[Rule]) -> RuledTable | None:
    """Make a table of rules that touch; where a side has no rule, the ends of the others are the side."""
    xs, ys = clustered([rule[0] for rule in v]), clustered([rule[0] for rule in h])
    for points, ends, least in ((xs, h, 8), (ys, v, 6)):
        first, last = min(a for _, a, _ in ends), max(b for _, _, b in ends)
        if first < points[0] - least:
            points.insert(0, first)
        if last > points[-1] + least:
            points.append(last)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns > _MOST_CELLS:
        return None
    owner = _merged(rows, columns, _open_between(h, ys, xs), _open_between(v, xs, ys))
    groups: dict[int, list[int]] = {}
    for place in range(rows * columns):
        groups.setdefault(owner[place], []).append(place)
    cells = []
    for members in groups.values():
        r0, r1 = members[0] // columns, members[-1] // columns
        c0, c1 = min(m % columns for m in members), max(m % columns for m in members)
        box = (xs[c0], ys[r0], xs[c1 + 1], ys[r1 + 1])
        cells.append(RuledCell(r0, c0, r1 - r0 + 1, c1 - c0 + 1, page, box))
    cells.sort(key=lambda c: (c.row, c.column))
    return RuledTable(page, xs, cells, (xs[0], ys[0], xs[-1], ys[-1]))


def _open_between(rules: list[Rule], positions: list[float], along: list[float]) -> list[list[bool]]:
    """Return for each inner position, and each span along it, whether no rule parts the two sides there."""
    at: dict[int, list[tuple[float, float]]] = {}
    for position, first, end in rules:
        at.setdefault(nearest(position, positions), []).append((first, end))
    return [
        [
            not any(a <= p + (q - p) * 0.3 and b >= p + (q - p) * 0.7 for a, b in at.get(k, ()))
            for p, q in pairwise(along)
        ]
        for k in range(1, len(positions) - 1)
    ]


def _merged(rows: int, columns: int, below: list[list[bool]], beside: list[list[bool]]) -> list[int]:
    """Return for each field of the raster the cell that it belongs to."""
    parent = list(range(rows * columns))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for r in range(rows):
        for c in range(columns):
            here = r * columns + c
            if c + 1 < columns and beside[c][r]:
                parent[root(here + 1)] = root(here)
            if r + 1 < rows and below[r][c]:
                parent[root(here + columns)] = root(here)
    return [root(i) for i in range(rows * columns)]


def _is_frame(table: RuledTable, tables: list[RuledTable]) -> bool:
    left, top, right, bottom = table.box
    return len(table.cells) <= _FRAME and any(
        other is not table
        and other.box[0] >= left - 2
        and other.box[1] >= top - 2
        and other.box[2] <= right + 2
        and other.box[3] <= bottom + 2
        for other in tables
    )


def _fill(page: PdfPage, table: RuledTable, taken: set[int]) -> None:
    """Give each cell the characters that stand in it, and mark them as taken."""
    by_row: dict[int, list[RuledCell]] = {}
    tops = sorted({cell.box[1] for cell in table.cells})
    for cell in table.cells:
        first = bisect_right(tops, cell.box[1]) - 1
        while first < len(tops) and tops[first] < cell.box[3]:
            by_row.setdefault(first, []).append(cell)
            first += 1
    inside: dict[int, list[int]] = {}
    for number, character in enumerate(page.characters):
        x, y = (character.x0 + character.x1) / 2, character.middle
        if number in taken or not table.holds(x, y):
            continue
        for cell in by_row.get(max(0, bisect_right(tops, y) - 1), ()):
            if cell.box[0] <= x < cell.box[2] and cell.box[1] <= y < cell.box[3]:
                inside.setdefault(id(cell), []).append(number)
                taken.add(number)
                break
    for cell in table.cells:
        cell.text = cell_text([page.characters[i] for i in inside.get(id(cell), ())], cell.box[2])
