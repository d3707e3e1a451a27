"""What the checker says of a whole table, for the functions: the batch's own path, remembered while nothing changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from addin import texts_functions as texts
from addin.reading import value_of
from checks import rulebook
from checks.check import check
from checks.documents import documents_in
from checks.effort import limited
from checks.evaluate import outcomes
from checks.model.findings import Finding, Outcome, Suspect, Verdict
from checks.model.grid import CellAddress, Grid, Value
from checks.model.rule import Rulebook
from checks.render.sentences.findings import without_place

_KEPT = 32
"""Tables that are remembered: those of a few open workbooks."""
_STEPS = 5_000
"""Of searching for wrong cells: half a second."""


@dataclass(frozen=True)
class _Table:
    """A checked table.

    Attributes:
        cells: the addresses, within the range, of its figures.
        outcomes: rule's id → its outcome.
    """

    verdicts: list[Verdict]
    cells: set[CellAddress]
    outcomes: dict[str, Outcome]

    @property
    def findings(self) -> list[Finding]:
        return [one for verdict in self.verdicts for one in verdict.findings if one.cells]

    @property
    def suspects(self) -> list[Suspect]:
        found = [one for verdict in self.verdicts for one in verdict.suspects]
        return sorted(found, key=lambda suspect: suspect.choice)


def table_verdict(values: Sequence[Sequence[Any]]) -> str:
    """Say whether everything holds in a table, and if not, how much does not and what comes first."""
    table = _checked(values)
    if table is None:
        return texts.NO_TABLE
    errors = [one for one in table.findings if one.severity == "error"]
    others = [one for one in table.findings if one.severity == "warning" and one.is_open]
    if not errors and not others:
        return texts.all_well(sum(verdict.checked for verdict in table.verdicts))
    return texts.not_well(len(errors), len(others), _told((errors or others)[0], table))


def cell_verdict(values: Sequence[Sequence[Any]], row: int, column: int) -> str:
    """Say what is wrong about one cell.

    Args:
        values: the table's range.
        row: of the cell within the range, from 1.
        column: likewise.
    """
    table, at = _checked(values), CellAddress("", row - 1, column - 1)
    if table is None:
        return texts.NO_TABLE
    if at not in table.cells:
        return texts.NOT_A_FIGURE
    told = [texts.this_one(one.proposed, one.certainty == "unique") for one in table.suspects if one.cell.at == at][:1]
    told += [_brief(one) for one in table.findings if one.severity != "info" and any(ref.at == at for ref in one.cells)]
    return "；".join(dict.fromkeys(told)) or texts.PASSED


def proposal(values: Sequence[Sequence[Any]], row: int, column: int) -> float | str:
    """Return what one cell should be: a number, in words where there are other ways, "" where nothing is wrong."""
    table, at = _checked(values), CellAddress("", row - 1, column - 1)
    if table is None:
        return texts.NO_TABLE
    suspect = next((one for one in table.suspects if one.cell.at == at), None)
    if suspect is None:
        return ""
    return float(suspect.proposed) if suspect.certainty == "unique" else texts.one_of(suspect.proposed)


def rule_verdict(values: Sequence[Sequence[Any]], rules: Sequence[str]) -> str:
    """Say what some rules say of a table: first what is broken, with the suspect, then what cannot be decided."""
    table = _checked(values)
    if table is None:
        return texts.NO_TABLE
    results = [table.outcomes.get(rule) for rule in rules]
    if None in results:
        return texts.UNKNOWN_RULE
    for outcome in ("fail", "undecided"):
        for finding in table.findings:
            if finding.rule in rules and finding.outcome == outcome:
                return _told(finding, table)
    return texts.PASSED if "pass" in results else texts.NOT_APPLICABLE


def _told(finding: Finding, table: _Table) -> str:
    """A finding in brief, and the cell that is probably behind it."""
    suspect = next((one for one in table.suspects if finding.rule in one.explains), None)
    if suspect is None:
        return _brief(finding)
    return f"{_brief(finding)}；{texts.likely(suspect.cell.label, suspect.proposed, suspect.certainty == 'unique')}"


def _brief(finding: Finding) -> str:
    """A finding without addresses: those would be of the range, not of the sheet."""
    if finding.outcome == "undecided":
        return texts.blank([ref.label for ref in finding.cells if ref.value is None])
    rule = finding.relation
    if rule is None and len(finding.cells) > 1:
        return finding.definition.title  # of many cells at once
    if rule is None or finding.left is None or finding.right is None:
        return without_place(finding)
    if rule.holds.relation == "=" and len(rule.holds.right.terms) == 1:
        excess = [texts.exceeds(ref.label, ref.value, whole) for ref, whole in finding.excess if ref.value is not None]
        return "；".join([f"✗ {rule.subject or rule.title}{texts.differs(finding.left, finding.right)}", *excess])
    return f"✗ {rule.title}：{texts.sides_differ(finding.left, finding.right)}"


def _book() -> Rulebook:
    return rulebook.load()


def _checked(values: Sequence[Sequence[Any]]) -> _Table | None:
    return _check(tuple(tuple(map(value_of, row)) for row in values))


@lru_cache(maxsize=_KEPT)
def _check(rows: tuple[tuple[Value, ...], ...]) -> _Table | None:
    with limited(solver=0, diagnosis=_STEPS):  # a program that recalculates waits for it
        return _table(rows)


def _table(rows: tuple[tuple[Value, ...], ...]) -> _Table | None:
    grid = Grid([list(row) for row in rows], typed=True, formulas=frozenset())
    documents = [document for document in documents_in([grid], "", "", _book()) if document.reports]
    if not documents:
        return None
    cells: set[CellAddress] = set()
    by_rule: dict[str, Outcome] = {}
    for document in documents:
        by_rule |= outcomes(document.reports, _book())
        for report in document.reports.values():
            cells |= {address for index in report.spots if (address := report.address(index))}
    return _Table([check(document, _book()) for document in documents], cells, by_rule)
