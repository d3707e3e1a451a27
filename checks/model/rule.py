"""A Rule: integer coefficients over cell ids, and the words that explain it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

from checks.model.figures import Number
from checks.model.form import Form

PREVIOUS = "previous/"
"""What marks a cell of the last year's report of the same unit, in the same form."""


def previous_label(label: str) -> str:
    """Name a figure of last year's report."""
    return f"上年的{label}"


Severity = Literal["error", "warning", "info"]
Relation = Literal["=", "<=", ">="]


class Side(NamedTuple):
    """One side of a relation: Σ coefficient × cell + constant."""

    terms: tuple[tuple[str, int], ...]
    constant: int = 0

    def value(self, value_of: Callable[[str], Number]) -> Number:
        """Add the side up.

        Args:
            value_of: cell id → its figure; 0 for what has none.
        """
        total: Number = self.constant
        for cell, coefficient in self.terms:
            total += coefficient * value_of(cell)
        return total


class LinearRelation(NamedTuple):
    """``left relation right``, such as new + carried in = results + carried out."""

    left: Side
    relation: Relation
    right: Side

    @property
    def terms(self) -> Iterator[tuple[str, int]]:
        """The coefficients of left − right, in the order written."""
        yield from self.left.terms
        for cell, coefficient in self.right.terms:
            yield cell, -coefficient

    def holds(self, value_of: Callable[[str], Number]) -> bool:
        """Tell whether both sides stand in the relation.

        Args:
            value_of: cell id → its figure; 0 for what has none.
        """
        left, right = self.left.value(value_of), self.right.value(value_of)
        if self.relation == "=":
            return left == right
        return left <= right if self.relation == "<=" else left >= right

    @property
    def constant(self) -> int:
        """The constant of left − right."""
        return self.left.constant - self.right.constant


class Rule(NamedTuple):
    """What must hold in a report.

    Attributes:
        id: the catalogue's id, a colon, the subject: ``R3-ROW:results.granted``. Never reused.
        form: the id of the form that it belongs to.
        holds: the relation itself. In a rule across forms, cell ids read ``form/cell``.
        when: the rule applies only where all of these hold.
        shown: the relation whose two sides a message quotes; ``holds`` unless the form says otherwise.
        units: ``lower`` where only departments, counties and townships are meant.
        table: the table's name, such as 表三.
        subject: what the rule is about, in the form's words: （一）予以公开.
        optional: speaks of lines that the form does not print (R3-SUB); silent where they are absent.
    """

    id: str
    form: str
    severity: Severity
    title: str
    instruction: str
    basis: str
    holds: LinearRelation
    when: tuple[LinearRelation, ...] = ()
    shown: LinearRelation | None = None
    units: Literal["any", "lower"] = "any"
    table: str = ""
    subject: str = ""
    optional: bool = False

    @property
    def kind(self) -> str:
        """The id of its RuleKind, which is its own without the subject: ``R3-ROW``."""
        return self.id.partition(":")[0]

    @property
    def sides(self) -> LinearRelation:
        """The relation whose sides are quoted."""
        return self.shown or self.holds

    @property
    def cells(self) -> tuple[str, ...]:
        """Every cell that the relation speaks of; the printed total (right side) first, then the parts."""
        return tuple(cell for cell, _ in (*self.holds.right.terms, *self.holds.left.terms))


class RuleKind(NamedTuple):
    """One entry of the catalogue: what all rules of one kind have in common.

    Attributes:
        scope: ``relation`` for linear rules, ``years`` for those that need last year's report, ``cell`` for the way
            one figure is written, ``document`` for the rest.
        right: an example that is as it should be. For ``cell`` what stands in the cell; for ``relation`` figures.
        wrong: an example that is not.
    """

    id: str
    scope: Literal["relation", "years", "cell", "document"]
    severity: Severity
    title: str
    instruction: str
    basis: str
    example: str = ""
    right: tuple[tuple[str, str], ...] = ()
    wrong: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Rulebook:
    """What the state prescribes and what must hold.

    Attributes:
        forms: by id, newest first.
        rules: of each form, by form id.
        years: those that speak of last year's report as well, by form id; its cells read ``previous/cell``.
        cross: rules that speak of two forms in one document; their cell ids read ``form/cell``.
        catalogue: what all rules of one kind have in common, by the id before the colon.
        digest: ``sha256:…`` of the data files, so that a result says by which rules it was reached.
        english: each label and text of the data files in English, as far as they give it.
    """

    forms: dict[str, Form]
    rules: dict[str, tuple[Rule, ...]]
    years: dict[str, tuple[Rule, ...]]
    cross: tuple[Rule, ...]
    catalogue: dict[str, RuleKind]
    digest: str
    english: dict[str, str] = field(default_factory=dict)

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """What the reports of the forms are about, as their titles say: 政府信息公开."""
        return tuple(dict.fromkeys(form.subject for form in self.forms.values()))

    def every_rule(self) -> tuple[Rule, ...]:
        """Return all rules of all forms, then those across years and across forms."""
        own = (rule for form in self.forms for rule in (*self.rules[form], *self.years[form]))
        return (*own, *self.cross)
