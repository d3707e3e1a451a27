"""A document of the JSON result → its Verdict again: what a worker or the cache kept is all that the outputs need."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from checks.model.figures import Number
from checks.model.findings import CellRef, Finding, Origin, Suspect, Verdict
from checks.model.grid import CellAddress


def read_document(document: dict[str, Any]) -> Verdict:
    """Return the verdict that ``as_json.as_document`` wrote down."""
    status = document["status"]
    return Verdict(
        source=document["source"],
        sha256=document["sha256"],
        forms=tuple(document["forms"]),
        unit=document["unit"],
        year=document["year"],
        checked=document["checked"],
        undecided=document["undecided"],
        findings=[_finding(one) for one in document["findings"]],
        suspects=[_suspect(one) for one in document["suspects"]],
        no_status=status if status in ("unreadable", "no_table") else "",
        unit_from=document["unit_from"],
        origin=_origin(document["origin"]),
        superseded_by=document["superseded_by"] or "",
        marked_copy=document["marked_copy"] or "",
        not_kept=tuple(document["not_kept"]),
    )


def _origin(origin: dict[str, Any] | None) -> Origin | None:
    if origin is None:
        return None
    return Origin(**{**origin, "date": datetime.fromisoformat(origin["date"]) if origin["date"] else None})


def _finding(finding: dict[str, Any]) -> Finding:
    cells = tuple(_ref(one) for one in finding["cells"])
    sides = _number(finding["left"]), _number(finding["right"])
    form = finding["form"] or ""
    return Finding(finding["rule"], form, finding["severity"], finding["outcome"], cells, *sides, finding["message"])


def _suspect(suspect: dict[str, Any]) -> Suspect:
    proposed = _number(suspect["proposed"])
    assert proposed is not None
    words = (suspect["certainty"], tuple(suspect["explains"]), suspect["reason"])
    return Suspect(_ref(suspect["cell"]), proposed, *words, suspect["group"], suspect["choice"])


def _ref(ref: dict[str, Any]) -> CellRef:
    at = dict(ref["at"] or {})
    file = at.pop("file", "")
    return CellRef(ref["id"], CellAddress(**at) if at else None, ref["label"], _number(ref["value"]), ref["text"], file)


def _number(value: float | None) -> Number | None:
    """A Number again; JSON has one kind of number with a point, money has Decimals."""
    return Decimal(repr(value)) if isinstance(value, float) else value
