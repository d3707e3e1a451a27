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
    if not (find_spec("highspy") and find_spec("numpy") and SCRIPT.is_file() and sys.executable):
        return None
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415  # slow to load

    try:
        number = version("highspy")
        minor = tuple(int(part) for part in number.split(".")[:2])
    except (PackageNotFoundError, ValueError):
        return None
    return f"highs {number}" if _OLDEST <= minor < _TOO_NEW else None
