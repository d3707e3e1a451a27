"""Last year's figures: what this year's 上年结转, 上年项目数量 and 现行有效件数 must follow from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from checks.evaluate import Evaluation, figures_of
from checks.evaluate.relation_findings import relation_finding
from checks.evaluate.relations import CellLookup, CellState, judge
from checks.model.findings import CellRef
from checks.model.report import Reports
from checks.model.rule import PREVIOUS, Rule, Rulebook


class LastYear(NamedTuple):
    """What this year's rules ask of one report of the year before.

    Attributes:
        source: of that report.
        cells: the figures that could be read, by the names that rules have for them: ``previous/cell``.
        chapters: its words, as ``copied_text.chapters`` gives them; empty where it has no text.
    """

    source: str
    unit: str | None
    year: int | None
    cells: Mapping[str, CellRef]
    chapters: Mapping[str, str] = {}  # never written


def across_years(reports: Reports, last: LastYear, book: Rulebook, result: Evaluation) -> None:
    """Check the rules that speak of both years.

    Args:
        reports: this year's, by form.
        last: the year before; what it does not say accuses nobody.
        book: the rules.
        result: takes the findings and the counts.
    """
    lookup = figures_of(reports)
    for rule in (rule for form in reports for rule in book.years[form]):
        if any(cell.startswith(PREVIOUS) and cell not in last.cells for cell in rule.cells):
            continue
        judgement = judge(rule, _both(rule, lookup, last))
        result.count(judgement)
        if judgement.outcome in ("fail", "undecided"):
            result.findings.append(relation_finding(rule, judgement, reports, last.cells))


def _both(rule: Rule, lookup: CellLookup, last: LastYear) -> CellLookup:
    def both(cell: str) -> CellState:
        if cell.startswith(PREVIOUS):
            return CellState("known", last.cells[cell].value or 0)
        return lookup(f"{rule.form}/{cell}")

    return both
