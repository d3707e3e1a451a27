"""Verdicts as the checker gives them, made by hand for the tests of an inbox's results."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from checks.model.findings import CellRef, Finding, Origin, Suspect, Verdict
from checks.model.grid import CellAddress


def made(source: str, unit: str | None = None, status: str = "pass", **more: object) -> Verdict:
    """A verdict as the checker gives it; ``day`` and ``sender`` make it come by mail."""
    origin = None
    if "day" in more or "sender" in more:
        sender, day = str(more.pop("sender", "a@b.example")), more.pop("day", None)
        date = datetime(2026, 1, int(str(day)), tzinfo=UTC) if day else None
        name, subject = str(more.pop("sender_name", "")), str(more.pop("subject", "年报"))
        identifier = str(more.pop("message_id", f"<{source}@x.example>"))
        origin = Origin(sender, name, subject, date, source.rpartition("/")[2], identifier)
    verdict = Verdict(
        source,
        hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest(),
        unit=unit,
        unit_from=unit and "title",
    )
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
        CellRef(f"results.granted.{kind}", CellAddress("表三", 7, column), f"（一）予以公开·{kind}", value, str(value))
        for kind, column, value in (("total", 9, 3), ("natural_person", 3, 4))
    )
    return Finding("R3-ROW:results.granted", "annual2021", severity, "fail", cells, 4, 3, message)


def suspect(proposed: int = 4, reason: str = "一位打错", choice: int = 0) -> Suspect:
    cell = wrong_total().cells[0]
    certainty = "unique" if choice == 0 else "one_of"
    return Suspect(cell, proposed, certainty, ("R3-ROW:results.granted",), reason, 0, choice)
