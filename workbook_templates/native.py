"""A rule → spreadsheet formulas that reach the checker's own outcome, in functions that every program knows.

Each figure has two hidden cells: its value (0 where there is none) and its state (0 a number, 1 blank or a
placeholder, 1000 something that cannot be read). A rule adds those up on both sides, and decides as
``checks.evaluate.relations`` does. Tests recalculate thousands of fillings and compare.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from checks.model.figures import PLACEHOLDERS
from checks.model.form import Cell, Form
from checks.model.rule import PREVIOUS, Linear, Rule, Side

PASS, FAIL, UNDECIDED, NOT_APPLICABLE = "✓ 通过", "✗ 不符", "？ 无法判断", "－ 不适用"
STATES = {"pass": PASS, "fail": FAIL, "undecided": UNDECIDED, "not_applicable": NOT_APPLICABLE}
UNREADABLE = 1000
"""The state of an unreadable figure: more than a sum has blanks."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """Where a figure stands, and where its value and state are computed."""

    figure: str
    value: str
    state: str


Where = Callable[[str], Hidden]
"""Cell id → its hidden cells."""


def value_formula(figure: str) -> str:
    """Return the value of a figure's cell: a number, a number kept as text, or 0."""
    return f"=IF(ISNUMBER({figure}),{figure},IF(ISNUMBER({figure}*1),{figure}*1,0))"


def state_formula(figure: str, *, optional: bool) -> str:
    """Return the state of a figure's cell; a blank in an optional line is nothing that is missing."""
    blank = 0 if optional else 1
    unreadable = f"IF(ISNUMBER({figure}*1),0,{UNREADABLE})"
    known = f"IF({_is_nothing(figure)},{blank},{unreadable})"
    return f"=IF(ISNUMBER({figure}),0,IF(ISERROR({figure}),{UNREADABLE},{known}))"


def side_formula(side: Side, where: Where) -> str:
    """Return the sum of one side, what has no value as 0."""
    return f"={_sum(side, where)}"


def unknown_formula(side: Side, where: Where) -> str:
    """Return how much of one side is unknown: blanks, and 1000 for each unreadable figure."""
    return "=" + _joined([where(cell).state for cell, _ in side.terms])


def state_of_rule(rule: Rule, form: Form, where: Where, here: Sequence[str]) -> str:
    """Return the outcome of a rule, in the words of the 校验 sheet.

    Args:
        rule: a rule of one form.
        form: its form.
        where: the hidden cells of the figures.
        here: the cells that hold the left and the right sum, and what is unknown on the left and on the right.
    """
    if rule.units == "lower":
        return f'="{NOT_APPLICABLE}"'  # what kind of unit it is, no formula can tell
    left, right, unknown_left, unknown_right = here
    verdict = _verdict(rule, _movers(rule, form, where), left, right, unknown_left, unknown_right)
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


def _is_nothing(figure: str) -> str:
    """Tell a blank, or a stroke that stands for one."""
    strokes = ",".join(f'{figure}="{stroke}"' for stroke in sorted(PLACEHOLDERS))
    return f'OR({figure}="",{strokes})'


def _verdict(
    rule: Rule, movers: tuple[list[str], list[str]], left: str, right: str, unknown_left: str, unknown_right: str
) -> str:
    """Pass, fail or undecided, once the rule applies."""
    low, high = (f'IF({_joined(states)}>0,"{UNDECIDED}","{FAIL}")' for states in movers)
    held = f'IF({unknown_left}+{unknown_right}>={UNREADABLE},"{UNDECIDED}","{PASS}")'
    equal = f"ABS({left}-{right})<0.00001"
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
    figures = [where(cell).figure for cell, _ in side.terms]
    empty = [f"IF(ISERROR({figure}),FALSE,{_is_nothing(figure)})" for figure in figures]
    return f"AND({','.join(empty)})"


def is_extra(form: Form, cell: str) -> bool:
    """Tell whether a blank there is nothing that is missing: a local line, or last year's figure."""
    return cell.startswith(PREVIOUS) or form.cell(cell).optional


def _declared(form: Form, cell: str) -> Cell:
    return form.cell(cell.removeprefix(PREVIOUS))


def _condition(linear: Linear, where: Where) -> str:
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


def _any(tests: Sequence[str]) -> str:
    return tests[0] if len(tests) == 1 else f"OR({','.join(tests)})"
