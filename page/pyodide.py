"""The Python that runs in a browser: one file of the npm registry, known by its hash.

Version 0.24.1 is CPython 3.11 and runs from Chromium 85 and Firefox 79 on; later ones ask for Chromium 96 and more.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import tarfile
import urllib.request
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from checks.errors import UsageError
from checks.render.sentences import browser as words
from checks.rulebook import cache_folder

VERSION = "0.24.1"
PYTHON = (3, 11)
"""The version of Python that it is: bytecode of the same version runs in it."""
FILE = f"pyodide-{VERSION}.tgz"
ADDRESS = f"https://registry.npmjs.org/pyodide/-/{FILE}"
_SHA512 = "fkNolNwiv41E2KKCP2bgW+dwr95B+0KSC/WG9WCmlWM9MNFbRVX0rF9i4OikRM78bGeVUvLdVJw8jY17wxKoRQ=="
_PATIENCE = 60  # seconds
_LARGEST = 2**24


@dataclass(frozen=True, slots=True)
class Runtime:
    """The parts of it that a page needs.

    Attributes:
        loader: JavaScript: defines ``loadPyodide``.
        glue: JavaScript: what stands between the browser and the machine code.
        wasm: the machine code.
        stdlib: Python's standard library, a zip of sources.
        lock: its list of packages, with none in it: nothing can be loaded from anywhere.
    """

    loader: str
    glue: str
    wasm: bytes
    stdlib: bytes
    lock: str


def runtime(file: str | Path | None = None) -> Runtime:
    """Return the runtime, fetched from the registry where it is not yet kept in the user's cache.

    Args:
        file: the registry's file, for a computer without a network.

    Raises:
        UsageError: it cannot be had, or is not the file that it should be.
    """
    return _unpacked(_read(Path(file)) if file else _kept())


def _kept() -> bytes:
    kept = cache_folder() / FILE
    try:
        data = kept.read_bytes()
    except OSError:
        data = b""
    if _is_right(data):
        return data
    data = _fetched()
    spare = kept.with_suffix(f".{os.getpid()}")
    try:
        kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        spare.write_bytes(data)
        spare.replace(kept)
    except OSError:  # a folder that cannot be written only means that it is fetched again
        pass
    return data


def _read(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise UsageError(words.cannot_read(str(path), problem.strerror or "")) from problem
    if not _is_right(data):
        raise UsageError(words.wrong_runtime(str(path), ADDRESS))
    return data


def _fetched() -> bytes:
    try:
        with urllib.request.urlopen(ADDRESS, timeout=_PATIENCE) as answer:  # a fixed https address
            data: bytes = answer.read(_LARGEST)
    except OSError as problem:
        raise UsageError(words.cannot_fetch(ADDRESS, str(problem))) from problem
    if not _is_right(data):
        raise UsageError(words.wrong_runtime(ADDRESS, ADDRESS))
    return data


def _is_right(data: bytes) -> bool:
    return base64.b64encode(hashlib.sha512(data).digest()).decode() == _SHA512


def _unpacked(data: bytes) -> Runtime:
    with tarfile.open(fileobj=BytesIO(data), mode="r:gz") as archive:

        def part(name: str) -> bytes:
            member = archive.extractfile(f"package/{name}")
            assert member, name
            return member.read()

        lock = json.loads(part("pyodide-lock.json"))
        lock["packages"] = {}
        return Runtime(
            part("pyodide.js").decode(),
            part("pyodide.asm.js").decode(),
            part("pyodide.asm.wasm"),
            part("python_stdlib.zip"),
            json.dumps(lock),
        )
