"""Writes a file as a whole or not at all; what stood there before stays until the new one is complete."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(path: Path, data: bytes, *, replace: bool) -> None:
    """Write a file.

    Args:
        path: where to.
        data: all of it.
        replace: whether it may take the place of another.

    Raises:
        FileExistsError: there is another, which may not be replaced.
        OSError: it cannot be written; nothing has changed then.
    """
    import secrets  # noqa: PLC0415  # brings much that a start is spared

    if not replace and os.path.lexists(path):
        raise FileExistsError(17, "File exists", str(path))
    spare = path.with_name(f".gouji-{secrets.token_hex(4)}.tmp")
    try:
        with spare.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            spare.chmod(path.stat().st_mode & 0o777)
        spare.replace(path)
    finally:
        spare.unlink(missing_ok=True)
