"""The sheet 校验结果: the verdict, one line a finding, and behind hidden columns what the buttons need to go on.

Everything that must outlive the session stands in it, so that a workbook that was saved and opened elsewhere goes on
where it was left: which figures were checked, where each line leads, which notes are ours, what was accepted.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from addin import texts
from addin.change_log import Accepted
from addin.host import HostError
from addin.own_sheets import RESULTS, SIGNATURE, SIGNATURE_AT, find_results
from addin.reading import blocks
from addin.result_rows import Line
from checks.marking.palette import AMBER_INK, HEADING, INK, LINK, RED_INK
from checks.model.grid import CellAddress
from checks.render.sentences import SEVERITY

if TYPE_CHECKING:
    import xlwings as xw

_WIDTHS = (6, 9, 14, 58, 9, 9, 9, 44, 9, 44, 36)
_SHOWN = len(_WIDTHS)
_KEPT = SIGNATURE_AT[1]
"""The hidden column, from 0: JSON, which no program takes for a number, a date or a formula."""
_WIDTH = _KEPT + 1
_HEADER_ROW = 4
_TEXT_COLUMNS = (1, 2, 10)
"""Short texts that a program might take for a number or a date."""
_INKS = {SEVERITY["error"]: RED_INK, SEVERITY["warning"]: AMBER_INK}


@dataclass(frozen=True, slots=True)
class Target:
    """Where a line leads, the rule that it is about, and what it says."""

    spot: CellAddress
    rule: str
    problem: str


@dataclass
class Stored:
    """What a results sheet holds.

    Attributes:
        figures: the fingerprint of the figures that were checked.
        targets: row of the sheet (from 0) → where the line leads.
        notes: the texts of the notes that we put in.
    """

    figures: str
    targets: dict[int, Target] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    accepted: list[Accepted] = field(default_factory=list)


def load(book: xw.Book) -> Stored | None:
    """Return what the workbook's results sheet holds; None if it has none."""
    sheet = find_results(book)
    if sheet is None:
        return None
    rows, _ = blocks(sheet)
    kept = [json.loads(str(row[_KEPT])) if len(row) > _KEPT and row[_KEPT] else [""] for row in rows]
    stored = Stored(kept[0][1])
    for r, (kind, *rest) in enumerate(kept):
        if kind == "finding":
            stored.targets[r] = Target(CellAddress(*rest[:3]), rest[3], str(rows[r][3]))
        elif kind == "note":
            stored.notes.append(rest[0])
        elif kind == "accepted":
            stored.accepted.append(Accepted.from_list(rest))
    return stored


def write(
    book: xw.Book,
    head: Sequence[str],
    found: Sequence[Line],
    figures: str,
    notes: Sequence[str],
    log: Sequence[Accepted],
) -> xw.Sheet:
    """Write the sheet anew, at its old place or behind all others, and return it.

    Args:
        book: the workbook.
        head: the verdict, and what was checked when.
        found: the findings.
        figures: the fingerprint of the figures.
        notes: the texts of the notes that we put in.
        log: what was accepted, the oldest first.
    """
    sheet = _fresh_sheet(book)
    _write(sheet, _rows(head, found, figures, notes, log))
    for row, line in enumerate(found, _HEADER_ROW + 2):
        _decorate(sheet, row, line)
    return sheet


def _fresh_sheet(book: xw.Book) -> xw.Sheet:
    """An empty sheet where the old one stood, or behind all others; clearing would leave links and looks behind.

    Raises:
        HostError: the workbook takes no sheet.
    """
    old = find_results(book)
    name = old.name if old else _free_name([one.name for one in book.sheets])
    before = max(1, old.index - 1) if old else len(book.sheets)
    try:
        if old:
            old.delete()
        return book.sheets.add(name, after=book.sheets(before))
    except Exception as problem:  # each program has an error of its own for this
        raise HostError(texts.STRUCTURE_PROTECTED) from problem


def _decorate(sheet: xw.Sheet, row: int, line: Line) -> None:
    """The link, the weight's colour, and a height that shows every word in every program."""
    if line.target is not None:
        target = line.target.absolute.replace("$", "")
        quoted = line.target.sheet.replace("'", "''")
        link = sheet.range((row, 3))
        link.add_hyperlink(f"#'{quoted}'!{target}", text_to_display=f"{line.target.sheet}!{target}")
        link.font.color = LINK
    if line.weight in _INKS:
        weight = sheet.range((row, 2))
        weight.font.color = _INKS[line.weight]
        weight.font.bold = True
    shown = {3: line.problem, 7: line.suspect, 9: line.advice}
    lines = max(_lines(text, _WIDTHS[column]) for column, text in shown.items())
    sheet.range((row, 1)).row_height = 15.0 * lines + 3


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column; a Chinese character is as wide as two digits."""
    return sum(max(1, -(-len(part) * 2 // int(width))) for part in text.split("\n"))


def mark_stale(book: xw.Book) -> None:
    """Say on the sheet that the figures have changed since."""
    sheet = find_results(book)
    if sheet is not None:
        cell = sheet.range((3, 1))
        cell.raw_value = texts.STALE
        cell.font.bold = True


def _free_name(names: Sequence[str]) -> str:
    taken = {name.lower() for name in names}
    return next(name for k in range(1, 1000) if (name := RESULTS if k == 1 else f"{RESULTS}{k}").lower() not in taken)


def _rows(
    head: Sequence[str], found: Sequence[Line], figures: str, notes: Sequence[str], log: Sequence[Accepted]
) -> list[list[Any]]:
    rows = [_row([head[0]], [SIGNATURE, figures]), _row([head[1]]), _row([]), _row([texts.HOW_TO_GO_ON])]
    rows.append(_row(texts.RESULTS_HEADER))
    rows += [_finding(number, line) for number, line in enumerate(found, 1)]
    if log:
        rows += [_row([]), _row(["", texts.LOG_TITLE]), _row(texts.LOG_HEADER)]
        rows += [_row(one.row(), ["accepted", *one.as_list()]) for one in log]
    return rows + [_row([], ["note", text]) for text in notes]


def _finding(number: int, line: Line) -> list[Any]:
    gap = None if line.left is None or line.right is None else line.left - line.right
    shown = [float(number), line.weight, line.place, line.problem, line.left, line.right, gap, line.suspect]
    shown += [line.proposed, line.advice, line.rule]
    return _row(
        shown, ["finding", line.target.sheet, line.target.row, line.target.column, line.rule] if line.target else []
    )


def _row(shown: Sequence[Any], kept: Sequence[Any] = ()) -> list[Any]:
    """A row of the sheet: what is shown, made safe, and what is kept."""
    values = ["" if value is None else _safe(value) for value in shown]
    return [*values, *[""] * (_KEPT - len(values)), json.dumps(kept, ensure_ascii=False) if kept else ""]


def _safe(value: Any) -> Any:
    """What quotes a received workbook must never become a formula."""
    return f" {value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "'") else value


def _write(sheet: xw.Sheet, rows: list[list[Any]]) -> None:
    height = len(rows)
    for column in _TEXT_COLUMNS:
        sheet.range((_HEADER_ROW + 1, column + 1), (height, column + 1)).number_format = "@"
    sheet.range((1, 1), (height, _WIDTH)).raw_value = rows
    for column, width in enumerate(_WIDTHS, 1):
        sheet.range((1, column)).column_width = width
    sheet.range((_HEADER_ROW + 1, 1), (height, _SHOWN)).wrap_text = True
    header = sheet.range((_HEADER_ROW + 1, 1), (_HEADER_ROW + 1, _SHOWN))
    header.color = HEADING
    header.font.bold = True
    header.font.color = INK
    title = sheet.range((1, 1))
    title.font.bold = True
    title.font.size = 14
    sheet.range((1, _WIDTH)).columns.hidden = True
