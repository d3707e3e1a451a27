"""All forms and all rules, ready to use; built from the data files once, then kept in the user's cache."""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from functools import lru_cache
from pathlib import Path

from checks import __version__, private
from checks.model.rule import Rulebook

_ROOT = Path(__file__).parent
_SEAL = 16  # bytes in front of the kept copy


@lru_cache(maxsize=1)
def load() -> Rulebook:
    """Return the rule book that ships with this package.

    The data files are checked when they or this program change; otherwise the checked result is read back from
    the user's cache folder: only from one that nobody else can write, and only with this user's seal.

    Raises:
        FormFileError: a data file is broken.
    """
    data = sorted((*_ROOT.glob("forms/*.toml"), *_ROOT.glob("rules/*.toml")))
    code = sorted(path for room in ("forms", "rules", "model") for path in _ROOT.glob(f"{room}/*.py"))
    code.append(Path(__file__))
    texts = {path.name: path.read_bytes().replace(b"\r\n", b"\n") for path in data}
    digest = hashlib.sha256(b"\0".join(texts.values()))
    key = hashlib.sha256(b"\0".join([digest.digest(), *(path.read_bytes() for path in code)]))
    key.update(f"{__version__} {sys.version}".encode())
    kept = cache_folder() / f"rulebook-{key.hexdigest()[:16]}.pickle"
    book = _kept(kept)
    if book is None:
        book = _build({name: text.decode("utf-8") for name, text in texts.items()}, f"sha256:{digest.hexdigest()}")
        _keep(kept, book)
    return book


def cache_folder() -> Path:
    """Return the folder for what can be made anew: GOUJI_CACHE, or the system's place for a user's caches."""
    asked = os.environ.get("GOUJI_CACHE")
    if asked:
        return Path(asked)
    return private.own_folder()


def _build(texts: dict[str, str], digest: str) -> Rulebook:
    from checks.rules.assemble import assemble  # noqa: PLC0415  # brings pydantic, which a cached start is spared

    return assemble(texts, digest)


def _kept(path: Path) -> Rulebook | None:
    """Return the copy of an earlier start, if it is certainly ours: what is unpickled may run anything."""
    try:
        if not private.is_private(path.parent):
            return None
        whole = path.read_bytes()
        seal, text = whole[:_SEAL], whole[_SEAL:]
        if not private.is_sealed(private.key(), seal, path.name.encode(), text):
            return None
        book = pickle.loads(text)  # noqa: S301  # ours, by its seal
    except Exception:  # noqa: BLE001  # whatever is wrong with the kept copy, the data files are still there
        return None
    return book if isinstance(book, Rulebook) else None


def _keep(path: Path, book: Rulebook) -> None:
    """Keep a copy for the next start; a folder that cannot be written only means a slower start."""
    spare = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not private.is_private(path.parent) or not private.key():
            return
        text = pickle.dumps(book, pickle.HIGHEST_PROTOCOL)
        spare.write_bytes(private.seal(private.key(), path.name.encode(), text) + text)
        spare.replace(path)
    except OSError:
        return
