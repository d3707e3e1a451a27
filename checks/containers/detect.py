"""Which container a file is, told by its bytes and never by its name; a document is none."""

from __future__ import annotations

import re

from checks.errors import InputFileError
from checks.patterns import pattern

_MAGIC = (
    (b"\x78\x9f\x3e\x22", "tnef"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "gzip"),
)
_SHORTCUT = b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F"
_PAGE = (b"[internetshortcut]", b"[desktop entry]")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNED = pattern(
    rb"\x30(?:\x80|[\x81-\x84].{1,4}?|[\x0b-\x7f])\x06(?:\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02|"
    rb"\x0a\x2a\x81\x1c\xcf\x55\x06\x01\x04\x02\x02)",
    re.DOTALL,
)
"""How a signature begins that may hold what it signs: the international one, and China's (GM/T 0010)."""
_PROPERTIES = "__properties_version1.0"  # the stream that every Outlook message has, and nothing else

_FIRST_OF_A_DOCUMENT = re.compile(rb"\[Content_Types\]\.xml|_rels/\.rels|mimetype")
"""What offices put first into a zipped document: no need to walk its directory to know it."""
_MARKS_A_DOCUMENT = frozenset(("[content_types].xml", "content.xml", "index/document.iwa", "ofd.xml"))

HEADER = pattern(rb"(?:\xef\xbb\xbf)?\s*[!-9;-~]{1,80}[ \t]*:")
_FROM_LINE = pattern(rb"From [^\r\n]{0,200}?\d{4}[^\r\n]{0,200}\r?\n>?[!-9;-~]{1,80}:")
END_OF_HEADERS = pattern(rb"\n\r?\n")
_FIELD = pattern(rb"^([!-9;-~]{1,80}?)[ \t]*:", re.MULTILINE)
_ENCODED_WORD = pattern(rb"=\?[\w-]{1,40}\?[bBqQ]\?")
_OF_A_MAIL = frozenset(
    b"from to cc subject date message-id received return-path delivered-to sender reply-to mime-version "
    b"content-type content-transfer-encoding content-disposition dkim-signature x-mailer x-unsent".split()
)
_OF_NOTHING_ELSE = frozenset(b"received return-path delivered-to message-id mime-version dkim-signature".split())
"""One of these is enough; of the others, which a text may begin with as well, it takes two."""
_ON_ITS_WAY = frozenset(b"to cc received return-path delivered-to message-id x-mailer x-unsent".split())
"""What a page saved as one file does not have, though it is written like a mail."""
_HEAD = 64 * 1024


def is_container(head: bytes) -> bool:
    """Tell whether a file with this beginning may hold others; cheap, and may say yes to a workbook.

    Args:
        head: the first 64 KB or more.
    """
    return head.startswith((*_ZIP, _OLE)) or _bare_kind(head) != ""


def container_kind(data: bytes) -> str:
    """Name the container: zip, msg, tnef, signed, rar, 7z, gzip, tar, mail or mbox; "" for a document."""
    if data.startswith(_ZIP):
        return "zip" if _is_archive(data) else ""
    if data.startswith(_OLE):
        return "msg" if _is_message(data) else ""
    return _bare_kind(data)


def is_mbox(head: bytes) -> bool:
    """Tell whether a file with this beginning is a mailbox in one file."""
    return head.startswith(b"From ") and _FROM_LINE.match(head) is not None


def is_signed(data: bytes) -> bool:
    """Tell a signature, with what it signs or without."""
    return _SIGNED.match(data) is not None


def is_shortcut(data: bytes) -> bool:
    """Tell a link to a file or a page, which holds nothing itself."""
    return data.startswith(_SHORTCUT) or data[:64].lstrip(b"\xef\xbb\xbf \r\n").lower().startswith(_PAGE)


def _bare_kind(data: bytes) -> str:
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if is_signed(data):
        return "signed"
    if data[257:262] == b"ustar":
        return "tar"
    if is_mbox(data):
        return "mbox"
    return "mail" if HEADER.match(data[:200]) and _is_mail(data[:_HEAD]) else ""


def _is_mail(head: bytes) -> bool:
    """Tell a mail from a text with colons, and from a page saved as one file, by the names of its headers."""
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    end = END_OF_HEADERS.search(head)
    head = head[: end.start() + 1] if end else head
    lines = head.split(b"\n", 3)[:2]
    if any(line.strip() and line[:1] not in b" \t" and not _FIELD.match(line) for line in lines):
        return False
    names = {name.lower() for name in _FIELD.findall(head)}
    if len(names & _OF_A_MAIL) < 2 and not names & _OF_NOTHING_ELSE and not _ENCODED_WORD.search(lines[0]):
        return False
    return bool(names & _ON_ITS_WAY) or b"multipart/related" not in head.lower()


def _is_archive(data: bytes) -> bool:
    """Tell an archive of files from a document that is kept as one."""
    if _FIRST_OF_A_DOCUMENT.match(data, 30):
        return False
    from checks.readers.package import Archive, part_name  # noqa: PLC0415  # documents are known by their first part

    try:
        return _MARKS_A_DOCUMENT.isdisjoint(part_name(part.name) for part in Archive(data).parts)
    except InputFileError:
        return True


def _is_message(data: bytes) -> bool:
    if _PROPERTIES.encode("utf-16-le") not in data:
        return False
    from checks.readers.compound import Container  # noqa: PLC0415

    try:
        box = Container(data)
    except InputFileError:
        return True
    return _PROPERTIES in box.inside(box.entries[0])
