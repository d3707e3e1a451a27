"""Turns the bytes of a received file into Grids.

Nothing is fetched, no path from a file is used, and nothing is written to disk. What can't be read raises
``InputFileError``, and nothing else is ever raised, whatever a library does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from checks.errors import InputFileError
from checks.readers.guarded import is_reader_failure
from checks.readers.kinds import KINDS
from checks.readers.sniff import contradicts, sniff

if TYPE_CHECKING:
    from checks.model.grid import Grid

__all__ = ["MAX_BYTES", "FileContents", "read"]

MAX_BYTES = 20 * 1024 * 1024
"""Bytes of a file that are looked at. A form has 11 KB; with scanned pages pasted in, a few MB."""


@dataclass(slots=True)
class FileContents:
    """What a file holds.

    Attributes:
        grids: its sheets, or the runs of its text, in their order.
        kind: what it is by its content: xlsx, xls, xlsb, ods, docx, html, xmlss, csv or text.
        remarks: (code, detail) of what deserves a note to the user: ``macros``, ``external_links``,
            ``embedded_objects``, ``truncated_rows`` (the sheet's name), ``truncated_sheets`` (how many there are),
            ``misnamed`` (the kind, where the name's extension promises another).
    """

    grids: list[Grid]
    kind: str
    remarks: list[tuple[str, str]] = field(default_factory=list)


def read(data: bytes, name: str = "") -> FileContents:
    """Read a file.

    Args:
        data: its bytes.
        name: its name, for a remark where the extension misleads; it decides nothing.

    Raises:
        InputFileError: it can't be read; the code says why.
    """
    try:
        reading = _read(data)
    except InputFileError:
        raise
    except MemoryError as error:
        raise InputFileError("unsafe", "占用内存过多") from error
    except BaseException as error:
        if is_reader_failure(error):
            raise InputFileError("damaged", "内容无法解析") from error
        raise
    if name and contradicts(name, reading.kind):
        reading.remarks.append(("misnamed", reading.kind))
    return reading


def _read(data: bytes) -> FileContents:
    """Read a file by its content; library errors go up as they are."""
    if len(data) > MAX_BYTES:
        raise InputFileError("too_large", f"{MAX_BYTES // 1024 // 1024} MB")
    source: Any = data
    kind = sniff(data)
    if kind == "ole":
        kind, source = _load("checks.readers.ole", "open_ole")(data)
    if kind == "zip":
        kind, source = _load("checks.readers.package", "open_package")(source)
    reader = KINDS[kind]
    grids, remarks = _load(reader.module, reader.function)(source)
    is_csv = kind == "text" and grids and grids[0].layout == "sheet" and grids[0].lines is None
    return FileContents(grids, "csv" if is_csv else reader.shown, list(dict.fromkeys(remarks)))


@cache
def _load(module: str, function: str) -> Any:
    return getattr(import_module(module), function)
