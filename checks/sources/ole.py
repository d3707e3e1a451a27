"""Old Office files: which of them holds a workbook, told by the names of its streams."""

from __future__ import annotations

import io

from checks.errors import InputFileError

DEFAULT_PASSWORD = "VelvetSweatshop"  # noqa: S105  the published password of files that are "read only"

_ENTRY = 128
"""Bytes of a directory entry; its name stands at its beginning, in UTF-16."""

_FOREIGN = (
    ("WordDocument", "unsupported", "Word 文档（.doc）"),
    ("PowerPoint Document", "not_a_table_file", "演示文稿（PPT）"),
    ("__properties_version1.0", "not_a_table_file", "电子邮件（.msg）"),
    ("VisioDocument", "not_a_table_file", "Visio 图形"),
)


def has_stream(data: bytes, name: str) -> bool:
    """Tell whether the container's directory names a stream or a storage."""
    raw = name.encode("utf-16-le") + b"\x00\x00"
    place = data.find(raw)
    while place >= 0:
        if place % _ENTRY == 0 and data[place + 64 : place + 66] == len(raw).to_bytes(2, "little"):
            return True
        place = data.find(raw, place + 1)
    return False


def open_ole(data: bytes) -> tuple[str, bytes]:
    """Find the workbook in a container.

    Returns:
        ``xls`` and the container itself, or ``zip`` and the workbook that was encrypted in it.

    Raises:
        InputFileError: it holds no workbook, or has a password.
    """
    if not _is_complete(data):
        raise InputFileError("damaged", "文件不完整")
    if has_stream(data, "EncryptedPackage"):
        return "zip", _decrypted(data)
    if has_stream(data, "Workbook") or has_stream(data, "Book"):
        return "xls", data
    for stream, code, kind in _FOREIGN:
        if has_stream(data, stream):
            raise InputFileError(code, kind)
    raise InputFileError("not_a_table_file", "Office 旧格式文件，其中没有工作簿")


def _is_complete(data: bytes) -> bool:
    """Tell whether the file is long enough to hold its own directory."""
    first = int.from_bytes(data[48:52], "little")
    size = 1 << min(int.from_bytes(data[30:32], "little"), 16)
    return len(data) >= 512 and (first + 1) * size < len(data)


def has_macros(data: bytes) -> bool:
    """Tell whether the container holds Visual Basic code."""
    return has_stream(data, "_VBA_PROJECT_CUR") or has_stream(data, "_VBA_PROJECT")


def _decrypted(data: bytes) -> bytes:
    """Open an encrypted .xlsx that has no password of its own.

    Excel encrypts a file that is only protected against changes with a password that everybody knows.

    Raises:
        InputFileError: it has a real password, or the library for it is not installed.
    """
    try:
        import msoffcrypto  # type: ignore[import-untyped]  # noqa: PLC0415  # optional; takes 0.1 s
    except ImportError:
        raise InputFileError("encrypted") from None
    out = io.BytesIO()
    try:
        book = msoffcrypto.OfficeFile(io.BytesIO(data))
        book.load_key(password=DEFAULT_PASSWORD, verify_password=True)
        book.decrypt(out)
    except Exception as error:  # it raises a dozen classes; all mean: not with this password
        raise InputFileError("encrypted") from error
    return out.getvalue()
