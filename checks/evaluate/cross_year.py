"""Last year's report of the same unit: what this year's 上年结转, 上年项目数量 and 现行有效件数 must follow from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from checks import readers
from checks.evaluate import Evaluation, figures_of
from checks.evaluate.cells import cell_ref
from checks.evaluate.relation_findings import relation_finding
from checks.evaluate.relations import Look, Term, judge
from checks.identity import identify
from checks.locate import locate
from checks.model.findings import CellRef
from checks.model.report import Report, read_reports
from checks.model.rule import PREVIOUS, Rule, Rulebook
from checks.render import sentences
from checks.submissions.unit_names import core


@dataclass(frozen=True, slots=True)
class LastYear:
    """What this year's rules ask of one report of the year before.

    Attributes:
        cells: the figures that could be read, by the names that rules have for them: ``previous/cell``.
    """

    source: str
    unit: str | None
    year: int | None
    cells: Mapping[str, CellRef]


def read_last_years(data: bytes, source: str, book: Rulebook) -> list[LastYear]:
    """Return what the reports in a file say of the figures that a later year's must follow from.

    Cells are taken by their ids, so that the report of 2020, in the older form, gives its 结转下年度 and nothing else:
    对外公开总数量 is not 现行有效件数.

    Raises:
        InputFileError: the file cannot be read.
    """
    grids = readers.read(data, source).grids
    identity = identify(grids, source)
    found = []
    for layout in locate(grids, book, identity.year):
        reports = read_reports(grids, layout)
        cells = dict(pair for report in reports.values() for pair in _asked(report, source, book))
        found.append(LastYear(source, identity.unit, identity.year, cells))
    return found


def _asked(report: Report, source: str, book: Rulebook) -> Iterator[tuple[str, CellRef]]:
    asked = {cell for rules in book.years.values() for rule in rules for cell in rule.cells}
    file = source.replace("\\", "/").rpartition("/")[2]
    for index in report.spots:
        ref = cell_ref(report, index)
        name = f"{PREVIOUS}{ref.id}"
        if name in asked and ref.value is not None:
            yield name, replace(ref, id=name, file=file, label=sentences.last_year(ref.label))


def pair(reports: Sequence[LastYear], unit: str | None, year: int | None) -> LastYear | None:
    """Return the report of the same unit for the year before, if it is clear which that is.

    Without the name of a unit on either side, a single report is taken for the unit's own.
    """
    own = [
        one
        for one in reports
        if (year is None or one.year is None or one.year == year - 1)
        and (core(one.unit) == core(unit) if one.unit and unit else len(reports) == 1)
    ]
    return own[0] if len(own) == 1 else None


def across_years(reports: Mapping[str, Report], last: LastYear, book: Rulebook, result: Evaluation) -> None:
    """Check the rules that speak of both years.

    Args:
        reports: this year's, by form.
        last: the year before; what it does not say accuses nobody.
        book: the rules.
        result: takes the findings and the counts.
    """
    look = figures_of(reports)
    for rule in (rule for form in reports for rule in book.years[form]):
        if any(cell.startswith(PREVIOUS) and cell not in last.cells for cell in rule.cells):
            continue
        judgement = judge(rule, _both(rule, look, last))
        if judgement.outcome != "not_applicable":
            result.checked += judgement.outcome != "undecided"
            result.undecided += judgement.outcome == "undecided"
        if judgement.outcome in ("fail", "undecided"):
            result.findings.append(relation_finding(rule, judgement, reports, last.cells))


def _both(rule: Rule, look: Look, last: LastYear) -> Look:
    def both(cell: str) -> Term:
        if cell.startswith(PREVIOUS):
            return Term("known", last.cells[cell].value or 0)
        return look(f"{rule.form}/{cell}")

    return both
