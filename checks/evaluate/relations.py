"""One rule, one report: does it hold, whatever the blanks might be?

A blank is an unknown number, never below 0 (a signed count may be anything). A relation that holds with its blanks
as 0 passes; one that no value of the blanks can satisfy fails; otherwise it is undecided, and says what is missing.
What cannot be read (several numbers in a cell, an error value, a formula without its result) and what is not there
at all (a row or a column that was not found) is never taken for 0.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import Literal, NamedTuple

from checks.model.figures import Number
from checks.model.findings import Outcome
from checks.model.rule import LinearRelation, Rule, Side

Known = Literal["known", "blank", "missing", "unreadable", "absent"]
"""``missing``: the form prints it and the document has lost it; ``absent``: nothing of the kind is expected."""


class CellState(NamedTuple):
    """What a rule finds in one cell."""

    state: Known
    value: Number = 0
    signed: bool = False


CellLookup = Callable[[str], CellState]
"""Cell id → what stands there."""


class Judgement(NamedTuple):
    """The outcome of one rule.

    Attributes:
        left: the quoted left side, blanks as 0.
        right: the quoted right side.
        unknown: the cells without a value, in the order of the rule.
        needed: what the one unknown cell would have to be, or what all of them would have to add up to;
            None where there is no single answer.
    """

    outcome: Outcome
    left: Number = 0
    right: Number = 0
    unknown: tuple[str, ...] = ()
    needed: Number | None = None


NOT_APPLICABLE = Judgement("not_applicable")
"""The rule has nothing to say of this document or this unit."""
UNMET = Judgement("not_applicable")
"""The rule was looked at, and its precondition does not hold."""


_UNREAD = ("unreadable", "missing")


def judge(rule: Rule, lookup: CellLookup, *, lower: bool = False) -> Judgement:
    """Decide one rule.

    Args:
        rule: the rule.
        lookup: what stands in a cell.
        lower: the unit is a department, a county or a township.
    """
    if (rule.units == "lower" and not lower) or not _is_asked(rule, lookup):
        return NOT_APPLICABLE
    value_of = values_of(lookup)
    readable = [condition for condition in rule.when if not _has_unread(condition, lookup)]
    if not all(condition.holds(value_of) for condition in readable):
        return UNMET
    return _weighed(rule, lookup, applies=len(readable) == len(rule.when))


def _weighed(rule: Rule, lookup: CellLookup, *, applies: bool) -> Judgement:
    """Hold the two sides against each other; ``applies``: every precondition could be read, and holds."""
    value_of, shown = values_of(lookup), rule.sides
    left, right = shown.left.value(value_of), shown.right.value(value_of)
    terms = [(cell, c, lookup(cell)) for cell, c in rule.holds.terms]
    unknown = [(cell, c, term) for cell, c, term in terms if term.state not in ("known", "absent")]
    names = tuple(cell for cell, _, _ in unknown)
    if not applies:
        return Judgement("undecided", left, right, names)
    if not _has_unread(rule.holds, lookup) and rule.holds.holds(value_of):
        return Judgement("pass", left, right, names)
    rest = rule.holds.left.value(value_of) - rule.holds.right.value(value_of)
    if not _can_hold(rule.holds.relation, rest, [(c, term.signed) for _, c, term in unknown]):
        return Judgement("fail", left, right, names)
    needed = _needed(rule.holds.relation, rest, [c for _, c, _ in unknown])
    return Judgement("undecided", left, right, names, needed)


def _has_unread(relation: LinearRelation, lookup: CellLookup) -> bool:
    return any(lookup(cell).state in _UNREAD for cell, _ in relation.terms)


def _is_asked(rule: Rule, lookup: CellLookup) -> bool:
    """Tell whether the document has the cells that a rule speaks of; a subtotal is asked only for what it was given."""
    sides = [side for side in (rule.holds.left, rule.holds.right) if side.terms]
    if any(_all(("absent",), side, lookup) for side in sides):
        return False
    if all(_all(("absent", "missing"), side, lookup) for side in sides):
        return False
    return not (rule.optional and any(lookup(cell).state == "absent" for cell in rule.cells))


def values_of(lookup: CellLookup) -> Callable[[str], Number]:
    """Return what looks up the figures alone; what has no value counts as 0."""
    return lambda cell: lookup(cell).value


def _all(states: Container[str], side: Side, lookup: CellLookup) -> bool:
    return all(lookup(cell).state in states for cell, _ in side.terms)


def _can_hold(relation: str, rest: Number, unknown: list[tuple[int, bool]]) -> bool:
    """Tell whether some values of the unknowns make ``rest + Σ c·x`` stand in the relation to 0."""
    up = any(c > 0 or signed for c, signed in unknown)
    down = any(c < 0 or signed for c, signed in unknown)
    if rest == 0:
        return True
    can_fall, can_rise = rest < 0 or down, rest > 0 or up
    if relation == "=":
        return (rest < 0 and up) or (rest > 0 and down)
    return can_fall if relation == "<=" else can_rise


def _needed(relation: str, rest: Number, coefficients: list[int]) -> Number | None:
    """What the unknowns, all of one sign, have to add up to."""
    if relation != "=" or len(set(coefficients)) != 1:
        return None
    needed, remainder = divmod(-rest, coefficients[0])
    return None if remainder else needed
