"""winmail.dat (TNEF): what Outlook makes of attachments when it sends in its own format."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import TypeAlias

from checks.containers import mapi
from checks.containers.attachments import MAX_PARTS, open_letter
from checks.containers.member import Budget, ContainedFile, LetterPart
from checks.containers.names import text_of
from checks.errors import InputFileError
from checks.model.submission import Origin

_ATTRIBUTE = struct.Struct("<BHHL")  # level, number, type, size
_NEW_ATTACHMENT, _TITLE, _CONTENT, _PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
_MESSAGE_PROPERTIES, _CODE_PAGE, _PLAIN_BODY = 0x9003, 0x9007, 0x800C
_SIGNATURE = b"\x78\x9f\x3e\x22"

_SIZES = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16}
"""Bytes of a property of fixed size, by type."""
_WIDE_TEXT, _OBJECT = 0x1F, 0x0D
_MANY = 0x1000
_NAMED = 0x8000
_MOST_VALUES = 10_000

Properties: TypeAlias = dict[int, tuple[int, bytes]]


def open_tnef(data: bytes, outer: Origin | None, budget: Budget) -> Iterator[ContainedFile]:
    """Open a winmail.dat; where its lengths lead astray, what stands before that counts.

    Raises:
        InputFileError: it breaks off before its first attachment.
    """
    message: dict[int, bytes] = {}
    attachments: list[dict[int, bytes]] = []
    whole = True
    for level, number, value in _attributes(data):
        if level == 0:
            whole = False
        elif level == 1:
            message.setdefault(number, value)
        else:
            if number == _NEW_ATTACHMENT or not attachments:
                attachments.append({})
            attachments[-1].setdefault(number, value)
        if len(attachments) > MAX_PARTS:
            break
    if not whole and not attachments:
        raise InputFileError("damaged", "winmail.dat 不完整")
    charset = f"cp{int.from_bytes(message.get(_CODE_PAGE, b'')[:4], 'little')}"
    properties = _properties(message.get(_MESSAGE_PROPERTIES, b""))

    def text(number: int) -> str:
        return _text(properties.get(number), charset)

    def date(number: int) -> int:
        return int.from_bytes(properties.get(number, (0, b""))[1][:8], "little")

    dates = (mapi.moment(date(mapi.SENT)), mapi.moment(date(mapi.RECEIVED)))
    origin = mapi.origin_from(text, dates, outer)
    parts = [_part(attachment, charset) for attachment in attachments]
    page = properties.get(mapi.HTML, (0, b""))[1]
    plain = text(mapi.BODY).encode("utf-8", "replace") or message.get(_PLAIN_BODY, b"").rstrip(b"\x00")
    for kind, body in (("text/html", page), ("text/plain", plain)):
        parts.append(LetterPart("", kind, body[:64], len(body), lambda body=body: body))  # type: ignore[misc]
    return open_letter(parts, origin, budget)


def _part(attachment: dict[int, bytes], charset: str) -> LetterPart:
    properties = _properties(attachment.get(_PROPERTIES, b""))
    named = [_text(properties.get(number), charset) for number in (mapi.LONG_NAME, mapi.SHORT_NAME)]
    title = text_of(attachment.get(_TITLE, b"").rstrip(b"\x00"), charset)
    name = next((one for one in (named[0], title, named[1]) if one.strip()), "")
    kind, inner = properties.get(mapi.DATA, (0, b""))
    content = attachment.get(_CONTENT, b"") or inner
    if kind == _OBJECT:
        inner = inner[16:]  # behind the mark of what kind of object it is
        if inner.startswith(_SIGNATURE):  # a message; its content says so in English
            content, name = inner, f"{_text(properties.get(mapi.SHOWN_NAME), charset) or '转发邮件'}.msg"
        elif not attachment.get(_CONTENT):
            return LetterPart(name, "message/external-body", b"", 0, bytes)
    hidden = properties.get(mapi.HIDDEN, (0, b"\x00"))[1][:1] == b"\x01"
    return LetterPart(
        name,
        _text(properties.get(mapi.MEDIA_TYPE), charset).lower(),
        content[:64],
        len(content),
        lambda: content,
        attached=not hidden,
        content_id=_text(properties.get(mapi.CONTENT_ID), charset).strip("<> "),
        related=hidden,
    )


def _attributes(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield level, number and value of each attribute; a level of 0 says that the rest cannot be read."""
    place = 6
    while place + _ATTRIBUTE.size <= len(data):
        level, number, _, size = _ATTRIBUTE.unpack_from(data, place)
        place += _ATTRIBUTE.size
        if level not in (1, 2):
            yield 0, 0, b""
            return
        yield level, number, data[place : place + size]
        place += size + 2  # a checksum stands behind it
    if place > len(data):
        yield 0, 0, b""


def _properties(block: bytes) -> Properties:
    """Read a block of properties as far as it makes sense: number → type, first value."""
    properties: Properties = {}
    place = 4
    try:
        for _ in range(min(int.from_bytes(block[:4], "little"), _MOST_VALUES)):
            kind, number = struct.unpack_from("<2H", block, place)
            place += 4
            if number >= _NAMED:
                place = _behind_name(block, place)
            value, place = _value(block, place, kind)
            properties.setdefault(number, (kind & ~_MANY, value))
    except struct.error:
        return properties
    return properties


def _behind_name(block: bytes, place: int) -> int:
    by_name, size = struct.unpack_from("<2L", block, place + 16)
    return place + 24 + (_padded(size) if by_name else 0)


def _value(block: bytes, place: int, kind: int) -> tuple[bytes, int]:
    """Return a property's first value and the place behind all of them."""
    size = _SIZES.get(kind & ~_MANY)
    count = 1
    if size is None or kind & _MANY:
        (count,) = struct.unpack_from("<L", block, place)
        place += 4
    values: list[bytes] = []
    for _ in range(min(count, _MOST_VALUES)):
        if size is None:
            (length,) = struct.unpack_from("<L", block, place)
            place += 4
        else:
            length = size
        values.append(block[place : place + length] if not values else b"")
        place += _padded(length)
        if place > len(block) + 3:
            raise struct.error
    return (values[0] if values else b""), place


def _padded(size: int) -> int:
    return size + -size % 4


def _text(stored: tuple[int, bytes] | None, charset: str) -> str:
    if not stored:
        return ""
    kind, raw = stored
    text = raw.decode("utf-16-le", "replace") if kind == _WIDE_TEXT else text_of(raw, charset)
    return text.partition("\x00")[0]
