"""查看诊断, 采纳建议, 撤回采纳: one cell at a time, nothing without being asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from addin import marking, results_sheet, selection, texts
from addin.change_log import Accepted, shown
from addin.commands.checking import refresh
from addin.host import HostError
from addin.result_rows import lines
from addin.session import Desk
from checks.model.findings import Finding, Suspect, Verdict
from checks.model.grid import CellAddress
from checks.render import sentences

if TYPE_CHECKING:
    import xlwings as xw

_RIVALS = 12
"""Of rival explanations, so many are told; a message box has no more room."""
_AS_TEXT = "@"
"""The number format under which a program keeps whatever is entered as text."""


def explain(desk: Desk) -> None:
    """Say what is wrong with the cell, what it should be and why; changes nothing."""
    meant = selection.selected(desk)
    checked = desk.check()
    found = meant.findings(checked)
    if not found:
        desk.host.tell(texts.nothing_wrong(_address(meant.spot)))
        return
    told = [texts.SUSPECTED] * bool(meant.suspicions(checked))
    for verdict, finding in found:
        (line,) = lines([_alone(verdict, finding)], desk.rules, _RIVALS)
        told += [f"【{line.weight}】{finding.message}", *([f"{texts.LIKELY}{line.suspect}"] if line.suspect else [])]
    desk.host.tell("\n".join(dict.fromkeys(told)))


def accept(desk: Desk) -> None:
    """Put the proposed figure into one cell, after showing old and new."""
    meant = selection.selected(desk)
    suspicions = meant.suspicions(desk.check())
    if not suspicions:
        raise HostError(texts.NO_PROPOSAL)
    cell = _cell(desk, meant.spot)
    old = _content(cell)
    verdict, chosen = suspicions[0]
    now = datetime.now().astimezone().strftime(texts.TIME)
    entry = Accepted(meant.spot, chosen.cell.label, old, float(chosen.proposed), cell.number_format, now)
    if not desk.host.confirm("\n".join([texts.ASK_ACCEPT, entry.told(), *_doubts(verdict, chosen)])):
        return
    stored = results_sheet.load(desk.book)
    log = [*(stored.accepted if stored else []), entry]
    _change(desk, cell, partial(_put, cell, entry), entry.new)
    result = refresh(desk, log=log)
    desk.host.show(cell.sheet, meant.spot.row, meant.spot.column)
    desk.host.status(f"{entry.told()}  {result.headline}")


def take_back(desk: Desk) -> None:
    """Put the old content of the last accepted cell back, its number format too."""
    stored = results_sheet.load(desk.book)
    log = stored.accepted if stored else []
    last = next((i for i in range(len(log) - 1, -1, -1) if not log[i].taken_back), None)
    if last is None:
        raise HostError(texts.NOTHING_ACCEPTED)
    entry = log[last]
    cell = _cell(desk, entry.spot)
    now = _content(cell)
    if now != entry.new:
        raise HostError(texts.changed_since(_address(entry.spot), shown(now)))
    if not desk.host.confirm(f"{texts.ASK_TAKE_BACK}\n{entry.told_back()}"):
        return
    _change(desk, cell, partial(_restore, cell, entry), entry.old)
    log[last] = entry.undone()
    result = refresh(desk, log=log)
    desk.host.show(cell.sheet, entry.spot.row, entry.spot.column)
    desk.host.status(f"{entry.told_back()}  {result.headline}")


def _change(desk: Desk, cell: xw.Range, work: Callable[[], None], expected: float | str) -> None:
    """Change a cell, and see that it took: an open cell of a protected sheet as it is, a locked one if that is let.

    Raises:
        HostError: the cell cannot be changed.
    """
    if desk.host.is_protected(cell.sheet):
        try:
            work()
        except Exception:  # noqa: BLE001  # a locked cell: each program refuses with an error of its own
            locked = True
        else:
            locked = _content(cell) != expected
        if not locked:
            return
    with marking.writable(desk.host, cell.sheet):
        work()
    if _content(cell) != expected:
        raise HostError(texts.did_not_take(f"{cell.sheet.name}!{cell.address.replace('$', '')}"))


def _put(cell: xw.Range, entry: Accepted) -> None:
    if entry.number_format == _AS_TEXT:
        cell.number_format = "General"
    cell.raw_value = entry.new


def _restore(cell: xw.Range, entry: Accepted) -> None:
    if entry.old == "":
        cell.clear_contents()
    elif isinstance(entry.old, str):
        cell.number_format = _AS_TEXT  # or a text such as 007 would come back as a number
        cell.raw_value = entry.old
    else:
        cell.raw_value = entry.old
    if cell.number_format != entry.number_format:
        cell.number_format = entry.number_format


def _cell(desk: Desk, spot: CellAddress) -> xw.Range:
    """The one cell that may be written; what a merged area hides may not."""
    sheet = next((one for one in desk.book.sheets if one.name == spot.sheet), None)
    if sheet is None:
        raise HostError(texts.sheet_is_gone(spot.sheet))
    cell = sheet.range((spot.row + 1, spot.column + 1))
    area = cell.merge_area
    if (area.row, area.column) != (cell.row, cell.column):
        raise HostError(texts.hidden_in_merge(_address(spot)))
    return cell


def _content(cell: xw.Range) -> float | str:
    """A number, a text, or "" for a blank; anything else is not ours to replace."""
    value: Any = cell.raw_value
    formula = cell.formula
    is_formula = isinstance(formula, str) and formula.startswith("=") and formula != value
    if value is None and not is_formula:
        return ""
    if is_formula or not isinstance(value, float | str):
        raise HostError(texts.not_a_figure(f"{cell.sheet.name}!{cell.address.replace('$', '')}"))
    return value


def _doubts(verdict: Verdict, chosen: Suspect) -> list[str]:
    """What a person must know before saying yes: rivals, and cells that belong to it."""
    group = [one for one in verdict.suspects if one.group == chosen.group]
    together = [one for one in group if one.choice == chosen.choice and one is not chosen]
    told = [chosen.reason]
    if together:
        told.append(texts.belongs_with([sentences.most_likely(one.cell, one.proposed, one.reason) for one in together]))
    if any(one.choice != chosen.choice for one in group):
        told.append(texts.NOT_THE_ONLY_ONE)
    return told


def _alone(verdict: Verdict, finding: Finding) -> Verdict:
    return replace(verdict, findings=[finding])


def _address(spot: CellAddress) -> str:
    return f"{spot.sheet}!{spot.a1}"
