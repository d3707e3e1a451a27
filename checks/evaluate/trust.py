"""Figures that were derived or recognised may not accuse: what they break is to be compared with the original."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from checks.model.findings import Finding
from checks.model.grid import Trust
from checks.model.report import Report

_ORDER: tuple[Trust, ...] = ("exact", "derived", "recognised")


def trust_of(report: Report) -> Trust:
    """Return how the least certain of a report's tables was read."""
    used = {grid for grid, _, _ in report.spots.values()}
    return max((report.grids[grid].trust for grid in used), key=_ORDER.index, default="exact")


def as_far_as_trusted(findings: Sequence[Finding], reports: Mapping[str, Report]) -> list[Finding]:
    """Return the findings; what would accuse on figures that are not exact is undecided instead.

    Args:
        findings: of one document.
        reports: its figures, by form.
    """
    trust = {form: trust_of(report) for form, report in reports.items()}
    return [_softened(finding, trust.get(finding.form, "exact")) for finding in findings]


def _softened(finding: Finding, trust: Trust) -> Finding:
    if trust == "exact" or finding.outcome != "fail" or finding.severity != "error":
        return finding
    if finding.relation is None:
        return replace(finding, severity="warning")
    return replace(finding, severity="warning", outcome="undecided", code=trust)
