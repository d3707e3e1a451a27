"""The figures of documents, column by column: thousands of reports as one table, without a dict for each cell."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from checks import rulebook
from checks.model.form import Cell, Form
from checks.model.held_figures import HeldForm
from checks.model.submission import Submission
from gouji.columns import Coded, Columns

_BY_CELL = ("table", "row", "column", "cell")
_BY_DOCUMENT = ("unit", "parent", "year", "source", "sha256")


@dataclass(frozen=True, slots=True)
class Counted:
    """A document whose figures are asked for.

    Attributes:
        parent: the unit above, where a list tells it.
        report: whatever is the same for all documents that make up one report.
        tables: as (form, table) ids, those of its tables that count; None for all.
    """

    submission: Submission
    parent: str
    report: object
    tables: Collection[tuple[str, str]] | None = None

    def counts(self, form: str, table: str) -> bool:
        """Tell whether one of its tables counts."""
        return self.tables is None or (form, table) in self.tables


class Table:
    """Figures as columns, a row a cell: ``gouji.frames.FIGURES`` names them."""

    def __init__(self, cells: Collection[str] | None = None) -> None:
        """Begin an empty table, of some cells only or of all."""
        self._cells = cells
        self._coded = {name: Coded() for name in (*_BY_DOCUMENT, "form", *_BY_CELL, "state", "place")}
        self._values: list[Any] = []
        self._texts: list[str] = []
        self._places: dict[object, array[int]] = {}
        self._labels: dict[object, dict[str, array[int]]] = {}

    @property
    def columns(self) -> Columns:
        """The columns, in their order."""
        coded = self._coded
        first = {name: coded[name] for name in ("unit", "parent", "year", "form", *_BY_CELL)}
        rest = {name: coded[name] for name in ("state", "place", "source", "sha256")}
        return {**first, "value": self._values, "text": self._texts, **rest}

    def __len__(self) -> int:
        """How many rows it has."""
        return len(self._values)

    def add(self, document: Counted) -> None:
        """Add the figures of a document, in the order of the forms."""
        submission = document.submission
        for form_id, held in submission.figures.items():
            form = rulebook.load().forms[form_id]
            which = _asked(form, held, document)
            if self._cells is not None:
                which = tuple(i for i in which if form.cells[i].id in self._cells)
            if not which:
                continue
            self._add(form_id, held, which)
            known = (submission.unit, document.parent or None, submission.year, submission.source, submission.sha256)
            for name, value in zip(_BY_DOCUMENT, known, strict=True):
                self._coded[name].repeat(value, len(which))

    def _add(self, form_id: str, held: HeldForm, which: Sequence[int]) -> None:
        for name, codes in self._labels_of(form_id, which).items():
            self._coded[name].codes.extend(codes)
        values = [held.values[which[0]]] if len(which) == 1 else itemgetter(*which)(held.values)
        if str in set(map(type, values)):
            self._values += [None if isinstance(value, str) else value for value in values]
            states = self._coded["state"]
            states.codes.extend(states.coded(value if isinstance(value, str) else "number" for value in values))
            self._texts += map(held.text, which)
        else:
            self._values += values
            self._coded["state"].repeat("number", len(values))
            self._texts += map(held.text, which) if held.texts else map(str, values)
        self._coded["place"].codes.extend(self._places_of(held, which))

    def _labels_of(self, form_id: str, which: Sequence[int]) -> dict[str, array[int]]:
        """What the names of table, row and column and the cells' ids are as codes; the same for most reports."""
        key = (form_id, which)
        known = self._labels.get(key)
        if known is None:
            form = rulebook.load().forms[form_id]
            cells = [form.cells[i] for i in which]
            names = [(form.tables[cell.table].name, *_labels(form, cell), cell.id) for cell in cells]
            by_column = zip(_BY_CELL, zip(*names, strict=True), strict=True)
            known = {name: self._coded[name].coded(values) for name, values in by_column}
            known["form"] = self._coded["form"].coded([form_id] * len(which))
            self._labels[key] = known
        return known

    def _places_of(self, held: HeldForm, which: Sequence[int]) -> array[int]:
        """Where the figures stand, as codes; the same for all reports of one layout."""
        key = (held.heads, held.runs, which)
        known = self._places.get(key)
        if known is None:
            at = held.addresses()
            known = self._coded["place"].coded(at[i].place if i in at else None for i in which)
            self._places[key] = known
        return known


def columns(documents: Iterable[Counted]) -> Columns:
    """Return the figures of some documents as columns, a row a cell, in the order of the forms."""
    table = Table()
    for document in documents:
        table.add(document)
    return table.columns


def batches(
    documents: Iterable[Counted], cells: Collection[str] | None = None, rows: int = 50_000
) -> Iterator[Columns]:
    """Yield the same a piece at a time, each about so many rows long, so that any number of reports can be written."""
    table = Table(cells)
    for document in documents:
        table.add(document)
        if len(table) >= rows:
            yield table.columns
            table = Table(cells)
    if len(table):
        yield table.columns


_usual: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {}
"""Form id → the cells that every copy prints, and the lines that need not be there."""


def _asked(form: Form, held: HeldForm, document: Counted) -> tuple[int, ...]:
    """The cells to show: what every copy prints, of other lines those that are there, of tables those that count."""
    if form.id not in _usual:
        always = tuple(cell.index for cell in form.cells if not cell.optional)
        _usual[form.id] = always, tuple(cell.index for cell in form.cells if cell.optional)
    always, optional = _usual[form.id]
    values = held.values
    if document.tables is None and all(values[i] == "missing" for i in optional):
        return always
    counted = {i for i, table in enumerate(form.tables) if document.counts(form.id, table.id)}
    return tuple(
        cell.index
        for cell in form.cells
        if cell.table in counted and not (cell.optional and values[cell.index] == "missing")
    )


def _labels(form: Form, cell: Cell) -> tuple[str, str]:
    """The labels of a cell's row and column; of 表四, whose one row has none, the group stands for it."""
    block = form.tables[cell.table].blocks[cell.block]
    row, column = block.rows[cell.row], block.columns[cell.column]
    names: Mapping[str, str] = {group.id: group.label for group in block.column_groups}
    group = " ".join(names.get(name, name) for name in column.group) if not row.label else ""
    return row.label or group, column.label or cell.label
