"""What the tests of an inbox's results start from: verdicts made by hand, and the example inbox checked once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from checks import rulebook
from checks.check import check_bytes, unreadable
from checks.containers import unpack
from checks.deliveries import Deliveries, read_units, sort_out
from checks.findings import CellRef, Finding, Origin, Suspect, Verdict

EXAMPLES = Path(__file__).parents[2] / "examples"

Make = Callable[..., Verdict]


def made(source: str, unit: str | None = None, status: str = "pass", **more: object) -> Verdict:
    """A verdict as the checker gives it; ``day`` and ``sender`` make it come by mail."""
    origin = None
    if "day" in more or "sender" in more:
        sender, day = str(more.pop("sender", "a@b.example")), more.pop("day", None)
        date = datetime(2026, 1, int(str(day)), tzinfo=UTC) if day else None
        name, subject = str(more.pop("sender_name", "")), str(more.pop("subject", "年报"))
        identifier = str(more.pop("message_id", f"<{source}@x.example>"))
        origin = Origin(sender, name, subject, date, source.rpartition("/")[2], identifier)
    verdict = Verdict(source, hashlib.sha256(source.encode()).hexdigest(), unit=unit, unit_from=unit and "title")
    verdict.origin, verdict.year, verdict.forms = origin, 2025, ("annual2021",)
    if status in ("unreadable", "no_table"):
        verdict.no_status, verdict.forms = status, ()
    elif status != "pass":
        verdict.findings = [wrong_total(severity="error" if status == "fail" else "warning")]
    for name, value in more.items():
        setattr(verdict, name, value)
    return verdict


def wrong_total(severity: str = "error", message: str = "总计填 3，而所含各项相加为 4，相差 1。") -> Finding:
    cells = tuple(
        CellRef(f"results.granted.{kind}", f"表三!{at}", f"（一）予以公开·{kind}", value, str(value))
        for kind, at, value in (("total", "J8", 3), ("natural_person", "D8", 4))
    )
    return Finding("R3-ROW:results.granted", "annual2021", severity, "fail", cells, 4, 3, message)


def suspect(proposed: int = 4, reason: str = "一位打错", choice: int = 0) -> Suspect:
    cell = wrong_total().cells[0]
    certainty = "unique" if choice == 0 else "one_of"
    return Suspect(cell, proposed, certainty, ("R3-ROW:results.granted",), reason, 0, choice)


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
            for verdict in found:
                verdict.origin = member.origin
            verdicts += found
    return sort_out(verdicts, read_units(EXAMPLES / "单位名单.csv"), forms=book.forms)
