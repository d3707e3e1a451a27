"""Finds the headers of a sheet: which column of the sheet is which column of the form."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, field

from checks.forms.labels import known_core
from checks.locate.columns import Band, Fit, fit
from checks.model.figures import is_figure
from checks.model.form import Table
from checks.model.grid import Grid, Value, is_blank

_ABOVE = 3  # a header has at most this many rows above the one that holds most of its labels
_BELOW = 6  # and goes on for this many below it, where labels were broken over several rows
_FEWEST_LABELS = 3  # of a table that has as many
WIDEST_LABEL = 60  # a paragraph is no column label


@dataclass(slots=True)
class Header:
    """One header found in a sheet.

    Attributes:
        first: the first row that holds its labels; the part of an earlier header ends above.
        bottom: the last row of the header; its rows of figures begin below.
        fits: for each block of the table that fits, by its position: the form's columns in the sheet.
        last_words: of each sheet column the last words of its heading.
    """

    first: int
    bottom: int
    fits: dict[int, Fit] = field(default_factory=dict)
    last_words: list[str] = field(default_factory=list)

    @property
    def columns(self) -> dict[int, dict[int, int]]:
        """For each block, the form's column → the sheet's column."""
        return {b: fitted.columns for b, fitted in self.fits.items()}

    @property
    def left(self) -> int:
        """The first sheet column that holds figures; labels stand left of it."""
        return min(c for fitted in self.fits.values() for c in fitted.columns.values())

    @property
    def right(self) -> int:
        """The last sheet column that holds figures of the form."""
        return max(c for fitted in self.fits.values() for c in fitted.columns.values())


Labels = list[list[str]]


def labels_of(grid: Grid, known: Container[str]) -> Labels:
    """Return the cores of the words in each cell; "" for figures, blanks and paragraphs.

    Args:
        grid: a sheet.
        known: the cores that mean something, see ``known_core``.
    """
    return [[_word(value, known) for value in row] for row in grid.rows]


def _word(value: Value, known: Container[str]) -> str:
    if not isinstance(value, str) or len(value) > WIDEST_LABEL or is_blank(value) or is_figure(value):
        return ""
    return known_core(value, known)


def headers(grid: Grid, labels: Labels, table: Table) -> list[Header]:
    """Return the headers of one table of a form in a sheet, from top to bottom.

    Args:
        grid: the sheet; figures below a label tell a column from a heading.
        labels: its words, see ``labels_of``.
        table: the table to look for.
    """
    known, pieces = table.heading_words, table.heading_pieces
    least = min(_FEWEST_LABELS, *(len({column.label for column in block.columns}) for block in table.blocks))
    words = {word for row in labels for word in row}
    if len(known & words) < least and len(pieces & words) < _FEWEST_LABELS:
        return []  # as of most tables in the sheet of another
    hits = [
        r
        for r, row in enumerate(labels)
        if len(known.intersection(row)) >= least or len(pieces.intersection(row)) >= _FEWEST_LABELS
    ]
    tops: list[Header] = []
    for first, last in _runs(hits):
        top = max(first - _ABOVE, tops[-1].bottom + 1 if tops else 0)
        bottom = _bottom(labels, grid, top, last, pieces)
        band = Band(labels, grid, top, bottom)
        fits = {b: fitted for b, block in enumerate(table.blocks) if (fitted := fit(band, block))}
        if fits:
            tops.append(Header(first, bottom, fits, [stack[-1] if stack else "" for stack in band.stacks]))
    return tops


def _runs(rows: list[int]) -> Iterator[tuple[int, int]]:
    """Group neighbouring rows: a header may spread its labels over two or three."""
    start = previous = None
    for row in rows:
        if previous is not None and row > previous + 1:
            yield start or 0, previous
            start = None
        start = row if start is None else start
        previous = row
    if previous is not None:
        yield start or 0, previous


def _bottom(labels: Labels, grid: Grid, top: int, last: int, pieces: Container[str]) -> int:
    """Go down while rows hold nothing but the rest of labels that began above (商业 over 企业)."""
    bottom = last
    for r in range(last + 1, min(last + 1 + _BELOW, len(labels))):
        row = labels[r]
        if any(not is_blank(value) and not word for value, word in zip(grid.rows[r], row, strict=True)):
            break
        labelled = [(c, word) for c, word in enumerate(row) if word]
        if not all(_goes_on(labels, top, r, c, pieces) for c, _ in labelled):
            break
        if labelled:
            bottom = r
    return bottom


def _goes_on(labels: Labels, top: int, r: int, c: int, pieces: Container[str]) -> bool:
    """Tell whether a cell continues the label above it in its column."""
    word = labels[r][c]
    above = [row[c] for row in labels[top:r] if c < len(row) and row[c]]
    return any("".join([*above[-k:], word]) in pieces for k in (1, 2, 3) if len(above) >= k)
