"""The file that somebody asked for: written as a whole, and what keeps it from being written said in a sentence."""

from __future__ import annotations

from pathlib import Path

from checks.errors import UsageError
from checks.render import sentences
from checks.whole_files import write_whole


def write_target(target: Path, data: bytes, *, force: bool) -> Path:
    """Write a file as a whole.

    Args:
        target: where to.
        data: all of it.
        force: whether it may take the place of another.

    Returns:
        The target.

    Raises:
        UsageError: it is there already, or cannot be written; nothing has changed then.
    """
    try:
        write_whole(target, data, replace=force)
    except FileExistsError as problem:
        raise UsageError(sentences.exists(str(target))) from problem
    except OSError as problem:
        raise UsageError(sentences.cannot_write(str(target), problem.strerror or "")) from problem
    return target
