"""Findings and deliveries as plain rows; ``gouji.frames`` names their keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from checks.model.submission import Submission
from checks.render.sentences.findings import message
from checks.submissions import Delivery
from gouji.frames import FINDINGS


def finding_rows(submissions: Iterable[Submission]) -> Iterator[dict[str, Any]]:
    """Yield one row a finding: ``gouji.frames.FINDINGS``."""
    for submission in submissions:
        verdict = submission.verdict
        for finding in verdict.findings:
            first = finding.cells[0] if finding.cells else None
            yield {
                "unit": submission.unit,
                "year": submission.year,
                "form": finding.form or None,
                "status": verdict.status,
                "rule": finding.rule,
                "severity": finding.severity,
                "outcome": finding.outcome,
                "cell": first.id if first else None,
                "place": first.place if first else None,
                "left": finding.left,
                "right": finding.right,
                "difference": finding.difference,
                "message": message(finding),
                "source": submission.source,
                "sha256": submission.sha256,
                "superseded": bool(submission.superseded_by),
            }


def finding_columns(submissions: Iterable[Submission]) -> dict[str, list[Any]]:
    """Return the findings as columns, with a row for each document that has none: for who groups by file."""
    rows: list[dict[str, Any]] = []
    for submission in submissions:
        own = list(finding_rows([submission]))
        rows += own or [
            {
                "unit": submission.unit,
                "year": submission.year,
                "form": submission.forms[0] if submission.forms else None,
                "status": submission.verdict.status,
                "source": submission.source,
                "sha256": submission.sha256,
                "superseded": bool(submission.superseded_by),
            }
        ]
    return {name: [row.get(name) for row in rows] for name in FINDINGS}


def document_rows(submissions: Iterable[Submission]) -> Iterator[dict[str, Any]]:
    """Yield one row a document: ``gouji.frames.DOCUMENTS``; those that pass, too."""
    for submission in submissions:
        verdict = submission.verdict
        still_open = [finding.severity for finding in verdict.open_findings]
        yield {
            "unit": submission.unit,
            "year": submission.year,
            "forms": " ".join(verdict.forms) or None,
            "status": verdict.status,
            "errors": still_open.count("error"),
            "warnings": still_open.count("warning"),
            "checked": verdict.checked,
            "undecided": verdict.undecided,
            "unit_from": submission.unit_from,
            "trust": verdict.trust,
            "sender": submission.origin.sender if submission.origin else None,
            "source": submission.source,
            "sha256": submission.sha256,
            "superseded": bool(submission.superseded_by),
        }


def delivery_rows(deliveries: Iterable[Delivery]) -> Iterator[dict[str, Any]]:
    """Yield one row a unit: ``gouji.frames.DELIVERIES``."""
    for delivery in deliveries:
        still_open = [finding for submission in delivery.current for finding in submission.counted.open_findings]
        origin = delivery.newest.origin
        yield {
            "unit": delivery.name or None,
            "parent": delivery.unit.parent or None if delivery.unit else None,
            "year": delivery.year,
            "state": delivery.state,
            "errors": sum(finding.severity == "error" for finding in still_open),
            "warnings": sum(finding.severity == "warning" for finding in still_open),
            "current": [submission.source for submission in delivery.current],
            "older": [submission.source for submission in delivery.older],
            "beside": [submission.source for submission in delivery.beside],
            "sender": origin.sender if origin else None,
        }
