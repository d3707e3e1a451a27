"""Puts the add-in where WPS looks for it, and takes it away again; no administrator, no registry, no service."""

from __future__ import annotations

import re
import shutil
import sys
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path, PurePosixPath

from addin import texts_wps as texts
from addin.wps.publish import FILE, NAME, folder_name, with_ours, without_ours
from checks import __version__
from checks.errors import UsageError
from checks.whole_files import write_whole

TRUST = "authaddin.json"
"""What WPS writes down beside the list: which add-ins the user trusts, and which were loaded."""
_OURS = re.compile(rf"{NAME}_\d[\w.+-]*")
_LARGEST = 1 << 26  # bytes of the unpacked add-in


def jsaddons(environment: Mapping[str, str], home: Path, platform: str = sys.platform) -> Path | None:
    """Return the folder in which WPS looks for a user's add-ins, whether it is there or not; None elsewhere."""
    if platform == "win32":
        roaming = environment.get("APPDATA")
        return Path(roaming) / "kingsoft" / "wps" / "jsaddons" if roaming else None
    if platform.startswith("linux"):
        base = environment.get("XDG_DATA_HOME")
        return (Path(base) if base else home / ".local" / "share") / "Kingsoft" / "wps" / "jsaddons"
    return None


def is_there(folder: Path | None) -> bool:
    """Tell whether this user has WPS: it makes its own folder at the first start, or its program can be called."""
    return folder is not None and (folder.parent.is_dir() or shutil.which("et") is not None)


def install(folder: Path, parts: Mapping[str, bytes]) -> list[str]:
    """Put the add-in there and its line on the list, and say what was done.

    Args:
        folder: see ``jsaddons``.
        parts: what ``folder.whole`` makes.

    Raises:
        UsageError: the list is none, or the folder cannot be written; then the list is as it was.
    """
    name = folder_name(__version__)
    write(folder, {path: data for path, data in parts.items() if path.startswith(f"{name}/")})
    for other in _versions(folder):
        if other.name != name:
            shutil.rmtree(other, ignore_errors=True)  # WPS holds it: it goes with the next installation
    return [texts.placed(str(folder / name)), texts.registered(str(folder / FILE)), texts.NOW_OPEN_WPS]


def write(folder: Path, parts: Mapping[str, bytes]) -> None:
    """Write the add-in into a folder: its own folder whole and anew, on the list one line, the rest beside it.

    Raises:
        UsageError: what is called like the list is none, or the folder cannot be written.
    """
    name = folder_name(__version__)
    target, spare = folder / name, folder / f"{name}.new"
    listed = merged(folder)
    try:
        shutil.rmtree(spare, ignore_errors=True)  # of an attempt that broke off
        for path, data in parts.items():
            first, *inside = PurePosixPath(path).parts
            file = spare.joinpath(*inside) if first == name else folder / path
            if path != FILE:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
        if target.exists():
            shutil.rmtree(target)
        spare.rename(target)
        write_whole(folder / FILE, listed, replace=True)
    except OSError as problem:
        shutil.rmtree(spare, ignore_errors=True)
        raise UsageError(texts.cannot_write(str(problem.filename or folder), problem.strerror or "")) from problem


def uninstall(folder: Path) -> list[str]:
    """Take the add-in and its line away, and say what was done; nothing where there is none.

    Raises:
        UsageError: the list is none, or something cannot be deleted.
    """
    there = _versions(folder)
    try:
        if (folder / FILE).exists():
            before, refusal = _list(folder)
            after = without_ours(before or "", refusal)
            if after != before:
                write_whole(folder / FILE, after.encode(), replace=True)
                there.append(folder / FILE)
        for path in there:
            if path.is_dir():
                shutil.rmtree(path)
    except OSError as problem:
        raise UsageError(texts.cannot_write(str(problem.filename or folder), problem.strerror or "")) from problem
    return [texts.REMOVED] if there else []


def from_file(path: Path) -> dict[str, bytes]:
    """Return the parts of an add-in that was made before: the zip, or the unpacked folder.

    Raises:
        UsageError: it is none of this version.
    """
    name = folder_name(__version__)
    try:
        parts = _unzipped(path) if path.is_file() else _read(path, name)
    except (OSError, zipfile.BadZipFile) as problem:
        raise UsageError(texts.not_an_addin(str(path))) from problem
    if f"{name}/index.html" not in parts:
        raise UsageError(texts.not_an_addin(str(path)))
    return parts


def _unzipped(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(path.read_bytes())) as archive:
        members = [
            one for one in archive.infolist() if not one.is_dir() and ".." not in PurePosixPath(one.filename).parts
        ]
        if sum(one.file_size for one in members) > _LARGEST:
            raise zipfile.BadZipFile
        return {one.filename: archive.read(one) for one in members}


def _read(folder: Path, name: str) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in (folder / name).rglob("*") if path.is_file()
    }


def _versions(folder: Path) -> list[Path]:
    """The folders of our add-in, of whatever version."""
    if not folder.is_dir():
        return []
    return [path for path in sorted(folder.iterdir()) if path.is_dir() and _OURS.fullmatch(path.name)]


def merged(folder: Path) -> bytes:
    """Return a folder's list of add-ins with our line in it.

    Raises:
        UsageError: what lies there is no such list.
    """
    text, refusal = _list(folder)
    return with_ours(text, __version__, refusal).encode()


def _list(folder: Path) -> tuple[str | None, str]:
    """The list, None where there is none, and what to say if it is none."""
    path = folder / FILE
    refusal = texts.unreadable_list(str(path))
    try:
        return path.read_bytes().decode("utf-8") if path.exists() else None, refusal
    except UnicodeDecodeError as problem:
        raise UsageError(refusal) from problem
