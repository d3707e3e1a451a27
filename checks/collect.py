"""The verdicts on all documents of some paths, for a host program such as Excel.

A host must not be copied into worker processes: they begin from nothing, and are killed like those of a batch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checks.batch import Limits, run
from checks.model.rule import Rulebook
from checks.model.submission import Submission

_JOBS = 2


def documents(paths: Sequence[str], book: Rulebook) -> Iterator[Submission]:
    """Check everything in these paths.

    Args:
        paths: as ``refs`` takes them.
        book: the rules.

    Raises:
        UsageError: a path does not exist, and nothing has been checked then; or no process can be started.
    """
    for result in run(paths, book, jobs=_JOBS, cache=False, progress=False, limits=Limits(spawned=True)):
        yield result.submission
