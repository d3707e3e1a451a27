"""Figures and findings as files: a piece at a time, so that memory does not grow with the number of reports."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO, TypeAlias

from checks.errors import UsageError
from checks.render.sanitize import csv_field
from checks.render.sentences import cannot_write
from checks.render.sentences.library import too_many_rows
from gouji.columns import Coded, Column, Columns
from gouji.frames import arrow, pandas

if TYPE_CHECKING:
    import pandas as pd


FilePath: TypeAlias = str | PathLike[str]
_MOST_ROWS = 1_048_575  # of a sheet, below its header


def write_csv(names: Sequence[str], pieces: Iterable[Columns], file: TextIO, end: str = "\r\n") -> None:
    """Write columns as CSV; every field is quoted, and no text is a formula."""
    file.write(_line(map(_field, names), end))
    for piece in pieces:
        fields = [_fields(piece[name]) for name in names]
        file.writelines(_line(row, end) for row in zip(*fields, strict=True))


def _line(fields: Iterable[str], end: str) -> str:
    return '"' + '","'.join(fields) + f'"{end}'


def _fields(column: Column) -> Iterable[str]:
    """The fields of a column; a text that stands in it a thousand times is made harmless once."""
    return column.mapped(_field) if isinstance(column, Coded) else map(_field, column)


def _field(value: Any) -> str:
    if value is None:
        return ""
    return csv_field(value).replace('"', '""') if isinstance(value, str) else str(value)


def write_parquet(types: Mapping[str, str], pieces: Iterable[Columns], target: FilePath | BinaryIO) -> None:
    """Write columns as Parquet, a row group a piece.

    Args:
        types: of each column, as ``gouji.frames`` names them; ``object`` is a number that may be money: a float.
        pieces: the columns.
        target: a path, whose file is put in place at the end; or an open file.

    Raises:
        MissingExtraError: pyarrow is not installed.
        UsageError: the file cannot be written.
    """
    import_arrow, parquet = arrow()
    schema = import_arrow.schema([(name, _arrow_type(import_arrow, dtype)) for name, dtype in types.items()])
    schema = schema.with_metadata({"pandas": _for_pandas(types)})
    place = replaced(target) if isinstance(target, str | PathLike) else nullcontext(target)
    with place as file, parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        for piece in pieces:
            arrays = [_array(import_arrow, piece[name], dtype) for name, dtype in types.items()]
            writer.write_table(import_arrow.Table.from_arrays(arrays, schema=schema))


def _arrow_type(library: Any, dtype: str) -> Any:
    kinds: Mapping[str, Callable[[], Any]] = {
        "string": library.string,
        "category": lambda: library.dictionary(library.int32(), library.string()),
        "Int64": library.int64,
        "boolean": library.bool_,
        "object": library.float64,
    }
    return kinds[dtype]()


def _for_pandas(types: Mapping[str, str]) -> str:
    """What pandas writes beside a frame, so that it reads counts with gaps as Int64 again, without loading it."""
    kinds = {
        "Int64": ("int64", "Int64"),
        "boolean": ("bool", "boolean"),
        "string": ("unicode", "string"),
        "category": ("categorical", "int32"),
        "object": ("float64", "float64"),
    }
    columns = [
        {"name": name, "field_name": name, "pandas_type": kinds[dtype][0], "numpy_type": kinds[dtype][1]}
        for name, dtype in types.items()
    ]
    whole = [{**column, "metadata": None} for column in columns]
    return json.dumps({"index_columns": [], "column_indexes": [], "columns": whole, "pandas_version": "2.1"})


def _array(library: Any, column: Column, dtype: str) -> Any:
    if isinstance(column, Coded):
        codes = library.array([None if code < 0 else code for code in column.codes], library.int32())
        kind = library.string() if dtype == "category" else _arrow_type(library, dtype)
        coded = library.DictionaryArray.from_arrays(codes, library.array(column.distinct, kind))
        return coded if dtype == "category" else coded.dictionary_decode()
    if dtype == "object":
        column = [None if value is None else float(value) for value in column]
    if dtype == "category":
        return library.array(column, library.string()).dictionary_encode()
    return library.array(column, _arrow_type(library, dtype))


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
