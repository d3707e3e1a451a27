"""Mailboxes on disk: one file of many mails (mbox), and a folder with a file for each (Maildir)."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from pathlib import Path

from checks.containers.detect import is_mbox
from checks.containers.member import MAX_OPENED, Budget, ContainedFile, fits
from checks.errors import InputFileError
from checks.model.submission import Origin

__all__ = ["is_maildir", "is_mbox", "maildir_files", "mbox_slices", "messages", "open_mbox", "unescaped"]

_START = b"\nFrom "
_YEAR = re.compile(rb"\d{4}")
_LONGEST_LINE = 420
_HEADER = re.compile(rb">?[!-9;-~]{1,80}:")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)


def messages(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the mails of an mbox file or a Maildir: a name for each, and its bytes.

    Of one that is larger than a container may be, a byte more than that comes, so that it can be told.
    """
    if is_maildir(path):
        for one in maildir_files(path):
            with one.open("rb") as file:
                yield one.name.partition(":")[0], file.read(MAX_OPENED + 1)
        return
    with path.open("rb") as box:
        for number, (offset, length) in enumerate(mbox_slices(path), 1):
            box.seek(offset)
            yield f"{number}.eml", unescaped(box.read(min(length, MAX_OPENED + 1)))


def mbox_slices(path: Path) -> Iterator[tuple[int, int]]:
    """Yield offset and length of each mail in an mbox file; a file of gigabytes is never held in memory."""
    if not path.stat().st_size:
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        yield from _slices(data)


def is_maildir(path: Path) -> bool:
    """Tell whether a folder is a Maildir."""
    return (path / "cur").is_dir() and (path / "new").is_dir()


def maildir_files(path: Path) -> Iterator[Path]:
    """Yield a Maildir's mails, read ones and new ones, by name; nothing is marked or moved."""
    for folder in ("cur", "new"):
        yield from sorted(file for file in (path / folder).iterdir() if file.is_file() and file.name[:1] != ".")


def unescaped(mail: bytes) -> bytes:
    """Undo what a mailbox does to lines that begin like a mail: ``>From`` is ``From``."""
    return _ESCAPED.sub(rb"\1", mail) if b"\n>From " in mail or b"\n>>" in mail else mail


def open_mbox(data: bytes, _: Origin | None, budget: Budget) -> Iterator[ContainedFile]:
    """Open an mbox that came inside something else."""
    for number, (offset, length) in enumerate(_slices(data), 1):
        name = f"{number}.eml"
        try:
            fits(length)
            budget.spend(length)
        except InputFileError as problem:
            yield ContainedFile(name, problem=problem)
        else:
            yield ContainedFile(name, unescaped(data[offset : offset + length]))


def _slices(data: bytes | mmap.mmap) -> Iterator[tuple[int, int]]:
    """Cut at the lines that begin a mail; the line itself belongs to none."""
    if not is_mbox(data[:1000]):
        return
    begun = data.find(b"\n") + 1
    for start, end in _starts(data, begun):
        yield begun, start - begun
        begun = end
    yield begun, len(data) - begun


def _starts(data: bytes | mmap.mmap, at: int) -> Iterator[tuple[int, int]]:
    """Yield where a line begins and ends that begins a mail.

    It stands behind an empty line, says "From …, year", and a header follows; a sentence "From …" does not.
    """
    while (at := data.find(_START, at)) >= 0:
        start, at = at + 1, at + 1
        if data[max(0, start - 2) : start - 1] == b"\r":
            is_behind_empty = data[max(0, start - 3) : start - 2] == b"\n"
        else:
            is_behind_empty = data[max(0, start - 2) : start - 1] == b"\n"
        if not is_behind_empty:
            continue
        line = data[start : start + _LONGEST_LINE]
        end = line.find(b"\n")
        if end > 0 and _YEAR.search(line, 5, end) and _HEADER.match(data[start + end + 1 : start + end + 90]):
            yield start, start + end + 1
            at = start + end
