"""All forms and all rules, ready to use: read from the data file of an installation, else built and kept."""

from __future__ import annotations

import hashlib
import os
import sys
from functools import lru_cache
from pathlib import Path

from checks import __version__, private
from checks.model.rule import Rulebook
from checks.rules.book_file import as_text, from_text

_ROOT = Path(__file__).parent
SHIPPED = "rules/book.json"
"""The ready-made rule book in this package, where it was built from a wheel; a working copy has none."""
_SEAL = 16  # bytes in front of the kept copy


@lru_cache(maxsize=1)
def load() -> Rulebook:
    """Return the rule book that ships with this package.

    It is read from the ready-made file, if that was made of these very data files. Otherwise the data files are
    checked when they or this program change, and the result is kept in the user's cache folder: believed only where
    nobody else can write, and only with this user's seal.

    Raises:
        FormFileError: a data file is broken.
    """
    texts, digest = data_files()
    book = _shipped(digest)
    if book is None:
        kept = cache_folder() / f"rulebook-{_key(digest)}.json"
        book = _kept(kept, digest)
        if book is None:
            book = _build({name: text.decode("utf-8") for name, text in texts.items()}, digest)
            _keep(kept, book)
    return book


def data_files() -> tuple[dict[str, bytes], str]:
    """Return the data files by name, and what identifies them: ``Rulebook.digest``."""
    data = sorted((*_ROOT.glob("forms/*.toml"), *_ROOT.glob("rules/*.toml")))
    texts = {path.name: path.read_bytes().replace(b"\r\n", b"\n") for path in data}
    whole = hashlib.sha256(b"\0".join(texts.values()))
    return texts, f"sha256:{whole.hexdigest()}"


def _key(digest: str) -> str:
    """Return what identifies the data files and the program that checks them."""
    code = sorted(path for room in ("forms", "rules", "model") for path in _ROOT.glob(f"{room}/*.py"))
    key = hashlib.sha256(b"\0".join(path.read_bytes() for path in (*code, Path(__file__))))
    key.update(f"{digest} {__version__} {sys.version}".encode())
    return key.hexdigest()[:16]


def _shipped(digest: str) -> Rulebook | None:
    try:
        return from_text((_ROOT / SHIPPED).read_bytes(), digest)
    except Exception:  # noqa: BLE001  # a working copy; or it was cut off, and the data files are still there
        return None


def cache_folder() -> Path:
    """Return the folder for what can be made anew: GOUJI_CACHE, or the system's place for a user's caches."""
    asked = os.environ.get("GOUJI_CACHE")
    if asked:
        return Path(asked)
    return private.own_folder()


def _build(texts: dict[str, str], digest: str) -> Rulebook:
    from checks.rules.assemble import assemble  # noqa: PLC0415  # brings pydantic, which a cached start is spared

    return assemble(texts, digest)


def _kept(path: Path, digest: str) -> Rulebook | None:
    """Return the copy of an earlier start, if it is certainly ours: it decides every verdict."""
    try:
        if not private.is_private(path.parent):
            return None
        whole = path.read_bytes()
        seal, text = whole[:_SEAL], whole[_SEAL:]
        if not private.is_sealed(private.key(), seal, path.name.encode(), text):
            return None
        return from_text(text, digest)
    except Exception:  # noqa: BLE001  # whatever is wrong with the kept copy, the data files are still there
        return None


def _keep(path: Path, book: Rulebook) -> None:
    """Keep a copy for the next start; a folder that cannot be written only means a slower start."""
    spare = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not private.is_private(path.parent) or not private.key():
            return
        text = as_text(book).encode()
        spare.write_bytes(private.seal(private.key(), path.name.encode(), text) + text)
        spare.replace(path)
    except OSError:
        return
