"""What is said about one unit's deliveries, in the workbook and on the page alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checks.model.submission import Submission
from checks.render.sentences import inbox
from checks.submissions import Deliveries, Delivery

_SHOWN = 5  # of older deliveries or files beside


def count(submissions: Sequence[Submission], severity: str) -> int:
    """Count the findings of a severity that nobody has explained."""
    return sum(one.severity == severity for v in submissions for one in v.verdict.open_findings)


def file_name(submission: Submission) -> str:
    """Return the name of the file as its sender gave it."""
    return (submission.origin.attachment if submission.origin else "") or submission.verdict.file.rpartition("/")[2]


def state_of(delivery: Delivery) -> str:
    """Return the status in words, with its symbol."""
    return inbox.STATE[delivery.state]


def earlier(delivery: Delivery) -> Iterator[str]:
    """Yield what was replaced, and what of another year or without a table came besides."""
    same = {one.sha256 for one in delivery.current}
    for one in delivery.older[-_SHOWN:]:
        yield inbox.same_as(one.source) if one.sha256 in same else one.source
    for one in delivery.beside[-_SHOWN:]:
        if one.status in ("unreadable", "no_table"):
            yield inbox.beside(file_name(one), one.status)
        else:
            yield inbox.of_year(one.source, one.year)


def notes(delivery: Delivery, deliveries: Deliveries) -> Iterator[str]:
    """Yield what a person should know about a delivery: what told the unit, and what is odd about it."""
    newest = delivery.newest
    if not delivery.name:
        yield inbox.UNIT_UNKNOWN
        if newest.origin and newest.origin.subject:
            yield inbox.subject_was(newest.origin.subject)
    elif newest.unit_from:
        yield inbox.told_by(newest.unit_from, delivery.said if delivery.said != delivery.name else "")
    if deliveries.listed and delivery.unit is None:
        yield inbox.NOT_LISTED
        if delivery.address_of:
            yield inbox.address_of(delivery.address_of.name)
    if delivery.state == "wrong_year":
        yield inbox.year_is(delivery.year, deliveries.year)
    if delivery.state == "wrong_form":
        yield inbox.form_is_not(delivery.year)
    if delivery.twins:
        yield inbox.twins(delivery.twins)
    for one in delivery.current:
        if one.not_kept:
            yield inbox.not_kept(one.not_kept)
