"""The guard before every old Office file: walks the container's chains of sectors, each of them once.

A chain that bites its own tail keeps a library reading until memory ends. So the streams are taken out here,
and the library gets the bare stream.
"""

from __future__ import annotations

import array
import struct
import sys

from checks.errors import InputFileError

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_HEADER = struct.Struct("<30x2H10x8L")
_ENTRY = struct.Struct("<64sH50xLL4x")
_ENTRY_SIZE = 128
_LAST_SECTOR = 0xFFFFFFFA
"""The highest number that is a sector; those above say: end, free, table."""
_ROOT = 0


class Container:
    """A compound file.

    Attributes:
        names: its streams and storages by lower-case name: the first sector and the size.
    """

    def __init__(self, data: bytes) -> None:
        if len(data) < 512 or not data.startswith(SIGNATURE):
            raise _damaged()
        shift, mini, _, directory, _, self._cutoff, mini_first, _, more, _ = _HEADER.unpack_from(data)
        if shift not in (9, 12) or mini != 6:
            raise _damaged()
        self._data, self._size = data, 1 << shift
        self._table = self._read_table(more)
        entries = self._entries(directory)
        self.names = {name: place for name, place in reversed(entries) if name}
        self._mini_table = _numbers(self._chain(mini_first))
        self._mini_data = self._chain(entries[_ROOT][1][0]) if entries else b""

    def stream(self, name: str) -> bytes | None:
        """Return a stream's bytes, or None where there is none of that name.

        Raises:
            InputFileError: its sectors are missing or run in a circle.
        """
        place = self.names.get(name.lower())
        if place is None:
            return None
        first, size = place
        short = size < self._cutoff
        data = _follow(self._mini_data, 0, 64, self._mini_table, first) if short else self._chain(first)
        if len(data) < size:
            raise _damaged()
        return data[:size]

    def _read_table(self, more: int) -> array.array[int]:
        """Read the table that says which sector follows which; its own sectors are listed in the header."""
        sectors = list(struct.unpack_from("<109L", self._data, 76))
        seen: set[int] = set()
        while more <= _LAST_SECTOR:
            block = self._sector(more)
            if more in seen or len(block) < self._size:
                raise _damaged()
            seen.add(more)
            numbers = _numbers(block)
            sectors += numbers[:-1]
            more = numbers[-1]
        return _numbers(b"".join(self._sector(sector) for sector in dict.fromkeys(sectors) if sector <= _LAST_SECTOR))

    def _entries(self, first: int) -> list[tuple[str, tuple[int, int]]]:
        """List the directory: each name with its first sector and its size."""
        directory = self._chain(first)
        found: list[tuple[str, tuple[int, int]]] = []
        for place in range(0, len(directory) - _ENTRY_SIZE + 1, _ENTRY_SIZE):
            raw, length, start, size = _ENTRY.unpack_from(directory, place)
            name = raw[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            found.append((name.lower(), (start, size)))
        if not found:
            raise _damaged()
        return found

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._data[start : start + self._size]

    def _chain(self, first: int) -> bytes:
        return _follow(self._data, self._size, self._size, self._table, first)


def _follow(data: bytes, base: int, size: int, table: array.array[int], first: int) -> bytes:
    """Join the sectors of a chain."""
    pieces: list[bytes] = []
    seen: set[int] = set()
    while first <= _LAST_SECTOR:
        start = base + first * size
        if first in seen or first >= len(table) or start >= len(data):
            raise _damaged()
        seen.add(first)
        pieces.append(data[start : start + size])
        first = table[first]
    return b"".join(pieces)


def _numbers(raw: bytes) -> array.array[int]:
    numbers = array.array("I", raw[: len(raw) // 4 * 4])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _damaged() -> InputFileError:
    return InputFileError("damaged", "文件内部结构不完整")
