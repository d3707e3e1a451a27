"""What a file is, told by its bytes and never by its name."""

from __future__ import annotations

import re

from checks.errors import InputFileError
from checks.patterns import pattern
from checks.readers.kinds import EXTENSIONS

_FOREIGN = (
    (b"\x89PNG", "not_a_table_file", "图片（PNG）"),
    (b"\xff\xd8\xff", "not_a_table_file", "图片（JPEG）"),
    (b"GIF8", "not_a_table_file", "图片（GIF）"),
    (b"BM", "not_a_table_file", "图片（BMP）"),
    (b"II*\x00", "not_a_table_file", "图片（TIFF）"),
    (b"MM\x00*", "not_a_table_file", "图片（TIFF）"),
    (b"Rar!\x1a\x07", "not_a_table_file", "压缩包（RAR）"),
    (b"7z\xbc\xaf\x27\x1c", "not_a_table_file", "压缩包（7z）"),
    (b"\x1f\x8b", "not_a_table_file", "压缩包（gzip）"),
    (b"BZh", "not_a_table_file", "压缩包（bzip2）"),
    (b"\xfd7zXZ\x00", "not_a_table_file", "压缩包（xz）"),
    (b"MZ", "not_a_table_file", "程序（EXE）"),
    (b"\x7fELF", "not_a_table_file", "程序（ELF）"),
    (b"SQLite format 3\x00", "not_a_table_file", "数据库"),
)
"""Beginnings of files that hold no table we read: magic bytes, error code, what a clerk calls it."""

_CONTAINERS = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
)

_BINARY_MAGIC = frozenset((b"BM", b"MZ", b"BZh"))
"""Magic that plain text may begin with too: believed only where control bytes follow."""

_BIFF_BOF = pattern(rb"\x09(?:\x00\x04|\x02\x06|\x04\x06|\x08[\x06\x08\x10])\x00", re.DOTALL)
"""A workbook stream without a container: BIFF2, BIFF3, BIFF4, or a bare BIFF5/8 stream."""

_MAIL_HEADER = pattern(rb"(?:received|return-path|delivered-to|from|to|subject|date|message-id):", re.IGNORECASE)
_MHT_HEADER = pattern(rb"(?:mime-version|content-type|content-location|from|subject):", re.IGNORECASE)

_WORD_NAMESPACES = (b"schemas.microsoft.com/office/word/2003/wordml", b"schemas.microsoft.com/office/2006/xmlpackage")
_HEAD = 4096
"""How far a document's root element is looked for: WPS and Excel put it within the first kilobyte."""


def sniff(data: bytes) -> str:
    """Name the container of a file's bytes.

    Returns:
        ``zip``, ``ole``, ``pdf``, ``rtf``, ``xls`` (without a container), ``html``, ``mht``, ``xmlss``, ``fods``,
        ``fodt``, ``wordxml`` or ``text``.

    Raises:
        InputFileError: it is empty, or of a kind that holds no table we can read.
    """
    if not data:
        raise InputFileError("empty")
    for magic, container in _CONTAINERS:
        if data.startswith(magic):
            return container
    if data[:64].lstrip(b"\xef\xbb\xbf \t\r\n\x00").startswith(b"%PDF-"):
        return "pdf"
    _refuse_foreign(data)
    if _BIFF_BOF.match(data):
        return "xls"
    if b"\x00" in data[:512] and b"PK\x05\x06" in data[-65557:]:
        return "zip"  # something stands before the archive; the end record will tell where it begins
    return _sniff_text(data)


def _refuse_foreign(data: bytes) -> None:
    """Raise what is to be said of a file that holds no table we read, if it begins like one."""
    for magic, code, kind in _FOREIGN:
        if data.startswith(magic) and (magic not in _BINARY_MAGIC or b"\x00" in data[:64]):
            raise InputFileError(code, kind)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        raise InputFileError("not_a_table_file", "图片（WebP）")
    if data[4:8] == b"ftyp":
        raise InputFileError("not_a_table_file", "图片或视频")


def _sniff_text(data: bytes) -> str:
    """Name a text's kind by its root element or its first header."""
    head = data[:_HEAD]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in head:
        head = head.replace(b"\x00", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    lower = head.lower()
    if lower.startswith(b"<"):
        if b"urn:schemas-microsoft-com:office:spreadsheet" in lower and b"<html" not in lower:
            return "xmlss"
        if b"<html" not in lower and any(name in lower for name in _WORD_NAMESPACES):
            return "wordxml"
        if b"office:document" in lower and b"opendocument" in lower:
            return "fodt" if b"opendocument.text" in lower else "fods"
        if re.search(rb"<(?:!doctype html|html|head|body|table|meta|style|div|tr|p)\b", lower):
            return "html"
        if lower.startswith(b"<?xml"):
            raise InputFileError("not_a_table_file", "XML 数据")
    if _MHT_HEADER.match(head) and b"multipart/related" in lower:
        return "mht"
    if _MAIL_HEADER.match(head) and b"\nmime-version:" in lower:
        raise InputFileError("not_a_table_file", "电子邮件")
    return "text"


def contradicts(name: str, kind: str) -> bool:
    """Tell whether a file name's extension promises another kind of table than the file holds."""
    extension = name.rpartition(".")[2].lower()
    if extension in EXTENSIONS[kind]:
        return False
    return any(extension in extensions for extensions in EXTENSIONS.values())
