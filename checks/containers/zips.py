"""Zip archives: their names are in whatever encoding the sender's system had, often GBK without saying so."""

from __future__ import annotations

from collections.abc import Iterator

from checks.containers.litter import is_litter
from checks.containers.member import MAX_OPENED, Budget, Item, fits
from checks.containers.names import text_of
from checks.errors import InputFileError
from checks.model.submission import Origin
from checks.readers.package import Archive, Entry

_UTF8 = 0x800


def open_zip(data: bytes, _: Origin | None, budget: Budget) -> Iterator[Item]:
    """Open an archive: its files in their order, each inflated when it is its turn.

    Raises:
        InputFileError: its directory is broken.
    """
    archive = Archive(data)
    for entry in archive.parts:
        name = text_of(entry.name, "utf-8" if entry.flags & _UTF8 else "")
        if is_litter(name):
            continue
        try:
            yield Item(name, _inflated(archive, entry, budget))
        except InputFileError as problem:
            yield Item(name, problem=problem)


def _inflated(archive: Archive, entry: Entry, budget: Budget) -> bytes:
    fits(entry.size)
    data, whole = archive.inflate(entry, MAX_OPENED + 1)
    budget.spend(len(data))
    if not whole:
        raise InputFileError("unsafe", "展开后的大小与所称不符")
    return data
