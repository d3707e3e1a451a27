"""Plain dicts → pandas frames with stable columns and dtypes.

The columns and their order are part of the public interface: new ones are added at the end, none is renamed or taken
away but with a new major version.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

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
        raise MissingExtraError('数据框需要 pandas：pip install "gouji[pandas]"') from problem
    return pd


def frame(rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str]) -> pd.DataFrame:
    """Return rows as a frame.

    Args:
        rows: what is missing of a column is NA.
        columns: their names, in order, and their dtypes.

    Raises:
        MissingExtraError: pandas is not installed.
    """
    library = pandas()
    taken = list(rows)
    made = {
        name: library.Series([row.get(name) for row in taken], dtype=dtype if dtype != "category" else "string")
        for name, dtype in columns.items()
    }
    made |= {name: made[name].astype("category") for name, dtype in columns.items() if dtype == "category"}
    result: pd.DataFrame = library.DataFrame(made, columns=list(columns))
    return result
