"""The archives for the browser: the right file only, nothing missing, the same bytes every time."""

from __future__ import annotations

import ast
import io
import sys
import zipfile
from pathlib import Path

import pytest

from checks.errors import UsageError
from page import bundle, pyodide

ROOT = Path(__file__).parents[2]
ONLY_WHERE_THEY_ARE = {
    # What a browser does not do: clusters, mailboxes on servers, 7z and rar, PDF, ciphers, processes, a database.
    *("distributed", "imap_tools", "imaplib", "ssl", "libarchive", "pypdf", "pypdfium2", "msoffcrypto", "keyring"),
    *("multiprocessing", "sqlite3", "resource", "fcntl", "msvcrt", "highspy", "platformdirs", "winreg", "mmap"),
    # What a rule book is made of, and is not needed where it is ready made.
    "pydantic",
    # What reads and writes a collector's own ledger.
    "openpyxl",
    # What recognises scans.
    *("cv2", "numpy", "onnxruntime"),
    # What asks for a frame or for Parquet.
    "pandas",
}


@pytest.fixture(scope="module")
def packages() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(bundle.packages_archive()))


def test_another_file_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / f"pyodide-{pyodide.VERSION}.tgz"
    wrong.write_bytes(b"\x1f\x8b something else")
    with pytest.raises(UsageError, match="摘要不符"):
        pyodide.runtime(wrong)
    with pytest.raises(UsageError, match="读不了"):
        pyodide.runtime(tmp_path / "none.tgz")


def test_the_same_sources_make_the_same_bytes() -> None:
    assert bundle.packages_archive() == bundle.packages_archive()


def test_licences_go_along(packages: zipfile.ZipFile) -> None:
    assert {name.split("/")[1] for name in packages.namelist() if name.startswith("licences/")} == {
        "xlrd",
        "xlsxwriter",
    }


def test_nothing_that_needs_a_process_or_a_network_goes_along(packages: zipfile.ZipFile) -> None:
    names = packages.namelist()
    assert not [name for name in names if name.startswith(bundle.NOT_IN_BROWSERS)]
    assert not [name for name in names if name.endswith((".xlsx", ".pickle"))]


def test_everything_that_is_imported_is_there(packages: zipfile.ZipFile) -> None:
    """Of the standard library nothing is left out that a module of ours imports, now or later."""
    left_out = (ROOT / "page" / "left_out.txt").read_text("utf-8").split()
    gone = {line.removesuffix("/").removesuffix(".py").partition("/")[0] for line in left_out if "/" not in line[:-1]}
    shipped = {name.removesuffix("c") for name in packages.namelist()}
    missing = set()
    for name in shipped:
        path = ROOT / name
        if not name.endswith(".py") or not path.exists():
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            modules = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            for module in modules:
                top = module.partition(".")[0]
                is_ours = top in ("checks", "workbook_templates", "page", "xlrd", "xlsxwriter")
                if top in gone or not (is_ours or top in sys.stdlib_module_names):
                    missing.add(top)
    assert missing <= ONLY_WHERE_THEY_ARE
