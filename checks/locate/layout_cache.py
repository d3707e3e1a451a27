"""Remembers layouts: offices send the same workbook a hundred times with other figures in it.

Where a layout was found by exact labels alone, the same labels in the same cells give the same places, whatever the
figures and the other words are; and moved down or right as a whole they give the same places, moved. Finding it anew
costs twenty times the reading of the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from checks.forms.labels import known_core
from checks.locate.columns import REMARKS
from checks.locate.header import WIDEST_LABEL
from checks.locate.lines import UNITS
from checks.model.figures import is_figure, read
from checks.model.grid import ROW_CODE, Grid, Special, Value, is_blank
from checks.model.located import Corner, Layout
from checks.model.rule import Rulebook

_BLANK, _FIGURE, _STROKE, _SPECIAL, _UNIT, _WORDS, _PARAGRAPH, _REMARK = range(8)
_MARKS = range(_FIGURE, _UNIT)  # what may stand where a figure is asked for
_MOST_WORDS, _MOST_LAYOUTS, _MOST_MOVED = 50_000, 1_000, 50  # a long run must not grow; a batch has a few dozen layouts

_SHEET = ROW_CODE << 20  # what the code of a spot has for each sheet before its own
Tag = int | str
Signature = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """What the sheets of a document have but for their figures, wherever on each sheet it stands.

    Attributes:
        labels: of each sheet its words, by their places below and right of its corner.
        corners: the highest row and the leftmost column of each sheet that hold words.
        heights: how many rows each sheet has below its corner: blank ones at the end are not always kept.
        marks: where figures, strokes and the like stand, below and right of the corner: codes of spots.
        grids: the sheets.
    """

    labels: Signature
    corners: tuple[Corner, ...]
    heights: tuple[int, ...]
    marks: frozenset[int]
    grids: Sequence[Grid]


@dataclass(frozen=True, slots=True)
class _Known:
    """Layouts that were found, and the outline that they were found in, below and right of the sheets' corners.

    Attributes:
        spots: where their figures stand.
        beside: the figures, strokes and the like that are none of theirs.
        bottoms: of each sheet with figures the last row that holds some, below its corner.
        moved: the same layouts so much further down and right, sheet by sheet: an office's title has a line more.
    """

    layouts: list[Layout]
    corners: tuple[Corner, ...]
    spots: frozenset[int]
    beside: Mapping[int, Tag]
    bottoms: Mapping[int, int]
    moved: dict[tuple[Corner, ...], list[Layout]]


class LayoutCache:
    """The layouts met so far, by what their cells look like to the locator.

    Attributes:
        rows: the cores of all rows of all forms.
        known: the cores of all rows, columns and groups.
    """

    def __init__(self, book: Rulebook) -> None:
        blocks = [block for form in book.forms.values() for table in form.tables for block in table.blocks]
        groups = {core for b in blocks for g in (*b.row_groups, *b.column_groups) for core in g.cores}
        self.rows = frozenset(core for b in blocks for row in b.rows for core in row.cores)
        self.known = self.rows | groups | {core for b in blocks for column in b.columns for core in column.cores}
        self._tags = _Tags(self.known, groups)
        self._layouts: dict[Signature, list[Layout]] = {}
        self._outlines: dict[Signature, _Known] = {}

    def signature(self, grids: Sequence[Grid], year: int | None) -> Signature:
        """Return what the locator's answer depends on, if all labels are exact."""
        tags = self._tags
        if len(tags) > _MOST_WORDS:
            tags.clear()
        cells: list[object] = []
        for grid in grids:
            rows = grid.rows
            cells.append((grid.layout, grid.hidden, len(rows)))
            if grid.shape is not None:
                cells += [grid.shape, *[tags[rows[row][column]] for row, column in grid.words]]
            else:
                cells += [tuple([tags[v] if v.__class__ is str else _tag_of(v) for v in row]) for row in rows]
        return (year, *cells)

    def recall(self, signature: Signature) -> list[Layout] | None:
        """Return the layouts of a document that looked the same, or None."""
        return self._layouts.get(signature)

    def outline(self, grids: Sequence[Grid], year: int | None) -> Outline | None:
        """Return what a document has but for its figures; None for one that is not of sheets alone."""
        if any(grid.layout != "sheet" for grid in grids):
            return None
        labels: list[object] = [year]
        corners: list[Corner] = []
        marks: list[int] = []
        for position, grid in enumerate(grids):
            words, others = self._told_apart(grid)
            top = min([row for row, _, _ in words], default=0)
            left = min([column for _, column, _ in words], default=0)
            labels.append((grid.hidden, *[(row - top, column - left, tag) for row, column, tag in words]))
            corners.append((top, left))
            marks += map((position * _SHEET - top * ROW_CODE - left).__add__, others)
        heights = tuple(len(grid.rows) - top for grid, (top, _) in zip(grids, corners, strict=True))
        return Outline(tuple(labels), tuple(corners), heights, frozenset(marks), grids)

    def _told_apart(self, grid: Grid) -> tuple[list[tuple[int, int, Tag]], list[int]]:
        """Return a sheet's words, and apart from them where its figures and the like stand, as codes."""
        rows = grid.rows
        texts, others = grid.words, list(grid.numbers)
        if grid.shape is None:
            filled = [(r, c) for r, row in enumerate(rows) for c, value in enumerate(row) if value is not None]
            texts = [(r, c) for r, c in filled if isinstance(rows[r][c], str)]
            others = [r * ROW_CODE + c for r, c in filled if not isinstance(rows[r][c], str)]
        words = []
        for row, column in texts:
            tag = self._tags[rows[row][column]]
            if tag in _MARKS:
                others.append(row * ROW_CODE + column)
            elif tag != _BLANK:
                words.append((row, column, tag))
        return words, others

    def _marks(self, outline: Outline, codes: Iterable[int]) -> dict[int, Tag]:
        """Return what stands in some spots below and right of the corners, by their codes."""
        found: dict[int, Tag] = {}
        for code in codes:
            position, rest = divmod(code + _SHEET // 2, _SHEET)  # what stands above the corner is below nothing
            top, left = outline.corners[position]
            row, column = divmod(rest - _SHEET // 2 + top * ROW_CODE + left, ROW_CODE)
            value = outline.grids[position].rows[row][column]
            found[code] = self._tags[value] if isinstance(value, str) else _tag_of(value)
        return found

    def recall_moved(self, outline: Outline) -> list[Layout] | None:
        """Return the layouts of a document with the same words, moved to where they stand here; or None.

        A figure or a stroke beside the tables must have been there, too: it might be one too many.
        """
        known = self._outlines.get(outline.labels)
        if known is None:
            return None
        beside = outline.marks - known.spots
        if not beside <= known.beside.keys():
            return None
        if any(known.beside[place] != tag for place, tag in self._marks(outline, beside).items()):
            return None
        if any(outline.heights[grid] <= row for grid, row in known.bottoms.items()):
            return None
        layouts = known.moved.get(outline.corners)
        if layouts is None:
            ways = [
                (row - from_row, column - from_column)
                for (row, column), (from_row, from_column) in zip(outline.corners, known.corners, strict=True)
            ]
            layouts = [layout.moved(ways) for layout in known.layouts]
            if len(known.moved) < _MOST_MOVED:
                known.moved[outline.corners] = layouts
        return layouts

    def remember(self, signature: Signature, layouts: list[Layout], outline: Outline | None = None) -> None:
        """Keep the layouts if nothing in them rests on likeness and nothing is missing that likeness might find."""
        tables = [table for layout in layouts for table in layout.tables]
        if not tables or any(
            table.loose or table.blank or table.gaps or table.strays or table.surplus for table in tables
        ):
            return
        if len(self._layouts) >= _MOST_LAYOUTS:
            self._layouts.clear()
        self._layouts[signature] = layouts
        if outline is None or outline.labels in self._outlines:
            return
        if len(self._outlines) >= _MOST_LAYOUTS:
            self._outlines.clear()
        corners, spots, bottoms = outline.corners, set[int](), dict[int, int]()
        for grid, row, column in {spot for table in tables for spot in table.spots.values()}:
            top, left = corners[grid]
            spots.add(grid * _SHEET + (row - top) * ROW_CODE + column - left)
            bottoms[grid] = max(row - top, bottoms.get(grid, 0))
        beside = self._marks(outline, outline.marks - spots)
        self._outlines[outline.labels] = _Known(layouts, corners, frozenset(spots), beside, bottoms, {corners: layouts})


def _tag_of(value: Value) -> Tag:
    return _BLANK if value is None else _SPECIAL if isinstance(value, Special) else _FIGURE


class _Tags(dict[Value, Tag]):
    """Text of a cell → what it is to the locator: a known label, a figure, a unit, other words."""

    def __init__(self, known: frozenset[str], groups: set[str]) -> None:
        super().__init__()
        self._known, self._groups = known, groups

    def __missing__(self, text: Value) -> Tag:
        assert isinstance(text, str)
        tag = self[text] = self._tag(text)
        return tag

    def _tag(self, text: str) -> Tag:
        if is_blank(text):
            return _BLANK
        if text.strip() in UNITS:
            return _UNIT
        if is_figure(text):
            return _FIGURE if read(text, "signed").state in ("number", "several") else _STROKE
        core = known_core(text, self._known)
        if core in self._known or any(group in core for group in self._groups):
            return core if len(text) <= WIDEST_LABEL else f"{core} "
        if any(word in core for word in REMARKS):
            return f"{_REMARK} {core}"
        return _WORDS if len(text) <= WIDEST_LABEL else _PARAGRAPH
