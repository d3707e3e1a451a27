"""A Grid as lines of labelled cells, whatever has become of its rows and columns."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product, takewhile

from checks.forms.labels import normalise, numbering
from checks.model.figures import is_figure
from checks.model.grid import Grid, Value, is_blank
from checks.model.located import Position

UNITS = frozenset(["条", "件", "次", "篇", "人", "个", "万元", "元", "人次", "项", "份", "起", "宗", "%"])


@dataclass(frozen=True, slots=True)
class Piece:
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


@dataclass
class Line:
    """The cells that belong to one row of a table, in reading order.

    Attributes:
        around: where a label is broken over lines and the figures stand in the middle one: the last words of the
            lines above without figures, the nearest last, and of those below.
    """

    pieces: list[Piece]
    around: tuple[list[str], list[str]] = ([], [])

    @property
    def row(self) -> int:
        """The row of its first cell in its Grid."""
        return self.pieces[0].spot[1]

    @cached_property
    def labels(self) -> list[Piece]:
        """The label cells before the first figure; the last of them usually names the row."""
        labels: list[Piece] = []
        for piece in self.pieces:
            if piece.is_figure:
                if labels:
                    break
                continue  # a serial number before the label
            if piece.is_label:
                labels.append(piece)
        return labels

    @property
    def label(self) -> str:
        """The label nearest to the figures, as it is written; "" for none."""
        return str(self.labels[-1].value).strip() if self.labels else ""

    @cached_property
    def cores(self) -> list[str]:
        """The normalised labels, the one nearest to the figures first."""
        return [core for core in (normalise(str(piece.value)) for piece in reversed(self.labels)) if core]

    @cached_property
    def joined(self) -> str:
        """All labels as one, for a label that was cut into several cells."""
        return normalise("".join(str(piece.value) for piece in self.labels))

    @cached_property
    def ends(self) -> list[str]:
        """The last two, three … labels as one, for a label cut into several cells behind others."""
        pieces = [str(piece.value) for piece in self.labels]
        return [normalise("".join(pieces[-k:])) for k in range(2, min(len(pieces), _LONGEST_CUT + 1))]

    @cached_property
    def wrapped(self) -> list[str]:
        """What the label may be if it goes on in the lines above and below, the shortest first."""
        above, below = self.around
        sizes = sorted(product(range(len(above) + 1), range(len(below) + 1)), key=sum)
        return [normalise("".join([*above[len(above) - a :], self.label, *below[:b]])) for a, b in sizes if a or b]

    @cached_property
    def number(self) -> str:
        """The number that the nearest numbered label starts with, such as 一 or 3."""
        return next((n for n in (numbering(str(piece.value)) for piece in reversed(self.labels)) if n), "")

    @cached_property
    def slots(self) -> list[Piece]:
        """The cells after the last label that may hold figures, blanks included, up to other words."""
        start = self.pieces.index(self.labels[-1]) + 1 if self.labels else 0
        slots: list[Piece] = []
        for piece in self.pieces[start:]:
            if piece.is_label:
                break
            if isinstance(piece.value, str) and piece.value.strip() in UNITS:
                continue
            slots.append(piece)
        return slots

    @cached_property
    def figures(self) -> int:
        """How many figures stand after the label."""
        return sum(piece.is_figure for piece in self.slots)

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


def as_lines(grid: Grid, position: int, known: Container[str]) -> list[Line]:
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
        lined = [Line(row) for row in rows if row]
        return lined if grid.layout == "sheet" else _with_surroundings(lined)
    return list(_of_stream([piece for row in rows for piece in row], known))


def _of_stream(pieces: Sequence[Piece], known: Container[str]) -> Iterator[Line]:
    """Yield the lines of cells whose row breaks mean nothing."""
    start = 0
    has_figures = is_named = False
    for i, piece in enumerate(pieces):
        if piece.is_label:
            is_known = normalise(str(piece.value)) in known
            follows_blanks = is_named and is_blank(pieces[i - 1].value)  # a row of blanks, and then other words
            if has_figures or follows_blanks or (is_known and is_named):
                yield Line(list(pieces[start:i]))
                start, has_figures, is_named = i, False, False
            is_named |= is_known
        has_figures |= piece.is_figure
    if pieces:
        yield Line(list(pieces[start:]))


def _with_surroundings(lines: list[Line]) -> list[Line]:
    """Tell each line of figures, if no cell of it is blank, which words stand above and below it."""
    texts = ["" if line.figures else line.label for line in lines]
    for i, line in enumerate(lines):
        if line.figures and not any(is_blank(piece.value) for piece in line.pieces):
            above = list(takewhile(bool, reversed(texts[max(0, i - _WRAPPED) : i])))
            below = list(takewhile(bool, texts[i + 1 : i + 1 + _WRAPPED]))
            line.around = (above[::-1], below)
    return lines
