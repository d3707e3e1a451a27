"""Whose each report is and who is missing, as JSON: the part of ``gouji-check/2`` that is about units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.submissions import Deliveries, Delivery

if TYPE_CHECKING:
    from checks import contract


def as_deliveries(deliveries: Deliveries) -> list[contract.Delivery]:
    """Return one entry a unit, the worst state first."""
    return [_delivery(delivery) for delivery in deliveries.units]


def as_missing(deliveries: Deliveries) -> list[contract.MissingUnit]:
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
