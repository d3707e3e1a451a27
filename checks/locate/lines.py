"""A Grid as lines of labelled cells, whatever has become of its rows and columns."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from itertools import product, takewhile
from typing import NamedTuple

from checks.forms.labels import normalise, numbering
from checks.model.figures import is_figure
from checks.model.grid import Grid, Value, is_blank
from checks.model.located import Position

UNITS = frozenset(["条", "件", "次", "篇", "人", "个", "万元", "元", "人次", "项", "份", "起", "宗", "%"])


class Piece(NamedTuple):
    """One cell of a line, and where it stands in its Grid."""

    value: Value
    spot: Position

    @property
    def is_label(self) -> bool:
        """Words that could name a row or a column: neither a figure nor a unit nor nothing."""
        value = self.value
        return isinstance(value, str) and not is_blank(value) and value.strip() not in UNITS and not is_figure(value)

    @property
    def is_figure(self) -> bool:
        """A figure, or what stands in its place; not a blank."""
        return not is_blank(self.value) and is_figure(self.value)


_WRAPPED = 3  # lines that a label may go on in, above and below its figures
_LONGEST_CUT = 4  # cells that one label may be cut into
_WIDEST = 100
"""Columns of a sheet that one row of a table may reach over: 表四 has 15, each of them perhaps merged out of three."""


class Line:
    """What names a row of a table, and how many figures stand behind the name.

    Attributes:
        labels: the label cells before the first figure; the last of them usually names the row.
        figures: how many figures stand after the label.
        cores: the normalised labels, the one nearest to the figures first.
        joined: all labels as one, for a label that was cut into several cells.
    """

    __slots__ = ("cores", "figures", "joined", "labels")

    def __init__(self, labels: list[Piece], figures: int) -> None:
        self.labels = labels
        self.figures = figures
        cores = [normalise(str(piece.value)) for piece in reversed(labels)]
        self.joined = cores[0] if len(cores) == 1 else normalise("".join([str(piece.value) for piece in labels]))
        self.cores = [core for core in cores if core]

    @property
    def label(self) -> str:
        """The label nearest to the figures, as it is written; "" for none."""
        return str(self.labels[-1].value).strip() if self.labels else ""

    @property
    def ends(self) -> list[str]:
        """The last two, three … labels as one, for a label cut into several cells behind others."""
        pieces = [str(piece.value) for piece in self.labels]
        return [normalise("".join(pieces[-k:])) for k in range(2, min(len(pieces), _LONGEST_CUT + 1))]

    @property
    def wrapped(self) -> list[str]:
        """What the label may be if it goes on in the lines above and below, the shortest first."""
        return []

    @property
    def number(self) -> str:
        """The number that the nearest numbered label starts with, such as 一 or 3."""
        return next((n for n in (numbering(str(piece.value)) for piece in reversed(self.labels)) if n), "")


class TextLine(Line):
    """The cells that belong to one row of a table, in reading order, wherever they have slid to.

    Attributes:
        pieces: the cells.
        slots: those after the last label that may hold figures, blanks included, up to other words.
        around: where a label is broken over lines and the figures stand in the middle one: the last words of the
            lines above without figures, the nearest last, and of those below.
    """

    __slots__ = ("_wrapped", "around", "pieces", "slots")

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = pieces
        self.around: tuple[list[str], list[str]] = ([], [])
        self._wrapped: list[str] | None = None
        labels, begin = _labels(pieces)
        self.slots = _slots(pieces[begin:])
        super().__init__(labels, sum([piece.is_figure for piece in self.slots]))

    @property
    def row(self) -> int:
        """The row of its first cell in its Grid."""
        return self.pieces[0].spot[1]

    @property
    def wrapped(self) -> list[str]:
        """What the label may be if it goes on in the lines above and below, the shortest first."""
        if self._wrapped is None:
            above, below = self.around
            sizes = sorted(product(range(len(above) + 1), range(len(below) + 1)), key=sum)
            self._wrapped = [
                normalise("".join([*above[len(above) - a :], self.label, *below[:b]])) for a, b in sizes if a or b
            ]
        return self._wrapped

    def window(self, wanted: int) -> list[Position | None] | None:
        """Return the places of ``wanted`` figures in a row, or None if this line cannot hold them.

        Where blanks make more than one choice possible, the earliest is taken: text keeps the blanks that stand
        before a figure, and pads the end of a line.
        """
        slots = self.slots
        filled = [i for i, piece in enumerate(slots) if piece.is_figure]
        if len(filled) > wanted:
            return None
        if not filled:
            return [piece.spot for piece in slots[:wanted]] + [None] * (wanted - len(slots))
        first = max(0, filled[-1] - wanted + 1)
        if filled[0] < first:
            return None
        if len(filled) == wanted:
            return [slots[i].spot for i in filled] if filled[-1] - filled[0] + 1 == wanted else None
        start = first if first + wanted <= len(slots) else max(0, len(slots) - wanted)
        places: list[Position | None] = [piece.spot for piece in slots[start : start + wanted]]
        return places + [None] * (wanted - len(places))


def _labels(pieces: Sequence[Piece]) -> tuple[list[Piece], int]:
    """Return the label cells before the first figure, and the place behind the last of them."""
    labels: list[Piece] = []
    begin = 0
    for place, piece in enumerate(pieces, 1):
        if piece.is_figure:
            if labels:
                break
            continue  # a serial number before the label
        if piece.is_label:
            labels.append(piece)
            begin = place
    return labels, begin


def _slots(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the cells that may hold figures, blanks included, up to the first words."""
    slots: list[Piece] = []
    for piece in pieces:
        if piece.is_label:
            break
        if isinstance(piece.value, str) and piece.value.strip() in UNITS:
            continue
        slots.append(piece)
    return slots


def as_lines(grid: Grid, position: int, known: Container[str]) -> list[TextLine]:
    """Return the lines of a Grid.

    Args:
        position: the Grid's position in the document.
        grid: where the row breaks mean nothing (``stream``), a line begins at a label after figures, or at a
            known label after another or after blanks.
        known: normalised labels of rows.
    """
    most = _WIDEST if grid.layout == "sheet" else None
    rows = [[Piece(value, (position, r, c)) for c, value in enumerate(row[:most])] for r, row in enumerate(grid.rows)]
    if grid.layout != "stream":
        lined = [TextLine(row) for row in rows if row]
        return lined if grid.layout == "sheet" else _with_surroundings(lined)
    return list(_of_stream([piece for row in rows for piece in row], known))


def _of_stream(pieces: Sequence[Piece], known: Container[str]) -> Iterator[TextLine]:
    """Yield the lines of cells whose row breaks mean nothing."""
    start = 0
    has_figures = is_named = False
    for i, piece in enumerate(pieces):
        if piece.is_label:
            is_known = normalise(str(piece.value)) in known
            follows_blanks = is_named and is_blank(pieces[i - 1].value)  # a row of blanks, and then other words
            if has_figures or follows_blanks or (is_known and is_named):
                yield TextLine(list(pieces[start:i]))
                start, has_figures, is_named = i, False, False
            is_named |= is_known
        has_figures |= piece.is_figure
    if pieces:
        yield TextLine(list(pieces[start:]))


def _with_surroundings(lines: list[TextLine]) -> list[TextLine]:
    """Tell each line of figures, if no cell of it is blank, which words stand above and below it."""
    texts = ["" if line.figures else line.label for line in lines]
    for i, line in enumerate(lines):
        if line.figures and not any(is_blank(piece.value) for piece in line.pieces):
            above = list(takewhile(bool, reversed(texts[max(0, i - _WRAPPED) : i])))
            below = list(takewhile(bool, texts[i + 1 : i + 1 + _WRAPPED]))
            line.around = (above[::-1], below)
    return lines
