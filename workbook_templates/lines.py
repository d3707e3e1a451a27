"""The lines of the sheet 校验: what each speaks of, and what its formulas will say of a filling."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checks.model.rule import Rule, Rulebook, Severity
from checks.render.sentences import SEVERITY
from workbook_templates import texts
from workbook_templates.figure_formulas import ISSUES, LETTERS, Issue
from workbook_templates.native import EMPTY, FAIL, PASS, UNDECIDED
from workbook_templates.sheets import TableSheet
from workbook_templates.verdicts import Stored

_WEIGHTS: dict[tuple[str, Severity], int] = {
    (FAIL, "error"): 6,
    (FAIL, "warning"): 4,
    (FAIL, "info"): 1,
    (UNDECIDED, "error"): 3,
    (UNDECIDED, "warning"): 3,
    (UNDECIDED, "info"): 1,
}
DAMAGED, ERRORS, WARNINGS, DOUBTS, BLANKS, REMARKS = 9, 6, 4, 3, 2, 1
"""How grave a line is, from the worst: its formula is broken … something to know."""
_MOST = 999
"""A line's rank is its gravity · 1000 + (999 − its number): the largest is the worst, and of those the first."""


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of the list: a rule, or an issue of the figures of one table.

    Attributes:
        severity: of the rule, or of the catalogue's entry for the issue.
    """

    sheet: TableSheet
    subject: Rule | Issue
    severity: Severity

    @property
    def id(self) -> str:
        """What the line is called: ``R3-ROW:results.granted``, ``C-NEG:表三``."""
        return f"{self.subject}:{self.sheet.table.name}" if isinstance(self.subject, str) else self.subject.id

    @property
    def title(self) -> str:
        """What must hold."""
        if isinstance(self.subject, str):
            return f"{self.sheet.table.name}：{texts.ISSUES[self.subject][2]}"
        return self.subject.title

    @property
    def level(self) -> str:
        """How grave a breach is, in the field's word."""
        return SEVERITY[self.severity]

    @property
    def own(self) -> str:
        """The figure that a link leads to: the rule's first on this sheet; of an issue, the first to be filled in."""
        if isinstance(self.subject, str):
            return self.sheet.checked_figures[0]
        return next(cell for cell in self.subject.cells if cell in self.sheet.figures)

    def state(self, stored: Stored) -> str:
        """Return the state that the formula will give."""
        if not isinstance(self.subject, str):
            return stored.state_words(self.subject, self.sheet.inputs(self.subject))
        if self.count(stored):
            return EMPTY if self.subject == "C-BLANK" else FAIL
        return EMPTY if stored.is_empty(self.sheet.checked_figures) else PASS

    def words(self, stored: Stored) -> str:
        """Return what will be said of it."""
        if isinstance(self.subject, str):
            found = self._figures(stored)
            return texts.issue_words(self.subject, len(found), _place(found[0]) if found else "")
        state = self.state(stored)
        said = {EMPTY: texts.EMPTY, PASS: "✓", UNDECIDED: texts.doubt(self.subject)}
        return texts.complaint_words(self.subject, stored) if state == FAIL else said.get(state, texts.NOTHING)

    def sentence(self, stored: Stored) -> str:
        """Return the words with what they are about."""
        about = "" if isinstance(self.subject, str) else f"{self.subject.subject}："
        return about + self.words(stored)[2:]

    def sides(self, stored: Stored) -> tuple[float, float]:
        """Return what stands on both sides; of an issue, how many figures have it, and none."""
        if isinstance(self.subject, str):
            return float(self.count(stored)), 0.0
        return float(stored.side(self.subject.sides.left)), float(stored.side(self.subject.sides.right))

    def count(self, stored: Stored) -> int:
        """Return how many figures of the table have the issue."""
        return len(self._figures(stored))

    def rank(self, stored: Stored, number: int) -> int:
        """Return how early the line is to be looked at; 0 if it is all right."""
        state = self.state(stored)
        weight = _WEIGHTS.get((state, self.severity), 0)
        if self.subject == "C-BLANK" and self.count(stored):
            weight = BLANKS
        return weight * 1000 + _MOST - number if weight else 0

    def rank_formula(self, state: str, count: str, number: int) -> str:
        """Return the formula of the rank, from the cells of the state and of the left side."""
        rest = _MOST - number
        broken, doubt = (_WEIGHTS[each, self.severity] * 1000 + rest for each in (FAIL, UNDECIDED))
        known = ",".join(f'{state}="{word}"' for word in (PASS, "－ 不适用", EMPTY))
        other = f"IF(OR({known}),0,{DAMAGED * 1000 + rest})"
        if self.subject == "C-BLANK":
            other = f'IF({state}="{EMPTY}",IF({count}>0,{BLANKS * 1000 + rest},0),{other})'
        judged = f'IF({state}="{FAIL}",{broken},IF({state}="{UNDECIDED}",{doubt},{other}))'
        return f"=IF(ISERROR({state}),{DAMAGED * 1000 + rest},{judged})"

    def _figures(self, stored: Stored) -> list[tuple[int, int]]:
        assert isinstance(self.subject, str)
        kind = ISSUES.index(self.subject) + 1
        return sorted(self.sheet.figures[c] for c in self.sheet.checked_figures if stored.issue(c) == kind)


def lines(sheets: Sequence[TableSheet], book: Rulebook) -> list[CheckLine]:
    """Return all lines: for each table what is irregular about its figures, the worst first, then its rules."""
    return [line for sheet in sheets for line in of_table(sheet, book)]


def of_table(sheet: TableSheet, book: Rulebook) -> Iterable[CheckLine]:
    """Yield the lines of one table."""
    for kind in reversed(ISSUES):
        yield CheckLine(sheet, kind, book.catalogue[kind].severity)
    for rule in sheet.rules:
        yield CheckLine(sheet, rule, rule.severity)


def line_number(rank: str) -> str:
    """Return the number of a line from its rank, in a formula."""
    return f"({_MOST}-MOD({rank},1000))"


def _place(spot: tuple[int, int]) -> str:
    return f"{LETTERS[spot[1]]}{spot[0] + 1}"
