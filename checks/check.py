"""One received file → one verdict for each report in it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from checks import readers, rulebook
from checks.errors import InputFileError
from checks.evaluate import evaluate
from checks.identity import Identity, identify
from checks.justifications import apply, read_explanations, without_explanations
from checks.locate import Layout, locate
from checks.locate.previous_sheet import is_previous_sheet
from checks.model.findings import Finding, Verdict
from checks.model.grid import Grid
from checks.model.report import Report, fill, read_reports
from checks.model.rule import Entry, Rulebook
from checks.render import sentences

if TYPE_CHECKING:
    from checks.evaluate.cross_year import LastYear


def check_bytes(
    data: bytes, source: str, book: Rulebook | None = None, last_years: Sequence[LastYear] = ()
) -> list[Verdict]:
    """Check one file.

    Args:
        data: its bytes.
        source: its path as the user gave it; names the document in every output.
        book: the rules; the shipped ones by default.
        last_years: reports of the year before, of this unit and others.

    Returns:
        One verdict for each report in the file; exactly one if it holds none or cannot be read.
        Whatever the file is, nothing is raised.
    """
    book = book or rulebook.load()
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        reading = readers.read(data, source)
        verdicts = check_grids(reading.grids, source, sha256, book, last_years)
    except InputFileError as problem:
        return [unreadable(problem, source, sha256, book)]
    lacking = any(not verdict.forms or _lacks_table(verdict) for verdict in verdicts)
    for code, detail in reading.remarks:
        unread = sentences.UNREAD.get(code)
        if code == "pictures" and not lacking:
            continue  # a page's ornaments
        entry = book.catalogue["A-UNREAD" if unread else "A-FILE"]
        sentence = (unread or sentences.REMARKS[code]).format(detail=detail)
        verdicts[0].findings.append(_file_finding(entry, code, sentence))
    return verdicts


def _lacks_table(verdict: Verdict) -> bool:
    return any(one.rule == "RX-STRUCT:tables" for one in verdict.findings)


def unreadable(problem: InputFileError, source: str, sha256: str, book: Rulebook) -> Verdict:
    """Return the verdict on a file that cannot be read: a finding, so that a batch goes on."""
    sentence = sentences.UNREADABLE[problem.code].format(detail=problem.detail)
    if problem.code == "shortcut":  # nothing is amiss, and nothing is to be had
        finding = _file_finding(book.catalogue["A-FILE"], problem.code, sentence)
        return Verdict(source, sha256, findings=[finding], no_status="no_table")
    finding = _file_finding(book.catalogue["A-READ"], problem.code, sentence)
    return Verdict(source, sha256, findings=[finding], no_status="unreadable")


def check_grids(
    grids: list[Grid], source: str, sha256: str, book: Rulebook, last_years: Sequence[LastYear] = ()
) -> list[Verdict]:
    """Check what is already read: the sheets of a workbook that is open in a spreadsheet program, say.

    Args:
        grids: the sheets; results stored for formulas may be marked as uncalculated in them.
        source: names the document; its last part may tell the year.
        sha256: of whatever the result shall be tied to.
        book: the rules.
        last_years: reports of the year before, of this unit and others.

    Returns:
        One verdict for each report; exactly one, with the status no_table, if there is none.
    """
    explanations = read_explanations(grids)
    grids = without_explanations(grids) if explanations else grids
    identity = identify(grids, source, book.subjects)
    layouts = locate(grids, book, identity.year)
    if not layouts:
        entry = book.catalogue["A-TABLE"]
        finding = _file_finding(entry, "none", sentences.NO_TABLE)
        verdict = Verdict(source, sha256, findings=[finding], no_status="no_table")
        verdict.unit, verdict.year, verdict.unit_from = identity.unit, identity.year, identity.unit_from
        return [verdict]
    verdicts = []
    for layout in layouts:
        name, own = source, identity
        if len(layouts) > 1:  # a sheet for each unit says itself whose it is
            name = f"{source}#{_part_name(grids, layout)}"
            here = identify(
                [grids[position] for position in sorted({one.start[0] for one in layout.tables})], "", book.subjects
            )
            own = Identity(here.unit, here.year or identity.year, here.unit_from)
        verdicts.append(_check_layout(grids, layout, own, Verdict(name, sha256), book, last_years))
    for verdict in verdicts if explanations else ():
        apply(verdict, explanations)
    return verdicts


def _part_name(grids: Sequence[Grid], layout: Layout) -> str:
    grid, row = layout.tables[0].start
    return grids[grid].name or grids[grid].place(row, 0)


def _check_layout(
    grids: list[Grid],
    layout: Layout,
    identity: Identity,
    verdict: Verdict,
    book: Rulebook,
    last_years: Sequence[LastYear],
) -> Verdict:
    reports = read_reports(grids, layout)
    evaluation = evaluate(reports, book, lower=identity.is_lower)
    if any(finding.severity == "error" for finding in evaluation.findings) and _distrust(grids, reports):
        evaluation = evaluate(reports, book, lower=identity.is_lower)
    if last_years:
        from checks.evaluate.cross_year import across_years, pair  # noqa: PLC0415  # most checks have this year's alone

        if last := pair(last_years, identity.unit, identity.year):
            across_years(reports, last, book, evaluation)
    elif any(is_previous_sheet(grid) for grid in grids):
        from checks.evaluate.cross_year import across_years  # noqa: PLC0415  # most checks have this year's alone
        from checks.evaluate.own_last_year import own_last_year  # noqa: PLC0415  # likewise

        if last := own_last_year(grids, reports, book):
            across_years(reports, last, book, evaluation)
    verdict.forms = tuple(form for form in book.forms if form in reports)
    verdict.unit, verdict.year, verdict.unit_from = identity.unit, identity.year, identity.unit_from
    verdict.checked, verdict.undecided = evaluation.checked, evaluation.undecided
    if any(grid.lines is not None for grid in grids):
        from checks.evaluate.narrative import narrative_findings  # noqa: PLC0415  # only texts have sentences

        evaluation.findings += narrative_findings(grids, reports, book, lower=identity.is_lower)
    verdict.findings = _sorted(evaluation.findings)
    _suspect(verdict, reports, book)
    return verdict


def _suspect(verdict: Verdict, reports: dict[str, Report], book: Rulebook) -> None:
    """Say which cells are probably wrong, if an equality that must hold fails or waits for a figure."""
    doubtful = {one.rule for one in verdict.findings if one.outcome in ("fail", "undecided") and one.left is not None}
    rules = (rule for form in verdict.forms for rule in book.rules[form] if rule.id in doubtful)
    if not any(rule.severity == "error" and rule.holds.relation == "=" for rule in rules):
        return
    from checks.localize import diagnose  # noqa: PLC0415  # a balanced report does without

    diagnosis = diagnose(reports, verdict.findings, book)
    verdict.suspects = diagnosis.suspects
    if diagnosis.limited:
        verdict.findings.append(_file_finding(book.catalogue["A-LIMIT"], "diagnosis", sentences.GIVEN_UP))


def _distrust(grids: list[Grid], reports: Mapping[str, Report]) -> bool:
    """Before anyone is accused, see whether stored results are what their formulas give; tell if some are not."""
    from checks.evaluate.uncalculated import mark_stale  # noqa: PLC0415  # most files have no error to explain

    spots = [report.spots[i] for report in reports.values() for i in report.spots if report.is_formula(i)]
    if not mark_stale(grids, spots):
        return False
    for report in reports.values():
        fill(report)
    return True


def _sorted(findings: list[Finding]) -> list[Finding]:
    """Errors first; within one severity failures before doubts, then the order of the rules."""
    order = {"error": 0, "warning": 1, "info": 2}
    return sorted(findings, key=lambda f: (order[f.severity], f.outcome != "fail"))


def _file_finding(entry: Entry, subject: str, sentence: str) -> Finding:
    return Finding(f"{entry.id}:{subject}", "", entry.severity, "fail", (), None, None, sentence)
