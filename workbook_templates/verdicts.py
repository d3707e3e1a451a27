"""What the live formulas will say, computed by the checker: the stored results of a workbook nobody has opened yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from checks.evaluate.relations import CellLookup, CellState, Judgement, judge, values_of
from checks.model.figures import Number, Reading, read
from checks.model.form import Form
from checks.model.grid import Value
from checks.model.rule import PREVIOUS, Rule, Side
from workbook_templates.figure_formulas import BLANK, ISSUES, OPTIONAL_BLANK, UNREADABLE
from workbook_templates.native import EMPTY, STATES, is_extra

Filling = Mapping[str, Value]
"""Cell id → what stands in the cell; ``previous/cell`` is last year's; what is not named is blank."""


@dataclass
class Stored:
    """The results to store beside each formula."""

    form: Form
    filling: Filling

    def __post_init__(self) -> None:
        self._readings: dict[str, Reading] = {}
        self._judgements: dict[str, Judgement] = {}

    def reading(self, cell: str) -> Reading:
        """Return how the checker reads a figure."""
        if cell not in self._readings:
            declared = self.form.cell(cell.removeprefix(PREVIOUS))
            self._readings[cell] = read(self.filling.get(cell), declared.kind, declared.unit, typed=True)
        return self._readings[cell]

    def value(self, cell: str) -> Number:
        """Return a figure's hidden value."""
        return self.reading(cell).value or 0

    def state(self, cell: str) -> float:
        """Return a figure's hidden state."""
        reading = self.reading(cell)
        if reading.state == "number":
            return 0
        if reading.state in ("blank", "placeholder"):
            return OPTIONAL_BLANK if is_extra(self.form, cell) else BLANK
        return UNREADABLE

    def issue(self, cell: str) -> int:
        """Return which issue a figure has: its place in ``ISSUES`` from 1, or 0 for none."""
        reading, kind = self.reading(cell), self.form.cell(cell).kind
        if self.state(cell) >= UNREADABLE:
            return ISSUES.index("C-INT") + 1
        if self.state(cell) >= BLANK:
            return ISSUES.index("C-BLANK") + 1
        value = self.value(cell)
        if value < 0 and kind != "signed":
            return ISSUES.index("C-NEG") + 1
        if value != int(value) and kind != "money":
            return ISSUES.index("C-FRAC") + 1
        return ISSUES.index("C-TEXT") + 1 if reading.remarks else 0

    def is_empty(self, cells: Iterable[str]) -> bool:
        """Tell whether nothing has been filled in yet."""
        return all(0 < self.state(cell) < UNREADABLE for cell in cells)

    def state_words(self, rule: Rule, inputs: Iterable[str]) -> str:
        """Return the state of a rule; what holds only because none of its inputs is filled in is no pass."""
        outcome = self.judgement(rule).outcome
        return EMPTY if outcome == "pass" and self.is_empty(inputs) else STATES[outcome]

    def judgement(self, rule: Rule) -> Judgement:
        """Return the checker's own judgement."""
        if rule.id not in self._judgements:
            self._judgements[rule.id] = judge(rule, self._look())
        return self._judgements[rule.id]

    def side(self, side: Side) -> Number:
        """Return the sum of one side."""
        return side.value(values_of(self._look()))

    def unknown(self, side: Side) -> float:
        """Return how much of one side is unknown."""
        return sum(self.state(cell) for cell, _ in side.terms)

    def _look(self) -> CellLookup:
        def look(cell: str) -> CellState:
            reading = self.reading(cell)
            signed = self.form.cell(cell.removeprefix(PREVIOUS)).kind == "signed"
            if reading.state == "number":
                assert reading.value is not None
                return CellState("known", reading.value, signed)
            if reading.state in ("blank", "placeholder"):
                return CellState("absent" if is_extra(self.form, cell) else "blank", 0, signed)
            return CellState("unreadable", 0, signed)

        return look


def with_totals(form: Form, filling: Filling, sums: Mapping[str, tuple[str, ...]]) -> dict[str, Value]:
    """Return a filling whose totals are what their formulas give: the sum of what can be read."""
    filled = dict(filling)
    for _ in range(2):  # a total of totals needs a second round
        for total, parts in sums.items():
            values = Stored(form, filled)
            filled[total] = _as_written(sum(values.value(part) for part in parts))
    return filled


def _as_written(number: Number) -> Value:
    return number if isinstance(number, int) else float(number)
