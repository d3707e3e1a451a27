"""What is said of a document as a whole, beside what it has lost of its form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checks.identity import Identity
from checks.model.findings import Finding, document_finding
from checks.model.form import Form, Table
from checks.model.report import Report
from checks.model.rule import Rulebook
from checks.rules.totals import totals


def computed_totals(reports: Mapping[str, Report], book: Rulebook) -> list[Finding]:
    """Say where totals are formulas, for a report that has errors: they are always right, and prove less."""
    findings = []
    for report in reports.values():
        asked = [report.form.index[cell] for cell in totals(report.form, book.rules[report.form.id])]
        here = [index for index in asked if index in report.spots]
        if here and sum(report.is_formula(index) is True for index in here) * 2 > len(here):
            kind = book.catalogue["A-EDITION"]
            findings.append(document_finding(kind, "formulas", code="computed_totals", form=report.form.id))
    return findings


def forms_astray(reports: Mapping[str, Report], identity: Identity, book: Rulebook) -> Iterator[Finding]:
    """Yield the tables that are in a form of other years than the report's, or than its other tables.

    A warning where the columns mean other things than those of the right form; else the figures are as good, and a
    word will do.

    Args:
        reports: of one document, by form.
        identity: tells the year; one that only a day in the file's name tells may be the next one.
        book: the rules.
    """
    year = identity.year
    forms = [report.form for report in reports.values()]
    if year is None:
        shared = [form for form in forms if all(_share_a_year(form, other) for other in forms)]
        right = None if len(shared) == len(forms) else max(forms, key=lambda form: form.first_year)
        astray = [report for report in reports.values() if right and not _share_a_year(report.form, right)]
    else:
        years = (year, year - 1) if identity.year_is_of_a_day else (year,)
        astray = [report for report in reports.values() if not any(map(report.form.may_serve, years))]
        right = next((form for form in book.forms.values() if form.holds_for(year)), None) if astray else None
    for report in astray:
        names, are_alike = _tables_astray(report, right)
        if names:
            form, issued = report.form, right.document if right else ""
            arguments = (
                form.document,
                str(form.first_year),
                str(form.last_year or ""),
                str(year or ""),
                issued,
                *names,
            )
            kind = book.catalogue["RX-FORM"]
            severity = "info" if are_alike else kind.severity
            yield document_finding(
                kind, form.id, code="form_of_other_years", arguments=arguments, form=form.id, severity=severity
            )


def _share_a_year(form: Form, other: Form) -> bool:
    first = max(form.first_year, other.first_year)
    ends = [one.last_year for one in (form, other) if one.last_year is not None]
    also = {*form.also_seen, *other.also_seen}
    return not ends or first <= min(ends) or any(form.may_serve(year) and other.may_serve(year) for year in also)


def _tables_astray(report: Report, right: Form | None) -> tuple[list[str], bool]:
    """Return the tables that the right form has otherwise, and whether at least their columns mean the same."""
    known = {table.id: table for table in right.tables} if right else {}
    names, are_alike = [], True
    for table in report.tables:
        same = known.get(table.of.id)
        if same is None or _lines(table.of) != _lines(same):
            names.append(table.of.name)
            are_alike &= same is not None and _columns(table.of) == _columns(same)
    return names, are_alike


def _columns(table: Table) -> list[list[str]]:
    return [[column.id for column in block.columns] for block in table.blocks]


def _lines(table: Table) -> list[list[str]]:
    return [*_columns(table), *([row.id for row in block.rows] for block in table.blocks)]
