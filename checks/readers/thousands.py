"""Commas inside the cells of a table parted by commas: 1,234 without quotes has become two cells, a label three.

A row with more cells than its header is put together again where its sums show how; where they do not, the figures
that it may hold are doubtful, and must accuse nobody.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING

from checks.model.grid import Special, is_blank

if TYPE_CHECKING:
    from checks.model.grid import Value

_FIRST = re.compile(r"[+-]?[1-9]\d{0,2}")
_NEXT = re.compile(r"\d{3}")
_LAST = re.compile(r"\d{3}(?:\.\d+)?")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_MOST_WAYS, _MOST_TOGETHER = 5000, 100_000
"""Ways to put one row together, and all rows of a file, that are tried; beyond, all figures of a row are doubtful."""
_FEWEST = 3  # figures that have a sum, and rows that have a column too many rather than thousands

Row = list["Value"]


def join_thousands(rows: list[Row]) -> bool:
    """Put split thousands together, in place; tell whether any row was split."""
    split = False
    room = _MOST_TOGETHER
    for width, below in _under_headers(rows):
        for row in below:
            _close_brackets(row, width)
        wide = [row for row in below if len(row) > width and _joints(row)]
        sizes = Counter(len(row) for row in below if _figures(row))
        if len(wide) >= _FEWEST and len(sizes) == 1:
            continue  # every row has one column more than the header
        for row in wide:
            count = comb(len(_joints(row)), len(row) - width)
            room -= count if count <= _MOST_WAYS else 0
            split |= _join(row, width) if count <= _MOST_WAYS and room >= 0 else _doubt(row, width)
    return split


def _close_brackets(row: Row, width: int) -> None:
    """Put a label together, in place, whose commas have parted it: a bracket opens in one cell and ends in another."""
    c = 0
    while c < len(row) - 1 and len(row) > width:
        words = str(row[c] or "")
        if sum(map(words.count, "（(")) > sum(map(words.count, "）)")):
            row[c : c + 2] = [f"{words}，{row[c + 1] or ''}"]
        else:
            c += 1


def _under_headers(rows: list[Row]) -> Iterator[tuple[int, list[Row]]]:
    """Yield each header's width and the rows below it."""
    width = 0
    below: list[Row] = []
    for row in rows:
        words = sum(1 for cell in row if not is_blank(cell))
        if not _figures(row) and words > 1:
            yield width, below
            width, below = len(row), []
        else:
            below.append(row)
    yield width, below


def _join(row: Row, width: int) -> bool:
    """Put one row together; tell whether it was one with thousands in it."""
    if _adds_up(row[:width]) and not any(not is_blank(cell) for cell in row[width + 1 :]):
        return False  # as it stands
    ways = _ways(row, width)
    if not ways:
        return False
    sound = [way for way in ways if _adds_up(way)]
    if len(sound) == 1:
        row[:] = sound[0]
        return True
    may_be = sound or [*ways, row[:width]]
    row[:] = [cells[0] if len(set(cells)) == 1 else _doubtful(cells) for cells in zip(*may_be, strict=True)]
    return True


def _doubt(row: Row, width: int) -> bool:
    """Let every figure of a row be doubtful that may be put together in more ways than are tried."""
    row[:] = [_doubtful([cell]) if isinstance(cell, str) and _NUMBER.fullmatch(cell) else cell for cell in row[:width]]
    return True


def _doubtful(cells: Sequence[Value]) -> Special:
    return Special("disagreement", " / ".join(dict.fromkeys(str(cell) for cell in cells)))


def _ways(row: Row, width: int) -> list[Row]:
    """Every way to make the row as wide as its header by joining groups of digits."""
    tried = (_joined(row, frozenset(chosen)) for chosen in combinations(_joints(row), len(row) - width))
    return [way for way in tried if way is not None]


def _joints(row: Row) -> list[int]:
    """The cells that may go on the one before them."""
    return [c for c in range(1, len(row)) if _LAST.fullmatch(str(row[c])) and _NUMBER.fullmatch(str(row[c - 1]))]


def _joined(row: Row, joints: frozenset[int]) -> Row | None:
    """The row with some of its cells joined to those before; None if that makes no number."""
    cells: Row = []
    c = 0
    while c < len(row):
        end = c + 1
        while end in joints:
            end += 1
        if end > c + 1:
            pieces = [str(cell) for cell in row[c:end]]
            if not (_FIRST.fullmatch(pieces[0]) and all(map(_NEXT.fullmatch, pieces[1:-1]))):
                return None
            cells.append("".join(pieces))
        else:
            cells.append(row[c])
        c = end
    return cells


def _figures(row: Row) -> list[str]:
    return [str(cell) for cell in row if isinstance(cell, str) and _NUMBER.fullmatch(cell)]


def _adds_up(row: Row) -> bool:
    """Tell whether the last figure is the sum of the others, or each group of five is such a row."""
    if any("." in cell for cell in _figures(row)):
        return False
    figures = [int(cell) for cell in _figures(row)]
    if len(figures) < _FEWEST:
        return False
    groups = [figures[start : start + 5] for start in range(0, len(figures), 5)]
    return figures[-1] == sum(figures[:-1]) or all(len(g) == 5 and g[-1] == sum(g[:-1]) for g in groups)
