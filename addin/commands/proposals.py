"""查看诊断, 采纳建议, 撤回采纳: nothing without being asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from addin import own_sheets, results_sheet, selection, texts
from addin.change_log import AcceptedChange, shown
from addin.changes import Changes, all_or_nothing
from addin.commands.checking import Shown, refresh
from addin.result_rows import result_rows
from addin.seam import CellDetail, CellWrite, HostError, SheetState
from addin.selection import SelectedCell
from addin.session import Session, WorkbookCheck
from checks.model.findings import Finding, Suspect, Verdict
from checks.model.grid import CellAddress
from checks.render import sentences
from checks.render.sentences.findings import message
from checks.render.sentences.reasons import reason

_RIVALS = 12
"""Of rival explanations, so many are told; a message box has no more room."""
AS_TEXT = "@"
"""The number format under which a program keeps whatever is entered as text."""


def explain(session: Session) -> None:
    """Say what is wrong with the cell, what it should be and why; changes nothing."""
    meant = selection.selected(session)
    checked = session.check()
    findings = meant.findings(checked)
    if not findings:
        session.person.tell(texts.nothing_wrong(meant.at.place))
        return
    lines = [texts.SUSPECTED] * bool(meant.suspicions(checked))
    for verdict, finding in findings:
        (line,) = result_rows([_alone(verdict, finding)], _RIVALS)
        lines += [f"【{line.weight}】{message(finding)}", *([f"{texts.LIKELY}{line.suspect}"] if line.suspect else [])]
    session.person.tell("\n".join(dict.fromkeys(lines)))


def accept(session: Session) -> None:
    """Put the proposed figure into one cell, after showing old and new; of a number kept as text make a number."""
    meant = selection.selected(session)
    checked = session.check()
    suspicions = meant.suspicions(checked)
    text_number = _text_number(meant, checked)
    if suspicions:
        verdict, chosen = suspicions[0]
        label, new, doubts = chosen.cell.label, float(chosen.proposed), _doubts(verdict, chosen)
    elif text_number is not None:
        label, new, doubts = *text_number, [texts.KEPT_AS_TEXT]
    else:
        raise HostError(texts.NO_PROPOSAL)
    _, state = writable(session, meant.at)
    entry = AcceptedChange(meant.at, label, content(meant.at, state), new, state.number_format, now())
    if not session.person.confirm("\n".join([texts.ASK_ACCEPT, entry.told(), *doubts])):
        return
    result = carry_out(session, [entry])
    session.person.status(f"{entry.told()}  {result.headline}")


def carry_out(session: Session, entries: list[AcceptedChange]) -> Shown:
    """Write figures that the person has agreed to, check anew and log them; all of it or nothing."""
    own_sheets.allow(session)
    stored = results_sheet.load(session.program)
    with all_or_nothing(session.program) as changes:
        for name in dict.fromkeys(entry.at.sheet for entry in entries):
            here = [entry for entry in entries if entry.at.sheet == name]
            changes.write(_existing(session, name), [_write(entry) for entry in here])
        result = refresh(session, log=[*(stored.log if stored else []), *entries])
    last = entries[0].at
    session.program.go_to(last.sheet, last.row, last.column)
    return result


def take_back(session: Session) -> None:
    """Put the old contents of the last step back, their number formats too.

    Only what this user's own add-in has written down counts, and only figures of the report on visible sheets: the log
    travels with the workbook, and may be a stranger's.
    """
    stored = results_sheet.load(session.program)
    log = stored.log if stored else []
    last, step = _last_step(log)
    _see_unchanged(session, step)
    if not session.person.confirm(
        "\n".join([texts.ASK_TAKE_BACK, *texts.some([change.told_back() for change in step])])
    ):
        return
    own_sheets.allow(session)
    with all_or_nothing(session.program) as changes:
        _restore(session, changes, step)
        result = refresh(session, log=[change.undone() if change in step else change for change in log])
    session.program.go_to(last.at.sheet, last.at.row, last.at.column)
    session.person.status(f"{texts.several_back(step[-1].told_back(), len(step))}  {result.headline}")


def _last_step(log: Sequence[AcceptedChange]) -> tuple[AcceptedChange, list[AcceptedChange]]:
    """Return this user's last change that stands, and all that were made in one step with it and stand."""
    standing = [change for change in log if change.is_ours and not change.taken_back]
    if not standing:
        raise HostError(
            texts.NOT_OURS_TO_TAKE_BACK if any(not change.is_ours for change in log) else texts.NOTHING_ACCEPTED
        )
    last = standing[-1]
    return last, [change for change in standing if change is last or (last.step and change.step == last.step)]


def _see_unchanged(session: Session, step: Sequence[AcceptedChange]) -> None:
    """Refuse to take back what is no visible figure of the report, or was changed since."""
    known = {figure.at for figure in session.check().figures}
    for entry in step:
        sheet, state = writable(session, entry.at)
        if entry.at not in known or not sheet.visible:
            raise HostError(texts.no_figure_of_the_report(entry.at.place))
        current = content(entry.at, state)
        if current != entry.new:
            raise HostError(texts.changed_since(entry.at.place, shown(current)))


def _restore(session: Session, changes: Changes, step: list[AcceptedChange]) -> None:
    for name in dict.fromkeys(entry.at.sheet for entry in step):
        here = [entry for entry in step if entry.at.sheet == name]
        changes.write(
            _existing(session, name),
            [
                CellWrite(
                    entry.at.row,
                    entry.at.column,
                    None if entry.old == "" else entry.old,
                    entry.number_format,
                    as_text=isinstance(entry.old, str) and entry.old != "",
                )
                for entry in here
            ],
        )


def _write(entry: AcceptedChange) -> CellWrite:
    number_format = "General" if entry.number_format == AS_TEXT else None
    return CellWrite(entry.at.row, entry.at.column, entry.new, number_format)


def _existing(session: Session, name: str) -> SheetState:
    sheet = session.sheet(name)
    if sheet is None:
        raise HostError(texts.sheet_is_gone(name))
    return sheet


def writable(session: Session, at: CellAddress) -> tuple[SheetState, CellDetail]:
    """Return the one cell that may be written; what a merged area hides may not."""
    sheet = _existing(session, at.sheet)
    state = session.program.cell(at.sheet, at.row, at.column)
    if state.corner != (at.row, at.column):
        raise HostError(texts.hidden_in_merge(at.place))
    return sheet, state


def content(at: CellAddress, state: CellDetail) -> float | str:
    """Return a number, a text, or "" for a blank; anything else is not ours to replace."""
    is_formula = state.formula.startswith("=") and state.formula != state.value
    if state.value in (None, "") and not is_formula:
        return ""
    if is_formula or isinstance(state.value, bool) or not isinstance(state.value, float | str):
        raise HostError(texts.not_a_figure(at.place))
    return state.value


def now() -> str:
    """Return the time as the log shows it."""
    return datetime.now().astimezone().strftime(texts.TIME)


def _text_number(meant: SelectedCell, checked: WorkbookCheck) -> tuple[str, float] | None:
    """Of a cell that keeps its number as text, what it is called, and the number."""
    for figure in checked.figures:
        if figure.at == meant.at and isinstance(figure.value, str) and figure.reading.value is not None:
            return figure.label, float(figure.reading.value)
    return None


def _doubts(verdict: Verdict, chosen: Suspect) -> list[str]:
    """What a person must know before saying yes: rivals, and cells that belong to it."""
    group = [suspect for suspect in verdict.suspects if suspect.group == chosen.group]
    together = [suspect for suspect in group if suspect.choice == chosen.choice and suspect is not chosen]
    doubts = [reason(chosen.reason)]
    if together:
        doubts.append(
            texts.belongs_with(
                [sentences.most_likely(suspect.cell, suspect.proposed, reason(suspect.reason)) for suspect in together]
            )
        )
    if any(suspect.choice != chosen.choice for suspect in group):
        doubts.append(texts.NOT_THE_ONLY_ONE)
    return doubts


def _alone(verdict: Verdict, finding: Finding) -> Verdict:
    return replace(verdict, findings=(finding,))
