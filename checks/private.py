"""What this user alone can have written: a folder that nobody else may change, and a seal that nobody else can make.

What is kept between runs decides verdicts, so it is believed only with such a seal. The key lies in the user's own
folder for caches, wherever the caches themselves may lie.
"""

from __future__ import annotations

import hmac
import os
import stat
import sys
from functools import lru_cache
from pathlib import Path

_KEY_BYTES = 32
_SEAL_BYTES = 16
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def own_folder() -> Path:
    """Return the system's place for this user's caches."""
    if sys.platform == "linux":  # the common case without the import
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "gouji"
    from platformdirs import user_cache_path  # noqa: PLC0415  # not needed on the way above

    return user_cache_path("gouji", appauthor=False)


def is_private(folder: Path) -> bool:
    """Tell whether a folder is there, is this user's, and nobody else may write into it."""
    try:
        found = folder.stat()
    except OSError:
        return False
    if sys.platform == "win32":  # its folders say nothing of this; the seal has to do
        return True
    return found.st_uid == os.geteuid() and not found.st_mode & _OTHERS_WRITE


@lru_cache(maxsize=1)
def key() -> bytes:
    """Return this user's key, made when it is first asked for; b"" where none can be kept."""
    try:
        folder = own_folder()
        file = folder / "key"
        if not file.exists():
            _make(folder, file)
        found = file.stat()
        if sys.platform != "win32" and (found.st_uid != os.geteuid() or found.st_mode & 0o077):
            return b""
        made = file.read_bytes()
    except (OSError, RuntimeError):  # the latter: there is no home
        return b""
    return made if len(made) == _KEY_BYTES else b""


def seal(secret: bytes, *parts: bytes) -> bytes:
    """Return what proves that these parts, in this division, come from whoever has the key."""
    lengths = b",".join(b"%d" % len(part) for part in parts)
    return hmac.digest(secret, b"\0".join((lengths, *parts)), "sha256")[:_SEAL_BYTES]


def is_sealed(secret: bytes, found: object, *parts: bytes) -> bool:
    """Tell whether a seal is right; without a key none is."""
    return bool(secret) and isinstance(found, bytes) and hmac.compare_digest(found, seal(secret, *parts))


def _make(folder: Path, file: Path) -> None:
    import secrets  # noqa: PLC0415  # once a user

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    spare = folder / f"key.{secrets.token_hex(4)}"
    descriptor = os.open(spare, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with open(descriptor, "wb") as out:  # noqa: PTH123  # with the rights given above
            out.write(secrets.token_bytes(_KEY_BYTES))
        if file.exists():
            return  # another run was faster
        spare.replace(file)
    finally:
        spare.unlink(missing_ok=True)
