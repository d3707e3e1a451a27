"""情况属实: a warning that was looked into and is right stays, with the reason, in the workbook."""

from __future__ import annotations

from addin import own_sheets, selection, texts
from addin.changes import Changes, all_or_nothing
from addin.commands.checking import refresh
from addin.commands.proposals import now
from addin.seam import AreaLook, CellWrite, HostError, Page
from addin.session import Session
from checks.justifications import HEADER, SHEET, can_be_explained, is_justifications, sides, where
from checks.model.findings import Finding
from checks.render.sentences.findings import message

_WIDTHS = (26, 40, 12, 12, 60, 18)


def justify(session: Session) -> None:
    """Ask for the reason and write it into 情况说明; errors of arithmetic cannot be explained away."""
    meant = selection.selected(session)
    finding = _chosen(session, [one for _, one in meant.findings(session.check())])
    if finding is None:
        return
    words = session.person.ask_text(texts.ask_reason(message(finding)))
    if words is None:
        return
    if not words.strip():
        raise HostError(texts.NO_REASON)
    own_sheets.allow(session)
    with all_or_nothing(session.program) as changes, session.program.suspended():
        _write(session, changes, [finding.rule, where(finding), *sides(finding), words.strip(), now()])
        shown = refresh(session)
    session.person.status(f"{texts.EXPLAINED} {shown.headline}")


def _chosen(session: Session, findings: list[Finding]) -> Finding | None:
    """The finding that is meant; None if the person thinks better of it."""
    open_ones = [finding for finding in findings if can_be_explained(finding)]
    if not open_ones:
        raise HostError(texts.MUST_BE_FIXED if findings else texts.NOTHING_TO_EXPLAIN)
    if len(open_ones) == 1:
        return open_ones[0]
    position = session.person.choose(texts.WHICH_ONE, [message(finding) for finding in open_ones])
    return None if position is None else open_ones[position]


def _write(session: Session, changes: Changes, line: list[str]) -> None:
    """Add a line; all of it text, so that no program makes a date or a number of it."""
    if session.sheet(SHEET) is None:
        header = (0, 0, 0, len(HEADER) - 1)
        session.program.write_page(Page(SHEET, [list(HEADER)], _WIDTHS, looks=[AreaLook(header, bold=True)]))
    grid = session.grid(SHEET)
    if not is_justifications(grid):
        raise HostError(texts.FOREIGN_EXPLANATIONS)
    filled = [r for r, row in enumerate(grid.rows) if any(value not in (None, "") for value in row)]
    sheet = session.sheet(SHEET)
    assert sheet is not None
    row = max(filled) + 1
    changes.write(
        sheet, [CellWrite(row, c, text or None, as_text=bool(text), wrap=True) for c, text in enumerate(line)]
    )
