"""This year's reports and last year's, paired through the same register once it is known whose each of them is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from checks.evaluate import Evaluation
from checks.evaluate.cross_year import LastYear, across_years
from checks.model.figures import FigureState, Reading
from checks.model.grid import CellAddress
from checks.model.held_figures import Held
from checks.model.layout import LocatedForm
from checks.model.report import Report
from checks.model.rule import Rulebook
from checks.model.submission import Submission
from checks.partners import of_unit, partner
from checks.submissions import Deliveries, Delivery, Unit
from checks.submissions.deliveries import judge_again
from checks.submissions.unit_names import UnitRegistry

_READ = ("pass", "review", "fail", "doubtful")


@dataclass(slots=True)
class Pairing:
    """Who has a report of the year before.

    Attributes:
        found: how many of this year's units have a partner.
        asked: how many were looked at.
        alone: names of the units that have none.
        unused: sources of last year's reports that are nobody's.
    """

    found: int = 0
    asked: int = 0
    alone: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)


def pair_all(deliveries: Deliveries, last_years: Sequence[LastYear], book: Rulebook) -> Pairing:
    """Hold every report that counts against its unit's of the year before, and say who has none.

    A report that could be paired while it was checked, by what it and its mail say, is left as it is.

    Args:
        deliveries: of this year; findings are added to what counts, and states follow from them.
        last_years: what is known of the year before.
        book: the rules that speak of both years.
    """
    known = deliveries.list_units or tuple(Unit(one.name) for one in deliveries.units if one.name)
    register, result, listed = UnitRegistry(known), Pairing(), UnitRegistry(deliveries.list_units)
    used: set[int] = set()
    for one in deliveries.units:
        if one.state not in _READ:
            continue
        result.asked += 1
        last = _of(one, last_years, register)
        if last is None:
            result.alone.append(one.name or one.newest.source)
            continue
        result.found += 1
        used.add(id(last))
        if _compare(one, last, last_years, listed, book):
            judge_again(one)
    result.unused = [last.source for last in last_years if id(last) not in used]
    return result


def _of(one: Delivery, last_years: Sequence[LastYear], register: UnitRegistry) -> LastYear | None:
    """The report of a unit for the year before, if it is clear which that is."""
    unit = one.unit
    if unit is None:
        candidates = register.candidates(one.name) if one.name else ()
        unit = candidates[0] if len(candidates) == 1 else None
    return of_unit(last_years, unit, one.year, register) if unit else None


def _compare(
    one: Delivery, last: LastYear, last_years: Sequence[LastYear], listed: UnitRegistry, book: Rulebook
) -> bool:
    """Add what does not follow from last year's report; tell whether anything was added."""
    added = False
    for submission in one.current:
        if partner(last_years, Submission.of(submission.verdict, submission.origin), listed) is not None:
            continue  # done already, where its place in the file is known
        evaluation = Evaluation()
        across_years(dict(_reports(submission.figures, book)), last, book, evaluation)
        if evaluation.findings:
            order = {"error": 0, "warning": 1, "info": 2}
            counted = submission.counted
            findings = sorted([*counted.findings, *evaluation.findings], key=lambda finding: order[finding.severity])
            if submission.counting is not None:
                submission.counting = replace(counted, findings=tuple(findings))
            whole = [*submission.verdict.findings, *evaluation.findings]
            whole.sort(key=lambda finding: order[finding.severity])
            submission.verdict = replace(submission.verdict, findings=tuple(whole))
            added = True
    return added


class _HeldReport(Report):
    """A report of which the figures were kept, with their places, and not the Grids."""

    addresses: Mapping[int, CellAddress]

    def address(self, index: int) -> CellAddress | None:
        """Return where a figure stands."""
        return self.addresses.get(index)


def _reports(held: Held, book: Rulebook) -> Iterator[tuple[str, Report]]:
    for form_id, figures in held.items():
        report = _HeldReport(book.forms[form_id], [], LocatedForm(book.forms[form_id], [], {}))
        report.addresses = figures.addresses()
        report.numbers = [0 if isinstance(figure, str) else figure for figure in figures.values]
        report.spots = {index: (0, 0, 0) for index, figure in enumerate(figures.values) if figure != "missing"}
        report.irregular = {
            index: Reading(None, figures.text(index), _state(figure))
            for index, figure in enumerate(figures.values)
            if isinstance(figure, str) and figure != "missing"
        }
        yield form_id, report


def _state(text: str) -> FigureState:
    states: dict[str, FigureState] = {
        "blank": "blank",
        "placeholder": "placeholder",
        "several": "several",
        "error": "error",
    }
    return states.get(text, "text")
