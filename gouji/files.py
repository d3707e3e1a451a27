"""Figures and findings as files: a piece at a time, so that memory does not grow with the number of reports."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeAlias

from checks.errors import UsageError
from checks.render.sanitize import csv_field
from checks.render.sentences import cannot_write
from checks.render.sentences.library import too_many_rows
from gouji.frames import arrow, pandas

if TYPE_CHECKING:
    import pandas as pd

    from gouji.figures import Columns

FilePath: TypeAlias = str | PathLike[str]
_MOST_ROWS = 1_048_575  # of a sheet, below its header


def write_csv(names: Sequence[str], pieces: Iterable[Columns], file: TextIO, end: str = "\r\n") -> None:
    """Write columns as CSV; every text is quoted, and none is a formula."""
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator=end)
    writer.writerow(names)
    for piece in pieces:
        fields = [_fields(piece[name]) for name in names]
        writer.writerows(zip(*fields, strict=True))


def _fields(values: Sequence[Any]) -> Iterator[str]:
    """The fields of a column; the same text comes a thousand times, and is made harmless once."""
    known: dict[str, str] = {}
    for value in values:
        if isinstance(value, str):
            field = known.get(value)
            if field is None:
                field = known[value] = csv_field(value)
            yield field
        else:
            yield "" if value is None else str(value)


def write_parquet(types: Mapping[str, str], pieces: Iterable[Columns], path: FilePath) -> None:
    """Write columns as Parquet, a row group a piece.

    Args:
        types: of each column, as ``gouji.frames`` names them; ``object`` is a number that may be money: a float.
        pieces: the columns.
        path: put in place at the end.

    Raises:
        MissingExtraError: pyarrow is not installed.
        UsageError: the file cannot be written.
    """
    import_arrow, parquet = arrow()
    schema = import_arrow.schema([(name, _arrow_type(import_arrow, dtype)) for name, dtype in types.items()])
    with replaced(path) as spare, parquet.ParquetWriter(spare, schema, compression="zstd") as writer:
        for piece in pieces:
            arrays = [_array(import_arrow, piece[name], dtype) for name, dtype in types.items()]
            writer.write_table(import_arrow.Table.from_arrays(arrays, schema=schema))


def _arrow_type(library: Any, dtype: str) -> Any:
    kinds: Mapping[str, Callable[[], Any]] = {
        "string": library.string,
        "category": lambda: library.dictionary(library.int32(), library.string()),
        "Int64": library.int64,
        "boolean": library.bool_,
        "list": lambda: library.list_(library.string()),
        "object": library.float64,
    }
    return kinds[dtype]()


def _array(library: Any, values: Sequence[Any], dtype: str) -> Any:
    if dtype == "object":
        values = [None if value is None else float(value) for value in values]
    if dtype == "category":
        return library.array(values, library.string()).dictionary_encode()
    return library.array(values, _arrow_type(library, dtype))


def write_excel(sheets: Mapping[str, pd.DataFrame], path: FilePath) -> None:
    """Write frames as one workbook, a sheet each; no text becomes a formula or a link.

    Raises:
        MissingExtraError: pandas is not installed.
        UsageError: a frame has more rows than a sheet, or the file cannot be written.
    """
    for name, frame in sheets.items():
        if len(frame) > _MOST_ROWS:
            raise UsageError(too_many_rows(name, len(frame), _MOST_ROWS))
    options = {"options": {"strings_to_formulas": False, "strings_to_urls": False}}
    with (
        replaced(path) as spare,
        pandas().ExcelWriter(spare, engine="xlsxwriter", engine_kwargs=options) as writer,
    ):
        for name, frame in sheets.items():
            frame.map(_in_a_cell).to_excel(writer, sheet_name=name, index=False)
            sheet = writer.sheets[name]
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, len(frame), max(len(frame.columns) - 1, 0))


def _in_a_cell(value: Any) -> Any:
    return "\n".join(map(str, value)) if isinstance(value, list) else value


@contextmanager
def replaced(path: FilePath) -> Iterator[Path]:
    """Give a spare file beside the target, which takes its place at the end; what was there stays where that fails.

    Raises:
        UsageError: it cannot be written.
    """
    target = Path(path)
    spare = target.with_name(f".{target.stem}.{os.getpid()}.tmp{target.suffix}")
    try:
        yield spare
        spare.replace(target)
    except OSError as problem:
        raise UsageError(cannot_write(str(target), problem.strerror or type(problem).__name__)) from problem
    finally:
        with suppress(OSError):
            spare.unlink(missing_ok=True)
