"""Old Office files: which of them holds a workbook, told by the names of its streams."""

from __future__ import annotations

import io

from checks.errors import InputFileError
from checks.readers.compound import Container

DEFAULT_PASSWORD = "VelvetSweatshop"  # noqa: S105  the published password of files that are "read only"

_FOREIGN = (
    ("powerpoint document", "not_a_table_file", "演示文稿（PPT）"),
    ("__properties_version1.0", "not_a_table_file", "电子邮件（.msg）"),
    ("visiodocument", "not_a_table_file", "Visio 图形"),
)


def open_ole(data: bytes) -> tuple[str, bytes]:
    """Find the workbook in a container.

    Returns:
        ``xls`` or ``doc`` and the container itself, or ``zip`` and the workbook that was encrypted in it.

    Raises:
        InputFileError: it holds no workbook, or has a password.
    """
    names = Container(data).names
    if "encryptedpackage" in names:
        return "zip", _decrypted(data)
    if "workbook" in names or "book" in names:
        return "xls", data
    if "worddocument" in names:
        return "doc", data
    for stream, code, kind in _FOREIGN:
        if stream in names:
            raise InputFileError(code, kind)
    raise InputFileError("not_a_table_file", "Office 旧格式文件，其中没有工作簿")


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
