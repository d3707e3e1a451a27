"""Remembers layouts: offices send the same workbook a hundred times with other figures in it.

Where a layout was found by exact labels alone, the same labels in the same cells give the same places, whatever the
figures and the other words are; and moved down or right as a whole they give the same places, moved. Finding it anew
costs several times the reading of the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from checks.locate.sheet import Texts
from checks.locate.wanted import Wanted
from checks.locate.wording import Tag, Tags, Wording, is_mark, is_nothing, tag_of, use_of
from checks.model.grid import ROW_CODE, Grid
from checks.model.layout import Layout
from checks.model.located import Corner, Located
from checks.model.rule import Rulebook

_MOST_WORDS, _MOST_LAYOUTS, _MOST_MOVED = 50_000, 1_000, 50  # a long run must not grow; a batch has a few dozen layouts
_MOST_KEPT, _MORE = 500_000, 50  # tags of whole sheets, 4 MB; each sheet counts for so many more than it has
_MOST_MARKS = 500_000  # places of figures in all outlines that are kept; a form has 300

Signature: TypeAlias = tuple[object, ...]


class Sight(NamedTuple):
    """A document as the locator sees it, whatever its figures are.

    Attributes:
        signature: what the locator's answer depends on, beside the year, if all labels are exact.
        wordings: what the texts of each sheet are.
        texts: the texts themselves.
        is_new: the signature can't be met again.
    """

    signature: Signature
    wordings: list[Wording]
    texts: list[list[str]]
    is_new: bool


class _Sheet(NamedTuple):
    """A sheet without its figures, wherever on it the words stand; places are codes from their corner on.

    Attributes:
        corner: the row and the column of the first word.
        height: how many rows there are from the corner on: blank ones at the end are not always kept.
        marks: where figures, strokes and the like stand.
        shape: of the Grid, if the marks are its figures; else None.
    """

    corner: Corner
    height: int
    marks: list[int]
    grid: Grid
    shape: object | None


class Outline(NamedTuple):
    """What the sheets of a document have but for their figures, wherever on each sheet it stands.

    Attributes:
        labels: of each sheet its words, by their places.
        sheets: the sheets.
    """

    labels: Signature
    sheets: list[_Sheet]

    @property
    def corners(self) -> tuple[Corner, ...]:
        """The corner of each sheet."""
        return tuple([sheet.corner for sheet in self.sheets])


class _KnownSheet(NamedTuple):
    """What a sheet must have for its words to mean what they meant.

    Attributes:
        marks: where figures and the like stood.
        spots: where the figures of its tables stand.
        beside: the figures, strokes and the like that are none of theirs.
        bottom: the last row that holds some of theirs; -1 where none does.
        shape: of its Grid, if the marks were its figures.
    """

    marks: list[int]
    spots: frozenset[int]
    beside: Mapping[int, Tag]
    bottom: int
    shape: object | None


class _Known(NamedTuple):
    """Layouts that were found, and the sheets that they were found in.

    Attributes:
        moved: the same layouts so much further down and right, sheet by sheet: an office's title has a line more.
    """

    layouts: list[Layout]
    corners: tuple[Corner, ...]
    sheets: list[_KnownSheet]
    moved: dict[tuple[Corner, ...], list[Layout]]


class LayoutCache:
    """The layouts met so far, by what their cells look like to the locator.

    Attributes:
        rows: the cores of all rows of all forms.
        known: the cores of all rows, columns and groups.
        wanted: what to look for in a document that looks like none before.
        texts: what is known of the texts of sheets.
    """

    def __init__(self, book: Rulebook) -> None:
        blocks = [block for form in book.forms.values() for table in form.tables for block in table.blocks]
        groups = {core for b in blocks for g in (*b.row_groups, *b.column_groups) for core in g.cores}
        self.rows = frozenset(core for b in blocks for row in b.rows for core in row.cores)
        self.known = self.rows | groups | {core for b in blocks for column in b.columns for core in column.cores}
        self.wanted = Wanted(book)
        self.texts = Texts(self.known)
        self._tags = Tags(self.known, groups, book.subjects)
        self._wordings: dict[tuple[Tag, ...], Wording] = {}
        self._kept = 0  # tags in all of them
        self._layouts: dict[tuple[int | None, Signature], list[Layout]] = {}
        self._outlines: dict[Signature, _Known] = {}
        self._marks_kept = 0  # in all of them

    def look(self, grids: Sequence[Grid]) -> Sight:
        """Return how a document looks."""
        if len(self._tags) > _MOST_WORDS:
            self._tags.clear()
        tag = self._tags.__getitem__
        cells: list[object] = []
        wordings, every = [], []
        for grid in grids:
            texts = grid.texts()
            tags = tuple(map(tag, texts))
            wording = self._wordings.get(tags) or self._new_wording(tags)
            shape = grid.shape
            if shape is None:
                shape = tuple([tuple([tag(v) if isinstance(v, str) else tag_of(v) for v in row]) for row in grid.rows])
            cells += (grid.layout, grid.hidden, use_of(grid), grid.height, shape, wording)
            wordings.append(wording)
            every.append(texts)
        return Sight(tuple(cells), wordings, every, any(grid.is_new for grid in grids))

    def _new_wording(self, tags: tuple[Tag, ...]) -> Wording:
        self._make_room(len(tags) + _MORE)
        wording = self._wordings[tags] = Wording(tags)
        return wording

    def _make_room(self, more: int) -> None:
        self._kept += more
        if self._kept > _MOST_KEPT:
            self._wordings.clear()
            self._layouts.clear()  # they are known by wordings
            self._kept = more

    def recall(self, sight: Sight, year: int | None) -> list[Layout] | None:
        """Return the layouts of a document that looked the same, or None."""
        return self._layouts.get((year, sight.signature))

    def outline(self, grids: Sequence[Grid], sight: Sight, year: int | None) -> Outline | None:
        """Return what a document has but for its figures; None for one that is not of sheets alone."""
        labels: list[object] = [year]
        sheets = []
        for grid, wording in zip(grids, sight.wordings, strict=True):
            if grid.layout != "sheet":
                return None
            tags, words, others, shape = wording.tags, grid.words, grid.numbers, grid.shape
            if shape is None or not wording.is_all_words:
                tags, words, others = self._told_apart(grid)
                shape = None
            corner = words[0] if words else 0
            top, left = divmod(corner, ROW_CODE)
            labels += (grid.hidden, use_of(grid), tags, tuple([code - corner for code in words]))
            sheets.append(_Sheet((top, left), grid.height - top, [code - corner for code in others], grid, shape))
        return Outline(tuple(labels), sheets)

    def _told_apart(self, grid: Grid) -> tuple[tuple[Tag, ...], list[int], list[int]]:
        """Return a sheet's words and where they stand, and apart from them where its figures and the like stand."""
        tags, words, others = [], [], []
        for row, values in enumerate(grid.rows):
            for column, value in enumerate(values):
                tag = self._tags[value] if isinstance(value, str) else tag_of(value)
                if is_mark(tag):
                    others.append(row * ROW_CODE + column)
                elif not is_nothing(tag):
                    tags.append(tag)
                    words.append(row * ROW_CODE + column)
        return tuple(tags), words, others

    def _marks(self, sheet: _Sheet, codes: Iterable[int]) -> dict[int, Tag]:
        """Return what stands in some places of a sheet."""
        found: dict[int, Tag] = {}
        top, left = sheet.corner
        for code in codes:
            row, column = divmod(code + top * ROW_CODE + left, ROW_CODE)
            value = sheet.grid.value(row, column)
            found[code] = self._tags[value] if isinstance(value, str) else tag_of(value)
        return found

    def recall_moved(self, outline: Outline) -> list[Layout] | None:
        """Return the layouts of a document with the same words, moved to where they stand here; or None.

        A figure or a stroke beside the tables must have been there, too: it might be one too many.
        """
        known = self._outlines.get(outline.labels)
        if known is None:
            return None
        shapes: list[tuple[object | None, object | None]] = []
        for sheet, before in zip(outline.sheets, known.sheets, strict=True):
            if sheet.height <= before.bottom:
                return None
            has_same = sheet.marks == before.marks
            if not (has_same and not before.beside) and not self._are_alike(sheet, before):
                return None
            shapes.append((before.shape, sheet.shape) if has_same else (None, None))
        corners = outline.corners
        layouts = known.moved.get(corners)
        if layouts is None:
            ways = [
                (row - from_row, column - from_column)
                for (row, column), (from_row, from_column) in zip(corners, known.corners, strict=True)
            ]
            layouts = [layout.moved(ways, shapes) for layout in known.layouts]
            if len(known.moved) < _MOST_MOVED and not any(sheet.grid.is_new for sheet in outline.sheets):
                known.moved[corners] = layouts
        return layouts

    def _are_alike(self, sheet: _Sheet, before: _KnownSheet) -> bool:
        """Tell whether what stands beside the tables stood there before."""
        beside = set(sheet.marks) - before.spots
        return beside <= before.beside.keys() and all(
            before.beside[place] == tag for place, tag in self._marks(sheet, beside).items()
        )

    def keep(self, sight: Sight, year: int | None, layouts: list[Layout]) -> None:
        """Keep layouts that are known to be right, where the document may be met again."""
        if sight.is_new:
            return
        if len(self._layouts) >= _MOST_LAYOUTS:
            self._layouts.clear()
        # What a sheet without a plan looks like is known cell by cell.
        self._make_room(sum(map(len, (row for part in sight.signature if isinstance(part, tuple) for row in part))))
        self._layouts[year, sight.signature] = layouts

    def remember(self, sight: Sight, year: int | None, layouts: list[Layout], outline: Outline | None = None) -> None:
        """Keep the layouts if nothing in them rests on likeness and nothing is missing that likeness might find."""
        tables = [table for layout in layouts for table in layout.tables]
        if not tables or any(
            table.loose or table.blank or table.gaps or table.strays or table.surplus for table in tables
        ):
            return
        self.keep(sight, year, layouts)
        if outline is None or outline.labels in self._outlines or layouts[0].unread:
            return  # whether figures that nobody has read stand elsewhere, too, has to be seen
        marks = sum(len(sheet.marks) for sheet in outline.sheets)
        self._marks_kept += marks
        if len(self._outlines) >= _MOST_LAYOUTS or self._marks_kept > _MOST_MARKS:
            self._outlines.clear()
            self._marks_kept = marks
        sheets = self._known_sheets(outline, tables)
        self._outlines[outline.labels] = _Known(layouts, outline.corners, sheets, {outline.corners: layouts})

    def _known_sheets(self, outline: Outline, tables: Sequence[Located]) -> list[_KnownSheet]:
        spots: list[set[int]] = [set() for _ in outline.sheets]
        bottoms = [-1 for _ in outline.sheets]
        for grid, row, column in {spot for table in tables for spot in table.spots.values()}:
            top, left = outline.sheets[grid].corner
            spots[grid].add((row - top) * ROW_CODE + column - left)
            bottoms[grid] = max(row - top, bottoms[grid])
        return [
            _KnownSheet(sheet.marks, frozenset(its), self._marks(sheet, set(sheet.marks) - its), bottom, sheet.shape)
            for sheet, its, bottom in zip(outline.sheets, spots, bottoms, strict=True)
        ]
