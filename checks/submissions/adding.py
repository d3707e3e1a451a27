"""An inbox that was sorted out → the sums over its list of units: who is added, who is missing, and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from checks.model.figures import Number
from checks.model.form import Form
from checks.model.rule import Rulebook
from checks.model.submission import Submission
from checks.model.unit import Unit
from checks.submissions.blame import Blame, Scenario
from checks.submissions.deliveries import Deliveries, Delivery
from checks.submissions.hierarchy import Hierarchy, Level, hierarchy
from checks.submissions.totals import Addend, Difference, Figures, Total, add_up, differences, summed_cells

_GOOD = ("pass", "review", "fail")
_ADDED_ALL_THE_SAME = ("", "lacks", "unreadable_cell")


@dataclass(slots=True)
class LevelTotal:
    """The sum of one level, and how the report printed for it compares.

    Attributes:
        printed: the file that was compared; "" for none.
        differences: where it differs.
        explanations: of the differences, the likeliest first.
    """

    level: Level
    total: Total
    printed: str = ""
    differences: list[Difference] = field(default_factory=list)
    explanations: list[Scenario] = field(default_factory=list)


@dataclass(slots=True)
class Added:
    """What ``gouji total`` found out.

    Attributes:
        whole: the sum over the list.
        levels: those below it.
        order: who is added, and in which role.
        reports: of every unit that has one, those that sum up others included.
        missing: units that should be in the sum and are not, each with the reason as a code: ``nothing`` sent, or the
            state of what was.
        unlisted: names of deliveries that no line of the list has.
        form: the form that all is added in.
    """

    form: Form
    year: int | None
    whole: LevelTotal
    order: Hierarchy
    reports: Mapping[Unit, Addend] = field(default_factory=dict)
    levels: list[LevelTotal] = field(default_factory=list)
    missing: dict[Unit, str] = field(default_factory=dict)
    unlisted: list[str] = field(default_factory=list)
    names: Mapping[Unit, str] = field(default_factory=dict)

    def called(self, unit: Unit) -> str:
        """Return a unit's name, with its place where the list has namesakes."""
        return self.names.get(unit, unit.name)

    @property
    def name(self) -> str:
        """Of whom all units are part, where the list says it of all; else ""."""
        if self.whole.level.head is not None:
            return self.whole.level.head.name
        inside = {unit.name for unit in self.order.roles}
        above = {unit.parent for unit in self.order.roles if unit.parent not in inside}
        return above.pop() if len(above) == 1 else ""

    @property
    def is_complete(self) -> bool:
        """Tell whether nobody is missing from the sum."""
        return not self.missing


def figures_of(submissions: Sequence[Submission], gives: Sequence[Collection[tuple[str, str]]], form: Form) -> Figures:
    """Return the figures of a report that is put together: of each document those of the tables that it gives.

    Args:
        submissions: what counts.
        gives: the tables that each gives, as (form, table) ids.
        form: whose cells are asked for.
    """
    figures: dict[str, Number | None] = {}
    for submission, tables in zip(submissions, gives, strict=True):
        for cell, figure in zip(form.cells, _values(submission, form), strict=False):
            if (form.id, form.tables[cell.table].id) in tables and figure != "missing":
                figures[cell.id] = None if isinstance(figure, str) else figure
    return figures


def total_of(
    deliveries: Deliveries,
    book: Rulebook,
    *,
    excluded: Sequence[Unit] = (),
    last_years: Mapping[Unit, Figures] | None = None,
    form: Form | None = None,
) -> Added:
    """Add up what counts of every unit of the list.

    Args:
        deliveries: of the inbox; what counts in them is what is added.
        book: the forms, and the rules for the totals in them.
        excluded: units to leave out.
        last_years: the figures of the year before, where they are known, to explain differences with.
        form: to add up in; by default the one that holds for the year.
    """
    form = form or _form(deliveries, book)
    order = hierarchy(deliveries.list_units, excluded)
    by_unit = {one.unit: one for one in deliveries.units if one.unit is not None and not one.rivals}
    doubtful = {unit for one in deliveries.units for unit in one.rivals}
    addends: dict[Unit, Addend] = {}
    missing: dict[Unit, str] = {}
    for unit in deliveries.list_units:
        if unit in order.left_out:
            continue
        delivery = by_unit.get(unit)
        lack = _lack(delivery, form) if delivery else "doubtful" if unit in doubtful else "nothing"
        if lack:
            missing[unit] = lack
        if delivery and lack in _ADDED_ALL_THE_SAME:
            addends[unit] = _addend(unit, delivery, form, (last_years or {}).get(unit))
    return _added(deliveries, book, form, order, addends, missing)


def _lack(delivery: Delivery, form: Form) -> str:
    """Why a unit's report is not in a sum, or not wholly; "" where it is."""
    if delivery.state not in _GOOD:
        return delivery.state
    if all(form_id != form.id for tables in delivery.gives for form_id, _ in tables):
        return "wrong_form"
    if delivery.lacks:
        return "lacks"
    return "unreadable_cell" if _has_unreadable(delivery, form) else ""


def _values(submission: Submission, form: Form) -> Sequence[Number | str]:
    """The figures of a document, cell by cell of a form; nothing where it has none in that form."""
    held = submission.figures.get(form.id)
    return held.values if held else ()


def _has_unreadable(delivery: Delivery, form: Form) -> bool:
    """Tell whether some figure stands there and cannot be read: that is no blank, and the sum cannot be known."""
    asked = set(summed_cells(form))
    for submission, tables in zip(delivery.current, delivery.gives, strict=True):
        for cell, figure in zip(form.cells, _values(submission, form), strict=False):
            counts = cell.id in asked and (form.id, form.tables[cell.table].id) in tables
            if counts and isinstance(figure, str) and figure not in ("missing", "blank", "placeholder"):
                return True
    return False


def whole_figures(submissions: Sequence[Submission], form: Form) -> Figures:
    """Return the figures of a printed report that may be in several files, the last word on each cell."""
    tables = {(form.id, table.id) for table in form.tables}
    figures: dict[str, Number | None] = {}
    for submission in submissions:
        figures |= figures_of([submission], [tables], form)
    return figures


def _added(
    deliveries: Deliveries,
    book: Rulebook,
    form: Form,
    order: Hierarchy,
    addends: Mapping[Unit, Addend],
    missing: Mapping[Unit, str],
) -> Added:
    rules = book.rules[form.id]

    def add(level: Level) -> LevelTotal:
        here = [addends[unit] for unit in level.units if unit in addends]
        total = add_up(form, rules, here, [unit for unit in level.units if unit in missing])
        result = LevelTotal(level, total)
        if level.head is not None and not level.is_partial and (head := addends.get(level.head)):
            compare(result, head.figures, _source(head), order, addends)
        return result

    added = Added(form, deliveries.year, add(order.whole), order, addends, names=deliveries.names)
    added.levels = [add(level) for level in order.levels]
    in_sums = {unit for level in (order.whole, *order.levels) for unit in level.units}
    added.missing = {unit: why for unit, why in missing.items() if unit in in_sums}
    added.unlisted = [one.name for one in deliveries.units if one.unit is None and not one.rivals]
    return added


def compare(
    result: LevelTotal, printed: Figures, source: str, order: Hierarchy, addends: Mapping[Unit, Addend] | None = None
) -> None:
    """Compare a printed report with a sum, and ask who explains the difference; keeps the answer in the result.

    Args:
        result: the sum.
        printed: the figures of the report.
        source: its file.
        order: the roles of the units.
        addends: the reports of all units, those that sum up others among them.
    """
    result.printed = source
    result.differences = differences(result.total, printed)
    own = [unit for unit, role in order.roles.items() if role == "own_office"]
    apart = {result.level.head, *result.level.units}
    sums_up = {unit for unit, role in order.roles.items() if role == "sums_up"} - apart
    summing = [addend for unit, addend in (addends or {}).items() if unit in sums_up]
    result.explanations = Blame(result.total, own, summing).explain(result.differences)


def _form(deliveries: Deliveries, book: Rulebook) -> Form:
    """The annual form of the year; without a year, the one that most reports are in."""
    annual = [form for form in book.forms.values() if form.id.startswith("annual")]
    if deliveries.year:
        return next((form for form in annual if form.holds_for(deliveries.year)), annual[0])
    used = [form for one in deliveries.units for submission in one.current for form in submission.forms]
    return max(annual, key=lambda form: used.count(form.id))


def _addend(unit: Unit, delivery: Delivery, form: Form, last_year: Figures | None) -> Addend:
    current = figures_of(delivery.current, delivery.gives, form)
    before = [whole_figures([one], form) for one in reversed(delivery.older) if form.id in one.figures]
    older: list[Figures] = [{**current, **figures} for figures in before]  # with what each lacks as it stands now
    if any(one.counting for one in delivery.current):
        older += _before_corrections(delivery, form)
    return Addend(
        unit,
        current,
        tuple((one.source, one.sha256) for one in delivery.current),
        sum(finding.severity == "error" and finding.is_open for one in delivery.current for finding in one.findings),
        tuple(older),
        last_year,
    )


def _before_corrections(delivery: Delivery, form: Form) -> list[Figures]:
    """What the report was before single tables of it were corrected."""
    return [whole_figures(delivery.current[:end], form) for end in range(1, len(delivery.current))]


def _source(addend: Addend) -> str:
    return "、".join(source for source, _ in addend.sources)
