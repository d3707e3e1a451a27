"""What was found out before about the same files: a second run reads only what has changed.

A file is known by its path, its size and its times; else by its bytes and its name, for a result depends on nothing
else. Whatever is wrong with the cache costs time, never a result: it is kept only in a folder that nobody else can
write, and believed only with this user's seal.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from checks import __version__, private, rulebook
from checks.batch.refs import Ref
from checks.model.rule import Rulebook

_LARGEST = 256 * 2**20  # bytes on disk; about 300,000 results
_SHAPE = "6 fields, places and figures"  # of what is written down of a document; another shape is another cache
_OLD = 7 * 86_400  # seconds after which another version's results are thrown away
_BATCH = 250  # files a query; SQLite takes at least 999 parameters
_UNUSABLE = {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_MISMATCH}
_TABLES = """
CREATE TABLE IF NOT EXISTS results (
    id INTEGER PRIMARY KEY, digest TEXT, name BLOB, body BLOB, seal BLOB, UNIQUE (digest, name)
);
CREATE TABLE IF NOT EXISTS seen (path BLOB PRIMARY KEY, stamp TEXT, result INTEGER, seal BLOB) WITHOUT ROWID;
"""
_BY_PATH = "SELECT path, stamp, body, seen.seal FROM seen JOIN results ON id = result WHERE path IN ({})"
_BY_CONTENT = "SELECT body, seal FROM results WHERE digest = ? AND name = ?"
_ADD_RESULT = (
    "INSERT INTO results (digest, name, body, seal) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (digest, name) DO UPDATE SET body = excluded.body, seal = excluded.seal"
)
_ADD_SEEN = "INSERT OR REPLACE INTO seen SELECT ?, ?, id, ? FROM results WHERE digest = ? AND name = ?"
_FORGET = (
    "DELETE FROM results WHERE id <= (SELECT (min(id) + max(id)) / 2 FROM results)",
    "DELETE FROM seen WHERE result NOT IN (SELECT id FROM results)",
    "VACUUM",
)


def place(book: Rulebook, beside: str = "") -> Path:
    """Return the file for results by these rules and by this very program, with the libraries that it has.

    Args:
        book: the rules.
        beside: whatever else results depend on.
    """
    key = hashlib.sha256(f"{book.digest}\0{__version__}\0{sys.version}\0{_SHAPE}\0{beside}".encode())
    root = str(Path(__file__).parents[1])
    for folder, inner, names in os.walk(root):
        inner.sort()
        key.update(folder.removeprefix(root).encode())
        for name in sorted(names):
            if name.endswith(".py"):
                status = os.stat(f"{folder}{os.sep}{name}")  # noqa: PTH116  # hundreds of them, at every start
                key.update(f"\0{name}\0{status.st_size}\0{status.st_mtime_ns}".encode())
    for library in filter(Path.is_dir, map(Path, sys.path)):  # with another one, more may be readable
        key.update("\0".join(sorted(info.name for info in library.glob("*.dist-info"))).encode())
    return rulebook.cache_folder() / f"results-{key.hexdigest()[:16]}.sqlite"


class Lookup:
    """Looks results up by content; for workers, who never write."""

    def __init__(self, path: str) -> None:
        """Open the cache in this file, if there is one.

        As immutable, without any locks: SQLite's bookkeeping of locks does not survive the fork that made a worker.
        What the parent writes meanwhile may be missed or torn; the seals tell.
        """
        self._connection: sqlite3.Connection | None = None
        try:
            self._connection = sqlite3.connect(f"{Path(path).absolute().as_uri()}?immutable=1", uri=True)
        except sqlite3.Error:
            return

    def by_content(self, digest: str, name: str) -> bytes | None:
        """Return what was found in these bytes under this name, if that was ever checked."""
        if self._connection is None:
            return None
        try:
            row = self._connection.execute(_BY_CONTENT, (digest, _bytes(name))).fetchone()
        except Exception:  # noqa: BLE001  # of a damaged file, also SQLite's own words may be no text
            self._connection = None
            return None
        return _unsealed(row[0], row[1], digest.encode(), _bytes(name)) if row else None


class Cache:
    """The results of earlier runs: looks them up by path, and keeps new ones.

    Attributes:
        path: for the workers' ``Lookup``; "" if there is no cache to be had.
    """

    def __init__(self, file: Path) -> None:
        """Open or make the cache in this file; a damaged one is thrown away."""
        self._file = file
        self._connection: sqlite3.Connection | None = None
        self._results: list[tuple[str, bytes, bytes, bytes]] = []
        self._seen: list[tuple[bytes, str, bytes, str, bytes]] = []
        self._here = str(Path.cwd() / "_")[:-1]
        for _ in range(2):  # the second time after a damaged one is gone
            try:
                self._connection = _opened(file)
            except Exception as error:  # noqa: BLE001  # of a damaged file, also SQLite's own words may be no text
                self._give_up(error)
            else:
                break

    @property
    def path(self) -> str:
        """The file, for the workers' ``Lookup``; "" if there is no cache to be had."""
        return str(self._file) if self._connection else ""

    def known(self, refs: Iterable[Ref]) -> Iterator[tuple[Ref, bytes | None]]:
        """Yield each reference with what was found in it before, if it has not changed since."""
        batch: list[Ref] = []
        for ref in refs:
            batch.append(ref)
            # What a server sends comes slowly, and only as long as we listen.
            if len(batch) == _BATCH or ref.data is not None or ref.load is not None:
                yield from self._looked_up(batch)
                batch = []
        yield from self._looked_up(batch)

    def _looked_up(self, batch: list[Ref]) -> Iterator[tuple[Ref, bytes | None]]:
        keys = [self._key(ref) for ref in batch]
        rows: dict[bytes, tuple[str, bytes, bytes]] = {}
        if self._connection is not None:
            query = _BY_PATH.format(",".join("?" * len(keys)))
            try:
                rows = {key: rest for key, *rest in self._connection.execute(query, keys)}
            except Exception as error:  # noqa: BLE001
                self._give_up(error)
        for ref, key in zip(batch, keys, strict=True):
            stamp, body, seal = rows.get(key, ("", b"", b""))
            is_same = ref.stamp and stamp == _stamp(ref)
            yield ref, _unsealed(body, seal, key, _bytes(stamp)) if is_same else None

    def keep(self, ref: Ref, digest: str, body: bytes, *, is_new: bool) -> None:
        """Keep a result; it is on disk after ``close`` at the latest."""
        if self._connection is None:
            return
        name = _bytes(ref.name)
        if is_new:
            self._results.append((digest, name, body, _seal(body, digest.encode(), name)))
        if ref.stamp:
            key, stamp = self._key(ref), _stamp(ref)
            self._seen.append((key, stamp, _seal(body, key, stamp.encode()), digest, name))
        if len(self._results) + len(self._seen) >= 4 * _BATCH:
            self._write()

    def close(self) -> None:
        """Write what is not yet written, and forget the older half of too much."""
        self._write()
        if self._connection is None:
            return
        try:
            if self._file.stat().st_size > _LARGEST:
                for statement in _FORGET:
                    with self._connection:
                        self._connection.execute(statement)
            self._connection.close()
        except Exception as error:  # noqa: BLE001
            self._give_up(error)
        self._connection = None

    def _write(self) -> None:
        if self._connection is not None and (self._results or self._seen):
            try:
                with self._connection:
                    self._connection.executemany(_ADD_RESULT, self._results)
                    self._connection.executemany(_ADD_SEEN, self._seen)
            except Exception as error:  # noqa: BLE001
                self._give_up(error)
        self._results, self._seen = [], []

    def _give_up(self, error: Exception) -> None:
        """Do without; a damaged file goes, so that the next run can begin a new one."""
        if self._connection is not None:
            with suppress(Exception):
                self._connection.close()
        self._connection = None
        is_damaged = not isinstance(error, OSError | sqlite3.Error)
        if is_damaged or getattr(error, "sqlite_errorcode", 0) & 0xFF in _UNUSABLE:
            _remove(self._file)

    def _key(self, ref: Ref) -> bytes:
        part = f"\0{ref.offset}+{ref.length}" if ref.length is not None else ""
        is_absolute = ref.path.startswith(os.sep) or ref.path[1:3] == ":\\" or "://" in ref.path
        return _bytes((ref.path if is_absolute else self._here + ref.path) + part)


def _opened(file: Path) -> sqlite3.Connection:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not private.is_private(file.parent) or not private.key():
        raise PermissionError(file.parent)
    for other in file.parent.glob("results-*.sqlite"):
        if other != file and other.stat().st_mtime < time.time() - _OLD:
            _remove(other)
    os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))  # figures and senders are nobody else's business
    connection = sqlite3.connect(file, timeout=5)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.executescript(_TABLES)
    except Exception:
        connection.close()
        raise
    return connection


def _remove(file: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        try:
            file.with_name(file.name + ending).unlink()
        except OSError:  # another run has it open, or it was never there
            continue


def _stamp(ref: Ref) -> str:
    return "%d %d %d" % ref.stamp  # noqa: UP031  # the fastest way, for every file of every run


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # names that are not UTF-8 on disk


def _seal(body: bytes, *parts: bytes) -> bytes:
    """Seal a row, for it may be damaged where SQLite does not notice, or be somebody else's."""
    return private.seal(private.key(), body, *parts)


def _unsealed(body: object, seal: object, *parts: bytes) -> bytes | None:
    return body if isinstance(body, bytes) and private.is_sealed(private.key(), seal, body, *parts) else None
