"""Figures as matrices: a report a row and a cell a column, or a unit a row and a year a column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from checks import rulebook
from checks.errors import UsageError
from checks.model.figures import Number
from checks.render.sentences.library import no_such_cell, no_such_column
from gouji.columns import Columns
from gouji.figures import Counted
from gouji.frames import frame_of

if TYPE_CHECKING:
    import pandas as pd

_INDEX: Mapping[str, str] = {
    "unit": "string",
    "parent": "string",
    "year": "Int64",
    "form": "string",
    "source": "string",
    "sha256": "string",
}


def cell_ids(pattern: str | Sequence[str]) -> dict[str, str]:
    """Return the cells that a pattern means, in the order of the forms, each with the dtype of its column.

    Args:
        pattern: ``requests.*``; an id, or how ids begin; or several of these.

    Raises:
        UsageError: no form has such a cell.
    """
    patterns = [pattern] if isinstance(pattern, str) else list(pattern)
    kinds = {cell.id: cell.kind for form in rulebook.load().forms.values() for cell in form.cells if not cell.heading}
    wanted = {one: [cell for cell in kinds if _is_meant(cell, one)] for one in patterns}
    for one, cells in wanted.items():
        if not cells:
            raise UsageError(no_such_cell(one, get_close_matches(one, kinds, 3)))
    asked = {cell for cells in wanted.values() for cell in cells}
    return {cell: "object" if kind == "money" else "Int64" for cell, kind in kinds.items() if cell in asked}


def _is_meant(cell: str, pattern: str) -> bool:
    return fnmatchcase(cell, pattern) if "*" in pattern or "?" in pattern else cell.startswith(pattern)


def wide_columns(documents: Iterable[Counted], pattern: str | Sequence[str], index: Sequence[str]) -> Columns:
    """Return one row a report: the columns of the index, then one a cell; of those cells that some report has.

    Raises:
        UsageError: no form has such a cell, or the index names no column.
    """
    cells = cell_ids(pattern)
    unknown = [name for name in index if name not in _INDEX]
    if unknown:
        raise UsageError(no_such_column(unknown[0], list(_INDEX)))
    names: dict[object, dict[str, Any]] = {}
    values: dict[object, dict[str, Number]] = {}
    for document in documents:
        submission = document.submission
        key = (document.report, *((submission.source,) if "source" in index or "sha256" in index else ()))
        figures = dict(_figures(document))
        if not figures:
            continue
        named = names.setdefault(key, {"unit": submission.unit, "parent": document.parent or None})
        named |= {"year": submission.year, "form": " ".join(submission.forms), "source": submission.source}
        named["sha256"] = submission.sha256
        values.setdefault(key, {}).update((cell, value) for cell, value in figures.items() if cell in cells)
    seen = {cell for figures in values.values() for cell in figures}
    made: dict[str, list[Any]] = {name: [named[name] for named in names.values()] for name in index}
    made |= {cell: [figures.get(cell) for figures in values.values()] for cell in cells if cell in seen}
    return made


def wide(documents: Iterable[Counted], pattern: str | Sequence[str], index: Sequence[str]) -> pd.DataFrame:
    """Return the same as a frame: counts Int64, money Decimal in a column of objects.

    Raises:
        UsageError: see ``wide_columns``.
        MissingExtraError: pandas is not installed.
    """
    made = wide_columns(documents, pattern, index)
    return frame_of(made, types_of(made))


def types_of(made: Columns) -> dict[str, str]:
    """Return the dtype of each column of ``wide_columns``."""
    cells = cell_ids("*")
    return {name: _INDEX.get(name) or cells[name] for name in made}


def over_years(documents: Iterable[Counted], cell: str) -> pd.DataFrame:
    """Return one row a unit and one column a year; of several reports for a year the one that counts, or the last.

    Raises:
        UsageError: no form has such a cell.
        MissingExtraError: pandas is not installed.
    """
    dtype = cell_ids(cell).get(cell)
    if dtype is None:
        raise UsageError(no_such_cell(cell, list(cell_ids(cell))[:3]))
    values: dict[str, dict[int, Number]] = {}
    for document in sorted(documents, key=lambda one: not one.submission.superseded_by):
        submission = document.submission
        value = dict(_figures(document)).get(cell)
        if value is not None and submission.unit and submission.year:
            values.setdefault(submission.unit, {})[submission.year] = value
    units = sorted(values)
    years = sorted({year for by_year in values.values() for year in by_year})
    made = frame_of(
        {str(year): [values[unit].get(year) for unit in units] for year in years}, {str(year): dtype for year in years}
    )
    made.columns = years
    made.index = units
    return made.rename_axis(index="unit", columns="year")


def _figures(document: Counted) -> Iterator[tuple[str, Number]]:
    forms = rulebook.load().forms
    for form_id, held in document.submission.figures.items():
        form = forms[form_id]
        for cell, value in zip(form.cells, held.values, strict=True):
            if not isinstance(value, str) and document.counts(form_id, form.tables[cell.table].id):
                yield cell.id, value
