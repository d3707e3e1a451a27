"""What is said of a document as a whole, beside what it has lost of its form."""

from __future__ import annotations

from collections.abc import Mapping

from checks.model.findings import Finding
from checks.model.report import Report
from checks.model.rule import Entry, Rulebook
from checks.render import sentences
from checks.rules.totals import totals


def computed_totals(reports: Mapping[str, Report], book: Rulebook) -> list[Finding]:
    """Say where totals are formulas, for a report that has errors: they are always right, and prove less."""
    found = []
    for report in reports.values():
        asked = [report.form.index[cell] for cell in totals(report.form, book.rules[report.form.id])]
        here = [index for index in asked if index in report.spots]
        if here and sum(report.is_formula(index) is True for index in here) * 2 > len(here):
            found.append(_finding(book.catalogue["A-EDITION"], "formulas", report.form.id, sentences.COMPUTED_TOTALS))
    return found


def _finding(entry: Entry, subject: str, form: str, sentence: str, severity: str = "") -> Finding:
    return Finding(
        rule=f"{entry.id}:{subject}",
        form=form,
        severity=severity or entry.severity,  # type: ignore[arg-type]  # only ever a Severity
        outcome="fail",
        cells=(),
        left=None,
        right=None,
        message=sentence + entry.instruction,
    )
