"""What a person names → one small reference for each thing to read: a file, a mail of a mailbox, bytes of a server."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple, TypeAlias

from checks.containers import MAX_OPENED
from checks.containers.detect import is_mbox
from checks.containers.litter import is_litter
from checks.errors import InputFileError, UsageError
from checks.render import sentences
from checks.render.results_account import ACCOUNT, read_account

_LARGE = 2**20  # bytes from which a mailbox is taken apart here, and not by one worker as a whole
_HEAD = 1024
_MOST_BESIDE = 5_000  # names that are looked through for what was probably meant
STDIN = "-"
"""Stands for standard input; a file of that name is ``./-``."""
_NOT_DOCUMENTS = ("~$", ".")  # lock files of a program that has the workbook open; hidden files

PassedOver: TypeAlias = Callable[[str, int], object]
"""A folder, and how many results of an earlier run lie in it, which are not checked."""


def _unnoticed(_folder: str, _count: int) -> None:
    return


class Ref(NamedTuple):
    """One thing to read, small enough to be sent to another process by the thousand.

    Attributes:
        folder: what stands before the name in its source, with the separator.
        name: from its file's name on; all that a check knows of where the bytes are from.
        path: of the file; "" where ``data`` holds the bytes.
        offset: where in the file it begins.
        length: how many bytes; None for all that follow.
        data: the bytes themselves.
        first: the number of the thing in it to begin with, where those before are known.
        light: the number of the thing in it that is to be checked without what it can do without.
        stamp: what changes with its content: of a file size, time of change and time of the inode's change, in ns;
            of a mail on a server, its numbers; () where unknown.
        problem: code and detail of why it cannot be read, where that is known already.
        load: fetches its bytes from a server, where that has not been done yet.
    """

    folder: str
    name: str
    path: str = ""
    offset: int = 0
    length: int | None = None
    data: bytes | None = None
    stamp: tuple[int, ...] = ()
    first: int = 0
    light: int = -1
    problem: tuple[str, str] | None = None
    load: Callable[[], bytes | InputFileError | None] | None = None

    @property
    def source(self) -> str:
        """The path as the user gave it, and what is inside of it: names the document in every output."""
        return self.folder + self.name


def refs(
    paths: Sequence[str], since: date | None = None, passed_over: PassedOver = _unnoticed, *, lazy: bool = False
) -> Iterator[Ref]:
    """Yield everything that is to be read, folder by folder in the order of the names.

    Hidden files, lock files, what systems leave about, and results of earlier runs are passed over; links to other
    folders are not followed.

    Args:
        paths: files, folders with all that is in them, addresses of mailboxes: ``imaps://user@host/folder``, and ``-``.
        since: of a mailbox on a server, only mails that arrived on this day or later.
        passed_over: is told of every folder with results of ours.
        lazy: leave mails on their server until they are ``loaded``.

    Raises:
        UsageError: a path does not exist, or an address is none; said before the first is yielded. A mailbox that
            cannot be read is said when its turn comes.
    """
    for path in paths:
        if is_address(path):
            from checks.containers.imap import parse_url  # noqa: PLC0415

            parse_url(path)
        elif path != STDIN and not os.path.lexists(path):
            raise UsageError(sentences.no_such_path(path, _alike(path)))
    for path in paths:
        named = Path(path)
        if is_address(path):
            yield from _mailbox(path, since, lazy=lazy)
        elif path == STDIN:
            yield _stdin()
        else:
            is_folder = os.path.isdir(path)  # noqa: PTH112  # Path.is_dir raises what this takes for a no
            yield from (
                _below(str(named), passed_over)
                if is_folder
                else _file(str(named.parent / "_")[:-1], named.name, named.stat)
            )


def _stdin() -> Ref:
    """Read standard input; no more of it than may be opened."""
    data = sys.stdin.buffer.read(MAX_OPENED + 1)
    if len(data) > MAX_OPENED:
        return Ref("", STDIN, problem=("too_large", f"{MAX_OPENED >> 20} MB"))
    return Ref("", STDIN, data=data)


def _alike(path: str) -> list[str]:
    """What stands beside a path that does not exist, and is called much the same."""
    from difflib import get_close_matches  # noqa: PLC0415  # only for what went wrong

    wanted = Path(path)
    try:
        names = [entry.name for entry in islice(wanted.parent.iterdir(), _MOST_BESIDE)]
    except OSError:
        return []
    near = get_close_matches(wanted.name, names, 2, 0.6)
    near += [name for name in names if Path(name).stem == wanted.name and name not in near]  # without its extension
    return [str(wanted.parent / name) if wanted.parent.name else name for name in near[:2]]


def is_address(path: str) -> bool:
    """Tell whether this names a mailbox on a server."""
    return path.lower().startswith(("imaps://", "imap://"))


def _mailbox(address: str, since: date | None, *, lazy: bool) -> Iterator[Ref]:
    from checks.containers.imap import ask_password, mails, parse_url  # noqa: PLC0415

    folder = f"{address.rstrip('/')}/"
    for mail in mails(address, since, lambda: ask_password(parse_url(address))):
        stamp = (mail.validity, int(mail.uid), 0) if mail.validity and mail.uid.isdigit() else ()
        ref = Ref(folder, f"{mail.uid}.eml", f"{folder}{mail.uid}", stamp=stamp, load=mail.load)
        if lazy:
            yield ref
        elif (whole := loaded(ref)) is not None:
            yield whole


def loaded(ref: Ref) -> Ref | None:
    """Fetch what a reference to a server stands for; None where it is not there any more.

    Raises:
        UsageError: the server broke off.
    """
    if ref.load is None:
        return ref
    data = ref.load()
    if data is None:
        return None
    if isinstance(data, InputFileError):
        return ref._replace(load=None, stamp=(), problem=(data.code, data.detail))
    return ref._replace(load=None, data=data)


def _below(folder: str, passed_over: PassedOver) -> Iterator[Ref]:
    """Yield the files of a folder, then those of the folders in it; what cannot be entered, as itself."""
    before = "" if folder == os.curdir else f"{folder.rstrip(os.sep)}{os.sep}"
    entries = _entries(folder)
    if entries is None:
        yield Ref("", folder, folder)
        return
    inner = [entry.name for entry in entries if _is_folder(entry)]
    within = set(inner)
    if {"cur", "new"} <= within:
        from checks.containers.mailboxes import maildir_files  # noqa: PLC0415  # most folders are none

        for file in maildir_files(Path(folder)):
            yield from _file(str(file.parent / "_")[:-1], file.name, file.stat)
        return
    ours = _ours(before or os.curdir)
    outer = [entry for entry in entries if entry.name not in within and not _leads_to_folder(entry)]
    skipped = [entry.name for entry in outer if entry.name in ours]
    for entry in outer:
        if entry.name not in ours:
            yield from _file(before, entry.name, entry.stat)
    for name in inner:
        results = frozenset(path.partition("/")[2] for path in ours if path.startswith(f"{name}/"))
        if results:
            skipped += yield from _but(before + name, results, passed_over)
        else:
            yield from _below(before + name, passed_over)
    if skipped:
        passed_over(folder, len(skipped))


def _entries(folder: str) -> list[os.DirEntry[str]] | None:
    """Return what is in a folder, but for what systems leave there; None where it cannot be entered."""
    try:
        with os.scandir(folder) as found:
            return sorted((entry for entry in found if not _is_no_document(entry.name)), key=_name)
    except OSError:
        return None


def _but(folder: str, ours: frozenset[str], passed_over: PassedOver) -> Generator[Ref, None, list[str]]:
    """Yield what is in a folder of our results beside the results; return their names."""
    skipped: list[str] = []
    for ref in _below(folder, passed_over):
        inside = ref.source.removeprefix(f"{folder}{os.sep}")
        if inside in ours:
            skipped.append(inside)
        else:
            yield ref
    return skipped


def _ours(folder: str) -> frozenset[str]:
    """Return the paths of what an earlier run has written into this folder, by our own account of it."""
    if not os.path.lexists(os.path.join(folder, ACCOUNT)):  # noqa: PTH118  # for every folder of every run
        return frozenset()
    return frozenset(read_account(Path(folder)))


def _is_no_document(name: str) -> bool:
    return name.startswith(_NOT_DOCUMENTS) or is_litter(name)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:  # reading it will say why
        return False


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    """Tell a link to a folder, which is not followed: it may lead back here."""
    try:
        return entry.is_symlink() and entry.is_dir()
    except OSError:  # it leads to itself, or to where nobody may look: that is said when it is read
        return False


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _file(folder: str, name: str, look: Callable[[], os.stat_result]) -> Iterator[Ref]:
    try:
        status = look()
    except OSError:  # reading it will say why
        yield Ref(folder, name, folder + name)
        return
    if not S_ISREG(status.st_mode):
        yield Ref(folder, name, folder + name)
        return
    stamp = status.st_size, status.st_mtime_ns, status.st_ctime_ns
    if status.st_size < _LARGE or not _is_mbox(folder + name):
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
