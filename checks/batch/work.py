"""What is done with one reference: read it, open what is inside, check it, mark a copy, write the verdicts down."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from checks.batch.refs import Ref
from checks.batch.result import Result, to_mark, written
from checks.batch.worker import still_alive
from checks.check import check_bytes, unreadable
from checks.containers import MAX_OPENED, Member, unpack
from checks.errors import InputFileError
from checks.model.findings import Verdict
from checks.model.rule import Rulebook

if TYPE_CHECKING:
    from checks.batch.cache import Lookup
    from checks.evaluate.cross_year import LastYear

Mark: TypeAlias = Callable[[bytes, list[Verdict]], Any]
"""A file's bytes and the verdicts on it → its marked copy, or None. Picklable, and so is what it returns."""

_NO_BYTES = "0" * 64


class Checked(NamedTuple):
    """What is known of one reference.

    Attributes:
        body: its documents, as ``written`` wrote them down.
        marked: the marked copy for each document; empty if none has one.
        digest: sha256 of its bytes; "" where they could not be read, and the result is not to be kept.
        is_new: it is not from the cache.
    """

    body: str
    marked: tuple[Any, ...] = ()
    digest: str = ""
    is_new: bool = False


@dataclass
class Checker:
    """The work, as it is sent to the workers.

    Attributes:
        book: the rules.
        mark: makes the marked copies, here, because the file may be hostile.
        last_years: reports of the year before, to hold this year's against.
        cache: the file to look up in what is known of the same bytes under the same name; "" for none.
    """

    book: Rulebook
    mark: Mark | None = None
    last_years: tuple[LastYear, ...] = ()
    cache: str = ""

    def __post_init__(self) -> None:
        self._lookup: Lookup | None = None

    def __call__(self, ref: Ref) -> Checked:
        """Check one reference."""
        try:
            data = read(ref)
        except InputFileError as problem:
            return Checked(written([unreadable(problem, ref.name, _NO_BYTES, self.book)], ref.name))
        digest = hashlib.sha256(data).hexdigest()
        known = self._known(digest, ref.name)
        if known is not None and not (self.mark and to_mark(known)):
            return Checked(known, digest=digest)
        found = list(self.results(data, ref.name))
        marked = tuple(result.marked for result in found)
        body = written([result.verdict for result in found], ref.name)
        return Checked(body, marked if any(marked) else (), digest, is_new=True)

    def results(self, data: bytes, name: str) -> Iterator[Result]:
        """Yield the result for each document in a file of this name."""
        for i, member in enumerate(unpack(data, name)):
            if i:
                still_alive()  # each has its own time
            verdicts = _verdicts(member, self.book, self.last_years)
            if member.beside and verdicts[0].no_status:  # a letter or a scan beside the table that was asked for
                continue
            copy = None
            if self.mark and any(verdict.status in ("fail", "review") for verdict in verdicts):
                still_alive()
                copy = self.mark(member.data, verdicts)
            yield from (Result.of(verdict, copy) for verdict in verdicts)

    def _known(self, digest: str, name: str) -> str | None:
        if not self.cache:
            return None
        if self._lookup is None:
            from checks.batch.cache import Lookup  # noqa: PLC0415  # opened in the worker, not sent to it

            self._lookup = Lookup(self.cache)
        return self._lookup.by_content(digest, name)


def check_ref(
    ref: Ref, book: Rulebook, mark: Mark | None = None, last_years: tuple[LastYear, ...] = ()
) -> list[Result]:
    """Check one reference in this process.

    Returns:
        One result for each report in it; exactly one for each file in it that holds none.
    """
    try:
        data = read(ref)
    except InputFileError as problem:
        return [Result.of(unreadable(problem, ref.source, _NO_BYTES, book))]
    results = list(Checker(book, mark, last_years).results(data, ref.name))
    for result in results:
        result.verdict.source = result.source = ref.folder + result.source
    return results


def failed(ref: Ref, code: str, detail: str, book: Rulebook) -> Result:
    """Return the result for a reference that a worker died of."""
    return Result.of(unreadable(InputFileError(code, detail), ref.source, _NO_BYTES, book))


def read(ref: Ref) -> bytes:
    """Return the bytes that a reference stands for.

    Raises:
        InputFileError: they cannot be read, or are too many.
    """
    if ref.data is not None:
        return ref.data
    try:
        with open(ref.path, "rb", opener=_without_waiting) as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise InputFileError("cannot_open", "不是普通文件")
            length = found.st_size - ref.offset if ref.length is None else ref.length
            if length > MAX_OPENED:
                raise InputFileError("too_large", f"{MAX_OPENED >> 20} MB")
            file.seek(ref.offset)
            data = file.read(length)
    except OSError as problem:
        raise InputFileError("cannot_open", problem.strerror or type(problem).__name__) from problem
    if ref.length is None:
        return data
    from checks.containers.mailboxes import unescaped  # noqa: PLC0415

    return unescaped(data)  # a mail out of a mailbox


def _without_waiting(path: str, flags: int) -> int:
    """Open a file; a pipe of that name shall not keep us waiting for its writer."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _verdicts(member: Member, book: Rulebook, last_years: tuple[LastYear, ...]) -> list[Verdict]:
    if member.problem is None:
        verdicts = check_bytes(member.data, member.source, book, last_years)
    else:
        digest = hashlib.sha256(member.data).hexdigest() if member.data else _NO_BYTES
        verdicts = [unreadable(member.problem, member.source, digest, book)]
    for verdict in verdicts:
        verdict.origin = member.origin
    return verdicts
