"""Document × rules (× last year's figures) → Verdict: a pure function. And the same from a file's bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from checks import rulebook
from checks.documents import Document, read_documents
from checks.effort import bounded, shared_by
from checks.errors import InputFileError
from checks.evaluate import evaluate
from checks.evaluate.cross_year import LastYear, across_years
from checks.evaluate.document_rules import forms_astray
from checks.evaluate.prose import paragraphs
from checks.justifications import justified
from checks.model.findings import Finding, Suspect, Verdict, document_finding
from checks.model.grid import Grid, Trust
from checks.model.held_figures import held_figures
from checks.model.report import Reports
from checks.model.rule import Rulebook, Severity
from checks.previous import own_last_year
from checks.render.sentences.received import TWICE, UNREAD

Partner: TypeAlias = Callable[[Verdict], LastYear | None]
"""What a document says of itself, and nothing yet of its figures → the report of the year before."""

_OF_LETTERS: Mapping[str, Severity] = {"bounce": "info", "auto_reply": "info", "no_attachment": "warning"}
"""A mail without a report is no bad report: who has sent nothing else is missing, and that is said of the unit."""


@bounded
def check_bytes(
    data: bytes,
    source: str,
    book: Rulebook | None = None,
    last_years: Sequence[LastYear] = (),
    partner: Partner | None = None,
    sha256: str = "",
) -> list[Verdict]:
    """Check one file.

    Args:
        data: its bytes.
        source: its path as the user gave it; names the document in every output.
        book: the rules; the shipped ones by default.
        last_years: figures of the year before, of this unit and others.
        partner: finds the one to hold a document against, by more than its own name.
        sha256: of the data, where it is known already.

    Returns:
        One verdict for each report in the file; exactly one if it holds none or cannot be read.
        Whatever the file is, nothing is raised.
    """
    book = book or rulebook.load()
    sha256 = sha256 or hashlib.sha256(data).hexdigest()
    try:
        documents = read_documents(data, source, book, sha256)
    except InputFileError as problem:
        return [unreadable(problem, source, sha256, book)]
    shared_by(len(documents))
    return [check_among(document, book, last_years, partner) for document in documents]


def unreadable(problem: InputFileError, source: str, sha256: str, book: Rulebook) -> Verdict:
    """Return the verdict on a file that cannot be read: a finding, so that a batch goes on."""
    arguments = (problem.code, problem.detail)
    if problem.code == "shortcut":  # nothing is amiss, and nothing is to be had
        finding = document_finding(book.catalogue["A-FILE"], problem.code, code="unreadable", arguments=arguments)
        return Verdict(source, sha256, findings=(finding,), no_status="no_table")
    kind, severity = book.catalogue["A-READ"], _OF_LETTERS.get(problem.code)
    finding = document_finding(kind, problem.code, code="unreadable", arguments=arguments, severity=severity)
    return Verdict(source, sha256, findings=(finding,), no_status="unreadable")


def check_among(
    document: Document, book: Rulebook, last_years: Sequence[LastYear], partner: Partner | None = None
) -> Verdict:
    """Check a document against the one of last year's reports that is its own unit's, if that is clear."""
    identity, last = document.identity, None
    if last_years:
        from checks.partners import pair  # noqa: PLC0415  # most runs have no last year

        last = partner(_verdict(document)) if partner else pair(last_years, identity.unit, identity.year)
    return check(document, book, last)


@bounded
def check(document: Document, book: Rulebook, last: LastYear | None = None) -> Verdict:
    """Check one document. Nothing is changed, and the same document always gives the same verdict.

    Args:
        document: what was read.
        book: the rules.
        last: the same unit's figures of the year before; by default those that the workbook's own 上年数据 gives.
    """
    identity = document.identity
    if not document.reports:
        finding = document_finding(book.catalogue["A-TABLE"], "none", code="no_table")
        remarks = _remarks(document, book, is_lacking=True)
        return _verdict(document, findings=(finding, *_of_text_alone(document, book), *remarks), no_status="no_table")
    evaluation = evaluate(document.reports, book, lower=identity.is_lower)
    if identity.unit is None:
        evaluation.findings += _of_unknown_unit(document.reports, book)
    evaluation.findings += forms_astray(document.reports, identity, book)
    if last is None and document.has_last_year:
        last = own_last_year(document.grids, document.reports, book)
    if last is not None:
        across_years(document.reports, last, book, evaluation)
    if document.has_sentences and (
        text := paragraphs(document.grids, document.reports, of_several=bool(document.part))
    ):
        from checks.evaluate.narrative import narrative_findings  # noqa: PLC0415  # only texts have sentences

        evaluation.findings += narrative_findings(text, document.reports, book, identity)
        if last is not None and last.chapters:
            from checks.evaluate.copied_text import copied  # noqa: PLC0415  # as above

            evaluation.findings += copied(document.grids, last.chapters, book)
    trust = _weakest(document.grids)
    if trust != "exact":
        evaluation.findings = _as_far_as_trusted(evaluation.findings, document.reports)
    findings = _sorted(evaluation.findings)
    suspects, given_up = _suspects(document.reports, findings, book) if findings else ([], [])
    findings = list(justified(findings, document.justifications)) if document.justifications else findings
    remarks = _remarks(document, book, is_lacking=any(finding.rule == "RX-STRUCT:tables" for finding in findings))
    return _verdict(
        document,
        forms=tuple(form for form in book.forms if form in document.reports),
        checked=evaluation.checked,
        undecided=evaluation.undecided,
        findings=(*findings, *given_up, *remarks),
        suspects=tuple(suspects),
        figures=held_figures(document.reports),
        trust=trust,
    )


def _of_unknown_unit(reports: Reports, book: Rulebook) -> Iterator[Finding]:
    """Yield what would not hold if the unit were a lower one: who it is decides, and the document does not say."""
    for finding in evaluate(reports, book, lower=True).findings:
        if finding.relation is not None and finding.relation.units == "lower" and finding.outcome == "fail":
            yield finding._replace(outcome="undecided", code="unit_unknown")


def _of_text_alone(document: Document, book: Rulebook) -> list[Finding]:
    """Return what the text of a report without tables contradicts in itself."""
    if document.identity.unit is None or document.identity.year is None:
        return []  # a letter, or whatever else came along
    text = paragraphs(document.grids, document.reports)
    if not text:
        return []
    from checks.evaluate.stated_sums import lists_astray  # noqa: PLC0415  # only texts have sentences

    return list(lists_astray(text, "", book))


def _verdict(document: Document, **more: Any) -> Verdict:
    identity = document.identity
    return Verdict(
        document.file,
        document.sha256,
        unit=identity.unit,
        year=identity.year,
        unit_from=identity.unit_from,
        part=document.part,
        **more,
    )


_TRUST: tuple[Trust, ...] = ("exact", "derived", "recognised")


def _weakest(grids: Iterable[Grid]) -> Trust:
    """How the least certain of some sheets and pages was read."""
    kinds = {grid.trust for grid in grids} - {"exact"}
    return max(kinds, key=_TRUST.index) if kinds else "exact"


def _as_far_as_trusted(findings: Sequence[Finding], reports: Reports) -> list[Finding]:
    """The findings of a document; what would accuse on figures that were derived or recognised is undecided instead."""
    used = {form: {grid for grid, _, _ in report.spots.values()} for form, report in reports.items()}
    trust = {form: _weakest(reports[form].grids[grid] for grid in grids) for form, grids in used.items()}
    return [_softened(finding, trust.get(finding.form, "exact")) for finding in findings]


def _softened(finding: Finding, trust: Trust) -> Finding:
    if trust == "exact" or finding.outcome != "fail" or finding.severity != "error":
        return finding
    if finding.relation is None:
        return finding._replace(severity="warning")
    return finding._replace(severity="warning", outcome="undecided", code=trust)


def _remarks(document: Document, book: Rulebook, *, is_lacking: bool) -> Iterator[Finding]:
    """What is said of the file: what was not read of it is a warning, the rest a word."""
    for code, detail in document.remarks:
        if code == "pictures" and not is_lacking:
            continue  # a page's ornaments
        kind = book.catalogue["A-TWICE" if code in TWICE else "A-UNREAD" if code in UNREAD else "A-FILE"]
        yield document_finding(kind, code, code="remark", arguments=(code, detail))


def _suspects(reports: Reports, findings: Sequence[Finding], book: Rulebook) -> tuple[list[Suspect], list[Finding]]:
    """Say which cells are probably wrong, if an equality that must hold fails or waits for a figure."""
    doubtful = {f.rule for f in findings if f.outcome in ("fail", "undecided") and f.left is not None}
    if not doubtful:
        return [], []
    rules = (rule for form in reports for rule in book.rules[form] if rule.id in doubtful)
    if not any(rule.severity == "error" and rule.holds.relation == "=" for rule in rules):
        return [], []
    from checks.localize import diagnose  # noqa: PLC0415  # a balanced report does without
    from checks.localize.text_numbers import text_number_suspects  # noqa: PLC0415  # as above

    if texts := text_number_suspects(reports, findings, book):
        return texts, []
    diagnosis = diagnose(reports, findings, book)
    limit = [document_finding(book.catalogue["A-LIMIT"], "diagnosis", code="given_up")] if diagnosis.limited else []
    return diagnosis.suspects, limit


def _sorted(findings: Sequence[Finding]) -> list[Finding]:
    """Errors first; within one severity failures before doubts, then the order of the rules."""
    order = {"error": 0, "warning": 1, "info": 2}
    return sorted(findings, key=lambda f: (order[f.severity], f.outcome != "fail"))
