"""The verdicts on all documents of some paths, one after another in this process: for a few files, and a host program.

A host such as Excel must not be copied into worker processes. ``checks.batch`` is for everything else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checks.batch import check_ref, refs
from checks.model.findings import Verdict
from checks.model.rule import Rulebook


def documents(paths: Sequence[str], book: Rulebook) -> Iterator[Verdict]:
    """Check everything in these paths.

    Args:
        paths: as ``refs`` takes them.
        book: the rules.

    Raises:
        UsageError: a path does not exist; nothing has been checked then.
    """
    for ref in refs(paths):
        for result in check_ref(ref, book):
            yield result.verdict
