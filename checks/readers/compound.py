"""The guard before every old Office file: walks the container's chains of sectors, each of them once.

A chain that bites its own tail keeps a library reading until memory ends. So the streams are taken out here,
and the library gets the bare stream.
"""

from __future__ import annotations

import array
import struct
import sys
from typing import NamedTuple

from checks.errors import InputFileError

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_HEADER = struct.Struct("<30x2H10x8L")
_ENTRY = struct.Struct("<64sH2x3L36xLL4x")
_ENTRY_SIZE = 128
_LAST_SECTOR = 0xFFFFFFFA
"""The highest number that is a sector; those above say: end, free, table."""
_ROOT = 0


class StorageEntry(NamedTuple):
    """A stream or a storage, as the directory tells it; its kin are numbers of entries.

    Attributes:
        name: in lower case.
        left, right: other entries of the same storage, in a tree.
        child: the root of that tree for what a storage holds.
        first: the first sector of its bytes.
    """

    name: str
    left: int
    right: int
    child: int
    first: int
    size: int


class Container:
    """A compound file.

    Attributes:
        entries: its directory; the first is the root.
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
        self.entries = self._directory(directory)
        self.names = {entry.name: (entry.first, entry.size) for entry in reversed(self.entries) if entry.name}
        self._mini_table = _numbers(self._chain(mini_first))
        self._mini_data = self._chain(self.entries[_ROOT].first)

    def stream(self, name: str) -> bytes | None:
        """Return a stream's bytes, or None where there is none of that name.

        Raises:
            InputFileError: its sectors are missing or run in a circle.
        """
        place = self.names.get(name.lower())
        return None if place is None else self.content(*place)

    def content(self, first: int, size: int) -> bytes:
        """Return so many bytes of the stream that begins in a sector.

        Raises:
            InputFileError: its sectors are missing or run in a circle.
        """
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

    def inside(self, storage: StorageEntry) -> dict[str, StorageEntry]:
        """Return what a storage holds, by name."""
        entries: dict[str, StorageEntry] = {}
        seen: set[int] = set()
        waiting = [storage.child]
        while waiting:
            number = waiting.pop()
            if number < len(self.entries) and number not in seen:
                seen.add(number)
                entry = self.entries[number]
                entries.setdefault(entry.name, entry)
                waiting += (entry.left, entry.right)
        return entries

    def _directory(self, first: int) -> list[StorageEntry]:
        """List the directory."""
        directory = self._chain(first)
        entries: list[StorageEntry] = []
        for place in range(0, len(directory) - _ENTRY_SIZE + 1, _ENTRY_SIZE):
            raw, length, *numbers = _ENTRY.unpack_from(directory, place)
            name = raw[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            entries.append(StorageEntry(name.lower(), *numbers))
        if not entries:
            raise _damaged()
        return entries

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
