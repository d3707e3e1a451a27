"""What came in: whose it is, what counts, who is missing, what it adds up to."""

from __future__ import annotations

from checks.model.unit import Unit
from checks.submissions.attribution import Assignments
from checks.submissions.deliveries import STATES, Deliveries, Delivery, UnitState, sort_out
from checks.submissions.letters import Letter
from checks.submissions.unit_list import UnitList, read_unit_list, read_units

__all__ = [
    "STATES",
    "Assignments",
    "Deliveries",
    "Delivery",
    "Letter",
    "Unit",
    "UnitList",
    "UnitState",
    "read_unit_list",
    "read_units",
    "sort_out",
]
