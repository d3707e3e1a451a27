"""Verdicts → who has delivered what: which report of a unit counts, what it replaces, and who has sent nothing.

Nothing is guessed between two units, and nothing is dropped: what does not count stands beside what does.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, TypeAlias

from checks.model.findings import Status
from checks.model.form import Form
from checks.model.submission import Submission
from checks.submissions.attribution import identify_all, keys, mail_of
from checks.submissions.unit_list import Unit, read_units
from checks.submissions.unit_names import Register

__all__ = ["Deliveries", "Delivery", "State", "Unit", "read_units", "sort_out"]

State: TypeAlias = Status | Literal["wrong_year", "wrong_form"]

STATES: tuple[State, ...] = ("fail", "unreadable", "no_table", "wrong_year", "wrong_form", "review", "pass")
"""The worst first: what one has to see to comes before what is done."""

_READ = ("pass", "review", "fail")


@dataclass(slots=True)
class Delivery:
    """All that came from one unit, for one year.

    Attributes:
        name: the unit's, as the list writes it or else as the report does; "" if nothing tells it.
        unit: its line in the list; None if it is not there, or there is no list.
        year: of what counts; None if that does not say.
        current: what counts: the newest of each form, or all that came last if nothing could be read.
        older: what a later delivery replaces; ``superseded_by`` says which.
        beside: what neither counts nor is replaced: scans sent along, files that came later and hold no table,
            reports of another year.
        twins: names of other units that sent the very same file.
        address_of: the line of the list that the sender's address belongs to, where the name itself is not in it.
        draft: where the reply to it was drafted, relative to the folder of results; "" for none.
    """

    name: str
    unit: Unit | None
    year: int | None
    state: State = "pass"
    current: list[Submission] = field(default_factory=list)
    older: list[Submission] = field(default_factory=list)
    beside: list[Submission] = field(default_factory=list)
    twins: tuple[str, ...] = ()
    address_of: Unit | None = None
    draft: str = ""

    @property
    def said(self) -> str:
        """The unit's name as the report has it."""
        return next((one.unit for one in self.current if one.unit), "")

    @property
    def newest(self) -> Submission:
        """The last of what counts: whom to answer."""
        return self.current[-1]


@dataclass(slots=True)
class Deliveries:
    """What a whole inbox comes to.

    Attributes:
        units: one entry a unit (and year, where no year is expected), the worst state first, then by name.
        missing: lines of the list that nothing came from.
        year: the year that the reports should be for; None if neither given nor clear.
        listed: there is a list of units.
    """

    units: list[Delivery]
    missing: list[Unit]
    year: int | None
    listed: bool


def sort_out(
    submissions: Iterable[Submission],
    units: Sequence[Unit] | None = None,
    year: int | None = None,
    forms: Mapping[str, Form] | None = None,
) -> Deliveries:
    """Say whose each report is and which ones count.

    Args:
        submissions: in the order in which the documents were read; ``unit``, ``year`` and ``unit_from`` are
            completed in them from file names and senders, ``superseded_by`` is set where a later delivery counts.
        units: the list of units that have to report.
        year: the report year asked for; by default the year of two reports in three.
        forms: by id; with them, a report in a form that does not hold for its year is told apart.
    """
    submissions = list(submissions)
    register = Register(units or ())
    listed = identify_all(submissions, register)
    by_unit: dict[str, list[Submission]] = defaultdict(list)
    for submission, key in zip(submissions, keys(submissions, listed), strict=True):
        by_unit[key].append(submission)
    expected = year or _usual_year(by_unit)
    found = [
        one for group in by_unit.values() for one in _of_one_unit(_in_order(group), _line(group, listed), expected)
    ]
    _find_twins(found)
    for one in found:
        if forms and one.state in _READ and not any(_holds(submission, forms, one.year) for submission in one.current):
            one.state = "wrong_form"
        if one.unit is None and one.newest.origin:
            one.address_of = register.by_address(one.newest.origin.sender)
    found.sort(key=lambda one: (STATES.index(one.state), one.name, one.year or 0))
    present = {one.unit for one in found}
    return Deliveries(found, [unit for unit in units or () if unit not in present], expected, units is not None)


def _line(group: Iterable[Submission], listed: Mapping[str, Unit]) -> Unit | None:
    return next((listed[one.unit] for one in group if one.unit and one.unit in listed), None)


def _holds(submission: Submission, forms: Mapping[str, Form], year: int | None) -> bool:
    """Tell whether any of the forms that a report is in is one for that year; unknown years fit all."""
    return year is None or any(forms[form].holds_for(year) for form in submission.forms)


def _usual_year(by_unit: Mapping[str, Iterable[Submission]]) -> int | None:
    """The year of two reports in three: then the others are the exception, and not an archive of many years."""
    years = Counter(year for group in by_unit.values() for year in {v.year for v in group if v.year})
    most = years.most_common(1)
    return most[0][0] if most and most[0][1] * 3 >= years.total() * 2 else None


def _in_order(group: list[Submission]) -> list[Submission]:
    """By the dates of the mails if all have one; else as they were read."""
    dates = [one.origin.date for one in group if one.origin and one.origin.date]
    if len(dates) < len(group):
        return group
    return [one for _, one in sorted(zip(map(_utc, dates), group, strict=True), key=lambda pair: pair[0])]


def _utc(date: datetime) -> datetime:
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _of_one_unit(group: list[Submission], unit: Unit | None, expected: int | None) -> list[Delivery]:
    """The deliveries of one unit: one if a year is expected, else one for each year."""
    name = unit.name if unit else next((one.unit for one in group if one.unit), "")
    years = {one.year for one in group if one.year and one.status in _READ}
    if expected:
        is_wrong = [one.status in _READ and one.year not in (None, expected) for one in group]
        right = [one for one, wrong in zip(group, is_wrong, strict=True) if not wrong]
        wrong = [one for one, wrong in zip(group, is_wrong, strict=True) if wrong]
        if not any(one.status in _READ for one in right) and wrong:
            delivery = _of_one_year(wrong, Delivery(name, unit, wrong[-1].year))
            delivery.state = "wrong_year"
            delivery.beside += right
            return [delivery]
        delivery = _of_one_year(right, Delivery(name, unit, expected))
        delivery.beside += wrong
        return [delivery]
    if len(years) <= 1:
        return [_of_one_year(group, Delivery(name, unit, next(iter(years), None)))]
    newest = max(years)
    return [
        _of_one_year(
            [one for one in group if one.year == year or (year == newest and one.year not in years)],
            Delivery(name, unit, year),
        )
        for year in sorted(years)
    ]


def _of_one_year(group: list[Submission], delivery: Delivery) -> Delivery:
    """Let the newest count. What cannot be read never replaces what can."""
    read = [one for one in group if one.status in _READ]
    counted = read or group
    for one, later in _successors(counted) if read else _last_mail(counted):
        if later:
            one.superseded_by = later.source
            delivery.older.append(one)
        else:
            delivery.current.append(one)
    delivery.beside += [one for one in group if read and one.status not in _READ]
    delivery.year = next((one.year for one in reversed(delivery.current) if one.year), None)
    delivery.state = min((one.status for one in delivery.current), key=STATES.index)
    return delivery


def _successors(read: Sequence[Submission]) -> Iterator[tuple[Submission, Submission | None]]:
    """Each report with the last one that has its tables, too; two reports in one file are two reports."""
    told = [(one, one.verdict.file, _families(one)) for one in read]
    for position, (old, file, families) in enumerate(told):
        yield (
            old,
            next(
                (
                    new
                    for new, new_file, new_families in reversed(told[position + 1 :])
                    if families <= new_families and (new_file != file or new.source == old.source)
                ),
                None,
            ),
        )


def _last_mail(unread: Sequence[Submission]) -> Iterator[tuple[Submission, Submission | None]]:
    """Each file that could not be read with the last one, unless they came in one mail."""
    last = unread[-1]
    mail = mail_of(last)
    for one in unread:
        yield one, None if one is last or (mail and mail_of(one) == mail) else last


def _families(submission: Submission) -> set[str]:
    """The forms without their years: annual, stat."""
    return {form.rstrip("0123456789") for form in submission.forms}


def _find_twins(found: Sequence[Delivery]) -> None:
    """A file that two units sent alike is a mistake of one of them, or a copy."""
    holders: dict[str, set[str]] = defaultdict(set)
    for one in found:
        for submission in one.current:
            if submission.status in _READ and not submission.verdict.part:
                holders[submission.sha256].add(one.name)
    for one in found:
        names = set().union(*(holders[submission.sha256] for submission in one.current)) - {one.name, ""}
        one.twins = tuple(sorted(names))
