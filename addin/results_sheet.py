"""The sheet 校验结果: the verdict, one line a finding, and behind a hidden column what the buttons need to go on.

Everything that must outlive the session stands in it, so that a workbook that was saved and opened elsewhere goes on
where it was left: which figures were checked, where each line leads, which notes are ours, what was accepted. It may
come from a stranger, too: what cannot be read is as if it were not there.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from addin import texts
from addin.change_log import AcceptedChange
from addin.own_sheets import HEADER_ROW, KEPT, SIGNATURE, STALE_AT, content_seal, find_results, free_name, kept_in
from addin.result_rows import ResultRow
from addin.seam import AreaLook, Block, CellWrite, Page, Program
from checks.marking.palette import AMBER_INK, HEADING, INK, RED_INK
from checks.model.grid import CellAddress
from checks.render.sentences import SEVERITY

_WIDTHS = (6, 9, 14, 58, 9, 9, 9, 44, 9, 44, 36)
_SHOWN = len(_WIDTHS)
_TEXT_COLUMNS = (1, 2, 10)
"""Short texts that a program might take for a number or a date."""
_INKS = {SEVERITY["error"]: RED_INK, SEVERITY["warning"]: AMBER_INK}


@dataclass(frozen=True, slots=True)
class Target:
    """Where a line leads, the rule that it is about, and what it says."""

    at: CellAddress
    rule: str
    problem: str


@dataclass
class StoredResults:
    """What a results sheet holds.

    Attributes:
        figures: the fingerprint of the figures that were checked.
        targets: row of the sheet (from 0) → where the line leads.
        notes: the texts of the notes that we put in.
        log: the changes that were accepted, the oldest first.
    """

    figures: str = ""
    targets: dict[int, Target] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    log: list[AcceptedChange] = field(default_factory=list)


def load(program: Program) -> StoredResults | None:
    """Return what the workbook's results sheet holds; None if it has none."""
    name = find_results(program)
    if name is None:
        return None
    rows, _ = program.read(name)
    stored = StoredResults(str((*kept_in(rows[0]), "", "")[1]))
    for r, row in enumerate(rows):
        kind, *rest = kept_in(row) or [""]
        if kind == "finding" and _is_target(rest):
            stored.targets[r] = Target(CellAddress(*rest[:3]), rest[3], str(row[3]))
        elif kind == "note" and rest and isinstance(rest[0], str):
            stored.notes.append(rest[0])
        elif kind == "accepted" and (change := AcceptedChange.from_list(rest)) is not None:
            stored.log.append(change)
    return stored


def _is_target(rest: list[Any]) -> bool:
    return list(map(type, rest)) == [str, int, int, str] and 0 <= rest[1] < 1_048_576 and 0 <= rest[2] < 16_384


def write(
    program: Program,
    head: Sequence[str],
    lines: Sequence[ResultRow],
    figures: str,
    notes: Sequence[str],
    log: Sequence[AcceptedChange],
) -> None:
    """Write the sheet anew, at its old place or behind all others.

    Args:
        program: the workbook.
        head: the verdict, and what was checked when.
        lines: the findings.
        figures: the fingerprint of the figures.
        notes: the texts of the notes that we put in.
        log: what was accepted, the oldest first.

    Raises:
        HostError: the workbook takes no sheet.
    """
    rows = _rows(head, lines, notes, log)
    rows[0][KEPT] = json.dumps([SIGNATURE, figures, content_seal(rows)])
    old = find_results(program)
    program.write_page(_page(old or free_name(program), rows, lines, len(log)), instead=old)


def mark_stale(program: Program) -> None:
    """Say on the sheet that the figures have changed since."""
    name = find_results(program)
    if name is not None:
        program.write(name, [CellWrite(*STALE_AT, texts.STALE)], lift=True)


def _page(name: str, rows: Block, lines: Sequence[ResultRow], logged: int) -> Page:
    first, last = HEADER_ROW + 1, len(rows) - 1
    looks = [
        AreaLook((HEADER_ROW, 0, last, _SHOWN - 1), wrap=True),
        AreaLook((HEADER_ROW, 0, HEADER_ROW, _SHOWN - 1), bold=True, ink=INK, fill=HEADING),
        AreaLook((0, 0, 0, 0), bold=True, size=14),
        AreaLook((*STALE_AT, *STALE_AT), bold=True),
    ]
    looks += [
        AreaLook((row, 1, row, 1), bold=True, ink=_INKS[line.weight])
        for row, line in enumerate(lines, first)
        if line.weight in _INKS
    ]
    texts_at = [(HEADER_ROW, column, last, column) for column in _TEXT_COLUMNS]
    log_row = first + len(lines) + 3
    if logged:
        texts_at.append((log_row, 4, log_row + logged - 1, 7))
    return Page(
        name,
        rows,
        _WIDTHS,
        {row: _height(line) for row, line in enumerate(lines, first)},
        texts_at,
        looks,
        {(row, 2): line.target for row, line in enumerate(lines, first) if line.target is not None},
        (KEPT,),
    )


def _height(line: ResultRow) -> float:
    """A height that shows every word in every program."""
    shown = {3: line.problem, 7: line.suspect, 9: line.advice}
    return 15.0 * max(_lines(text, _WIDTHS[column]) for column, text in shown.items()) + 3


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column; a Chinese character is as wide as two digits."""
    return sum(max(1, -(-len(part) * 2 // int(width))) for part in text.split("\n"))


def _rows(
    head: Sequence[str], found: Sequence[ResultRow], notes: Sequence[str], log: Sequence[AcceptedChange]
) -> Block:
    rows = [_row([head[0]]), _row([head[1]]), _row([]), _row([texts.HOW_TO_GO_ON]), _row(texts.RESULTS_HEADER)]
    rows += [_finding(number, line) for number, line in enumerate(found, 1)]
    if log:
        rows += [_row([]), _row(["", texts.LOG_TITLE]), _row(texts.LOG_HEADER)]
        rows += [_row(one.row(), ["accepted", *one.as_list()]) for one in log]
    return rows + [_row([], ["note", text]) for text in notes]


def _finding(number: int, line: ResultRow) -> list[Any]:
    gap = None if line.left is None or line.right is None else line.left - line.right
    target = line.target
    place = line.place if target is None else target.place
    shown = [float(number), line.weight, place, line.problem, line.left, line.right, gap, line.suspect]
    shown += [line.proposed, line.advice, line.rule]
    kept = [] if target is None else ["finding", target.sheet, target.row, target.column, line.rule]
    return _row(shown, kept)


def _row(shown: Sequence[Any], kept: Sequence[Any] = ()) -> list[Any]:
    """A row of the sheet: what is shown, made safe, and what is kept."""
    values = ["" if value is None else _safe(value) for value in shown]
    return [*values, *[""] * (KEPT - len(values)), json.dumps(kept, ensure_ascii=False) if kept else ""]


def _safe(value: Any) -> Any:
    """What quotes a received workbook must never become a formula."""
    return f" {value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "'") else value
