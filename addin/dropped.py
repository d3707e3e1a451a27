"""What was dropped on 核对.cmd, or sent to it: it is checked, and the page of results opens. No command line needed.

Beside what was dropped may lie a list of units (a name with 名单), the ledger 台账.xlsx, and last year's reports in a
folder 上年; they are used if they are there. The results go beside it, too.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from addin import LINE
from addin import texts_install as texts

_LISTS = (".xlsx", ".xls", ".et", ".ods", ".csv", ".txt")
_CALLED = re.compile(r'.*?(?:核对|gouji)[^"/\\]*\.cmd"?', re.IGNORECASE | re.DOTALL)
_ARGUMENT = re.compile(r'"([^"]*)"|(\S+)')
_COULD_NOT = 2


def main(arguments: Sequence[str] | None = None, environment: Mapping[str, str] | None = None) -> int:
    """Check what was dropped and open the page; returns 0, 1 where something was found, 2 where it could not.

    Args:
        arguments: the paths, as the command hands them on.
        environment: may hold the whole line by which the command was called.
    """
    environment = os.environ if environment is None else environment
    paths = dropped(sys.argv[1:] if arguments is None else arguments, environment.get(LINE, ""))
    if not paths:
        print(texts.DROP_HERE)
        return _COULD_NOT
    from checks.cli import main as gouji  # noqa: PLC0415  # nothing was dropped: nothing is loaded

    out = _folder_for(paths[0], environment)
    print(texts.checking([path.name for path in paths]))
    code = gouji(["check", *map(str, paths), *beside(paths[0]), "--out", str(out)])
    page = out / "汇总.html"
    if code != _COULD_NOT and page.is_file():
        _open(page)
    return code


def dropped(arguments: Sequence[str], line: str = "") -> list[Path]:
    """Return the paths that were dropped.

    Args:
        arguments: as Windows' command line has split them: at ``&``, and at blanks outside of quotation marks.
        line: the whole line; what follows the command's own name in it is the truth, where there is anything.
    """
    called = _CALLED.match(line)
    rest = line[called.end() :].strip() if called else ""
    if rest.endswith('"') and rest.count('"') % 2:
        rest = rest[:-1]  # cmd /c "…" stands around it all
    texts_of = [quoted or plain for quoted, plain in _ARGUMENT.findall(rest)] or list(arguments)
    return [Path(text).absolute() for text in texts_of if text]


def beside(first: Path) -> list[str]:
    """Return the options for what lies beside the first of what was dropped."""
    folder, options = first.parent, list[str]()
    found = sorted(
        path
        for path in _files(folder)
        if "名单" in path.stem and path.suffix.lower() in _LISTS and not path.name.startswith(("~$", "."))
    )
    if found:
        options += ["--units", str(found[0])]
        if len(found) > 1:
            print(texts.several_lists([path.name for path in found]))
        if (ledger := folder / "台账.xlsx").is_file():
            options += ["--ledger", str(ledger)]
    if (previous := folder / "上年").is_dir() and previous != first:
        options += ["--previous", str(previous)]
    return options


def _files(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.is_file()]
    except OSError:
        return []


def _folder_for(first: Path, environment: Mapping[str, str]) -> Path:
    """The folder for the results: beside what was dropped; where nothing can be written there, on the desktop."""
    if os.access(first.parent, os.W_OK):
        return first.parent / "核对结果"
    home = Path(environment.get("USERPROFILE") or Path.home())
    return (home / "Desktop" if (home / "Desktop").is_dir() else home) / "核对结果"


def _open(page: Path) -> None:
    opener: Callable[[str], object] | None = getattr(os, "startfile", None)  # Windows alone has it
    if opener is not None:
        opener(str(page))
    else:
        print(page)


if __name__ == "__main__":
    sys.exit(main())
