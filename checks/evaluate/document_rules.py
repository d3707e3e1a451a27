"""What is said of a document as a whole, beside what it has lost of its form."""

from __future__ import annotations

from collections.abc import Mapping

from checks.model.findings import Finding, document_finding
from checks.model.report import Report
from checks.model.rule import Rulebook
from checks.rules.totals import totals


def computed_totals(reports: Mapping[str, Report], book: Rulebook) -> list[Finding]:
    """Say where totals are formulas, for a report that has errors: they are always right, and prove less."""
    findings = []
    for report in reports.values():
        asked = [report.form.index[cell] for cell in totals(report.form, book.rules[report.form.id])]
        here = [index for index in asked if index in report.spots]
        if here and sum(report.is_formula(index) is True for index in here) * 2 > len(here):
            kind = book.catalogue["A-EDITION"]
            findings.append(document_finding(kind, "formulas", code="computed_totals", form=report.form.id))
    return findings
