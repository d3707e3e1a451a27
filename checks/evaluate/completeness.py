"""What a document has lost of its form, what stands in it beside the form, and what is not filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from checks.locate import Located
from checks.model.findings import Finding
from checks.model.located import Stray
from checks.model.report import Report
from checks.model.rule import Entry, Rulebook, Severity
from checks.render import sentences

_MOST_ALONE = 3  # so many cells of a table are named one by one; more become one finding
_GROUPED = ("C-BLANK", "C-PLACE", "C-TEXT")
Empty = frozenset[tuple[str, int]]
"""Tables that are not filled in: form id, position of the table in the form."""


def structure_findings(reports: Mapping[str, Report], book: Rulebook, empty: Empty) -> list[Finding]:
    """Return what is missing, what is too much, what is hidden, what had to be guessed and what is not filled in.

    Args:
        reports: of one document, by form.
        book: the rules.
        empty: see ``empty_tables``.
    """
    found = [one for report in reports.values() for table in report.tables for one in _table(report, table, book)]
    return [*found, *_missing_tables(reports, book), *_empty(reports, book, empty)]


def empty_tables(reports: Mapping[str, Report]) -> Empty:
    """Return the tables in which nobody has typed a figure: blank, strokes, zeros that only formulas give."""
    return frozenset(
        (report.form.id, table.table)
        for report in reports.values()
        for table in report.tables
        if (table.spots or table.blank) and not any(_is_filled(report, index) for index in table.spots)
    )


def _is_filled(report: Report, index: int) -> bool:
    if index not in report.odd and report.numbers[index] == 0:
        return report.is_formula(index) is not True
    return report.reading(index).state not in ("blank", "placeholder", "uncalculated")


def is_in(finding: Finding, reports: Mapping[str, Report], empty: Empty) -> bool:
    """Tell whether a finding only says again that cells of an empty table hold nothing."""
    report = reports.get(finding.form)
    if report is None or not empty or not finding.cells:
        return False
    unknown = [ref for ref in finding.cells if ref.value is None and ref.id in report.form.index]
    return bool(unknown) and all((finding.form, report.form.cell(ref.id).table) in empty for ref in unknown)


def grouped(findings: Sequence[Finding], report: Report, book: Rulebook) -> list[Finding]:
    """Say what many cells of one table have in common in one finding, which names them all."""
    together: dict[tuple[str, int], list[Finding]] = {}
    for one in findings:
        if one.catalogue in _GROUPED and len(one.cells) == 1:
            together.setdefault((one.catalogue, report.form.cell(one.cells[0].id).table), []).append(one)
    many = {key: group for key, group in together.items() if len(group) > _MOST_ALONE}
    inside = {id(one) for group in many.values() for one in group}
    rest = [one for one in findings if id(one) not in inside]
    return [*(_group(rule, report, table, group, book) for (rule, table), group in many.items()), *rest]


def _group(rule: str, report: Report, table: int, group: Sequence[Finding], book: Rulebook) -> Finding:
    entry = book.catalogue[rule]
    refs = tuple(one.cells[0] for one in group)
    sentence = sentences.many_cells(report.form.tables[table].name, entry.title, [ref.place for ref in refs])
    subject = report.form.tables[table].id
    return Finding(
        f"{rule}:{subject}", report.form.id, entry.severity, "fail", refs, None, None, sentence + entry.instruction
    )


def _table(report: Report, table: Located, book: Rulebook) -> Iterator[Finding]:
    form, name, structure = report.form.id, table.of.id, book.catalogue["RX-STRUCT"]
    rows = [row.label for row in table.missing if row.label]
    if rows:
        yield _finding(structure, name, form, sentences.missing_rows(table.of.name, rows))
    columns = list(dict.fromkeys(column.label for column in table.missing_columns if column.label))
    if columns:
        yield _finding(structure, f"{name}.columns", form, sentences.missing_columns(table.of.name, columns))
    for number, stray in enumerate(table.strays, 1):
        yield _stray(report, table, stray, book.catalogue["RX-EXTRA"], number)
    if table.guessed:
        yield _finding(book.catalogue["A-LABEL"], name, form, sentences.guessed_rows(table.of.name, table.guessed))
    grid = report.grids[table.start[0]]
    if grid.hidden:
        yield _finding(book.catalogue["A-HIDDEN"], name, form, sentences.hidden_sheet(grid.name))
    for position in table.surplus:
        sentence = sentences.surplus_sheet(report.grids[position].name, table.of.name)
        yield _finding(book.catalogue["A-HIDDEN"], f"{name}.surplus", form, sentence)


def _stray(report: Report, table: Located, stray: Stray, entry: Entry, number: int) -> Finding:
    """What stands beside the form: figures are a warning, zeros alone a word."""
    figures = [(report.grids[g].place(r, c), str(report.grids[g].rows[r][c])) for g, r, c in stray.spots]
    some = [(place, figure) for place, figure in figures if not _is_zero(figure)]
    sentence = sentences.stray(table.of.name, stray.kind, stray.label, some or figures, differs=stray.differs)
    severity: Severity = entry.severity if some or "twice" in stray.kind else "info"
    return _finding(entry, f"{table.of.id}.{number}", report.form.id, sentence, severity)


def _is_zero(text: str) -> bool:
    return not text.strip("0. ")


def _missing_tables(reports: Mapping[str, Report], book: Rulebook) -> Iterator[Finding]:
    """The tables of the forms at hand that are in none of them; of a mixed report each table is asked for once."""
    here = {table.of.id for report in reports.values() for table in report.tables}
    missing: dict[str, str] = {}
    for report in reports.values():
        missing |= {table.id: table.name for table in report.form.tables if table.id not in here}
    if missing:
        form = next(report.form.id for report in reports.values() if len(report.form.tables) > 1)
        yield _finding(book.catalogue["RX-STRUCT"], "tables", form, sentences.missing_table(list(missing.values())))


def _empty(reports: Mapping[str, Report], book: Rulebook, empty: Empty) -> Iterator[Finding]:
    """One error for a form that is not filled in, or one for each such table among others that are."""
    entry = book.catalogue["C-EMPTY"]
    tables = [(report, table) for report in reports.values() for table in report.tables]
    blank = [(report, table) for report, table in tables if (report.form.id, table.table) in empty]
    if blank and len(blank) == len(tables):
        names = [table.of.name for _, table in blank]
        yield _finding(entry, "form", blank[0][0].form.id, sentences.empty_table(names))
        return
    for report, table in blank:
        yield _finding(entry, table.of.id, report.form.id, sentences.empty_table([table.of.name]))


def _finding(entry: Entry, subject: str, form: str, sentence: str, severity: Severity | None = None) -> Finding:
    return Finding(
        rule=f"{entry.id}:{subject}",
        form=form,
        severity=severity or entry.severity,
        outcome="fail",
        cells=(),
        left=None,
        right=None,
        message=sentence + entry.instruction,
    )
