"""An inbox for a person at a terminal: one line a unit, and who has sent nothing."""

from __future__ import annotations

from collections.abc import Iterator

from checks.render.sentences import inbox
from checks.submissions import Deliveries, Delivery


def delivery_lines(deliveries: Deliveries, *, missing_only: bool) -> Iterator[str]:
    """Yield a line for each unit, the worst first, then the units of the list that nothing came from.

    Args:
        deliveries: of the whole inbox.
        missing_only: the documents have been told one by one already.
    """
    for one in () if missing_only else deliveries.units:
        yield _line(one, deliveries)
    if deliveries.missing:
        yield inbox.missing([unit.name for unit in deliveries.missing])


def _line(one: Delivery, deliveries: Deliveries) -> str:
    findings = [finding for item in one.current for finding in item.verdict.open_findings]
    counts = {severity: sum(finding.severity == severity for finding in findings) for severity in ("error", "warning")}
    name = one.name or inbox.NO_UNIT
    if deliveries.listed and one.unit is None:
        name += f"（{inbox.NOT_LISTED}）"
    return inbox.unit_line(one.state, name, counts, one.newest.source, len(one.older))
