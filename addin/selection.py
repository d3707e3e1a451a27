"""What a click is about: the selected cell, or the cell that the selected line of the results leads to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from addin import own_sheets, results_sheet, texts
from addin.seam import HostError
from addin.session import Session, WorkbookCheck
from checks.model.findings import Finding, Suspect, Verdict
from checks.model.grid import CellAddress


@dataclass(frozen=True)
class SelectedCell:
    """A cell, and the rule that is meant if a line of the results was selected ("" for any)."""

    at: CellAddress
    rule: str = ""

    def findings(self, checked: WorkbookCheck) -> list[tuple[Verdict, Finding]]:
        """Return what was found about it."""
        return [
            (verdict, finding)
            for verdict in checked.verdicts
            for finding in verdict.findings
            if self._is_in(finding) and self.rule in ("", finding.rule)
        ]

    def suspicions(self, checked: WorkbookCheck) -> list[tuple[Verdict, Suspect]]:
        """Return the suspicions against it, the likeliest first."""
        pairs = [
            (verdict, suspect)
            for verdict in checked.verdicts
            for suspect in verdict.suspects
            if suspect.cell.workbook_cell == self.at
        ]
        return sorted(pairs, key=lambda pair: pair[1].choice)

    def _is_in(self, finding: Finding) -> bool:
        return bool(self.rule) or any(spot == self.at for spot in _spots(finding))


def selected(session: Session) -> SelectedCell:
    """Return what the person has selected.

    Raises:
        HostError: a chart is in front, or a line of the results that leads nowhere.
    """
    here = session.selected()
    if here.sheet != own_sheets.find_results(session.program):
        return SelectedCell(here)
    stored = results_sheet.load(session.program)
    if stored is None or here.row not in stored.targets:
        raise HostError(texts.NO_SUCH_LINE)
    target = stored.targets[here.row]
    return SelectedCell(target.at, target.rule)


def _spots(finding: Finding) -> Iterator[CellAddress | None]:
    return (ref.workbook_cell for ref in finding.cells)
