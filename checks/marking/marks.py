"""What is shown inside a workbook about its figures: which cell is marked, how, and with which words.

The marked copy of the batch and the add-in show the same marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from checks.marking.excel_formulas import ALWAYS, Variants, joined, still_broken, still_there
from checks.marking.palette import AMBER, AMBER_INK, RED, RED_INK
from checks.model.findings import CellRef, Finding, Verdict, rivals_of
from checks.model.grid import CellAddress
from checks.model.rule import Rule, Rulebook
from checks.render.sentences import marking

Look = Literal["suspect", "bad", "doubt"]


@dataclass(frozen=True, slots=True)
class Style:
    """How a marked cell looks: never by colour alone, so that a print in black and white tells marks apart.

    Attributes:
        fill: the ground, ``#RRGGBB``.
        ink: the figure, ``#RRGGBB``.
    """

    fill: str
    ink: str
    bold: bool = False
    italic: bool = False
    underline: Literal["", "single", "double"] = ""


LOOKS: Mapping[Look, Style] = {
    "suspect": Style(RED_INK, "#FFFFFF", bold=True, underline="double"),
    "bad": Style(RED, RED_INK, bold=True, underline="single"),
    "doubt": Style(AMBER, AMBER_INK, italic=True),
}
"""How each mark looks; the stronger ones first."""
_STRENGTH = list(LOOKS)


@dataclass(frozen=True, slots=True)
class Mark:
    """One marked cell.

    Attributes:
        at: the cell.
        look: ``suspect`` probably wrong itself, ``bad`` takes part in an error, ``doubt`` in something to look at.
        test: the formula (with =) of the conditional format: true for as long as what was found is still so.
            It holds ``N("gouji")``, by which our own conditional formats are known.
        note: the sentence for a note on the cell; "" for none. Only suspects have one.
    """

    at: CellAddress
    look: Look
    test: str
    note: str = ""

    @property
    def sheet(self) -> str:
        """The sheet's name."""
        return self.at.sheet

    @property
    def row(self) -> int:
        """The row, from 0."""
        return self.at.row

    @property
    def column(self) -> int:
        """The column, from 0."""
        return self.at.column


def marks(verdicts: Sequence[Verdict], book: Rulebook) -> list[Mark]:
    """Return what is to be marked in a workbook: one mark for a cell, in the order of sheets, rows and columns.

    Args:
        verdicts: on all reports of one workbook.
        book: the rules that they were reached by.
    """
    rules = {(rule.form, rule.id): rule for rule in book.every_rule()}
    by_cell: dict[CellAddress, Mark] = {}
    for verdict in verdicts:
        for mark in (*_suspected(verdict, rules), *_taking_part(verdict, rules)):
            known = by_cell.get(mark.at)
            if known is None or _STRENGTH.index(mark.look) < _STRENGTH.index(known.look):
                by_cell[mark.at] = mark
    return [by_cell[spot] for spot in sorted(by_cell)]


Rules = Mapping[tuple[str, str], Rule]


def _suspected(verdict: Verdict, rules: Rules) -> Iterator[Mark]:
    """The cells of the likeliest explanations, while what they explain still stands."""
    for first, *others in rivals_of(verdict.suspects):
        for suspect in first:
            spot = suspect.cell.workbook_cell
            explained = [f for f in _of_weight(verdict) if f.rule in suspect.explains and _takes_part(spot, f)]
            if spot is None or not explained:  # someone has explained what the cell was suspected for
                continue
            known = [(f, rule) for f in explained if (rule := rules.get((f.form, f.rule)))]
            together = [other for other in first if other is not suspect]
            note = marking.note(suspect, [rule.title for _, rule in known], together, others)
            yield Mark(spot, "suspect", _while_suspected(suspect.cell, spot, known), note)


def _while_suspected(ref: CellRef, spot: CellAddress, explained: Sequence[tuple[Finding, Rule]]) -> str:
    """The test that all is still broken that a cell explains; or else that the cell has not been touched."""
    decisive = [(finding, rule) for finding, rule in explained if _hangs_on(finding, ref)]
    tests = [test for finding, rule in decisive if (test := still_broken(rule, finding, spot.sheet))]
    if not tests and (own := still_there(ref, spot)):
        tests = [(own,)]
    return joined(tests, every=True) if tests else ALWAYS


def _taking_part(verdict: Verdict, rules: Rules) -> Iterator[Mark]:
    """The cells that take part in what does not hold, or that keep it from being decided."""
    tests: dict[tuple[CellAddress, Look], list[Variants]] = {}
    for finding in _of_weight(verdict):
        look: Look = "bad" if finding.severity == "error" and finding.outcome == "fail" else "doubt"
        rule = rules.get((finding.form, finding.rule))
        broken: dict[str, Variants] = {}
        for ref in _concerned(finding):
            if spot := ref.workbook_cell:
                known = tests.setdefault((spot, look), [])
                if rule and spot.sheet not in broken:
                    broken[spot.sheet] = still_broken(rule, finding, spot.sheet)
                persists = broken.get(spot.sheet, ()) if _hangs_on(finding, ref) else ()
                known += [persists] if persists else []
                if not persists or (finding.outcome == "undecided" and ref.value is None):
                    known.append((still_there(ref, spot, as_text=finding.kind == "C-TEXT"),))
    for (spot, look), found in tests.items():
        yield Mark(spot, look, joined(found, every=False) if all(test[0] for test in found) else ALWAYS)


def _takes_part(spot: CellAddress | None, finding: Finding) -> bool:
    return any(ref.workbook_cell == spot for ref in finding.cells)


def _of_weight(verdict: Verdict) -> Iterator[Finding]:
    for finding in verdict.findings:
        if finding.severity != "info" and finding.outcome in ("fail", "undecided"):
            yield finding


def _concerned(finding: Finding) -> Sequence[CellRef]:
    """An undecided rule hangs on the figures that are missing; the others need no one's attention."""
    missing = [ref for ref in finding.cells if ref.value is None] if finding.outcome == "undecided" else []
    return missing or finding.cells


def _hangs_on(finding: Finding, ref: CellRef) -> bool:
    """Tell whether a figure put right settles the matter; with other blanks in it, it can't."""
    return finding.outcome == "fail" or all(other.value is not None or other == ref for other in finding.cells)
