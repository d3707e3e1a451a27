"""What is said of a document as a whole, beside what it has lost of its form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checks.identity import Identity
from checks.model.findings import Finding, document_finding
from checks.model.form import Form, Table
from checks.model.report import Report, Reports
from checks.model.rule import Rulebook
from checks.rules.totals import totals


def computed_totals(reports: Reports, book: Rulebook) -> list[Finding]:
    """Say where totals are formulas, for a report that has errors: they are always right, and prove less."""
    findings = []
    for report in reports.values():
        asked = [report.form.index[cell] for cell in totals(report.form, book.rules[report.form.id])]
        here = [index for index in asked if index in report.spots]
        if here and sum(report.is_formula(index) is True for index in here) * 2 > len(here):
            kind = book.catalogue["A-EDITION"]
            findings.append(document_finding(kind, "formulas", code="computed_totals", form=report.form.id))
    return findings


def forms_astray(reports: Reports, identity: Identity, book: Rulebook) -> Iterator[Finding]:
    """Yield the tables that are in a form of other years than the report's, or than its other tables.

    A warning where the columns mean other things than those of the right form; else the figures are as good, and a
    word will do.

    Args:
        reports: of one document, by form.
        identity: tells the year; one that only a day in the file's name tells may be the next one.
        book: the rules.
    """
    forms = [report.form for report in reports.values()]
    year = identity.year
    if len(forms) == 1 and (not year or forms[0].holds_for(year)):
        return
    right, astray = _of_year(forms, identity, book) if year else _of_one_another(forms)
    kind = book.catalogue["RX-FORM"]
    for form in astray:
        names, are_alike = _tables_astray(reports[form.id], right)
        years = (form.first_year, form.last_year or "", identity.year or "")
        arguments = (form.document, *map(str, years), right.document if right else "", *names)
        severity = "info" if are_alike else kind.severity
        if names:
            yield document_finding(
                kind, form.id, code="form_of_other_years", arguments=arguments, form=form.id, severity=severity
            )


def _of_year(forms: Sequence[Form], identity: Identity, book: Rulebook) -> tuple[Form | None, list[Form]]:
    """The form of the report's year, and those of the forms that are of other years."""
    year = identity.year or 0
    years = (year, year - 1) if identity.year_is_of_a_day else (year,)
    astray = [form for form in forms if not any(map(form.may_serve, years))]
    return next((form for form in book.forms.values() if form.holds_for(year)), None), astray


def _of_one_another(forms: Sequence[Form]) -> tuple[Form | None, list[Form]]:
    """The newest of forms that share no year, and those of the others that share none with it."""
    if all(_share_a_year(form, other) for form in forms for other in forms):
        return None, []
    newest = max(forms, key=lambda form: form.first_year)
    return newest, [form for form in forms if not _share_a_year(form, newest)]


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
