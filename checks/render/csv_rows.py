"""Verdicts as CSV, one line a finding, as Chinese Excel opens it."""

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
    yield "\ufeff" + _line(inbox.FINDINGS_HEADER)
    for submission in submissions:
        for row in finding_rows(submission.verdict):
            words = (
                submission.unit or "",
                submission.source,
                row.severity,
                row.rule,
                row.place,
                row.stands,
                row.should_be,
            )
            sides = (_number(row.left), _number(row.right), _number(row.difference))
            yield _line([*map(csv_field, words), *sides, csv_field(row.message), csv_field(submission.marked_copy)])


def _line(fields: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerow(fields)
    return text.getvalue()


def _number(value: Number | None) -> str:
    """A number of ours: a minus in front of it is no formula."""
    return "" if value is None else sentences.number(value if isinstance(value, Decimal) else int(value))
