"""上一处, 下一处: from one finding to the next, in the order of the results sheet."""

from __future__ import annotations

from addin import own_sheets, results_sheet, texts
from addin.host import HostError
from addin.results_sheet import Target
from addin.session import Desk


def next_finding(desk: Desk) -> None:
    """Go to the next finding; after the last comes the first."""
    _step(desk, 1)


def previous_finding(desk: Desk) -> None:
    """Go to the finding before."""
    _step(desk, -1)


def _step(desk: Desk, step: int) -> None:
    stored = results_sheet.load(desk.book)
    if stored is None:
        raise HostError(texts.NO_RESULTS)
    stale = desk.check().figures != stored.figures
    if stale:
        results_sheet.mark_stale(desk.book)
    first = {target.spot: target for target in reversed(stored.targets.values())}
    targets = list(reversed(first.values()))
    if not targets:
        desk.host.status(texts.STALE if stale else texts.ALL_WELL)
        return
    position = _position(desk, targets, stored, step)
    target = targets[position]
    told = texts.at_finding(position + 1, len(targets), target.problem)
    desk.host.status(f"{texts.STALE} {told}" if stale else told)
    _show(desk, target)


def _position(desk: Desk, targets: list[Target], stored: results_sheet.Stored, step: int) -> int:
    """Where the step leads; a line of the results that is selected leads to its own cell first."""
    here = desk.selected()
    results = own_sheets.find_results(desk.book)
    spots = [target.spot for target in targets]
    if results is not None and here.sheet == results.name and here.row in stored.targets:
        return spots.index(stored.targets[here.row].spot)
    if here in spots:
        return (spots.index(here) + step) % len(spots)
    return 0 if step > 0 else len(spots) - 1


def _show(desk: Desk, target: Target) -> None:
    spot = target.spot
    sheet = next((one for one in desk.book.sheets if one.name == spot.sheet), None)
    if sheet is None:
        raise HostError(texts.sheet_is_gone(spot.sheet))
    if not sheet.visible:
        raise HostError(texts.sheet_is_hidden(spot.sheet))
    desk.host.show(sheet, spot.row, spot.column)
    if sheet.range((spot.row + 1, spot.column + 1)).rows.hidden:
        desk.host.tell(texts.row_is_hidden(spot.sheet, spot.row + 1))
