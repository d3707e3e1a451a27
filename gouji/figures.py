"""The figures of documents, column by column: thousands of reports as one table, without a dict for each cell."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from typing import Any, TypeAlias

from checks import rulebook
from checks.model.form import Cell, Form
from checks.model.grid import CellAddress, column_letters
from checks.model.held_figures import HeldForm
from checks.model.submission import Submission

Columns: TypeAlias = dict[str, list[Any]]
"""Name of a column → its values; all of the same length."""
COLUMNS = (
    *("unit", "parent", "year", "form", "table", "row", "column", "cell", "value", "text", "state", "place", "source"),
    "sha256",
)


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


def columns(documents: Iterable[Counted]) -> Columns:
    """Return the figures of some documents as columns, a row a cell, in the order of the forms."""
    made: Columns = {name: [] for name in COLUMNS}
    forms = rulebook.load().forms
    for document in documents:
        submission = document.submission
        for form_id, held in submission.figures.items():
            form = forms[form_id]
            which = _asked(form, held, document.tables)
            _add(made, form, held, which)
            made["unit"] += repeat(submission.unit, len(which))
            made["parent"] += repeat(document.parent or None, len(which))
            made["year"] += repeat(submission.year, len(which))
            made["source"] += repeat(submission.source, len(which))
            made["sha256"] += repeat(submission.sha256, len(which))
    return made


def batches(documents: Iterable[Counted], rows: int = 50_000) -> Iterator[Columns]:
    """Yield the same a piece at a time, each about so many rows long, so that any number of reports can be written."""
    taken: list[Counted] = []
    size = 0
    for document in documents:
        taken.append(document)
        size += sum(len(held.values) for held in document.submission.figures.values())
        if size >= rows:
            yield columns(taken)
            taken, size = [], 0
    if taken:
        yield columns(taken)


def as_rows(made: Columns) -> Iterator[dict[str, Any]]:
    """Yield columns row by row."""
    names = list(made)
    return (dict(zip(names, row, strict=True)) for row in zip(*made.values(), strict=True))


def _add(made: Columns, form: Form, held: HeldForm, which: Sequence[int]) -> None:
    tables, rows, heads, ids = _labels_of(form.id)
    places = _places(held)
    made["form"] += repeat(form.id, len(which))
    made["table"] += [tables[i] for i in which]
    made["row"] += [rows[i] for i in which]
    made["column"] += [heads[i] for i in which]
    made["cell"] += [ids[i] for i in which]
    values = [held.values[i] for i in which]
    made["value"] += [None if isinstance(value, str) else value for value in values]
    made["state"] += [value if isinstance(value, str) else "number" for value in values]
    plain = ["" if isinstance(value, str) else str(value) for value in values]
    made["text"] += [held.text(i) for i in which] if held.texts else plain
    made["place"] += [places.get(i) for i in which]


def _asked(form: Form, held: HeldForm, tables: Collection[tuple[str, str]] | None) -> Sequence[int]:
    """The cells to show: what every copy prints, of other lines those that are there, of tables those that count."""
    if tables is None and "missing" not in held.values:
        return range(len(held.values))
    counted = {i for i, table in enumerate(form.tables) if tables is None or (form.id, table.id) in tables}
    return [
        cell.index
        for cell, value in zip(form.cells, held.values, strict=True)
        if cell.table in counted and not (cell.optional and value == "missing")
    ]


def _places(held: HeldForm) -> Mapping[int, str]:
    """Where each figure stands, as a person would look for it; in sheets without an address for each cell."""
    if any(medium != "sheet" for _, medium, _, _ in held.heads):
        return {index: address.place for index, address in held.addresses().items()}
    places: dict[int, str] = {}
    for i in range(0, len(held.runs), 6):
        first, length, head, row, column, _ = held.runs[i : i + 6]
        before, after = _around(held.heads[head][0]), row + 1
        for step in range(length):
            places[first + step] = f"{before}{_letters(column + step)}{after}"
    return places


@lru_cache(maxsize=256)
def _around(sheet: str) -> str:
    return CellAddress(sheet).place.removesuffix("A1")


@lru_cache(maxsize=1024)
def _letters(column: int) -> str:
    return column_letters(column)


@lru_cache(maxsize=16)
def _labels_of(form_id: str) -> tuple[list[str], list[str], list[str], list[str]]:
    """For each cell of a form the names of its table, row and column, and its id."""
    form = rulebook.load().forms[form_id]
    tables = [form.tables[cell.table].name for cell in form.cells]
    labels = [_labels(form, cell) for cell in form.cells]
    return tables, [row for row, _ in labels], [column for _, column in labels], [cell.id for cell in form.cells]


def _labels(form: Form, cell: Cell) -> tuple[str, str]:
    """The labels of a cell's row and column; of 表四, whose one row has none, the group stands for it."""
    block = form.tables[cell.table].blocks[cell.block]
    row, column = block.rows[cell.row], block.columns[cell.column]
    names = {group.id: group.label for group in block.column_groups}
    group = " ".join(names.get(name, name) for name in column.group) if not row.label else ""
    return row.label or group, column.label or cell.label
