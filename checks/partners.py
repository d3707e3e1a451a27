"""Which of last year's reports is the same unit's: by its name, by other fair spellings of it, by its address."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from checks.evaluate.cross_year import LastYear
from checks.model.submission import Submission
from checks.model.unit import Unit
from checks.submissions.attribution import attribute
from checks.submissions.unit_names import UnitRegistry, core


def pair(reports: Sequence[LastYear], unit: str | None, year: int | None) -> LastYear | None:
    """Return the report of the same unit for the year before, if it is clear which that is.

    Without the name of a unit on either side, a single report is taken for the unit's own.
    """
    near = [last for last in reports if year is None or last.year is None or last.year == year - 1]
    if unit:
        own = [last for last in near if (core(last.unit) == core(unit) if last.unit else len(reports) == 1)]
        own = own or _called_otherwise(near, unit)
    else:
        own = near if len(reports) == 1 else []
    return own[0] if len(own) == 1 else None


def partner(reports: Sequence[LastYear], submission: Submission, register: UnitRegistry) -> LastYear | None:
    """Return the report of the year before that a document has to follow from, as far as it alone tells whose it is.

    Args:
        reports: of the year before.
        submission: the document with its mail, as it was received; whose it is is completed in it.
        register: the list of units, which knows a unit by its address, its file's name and its other names.
    """
    found = pair(reports, submission.verdict.unit, submission.verdict.year)
    if found is None and register.units:
        unit = attribute([submission], register)[0].unit
        found = of_unit(reports, unit, submission.year, register) if unit else None
    return found


def of_unit(reports: Sequence[LastYear], unit: Unit, year: int | None, register: UnitRegistry) -> LastYear | None:
    """Return the report of a unit of the list for the year before, if it is clear which that is."""
    near = (last for last in reports if year is None or last.year is None or last.year == year - 1)
    own = [last for last in near if _owner(last.unit, register) == unit]
    return own[0] if len(own) == 1 else None


def _owner(name: str | None, register: UnitRegistry) -> Unit | None:
    """The unit that a report of last year is of."""
    if not name:
        return None
    candidates = register.candidates(name) or tuple(register.match([name]).values())
    return candidates[0] if len(candidates) == 1 else None


def _called_otherwise(reports: Sequence[LastYear], unit: str) -> list[LastYear]:
    """The reports of a unit that goes by another fair spelling of its name there: 市卫健委, 财政局."""
    names = tuple(dict.fromkeys(last.unit for last in reports if last.unit))
    meant = {candidate.name for candidate in _register(names).candidates(unit)} or _register((unit,)).spellings & set(
        map(core, names)
    )
    return [last for last in reports if last.unit and (last.unit in meant or core(last.unit) in meant)]


@lru_cache(maxsize=64)
def _register(names: tuple[str, ...]) -> UnitRegistry:
    return UnitRegistry([Unit(name) for name in names])
