"""Zip archives: their names are in whatever encoding the sender's system had, often GBK without saying so."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from checks.containers.litter import is_litter
from checks.containers.member import MAX_OPENED, Budget, ContainedFile, fits
from checks.containers.names import text_of
from checks.errors import InputFileError
from checks.model.submission import Origin
from checks.readers.package import Archive, ArchiveEntry

_UTF8, _ENDS_BY_ITSELF = 0x800, 2
_BY_ZLIB, _BZIP2, _LZMA = (0, 8), 12, 14
_METHODS = {9: "Deflate64", 93: "Zstandard", 95: "XZ", 98: "PPMd"}
_UNICODE_NAME = 0x7075
_DICTIONARY = 80 * 2**20  # bytes that LZMA may take; 7-Zip's strongest setting for zip wants 64 MB


def open_zip(data: bytes, _: Origin | None, budget: Budget) -> Iterator[ContainedFile]:
    """Open an archive: its files in their order, each inflated when it is its turn.

    Raises:
        InputFileError: its directory is broken.
    """
    archive = Archive(data)
    for entry in archive.parts:
        name = _unicode_name(entry) or text_of(entry.name, "utf-8" if entry.flags & _UTF8 else "")
        if is_litter(name):
            continue
        try:
            yield ContainedFile(name, _inflated(archive, entry, budget))
        except InputFileError as problem:
            yield ContainedFile(name, problem=problem)


def _unicode_name(entry: ArchiveEntry) -> str:
    """Return the name that a packer wrote beside the one in its own encoding; "" if it is none, or another file's."""
    place = 0
    while place + 4 <= len(entry.extra):
        kind, size = struct.unpack_from("<2H", entry.extra, place)
        record = entry.extra[place + 4 : place + 4 + size]
        if kind == _UNICODE_NAME and record[:5] == b"\x01" + zlib.crc32(entry.name).to_bytes(4, "little"):
            return text_of(record[5:], "utf-8")
        place += 4 + size
    return ""


def _inflated(archive: Archive, entry: ArchiveEntry, budget: Budget) -> bytes:
    fits(entry.size)
    if entry.method in _BY_ZLIB:
        data, whole = archive.inflate(entry, MAX_OPENED + 1)
    else:
        data, whole = _otherwise(entry, archive.packed(entry))
    budget.spend(len(data))
    if not whole:
        raise InputFileError("unsafe", "展开后的大小与所称不符")
    return data


def _otherwise(entry: ArchiveEntry, packed: memoryview) -> tuple[bytes, bool]:
    """Inflate what is packed in a way that no workbook is, but some archives are."""
    how = {_BZIP2: _from_bzip2, _LZMA: _from_lzma}.get(entry.method)
    if how is None:
        raise InputFileError("odd_method", _METHODS.get(entry.method, str(entry.method)))
    try:
        data = how(entry, bytes(packed))
    except ImportError:  # not every Python has them
        raise InputFileError("odd_method", "bzip2、LZMA") from None
    except (OSError, ValueError, EOFError) as error:
        raise InputFileError("damaged", "压缩数据出错") from error
    whole = len(data) == entry.size
    if whole and zlib.crc32(data) != entry.crc:
        raise InputFileError("damaged", "校验和不符")
    return data, whole


def _from_bzip2(entry: ArchiveEntry, packed: bytes) -> bytes:
    import bz2  # noqa: PLC0415  # rare, and not in every Python

    return bz2.BZ2Decompressor().decompress(packed, entry.size + 1)  # one byte more is enough to notice a lie


def _from_lzma(entry: ArchiveEntry, packed: bytes) -> bytes:
    import lzma  # noqa: PLC0415  # as above

    size = int.from_bytes(packed[2:4], "little")
    length = b"\xff" * 8 if entry.flags & _ENDS_BY_ITSELF else entry.size.to_bytes(8, "little")
    stream = packed[4 : 4 + size] + length + packed[4 + size :]
    try:
        return lzma.LZMADecompressor(lzma.FORMAT_ALONE, memlimit=_DICTIONARY).decompress(stream, entry.size + 1)
    except lzma.LZMAError as error:
        raise ValueError(str(error)) from error
