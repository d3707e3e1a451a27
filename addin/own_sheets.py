"""The sheets that the add-in itself puts into a workbook, and how they are known again.

Whatever a received workbook says of itself may be a stranger's invention. A sheet counts as our list only if it has
our name, our signature and our header; and before it is replaced or deleted ``allow`` sees whether anything else
stands in it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from addin import texts
from addin.reading import grid_of
from addin.seam import Block, HostError, Program
from checks.justifications import SHEET as EXPLANATIONS
from checks.locate import locate
from checks.render.sentences import marking

if TYPE_CHECKING:
    from addin.session import Session

__all__ = ["EXPLANATIONS", "RESULTS", "allow", "content_seal", "find_results", "free_name", "kept_in"]

RESULTS = marking.LIST
SIGNATURE = "gouji-results/1"
KEPT = 12
"""The column, from 0, in which our list keeps what the buttons need to go on: JSON, hidden."""
HEADER_ROW = 4
STALE_AT = (2, 0)
"""Where the list says that it is out of date: that is not counted as a change."""
_NAME = re.compile(re.escape(RESULTS) + r"\d{0,3}")


def find_results(program: Program) -> str | None:
    """Return the name of our list, if the workbook has one."""
    for sheet in program.sheets():
        if _NAME.fullmatch(sheet.name) and is_list(program.read(sheet.name)[0]):
            return sheet.name
    return None


def is_list(rows: Block) -> bool:
    """Tell whether a sheet has our signature and our header."""
    if len(rows) <= HEADER_ROW or len(rows[0]) <= KEPT:
        return False
    header = [_text(value) for value in rows[HEADER_ROW][: len(texts.RESULTS_HEADER)]]
    return kept_in(rows[0])[:1] == [SIGNATURE] and header == list(texts.RESULTS_HEADER)


def kept_in(row: Sequence[Any]) -> list[Any]:
    """Return what a row of our list keeps; nothing where it keeps nothing that can be read."""
    value = row[KEPT] if len(row) > KEPT else None
    try:
        kept = json.loads(value) if isinstance(value, str) and value[:1] == "[" else []
    except (ValueError, RecursionError):
        return []
    return kept if isinstance(kept, list) else []


def content_seal(rows: Block) -> str:
    """Return a digest of what our list shows, the same in every program and after saving."""
    shown = [
        [
            "" if (r, c) == STALE_AT else _text(value)
            for c, value in enumerate(row[:KEPT])
        ]
        for r, row in enumerate(rows)
    ]  # fmt: skip
    lines = ["\t".join(row).rstrip("\t") for row in shown]
    return hashlib.sha256("\n".join(lines).rstrip("\n").encode()).hexdigest()[:16]


def allow(session: Session) -> None:
    """See that our list may be replaced or deleted: ask where something else stands in it.

    Raises:
        HostError: the person keeps it, or it holds a table.
    """
    program = session.program
    name = find_results(program)
    if name is None:
        return
    rows, formulas = program.read(name)
    if locate([grid_of(name, rows, formulas)], session.rules, None):
        raise HostError(texts.table_in_results(name))
    kept = kept_in(rows[0])
    untouched = len(kept) > 2 and kept[2] == content_seal(rows)
    beyond = any(value not in (None, "") for row in rows for value in row[KEPT + 1 :])
    if untouched and not beyond and not program.notes(name):
        return
    if not session.person.confirm(texts.ask_replace_results(name)):
        raise HostError(texts.results_kept(name))


def free_name(program: Program) -> str:
    """Return a name for our list that no sheet has."""
    taken = {sheet.name.lower() for sheet in program.sheets()}
    return next(name for k in range(1, 1000) if (name := RESULTS if k == 1 else f"{RESULTS}{k}").lower() not in taken)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float | int) and not isinstance(value, bool):
        return f"{value:.12g}"
    return str(value).replace("\r\n", "\n").strip()
