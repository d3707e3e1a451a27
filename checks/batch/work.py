"""What is done with one reference: read it, open what is inside, check it, mark a copy, write the verdicts down."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from checks import effort
from checks.batch.refs import Ref
from checks.batch.result import BETWEEN, Result, documents, results, to_mark, written
from checks.batch.worker import Failure, Follows, Parts, hand_over, luxury_begins, part_begins, still_alive
from checks.check import check_bytes, unreadable
from checks.containers import MAX_OPENED, Member, unpack
from checks.errors import InputFileError
from checks.language import speaking
from checks.model.findings import Verdict
from checks.model.rule import Rulebook
from checks.model.submission import Origin, Submission
from checks.model.unit import Unit

if TYPE_CHECKING:
    from checks.batch.cache import Lookup
    from checks.evaluate.cross_year import LastYear
    from checks.submissions.unit_names import UnitRegistry

Marker: TypeAlias = Callable[[bytes, list[Verdict]], Any]
"""A file's bytes and the verdicts on it → its marked copy, or None. Picklable, and so is what it returns."""

_NO_BYTES = "0" * 64
_TO_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)  # a pipe shall not keep us waiting


class Checked(NamedTuple):
    """What is known of one reference.

    Attributes:
        body: its documents, as ``written`` wrote them down.
        marked: the marked copy for each document; empty if none has one.
        digest: sha256 of its bytes; "" where they could not be read, and the result is not to be kept.
        is_new: it is not from the cache.
    """

    body: bytes
    marked: tuple[Any, ...] = ()
    digest: str = ""
    is_new: bool = False


class Part(NamedTuple):
    """What is known of one thing in a file.

    Attributes:
        body: its documents, as ``written`` wrote them down.
        marked: the marked copy for each of them; empty if there is none.
        tail: its name, without that of the file; "" for a file that is no container.
        beside: the letter in which it stands beside a table and says nothing itself, without the file's name;
            None where it counts.
        inside: the file is a container, and this one of its parts, or what is wrong with it.
    """

    body: bytes
    marked: tuple[Any, ...] = ()
    tail: str = ""
    beside: str | None = None
    inside: bool = False


@dataclass
class Checker:
    """The work, as it is sent to the workers.

    Attributes:
        book: the rules.
        mark: makes the marked copies, here, because the file may be hostile.
        last_years: reports of the year before, to hold this year's against.
        units: the list of units, to find them by more than the name on a report.
        cache: the file to look up in what is known of the same bytes under the same name; "" for none.
        is_light: no marked copies, and no long search for the wrong cells.
    """

    book: Rulebook
    mark: Marker | None = None
    last_years: tuple[LastYear, ...] = ()
    units: tuple[Unit, ...] = ()
    cache: str = ""
    is_light: bool = False

    def __post_init__(self) -> None:
        self._lookup: Lookup | None = None
        self._register: UnitRegistry | None = None

    @staticmethod
    def prepare() -> None:
        """Load what nearly every file asks for, once, before this process is copied for the workers."""
        from xml.parsers import expat  # noqa: F401, PLC0415

        from checks.readers import xlsx  # noqa: F401, PLC0415
        from checks.render import json_document  # noqa: F401, PLC0415

    def __call__(self, ref: Ref) -> Checked:
        """Check one reference."""
        try:
            data = read(ref)
        except InputFileError as problem:
            return Checked(written([Submission.of(unreadable(problem, ref.name, _NO_BYTES, self.book))], ref.name))
        digest = hashlib.sha256(data).hexdigest()
        known = self._known(digest, ref.name)
        if known is not None and not (self.mark and to_mark(known)):
            return Checked(known, digest=digest)
        kept = [part for part in self.parts(data, ref, digest) if not (part.inside and self.hand_over(part))]
        return joined(kept, ref.name)._replace(digest=digest, is_new=True)

    def hand_over(self, part: Part) -> bool:
        """Give a part to the parent, if there is one that takes it."""
        return hand_over(part)

    def parts(self, data: bytes, ref: Ref, digest: str = "") -> Iterator[Part]:
        """Yield what is found in each thing in a file, from the reference's first on; a plain file is one thing.

        Args:
            data: the file.
            ref: where it is from, and with which thing to begin.
            digest: sha256 of the data, where it is known already.
        """
        for number, member in enumerate(unpack(data, ref.name)):
            if number < ref.first:
                continue
            tail = member.source.removeprefix(ref.name)
            if tail:
                part_begins(tail)
            is_light = self.is_light or number == ref.light
            known = digest if member.data is data else ""
            submissions = self.light_submissions(member, known) if is_light else self.submissions(member, known)
            verdicts = [one.verdict for one in submissions]
            left_out = member.beside and bool(verdicts[0].no_status)
            copy = None
            if self.mark and not left_out and not is_light and _shows_something(verdicts):
                still_alive()
                with speaking("zh"):  # it goes back to the unit
                    copy = self.mark(member.data, verdicts)
            marked = (copy,) * len(verdicts) if copy is not None else ()
            letter = member.letter.removeprefix(ref.name) if left_out else None
            inside = bool(tail) or member.problem is not None
            yield Part(written(submissions, ref.name), marked, tail, letter, inside)

    def submissions(self, member: Member, digest: str = "") -> list[Submission]:
        """Check one thing."""
        with effort.limited(luxury_begins, still_alive):
            return self._submissions(member, digest)

    def light_submissions(self, member: Member, digest: str = "") -> list[Submission]:
        """Check one thing without looking long for the wrong cells."""
        with effort.limited(diagnosis=0):
            return self._submissions(member, digest)

    def _submissions(self, member: Member, digest: str) -> list[Submission]:
        if member.problem is not None:
            digest = digest or (hashlib.sha256(member.data).hexdigest() if member.data else _NO_BYTES)
            return [Submission.of(unreadable(member.problem, member.source, digest, self.book), member.origin)]
        partner = self._partner(member.origin) if self.last_years else None
        verdicts = check_bytes(member.data, member.source, self.book, self.last_years, partner, digest)
        return [Submission.of(verdict, member.origin) for verdict in verdicts]

    def _partner(self, origin: Origin | None) -> Callable[[Verdict], LastYear | None]:
        from checks.partners import partner  # noqa: PLC0415  # most runs have no last year
        from checks.submissions.unit_names import UnitRegistry  # noqa: PLC0415

        if self._register is None:
            self._register = UnitRegistry(self.units)
        register = self._register
        return lambda verdict: partner(self.last_years, Submission.of(verdict, origin), register)

    def _known(self, digest: str, name: str) -> bytes | None:
        if not self.cache:
            return None
        if self._lookup is None:
            from checks.batch.cache import Lookup  # noqa: PLC0415  # opened in the worker, not sent to it

            self._lookup = Lookup(self.cache)
        return self._lookup.by_content(digest, name)


def joined(parts: Iterable[Part], name: str) -> Checked:
    """Put the parts of a file together; there is always a document.

    A letter or a scan beside a table in the same mail is left out where it holds nothing to check, for the table is
    what was asked for; but not where nothing came of the table.
    """
    parts = list(parts)
    answered = {part.tail[:end] for part in parts if part.beside is None for end in _ends(part.tail)}
    counted = [part for part in parts if part.beside is None or part.beside not in answered]
    assert counted or not parts, name
    bodies = [part.body for part in counted]
    if not any(part.marked for part in counted):
        return Checked(BETWEEN.join(bodies))
    copies = (copy for part in counted for copy in part.marked or (None,) * documents(part.body))
    return Checked(BETWEEN.join(bodies), tuple(copies))


def _ends(tail: str) -> Iterator[int]:
    """Yield where the names of the containers end in the name of a part: 0, and before each slash."""
    yield 0
    yield from (i for i, character in enumerate(tail) if character == "/" and i)


def whole(ref: Ref, answer: Parts, book: Rulebook) -> Checked:
    """Put together what a worker answered part by part; what it could not answer is told under the part's own name."""
    parts = [_told(ref, part, book) if isinstance(part, Failure) else part for part in answer.parts]
    last = answer.last or Checked(b"")
    rest = [Part(last.body, last.marked)] if last.body else []
    is_complete = answer.last is not None and len(parts) == sum(isinstance(part, Part) for part in answer.parts)
    return joined([*parts, *rest], ref.name)._replace(digest=last.digest if is_complete else "", is_new=True)


def _told(ref: Ref, failure: Failure, book: Rulebook) -> Part:
    verdict = unreadable(InputFileError(failure.code, failure.detail), ref.name + failure.part, _NO_BYTES, book)
    return Part(written([Submission.of(verdict)], ref.name), (), failure.part)


def follows(ref: Ref, done: int, failure: Failure, *, marks: bool) -> Follows[Ref]:
    """Say how to go on behind the part that ended a worker: it is tried once more without what it can do without."""
    at = ref.first + done
    if (marks or failure.is_luxury) and ref.light != at:
        return Follows(ref._replace(first=at, light=at), is_blamed=False)
    return Follows(ref._replace(first=at + 1))


def check_ref(
    ref: Ref, book: Rulebook, mark: Marker | None = None, last_years: tuple[LastYear, ...] = ()
) -> list[Result]:
    """Check one reference in this process, without any limits: for what is known to be harmless.

    Returns:
        One result for each report in it; exactly one for each file in it that holds none.
    """
    checked = Checker(book, mark, last_years)(ref)
    return list(results(ref.source, checked.body, book, checked.marked))


def failed(ref: Ref, code: str, detail: str, book: Rulebook) -> Result:
    """Return the result for a reference that a worker died of."""
    verdict = unreadable(InputFileError(code, detail), ref.source, _NO_BYTES, book)
    return Result.of(Submission.of(verdict), book)


def read(ref: Ref) -> bytes:
    """Return the bytes that a reference stands for.

    Raises:
        InputFileError: they cannot be read, or are too many.
    """
    if ref.problem is not None:
        raise InputFileError(*ref.problem)
    if ref.data is not None:
        return ref.data
    try:
        descriptor = os.open(ref.path, _TO_READ)
        try:
            data = _content(descriptor, ref)
        finally:
            os.close(descriptor)
    except OSError as problem:
        raise InputFileError("cannot_open", problem.strerror or type(problem).__name__) from problem
    if ref.length is None:
        return data
    from checks.containers.mailboxes import unescaped  # noqa: PLC0415

    return unescaped(data)  # a mail out of a mailbox


def _content(descriptor: int, ref: Ref) -> bytes:
    """Read as much of an open file as a reference stands for."""
    status = os.fstat(descriptor)
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(status.st_mode):
        raise InputFileError("cannot_open", "不是普通文件")
    length = status.st_size - ref.offset if ref.length is None else ref.length
    if length > MAX_OPENED:
        raise InputFileError("too_large", f"{MAX_OPENED >> 20} MB")
    if ref.offset:
        os.lseek(descriptor, ref.offset, os.SEEK_SET)
    pieces = []
    while length > 0 and (piece := os.read(descriptor, length)):
        pieces.append(piece)
        length -= len(piece)
    return b"".join(pieces)


def _shows_something(verdicts: Sequence[Verdict]) -> bool:
    return any(verdict.status in ("fail", "review") for verdict in verdicts)
