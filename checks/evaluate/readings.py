"""Which figures of the tables a claim may mean: equal to any of them, and the text agrees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from checks.model.figures import Number
from checks.model.report import Report

_ORGANISATIONS = ("commercial", "research", "public_welfare", "legal_service", "other_org")


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of figures of the tables: its value, and the cells."""

    value: Number
    cells: tuple[str, ...]


def readings(role: str, report: Report) -> list[Sum]:
    """Return the sums that a claim of this role may mean, the likeliest first; none where a figure is not known."""
    return [reading for cells in _cells(role, report) if (reading := _sum(report, cells)) is not None]


def _sum(report: Report, signed: tuple[str, ...]) -> Sum | None:
    total: Number = 0
    for name in signed:
        index = report.form.index.get(name.lstrip("-"))
        value = None if index is None else report.reading(index).value
        if value is None:
            return None
        total += -value if name.startswith("-") else value
    return Sum(total, tuple(name.lstrip("-") for name in signed)) if signed else None


def _group(report: Report, prefix: str) -> tuple[str, ...]:
    """Return the totals of all rows of a group of results, as the form has them."""
    ids = (cell.id for cell in report.form.cells)
    return tuple(i for i in ids if i.startswith(prefix) and i.endswith(".total") and ".subtotal." not in i)


def _minus(cells: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"-{cell}" for cell in cells)


def _cells(role: str, report: Report) -> Iterator[tuple[str, ...]]:
    if "." in role:  # one row of a group; or the whole group, where this was its only reason
        group, row = role.split(".")[:2]
        yield from ((f"{group}.{row}.total",), _group(report, f"{group}."))
        return
    new, carried = ("requests.new.total",), ("requests.carried_in.total",)
    results = ("results.total.total",)
    granted, partial = ("results.granted.total",), ("results.partial.total",)
    other, refused = _group(report, "other."), _group(report, "refused.")
    direct, after = ("suit_direct.total",), ("suit_after_review.total",)
    natural = ("requests.new.natural_person",), ("requests.carried_in.natural_person",)
    natural_results = ("results.total.natural_person",)
    organisations = tuple(
        tuple(f"requests.{row}.{column}" for column in _ORGANISATIONS) for row in ("new", "carried_in")
    )
    yield from {
        "new": (new,),
        "received": (new, new + carried),
        "none": (new, new + carried),
        "none_by_citizens": (new, natural[0]),
        "none_by_natural": (natural[0],),
        "none_by_org": (organisations[0],),
        "handled": (new, new + carried, results),
        "together": (new + carried, results, new),
        "carried_in": (carried,),
        "carried_out": (("requests.carried_out.total",),),
        "done": (
            *(results, new, new + carried, results + _minus(other)),
            *(results + _minus(other) + _minus(refused), results + _minus(carried)),
        ),
        "granted": (granted,),
        "partial": (partial,),
        "granted_or_partial": (granted + partial,),
        "denied": (_group(report, "denied."),),
        "unavailable": (_group(report, "unavailable."),),
        "refused": (refused,),
        "other": (other,),
        "received_from_persons": (new, natural[0], new + carried, natural[0] + natural[1]),
        "natural": (natural[0], natural[0] + natural[1], natural_results),
        "org": (organisations[0], organisations[0] + organisations[1]),
        "review": (("review.total",),),
        **{f"review_{result}": ((f"review.{result}",),) for result in ("upheld", "corrected", "other", "pending")},
        "suit": (direct + after, direct, after),
        "suit_direct": (direct,),
        "suit_after": (after,),
    }.get(role, ())
