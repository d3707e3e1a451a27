"""Verdicts as JSON, member by member as ``checks.contract`` says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from checks import __version__
from checks.model.figures import Number
from checks.model.findings import CellRef, Finding, Justification, Status, Suspect
from checks.model.form import Form
from checks.model.grid import CellAddress
from checks.model.held_figures import FigureRow, Held, held_rows
from checks.model.submission import Origin, Submission
from checks.render.sentences.findings import message
from checks.render.sentences.reasons import reason

if TYPE_CHECKING:  # types only: what they are made with is not loaded to write
    from checks import contract
    from checks.submissions import Deliveries, Delivery


SCHEMA = Path(__file__).with_name("gouji-check-2.schema.json")
"""``gouji.schema()`` as a file, for those who have no Python: ``python -m checks.contract`` makes it anew."""
OPENING = '{"schema": "gouji-check/2"'
"""How the text of a result begins."""
FAMILY = OPENING[: OPENING.index("/") + 1]
"""How the text of a result of any version begins."""
_STATUSES: tuple[Status, ...] = ("pass", "review", "fail", "unreadable", "no_table")


def _always() -> bool:
    return True


def as_text(
    documents: Iterable[tuple[str, Status]],
    ruleset: str,
    is_complete: Callable[[], bool] = _always,
    deliveries: Deliveries | None = None,
) -> Iterator[str]:
    """Yield the whole result as the text of one JSON object, in a stable order, one line a document.

    Args:
        documents: ``as_document`` of each as text, on one line, with its status; in the order of reading.
        ruleset: ``sha256:…`` of the rules that they were checked by.
        is_complete: tells, once the documents have come to their end, whether that was all of them.
        deliveries: whose they are; without them the lists of units are empty.
    """
    from checks.solver import solver  # noqa: PLC0415  # other ways to show a result do without

    counts = dict.fromkeys(_STATUSES, 0)
    head = {"tool": __version__, "ruleset": ruleset, "solver": solver()}
    yield f'{OPENING}, {json.dumps(head)[1:-1]}, "documents": ['
    for number, (text, status) in enumerate(documents):
        counts[status] += 1
        yield ("\n" if number == 0 else ",\n") + text
    summary = json.dumps({"documents": sum(counts.values()), **counts})
    yield f'\n], "deliveries": {_lines(_deliveries(deliveries) if deliveries else [])}'
    missing = json.dumps(_missing(deliveries) if deliveries else [], ensure_ascii=False)
    yield f', "missing": {missing}, "complete": {json.dumps(is_complete())}, "summary": {summary}}}\n'


def _lines(entries: Iterable[contract.Delivery]) -> str:
    """A list as JSON, one line an entry."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    return "[" + ",".join(["\n" + encode(entry) for entry in entries]) + "\n]"


def as_document(submission: Submission) -> contract.Document:
    """Return one document's part of the result."""
    verdict = submission.verdict
    return {
        "source": verdict.source,
        "file": verdict.file,
        "part": verdict.part or None,
        "sha256": verdict.sha256,
        "forms": list(verdict.forms),
        "unit": submission.unit,
        "year": submission.year,
        "status": verdict.status,
        "checked": verdict.checked,
        "undecided": verdict.undecided,
        "findings": [_finding(finding) for finding in verdict.findings],
        "suspects": [_suspect(suspect) for suspect in verdict.suspects],
        "unit_from": submission.unit_from,
        "trust": verdict.trust,
        "origin": _origin(submission.origin) if submission.origin else None,
        "superseded_by": submission.superseded_by or None,
        "marked_copy": submission.marked_copy or None,
        "not_kept": list(submission.not_kept),
    }


def as_figures(figures: Held, forms: Mapping[str, Form]) -> list[contract.Figure]:
    """Return the figures of a document, which its part of the result has on request."""
    return [_figure(row) for row in held_rows(figures, forms)]


def _origin(origin: Origin) -> contract.Origin:
    return {
        "sender": origin.sender,
        "sender_name": origin.sender_name,
        "subject": origin.subject,
        "date": origin.date.isoformat() if origin.date else None,
        "attachment": origin.attachment,
        "message_id": origin.message_id,
        "passed_on_by": origin.passed_on_by,
    }


def _finding(finding: Finding) -> contract.Finding:
    return {
        "rule": finding.rule,
        "form": finding.form or None,
        "severity": finding.severity,
        "outcome": finding.outcome,
        "cells": [_cell(ref) for ref in finding.cells],
        "left": _number(finding.left),
        "right": _number(finding.right),
        "difference": _number(finding.difference),
        "message": message(finding),
        "operands": [
            {"name": operand.name, "cell": _place(operand.cell), "lack": operand.lack}
            for operand in finding.operands
            if operand.lack != "number"
        ],
        "needed": _number(finding.needed),
        "code": finding.code or None,
        "arguments": list(finding.arguments),
        "justification": _justification(finding.justification) if finding.justification else None,
    }


def _justification(said: Justification) -> contract.Justification:
    return {"words": said.words, "when": said.when, "fits": said.fits, "sides": list(said.sides)}


def _suspect(suspect: Suspect) -> contract.Suspect:
    return {
        "cell": _cell(suspect.cell),
        "actual": _number(suspect.cell.value),
        "proposed": _written(suspect.proposed),
        "certainty": suspect.certainty,
        "explains": list(suspect.explains),
        "reason": reason(suspect.reason),
        "why": {
            "code": suspect.reason.code,
            "name": suspect.reason.name,
            "value": _number(suspect.reason.value),
            "whole_line": suspect.reason.whole_line,
        },
        "group": suspect.group,
        "choice": suspect.choice,
    }


def _figure(row: FigureRow) -> contract.Figure:
    return {
        "form": row.form,
        "cell": row.cell,
        "value": _number(row.value),
        "text": row.text,
        "state": row.state,
        "at": _address(row.at),
    }


def _place(ref: CellRef) -> contract.Place:
    return {"id": ref.id, "place": ref.place, "at": _address(ref.at, ref.file), "label": ref.label}


def _cell(ref: CellRef) -> contract.Cell:
    return {**_place(ref), "value": _number(ref.value), "text": ref.text}


def _address(at: CellAddress | None, file: str = "") -> contract.Address | None:
    """The address as data: only what the medium has."""
    if at is None:
        return None
    address: contract.Address = {"medium": at.medium, "row": at.row, "column": at.column}
    if at.sheet:
        address["sheet"] = at.sheet
    if at.page:
        address["page"] = at.page
    if at.table:
        address["table"] = at.table
    if at.line:
        address["line"] = at.line
    if file:
        address["file"] = file
    return address


def _number(value: Number | None) -> int | float | None:
    return None if value is None else _written(value)


def _written(value: Number) -> int | float:
    """A JSON number; money keeps the digits that it was written with (at most 15)."""
    return float(value) if isinstance(value, Decimal) else value


def _deliveries(deliveries: Deliveries) -> list[contract.Delivery]:
    """Return one entry a unit, the worst state first."""
    return [_delivery(delivery) for delivery in deliveries.units]


def _missing(deliveries: Deliveries) -> list[contract.MissingUnit]:
    """Return the lines of the list that nothing came from."""
    return [
        {"unit": unit.name, "parent": unit.parent or None, "addresses": list(unit.addresses)}
        for unit in deliveries.missing
    ]


def _delivery(delivery: Delivery) -> contract.Delivery:
    unit = delivery.unit
    return {
        "unit": delivery.name or None,
        "parent": (unit.parent or None) if unit else None,
        "state": delivery.state,
        "year": delivery.year,
        "current": [submission.source for submission in delivery.current],
        "older": [submission.source for submission in delivery.older],
        "beside": [submission.source for submission in delivery.beside],
        "evidence": _evidence(delivery),
        "conflict": [rival.name for rival in delivery.rivals] or None,
    }


def _evidence(delivery: Delivery) -> dict[str, str]:
    """What told the unit, by where it stands; ``list`` is the line that it came to."""
    evidence: dict[str, str] = {}
    for piece in delivery.attribution.evidence if delivery.attribution else ():
        evidence.setdefault(piece.source, piece.says)
    return {**evidence, **({"list": delivery.unit.name} if delivery.unit else {})}
