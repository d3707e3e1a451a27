"""A folder of mails, taken apart and checked in this process, as the batch does it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from checks import rulebook
from checks.check import check_bytes, unreadable
from checks.containers import unpack
from checks.model.submission import Submission

BOOK = rulebook.load()


def received(folder: Path) -> list[Submission]:
    """Every document of the folder, in the order of the files' names."""
    found: list[Submission] = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".csv"):
        for member in unpack(path.read_bytes(), path.relative_to(folder).as_posix()):
            if member.problem:
                digest = hashlib.sha256(member.data).hexdigest()
                verdicts = [unreadable(member.problem, member.source, digest, BOOK)]
            else:
                verdicts = check_bytes(member.data, member.source, BOOK)
            if member.beside and verdicts[0].no_status:
                continue
            found += [Submission.of(verdict, member.origin) for verdict in verdicts]
    return found
