"""What an old Word document (.doc) keeps beside its text: pieces, and the properties of paragraphs and characters.

The text lies in pieces; a property holds for a range of bytes of the stream. Both are brought to positions of
characters here. Numbers from the file are bounds-checked by what the streams really hold.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from checks.errors import InputFileError

MAX_TEXT = 2_000_000
"""Characters that are read; a report has 10,000."""
_MAX_PIECES = 50_000
_MAX_RUNS = 200_000
_PAGE = 512
_OPERAND = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_TABLE_DEFINITION, _TABS = 0xD608, 0xC615
_HUGE = (0x6645, 0x6646)
"""Properties too large for their page stand in the stream Data: those of wide tables."""


class Piece(NamedTuple):
    """A run of characters, from ``first`` up to ``end``, which stands at ``offset``; ``step`` bytes a character."""

    first: int
    end: int
    offset: int
    step: int


class Runs:
    """Ranges of bytes, each with its properties; asked for by a byte's place."""

    def __init__(self, runs: list[tuple[int, int, bytes]], styles: dict[int, int] | None = None) -> None:
        self._runs = sorted(runs, key=lambda one: one[0])
        self._starts = [one[0] for one in self._runs]
        self._styles = styles or {}

    def at(self, place: int) -> bytes:
        """Return the properties that hold there; none where no range says."""
        index = bisect_right(self._starts, place) - 1
        if index >= 0 and place < self._runs[index][1]:
            return self._runs[index][2]
        return b""

    def styles_between(self, first: int, end: int) -> Iterator[tuple[int, int, int]]:
        """Yield (first byte, end, number of the style) of each part of a range; for paragraphs only."""
        at = max(0, bisect_right(self._starts, first) - 1)
        while at < len(self._runs) and self._runs[at][0] < end:
            start, stop, _ = self._runs[at]
            if stop > first:
                yield max(start, first), min(stop, end), self._styles.get(start, 0)
            at += 1

    def __iter__(self) -> Iterator[tuple[int, int, bytes]]:
        return iter(self._runs)


def pieces_of(table: bytes) -> list[Piece]:
    """Read the table of pieces.

    Raises:
        InputFileError: it is missing or damaged.
    """
    at = 0
    while at + 5 <= len(table) and table[at] == 1:
        at += 3 + int.from_bytes(table[at + 1 : at + 3], "little")
    if at + 5 > len(table) or table[at] != 2:
        raise InputFileError("damaged", "缺少文字分段表")
    body = table[at + 5 : at + 5 + int.from_bytes(table[at + 1 : at + 5], "little")]
    count = (len(body) - 4) // 12
    if not 0 < count <= _MAX_PIECES:
        raise InputFileError("damaged", "文字分段表出错")
    bounds = struct.unpack_from(f"<{count + 1}i", body)
    pieces = []
    for i in range(count):
        offset = int.from_bytes(body[4 * (count + 1) + 8 * i + 2 :][:4], "little")
        narrow = bool(offset & 0x40000000)
        offset &= 0x3FFFFFFF
        pieces.append(Piece(bounds[i], bounds[i + 1], offset // 2 if narrow else offset, 1 if narrow else 2))
    return pieces


def text_of(word: bytes, pieces: list[Piece]) -> tuple[str, list[Piece]]:
    """Return the text of all pieces, and the pieces by their place in that text."""
    texts: list[str] = []
    placed: list[Piece] = []
    length = 0
    for piece in pieces:
        count = min(piece.end - piece.first, MAX_TEXT - length)
        if count <= 0:
            continue
        raw = word[piece.offset : piece.offset + count * piece.step]
        if piece.step == 1:
            text = raw.decode("cp1252", "replace")
        else:
            text = "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw[: len(raw) // 2 * 2])))
        placed.append(Piece(length, length + len(text), piece.offset, piece.step))
        texts.append(text)
        length += len(text)
    return "".join(texts), placed


def paragraph_runs(word: bytes, table: bytes, data: bytes) -> Runs:
    """Return the properties of paragraphs by ranges of bytes."""
    runs = []
    styles: dict[int, int] = {}
    for first, end, page, offset in _entries(word, table, 13):
        properties = b""
        if 0 < offset < _PAGE - 2:
            size = page[offset] * 2 - 1 if page[offset] else page[offset + 1] * 2
            start = offset + (1 if page[offset] else 2)
            styles[first] = int.from_bytes(page[start : start + 2], "little")
            properties = page[start + 2 : start + size]
            properties += b"".join(_kept_in(data, argument) for code, argument in sprms(properties) if code in _HUGE)
        runs.append((first, end, properties))
    return Runs(runs, styles)


def character_runs(word: bytes, table: bytes) -> Runs:
    """Return the properties of characters by ranges of bytes; empty where they have none of their own."""
    return Runs(
        [
            (first, end, page[offset + 1 : offset + 1 + page[offset]] if offset else b"")
            for first, end, page, offset in _entries(word, table, 1)
        ]
    )


def sprms(properties: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each property's code and operand."""
    at, end = 0, len(properties)
    while at + 3 <= end:
        code = properties[at] | properties[at + 1] << 8
        at += 2
        kind = code >> 13
        if kind != 6:
            size = _OPERAND[kind]
        elif code == _TABLE_DEFINITION:
            size = int.from_bytes(properties[at : at + 2], "little") - 1
            at += 2
        elif code == _TABS and properties[at] == 255:
            return
        else:
            size = properties[at]
            at += 1
        if size < 0:
            return
        yield code, properties[at : at + size]
        at += size


def _entries(word: bytes, table: bytes, width: int) -> Iterator[tuple[int, int, bytes, int]]:
    """Yield (first byte, end, page, place in the page) of each range on the pages that a table lists."""
    count = max(0, (len(table) - 4) // 8)
    room = _MAX_RUNS
    for number in dict.fromkeys(struct.unpack_from(f"<{count}I", table, 4 * (count + 1)) if count else ()):
        start = (number & 0x3FFFFF) * _PAGE
        page = word[start : start + _PAGE]
        if len(page) < _PAGE:
            continue
        ranges = page[-1]
        head = 4 * (ranges + 1)
        if head + width * ranges >= _PAGE:
            continue
        bounds = struct.unpack_from(f"<{ranges + 1}I", page)
        for i in range(ranges):
            room -= 1
            if room < 0:
                return
            yield bounds[i], bounds[i + 1], page, page[head + width * i] * 2


def _kept_in(data: bytes, argument: bytes) -> bytes:
    place = int.from_bytes(argument[:4], "little")
    size = int.from_bytes(data[place : place + 2], "little")
    return data[place + 2 : place + 2 + size]
