"""A worker that stays for one file after another, as they come: behind a page."""

from __future__ import annotations

from functools import partial

from checks.batch.pool import Pool
from checks.batch.refs import Ref
from checks.batch.result import Result
from checks.batch.run import Batch, Run
from checks.batch.work import Checker, Marker, follows
from checks.batch.worker import Limits
from checks.model.rule import Rulebook


class Standing:
    """The batch, with its limits, for files that come one at a time."""

    def __init__(self, book: Rulebook, mark: Marker, limits: Limits | None = None) -> None:
        """Make ready; the worker starts with the first file.

        Args:
            book: the rules.
            mark: makes a marked copy of a file with findings.
            limits: what one file may cost.
        """
        work, limits = Checker(book, mark), limits or Limits()
        pool = Pool(work, 1, limits, resume=partial(follows, marks=True), stays=True)
        self._batch = Batch(Run(), work, limits, 1, None, None, None, pool=pool)
        self._pool = pool

    def check(self, ref: Ref) -> list[Result]:
        """Check one file; one result for each report in it, exactly one for each file in it that holds none.

        Raises:
            UsageError: no worker can be started.
        """
        return list(self._batch.results([ref]))

    def end(self) -> None:
        """End the worker, whatever it does."""
        self._pool.end()
