"""Mailboxes on disk: one file of many mails (mbox), and a folder with a file for each (Maildir)."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from pathlib import Path

from checks.containers.detect import is_mbox
from checks.containers.member import MAX_OPENED, Budget, Item, fits
from checks.errors import InputFileError
from checks.model.findings import Origin

__all__ = ["is_maildir", "is_mbox", "maildir_files", "mbox_slices", "messages", "open_mbox", "unescaped"]

_START = re.compile(rb"\n\r?\n(From [^\r\n]{0,200}?\d{4}[^\r\n]{0,200}\r?\n)(?=>?[!-9;-~]{1,80}:)")
"""A mail begins behind an empty line with a line "From …, year", and a header; a sentence "From …" does not."""
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


def open_mbox(data: bytes, _: Origin | None, budget: Budget) -> Iterator[Item]:
    """Open an mbox that came inside something else."""
    for number, (offset, length) in enumerate(_slices(data), 1):
        name = f"{number}.eml"
        try:
            fits(length)
            budget.spend(length)
        except InputFileError as problem:
            yield Item(name, problem=problem)
        else:
            yield Item(name, unescaped(data[offset : offset + length]))


def _slices(data: bytes | mmap.mmap) -> Iterator[tuple[int, int]]:
    """Cut at the lines that begin a mail; the line itself belongs to none."""
    if not is_mbox(data[:1000]):
        return
    begun = data.find(b"\n") + 1
    for start in _START.finditer(data, begun):
        yield begun, start.start(1) - begun
        begun = start.end()
    yield begun, len(data) - begun
