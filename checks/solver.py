"""Which solver of linear programs this installation has for tables with many wrong cells: an extra, ``highspy``.

Every result names it, for it can change an answer; so it must be told without loading what uses it.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

SCRIPT = Path(__file__).with_name("localize") / "mip_process.py"
"""What runs it, in a process of its own."""
_OLDEST, _TOO_NEW = (1, 7), (1, 17)  # the versions that were tried; pyproject.toml says the same


@cache
def solver() -> str | None:
    """Return the solver that this installation uses, as ``highs 1.16.0``; None if it has none."""
    spec = find_spec("highspy")
    if spec is None or not (find_spec("numpy") and SCRIPT.is_file() and sys.executable):
        return None
    number = _version(spec.origin)
    try:
        minor = tuple(int(part) for part in number.split(".")[:2])
    except ValueError:
        return None
    return f"highs {number}" if _OLDEST <= minor < _TOO_NEW else None


def _version(package: str | None) -> str:
    """Return the version of what is installed; "" if nothing tells it.

    The folder beside it that pip keeps is named after it. To ask ``importlib.metadata`` takes as long as the start of
    a whole check, so that is done only where the folder's name does not tell.

    Args:
        package: the file that the package begins with.
    """
    folders = list(Path(package).parents[1].glob("highspy-*.dist-info")) if package else []
    numbers = [folder.stem.removeprefix("highspy-") for folder in folders]
    if len(numbers) == 1 and numbers[0].replace(".", "").isdecimal():
        return numbers[0]
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415  # see above

    try:
        return version("highspy")
    except PackageNotFoundError:
        return ""
