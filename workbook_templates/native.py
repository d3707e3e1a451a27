"""A rule → spreadsheet formulas that reach the checker's own outcome, in functions that every program knows.

Each figure has a hidden value (0 where there is none) and a hidden state (0 a number, 1 blank or a placeholder, 1000
something that cannot be read; see ``figure_formulas``). A rule adds those up on both sides, and decides as
``checks.evaluate.relations`` does; what holds only because nothing has been filled in yet is no pass, but 未填. Tests
recalculate thousands of fillings and compare.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from xlsxwriter.utility import xl_cell_to_rowcol, xl_range_abs

from checks.model.form import Cell, Form
from checks.model.rule import PREVIOUS, LinearRelation, Rule, Side
from workbook_templates.figure_formulas import BLANK, OPTIONAL_BLANK, UNREADABLE, Hidden

PASS, FAIL, UNDECIDED, NOT_APPLICABLE, EMPTY = "✓ 通过", "✗ 不符", "？ 无法判断", "－ 不适用", "… 未填"
STATES = {"pass": PASS, "fail": FAIL, "undecided": UNDECIDED, "not_applicable": NOT_APPLICABLE}
TOLERANCE = "0.00000005"
"""Sums of floating numbers that are nearer than this are equal; any difference that someone wrote is larger."""

Where = Callable[[str], Hidden]
"""Cell id → its hidden cells."""


def side_formula(side: Side, where: Where) -> str:
    """Return the sum of one side, what has no value as 0."""
    return f"={_sum(side, where)}"


def unknown_formula(side: Side, where: Where) -> str:
    """Return how much of one side is unknown: blanks, and 1000 for each unreadable figure."""
    return "=" + _joined([where(cell).state for cell, _ in side.terms])


def state_of_rule(rule: Rule, form: Form, where: Where, here: Sequence[str], inputs: Sequence[str]) -> str:
    """Return the outcome of a rule, in the words of the 校验 sheet.

    Args:
        rule: a rule of one form.
        form: its form.
        where: the hidden cells of the figures.
        here: the cells that hold the left and the right sum, and what is unknown on the left and on the right.
        inputs: this year's figures that the rule hangs on and that somebody fills in.
    """
    if rule.units == "lower":
        return f'="{NOT_APPLICABLE}"'  # what kind of unit it is, no formula can tell
    verdict = _verdict(rule, _movers(rule, form, where), here, nothing_filled(inputs, form, where))
    doubtful = [f"{_joined([where(cell).state for cell, _ in when.terms])}>={UNREADABLE}" for when in rule.when]
    if doubtful:
        verdict = f'IF({_any(doubtful)},"{UNDECIDED}",{verdict})'
    unmet = [
        f"AND({_joined([where(cell).state for cell, _ in when.terms])}<{UNREADABLE},NOT({_condition(when, where)}))"
        for when in rule.when
    ]
    absent = [test for side in (rule.holds.left, rule.holds.right) if (test := _absence(side, form, where))]
    if unmet or absent:
        verdict = f'IF({_any([*absent, *unmet])},"{NOT_APPLICABLE}",{verdict})'
    return f"={verdict}"


def nothing_filled(cells: Sequence[str], form: Form, where: Where) -> str:
    """Tell whether all these figures are blank: their states add up to that of so many blanks."""
    optional = sum(is_extra(form, cell) for cell in cells)
    blanks = f"{(len(cells) - optional) * BLANK + optional * OPTIONAL_BLANK:g}"
    return f"ABS(SUM({','.join(areas([where(cell).state for cell in cells]))})-{blanks})<0.0001"


def _verdict(rule: Rule, movers: tuple[list[str], list[str]], here: Sequence[str], empty: str) -> str:
    """Pass, fail, undecided or 未填, once the rule applies."""
    left, right, *unknown = here
    low, high = (f'IF({_joined(states)}>={BLANK},"{UNDECIDED}","{FAIL}")' for states in movers)
    held = f'IF({"+".join(unknown)}>={UNREADABLE},"{UNDECIDED}",IF({empty},"{EMPTY}","{PASS}"))'
    equal = f"ABS({left}-{right})<{TOLERANCE}"
    if rule.holds.relation == "=":
        return f"IF({equal},{held},IF({left}<{right},{low},{high}))"
    if rule.holds.relation == "<=":
        return f"IF(OR({equal},{left}<{right}),{held},{high})"
    return f"IF(OR({equal},{left}>{right}),{held},{low})"


def _movers(rule: Rule, form: Form, where: Where) -> tuple[list[str], list[str]]:
    """Return the states of the figures that can lift left − right if they are unknown, and of those that can lower it.

    No count is below 0, so a figure moves one way only; a signed one moves both ways.
    """
    terms = [(where(cell).state, coefficient, _declared(form, cell).kind) for cell, coefficient in rule.holds.terms]
    lifting = [state for state, coefficient, kind in terms if coefficient > 0 or kind == "signed"]
    lowering = [state for state, coefficient, kind in terms if coefficient < 0 or kind == "signed"]
    return lifting, lowering


def _absence(side: Side, form: Form, where: Where) -> str:
    """Tell whether a side speaks only of optional lines that are left blank."""
    if not side.terms or not all(is_extra(form, cell) for cell, _ in side.terms):
        return ""
    return nothing_filled([cell for cell, _ in side.terms], form, where)


def is_extra(form: Form, cell: str) -> bool:
    """Tell whether a blank there is nothing that is missing: a local line, or last year's figure."""
    return cell.startswith(PREVIOUS) or form.cell(cell).optional


def _declared(form: Form, cell: str) -> Cell:
    return form.cell(cell.removeprefix(PREVIOUS))


def _condition(linear: LinearRelation, where: Where) -> str:
    return f"{_sum(linear.left, where)}{linear.relation}{_sum(linear.right, where)}"


def _sum(side: Side, where: Where) -> str:
    plain = [where(cell).value for cell, coefficient in side.terms if coefficient == 1]
    parts = [_joined(plain)] if plain else []
    parts += [f"{coefficient}*{where(cell).value}" for cell, coefficient in side.terms if coefficient != 1]
    if side.constant or not parts:
        parts.append(str(side.constant))
    return "+".join(parts).replace("+-", "-")


def _joined(cells: Sequence[str]) -> str:
    if not cells:
        return "0"
    return cells[0] if len(cells) == 1 else f"SUM({','.join(cells)})"


def areas(cells: Sequence[str]) -> list[str]:
    """Join cells that stand below or beside one another into ranges: a sum of .xls takes no more than 30 arguments."""
    columns: dict[tuple[str, int], list[int]] = {}
    for cell in cells:
        sheet, _, address = cell.rpartition("!")
        row, column = xl_cell_to_rowcol(address.replace("$", ""))
        columns.setdefault((sheet, column), []).append(row)
    blocks: dict[tuple[str, int, int, int], int] = {}
    for (sheet, column), rows in sorted(columns.items()):
        for top, bottom in _runs(sorted(rows)):
            first = blocks.pop((sheet, top, bottom, column - 1), column)
            blocks[sheet, top, bottom, column] = first
    return [
        f"{sheet}{'!' * bool(sheet)}{xl_range_abs(top, first, bottom, last)}"
        for (sheet, top, bottom, last), first in blocks.items()
    ]


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = numbers[0]
    for one, following in zip(numbers, [*numbers[1:], None], strict=True):
        if following != one + 1:
            yield start, one
            start = following or 0


def _any(tests: Sequence[str]) -> str:
    return tests[0] if len(tests) == 1 else f"OR({','.join(tests)})"
