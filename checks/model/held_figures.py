"""All figures of a document in little room: what travels from the worker, lies in the cache, and is added up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from checks.model.figures import Number, State
from checks.model.form import Form
from checks.model.grid import CellAddress, Medium

if TYPE_CHECKING:
    from checks.model.report import Report

Lack = State | Literal["missing"]
"""Why a figure has no value: how it is written, or that the document does not have its cell."""
_MONEY = "="
_RUN = 6
_Head: TypeAlias = tuple[str, Medium, int, int]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One cell of a form as a document fills it in, for tables of figures.

    Attributes:
        state: ``missing`` where the document does not have the cell.
        at: where it stands; None if it is missing.
    """

    form: str
    cell: str
    value: Number | None
    text: str
    state: Lack
    at: CellAddress | None


@dataclass(frozen=True, slots=True)
class HeldForm:
    """One form as a document fills it in; cells are numbered as in the form.

    Attributes:
        values: for each cell the number, or why there is none: ``missing``, ``blank``, …
        texts: what is written in those cells whose text is not the number's own spelling.
        heads: the sheets, pages and tables that the figures stand in: sheet, medium, page, table.
        runs: where: cells that follow one another in the form and in a row, six numbers each: the first cell, how
            many, which head, row, column, line.
    """

    values: tuple[Number | str, ...]
    texts: Mapping[int, str] = field(default_factory=dict)
    heads: tuple[_Head, ...] = ()
    runs: tuple[int, ...] = ()

    def addresses(self) -> dict[int, CellAddress]:
        """Return where each figure stands, by its cell's number."""
        found: dict[int, CellAddress] = {}
        for i in range(0, len(self.runs), _RUN):
            first, length, head, row, column, line = self.runs[i : i + _RUN]
            sheet, medium, page, table = self.heads[head]
            for step in range(length):
                found[first + step] = CellAddress(sheet, row, column + step, medium, page, table, line)
        return found

    def text(self, index: int) -> str:
        """Return what is written in a cell; "" for a blank."""
        value = self.values[index]
        return self.texts.get(index, "" if isinstance(value, str) else str(value))


Held: TypeAlias = Mapping[str, HeldForm]
"""By the form's id."""


def held_figures(reports: Mapping[str, Report]) -> Held:
    """Return the figures of a document's reports."""
    return {form: _of(report) for form, report in reports.items()}


def held_rows(held: Held, forms: Mapping[str, Form]) -> Iterator[FigureRow]:
    """Yield every cell of a document's forms; lines that a copy need not print only where they are."""
    for form_id, figures in held.items():
        addresses = figures.addresses()
        for cell, value in zip(forms[form_id].cells, figures.values, strict=True):
            if value == "missing" and cell.optional:
                continue
            state, number = (value, None) if isinstance(value, str) else ("number", value)
            text = figures.text(cell.index)
            yield FigureRow(form_id, cell.id, number, text, state, addresses.get(cell.index))  # type: ignore[arg-type]


def held_again(rows: Iterable[FigureRow], forms: Mapping[str, Form]) -> Held:
    """Return what ``held_rows`` yielded; a row of a form or a cell that is not known is left out."""
    by_form: dict[str, dict[int, FigureRow]] = {}
    for row in rows:
        index = forms[row.form].index.get(row.cell) if row.form in forms else None
        if index is not None:
            by_form.setdefault(row.form, {})[index] = row
    return {form: _again(cells, len(forms[form].cells)) for form, cells in by_form.items()}


def _again(cells: Mapping[int, FigureRow], count: int) -> HeldForm:
    values = tuple(_value(cells.get(index)) for index in range(count))
    texts = {i: row.text for i, row in cells.items() if row.text != ("" if row.value is None else str(row.value))}
    heads, runs = _runs((i, row.at) for i, row in sorted(cells.items()) if row.at is not None)
    return HeldForm(values, texts, heads, runs)


def _value(row: FigureRow | None) -> Number | str:
    if row is None:
        return "missing"
    return row.state if row.value is None else row.value


def _of(report: Report) -> HeldForm:
    values: list[Number | str] = ["missing"] * len(report.numbers)
    for table in report.tables:
        for first, _, length in table.runs:
            values[first : first + length] = report.numbers[first : first + length]
    texts: dict[int, str] = {}
    for index, reading in report.irregular.items():
        if reading.value is None:
            values[index] = reading.state
            if reading.text:
                texts[index] = reading.text
        elif reading.text != str(reading.value):
            texts[index] = reading.text
    return HeldForm(tuple(values), texts, *_places(report))


def _places(report: Report) -> tuple[tuple[_Head, ...], tuple[int, ...]]:
    """Where the figures stand; of a page or a Word table only its Grid can tell, cell by cell."""
    used = {grid for table in report.tables for _, (grid, _, _), _ in table.runs}
    if any(report.grids[grid].addresses is not None for grid in used):
        return _runs((index, address) for index in sorted(report.spots) if (address := report.address(index)))
    heads: dict[_Head, int] = {}
    by_grid: dict[int, int] = {}
    for grid in sorted(used):
        medium: Medium = "sheet" if report.grids[grid].lines is None else "text"
        by_grid[grid] = heads.setdefault((report.grids[grid].name, medium, 0, 0), len(heads))
    lines = {grid: report.grids[grid].lines or () for grid in used}
    runs: list[int] = []
    for table in report.tables:
        for first, (grid, row, column), length in table.runs:
            runs += (first, length, by_grid[grid], row, column, lines[grid][row] if lines[grid] else 0)
    return tuple(heads), tuple(runs)


def _runs(addresses: Iterable[tuple[int, CellAddress]]) -> tuple[tuple[_Head, ...], tuple[int, ...]]:
    heads: dict[_Head, int] = {}
    runs: list[int] = []
    for index, at in addresses:
        head = heads.setdefault((at.sheet, at.medium, at.page, at.table), len(heads))
        if runs:
            first, length, *where = runs[-_RUN:]
            if (index, head, at.row, at.column, at.line) == (first + length, *where[:2], where[2] + length, where[3]):
                runs[1 - _RUN] += 1
                continue
        runs += (index, 1, head, at.row, at.column, at.line)
    return tuple(heads), tuple(runs)


def as_plain(held: Held) -> dict[str, list[Any]]:
    """Return what JSON can write: money as text with an equals sign."""
    return {
        form: [
            [f"{_MONEY}{value}" if isinstance(value, Decimal) else value for value in figures.values],
            figures.texts,
            figures.heads,
            figures.runs,
        ]
        for form, figures in held.items()
    }


def from_plain(plain: Mapping[str, Sequence[Any]]) -> Held:
    """Return what ``as_plain`` wrote."""
    return {
        form: HeldForm(
            tuple(map(_read, values)),
            {int(index): text for index, text in texts.items()},
            tuple((sheet, medium, page, table) for sheet, medium, page, table in heads),
            tuple(runs),
        )
        for form, (values, texts, heads, runs) in plain.items()
    }


def _read(value: Any) -> Number | str:
    if isinstance(value, str):
        return Decimal(value[1:]) if value.startswith(_MONEY) else value
    assert isinstance(value, int)
    return value
