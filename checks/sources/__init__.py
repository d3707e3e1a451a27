"""Turns the bytes of a received file into Grids.

Nothing is fetched, no path from a file is used, and nothing is written to disk. What can't be read raises
``InputFileError``, and nothing else is ever raised, whatever a library does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from checks.errors import InputFileError
from checks.sources.guarded import is_reader_failure
from checks.sources.sniff import sniff

if TYPE_CHECKING:
    from checks.grid import Grid

__all__ = ["MAX_BYTES", "Reading", "read"]

MAX_BYTES = 20 * 1024 * 1024
"""Bytes of a file that are looked at. A form has 11 KB; with scanned pages pasted in, a few MB."""


@dataclass(slots=True)
class Reading:
    """What a file holds.

    Attributes:
        grids: its sheets, or the runs of its text, in their order.
        kind: what it is by its content: xlsx, xls, xlsb, ods, html, xmlss, csv or text.
        remarks: (code, detail) of what deserves a note to the user: ``macros``, ``external_links``,
            ``truncated_rows`` (the sheet's name), ``truncated_sheets`` (how many there are).
    """

    grids: list[Grid]
    kind: str
    remarks: list[tuple[str, str]] = field(default_factory=list)


def read(data: bytes, name: str = "") -> Reading:
    """Read a file.

    Args:
        data: its bytes.
        name: its name, for messages; it decides nothing.

    Raises:
        InputFileError: it can't be read; the code says why.
    """
    try:
        return _read(data)
    except InputFileError:
        raise
    except MemoryError as error:
        raise InputFileError("unsafe", "占用内存过多") from error
    except BaseException as error:
        if is_reader_failure(error):
            raise InputFileError("damaged", "内容无法解析") from error
        raise


def _read(data: bytes) -> Reading:
    """Read a file by its content; library errors go up as they are."""
    if len(data) > MAX_BYTES:
        raise InputFileError("too_large", f"{MAX_BYTES // 1024 // 1024} MB")
    kind = sniff(data)
    if kind == "zip":
        return _read_zip(data)
    if kind == "ole":
        return _read_ole(data)
    if kind == "biff":
        from checks.sources.biff import read_biff

        return _reading("xls", read_biff(data))
    if kind in ("html", "mht"):
        from checks.sources.html import read_html, read_mht

        return _reading("html", read_html(data) if kind == "html" else read_mht(data))
    if kind == "xmlss":
        from checks.sources.xmlss import read_xmlss

        return _reading("xmlss", read_xmlss(data))
    if kind == "fods":
        from checks.sources.ods import read_flat

        return _reading("ods", read_flat(data))
    return _read_text(data)


def _reading(kind: str, found: tuple[list[Grid], list[tuple[str, str]]]) -> Reading:
    grids, remarks = found
    return Reading(grids, kind, remarks)


def _read_zip(data: bytes) -> Reading:
    """Read an archive by the parts it holds."""
    from checks.sources.package import Package

    package = Package(data)
    if "xl/workbook.xml" in package:
        from checks.sources.xlsx import read_xlsx

        return _reading("xlsx", read_xlsx(package))
    if "xl/workbook.bin" in package:
        from checks.sources.xlsb import read_xlsb

        return _reading("xlsb", read_xlsb(package))
    if "content.xml" in package:
        from checks.sources.ods import read_ods

        return _reading("ods", read_ods(package))
    if "word/document.xml" in package:
        raise InputFileError("unsupported", "Word 文档（.docx）")
    if "ppt/presentation.xml" in package:
        raise InputFileError("not_a_table_file", "演示文稿（PPT）")
    raise InputFileError("not_a_table_file", "压缩包")


def _read_ole(data: bytes) -> Reading:
    """Read an old Office container by the streams it holds."""
    from checks.sources import ole

    if not ole.is_complete(data):
        raise InputFileError("damaged", "文件不完整")
    if ole.has_stream(data, "EncryptedPackage"):
        return _read_zip(ole.decrypted(data))
    if not ole.is_workbook(data):
        raise InputFileError("not_a_table_file", "Office 旧格式文件，其中没有工作簿")
    from checks.sources.biff import read_biff

    reading = _reading("xls", read_biff(data))
    if ole.has_macros(data):
        reading.remarks.append(("macros", ""))
    return reading


def _read_text(data: bytes) -> Reading:
    from checks.sources.delimited import read_delimited
    from checks.sources.encoding import decode
    from checks.sources.text import read_text

    text = decode(data)
    table = read_delimited(text)
    if table is not None:
        grid, cut = table
        return Reading([grid], "csv", [("truncated_rows", "")] if cut else [])
    return Reading(read_text(text), "text")
