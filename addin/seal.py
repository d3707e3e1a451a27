"""A seal by which we know again what this very user's add-in wrote into a workbook.

The key lies beside the cache and never leaves the user's computer. What a stranger has written, or another user, has
no seal of ours; where the key is gone, old seals count no more.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from functools import lru_cache
from pathlib import Path

from checks import rulebook

_SIZE = 32
KEY_FILE = "seal.key"
"""In the folder for caches."""


def seal(text: str) -> str:
    """Return the seal of a text."""
    return hmac.new(_key(rulebook.cache_folder()), text.encode(), hashlib.sha256).hexdigest()[:32]


def is_sealed(text: str, mark: object) -> bool:
    """Tell whether a seal is ours and of this text."""
    return isinstance(mark, str) and hmac.compare_digest(seal(text).encode(), mark.encode("utf-8", "replace"))


@lru_cache(maxsize=4)
def _key(folder: Path) -> bytes:
    """The user's key, made at the first need; where it cannot be kept, one for this run of the program."""
    path = folder / KEY_FILE
    try:
        if path.is_file() and len(known := path.read_bytes()) == _SIZE:
            return known
        folder.mkdir(parents=True, exist_ok=True)
        made = secrets.token_bytes(_SIZE)
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(made)
    except OSError:
        return secrets.token_bytes(_SIZE)
    return made
