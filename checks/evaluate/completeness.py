"""What a document has lost of its form, what stands in it beside the form, and what is not filled in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checks.locate import Located
from checks.model.findings import CellRef, Finding, document_finding
from checks.model.grid import Special, Value
from checks.model.located import Stray
from checks.model.report import Report, Reports
from checks.model.rule import Rulebook, RuleKind, Severity

_MOST_ALONE = 3  # so many cells of a table are named one by one; more become one finding
_GROUPED = ("C-BLANK", "C-PLACE", "C-TEXT", "C-DOUBT")
Empty = frozenset[tuple[str, int]]
"""Tables that are not filled in: form id, position of the table in the form."""


def structure_findings(reports: Reports, book: Rulebook, empty: Empty) -> list[Finding]:
    """Return what is missing, what is too much, what is hidden, what had to be guessed and what is not filled in.

    Args:
        reports: of one document, by form.
        book: the rules.
        empty: see ``empty_tables``.
    """
    if not empty and len(reports) == 1 and all(map(_has_all, reports.values())):
        return []
    findings = [
        finding for report in reports.values() for table in report.tables for finding in _table(report, table, book)
    ]
    return [*findings, *_missing_tables(reports, book), *_empty(reports, book, empty)]


def _has_all(report: Report) -> bool:
    """Tell whether a report has its whole form, for everybody to see, and nothing beside it."""
    return report.part.is_whole and not any(report.grids[number].hidden for number in report.part.begin)


def empty_tables(reports: Reports) -> Empty:
    """Return the tables in which nobody has typed a figure: blank, strokes, zeros that only formulas give."""
    return frozenset(
        [
            (report.form.id, table.table)
            for report in reports.values()
            for table in report.tables
            if _is_empty(report, table)
        ]
    )


def _is_empty(report: Report, table: Located) -> bool:
    numbers = report.numbers
    for first, length in table.ranges:
        if any(numbers[first : first + length]):
            return False  # a number that is not 0 is somebody's figure
    return bool(table.spots or table.blank) and not any(_is_filled(report, index) for index in table.spots)


def _is_filled(report: Report, index: int) -> bool:
    if index not in report.irregular and report.numbers[index] == 0:
        return report.is_formula(index) is not True
    return report.reading(index).state not in ("blank", "placeholder", "uncalculated")


def is_in(finding: Finding, reports: Reports, empty: Empty) -> bool:
    """Tell whether a finding only says again that cells of an empty table hold nothing."""
    report = reports.get(finding.form)
    if report is None or not empty or not finding.cells:
        return False
    unknown = [ref for ref in finding.cells if ref.value is None and ref.id in report.form.index]
    return bool(unknown) and all((finding.form, report.form.cell(ref.id).table) in empty for ref in unknown)


def grouped(findings: Sequence[Finding], report: Report, book: Rulebook) -> list[Finding]:
    """Say what many cells of one table have in common in one finding, which names them all."""
    together: dict[tuple[str, int], list[Finding]] = {}
    for finding in findings:
        if finding.kind in _GROUPED and len(finding.cells) == 1:
            together.setdefault((finding.kind, report.form.cell(finding.cells[0].id).table), []).append(finding)
    many = {key: group for key, group in together.items() if len(group) > _MOST_ALONE}
    inside = {id(member) for group in many.values() for member in group}
    rest = [single for single in findings if id(single) not in inside]
    return [*(_group(rule, report, table, group, book) for (rule, table), group in many.items()), *rest]


def _group(rule: str, report: Report, table: int, group: Sequence[Finding], book: Rulebook) -> Finding:
    about = report.form.tables[table]
    cells = tuple(finding.cells[0] for finding in group)
    return document_finding(
        book.catalogue[rule], about.id, code="many_cells", arguments=[about.name], form=report.form.id, cells=cells
    )


def _table(report: Report, table: Located, book: Rulebook) -> Iterator[Finding]:
    form, name, kinds = report.form.id, table.of.id, book.catalogue
    rows = [row.label for row in table.missing if row.label]
    if rows:
        named = (table.of.name, *rows)
        yield document_finding(kinds["RX-STRUCT"], name, code="missing_rows", arguments=named, form=form)
    columns = dict.fromkeys(column.label for column in table.missing_columns if column.label)
    if columns:
        named = (table.of.name, *columns)
        subject = f"{name}.columns"
        yield document_finding(kinds["RX-STRUCT"], subject, code="missing_columns", arguments=named, form=form)
    for number, stray in enumerate(table.strays, 1):
        yield _stray(report, table, stray, kinds["RX-EXTRA"], number)
    if table.guessed:
        named = (table.of.name, *(label for pair in table.guessed for label in pair))
        sure: Severity = "warning" if table.doubtful else "info"
        yield document_finding(kinds["A-LABEL"], name, code="guessed_rows", arguments=named, form=form, severity=sure)
    grid = report.grids[table.start[0]]
    if grid.hidden:
        # A table that nobody can see is not what anybody means to publish.
        named = (grid.name,)
        kind = kinds["A-HIDDEN"]
        yield document_finding(kind, name, code="hidden_sheet", arguments=named, form=form, severity="warning")
    for position in table.surplus:
        named = (report.grids[position].name, table.of.name)
        yield document_finding(kinds["A-HIDDEN"], f"{name}.surplus", code="surplus_sheet", arguments=named, form=form)


def _stray(report: Report, table: Located, stray: Stray, kind: RuleKind, number: int) -> Finding:
    """What stands beside the form: figures are a warning, zeros alone a word."""
    every = [
        CellRef("", report.grids[g].address(r, c), stray.label, None, _text(report.grids[g].value(r, c)))
        for g, r, c in stray.spots
    ]
    some = [ref for ref in every if not _is_zero(ref.text)]
    return document_finding(
        kind,
        f"{table.of.id}.{number}",
        code="stray",
        arguments=(table.of.name, stray.kind, stray.label, "differs" if stray.differs else ""),
        form=report.form.id,
        cells=tuple(some or every),
        severity=kind.severity if some or "twice" in stray.kind else "info",
    )


def _text(value: Value) -> str:
    return value.text if isinstance(value, Special) else "" if value is None else str(value)


def _is_zero(text: str) -> bool:
    return not text.strip("0. ")


def _missing_tables(reports: Reports, book: Rulebook) -> Iterator[Finding]:
    """The tables of the forms at hand that are in none of them; of a mixed report each table is asked for once."""
    here = {table.of.id for report in reports.values() for table in report.tables}
    missing: dict[str, str] = {}
    for report in reports.values():
        missing |= {table.id: table.name for table in report.form.tables if table.id not in here}
    if missing:
        form = next(report.form.id for report in reports.values() if len(report.form.tables) > 1)
        kind = book.catalogue["RX-STRUCT"]
        yield document_finding(kind, "tables", code="missing_tables", arguments=missing.values(), form=form)


def _empty(reports: Reports, book: Rulebook, empty: Empty) -> Iterator[Finding]:
    """One error for a form that is not filled in, or one for each such table among others that are."""
    kind = book.catalogue["C-EMPTY"]
    tables = [(report, table) for report in reports.values() for table in report.tables]
    blank = [(report, table) for report, table in tables if (report.form.id, table.table) in empty]
    if blank and len(blank) == len(tables):
        names = [table.of.name for _, table in blank]
        yield document_finding(kind, "form", code="empty_table", arguments=names, form=blank[0][0].form.id)
        return
    for report, table in blank:
        named = [table.of.name]
        yield document_finding(kind, table.of.id, code="empty_table", arguments=named, form=report.form.id)
