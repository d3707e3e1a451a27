"""上一处, 下一处: from one finding to the next, in the order of the results sheet."""

from __future__ import annotations

from addin import own_sheets, results_sheet, texts
from addin.results_sheet import Target
from addin.seam import HostError
from addin.session import Session


def next_finding(session: Session) -> None:
    """Go to the next finding; after the last comes the first."""
    _step(session, 1)


def previous_finding(session: Session) -> None:
    """Go to the finding before."""
    _step(session, -1)


def _step(session: Session, step: int) -> None:
    stored = results_sheet.load(session.program)
    if stored is None:
        raise HostError(texts.NO_RESULTS)
    stale = session.check().fingerprint != stored.figures
    if stale:
        results_sheet.mark_stale(session.program)
    first = {target.at: target for target in reversed(stored.targets.values())}
    targets = list(reversed(first.values()))
    if not targets:
        session.person.status(texts.STALE if stale else texts.ALL_WELL)
        return
    position = _position(session, targets, stored, step)
    target = targets[position]
    told = texts.at_finding(position + 1, len(targets), target.problem)
    session.person.status(f"{texts.STALE} {told}" if stale else told)
    _show(session, target)


def _position(session: Session, targets: list[Target], stored: results_sheet.StoredResults, step: int) -> int:
    """Where the step leads; a line of the results that is selected leads to its own cell first."""
    here = session.selected()
    cells = [target.at for target in targets]
    if here.sheet == own_sheets.find_results(session.program) and here.row in stored.targets:
        return cells.index(stored.targets[here.row].at)
    if here in cells:
        return (cells.index(here) + step) % len(cells)
    return 0 if step > 0 else len(cells) - 1


def _show(session: Session, target: Target) -> None:
    at = target.at
    sheet = session.sheet(at.sheet)
    if sheet is None:
        raise HostError(texts.sheet_is_gone(at.sheet))
    if not sheet.visible:
        raise HostError(texts.sheet_is_hidden(at.sheet))
    session.program.go_to(at.sheet, at.row, at.column)
    if session.program.cell(at.sheet, at.row, at.column).row_hidden:
        session.person.tell(texts.row_is_hidden(at.sheet, at.row + 1))
