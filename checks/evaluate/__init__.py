"""Report × Rules → Findings."""

from __future__ import annotations

from collections.abc import Iterator

from checks.evaluate.cell_rules import written_findings
from checks.evaluate.completeness import Empty, empty_tables, grouped, is_in, structure_findings
from checks.evaluate.document_rules import computed_totals
from checks.evaluate.fast_pass import Compiled, compile_rules
from checks.evaluate.formulas import formula_findings
from checks.evaluate.relation_findings import relation_finding
from checks.evaluate.relations import CellLookup, CellState, Judgement, judge
from checks.evaluate.seen import seen_findings
from checks.model.findings import Finding, Outcome
from checks.model.report import Report, Reports
from checks.model.rule import Rule, Rulebook

__all__ = ["Evaluation", "evaluate", "figures_of", "outcomes"]


class Evaluation:
    """The findings of one document, and how much was checked."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.checked = 0
        self.undecided = 0

    def count(self, judgement: Judgement) -> None:
        """Count a rule that was judged, where it applies."""
        if judgement.outcome != "not_applicable":
            self.checked += judgement.outcome != "undecided"
            self.undecided += judgement.outcome == "undecided"


def evaluate(reports: Reports, book: Rulebook, *, lower: bool = False) -> Evaluation:
    """Check every rule that one document can decide.

    Args:
        reports: the document's reports, by form.
        book: the rules.
        lower: the unit is a department, a county or a township.
    """
    result = Evaluation()
    empty = empty_tables(reports)
    for report in reports.values():
        _relations(report, reports, book, result, lower=lower)
    _across(reports, book, result)
    for report in reports.values():
        if written := _written(report, reports, book, empty):
            result.findings += grouped(written, report, book)
        result.findings += seen_findings(report, book.catalogue)
        result.findings += formula_findings(report, book.rules[report.form.id], book.catalogue)
    result.findings += structure_findings(reports, book, empty)
    if any(finding.severity == "error" for finding in result.findings):
        result.findings += computed_totals(reports, book)
    return result


def _written(report: Report, reports: Reports, book: Rulebook, empty: Empty) -> list[Finding]:
    """How the figures are written, without the blanks of tables that are empty as a whole."""
    findings = written_findings(report, book.catalogue)
    return [finding for finding in findings if not is_in(finding, reports, empty)] if empty else findings


def outcomes(reports: Reports, book: Rulebook, *, lower: bool = False) -> dict[str, Outcome]:
    """Return the outcome of every relation of the forms at hand, by rule id: slow, complete, for comparison."""
    lookup = figures_of(reports)
    rules = [rule for form in reports for rule in book.rules[form]]
    return {rule.id: judge(rule, _within(lookup, rule), lower=lower).outcome for rule in rules}


_PLANS: dict[tuple[str, str], Compiled] = {}


def _plan(form_id: str, book: Rulebook) -> Compiled:
    """Compile a form's rules once in a process."""
    key = (book.digest, form_id)
    if key not in _PLANS:
        _PLANS[key] = compile_rules(book.forms[form_id], book.rules[form_id])
    return _PLANS[key]


def _relations(report: Report, reports: Reports, book: Rulebook, result: Evaluation, *, lower: bool) -> None:
    plan = _plan(report.form.id, book)
    broken = plan.failing(report.numbers, lower)
    # A rule that speaks of a blank, an unreadable or a missing figure needs the slower judgement.
    doubtful = plan.unsure(report.part.cells)
    if report.irregular:
        doubtful = doubtful.union([i for i, reading in report.irregular.items() if reading.state != "number"])
    if not doubtful and not broken:
        result.checked += len(plan.printed[lower])
        return
    touched = {position for i in doubtful for position in plan.touching.get(i, ())}
    result.checked += len(plan.printed[lower] - touched)
    lookup = figures_of(reports)
    for position in sorted(touched.union(broken)):
        rule = plan.rules[position]
        judgement = judge(rule, _within(lookup, rule), lower=lower)
        if position in touched:
            result.count(judgement)
        result.findings += _finding(rule, judgement, reports)


def _across(reports: Reports, book: Rulebook, result: Evaluation) -> None:
    if len(reports) < 2:
        return
    lookup = figures_of(reports)
    for rule in book.cross:
        judgement = judge(rule, lookup)
        result.count(judgement)
        result.findings += _finding(rule, judgement, reports)


def _finding(rule: Rule, judgement: Judgement, reports: Reports) -> Iterator[Finding]:
    """Yield the finding, unless all that is unknown is lost with its row, column or table, which is said once."""
    unknown = judgement.unknown
    if judgement.outcome == "undecided" and unknown and all(_is_lost(rule, name, reports) for name in unknown):
        return
    if judgement.outcome in ("fail", "undecided"):
        yield relation_finding(rule, judgement, reports)


def _is_lost(rule: Rule, name: str, reports: Reports) -> bool:
    form, _, cell = name.rpartition("/")
    report = reports[form or rule.form]
    return report.form.index[cell] not in report.spots


def figures_of(reports: Reports) -> CellLookup:
    """Return what looks up ``form/cell`` in the reports of a document."""

    def lookup(name: str) -> CellState:
        form, _, cell_id = name.partition("/")
        report = reports.get(form)
        if report is None:
            return CellState("absent")
        cell = report.form.cell(cell_id)
        if cell.index not in report.spots:
            return CellState("absent" if cell.optional or not _table_is_here(report, cell.table) else "missing")
        reading = report.irregular.get(cell.index)
        if reading is None or reading.state == "number":
            return CellState("known", report.numbers[cell.index], cell.kind == "signed")
        if reading.state in ("blank", "placeholder"):
            return CellState("absent" if cell.optional else "blank", 0, cell.kind == "signed")
        return CellState("unreadable", 0, cell.kind == "signed")

    return lookup


def _table_is_here(report: Report, table: int) -> bool:
    return any(located.table == table for located in report.tables)


def _within(lookup: CellLookup, rule: Rule) -> CellLookup:
    """Let a form's own rule, which names cells alone, look them up in its form."""
    return lambda cell: lookup(f"{rule.form}/{cell}")
