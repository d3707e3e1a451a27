"""Paths as a person types them → the verdict on every document in them, one after another."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from checks import messages
from checks.check import check_bytes, unreadable
from checks.errors import InputFileError, UsageError
from checks.findings import Verdict
from checks.rules.model import Rulebook

_LARGEST = 20 * 2**20  # bytes; a table of a few hundred figures is a few dozen kB, a scan in a workbook a few MB
_NOT_DOCUMENTS = ("~$", ".")  # lock files of a program that has the workbook open; hidden files


def documents(paths: Sequence[str], book: Rulebook) -> Iterator[Verdict]:
    """Check every file of these paths.

    Args:
        paths: files, and folders with all that is in them.
        book: the rules.

    Raises:
        UsageError: a path does not exist; nothing has been checked then.
    """
    for path in paths:
        if not os.path.lexists(path):
            raise UsageError(messages.no_such_path(path))
    for path in paths:
        for file in _files(Path(path)):
            yield from check_file(file, book)


def check_file(file: Path, book: Rulebook) -> list[Verdict]:
    """Check one file of the disk; what cannot be opened is a finding."""
    try:
        data = file.read_bytes() if file.stat().st_size <= _LARGEST else None
    except OSError as problem:
        reason = InputFileError("cannot_open", problem.strerror or type(problem).__name__)
        return [unreadable(reason, str(file), _NO_BYTES, book)]
    if data is None:
        return [unreadable(InputFileError("too_large", f"{_LARGEST >> 20} MB"), str(file), _NO_BYTES, book)]
    return check_bytes(data, str(file), book)


_NO_BYTES = "0" * 64


def _files(path: Path) -> Iterator[Path]:
    """The file itself, or all files of a folder in the order of their names; links out of it are not followed."""
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(_NOT_DOCUMENTS):
                yield Path(folder) / name
