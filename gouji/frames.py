"""Plain rows and columns → pandas frames with stable columns and dtypes.

The columns and their order are part of the public interface: new ones are added at the end, none is renamed or taken
away but with a new major version.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from checks.render.sentences import needs_extra
from gouji.columns import Coded, Column, Columns

if TYPE_CHECKING:
    import pandas as pd

FINDINGS: Mapping[str, str] = {
    "unit": "string",
    "year": "Int64",
    "form": "category",
    "status": "category",
    "rule": "string",
    "severity": "category",
    "outcome": "category",
    "cell": "string",
    "place": "string",
    "left": "object",
    "right": "object",
    "difference": "object",
    "message": "string",
    "source": "string",
    "sha256": "string",
    "superseded": "boolean",
}
"""Columns of ``Results.findings`` → dtype. ``left``, ``right`` and ``difference`` are int, Decimal (money) or None."""
FIGURES: Mapping[str, str] = {
    "unit": "string",
    "parent": "string",
    "year": "Int64",
    "form": "category",
    "table": "category",
    "row": "category",
    "column": "category",
    "cell": "category",
    "value": "object",
    "text": "string",
    "state": "category",
    "place": "string",
    "source": "string",
    "sha256": "string",
}
"""Columns of ``Results.figures`` → dtype; ``value`` is int, Decimal (money) or None for what is no number."""
DOCUMENTS: Mapping[str, str] = {
    "unit": "string",
    "year": "Int64",
    "forms": "string",
    "status": "category",
    "errors": "Int64",
    "warnings": "Int64",
    "checked": "Int64",
    "undecided": "Int64",
    "unit_from": "category",
    "trust": "category",
    "sender": "string",
    "source": "string",
    "sha256": "string",
    "superseded": "boolean",
}
"""Columns of ``Results.documents`` → dtype; what passes has a row, too."""
DELIVERIES: Mapping[str, str] = {
    "unit": "string",
    "parent": "string",
    "year": "Int64",
    "state": "category",
    "errors": "Int64",
    "warnings": "Int64",
    "current": "object",
    "older": "object",
    "beside": "object",
    "sender": "string",
}
"""Columns of ``Results.deliveries`` → dtype; ``current``, ``older`` and ``beside`` are lists of sources."""
RULES: Mapping[str, str] = dict.fromkeys(
    ("rule", "form", "severity", "title", "formula", "basis", "instruction"), "string"
)
"""Columns of ``gouji.rules()`` → dtype."""
_ORDER: Mapping[str, Sequence[str]] = {
    "severity": ("error", "warning", "info"),
    "outcome": ("fail", "undecided", "explained"),
    "status": ("pass", "review", "fail", "unreadable", "no_table"),
    "trust": ("exact", "derived", "recognised"),
}
"""Categories that every frame has, in this order; those of other columns come as they first stand in it."""


class MissingExtraError(ImportError):
    """A library that an extra of gouji brings is not installed; the message says how to install it."""


def pandas() -> Any:
    """Return pandas.

    Raises:
        MissingExtraError: it is not installed.
    """
    try:
        import pandas as pd  # noqa: PLC0415  # costs half a second; most users of the library ask for no frame
    except ImportError as problem:
        raise MissingExtraError(needs_extra("pandas")) from problem
    return pd


def arrow() -> tuple[Any, Any]:
    """Return pyarrow, and its part for Parquet.

    Raises:
        MissingExtraError: it is not installed.
    """
    try:
        import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]  # noqa: PLC0415  # as above
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as problem:
        raise MissingExtraError(needs_extra("pandas")) from problem
    return pa, parquet


def frame(rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str]) -> pd.DataFrame:
    """Return rows as a frame.

    Args:
        rows: what is missing of a column is NA.
        columns: their names, in order, and their dtypes.

    Raises:
        MissingExtraError: pandas is not installed.
    """
    taken = list(rows)
    return frame_of({name: [row.get(name) for row in taken] for name in columns}, columns)


def frame_of(values: Columns, columns: Mapping[str, str]) -> pd.DataFrame:
    """Return columns as a frame.

    Args:
        values: of each column, all of the same length.
        columns: their names, in order, and their dtypes.

    Raises:
        MissingExtraError: pandas is not installed.
    """
    library = pandas()
    made = {name: _series(library, name, values[name], dtype) for name, dtype in columns.items()}
    result: pd.DataFrame = library.DataFrame(made, columns=list(columns))
    return result


def _series(library: Any, name: str, column: Column, dtype: str) -> Any:
    if dtype == "category":
        return library.Series(_categorical(library, name, column))
    if isinstance(column, Coded):
        return library.Series(library.array([*column.distinct, None], dtype=dtype).take(_numbers(column)))
    return library.Series(column, dtype=dtype)


def _categorical(library: Any, name: str, column: Column) -> Any:
    """Categories in their order: the known ones first, then as they first stand in the column."""
    if not isinstance(column, Coded):
        coded = Coded()
        for value in _ORDER.get(name, ()):
            coded.code(value)
        coded.codes.extend(coded.coded(column))
        column = coded
    categories = library.Index(column.distinct, dtype="str" if library.__version__ >= "3" else "object")
    return library.Categorical.from_codes(_numbers(column), categories=categories)


def _numbers(column: Coded) -> Any:
    import numpy as np  # noqa: PLC0415  # comes with pandas

    return np.frombuffer(column.codes, dtype=np.int32) if len(column) else np.zeros(0, dtype=np.int32)
