"""Files that a mail program wrote into the text of a mail, before there were attachments: uuencode, and yEnc."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

_BEGIN = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,250}?)[ \t]*\r?$", re.MULTILINE)
_YENC = re.compile(rb"^=ybegin [^\r\n]{0,200}?name=([^\r\n]{1,250}?)[ \t]*\r?\n(?:=ypart [^\r\n]*\r?\n)?", re.MULTILINE)
_YENC_END = re.compile(rb"^=y(?:end|begin) ", re.MULTILINE)
_YENC_ESCAPE = re.compile(rb"=(.)", re.DOTALL)
_YENC_SHIFT = bytes((byte - 42) % 256 for byte in range(256))
_ENDS = (b"end", b"`", b"")


def is_any(text: bytes) -> bool:
    """Tell whether a text may hold a file."""
    return b"begin" in text and (_BEGIN.search(text) or _YENC.search(text)) is not None


def files(text: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield name and content of each file in a text, as far as it goes; a line that only looks like one is none.

    Args:
        text: as it stands in the mail, its transfer encoding undone.
    """
    for begin in _BEGIN.finditer(text):
        pieces = list(_base64_lines(text, begin) if begin[0].startswith(b"begin-base64") else uu_lines(text, begin))
        if any(pieces):
            yield begin[1], b"".join(pieces)
    for begin in _YENC.finditer(text):
        last = _YENC_END.search(text, begin.end())
        raw = text[begin.end() : last.start() if last else len(text)].translate(None, b"\r\n")
        plain = _YENC_ESCAPE.sub(lambda escape: bytes(((escape[1][0] - 64) % 256,)), raw)
        yield begin[1], plain.translate(_YENC_SHIFT)


def uu_lines(text: bytes, begin: re.Match[bytes] | None = None) -> Iterator[bytes]:
    """Yield the bytes of each line of a uuencoded file, up to its end or to what is no such line.

    Args:
        text: that it stands in.
        begin: its first line; by default the first such line there is.
    """
    begin = begin or _BEGIN.search(text)
    for line in _lines(text, begin.end()) if begin else ():
        if line.strip() in _ENDS or not 32 < line[0] <= 96:
            return
        try:  # some programs pad a line with more than its first character says
            yield binascii.a2b_uu(line[: 1 + (((line[0] - 32) & 63) * 4 + 5) // 3])
        except binascii.Error:
            return


def _base64_lines(text: bytes, begin: re.Match[bytes]) -> Iterator[bytes]:
    for line in _lines(text, begin.end()):
        if line.startswith((b"====", b"begin")):
            return
        try:
            yield binascii.a2b_base64(line)
        except binascii.Error:
            return


def _lines(text: bytes, start: int) -> Iterator[bytes]:
    """Yield the lines behind a line, one at a time: most texts hold no file behind it."""
    start = text.find(b"\n", start) + 1
    while start:
        end = text.find(b"\n", start)
        yield text[start : end if end >= 0 else len(text)].rstrip(b"\r")
        start = end + 1
