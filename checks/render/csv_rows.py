"""Verdicts as CSV, one line a finding and one for a document without any, as Chinese Excel opens it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal

from checks.model.figures import Number
from checks.model.submission import Submission
from checks.render import sentences
from checks.render.finding_rows import finding_rows
from checks.render.sanitize import csv_field
from checks.render.sentences import inbox


def as_csv(submissions: Iterable[Submission]) -> Iterator[str]:
    """Yield the lines of a CSV file, each with its line break; to be written as UTF-8 without translating those.

    The first begins with a byte order mark, by which Excel knows the encoding. No text is ever a formula.
    """
    yield "\ufeff" + _line((*inbox.FINDINGS_HEADER, *inbox.MORE_OF_CSV))
    for submission in submissions:
        names, facts = (submission.unit or "", submission.source), _facts(submission)
        rows = list(finding_rows(submission.verdict))
        for row in rows:
            words = (*names, row.severity, row.rule, row.place, row.stands, row.should_be)
            sides = (_number(row.left), _number(row.right), _number(row.difference))
            more = (row.message, submission.marked_copy, row.form, sentences.OUTCOME[row.outcome], row.cell)
            yield _line([*map(csv_field, words), *sides, *map(csv_field, more), *facts])
        if not rows:  # who groups by file sees that it was checked
            passed = (sentences.STATUS[submission.verdict.status], submission.marked_copy)
            nothing = [""] * (len(inbox.FINDINGS_HEADER) - 4)
            forms = " ".join(submission.forms)
            yield _line([*map(csv_field, names), *nothing, *map(csv_field, (*passed, forms)), "", "", *facts])


def _facts(submission: Submission) -> list[str]:
    """What is said of the document in every one of its lines."""
    status = sentences.STATUS[submission.verdict.status].split()[-1]
    words = (status, submission.superseded_by, submission.sha256)
    return ["" if submission.year is None else str(submission.year), *map(csv_field, words)]


def _line(fields: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerow(fields)
    return text.getvalue()


def _number(value: Number | None) -> str:
    """A number of ours: a minus in front of it is no formula."""
    return "" if value is None else sentences.number(value if isinstance(value, Decimal) else int(value))
