"""Puts the extension into LibreOffice, and takes it away again, with LibreOffice's own tool."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

from addin import texts_install as texts
from checks.errors import UsageError

PACKAGES = {
    "platformdirs": "platformdirs",
    "pydantic": "pydantic",
    "XlsxWriter": "xlsxwriter",
    "xlrd": "xlrd",
    "xlwings": "xlwings",
}
"""What has to be installed, and the module that shows whether it works."""
_TOOL = "unopkg"
_OURS = "checks"


def path_file(home: Path) -> Path:
    """Where the extension reads in which folders gouji and its libraries are."""
    return home / ".gouji" / "calc.path"


def is_there() -> bool:
    """Tell whether LibreOffice's tool for extensions is on this computer."""
    return shutil.which(_TOOL) is not None


def install(home: Path) -> list[str]:
    """Install for LibreOffice, and say what was done.

    Raises:
        UsageError: LibreOffice refuses.
    """
    from addin.calc.oxt import build  # noqa: PLC0415  # brings xlwings

    with tempfile.TemporaryDirectory() as folder:
        extension = Path(folder) / "gouji.oxt"
        extension.write_bytes(build())
        _run("add", "--force", str(extension))
    file = path_file(home)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(f"{folder}\n" for folder in folders()), "utf-8")
    return [texts.settings_written_for_calc(str(file)), texts.NOW_OPEN_CALC]


def uninstall(home: Path) -> list[str]:
    """Take the extension away, and say what was done.

    Raises:
        UsageError: LibreOffice refuses.
    """
    from addin.calc.oxt import IDENTIFIER  # noqa: PLC0415  # as above

    file = path_file(home)
    if not file.exists():
        return [texts.NOTHING_INSTALLED]
    _run("remove", IDENTIFIER)
    file.unlink()
    if not any(file.parent.iterdir()):
        file.parent.rmdir()
    return [texts.REMOVED_FROM_CALC]


def folders() -> list[str]:
    """The folders that LibreOffice's Python has to look into: ours, and those of the libraries."""
    found = (find_spec(module.partition(".")[0]) for module in (_OURS, *PACKAGES.values()))
    return list(dict.fromkeys(str(Path(spec.origin).parents[1]) for spec in found if spec and spec.origin))


def _run(*arguments: str) -> None:
    done = subprocess.run(  # noqa: S603  # the tool that the system has, no text of others
        [shutil.which(_TOOL) or _TOOL, *arguments], capture_output=True, check=False, encoding="utf-8", errors="replace"
    )
    if done.returncode:
        raise UsageError(texts.calc_refuses((done.stderr or done.stdout).strip()[-400:]))
