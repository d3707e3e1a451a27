"""An inbox for a person at a terminal: one line a unit, and who has sent nothing."""

from __future__ import annotations

from collections.abc import Iterator

from checks.language import either
from checks.render.progress_by_parent import name_of
from checks.render.sentences import inbox
from checks.render.submission_notes import count
from checks.submissions import Deliveries, Delivery, State

_OF_THE_UNIT: tuple[State, ...] = ("doubtful", "empty", "wrong_year", "wrong_form")
"""States that no document shows by itself."""


def delivery_lines(deliveries: Deliveries, *, missing_only: bool, problems_only: bool = False) -> Iterator[str]:
    """Yield a line for each unit, the worst first, then the units of the list that nothing came from.

    Args:
        deliveries: of the whole inbox.
        missing_only: the documents have been told one by one already.
        problems_only: say nothing of units whose report passes.
    """
    for one in deliveries.units:
        if (not missing_only or one.state in _OF_THE_UNIT) and not (problems_only and one.state == "pass"):
            yield _line(one, deliveries)
    if deliveries.missing:
        yield inbox.missing([deliveries.called(unit) for unit in deliveries.missing])


def _line(delivery: Delivery, deliveries: Deliveries) -> str:
    counts = {severity: count(delivery.current, severity) for severity in ("error", "warning")}
    name = name_of(delivery, deliveries) or str(inbox.NO_UNIT)
    if deliveries.listed and delivery.unit is None:
        name += either(f"（{inbox.NOT_LISTED}）", f" ({inbox.NOT_LISTED})")
    return inbox.unit_line(delivery.state, name, counts, delivery.newest.source, len(delivery.older))
