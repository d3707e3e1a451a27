"""What holds other files: mails, archives, mailboxes. Opens them to the documents inside, under one budget.

Nothing is written to disk and no name from inside is ever used as a path.
"""

from __future__ import annotations

from dataclasses import dataclass

from checks.errors import InputFileError
from checks.findings import Origin


@dataclass(frozen=True, slots=True)
class Member:
    """One document out of a container, or what a container has instead of one.

    Attributes:
        source: where it is from, containers and all: ``inbox/a.eml/附件1.xlsx``.
        data: its bytes; empty where there is a problem.
        origin: the mail that it came with.
        problem: why there is nothing to read.
    """

    source: str
    data: bytes
    origin: Origin | None = None
    problem: InputFileError | None = None
