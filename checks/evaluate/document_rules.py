"""What a document has lost of its form, and what was recognised only by its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checks.locate import Located
from checks.model.findings import Finding
from checks.model.report import Report
from checks.model.rule import Entry, Rulebook
from checks.render import sentences
from checks.rules.totals import totals

_ANNUAL = ("active", "requests", "litigation")
"""The tables of an annual report; any of them makes the others expected."""


def structure_findings(reports: Mapping[str, Report], book: Rulebook) -> list[Finding]:
    """Return missing rows, missing tables, hidden sheets and labels that had to be guessed."""
    found = [one for report in reports.values() for table in report.tables for one in _table(report, table, book)]
    return [*found, *_missing_tables(reports, book)]


def _table(report: Report, table: Located, book: Rulebook) -> Iterator[Finding]:
    name = f"{table.of.id}"
    missing = [row.label for row in table.missing if row.label]
    if missing:
        sentence = sentences.missing_rows(table.of.name, missing)
        yield _finding(book.catalogue["RX-STRUCT"], name, report.form.id, sentence)
    if table.guessed:
        sentence = sentences.guessed_rows(table.of.name, table.guessed)
        yield _finding(book.catalogue["A-LABEL"], name, report.form.id, sentence)
    grid = report.grids[table.start[0]]
    if grid.hidden:
        yield _finding(book.catalogue["A-HIDDEN"], name, report.form.id, sentences.hidden_sheet(grid.name))


def computed_totals(reports: Mapping[str, Report], book: Rulebook) -> list[Finding]:
    """Say where totals are formulas, for a report that has errors: they are always right, and prove less."""
    found = []
    for report in reports.values():
        asked = [report.form.index[cell] for cell in totals(report.form, book.rules[report.form.id])]
        here = [index for index in asked if index in report.spots]
        if here and sum(report.is_formula(index) is True for index in here) * 2 > len(here):
            found.append(_finding(book.catalogue["A-EDITION"], "formulas", report.form.id, sentences.COMPUTED_TOTALS))
    return found


def _missing_tables(reports: Mapping[str, Report], book: Rulebook) -> Iterator[Finding]:
    here = {table.of.id for report in reports.values() for table in report.tables}
    if not here & set(_ANNUAL):
        return
    form = next(report.form for report in reports.values() if {t.of.id for t in report.tables} & set(_ANNUAL))
    missing = [table.name for table in form.tables if table.id not in here]
    if missing:
        entry = book.catalogue["RX-STRUCT"]
        # An office may well send one table; that is worth a word, not a warning.
        yield _finding(entry, "tables", form.id, sentences.missing_table(missing), severity="info")


def _finding(entry: Entry, subject: str, form: str, sentence: str, severity: str = "") -> Finding:
    return Finding(
        rule=f"{entry.id}:{subject}",
        form=form,
        severity=severity or entry.severity,  # type: ignore[arg-type]  # only ever a Severity
        outcome="fail",
        cells=(),
        left=None,
        right=None,
        message=sentence + entry.instruction,
    )
