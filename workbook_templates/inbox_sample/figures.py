"""Figures of a unit that does not exist: sizes as in life, and every relation holds."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from checks.model.form import Form

_KINDS = ("natural_person", "commercial", "research", "public_welfare", "legal_service", "other_org")
_SUMS = ("requests.new", "requests.carried_in", "requests.carried_out", "results.total")
_USUAL = ("granted", "partial", "internal_affairs", "process_info", "not_held", "petition", "misc", "all")
_GROUPS = ("review", "suit_direct", "suit_after_review")


def figures(form: Form, unit: str, year: int) -> dict[str, int]:
    """Return a balanced report of one of the annual forms; the same unit and year always give the same."""
    random = Random(f"{unit} {year}")  # noqa: S311  # an example, not a secret
    values = _requests(form, random)
    for group in _GROUPS:
        parts = [random.choice((0, 0, 0, 1, 2)) for _ in range(4)]
        values |= zip((f"{group}.{name}" for name in ("upheld", "corrected", "other", "pending")), parts, strict=True)
        values[f"{group}.total"] = sum(parts)
    if form.id == "annual2021":
        issued, repealed = random.randint(0, 4), random.randint(0, 2)
        values |= {"normative.issued": issued, "normative.repealed": repealed}
        values |= {"normative.in_force": issued + random.randint(5, 30)}
        values |= {"permit.decisions": random.randint(20, 900), "penalty.decisions": random.randint(0, 200)}
    return values


def _requests(form: Form, random: Random) -> dict[str, int]:
    """表三: results in a few usual lines, mostly of natural persons; what came in is what was done and is left."""
    ends = [cell.id for cell in form.cells if cell.id.endswith(".natural_person") and not cell.optional]
    rows = [end.removesuffix(".natural_person") for end in ends if not end.startswith(_SUMS)]
    values: dict[str, int] = {}
    for kind in _KINDS:
        some = kind == "natural_person" or (kind in ("commercial", "legal_service") and random.random() < 0.5)
        usual = [row for row in rows if some and row.endswith(_USUAL)]
        done = {row: random.randint(1, 24 if kind == "natural_person" else 3) for row in usual if random.random() < 0.6}
        left, before = (random.randint(0, 4), random.randint(0, 3)) if done else (0, 0)
        before = min(before, sum(done.values()))
        values |= {f"{row}.{kind}": count for row, count in done.items()}
        values[f"results.total.{kind}"] = sum(done.values())
        values[f"requests.carried_in.{kind}"], values[f"requests.carried_out.{kind}"] = before, left
        values[f"requests.new.{kind}"] = sum(done.values()) + left - before
    for row in (*rows, *_SUMS):
        values[f"{row}.total"] = sum(values.get(f"{row}.{kind}", 0) for kind in _KINDS)
    return values


def changed(values: Mapping[str, int], changes: Mapping[str, int | str]) -> dict[str, int | str]:
    """Return the figures with slips in them.

    Args:
        values: cell id → figure.
        changes: cell id → the figure that stands there instead, or what is written; ``+3`` and ``-3`` are added.
    """
    result: dict[str, int | str] = dict(values)
    for cell, change in changes.items():
        moved = isinstance(change, str) and change[:1] in "+-" and change[1:].isdigit()
        result[cell] = values.get(cell, 0) + int(change) if moved else change
    return result
