"""What came in: whose it is, what counts, who is missing, what it adds up to."""

from __future__ import annotations

from checks.model.unit import Unit
from checks.submissions.attribution import Assignments
from checks.submissions.deliveries import STATES, Deliveries, Delivery, UnitState, sort_out
from checks.submissions.letters import Letter

__all__ = [
    "STATES",
    "Assignments",
    "Deliveries",
    "Delivery",
    "Letter",
    "Unit",
    "UnitState",
    "sort_out",
]
