"""The example inbox, checked once for all tests of its results."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from checks import rulebook
from checks.check import check_bytes, unreadable
from checks.containers import unpack
from checks.model.submission import Submission
from checks.submissions import Deliveries, sort_out
from checks.submissions.unit_list import read_units

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="session")
def inbox() -> Deliveries:
    """The example inbox, taken apart and checked."""
    book = rulebook.load()
    verdicts = []
    for path in sorted((EXAMPLES / "收件箱").iterdir()):
        for member in unpack(path.read_bytes(), f"收件箱/{path.name}"):
            if member.problem:
                found = [unreadable(member.problem, member.source, hashlib.sha256(member.data).hexdigest(), book)]
            else:
                found = check_bytes(member.data, member.source, book)
            verdicts += [Submission.of(verdict, member.origin) for verdict in found]
    return sort_out(verdicts, read_units(EXAMPLES / "单位名单.csv"), forms=book.forms)
