"""What is said about one unit's deliveries: in a line at the terminal; in the workbook and on the page alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checks.language import either
from checks.model.submission import Submission
from checks.render.progress_by_parent import name_of
from checks.render.sentences import collecting, inbox
from checks.render.work_items import corrections
from checks.submissions import Deliveries, Delivery, UnitState

_SHOWN = 5  # of older deliveries or files beside


def count(submissions: Sequence[Submission], severity: str) -> int:
    """Count the things of a severity that have to be corrected, or looked at, and that nobody has explained."""
    every = (one for submission in submissions for one in corrections(submission.counted))
    return sum(one.severity == severity and not one.is_explained for one in every)


def file_name(submission: Submission) -> str:
    """Return the name of the file as its sender gave it."""
    return (submission.origin.attachment if submission.origin else "") or submission.verdict.file.rpartition("/")[2]


def state_of(delivery: Delivery) -> str:
    """Return the status in words, with its symbol."""
    return inbox.STATE[delivery.state]


def earlier(delivery: Delivery) -> Iterator[str]:
    """Yield what was replaced, and what of another year or without a table came besides."""
    same = {one.sha256 for one in delivery.current}
    for submission in delivery.older[-_SHOWN:]:
        yield inbox.same_as(submission.source) if submission.sha256 in same else submission.source
    for submission in delivery.beside[-_SHOWN:]:
        if submission.status in ("unreadable", "no_table"):
            yield inbox.beside(file_name(submission), submission.status)
        else:
            yield inbox.of_year(submission.source, submission.year)


def sender_of(submission: Submission) -> str:
    """Return the name and the address of who sent it; "" if it came without a mail."""
    origin = submission.origin
    return " ".join(part for part in (origin.sender_name, origin.sender) if part) if origin else ""


def address_of(submission: Submission) -> str:
    """Return the address that sent a file; "" if its mail names none, or it came without a mail."""
    return submission.origin.sender if submission.origin else ""


def is_from(submission: Submission, sender: str) -> bool:
    """Tell whether a file is an address's own; what came without a mail is nobody else's."""
    return submission.origin is None or submission.origin.sender == sender


def subject_of(submission: Submission) -> str:
    """Return the subject of the mail that it came with."""
    return submission.origin.subject if submission.origin else ""


def told_by(delivery: Delivery, deliveries: Deliveries) -> str:
    """Say all that tells whose a delivery is, each piece as it was found; and whom it names if that is another."""
    if delivery.attribution is None or not delivery.attribution.evidence:
        return ""
    pieces = [
        (
            one.source,
            one.says,
            [deliveries.called(unit) for unit in one.units] if delivery.unit not in one.units else [],
        )
        for one in delivery.attribution.evidence
    ]
    return collecting.evidence(pieces)


def notes(delivery: Delivery, deliveries: Deliveries) -> Iterator[str]:
    """Yield what a person should know about a delivery: what has to be asked, what told the unit, what is odd."""
    for question in delivery.questions:
        yield collecting.QUESTION[question]
    if delivery.rivals:
        yield collecting.rivals([deliveries.called(unit) for unit in delivery.rivals])
    elif not delivery.name and "nobody" not in delivery.questions:
        yield str(inbox.UNIT_UNKNOWN)
    if words := told_by(delivery, deliveries):
        yield words
    if not delivery.name and subject_of(delivery.newest):
        yield inbox.subject_was(subject_of(delivery.newest))
    if deliveries.listed and delivery.unit is None and not delivery.rivals:
        yield str(inbox.NOT_LISTED)
        if delivery.address_of:
            yield inbox.address_of(delivery.address_of.name)
    yield from _odd(delivery, deliveries)


def _odd(delivery: Delivery, deliveries: Deliveries) -> Iterator[str]:
    yield from _odd_sender(delivery)
    yield from _odd_form(delivery, deliveries)
    if len(delivery.current) > 1 and any(submission.counting for submission in delivery.current):
        for submission, tables in zip(delivery.current, delivery.gives, strict=False):
            yield collecting.gives(file_name(submission), sorted({table_name(t) for t in tables}))
    if delivery.others:
        yield collecting.others([(file_name(other), sender_of(other)) for other in delivery.others])
    if delivery.after_final:
        yield collecting.after_final([file_name(one) for one in delivery.after_final])
    if delivery.undated:
        yield str(collecting.NO_DATE)
    if words := since_the_last(delivery):
        yield words
    if delivery.twins:
        yield inbox.twins(delivery.twins)
    yield from (inbox.not_kept(submission.not_kept) for submission in delivery.current if submission.not_kept)


def _odd_sender(delivery: Delivery) -> Iterator[str]:
    if delivery.unit and delivery.attribution and delivery.newest.origin:
        if delivery.attribution.sender == "foreign":
            yield str(collecting.FOREIGN)
        if delivery.attribution.sender == "passed_on":
            yield str(collecting.PASSED_ON)


def _odd_form(delivery: Delivery, deliveries: Deliveries) -> Iterator[str]:
    if delivery.state == "wrong_year":
        yield inbox.year_is(delivery.year, deliveries.year)
    if delivery.state == "wrong_form":
        yield inbox.form_is_not(delivery.year)
    if delivery.year is None and delivery.state in ("pass", "review", "fail", "doubtful"):
        yield str(collecting.YEAR_UNKNOWN)
    if delivery.lacks:
        yield collecting.lacks(delivery.lacks)


_TABLES = {"active": "表二", "requests": "表三", "litigation": "表四", "statistics": "统计表"}


def table_name(table: tuple[str, str]) -> str:
    """Return the name of a table of a form: 表三."""
    return _TABLES.get(table[1], table[1])


def since_the_last(delivery: Delivery) -> str:
    """Say what became of what was wrong with the report that the newest one replaced."""
    if not delivery.older or delivery.state not in ("pass", "review", "fail"):
        return ""
    before, now = _wrong([delivery.older[-1]]), _wrong(delivery.current)
    return collecting.mended(len(before - now), len(before & now), len(now - before))


def _wrong(submissions: Sequence[Submission]) -> set[tuple[str, str]]:
    return {
        (finding.rule, finding.cells[0].id if finding.cells else "")
        for one in submissions
        for finding in one.findings
        if finding.is_open and finding.severity != "info"
    }


_OF_THE_UNIT: tuple[UnitState, ...] = ("doubtful", "empty", "wrong_year", "wrong_form")
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
