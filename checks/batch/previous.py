"""The reports of the year before, read by workers like everything that is received."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from checks.batch.pool import Pool
from checks.batch.refs import Ref, refs
from checks.batch.work import read
from checks.batch.worker import Failure, Limits, Parts
from checks.containers import unpack
from checks.documents import read_documents
from checks.errors import InputFileError
from checks.evaluate.cross_year import LastYear
from checks.model.rule import Rulebook
from checks.previous import last_years

_Read: TypeAlias = tuple[list[LastYear], list[str]]


def read_previous(paths: Sequence[str], book: Rulebook, jobs: int) -> tuple[tuple[LastYear, ...], list[str]]:
    """Read what this year's reports are to be held against.

    Args:
        paths: as ``refs`` takes them.
        book: the rules.
        jobs: how many processes.

    Returns:
        The reports, and the sources of documents that hold none or cannot be read.

    Raises:
        UsageError: a path does not exist.
    """
    pool: Pool[Ref, _Read] = Pool(_Reader(book), jobs, Limits())
    answers: list[_Read] = []
    for ref, answer in pool.answers((ref, None) for ref in refs(paths)):
        answers.append(([], [ref.source]) if isinstance(answer, Failure | Parts) else answer)
    reports = tuple(report for some, _ in answers for report in some)
    return reports, [source for _, lost in answers for source in lost]


@dataclass
class _Reader:
    """The work, as it is sent to the workers."""

    book: Rulebook

    def __call__(self, ref: Ref) -> _Read:
        reports: list[LastYear] = []
        lost: list[str] = []
        try:
            members = unpack(read(ref), ref.source)
            for member in members:
                some = [] if member.problem else self._reports(member.data, member.source)
                reports += some
                if not some and not member.beside:
                    lost.append(member.source)
        except InputFileError:
            lost.append(ref.source)
        return reports, lost

    def _reports(self, data: bytes, source: str) -> list[LastYear]:
        try:
            return last_years(read_documents(data, source, self.book), self.book)
        except InputFileError:
            return []
