"""一键校验, 只看本表, 清除标记."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from addin import marking, own_sheets, results_sheet, texts
from addin.change_log import Accepted
from addin.host import HostError
from addin.result_rows import Line, lines
from addin.session import Checked, Desk
from checks.marking.marks import marks
from checks.model.findings import Finding, Verdict
from checks.model.grid import CellAddress
from checks.render import sentences


@dataclass(frozen=True)
class Shown:
    """What a check put into the workbook."""

    found: list[Line]
    headline: str
    problems: list[str]


def check(desk: Desk) -> None:
    """Check the whole workbook, mark it, list the findings, and put the list in front."""
    shown = refresh(desk)
    sheet = own_sheets.find_results(desk.book)
    assert sheet is not None
    desk.host.show(sheet, 0, 0)
    desk.host.status(shown.headline)
    if shown.problems:
        desk.host.tell("\n".join(shown.problems))


def check_sheet(desk: Desk) -> None:
    """Check all, since tables hang together, but mark and list only what touches the sheet in front."""
    name = desk.sheet_in_front().name
    shown = refresh(desk, partial(_touches, name))
    first = next((line.target for line in shown.found if line.target and line.target.sheet == name), None)
    if first is not None:
        desk.host.show(desk.book.sheets(name), first.row, first.column)
    desk.host.status(f"{name} {shown.headline}")
    if shown.problems:
        desk.host.tell("\n".join(shown.problems))


def clear(desk: Desk) -> None:
    """Take out marks, our notes and the results sheet; explanations and accepted figures are the user's own."""
    sheet = own_sheets.find_results(desk.book)
    stored = results_sheet.load(desk.book)
    with desk.host.quiet(desk.book):
        count, problems = marking.remove(desk.book, desk.host, stored.notes if stored else None)
        if sheet is not None:
            sheet.delete()
    desk.host.status(None)
    done = texts.cleared(count) if count or sheet is not None else texts.NOTHING_TO_CLEAR
    desk.host.tell("\n".join([done, *problems]))


def refresh(
    desk: Desk, wanted: Callable[[Finding], bool] | None = None, log: Sequence[Accepted] | None = None
) -> Shown:
    """Check, mark and list anew.

    Args:
        desk: the workbook.
        wanted: the findings to show; all by default.
        log: what was accepted; what the workbook says by default.

    Raises:
        HostError: there is no table to check.
    """
    stored = results_sheet.load(desk.book)
    with desk.host.quiet(desk.book):
        checked = desk.check()
        if not checked.has_tables:
            raise HostError(sentences.NO_TABLE)
        verdicts = [_only(verdict, wanted) for verdict in checked.verdicts] if wanted else checked.verdicts
        _, problems = marking.remove(desk.book, desk.host, stored.notes if stored else None)
        to_put, found, head = marks(verdicts, desk.rules), lines(verdicts, desk.rules), _head(verdicts, checked)
        kept = log if log is not None else stored.accepted if stored else []
        results_sheet.write(desk.book, head, found, checked.figures, marking.notes_of(to_put), kept)
        problems += marking.put(desk.book, desk.host, to_put)
    return Shown(found, head[0], list(dict.fromkeys(problems)))


def _head(verdicts: Sequence[Verdict], checked: Checked) -> list[str]:
    findings = [finding for verdict in verdicts for finding in verdict.findings]
    open_ones = [one for one in findings if one.outcome != "explained"]
    errors, warnings = (sum(one.severity == severity for one in open_ones) for severity in ("error", "warning"))
    worst = min((verdict.status for verdict in verdicts), key=["fail", "review", "pass"].index)
    decided = sum(verdict.checked for verdict in checked.verdicts)
    undecided = sum(verdict.undecided for verdict in checked.verdicts)
    now = datetime.now().astimezone().strftime(texts.TIME)
    units = list(dict.fromkeys(f"{one.unit or ''} {one.year or ''}".strip() for one in checked.verdicts))
    return [
        texts.verdict_line(sentences.STATUS[worst], errors, warnings, len(findings) - len(open_ones)),
        texts.checked_at(now, texts.units(units), sentences.checked(decided, undecided)),
    ]


def _only(verdict: Verdict, wanted: Callable[[Finding], bool]) -> Verdict:
    findings = [finding for finding in verdict.findings if wanted(finding)]
    rules = {finding.rule for finding in findings}
    suspects = [one for one in verdict.suspects if rules.intersection(one.explains)]
    return replace(verdict, findings=findings, suspects=suspects)


def _touches(name: str, finding: Finding) -> bool:
    spots: list[CellAddress | None] = [ref.workbook_cell for ref in finding.cells]
    return any(spot is not None and spot.sheet == name for spot in spots)
