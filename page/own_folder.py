"""A folder of the window's own, for as long as it is open; what a killed one has left is cleared away by the next.

The window holds a lock in its folder; the system lets go of it however the process ends. Where the lock can be had,
nobody is behind it any more.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from checks.render.results_files import lock

_PREFIX = "gouji-window-"
_LOCK = ".in-use"


class OwnFolder:
    """A folder that only this user can enter.

    Attributes:
        path: where it is.
    """

    def __init__(self) -> None:
        """Make it, and hold it."""
        self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))
        self._lock = os.open(self.path / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        with suppress(OSError):  # a drive without locks: then it is never cleared away but by ourselves
            lock(self._lock, self.path / _LOCK)

    def end(self) -> None:
        """Remove it with all that is in it."""
        os.close(self._lock)
        shutil.rmtree(self.path, ignore_errors=True)


def clear_leftovers() -> None:
    """Remove the folders of windows that were killed: this user's own, no link, and held by nobody."""
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            _clear(path)


def _clear(path: Path) -> None:
    status = path.lstat()
    if not stat.S_ISDIR(status.st_mode) or getattr(
        status, "st_reparse_tag", False
    ):  # a link, as Linux and Windows have it
        return
    if hasattr(os, "getuid") and status.st_uid != os.getuid():
        return
    place = path / _LOCK
    held = os.open(place, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    try:
        lock(held, place)
        for other in path.iterdir():
            if other.is_dir() and not other.is_symlink():
                shutil.rmtree(other, ignore_errors=True)  # which follows no links either
            elif other != place:
                other.unlink()
    finally:
        os.close(held)
    place.unlink()
    path.rmdir()
