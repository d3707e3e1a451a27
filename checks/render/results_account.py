"""Which files of a folder of results are ours, and what they held when we wrote them.

The account is written at the end of a run; until then a journal beside it says what each file is about to hold, so
that a run which is killed leaves nothing that looks like a person's work.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TypeAlias

COPIES, DRAFTS = "标注", "回复"
FINDINGS, WORKBOOK, PAGE, TOTAL = "findings.json", "汇总.xlsx", "汇总.html", "汇总表.xlsx"
ACCOUNT, JOURNAL, DRAFTED = ".gouji.json", ".gouji.journal", ".gouji.drafts"
_OUR_PATHS = rf"{re.escape(FINDINGS)}|{re.escape(Path(WORKBOOK).stem)}[^/\\\\]*|(?:{COPIES}|{DRAFTS})/[^/\\\\]+"
_LARGEST = 64 * 2**20  # bytes of an account; more was not written by us

Drafted: TypeAlias = dict[str, tuple[str, tuple[str, ...]]]
"""sha256 of all that a draft says → when it was written, and its files below the folder of results."""
_Account = dict[str, frozenset[str]]
"""Path → the sha256 that it may have, of what we wrote; none for what a person changed and we have set aside."""


def read_account(folder: Path) -> _Account:
    """Return the files that earlier runs wrote; an account that cannot be read means that nothing is known as ours."""
    account: _Account = {}
    try:
        for path, digest in [*_account(folder / ACCOUNT), *_journal(folder / JOURNAL)]:
            if not isinstance(digest, str) or not re.fullmatch(_OUR_PATHS, path):
                return {}
            account[path] = account.get(path, frozenset()) | ({digest} if digest else frozenset())
    except (OSError, ValueError, TypeError, RecursionError):
        return {}
    return account


def account_text(account: _Account) -> str:
    """Write an account down, to be read by ``read_account``."""
    return json.dumps({path: min(digests, default="") for path, digests in sorted(account.items())}, indent=0)


def journal_line(path: str, digest: str) -> str:
    """Write down what a file is about to hold."""
    return json.dumps([path, digest]) + "\n"


def read_drafted(folder: Path) -> Drafted:
    """Return the drafts that the last run wrote or knew of; none where that cannot be read."""
    try:
        kept = json.loads(_text(folder / DRAFTED) or "{}")
        drafted = {str(digest): (str(when), tuple(map(str, paths))) for digest, (when, paths) in kept.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}
    return drafted if all(re.fullmatch(_OUR_PATHS, path) for _, paths in drafted.values() for path in paths) else {}


def drafted_text(drafted: Drafted) -> str:
    """Write the drafts down, to be read by ``read_drafted``."""
    return json.dumps(drafted, ensure_ascii=False, indent=0)


def _account(path: Path) -> list[tuple[str, str]]:
    whole = json.loads(_text(path) or "{}")
    return list(whole.items()) if isinstance(whole, dict) else []


def _journal(path: Path) -> list[tuple[str, str]]:
    lines = _text(path).splitlines(keepends=True)
    return [tuple(json.loads(line)) for line in lines if line.endswith("\n")]  # the last one may be cut


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8") if path.stat().st_size <= _LARGEST else ""
    except FileNotFoundError:
        return ""
