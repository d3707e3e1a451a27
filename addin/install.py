"""Puts the add-in where Excel looks for it, and takes it away again; no administrator, no registry, no Excel needed."""

from __future__ import annotations

import csv
import io
import locale
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from types import MappingProxyType

from addin import send_to
from addin import texts_install as texts
from addin.build.package import BUILT
from addin.build.runtime import PROJECT_NAME
from checks.errors import UsageError

INTERPRETER = "INTERPRETER_WIN"
"""The setting that says which Python the add-in starts."""

_ABBREVIATIONS = ("LOCALAPPDATA", "APPDATA", "USERPROFILE")  # the longer before the shorter
_STORE = "windowsapps"  # in the path of every program from the Microsoft Store, whose files Excel does not see
_BROUGHT = ("python", "app")  # the folders of the offline bundle


@dataclass(frozen=True, slots=True)
class Places:
    """Where things go for one user.

    Attributes:
        addin: in the folder whose workbooks Excel opens when it starts; a trusted location by default.
        settings: the user's own settings, which come before those in the add-in's sheet.
        home: what an offline bundle brought, and the cache.
    """

    addin: Path
    settings: Path
    home: Path

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Places | None:
        """Return the places; None on a system that has no place for an add-in of Excel."""
        if not all(environment.get(name) for name in _ABBREVIATIONS):
            return None
        local, roaming, user = (Path(environment[name]) for name in _ABBREVIATIONS)
        return cls(
            roaming / "Microsoft" / "Excel" / "XLSTART" / BUILT.name,
            user / f".{PROJECT_NAME}" / f"{PROJECT_NAME}.conf",
            local / PROJECT_NAME,
        )


def install(places: Places, environment: Mapping[str, str], executable: Path, bundle: Path | None = None) -> list[str]:
    """Install for Excel, and say what was done.

    Args:
        places: where to.
        environment: the variables that name the user's folders.
        executable: the Python that runs this; the add-in will start the windowless one beside it.
        bundle: an unpacked offline bundle; its Python and programs are copied first, and started from there.

    Raises:
        UsageError: Excel holds the add-in, or a folder cannot be written.
    """
    said = []
    if not bundle and _STORE in str(executable).lower():
        raise UsageError(texts.STORE_PYTHON)
    try:
        _let_go(places.addin)
        if bundle:
            executable = _bring(bundle, places.home)
            said.append(texts.brought(str(places.home)))
        windowless = executable.with_name("pythonw.exe")
        interpreter = windowless if windowless.exists() else executable
        if not bundle:
            said += _library(interpreter)
        write_settings(places.settings, {INTERPRETER: abbreviated(interpreter, environment)})
        said.append(texts.settings_written(str(places.settings), str(interpreter)))
        places.addin.parent.mkdir(parents=True, exist_ok=True)
        places.addin.write_bytes(BUILT.read_bytes())  # bytes only: no mark "from the internet" comes along
        if bundle and (entry := send_to.add(environment, executable)):
            said.append(texts.sends_to(entry.stem))
    except PermissionError as problem:
        raise UsageError(texts.held(str(problem.filename or places.addin))) from problem
    return [*said, texts.addin_placed(str(places.addin)), texts.NOW_OPEN_EXCEL]


def library_beside(interpreter: Path, name: str) -> bool:
    """Tell whether a library lies where the VBA of the add-in looks: beside Python, or one folder above."""
    return any((folder / name).is_file() for folder in (interpreter.parent, interpreter.parent.parent))


def _library(interpreter: Path) -> list[str]:
    """Bring xlwings' libraries beside Python, if pip has put them elsewhere (``--user``); say what was done.

    Raises:
        UsageError: they cannot be written there.
    """
    said = []
    for source in _libraries():
        if library_beside(interpreter, source.name):
            continue
        target = interpreter.parent / source.name
        try:
            target.write_bytes(source.read_bytes())
        except OSError as problem:
            raise UsageError(texts.library_elsewhere(source.name, str(interpreter.parent))) from problem
        said.append(texts.library_copied(str(target)))
    return said


def _libraries() -> list[Path]:
    """The libraries that xlwings' installation has recorded, wherever they lie."""
    try:
        recorded = metadata.files("xlwings") or []
    except metadata.PackageNotFoundError:
        return []
    return [path for one in recorded if one.suffix == ".dll" and (path := Path(str(one.locate()))).is_file()]


def is_readable_for_vba(path: str) -> bool:
    """Tell whether the code page of the system, in which VBA thinks, has every character of a path."""
    try:
        path.encode(locale.getencoding())
    except UnicodeEncodeError:
        return False
    return True


def uninstall(places: Places, environment: Mapping[str, str] = MappingProxyType({})) -> list[str]:
    """Take away everything that ``install`` put there, and say what was done.

    Raises:
        UsageError: Excel holds the add-in.
    """
    there = [path for path in (places.addin, places.settings, places.home) if path.exists()]
    try:
        there += send_to.remove(environment)
        places.addin.unlink(missing_ok=True)
        places.settings.unlink(missing_ok=True)
        if places.settings.parent.exists() and not any(places.settings.parent.iterdir()):
            places.settings.parent.rmdir()
    except PermissionError as problem:
        raise UsageError(texts.held(str(problem.filename))) from problem
    try:
        if places.home.exists():
            shutil.rmtree(places.home)
    except PermissionError:  # it is what runs this very command
        return [texts.removed([str(path) for path in there if path != places.home]), texts.remove_by_hand(places.home)]
    return [texts.removed([str(path) for path in there]) if there else texts.NOTHING_INSTALLED]


_FIELD = r'\s*(?:"([^"]*)"|([^",]*))\s*'
_PAIR = re.compile(rf"{_FIELD},{_FIELD}")
_MARK = re.compile(r'[^\x00-\x7f][^"]{0,2}(?=")')
"""What Notepad puts before the first line of a file in UTF-8, as it looks in the code page of the system."""


def read_settings(path: Path) -> dict[str, str]:
    """The user's settings by upper-case key, as the VBA of the add-in reads them; empty where there is no file."""
    return _read(path)[0]


def stray_lines(path: Path) -> list[int]:
    """The numbers, from 1, of the lines that are neither blank nor a setting; the add-in passes them over."""
    return _read(path)[1]


def _read(path: Path) -> tuple[dict[str, str], list[int]]:
    """Two fields a line with a comma between, in quotation marks or not, in the code page of the system.

    Where a key stands twice the first counts. ``GjPair`` in ``hardened.bas`` is the same in VBA.
    """
    if not path.exists():
        return {}, []
    settings: dict[str, str] = {}
    stray = []
    for number, line in enumerate(path.read_text(locale.getencoding(), errors="replace").splitlines(), 1):
        pair = _PAIR.fullmatch(_MARK.sub("", line, count=1) if _MARK.match(line) else line)
        if pair is not None:
            key, value = pair[1] or (pair[2] or "").rstrip(), pair[3] or (pair[4] or "").rstrip()
            settings.setdefault(key.upper(), value)
        elif line.strip():
            stray.append(number)
    return settings, stray


def write_settings(path: Path, changes: dict[str, str]) -> None:
    """Change some settings and keep the others; lines that are none go.

    Raises:
        UsageError: a value cannot be written in the code page of the system, in which VBA will read it.
    """
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows((read_settings(path) | changes).items())
    try:
        data = written.getvalue().encode(locale.getencoding())
    except UnicodeEncodeError as problem:
        raise UsageError(texts.unwritable_path(problem.object.strip())) from problem
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def abbreviated(path: Path, environment: Mapping[str, str]) -> str:
    """Write a path with the variable that it begins with, so that no name of a user stands in a file."""
    for name in _ABBREVIATIONS:
        base = environment.get(name)
        if base and path.is_relative_to(base):
            return f"%{name}%{os.sep}{path.relative_to(base)}"
    return str(path)


def expanded(setting: str, environment: Mapping[str, str]) -> Path:
    """The path that a setting means."""
    for name in _ABBREVIATIONS:
        setting = setting.replace(f"%{name}%", environment.get(name, ""))
    return Path(setting)


def _let_go(addin: Path) -> None:
    """Find out before anything is changed whether Excel holds the add-in."""
    if addin.exists():
        addin.open("r+b").close()


def _bring(bundle: Path, home: Path) -> Path:
    """Copy the bundle's folders; the old ones go only when the new ones are complete."""
    if not all((bundle / folder).is_dir() for folder in _BROUGHT):
        raise UsageError(texts.no_bundle(str(bundle)))
    home.mkdir(parents=True, exist_ok=True)
    for folder in _BROUGHT:
        new, old = home / f"{folder}.new", home / f"{folder}.old"
        for left in (new, old):
            shutil.rmtree(left, ignore_errors=True)  # of an attempt that broke off
        shutil.copytree(bundle / folder, new)
        if (home / folder).exists():
            (home / folder).rename(old)
        new.rename(home / folder)
        shutil.rmtree(old, ignore_errors=True)  # what still runs from there goes with the next installation
    return home / "python" / "python.exe"
