"""Verdicts → who has delivered what: which report of a unit counts, what it replaces, and who has sent nothing.

Nothing is guessed between two units, and nothing is dropped: what does not count stands beside what does.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, TypeAlias

from checks.deliveries.names import Register, core
from checks.deliveries.units import Unit, read_units
from checks.findings import Status, Verdict
from checks.forms.form import Form
from checks.identity import identify, unit_of_sender

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
    current: list[Verdict] = field(default_factory=list)
    older: list[Verdict] = field(default_factory=list)
    beside: list[Verdict] = field(default_factory=list)
    twins: tuple[str, ...] = ()
    address_of: Unit | None = None
    draft: str = ""

    @property
    def said(self) -> str:
        """The unit's name as the report has it."""
        return next((one.unit for one in self.current if one.unit), "")

    @property
    def newest(self) -> Verdict:
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
    verdicts: Iterable[Verdict],
    units: Sequence[Unit] | None = None,
    year: int | None = None,
    forms: Mapping[str, Form] | None = None,
) -> Deliveries:
    """Say whose each report is and which ones count.

    Args:
        verdicts: in the order in which the documents were read; ``unit``, ``year`` and ``unit_from`` are completed in
            them from file names and senders, ``superseded_by`` is set where a later delivery counts.
        units: the list of units that have to report.
        year: the report year asked for; by default the year of most reports.
        forms: by id; with them, a report in a form that does not hold for its year is told apart.
    """
    verdicts = list(verdicts)
    register = Register(units or ())
    for verdict in verdicts:
        _identify(verdict, register)
    listed = register.match(verdict.unit for verdict in verdicts if verdict.unit)
    for verdict in verdicts:
        if verdict.unit_from == "file_name" and verdict.unit not in listed:
            _trust_address(verdict, register, listed)
    by_unit: dict[str, list[Verdict]] = defaultdict(list)
    for verdict, key in zip(verdicts, _keys(verdicts, listed), strict=True):
        by_unit[key].append(verdict)
    expected = year or _usual_year(by_unit)
    found = [
        one
        for group in by_unit.values()
        for one in _of_one_unit(_in_order(group), listed.get(group[0].unit or ""), expected)
    ]
    _find_twins(found)
    for one in found:
        if forms and one.state in _READ and not any(_holds(verdict, forms, one.year) for verdict in one.current):
            one.state = "wrong_form"
        if one.unit is None and one.newest.origin:
            one.address_of = register.by_address(one.newest.origin.sender)
    found.sort(key=lambda one: (STATES.index(one.state), one.name, one.year or 0))
    present = {one.unit for one in found}
    return Deliveries(found, [unit for unit in units or () if unit not in present], expected, units is not None)


def _identify(verdict: Verdict, register: Register) -> None:
    """Complete the unit and the year of a verdict from its file name, then from its sender."""
    source, part = _parted(verdict.source)
    name = verdict.origin.attachment if verdict.origin else ""
    tells = [identify([], f"{text}.") for text in (part, "" if part else source, "" if part else name) if text]
    verdict.year = verdict.year or next((one.year for one in tells if one.year), None)
    if verdict.unit:
        return
    verdict.unit = next((one.unit for one in tells if one.unit), None)
    if verdict.unit:
        verdict.unit_from = "file_name"
    elif verdict.origin and not part:
        unit = register.by_address(verdict.origin.sender)
        verdict.unit = unit.name if unit else unit_of_sender(verdict.origin.sender_name)
        verdict.unit_from = "sender" if verdict.unit else None


def _trust_address(verdict: Verdict, register: Register, listed: dict[str, Unit]) -> None:
    """An address that the list knows says more than a file name that it does not."""
    if verdict.origin and (unit := register.by_address(verdict.origin.sender)):
        verdict.unit, verdict.unit_from = unit.name, "sender"
        listed[unit.name] = unit


def _holds(verdict: Verdict, forms: Mapping[str, Form], year: int | None) -> bool:
    """Tell whether any of the forms that a report is in is one for that year; unknown years fit all."""
    return year is None or any(forms[form].holds_for(year) for form in verdict.forms)


def _parted(source: str) -> tuple[str, str]:
    """The file, and the sheet of it that a verdict is about: ``a.xlsx#凤凰镇``; a name may have a # itself."""
    file, mark, part = source.rpartition("#")
    return (file, part) if mark and "." in file.rpartition("/")[2] and "." not in part else (source, "")


def _keys(verdicts: Sequence[Verdict], listed: dict[str, Unit]) -> list[str]:
    """What tells units apart; documents whose unit nothing tells are never taken for one unit's."""
    keys = []
    for number, one in enumerate(verdicts):
        unit = listed.get(one.unit or "")
        keys.append((one.unit and core(unit.name if unit else one.unit)) or f"?{number}")
    in_mail: dict[object, set[str]] = defaultdict(set)
    for one, key in zip(verdicts, keys, strict=True):
        if one.unit and (mail := _mail(one)):
            in_mail[mail].add(key)
    for number, one in enumerate(verdicts):  # a scan beside the one report of a mail belongs to it
        if one.unit is None and one.status not in _READ and len(in_mail[_mail(one)]) == 1:
            keys[number] = next(iter(in_mail[_mail(one)]))
    return keys


def _mail(verdict: Verdict) -> object:
    origin = verdict.origin
    return origin and (origin.message_id or (origin.sender, origin.date, origin.subject))


def _usual_year(by_unit: dict[str, list[Verdict]]) -> int | None:
    """The year that more than half of the units have a report for, if others are the exception."""
    years = Counter(year for group in by_unit.values() for year in {v.year for v in group if v.year})
    most = years.most_common(1)
    return most[0][0] if most and most[0][1] * 2 > years.total() else None


def _in_order(group: list[Verdict]) -> list[Verdict]:
    """By the dates of the mails if all have one; else as they were read."""
    dates = [one.origin.date for one in group if one.origin and one.origin.date]
    if len(dates) < len(group):
        return group
    return [one for _, one in sorted(zip(map(_utc, dates), group, strict=True), key=lambda pair: pair[0])]


def _utc(date: datetime) -> datetime:
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _of_one_unit(group: list[Verdict], unit: Unit | None, expected: int | None) -> list[Delivery]:
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


def _of_one_year(group: list[Verdict], delivery: Delivery) -> Delivery:
    """Let the newest count. What cannot be read never replaces what can."""
    read = [one for one in group if one.status in _READ]
    counted = read or group
    for position, one in enumerate(counted):
        later = [new for new in counted[position + 1 :] if _replaces(new, one)]
        if later:
            one.superseded_by = later[-1].source
            delivery.older.append(one)
        else:
            delivery.current.append(one)
    delivery.beside += [one for one in group if read and one.status not in _READ]
    delivery.year = next((one.year for one in reversed(delivery.current) if one.year), None)
    delivery.state = min((one.status for one in delivery.current), key=STATES.index)
    return delivery


def _replaces(new: Verdict, old: Verdict) -> bool:
    """Tell whether a later delivery counts instead: it has the same tables, or neither could be read."""
    if _parted(new.source)[0] == _parted(old.source)[0] and new.sha256 == old.sha256:
        return new.source == old.source  # two reports in one file are two reports
    if new.status in _READ:
        return _families(old) <= _families(new)
    return _mail(new) is None or _mail(new) != _mail(old)


def _families(verdict: Verdict) -> set[str]:
    """The forms without their years: annual, stat."""
    return {form.rstrip("0123456789") for form in verdict.forms}


def _find_twins(found: Sequence[Delivery]) -> None:
    """A file that two units sent alike is a mistake of one of them, or a copy."""
    holders: dict[str, set[str]] = defaultdict(set)
    for one in found:
        for verdict in one.current:
            if verdict.status in _READ and "#" not in verdict.source:
                holders[verdict.sha256].add(one.name)
    for one in found:
        names = set().union(*(holders[verdict.sha256] for verdict in one.current)) - {one.name, ""}
        one.twins = tuple(sorted(names))
