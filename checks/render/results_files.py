"""The files of a folder of results: each whole or as it was, and nothing of a person's ever lost.

One run at a time writes into a folder. It is claimed before the work begins, so that nobody learns after an hour that
there is no writing into it.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

from checks.errors import UsageError
from checks.render import sentences
from checks.render.json_document import FAMILY
from checks.render.results_account import (
    ACCOUNT,
    COPIES,
    DRAFTED,
    DRAFTS,
    FINDINGS,
    JOURNAL,
    Drafted,
    account_text,
    drafted_text,
    journal_line,
    read_account,
    read_drafted,
)
from checks.render.sanitize import safe_name
from checks.render.sentences import inbox, letters

_LOCK = ".gouji.lock"
_SPARE = ".gouji-{}.tmp"


@contextmanager
def claimed(folder: str | Path) -> Iterator[Files]:
    """Claim a folder for the results of one run, and make it if it is not there.

    Raises:
        UsageError: the folder holds something else, cannot be written, or another run is writing it.
    """
    folder = Path(folder)
    try:
        is_new = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()) and not is_results_folder(folder):
            raise UsageError(inbox.not_our_folder(str(folder)))
        with _locked(folder):
            files = Files(folder)
            try:
                yield files
            finally:
                files.close()
        if is_new and not any(folder.iterdir()):
            folder.rmdir()
    except (FileExistsError, NotADirectoryError) as problem:
        raise UsageError(inbox.no_folder(str(folder))) from problem
    except OSError as problem:
        name = Path(str(problem.filename2 or problem.filename or folder)).name
        raise UsageError(sentences.cannot_write(name, problem.strerror or "")) from problem


def is_results_folder(folder: Path) -> bool:
    """Tell whether a folder is one of ours, which a later run may write anew."""
    if any((folder / name).is_file() for name in (ACCOUNT, JOURNAL)):
        return True
    if any(path.name != _LOCK for path in folder.iterdir()):
        try:
            with (folder / FINDINGS).open(encoding="utf-8") as file:
                return file.read(len(FAMILY)) == FAMILY
        except (OSError, UnicodeDecodeError):
            return False
    return True  # another run has just begun


class Files:
    """The files of one folder: which are ours, and what they held when we wrote them."""

    def __init__(self, folder: Path) -> None:
        """Look what is there, and see that it can be written."""
        self.folder = folder
        self._before = read_account(folder)
        self._drafted, self._drafted_now = read_drafted(folder), Drafted()
        self._is_whole = False
        self._now: dict[str, str] = {}
        self._aside: list[str] = []
        self._kept = set[str]()
        self._taken = {COPIES: set[str](), DRAFTS: set[str]()}
        self._journal: TextIO | None = None
        spare = folder / _SPARE.format(secrets.token_hex(4))
        try:
            spare.write_bytes(b"0" * 4096)
        finally:
            spare.unlink(missing_ok=True)

    def add(self, folder: str, words: str, suffix: str, data: bytes) -> str:
        """Write a file under a name of its own, and return its path below the folder of results."""
        name = safe_name(words, suffix, self._taken[folder])
        self._taken[folder].add(name.lower())
        path = f"{folder}/{name}"
        self.write(path, lambda file: file.write(data))
        return path

    def drafted(self, content: str) -> str:
        """Return when an earlier run wrote a draft that says just this into this folder; "" if none did."""
        return self._drafted.get(_digest(content), ("", ()))[0]

    def keep_draft(self, content: str, when: str) -> str:
        """Leave the files of a draft where they are; return the path of the first, "" where somebody took it away."""
        paths = self._drafted.get(_digest(content), ("", ()))[1]
        self._drafted_now[_digest(content)] = when, paths
        there = [path for path in paths if path in self._before and (self.folder / path).is_file()]
        for path in there:
            self._taken[DRAFTS].add(path.rpartition("/")[2].lower())
            self._kept.add(path)
        return there[0] if there else ""

    def note_draft(self, content: str, when: str, paths: Sequence[str]) -> None:
        """Remember a draft that was written."""
        self._drafted_now[_digest(content)] = when, tuple(paths)

    def write(self, path: str, fill: Callable[[BinaryIO], object]) -> None:
        """Write a file as a whole or not at all; what a person made of the old one moves aside."""
        target = self.folder / path
        self._begin()
        target.parent.mkdir(exist_ok=True)
        spare = target.with_name(_SPARE.format(secrets.token_hex(4)))
        try:
            with spare.open("w+b") as file:
                fill(file)
                file.seek(0)
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            self._note(path, digest)
            if target.exists() and self._changed(path):
                aside = _free(target)
                self._note(aside.relative_to(self.folder).as_posix(), "")
                target.rename(aside)
            spare.replace(target)
        finally:
            spare.unlink(missing_ok=True)
        self._now[path] = digest

    def drop_rest(self) -> None:
        """Remove what an earlier run wrote and this one did not: it has come to its end."""
        self._is_whole = True
        for path in self._before.keys() - self._now.keys() - self._kept:
            if (self.folder / path).is_file() and not self._changed(path):
                (self.folder / path).unlink()

    def close(self) -> None:
        """Put the account in place of the journal."""
        if self._journal is None:
            return
        account = {
            **self._before,
            **{path: frozenset[str]() for path in self._aside},
            **{path: frozenset((digest,)) for path, digest in self._now.items()},
        }
        drafted = self._drafted_now if self._is_whole else {**self._drafted, **self._drafted_now}
        there = {path: digests for path, digests in account.items() if (self.folder / path).exists()}
        spare = self.folder / _SPARE.format(secrets.token_hex(4))
        try:
            spare.write_text(account_text(there), "utf-8")
            spare.replace(self.folder / ACCOUNT)
            if drafted or self._drafted:
                spare.write_text(drafted_text(drafted), "utf-8")
                spare.replace(self.folder / DRAFTED)
        finally:
            spare.unlink(missing_ok=True)
            self._journal.close()
        (self.folder / JOURNAL).unlink(missing_ok=True)

    def _begin(self) -> None:
        """Open the journal, and clear away what a killed run left half written."""
        if self._journal is None:
            for path in (*self.folder.glob(_SPARE.format("*")), *self.folder.glob(f"*/{_SPARE.format('*')}")):
                path.unlink(missing_ok=True)
            self._journal = (self.folder / JOURNAL).open("a", encoding="utf-8")

    def _note(self, path: str, digest: str) -> None:
        assert self._journal
        self._journal.write(journal_line(path, digest))
        self._journal.flush()
        if not digest:
            self._aside.append(path)

    def _changed(self, path: str) -> bool:
        with (self.folder / path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() not in self._before.get(path, ())


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keep other runs out; the system lets go of it however this run ends.

    Raises:
        UsageError: another run is in.
    """
    path = folder / _LOCK
    with path.open("a+b") as file:
        try:
            lock(file.fileno(), path)
        except (BlockingIOError, PermissionError, FileNotFoundError):
            raise UsageError(inbox.being_written(str(folder))) from None
        except OSError:  # a network drive without locks
            pass
        try:
            yield
        finally:
            path.unlink(missing_ok=True) if os.name != "nt" else None
    if os.name == "nt":
        path.unlink(missing_ok=True)


def lock(descriptor: int, path: Path) -> None:
    """Lock an open file for as long as it is open, or its process lives.

    Raises:
        OSError: BlockingIOError or PermissionError where another has it; another one where there are no locks.
    """
    if os.name == "nt":
        import msvcrt  # noqa: PLC0415  # each system has its own

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    elif sys.platform != "emscripten":  # in a browser, the folder is this one process's own
        import fcntl  # noqa: PLC0415

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(descriptor).st_ino != path.stat().st_ino:  # that of a run which has just ended
            raise BlockingIOError


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def _free(target: Path) -> Path:
    """A name beside the target that nothing has."""
    number = 1
    while (other := target.with_name(f"{target.stem}（{letters.KEPT}{number}）{target.suffix}")).exists():
        number += 1
    return other
