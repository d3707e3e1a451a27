"""Gzip, and the archives that need libarchive: rar, 7z, tar."""

from __future__ import annotations

import importlib
import os
import zlib
from collections.abc import Iterator
from typing import Any

from checks.containers.litter import is_litter
from checks.containers.member import MAX_OPENED, MAX_TOTAL, Budget, ContainedFile, fits
from checks.containers.names import text_of
from checks.errors import InputFileError
from checks.model.submission import Origin

_GZIP = b"\x1f\x8b"
_GZIP_NAME, _GZIP_EXTRA = 8, 4
_SONAME = "libarchive.so.13"
_MOST_MEMBERS = 64  # pieces of one gzip file, one behind the other, as some packers write them
_FORMATS = ((b"Rar!", "RAR"), (b"7z", "7z"))


def open_gzip(data: bytes, _: Origin | None, budget: Budget) -> Iterator[ContainedFile]:
    """Open a gzip file, which holds one.

    Raises:
        InputFileError: it is broken or unfolds to too much.
    """
    pieces, rest, size = [], data, 0
    for _member in range(_MOST_MEMBERS):
        inflater = zlib.decompressobj(31)
        try:
            pieces.append(inflater.decompress(rest, MAX_OPENED + 1 - size))
        except zlib.error as error:
            raise InputFileError("damaged", "压缩数据出错") from error
        size += len(pieces[-1])
        rest = inflater.unused_data
        if size > MAX_OPENED or not rest.startswith(_GZIP):  # what follows may be padding
            break
    else:
        raise InputFileError("unsafe", f"分成了 {_MOST_MEMBERS} 段以上")
    budget.spend(size)
    if not inflater.eof:
        raise InputFileError("damaged", "压缩数据不完整")
    yield ContainedFile(_gzip_name(data), b"".join(pieces))


def _gzip_name(data: bytes) -> str:
    if not data[3] & _GZIP_NAME or data[3] & _GZIP_EXTRA:
        return ""
    return text_of(data[10 : data.find(b"\x00", 10, 1000)])


def open_archive(data: bytes, _: Origin | None, budget: Budget) -> Iterator[ContainedFile]:
    """Open a rar, 7z or tar archive, in memory.

    Raises:
        InputFileError: it is locked or broken, or this computer lacks the library for it.
    """
    kind = next((name for magic, name in _FORMATS if data.startswith(magic)), "tar")
    libarchive = _library()
    if libarchive is None:
        raise InputFileError("no_library", kind)
    try:
        with libarchive.memory_reader(data) as entries:
            for entry in entries:
                name = _name(entry)
                if entry.isfile and not (name and is_litter(name)):
                    yield _item(name, entry, budget)
                if budget.spent:
                    return
    except libarchive.ArchiveError as error:
        raise _problem(str(error), kind) from error


def _library() -> Any:
    """Load the library; None where it, or the system's own, is not there."""
    try:
        return importlib.import_module("libarchive")
    except (ImportError, OSError, AttributeError, TypeError):  # the last three: the system's was not found
        # It is looked for with the help of other programs, which may not come up on a busy machine.
        os.environ.setdefault("LIBARCHIVE", _SONAME)
    try:
        return importlib.import_module("libarchive")
    except (ImportError, OSError, AttributeError, TypeError):
        return None


def _item(name: str, entry: Any, budget: Budget) -> ContainedFile:
    """Unpack one file; a failure of the library goes up, since nothing behind it can be read either.

    What is too large is unpacked all the same, and thrown away: in a 7z, what follows it is not to be had otherwise.
    """
    pieces, size = [], 0
    for piece in entry.get_blocks():
        size += len(piece)
        if size <= MAX_OPENED:
            pieces.append(piece)
        elif size > MAX_TOTAL:
            budget.spent = True
            break
        else:
            pieces.clear()
    try:
        fits(size)
        budget.spend(size)
    except InputFileError as problem:
        return ContainedFile(name, problem=problem)
    return ContainedFile(name, b"".join(pieces))


def _name(entry: Any) -> str:
    """Return an entry's name; where the system speaks ASCII only, the library has none for what is not."""
    name = entry.pathname
    raw = name.encode("utf-8", "surrogateescape") if isinstance(name, str) else name or b""
    return text_of(raw)


def _problem(words: str, kind: str) -> InputFileError:
    """Say what the library's words mean: it knows neither old rar nor archives in volumes, nor tells them apart."""
    words = words.lower()
    locked = "encrypt" in words or "passphrase" in words or "password" in words
    return InputFileError("encrypted") if locked else InputFileError("cannot_unpack", kind)
