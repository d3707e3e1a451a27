"""The control words, signs and text of a Rich Text file, and the bytes of its text in their code page."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?"  # a control word, its number, and the blank that ends it
    r"|((?:\\'[0-9a-fA-F]{2})+)"  # bytes of the code page
    r"|\\(.)"  # a control sign
    r"|([{}])"
    r"|([^\\{}\r\n]+)"
    r"|[\r\n]+",
    re.DOTALL,
)
CODE_PAGES = {128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5hkscs", 204: "cp1251"}
"""What a font's ``fcharset`` says of the bytes in it; the others are as the whole file's."""


def tokens(text: str) -> Iterator[tuple[str, str]]:
    r"""Yield (kind or control word, number or text) of a file, decoded as Latin-1.

    The kinds that are no words: ``{``, ``}``, ``'`` bytes in hexadecimal, ``\\`` a control sign, ``=`` text.
    """
    at, end = 0, len(text)
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:  # a backslash at the very end
            return
        at = match.end()
        word, number, codes, sign, brace, plain = match.groups()
        if word:
            if word == "bin" and number:  # so many bytes that are no text
                at += max(0, int(number))
            yield word, number or ""
        elif codes:
            yield "'", codes
        elif brace:
            yield brace, ""
        elif plain:
            yield "=", plain
        elif sign:
            yield "\\", sign


def raw_bytes(codes: str) -> bytes:
    r"""Return what ``\\'b1\\'be`` stands for."""
    return bytes.fromhex(codes.replace("\\'", ""))


def of_code_page(number: str) -> str:
    """Return the name of a code page by its number; Western where Python does not know it."""
    name = {"936": "gb18030", "950": "big5hkscs", "65001": "utf-8"}.get(number, f"cp{number}")
    try:
        "".encode(name)
    except LookupError:
        return "cp1252"
    return name
