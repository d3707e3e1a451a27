"""一键校验, 只看本表, 清除标记.

A mark is a conditional format that carries our sign, and on a suspect a note where there was none. No fill, font,
value or note of the user's is ever touched.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import groupby

from addin import own_sheets, results_sheet, texts
from addin.change_log import AcceptedChange
from addin.result_rows import ResultRow, result_rows
from addin.seam import HostError, Program
from addin.session import Session, WorkbookCheck
from checks.marking.marks import Mark, marks
from checks.model.findings import Finding, Verdict
from checks.model.grid import CellAddress
from checks.render import sentences


@dataclass(frozen=True)
class Shown:
    """What a check put into the workbook.

    Attributes:
        sheet: the list's name.
    """

    rows: list[ResultRow]
    headline: str
    problems: list[str]
    sheet: str


def check(session: Session) -> None:
    """Check the whole workbook, mark it, list the findings, and go to the first of them; say so where there is none."""
    _check(session)


def check_sheet(session: Session) -> None:
    """Check all, since tables hang together, but mark and list only what touches the sheet in front."""
    _check(session, session.sheet_in_front())


def _check(session: Session, sheet: str | None = None) -> None:
    own_sheets.allow(session)
    shown = refresh(session, partial(_touches, sheet) if sheet else None)
    visible = {one.name for one in session.program.sheets() if one.visible and sheet in (None, one.name)}
    first = next((row for row in shown.rows if row.target and row.target.sheet in visible), None)
    said = list(shown.problems)
    headline = f"{sheet} {shown.headline}" if sheet else shown.headline
    if first is not None and first.target is not None:
        session.program.go_to(first.target.sheet, first.target.row, first.target.column)
        session.person.status(f"{headline}  {texts.first_of(len(shown.rows), first.problem)}")
    else:
        session.person.status(headline)
        said.insert(0, texts.nothing_to_go_to(headline, shown.sheet, found=bool(shown.rows)))
    if said:
        session.person.tell("\n".join(said))


def clear(session: Session) -> None:
    """Take out marks, our notes and the results sheet; explanations and accepted figures are the user's own."""
    own_sheets.allow(session)
    program = session.program
    name = own_sheets.find_results(program)
    stored = results_sheet.load(program)
    with program.suspended():
        count, problems = _remove_marks(program, stored.notes if stored else None)
        if name is not None:
            program.delete_sheet(name)
    session.person.status(None)
    done = texts.cleared(count) if count or name is not None else texts.NOTHING_TO_CLEAR
    session.person.tell("\n".join([done, *problems]))


def refresh(
    session: Session, wanted: Callable[[Finding], bool] | None = None, log: Sequence[AcceptedChange] | None = None
) -> Shown:
    """Check, mark and list anew; the caller has seen that the list may be replaced.

    Args:
        session: the workbook.
        wanted: the findings to show; all by default.
        log: what was accepted; what the workbook says by default.

    Raises:
        HostError: there is no table to check.
    """
    program = session.program
    stored = results_sheet.load(program)
    with program.suspended():
        checked = session.check()
        if not checked.has_tables:
            raise HostError(str(sentences.NO_TABLE))
        verdicts = [_only(verdict, wanted) for verdict in checked.verdicts] if wanted else checked.verdicts
        to_put, rows = marks(verdicts, session.rules), result_rows(verdicts)
        head = head_of(verdicts, checked)
        _, problems = _remove_marks(program, stored.notes if stored else None)
        kept = log if log is not None else stored.log if stored else []
        notes = [texts.NOTE_MARK + mark.note for mark in to_put if mark.note]
        results_sheet.write(program, head, rows, checked.fingerprint, notes, kept)
        problems += _put_marks(program, to_put)
    return Shown(rows, head[0], list(dict.fromkeys(problems)), own_sheets.find_results(program) or "")


def head_of(verdicts: Sequence[Verdict], checked: WorkbookCheck) -> list[str]:
    """Return the verdict in one line, and what was checked when.

    Args:
        verdicts: with the findings that are shown.
        checked: the whole result.
    """
    findings = [finding for verdict in verdicts for finding in verdict.findings]
    open_ones = [finding for finding in findings if finding.is_open]
    errors, warnings = (sum(finding.severity == severity for finding in open_ones) for severity in ("error", "warning"))
    worst = min((verdict.status for verdict in verdicts), key=["fail", "review", "pass"].index)
    decided = sum(verdict.checked for verdict in checked.verdicts)
    undecided = sum(verdict.undecided for verdict in checked.verdicts)
    now = datetime.now().astimezone().strftime(texts.TIME)
    units = list(dict.fromkeys(f"{verdict.unit or ''} {verdict.year or ''}".strip() for verdict in checked.verdicts))
    return [
        texts.verdict_line(sentences.STATUS[worst], errors, warnings, len(findings) - len(open_ones)),
        texts.checked_at(now, texts.units(units), sentences.checked(decided, undecided)),
    ]


def _only(verdict: Verdict, wanted: Callable[[Finding], bool]) -> Verdict:
    findings = tuple(finding for finding in verdict.findings if wanted(finding))
    rules = {finding.rule for finding in findings}
    suspects = tuple(one for one in verdict.suspects if rules.intersection(one.explains))
    return replace(verdict, findings=findings, suspects=suspects)


def _touches(name: str, finding: Finding) -> bool:
    cells = [ref.workbook_cell for ref in finding.cells]
    return any(cell is not None and cell.sheet == name for cell in cells)


def _put_marks(program: Program, marks: Iterable[Mark]) -> list[str]:
    """Mark cells; return what could not be marked and why, in words: a sheet protected by a password."""
    problems = []
    for name, here in groupby(marks, key=lambda mark: mark.sheet):
        try:
            program.put_marks(name, list(here))
        except HostError as problem:
            problems.append(str(problem))
    return problems


def _remove_marks(program: Program, notes: Collection[str] | None) -> tuple[int, list[str]]:
    """Take all our marks out.

    Args:
        program: the workbook.
        notes: the texts of the notes that we put in; None where that is no longer known.

    Returns:
        How many were taken out, and what could not be, in words.
    """
    count, problems = 0, []
    for sheet in program.sheets():
        ours = [note for note in program.notes(sheet.name) if note.text.startswith(texts.NOTE_MARK)]
        kept = [note for note in ours if notes is not None and note.text not in notes]
        if kept:
            places = [CellAddress("", note.row, note.column).a1 for note in kept]
            problems.append(texts.notes_kept(sheet.name, places))
        try:
            count += program.take_marks(sheet.name, [(note.row, note.column) for note in ours if note not in kept])
        except HostError as problem:
            problems.append(str(problem))
    return count, problems
