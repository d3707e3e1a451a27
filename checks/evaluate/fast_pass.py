"""All rules of a form as one generated function over a flat list of figures.

Interpreting 60 rules over dictionaries costs more than reading the file; generated once and compiled, they cost
a few microseconds. The function only names the rules that do not hold with blanks as 0; ``judge`` decides those.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from checks.model.figures import Number
from checks.model.form import Form
from checks.model.rule import LinearRelation, Rule, Side

_PYTHON = {"=": "==", "<=": "<=", ">=": ">="}
_MOST_REMEMBERED = 256


class Compiled(NamedTuple):
    """A form's rules, ready to run.

    Attributes:
        rules: in the order of the form.
        failing: figures → positions of the printed rules that do not hold; ``lower`` adds those for lower units.
        touching: cell index → positions of the rules that speak of it.
        printed: positions of the rules that speak only of what the form prints; False: for every unit, True:
            with those for lower units.
        unsure: the cells that a document has of the form → those that no rule may take as they are: what it lacks
            of what the printed rules speak of, and what it has of lines beyond the form.
    """

    rules: Sequence[Rule]
    failing: Callable[[Sequence[Number], bool], list[int]]
    touching: Mapping[int, tuple[int, ...]]
    printed: Mapping[bool, frozenset[int]]
    unsure: Callable[[frozenset[int]], frozenset[int]]


def compile_rules(form: Form, rules: Sequence[Rule]) -> Compiled:
    """Generate and compile the function for one form."""
    touching: dict[int, list[int]] = {}
    body = ["def failing(v, lower):", "    found = []"]
    used: set[int] = set()
    for position, rule in enumerate(rules):
        cells = {form.index[cell] for linear in (rule.holds, *rule.when) for cell, _ in linear.terms}
        for cell in cells:
            touching.setdefault(cell, []).append(position)
        if rule.optional:
            continue
        used |= cells
        tests = [_test(condition, form) for condition in rule.when]
        tests += ["lower"] if rule.units == "lower" else []
        tests.append(f"not ({_test(rule.holds, form)})")
        body.append(f"    if {' and '.join(tests)}: found.append({position})")
    names = ", ".join(f"v{cell.index}" for cell in form.cells)
    body.insert(1, f"    ({names},) = v")
    body.append("    return found")
    space: dict[str, Callable[[Sequence[Number], bool], list[int]]] = {}
    exec("\n".join(body), space)  # noqa: S102  # made of integers and positions only; nothing of a user's is in it

    @lru_cache(maxsize=_MOST_REMEMBERED)  # the hundred workbooks of an office have the same cells
    def unsure(cells: frozenset[int]) -> frozenset[int]:
        return frozenset((used - cells) | (cells & touching.keys() - used))

    return Compiled(
        rules,
        space["failing"],
        {cell: tuple(positions) for cell, positions in touching.items()},
        {
            lower: frozenset(i for i, r in enumerate(rules) if not r.optional and (lower or r.units == "any"))
            for lower in (False, True)
        },
        unsure,
    )


def _test(linear: LinearRelation, form: Form) -> str:
    return f"{_side(linear.left, form)} {_PYTHON[linear.relation]} {_side(linear.right, form)}"


def _side(side: Side, form: Form) -> str:
    parts = [f"{c:+d}*v{form.index[cell]}" if c != 1 else f"+v{form.index[cell]}" for cell, c in side.terms]
    if side.constant or not parts:
        parts.append(f"{side.constant:+d}")
    return " ".join(parts)
