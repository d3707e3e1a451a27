"""The entry 勾稽核对 in Windows' menu 发送到: what is sent to it is checked, and the page of results opens.

A shortcut where it can be had, for it hands names on as they are; else a command, to which ``&`` in a name ends it.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

_NAME = "勾稽核对"
_ARGUMENTS = "-m addin.dropped"


def places(environment: Mapping[str, str]) -> tuple[Path, Path] | None:
    """Return where the shortcut and the command in its place would lie; None on other systems than Windows."""
    roaming = environment.get("APPDATA")
    if not roaming:
        return None
    folder = Path(roaming) / "Microsoft" / "Windows" / "SendTo"
    return folder / f"{_NAME}.lnk", folder / f"{_NAME}.cmd"


def add(environment: Mapping[str, str], executable: Path) -> Path | None:
    """Make the entry, and return it; None where there is no such menu.

    Args:
        environment: the variables that name the user's folders.
        executable: the Python that has gouji.
    """
    where = places(environment)
    if where is None or not where[0].parent.parent.is_dir():
        return None
    shortcut, command = where
    shortcut.parent.mkdir(exist_ok=True)
    remove(environment)
    if _shortcut(shortcut, executable):
        return shortcut
    lines = ("@echo off", f'"{executable}" {_ARGUMENTS} %*', "if errorlevel 2 pause", "exit", "")
    command.write_bytes("\r\n".join(lines).encode("gb18030"))
    return command


def remove(environment: Mapping[str, str]) -> list[Path]:
    """Take the entry away, and return what was removed."""
    there = [path for path in places(environment) or () if path.exists()]
    for path in there:
        path.unlink()
    return there


def _shortcut(path: Path, executable: Path) -> bool:
    """Write a shortcut, if Windows' own maker of shortcuts can be had."""
    if sys.platform != "win32":
        return False
    try:
        dispatch = import_module("win32com.client").Dispatch  # Windows alone has it
        shortcut = dispatch("WScript.Shell").CreateShortcut(str(path))
        shortcut.TargetPath, shortcut.Arguments = str(executable), _ARGUMENTS
        shortcut.Description = _NAME
        shortcut.Save()
    except Exception:  # noqa: BLE001  # COM raises what it likes; a policy may forbid scripts
        return False
    return path.is_file()
