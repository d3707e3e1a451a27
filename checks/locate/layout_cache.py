"""Remembers layouts: offices send the same workbook a hundred times with other figures in it.

Where a layout was found by exact labels alone, the same labels in the same cells give the same places, whatever the
figures and the other words are. Finding it anew costs ten times the reading of the file.
"""

from __future__ import annotations

from collections.abc import Sequence

from checks.forms.labels import known_core
from checks.locate.columns import REMARKS
from checks.locate.header import WIDEST_LABEL
from checks.locate.lines import UNITS
from checks.model.figures import is_figure, read
from checks.model.grid import Grid, Special, Value, is_blank
from checks.model.located import Layout
from checks.model.rule import Rulebook

_BLANK, _FIGURE, _UNIT, _WORDS, _PARAGRAPH, _STROKE, _SPECIAL, _REMARK = range(8)
_MOST_WORDS, _MOST_LAYOUTS = 50_000, 1_000  # a long run must not grow; a batch has a few dozen layouts

Tag = int | str
Signature = tuple[object, ...]


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

    def signature(self, grids: Sequence[Grid], year: int | None) -> Signature:
        """Return what the locator's answer depends on, if all labels are exact."""
        tags = self._tags
        if len(tags) > _MOST_WORDS:
            tags.clear()
        cells = [
            tuple(
                [
                    tags[v]
                    if v.__class__ is str
                    else _BLANK
                    if v is None
                    else _FIGURE
                    if v.__class__ is float
                    else _tag_of(v)
                    for v in row
                ]
            )
            for grid in grids
            for row in grid.rows
        ]
        shapes = tuple((grid.layout, grid.hidden, len(grid.rows)) for grid in grids)
        return (year, shapes, *cells)

    def recall(self, signature: Signature) -> list[Layout] | None:
        """Return the layouts of a document that looked the same, or None."""
        return self._layouts.get(signature)

    def remember(self, signature: Signature, layouts: list[Layout]) -> None:
        """Keep the layouts if nothing in them rests on likeness and nothing is missing that likeness might find."""
        tables = [table for layout in layouts for table in layout.tables]
        if not tables or any(
            table.loose or table.blank or table.gaps or table.strays or table.surplus for table in tables
        ):
            return
        if len(self._layouts) >= _MOST_LAYOUTS:
            self._layouts.clear()
        self._layouts[signature] = layouts


def _tag_of(value: Value) -> Tag:
    return _SPECIAL if isinstance(value, Special) else _FIGURE


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
