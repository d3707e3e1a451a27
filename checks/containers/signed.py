"""A mail, or a file, inside its own signature (S/MIME, .p7m): it is not secret, only wrapped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from checks.containers.detect import HEADER, is_signed
from checks.containers.mail import open_mail
from checks.containers.member import Budget, ContainedFile
from checks.errors import InputFileError

if TYPE_CHECKING:
    from checks.model.submission import Origin

_OPEN = -1
"""Where the end of a thing is not said in front of it."""
_END = b"\0\0"
_OCTETS, _OCTETS_IN_PIECES = 0x04, 0x24
_DEEPEST = 20
_LONGEST_LENGTH = 4  # bytes
_NAME = re.compile(r"(.+)\.p7m", re.IGNORECASE)


def open_signed(data: bytes, outer: Origin | None, budget: Budget) -> Iterator[ContainedFile]:
    """Open what is signed; whether the signature is good is not asked, as with any other signature.

    Raises:
        InputFileError: nothing is in it but a signature or certificates, or it is broken.
    """
    inner = _content(data)
    if not inner:
        raise InputFileError("sealed_mail")
    budget.spend(len(inner))
    if HEADER.match(inner):
        return open_mail(inner, outer, budget)
    named = _NAME.fullmatch(outer.attachment) if outer else None
    return iter([ContainedFile(named[1] if named else "", inner, origin=outer)])


def _content(data: bytes) -> bytes:
    """Return what SignedData (RFC 5652) is about; b"" where it stands elsewhere.

    Raises:
        InputFileError: it is none.
    """
    try:
        if not is_signed(data):
            return b""
        place = _inside(data, _behind(data, _inside(data, 0)))  # behind the name of the kind, in its brackets
        place = _behind(data, _behind(data, _inside(data, place)))  # behind the version and the digests
        place = _behind(data, _inside(data, place))  # behind the name of the content's kind
        return _octets(data, _inside(data, place)) if data[place] == 0xA0 else b""  # [0], explicit
    except IndexError as error:
        raise InputFileError("damaged", "内容无法解析") from error


def _head(data: bytes, place: int) -> tuple[int, int, int]:
    """Return the tag of what begins at a place, and where its content begins and ends."""
    tag, length = data[place], data[place + 1]
    start = place + 2
    if length == 0x80:  # it ends where two zeros stand
        return tag, start, _OPEN
    if length > 0x80:  # so many bytes say the length
        count = length & 0x7F
        if count > _LONGEST_LENGTH:
            raise IndexError
        length, start = int.from_bytes(data[start : start + count], "big"), start + count
    return tag, start, start + length


def _inside(data: bytes, place: int) -> int:
    return _head(data, place)[1]


def _behind(data: bytes, place: int, depth: int = 0) -> int:
    """Return where the next thing begins."""
    _, start, end = _head(data, place)
    if end != _OPEN:
        return end
    if depth > _DEEPEST:
        raise IndexError
    while data[start : start + 2] != _END:
        start = _behind(data, start, depth + 1)
    return start + 2


def _octets(data: bytes, place: int) -> bytes:
    tag, start, end = _head(data, place)
    if tag == _OCTETS and end != _OPEN:
        return data[start:end]
    if tag != _OCTETS_IN_PIECES:
        return b""
    pieces = []
    while start < end if end != _OPEN else data[start : start + 2] != _END:
        kind, first, last = _head(data, start)
        if kind != _OCTETS or last == _OPEN:
            raise IndexError
        pieces.append(data[first:last])
        start = last
    return b"".join(pieces)
