"""Numbers stored as text below sums: SUM passes over them, so that the totals are wrong and the figures are right."""

from __future__ import annotations

from collections.abc import Sequence

from checks.evaluate import figures_of
from checks.evaluate.formulas import Fault, faults
from checks.evaluate.relations import CellLookup, CellState, values_of
from checks.model.figures import Number
from checks.model.findings import Finding, Reason, Suspect
from checks.model.grid import Grid
from checks.model.plain_sums import plain_sum
from checks.model.report import Report, Reports
from checks.model.rule import Rulebook

_DEEPEST = 8


def text_number_suspects(reports: Reports, findings: Sequence[Finding], book: Rulebook) -> list[Suspect]:
    """Return the numbers stored as text, if they alone explain every equality that does not hold; else nothing.

    Args:
        reports: the document's reports, by form.
        findings: what does not hold in them.
        book: the rules.
    """
    suspects: list[Suspect] = []
    for form_id, report in reports.items():
        failing = [f for f in findings if f.form == form_id and f.outcome == "fail" and _is_equality(f)]
        if not failing:
            continue
        wrong = [fault for fault in faults(report, book.rules[form_id]) if fault.texts]
        if not wrong or not _all_hold(report, failing, reports):
            return []
        suspects += _suspects(report, failing, findings, wrong, len(suspects))
    return suspects


def _is_equality(finding: Finding) -> bool:
    rule = finding.relation
    return rule is not None and rule.holds.relation == "=" and rule.severity == "error"


def _suspects(
    report: Report, failing: Sequence[Finding], findings: Sequence[Finding], wrong: Sequence[Fault], group: int
) -> list[Suspect]:
    texts = list(dict.fromkeys(index for fault in wrong for index in fault.texts))
    cells = {index: report.form.cells[index].id for index in texts}
    totals = {report.form.cells[fault.total].id for fault in wrong}
    remarks = {f"C-TEXT:{cell}" for cell in cells.values()} | {f"C-FORMULA:{cell}" for cell in totals}
    explained = (*(f.rule for f in failing), *(f.rule for f in findings if f.rule in remarks))
    return [
        Suspect(report.cell_ref(index), report.numbers[index], "unique", explained, Reason("text"), group, 0)
        for index in texts
    ]


def _all_hold(report: Report, failing: Sequence[Finding], reports: Reports) -> bool:
    """Tell whether the equalities hold once the formulas have added the texts as well."""
    lookup = _recalculated(report, figures_of(reports))
    return all(finding.relation is not None and finding.relation.holds.holds(values_of(lookup)) for finding in failing)


def _recalculated(report: Report, lookup: CellLookup) -> CellLookup:
    places = {spot: index for index, spot in report.spots.items()}
    texts = [grid.formula_texts() if grid.formulas and grid.formula_texts else {} for grid in report.grids]
    known: dict[tuple[int, int, int], Number] = {}

    def value(spot: tuple[int, int, int], depth: int = 0) -> Number:
        if spot not in known:
            known[spot] = 0  # what a circle would find
            grid, row, column = spot
            terms = plain_sum(texts[grid].get((row, column), ""))
            if terms is None or depth > _DEEPEST:
                known[spot] = (
                    report.numbers[places[spot]] if spot in places else _number(report.grids[grid], row, column)
                )
            else:
                known[spot] = sum(
                    term.sign * (_cells(grid, term.area, depth) if term.number is None else term.number)
                    for term in terms
                )
        return known[spot]

    def _cells(grid: int, area: tuple[int, int, int, int], depth: int) -> Number:
        top, left, bottom, right = area
        height = min(bottom + 1, len(report.grids[grid].rows))
        width = min(right + 1, max(map(len, report.grids[grid].rows), default=0))
        return sum(value((grid, row, column), depth + 1) for row in range(top, height) for column in range(left, width))

    def recalculated(name: str) -> CellState:
        term = lookup(f"{report.form.id}/{name}")
        spot = report.spots.get(report.form.index[name])
        return term if spot is None or term.state != "known" else CellState("known", value(spot), term.signed)

    return recalculated


def _number(grid: Grid, row: int, column: int) -> Number:
    """Return a number that stands beside the form."""
    value = grid.rows[row][column] if column < len(grid.rows[row]) else None
    return int(value) if isinstance(value, int | float) and value == int(value) else 0
