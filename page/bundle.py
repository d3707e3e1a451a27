"""The two archives that the Python in the browser imports from: its standard library, and this project's packages.

Both are stored and not compressed: whoever ships them compresses the whole, which comes out smaller, and starts faster.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.metadata import distribution
from importlib.util import find_spec
from pathlib import Path

from checks import rulebook
from checks.rules.book_file import as_text
from page.bytecode import loadable
from page.pyodide import Runtime

_HERE = Path(__file__).parent
_SHIPPED = (".py", ".toml", ".json", ".css", ".js", ".txt")
NOT_IN_BROWSERS = (
    *("checks/__main__.py", "checks/cli/", "checks/contract.py", "checks/render/gouji-check-2.schema.json"),
    *("checks/batch/cache.py", "checks/batch/cluster.py", "checks/batch/guarded.py", "checks/batch/pool.py"),
    *("checks/batch/process.py", "checks/batch/standing.py", "checks/batch/windows.py"),
    *("checks/containers/imap", "checks/localize/mip_process.py"),
    *("page/build.py", "page/bundle.py", "page/bytecode.py", "page/front/", "page/left_out.txt"),
    *("page/loopback.py", "page/pyodide.py", "page/window.py"),
)
"""What needs processes, a network, a database or a library that no browser has: how the paths begin."""


def stdlib_archive(runtime: Runtime) -> bytes:
    """Return the standard library without what has no use in a browser: ``left_out.txt``."""
    left_out = tuple((_HERE / "left_out.txt").read_text("utf-8").split())
    with zipfile.ZipFile(io.BytesIO(runtime.stdlib)) as archive:
        files = {
            name: archive.read(name)
            for name in archive.namelist()
            if not name.endswith("/") and not name.startswith(left_out)
        }
    return archived(loadable(files))


def packages_archive(
    ours: Sequence[str] = ("checks", "workbook_templates", "page"),
    libraries: Sequence[str] = ("xlrd", "xlsxwriter"),
    *,
    more: Mapping[str, bytes] | None = None,
    wanted: Callable[[str], bool] = lambda _: True,
) -> bytes:
    """Return an archive of packages, with the ready-made rule book and the licences of the libraries.

    Args:
        ours: packages of this project.
        libraries: installed packages that they need.
        more: further files by their path.
        wanted: tells of a path whether it is taken along, beside what never is: ``NOT_IN_BROWSERS``.
    """
    files: dict[str, bytes] = {}
    for package in (*ours, *libraries):
        files.update(package_files(package))
    files |= {f"checks/{rulebook.SHIPPED}": as_text(rulebook.load()).encode(), **(more or {})}
    kept = {name: data for name, data in files.items() if not name.startswith(NOT_IN_BROWSERS) and wanted(name)}
    for library in libraries:
        kept.update(_licences(library))
    return archived(loadable(kept))


def package_files(package: str) -> Iterator[tuple[str, bytes]]:
    """Yield the modules and the small data files of an installed package, by their path."""
    spec = find_spec(package)
    assert spec is not None, package
    assert spec.submodule_search_locations, package
    folder = Path(next(iter(spec.submodule_search_locations)))
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix in _SHIPPED and "__pycache__" not in path.parts:
            yield path.relative_to(folder.parent).as_posix(), path.read_bytes().replace(b"\r\n", b"\n")


def _licences(library: str) -> Iterator[tuple[str, bytes]]:
    for file in distribution(library).files or ():
        if "LICEN" in file.name.upper() and file.suffix != ".py":
            yield f"licences/{library}/{file.name}", file.read_binary()


def archived(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of files, stored, in the order of their names; the same files make the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name), files[name])
    return buffer.getvalue()
