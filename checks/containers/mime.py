"""A mail's parts, cut out of its bytes where they stand.

The standard library's parser makes an object of every line: it holds eight times the mail in memory, 276 MB for
one of 27 MB, and takes six times as long. Here a part is two numbers until it is asked for.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

from checks.containers.detect import END_OF_HEADERS
from checks.containers.headers import MOST, Headers, from_base64
from checks.containers.written_out import uu_lines
from checks.errors import InputFileError

MAX_NESTING = 32
"""Multiparts in one another, which are not containers: mixed, related, alternative are 3."""

_FIRST_BOUNDARY = re.compile(rb"^--([^\r\n]{1,200}?)[ \t]*\r?$", re.MULTILINE)
_BEFORE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:>?From [^\r\n]*\r?\n)?")
_NO_HEADER = re.compile(rb"\r?\n|[^\r\n:]*(?:[\r\n]|\Z)")
_CR = 0x0D
_BINARY = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_UNDECLARED = (b"UEsDB", b"0M8R4KGx", b"JVBERi0", b"UmFyIR", b"N3q8ry")
"""How a workbook, a PDF or an archive begins in base64, for programs that forget to say so; no text does."""
_LEAST = 8
_HEAD = 2000
"""Bytes of a part that are decoded to tell what it is."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part that has no parts: where its content stands, from ``start`` up to ``end``.

    Attributes:
        related: it belongs to the part beside it: a picture of a page.
        parent: the kind of multipart that it stands in; "" for none.
    """

    headers: Headers
    start: int
    end: int
    parent: str = ""
    related: bool = False


def leaves(data: bytes) -> Iterator[Leaf]:
    """Yield a mail's parts in their order, each cut out when it is asked for.

    Raises:
        InputFileError: they stand too deep in one another.
    """
    before = _BEFORE.match(data)
    headers, start = _head_of(data, before.end() if before else 0, len(data))
    yield from _leaves(data, Leaf(headers, start, len(data)), 0)


def headers_of(data: bytes) -> Headers:
    """Return the headers of the mail itself."""
    before = _BEFORE.match(data)
    return _head_of(data, before.end() if before else 0, len(data))[0]


def content(data: bytes, leaf: Leaf) -> bytes:
    """Return a part's bytes, its transfer encoding undone as far as it can be."""
    return _undone(memoryview(data)[leaf.start : leaf.end], leaf.headers.value("content-transfer-encoding"))


def beginning(data: bytes, leaf: Leaf) -> bytes:
    """Return some dozens of the first bytes of a part."""
    encoding = leaf.headers.value("content-transfer-encoding")
    raw = data[leaf.start : min(leaf.start + _HEAD, leaf.end)]
    if encoding == "base64" or raw.startswith(_UNDECLARED):
        raw = raw.translate(None, b"\r\n\t ")
        raw = raw[: len(raw) // 4 * 4]
    return _undone(memoryview(raw), encoding)


def size(leaf: Leaf) -> int:
    """Return about how many bytes a part's content has."""
    raw = leaf.end - leaf.start
    return raw * 3 // 4 if leaf.headers.value("content-transfer-encoding") == "base64" else raw


def _leaves(data: bytes, part: Leaf, depth: int) -> Iterator[Leaf]:
    kind = part.headers.value("content-type")
    if not kind.startswith("multipart/") or kind == "multipart/encrypted":
        yield part
        return
    if depth > MAX_NESTING:
        raise InputFileError("unsafe", f"邮件的各部分一层套一层，超过 {MAX_NESTING} 层")
    has_pieces = False
    related = part.related or kind == "multipart/related"
    for place, (start, end) in enumerate(_pieces(data, part)):
        has_pieces = True
        headers, body = _head_of(data, start, end)
        yield from _leaves(data, Leaf(headers, body, end, kind, related and place > 0), depth + 1)
    if not has_pieces:  # without a single boundary it is one text
        yield Leaf(Headers(b""), part.start, part.end, part.parent, part.related)


def _pieces(data: bytes, part: Leaf) -> Iterator[tuple[int, int]]:
    """Cut a multipart at its boundary; where the last one is missing, the last piece goes to the end."""
    boundary = part.headers.parameter("content-type", "boundary").rstrip().encode("utf-8")
    if not boundary:
        first = _FIRST_BOUNDARY.search(data, part.start, min(part.end, part.start + MOST))
        if not first:
            return
        boundary = first[1]
    begun = -1
    lines = re.compile(rb"\n--" + re.escape(boundary) + rb"(--)?[ \t]*\r?(?=\n|\Z)")
    for line in lines.finditer(data, max(part.start - 1, 0), part.end):
        if begun >= 0:  # the line end before a boundary belongs to it
            end = line.start() - (data[line.start() - 1] == _CR)
            yield begun, max(begun, end)
        if line[1]:
            return
        begun = min(line.end() + 1, part.end)
    if begun >= 0:
        yield begun, part.end


def _head_of(data: bytes, start: int, end: int) -> tuple[Headers, int]:
    """Read a part's headers; return them and where its content begins."""
    bare = _NO_HEADER.match(data, start, min(end, start + MOST))
    if bare:
        blank = data[start : start + 2] == b"\r\n" or data[start : start + 1] == b"\n"
        return Headers(b""), bare.end() if blank else start
    stop = END_OF_HEADERS.search(data, start, end)
    headers = Headers(data[start : min(stop.start() if stop else end, start + MOST)])
    return headers, stop.end() if stop else end


def _undone(raw: memoryview, encoding: str) -> bytes:
    if encoding == "base64":
        return from_base64(raw)
    if encoding == "quoted-printable":
        whole = binascii.a2b_qp(raw)
        # A sloppy program writes the line feeds of a file out as line ends of the mail, which have two bytes.
        return binascii.a2b_qp(bytes(raw).replace(b"\r\n", b"\n")) if whole.startswith(_BINARY) else whole
    if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        return b"".join(uu_lines(bytes(raw)))
    if bytes(raw[:_LEAST]).startswith(_UNDECLARED):
        return from_base64(raw)
    return bytes(raw)
