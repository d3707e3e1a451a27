"""All figures of a document in little room: what travels from the worker, lies in the cache, and is added up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from checks.model.figures import FigureState, Number
from checks.model.form import Form
from checks.model.grid import CellAddress, Medium

if TYPE_CHECKING:
    from json import JSONEncoder

    from checks.model.report import Report, Reports

Lack = FigureState | Literal["missing"]
"""Why a figure has no value: how it is written, or that the document does not have its cell."""
_RUN = 6
_BETWEEN = "\x1e"
"""Stands between pieces of JSON, none of which holds it."""
_Head: TypeAlias = tuple[str, Medium, int, int]


class FigureRow(NamedTuple):
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


@dataclass(frozen=True)
class HeldForm:
    """One form as a document fills it in; cells are numbered as in the form.

    Attributes:
        found: for each cell that the document has, in the order of ``runs``, the number or why there is none:
            ``blank``, ``text``, …
        count: how many cells the form has.
        texts: what is written in those cells whose text is not the number's own spelling.
        heads: the sheets, pages and tables that the figures stand in: sheet, medium, page, table.
        runs: where: cells that follow one another in the form and in a row, six numbers each: the first cell, how
            many, which head, row, column, line.
    """

    found: tuple[Number | str, ...]
    count: int
    texts: Mapping[int, str] = field(default_factory=dict)
    heads: tuple[_Head, ...] = ()
    runs: tuple[int, ...] = ()

    @cached_property
    def values(self) -> tuple[Number | str, ...]:
        """For each cell of the form the number, or why there is none: ``missing`` where the document lacks it."""
        values: list[Number | str] = ["missing"] * self.count
        begin = 0
        for i in range(0, len(self.runs), _RUN):
            first, length = self.runs[i : i + 2]
            values[first : first + length] = self.found[begin : begin + length]
            begin += length
        return tuple(values)

    def tables(self, form: Form) -> set[int]:
        """Return the numbers of the tables of its form that it has any cell of, headings aside."""
        tables: set[int] = set()
        for first, length in zip(self.runs[::_RUN], self.runs[1::_RUN], strict=True):
            cell = form.cells[first]
            if cell.table not in tables and not (
                cell.heading and all(other.heading for other in form.cells[first : first + length])
            ):
                tables.add(cell.table)
        return tables

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


def held_figures(reports: Reports) -> Held:
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
    placed = [(i, row, row.at) for i, row in sorted(cells.items()) if row.at is not None]
    texts = {i: row.text for i, row, _ in placed if row.text != ("" if row.value is None else str(row.value))}
    found = tuple(row.state if row.value is None else row.value for _, row, _ in placed)
    return HeldForm(found, count, texts, *_runs((i, at) for i, _, at in placed))


def _of(report: Report) -> HeldForm:
    heads, runs = _places(report)
    found: list[Number | str] = []
    by_layout = runs is report.part.flat_runs
    for first, length in report.part.ranges if by_layout else zip(runs[0::_RUN], runs[1::_RUN], strict=True):
        found += report.numbers[first : first + length]
    texts: dict[int, str] = {}
    if report.irregular:
        at = report.part.order if by_layout else _order(runs)
        for index, reading in report.irregular.items():
            if reading.value is None:
                found[at[index]] = reading.state
                if reading.text:
                    texts[index] = reading.text
            elif reading.text != str(reading.value):
                texts[index] = reading.text
    return HeldForm(tuple(found), len(report.numbers), texts, heads, runs)


def _order(runs: Sequence[int]) -> dict[int, int]:
    """Return which of the figures in runs is each cell's."""
    cells = chain.from_iterable(range(runs[i], runs[i] + runs[i + 1]) for i in range(0, len(runs), _RUN))
    return {index: position for position, index in enumerate(cells)}


def _places(report: Report) -> tuple[tuple[_Head, ...], tuple[int, ...]]:
    """Where the figures stand; of a page or a Word table only its Grid can tell, cell by cell."""
    grids = [report.grids[number] for number in report.part.grids]
    if any(grid.addresses is not None for grid in grids):
        return _runs((index, address) for index in sorted(report.spots) if (address := report.address(index)))
    heads: tuple[_Head, ...] = tuple([(grid.name, "sheet" if grid.lines is None else "text", 0, 0) for grid in grids])
    if all(grid.lines is None for grid in grids):
        return heads, report.part.flat_runs
    lines = {number: grid.lines for number, grid in zip(report.part.grids, grids, strict=True)}
    where: list[int] = []
    for first, (number, row, column), length in report.part.runs:
        of_rows = lines[number]
        head = report.part.grids.index(number)
        where += (first, length, head, row, column, of_rows[row] if of_rows else 0)
    return heads, tuple(where)


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


def as_text(held: Held) -> str:
    """Write the figures down as one text of several pieces of JSON; ``from_text`` reads it."""
    fields: list[str] = []
    for form, figures in held.items():
        places = _places_text(form, figures.count, figures.heads, figures.runs)
        fields += (places, _encoder().encode((figures.found, figures.texts)))
    return _BETWEEN.join(fields)


def from_text(text: str) -> Held:
    """Return what ``as_text`` wrote."""
    fields = text.split(_BETWEEN) if text else []
    held: dict[str, HeldForm] = {}
    for places, written in zip(fields[0::2], fields[1::2], strict=True):
        form, count, heads, runs = _places_again(places)
        held[form] = _WrittenForm(written, count, heads, runs)
    return held


class _WrittenForm(HeldForm):
    """A form whose figures are still JSON: read when the first is asked for, which nobody does of most documents."""

    _written: str

    def __init__(self, written: str, count: int, heads: tuple[_Head, ...], runs: tuple[int, ...]) -> None:
        vars(self).update(_written=written, count=count, heads=heads, runs=runs)

    @cached_property
    def _read(self) -> tuple[list[Any], dict[str, str]]:
        from json import loads  # noqa: PLC0415  # one file does without

        found, texts = loads(self._written)
        return found, texts

    @cached_property
    def found(self) -> tuple[Number | str, ...]:
        """The numbers, or why there is none."""
        found = self._read[0]
        if list in set(map(type, found)):
            found = [Decimal(value[0]) if isinstance(value, list) else value for value in found]
        return tuple(found)

    @cached_property
    def texts(self) -> Mapping[int, str]:
        """The texts that are not the number's own spelling."""
        return {int(index): words for index, words in self._read[1].items()}


@lru_cache(maxsize=256)
def _places_text(form: str, count: int, heads: tuple[_Head, ...], runs: tuple[int, ...]) -> str:
    """What a layout's places are in JSON: the same for the hundred workbooks of an office."""
    return _encoder().encode((form, count, heads, runs))


@lru_cache(maxsize=256)
def _places_again(text: str) -> tuple[str, int, tuple[_Head, ...], tuple[int, ...]]:
    from json import loads  # noqa: PLC0415  # as above

    form, count, heads, runs = loads(text)
    return form, count, tuple([(sheet, medium, page, table) for sheet, medium, page, table in heads]), tuple(runs)


@cache
def _encoder() -> JSONEncoder:
    from json import JSONEncoder  # noqa: PLC0415  # 3 ms of a start

    return JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_money)


def _money(value: Decimal) -> list[str]:
    """What JSON has no number for: it keeps every digit."""
    return [str(value)]
