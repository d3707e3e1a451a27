"""Submissions → who has delivered what: which files of a unit count, what they replace, and who has sent nothing.

Nothing is guessed between two units, and nothing is dropped: what does not count stands beside what does.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, TypeAlias

from checks.model.findings import Status
from checks.model.form import Form
from checks.model.submission import Submission
from checks.model.unit import Unit
from checks.submissions.attribution import Assignments, Attribution, attribute, group_keys
from checks.submissions.composition import (
    READ,
    Candidate,
    Composition,
    Question,
    compose,
    is_empty,
    join_corrections,
    moment,
    tables_of,
)
from checks.submissions.letters import Letter, letter_of
from checks.submissions.unit_names import UnitRegistry, distinct_names

UnitState: TypeAlias = Status | Literal["doubtful", "empty", "wrong_year", "wrong_form"]

STATES: tuple[UnitState, ...] = (
    "doubtful", "fail", "unreadable", "empty", "no_table", "wrong_year", "wrong_form", "review", "pass",
)  # fmt: skip
"""The most urgent first: what a person has to decide, what has to be seen to, and then what is done."""


@dataclass(slots=True)
class Delivery:
    """All that came from one unit, for one year.

    Attributes:
        name: the unit's, as the list writes it or else as the report does; "" if nothing tells it.
        unit: its line in the list; None if it is not there, or there is no list.
        year: of what counts; None if that does not say.
        current: what counts: the newest of each table, or all that came last if nothing could be read.
        gives: the tables that each of them gives, as (form, table) ids.
        older: what a later delivery replaces; ``superseded_by`` says which.
        beside: what neither counts nor is replaced: scans sent along, files that came later and hold no table,
            reports of another year, what another sender sent.
        others: of those, what another sender sent.
        lacks: names of the tables that the report lacks.
        after_final: what came after a person had declared the report final, and is not taken.
        undated: a mail of the unit has no date, or one in the future, and is never the newest.
        questions: what a person has to decide; any makes the state ``doubtful``.
        rivals: units that contradicting evidence names.
        attribution: whose it is, and why: of the newest that counts.
        twins: names of other units that sent the very same file.
        address_of: the line of the list that the sender's address belongs to, where the name itself is not in it.
        draft: where the reply to it was drafted, relative to the folder of results; "" for none.
        drafted: when an earlier run drafted this very reply, by the ledger; then none is drafted again.
    """

    name: str
    unit: Unit | None
    year: int | None
    state: UnitState = "pass"
    current: list[Submission] = field(default_factory=list)
    gives: list[frozenset[tuple[str, str]]] = field(default_factory=list)
    older: list[Submission] = field(default_factory=list)
    beside: list[Submission] = field(default_factory=list)
    others: list[Submission] = field(default_factory=list)
    lacks: tuple[str, ...] = ()
    after_final: list[Submission] = field(default_factory=list)
    undated: bool = False
    questions: list[Question] = field(default_factory=list)
    rivals: tuple[Unit, ...] = ()
    attribution: Attribution | None = None
    twins: tuple[str, ...] = ()
    address_of: Unit | None = None
    draft: str = ""
    drafted: str = ""

    @property
    def said(self) -> str:
        """The unit's name as the report has it."""
        return next((one.verdict.unit for one in self.current if one.verdict.unit), "") or next(
            (one.unit for one in self.current if one.unit), ""
        )

    @property
    def newest(self) -> Submission:
        """The last of what counts: whom to answer."""
        return self.current[-1]


@dataclass(slots=True)
class Deliveries:
    """What a whole inbox comes to.

    Attributes:
        units: one entry a unit (and year, where no year is expected), the most urgent first, then in the list's
            order, then by name.
        missing: lines of the list that nothing came from, and that no doubtful report may be of.
        year: the year that the reports should be for; None if neither given nor clear.
        listed: there is a list of units.
        letters: the mails that are no reports.
        list_units: the list, in its order.
        made_at: the time of the run, for who reads the results.
        names: what to call each unit of the list where its 上级 does not stand beside it.
    """

    units: list[Delivery]
    missing: list[Unit]
    year: int | None
    listed: bool
    letters: list[Letter] = field(default_factory=list)
    list_units: tuple[Unit, ...] = ()
    made_at: datetime | None = None
    names: Mapping[Unit, str] = field(default_factory=dict)

    def called(self, unit: Unit) -> str:
        """Return a unit's name, with its place where the list has namesakes."""
        return self.names.get(unit, unit.name)


def sort_out(
    submissions: Iterable[Submission],
    units: Sequence[Unit] | None = None,
    year: int | None = None,
    forms: Mapping[str, Form] | None = None,
    *,
    own: Collection[str] = (),
    assignments: Assignments | None = None,
    final: Mapping[Unit, frozenset[str]] | None = None,
    now: datetime | None = None,
) -> Deliveries:
    """Say whose each report is and which ones count.

    Args:
        submissions: in the order in which the documents were read; ``unit``, ``year`` and ``unit_from`` are completed
            in them, ``superseded_by`` is set where a later delivery counts, ``counting`` where only some tables do.
        units: the list of units that have to report.
        year: the report year asked for; by default the year of two reports in three.
        forms: by id; with them, a report in a form that does not hold for its year is told apart.
        own: our own addresses.
        assignments: what a person has said of whose a mail or an address is.
        final: digests of the files that a person has declared final, by unit: nothing that comes later replaces them.
        now: the time of the run, by which a date is in the future.
    """
    register = UnitRegistry(units or ())
    letters, reports = _letters(submissions, own, register)
    attributions = attribute(reports, register, assignments)
    now = now or datetime.now(UTC)
    items = [
        Candidate(submission, attribution, moment(submission, now), tables_of(submission, forms or {}), forms or {})
        for submission, attribution in zip(reports, attributions, strict=True)
    ]
    join_corrections(items)
    groups: dict[object, list[Candidate]] = defaultdict(list)
    for item, key in zip(items, group_keys(reports, attributions), strict=True):
        groups[key].append(item)
    expected = year or _usual_year(groups.values())
    deliveries = _deliveries(groups.values(), expected, forms or {}, final or {})
    _find_twins(deliveries)
    for delivery in deliveries:
        _judge(delivery, register, forms or {})
    _sort(deliveries, units or ())
    missing, names = _silent(deliveries, units or ()), distinct_names(units or ())
    return Deliveries(deliveries, missing, expected, units is not None, letters, tuple(units or ()), names=names)


def _deliveries(
    groups: Iterable[list[Candidate]],
    expected: int | None,
    forms: Mapping[str, Form],
    final: Mapping[Unit, frozenset[str]],
) -> list[Delivery]:
    """What each unit has delivered; what came after its report was final stands beside its last delivery."""
    deliveries: list[Delivery] = []
    for group in groups:
        counting, rest = _after_final(group, final)
        deliveries += _of_one_unit(counting, expected, forms)
        deliveries[-1].after_final = [item.submission for item in rest if item.is_read]
        deliveries[-1].beside += [item.submission for item in rest]
    return deliveries


def _sort(deliveries: list[Delivery], units: Sequence[Unit]) -> None:
    """Put the most urgent first, then in the list's order, then by name and year."""
    order: dict[Unit | None, int] = {unit: position for position, unit in enumerate(units)}

    def rank(delivery: Delivery) -> tuple[int, int, str, int]:
        position = order.get(delivery.unit, len(order))
        return STATES.index(delivery.state), position, delivery.name, delivery.year or 0

    deliveries.sort(key=rank)


def _silent(deliveries: Sequence[Delivery], units: Sequence[Unit]) -> list[Unit]:
    """Return the lines of the list that nothing came from, and that no doubtful report may be of."""
    heard = {delivery.unit for delivery in deliveries if delivery.state != "empty"}
    heard |= {unit for delivery in deliveries for unit in delivery.rivals}
    return [unit for unit in units if unit not in heard]


def _after_final(
    group: list[Candidate], final: Mapping[Unit, frozenset[str]]
) -> tuple[list[Candidate], list[Candidate]]:
    """Split what a unit sent into what was declared final and what else there is of a later date."""
    unit = group[0].attribution.unit
    digests = final.get(unit, frozenset()) if unit else frozenset()
    kept = [item for item in group if item.submission.sha256 in digests]
    if not kept:
        return group, []
    last = max((item.when for item in kept if item.when), default=None)
    later = [item for item in group if item not in kept and not (last and item.when and item.when < last)]
    return [item for item in group if item not in later], later


def _letters(
    submissions: Iterable[Submission], own: Collection[str], register: UnitRegistry
) -> tuple[list[Letter], list[Submission]]:
    letters: list[Letter] = []
    reports: list[Submission] = []
    for submission in submissions:
        recognized = letter_of(submission, own)
        if recognized is None or (recognized[0] == "own" and _is_our_own_report(submission, register)):
            reports.append(submission)
            continue
        kind, failed = recognized
        address = failed or (submission.origin.sender if submission.origin else "")
        letters.append(Letter(submission, kind, failed, register.by_address(address)))
    return letters, reports


def _is_our_own_report(submission: Submission, register: UnitRegistry) -> bool:
    """Tell whether what we sent is the report of our own office, and no copy of somebody's that goes back."""
    verdict, origin = submission.verdict, submission.origin
    if verdict.status not in READ or not verdict.unit or origin is None:
        return False
    meant = register.candidates(verdict.unit)
    ours = register.by_address(origin.passed_on_by or origin.sender)
    return len(meant) == 1 and (meant[0] == ours or (ours is None and meant[0].role == "own_office"))


def _usual_year(groups: Iterable[Sequence[Candidate]]) -> int | None:
    """The year of two reports in three: then the others are the exception, and not an archive of many years."""
    years = Counter(year for group in groups for year in {item.submission.year for item in group} if year)
    most = years.most_common(1)
    return most[0][0] if most and most[0][1] * 3 >= years.total() * 2 else None


def _of_one_unit(group: list[Candidate], expected: int | None, forms: Mapping[str, Form]) -> list[Delivery]:
    """The deliveries of one unit: one if a year is expected, else one for each year."""
    if expected:
        return [_of_expected_year(group, expected, forms)]
    years = sorted({i.submission.year for i in group if i.submission.year and i.submission.status in READ})
    if len(years) <= 1:
        return [_of_one_year(group, forms)]
    wanted = [{year} for year in years[:-1]] + [{years[-1], None}]
    return [_of_one_year([item for item in group if item.submission.year in those], forms) for those in wanted]


def _of_expected_year(group: list[Candidate], expected: int, forms: Mapping[str, Form]) -> Delivery:
    """What a unit has sent for the year; only where that is nothing, what it has sent for another."""
    wrong = [i for i in group if i.submission.status in READ and i.submission.year not in (None, expected)]
    right = [item for item in group if item not in wrong]
    if wrong and not any(item.is_read for item in right):
        delivery = _of_one_year(wrong, forms)
        delivery.state = "wrong_year"
        delivery.beside += [item.submission for item in right]
        return delivery
    delivery = _of_one_year(right, forms)
    delivery.beside += [item.submission for item in wrong]
    return delivery


def _of_one_year(group: Sequence[Candidate], forms: Mapping[str, Form]) -> Delivery:
    composed: Composition = compose(group, forms)
    by_submission = {id(item.submission): item for item in group}
    newest = by_submission[id(composed.current[-1])].attribution
    delivery = Delivery(
        newest.name,
        newest.unit,
        next((one.year for one in reversed(composed.current) if one.year), None),
        current=composed.current,
        gives=composed.gives,
        older=composed.older,
        beside=composed.beside,
        others=composed.others,
        lacks=composed.lacks,
        questions=composed.questions,
        rivals=newest.rivals,
        attribution=newest,
    )
    dated = [item.when is not None for item in group if item.submission.origin]
    delivery.undated = len(dated) > 1 and not all(dated)
    states: list[UnitState] = ["empty" if is_empty(one) else one.status for one in delivery.current]
    delivery.state = min(states, key=STATES.index)
    return delivery


def _judge(delivery: Delivery, register: UnitRegistry, forms: Mapping[str, Form]) -> None:
    """Let the state say what a verdict cannot: a doubt, a wrong form, an unknown year, tables that are not there."""
    if delivery.unit is None and delivery.newest.origin:
        delivery.address_of = register.by_address(delivery.newest.origin.sender)
    if delivery.rivals:
        delivery.questions.insert(0, "contradiction")
    elif register.units and not delivery.name and delivery.state in READ:
        delivery.questions.insert(0, "nobody")
    if delivery.questions:
        delivery.state = "doubtful"
    elif delivery.state in READ:
        if forms and not any(_holds(submission, forms, delivery.year) for submission in delivery.current):
            delivery.state = "wrong_form"
        elif delivery.state == "pass" and (delivery.lacks or delivery.year is None):
            delivery.state = "review"


def judge_again(delivery: Delivery) -> None:
    """Let the state of a delivery follow from its findings once more: some were added."""
    if delivery.state in READ:
        states: list[UnitState] = [submission.status for submission in delivery.current]
        worst = min([*states, delivery.state], key=STATES.index)
        delivery.state = worst


def _holds(submission: Submission, forms: Mapping[str, Form], year: int | None) -> bool:
    """Tell whether any of the forms that a report is in is one for that year; unknown years fit all."""
    return year is None or any(forms[form].may_serve(year) for form in submission.forms)


def _find_twins(deliveries: Sequence[Delivery]) -> None:
    """A file that two units sent alike is a mistake of one of them, or a copy."""
    holders: dict[str, set[str]] = defaultdict(set)
    for delivery in deliveries:
        for submission in delivery.current:
            if submission.status in READ and not submission.verdict.part:
                holders[submission.sha256].add(delivery.name)
    for delivery in deliveries:
        names = set().union(*(holders[submission.sha256] for submission in delivery.current)) - {delivery.name, ""}
        delivery.twins = tuple(sorted(names))
