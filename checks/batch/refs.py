"""What a person names → one small reference for each thing to read: a file, a mail of a mailbox, bytes of a server."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

from checks.containers.detect import is_mbox
from checks.errors import UsageError
from checks.render import sentences

_LARGE = 2**20  # bytes from which a mailbox is taken apart here, and not by one worker as a whole
_HEAD = 1024
_NOT_DOCUMENTS = ("~$", ".")  # lock files of a program that has the workbook open; hidden files


class Ref(NamedTuple):
    """One thing to read, small enough to be sent to another process by the thousand.

    Attributes:
        folder: what stands before the name in its source, with the separator.
        name: from its file's name on; all that a check knows of where the bytes are from.
        path: of the file; "" where ``data`` holds the bytes.
        offset: where in the file it begins.
        length: how many bytes; None for all that follow.
        data: the bytes themselves.
        stamp: size, time of change and time of the inode's change of the file, in ns; () where unknown.
    """

    folder: str
    name: str
    path: str = ""
    offset: int = 0
    length: int | None = None
    data: bytes | None = None
    stamp: tuple[int, ...] = ()

    @property
    def source(self) -> str:
        """The path as the user gave it, and what is inside of it: names the document in every output."""
        return self.folder + self.name


def refs(paths: Sequence[str], since: date | None = None) -> Iterator[Ref]:
    """Yield everything that is to be read, folder by folder in the order of the names.

    Hidden files, lock files and results of earlier runs are passed over; links to other folders are not followed.

    Args:
        paths: files, folders with all that is in them, and addresses of mailboxes: ``imaps://user@host/folder``.
        since: of a mailbox on a server, only mails that arrived on this day or later.

    Raises:
        UsageError: a path does not exist, or an address is none; said before the first is yielded. A mailbox that
            cannot be read is said when its turn comes.
    """
    for path in paths:
        if is_address(path):
            from checks.containers.imap import parse_url  # noqa: PLC0415

            parse_url(path)
        elif not os.path.lexists(path):
            raise UsageError(sentences.no_such_path(path))
    for path in paths:
        named = Path(path)
        if is_address(path):
            yield from _mailbox(path, since)
        else:
            yield from (
                _below(str(named)) if named.is_dir() else _file(str(named.parent / "_")[:-1], named.name, named.stat)
            )


def is_address(path: str) -> bool:
    """Tell whether this names a mailbox on a server."""
    return path.lower().startswith(("imaps://", "imap://"))


def _mailbox(address: str, since: date | None) -> Iterator[Ref]:
    from checks.containers.imap import ask_password, fetch, parse_url  # noqa: PLC0415

    for uid, mail in fetch(address, since, lambda: ask_password(parse_url(address))):
        yield Ref(f"{address.rstrip('/')}/", f"{uid}.eml", data=mail)


def _below(folder: str) -> Iterator[Ref]:
    """Yield the files of a folder, then those of the folders in it; a folder that cannot be read, as itself."""
    before = "" if folder == os.curdir else f"{folder.rstrip(os.sep)}{os.sep}"
    try:
        with os.scandir(folder) as found:
            entries = sorted((entry for entry in found if not entry.name.startswith(_NOT_DOCUMENTS)), key=_name)
    except OSError:
        yield Ref("", folder, folder)
        return
    inner = [entry.name for entry in entries if entry.is_dir() and not entry.is_symlink()]
    if {"cur", "new"} <= set(inner):
        from checks.containers.mailboxes import maildir_files  # noqa: PLC0415  # most folders are none

        for file in maildir_files(Path(folder)):
            yield from _file(str(file.parent / "_")[:-1], file.name, file.stat)
        return
    for entry in entries:
        if not entry.is_dir():
            yield from _file(before, entry.name, entry.stat)
    for name in inner:
        if not _is_ours(Path(before + name)):
            yield from _below(before + name)


def _is_ours(folder: Path) -> bool:
    """Tell whether a folder holds the results of an earlier run, marked copies and all."""
    if not (folder / "findings.json").is_file():
        return False
    from checks.render.results_folder import is_results_folder  # noqa: PLC0415  # most folders are none

    return is_results_folder(folder)


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _file(folder: str, name: str, look: Callable[[], os.stat_result]) -> Iterator[Ref]:
    try:
        found = look()
    except OSError:  # reading it will say why
        yield Ref(folder, name, folder + name)
        return
    if not S_ISREG(found.st_mode):
        yield Ref(folder, name, folder + name)
        return
    stamp = found.st_size, found.st_mtime_ns, found.st_ctime_ns
    if found.st_size < _LARGE or not _is_mbox(folder + name):
        yield Ref(folder, name, folder + name, stamp=stamp)
        return
    from checks.containers.mailboxes import mbox_slices  # noqa: PLC0415  # most files are none

    for number, (offset, length) in enumerate(mbox_slices(Path(folder + name)), 1):
        yield Ref(folder, f"{name}/{number}.eml", folder + name, offset, length, stamp=stamp)


def _is_mbox(path: str) -> bool:
    try:
        with Path(path).open("rb") as file:
            return is_mbox(file.read(_HEAD))
    except OSError:
        return False
