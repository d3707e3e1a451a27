"""Finds the headers of a sheet: which column of the sheet is which column of the form."""

from __future__ import annotations

from collections.abc import Container, Iterator

from checks.locate.columns import Band, Columns, Fit, fit
from checks.locate.sheet import BLANK, Sheet
from checks.model.form import Table

_ABOVE = 3  # a header has at most this many rows above the one that holds most of its labels
_BELOW = 6  # and goes on for this many below it, where labels were broken over several rows
_FEWEST_LABELS = 3  # of a table that has as many


class Heading:
    """The columns of a table, with what a sheet is searched for; one for all tables of forms whose columns are alike.

    Attributes:
        words: the spellings of the columns and of their groups.
        pieces: the same, and what each begins with: a heading may be broken over several cells.
        least: how many of the words a row has that may be a header.
        blocks: the columns of each block.
    """

    __slots__ = ("blocks", "least", "pieces", "words")

    def __init__(self, table: Table) -> None:
        self.words = table.heading_words
        self.pieces = table.heading_pieces
        self.least = min(_FEWEST_LABELS, *(len({column.label for column in block.columns}) for block in table.blocks))
        self.blocks = [Columns(block) for block in table.blocks]


class Header:
    """One header found in a sheet.

    Attributes:
        first: the first row that holds its labels; the part of an earlier header ends above.
        bottom: the last row of the header; its rows of figures begin below.
        fits: for each block of the table that fits, by its position: the form's columns in the sheet.
        last_words: of each sheet column the last words of its heading.
        columns: for each block, the form's column → the sheet's column.
        figures: the sheet columns that hold figures of the form, from left to right.
        left: the first of them; labels stand left of it.
        right: the last of them.
    """

    __slots__ = ("bottom", "columns", "figures", "first", "fits", "last_words", "left", "right")

    def __init__(self, first: int, bottom: int, fits: dict[int, Fit], last_words: list[str]) -> None:
        self.first = first
        self.bottom = bottom
        self.fits = fits
        self.last_words = last_words
        self.columns = {b: fitted.columns for b, fitted in fits.items()}
        self.figures = tuple(sorted({c for columns in self.columns.values() for c in columns.values()}))
        self.left, self.right = self.figures[0], self.figures[-1]


def headers(sheet: Sheet, heading: Heading) -> list[Header]:
    """Return the headers of one table of a form in a sheet, from top to bottom.

    Args:
        sheet: figures below a label tell a column from a heading.
        heading: of the table to look for.
    """
    words, pieces, least = heading.words, heading.pieces, heading.least
    if len(words & sheet.words) < least and len(pieces & sheet.words) < _FEWEST_LABELS:
        return []  # as of most tables in the sheet of another
    hits = [
        r
        for r, row in enumerate(sheet.row_words)
        if len(row) >= least and (len(words & row) >= least or len(pieces & row) >= _FEWEST_LABELS)
    ]
    tops: list[Header] = []
    for first, last in _runs(hits):
        top = max(first - _ABOVE, tops[-1].bottom + 1 if tops else 0)
        bottom = _bottom(sheet, top, last, pieces)
        band = Band(sheet, top, bottom)
        fits = {b: fitted for b, columns in enumerate(heading.blocks) if (fitted := fit(band, columns))}
        if fits:
            tops.append(Header(first, bottom, fits, band.last_words))
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


def _bottom(sheet: Sheet, top: int, last: int, pieces: Container[str]) -> int:
    """Go down while rows hold nothing but the rest of labels that began above (商业 over 企业)."""
    bottom = last
    for r in range(last + 1, min(last + 1 + _BELOW, len(sheet.labels))):
        labelled = [c for c, word in enumerate(sheet.labels[r]) if word]
        if len(labelled) < len(sheet.kinds[r].replace(BLANK, "")):
            break  # a figure, or a paragraph
        if not all(_goes_on(sheet, top, r, c, pieces) for c in labelled):
            break
        if labelled:
            bottom = r
    return bottom


def _goes_on(sheet: Sheet, top: int, r: int, c: int, pieces: Container[str]) -> bool:
    """Tell whether a cell continues the label above it in its column."""
    word = sheet.labels[r][c]
    above = [row[c] for row in sheet.labels[top:r] if c < len(row) and row[c]]
    return any("".join([*above[-k:], word]) in pieces for k in (1, 2, 3) if len(above) >= k)
