"""Totals that are formulas: which parts of the form a formula leaves out, repeats, or has beside them.

A total that is computed is always the sum of something; where it is not the sum of its own parts, the formula is what
has to be mended, whatever the figures say today.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from checks.model.findings import Finding, document_finding
from checks.model.grid import CellAddress, Place, Value, is_blank
from checks.model.plain_sums import plain_sum
from checks.model.report import Report
from checks.model.rule import Rule, RuleKind

_DEEPEST, _MOST_CELLS = 8, 2_000
_MOST_REMEMBERED = 64


@dataclass(slots=True)
class _Sum:
    """What a formula adds up: how often each cell, which numbers of its own, and which cells by SUM."""

    cells: Counter[Place] = field(default_factory=Counter)
    numbers: list[str] = field(default_factory=list)
    by_function: set[Place] = field(default_factory=set)


class Fault(NamedTuple):
    """What is wrong with the formula of one total.

    Attributes:
        total: the cell's index in the form.
        missing, repeated, extra: places, from 0, that it leaves out, adds more than once, or has beside its parts.
        numbers: what it adds that stands in no cell.
        texts: cells of the form below a SUM that hold a number as text, which SUM passes over.
    """

    total: int
    missing: tuple[Place, ...] = ()
    repeated: tuple[Place, ...] = ()
    extra: tuple[Place, ...] = ()
    numbers: tuple[str, ...] = ()
    texts: tuple[int, ...] = ()

    @property
    def size(self) -> int:
        """How much is wrong."""
        return len(self.missing) + len(self.repeated) + len(self.extra) + len(self.numbers) + len(self.texts)


def formula_findings(report: Report, rules: Sequence[Rule], catalogue: Mapping[str, RuleKind]) -> list[Finding]:
    """Return a warning for each total whose formula is not the sum of its parts."""
    return [_finding(report, fault, catalogue["C-FORMULA"]) for fault in faults(report, rules)]


def faults(report: Report, rules: Sequence[Rule]) -> list[Fault]:
    """Return what is wrong with the formulas of a report's totals; nothing where a formula is more than a plain sum."""
    if not any(grid.formulas for grid in report.grids):
        return []
    texts = {i: grid.formula_texts() for i, grid in enumerate(report.grids) if grid.formulas and grid.formula_texts}
    if not texts:
        return []
    key = (report.form.id, *map(id, texts.values()))
    known = _CLEAN.get(key)
    has_texts = any(isinstance(_value(report, index), str) for index in report.irregular)
    if known is not None and known[1] == report.spots and not has_texts:
        return []
    reader = _Formulas(report, rules, texts)
    wrong = list(reader.faults())
    if not wrong and not has_texts and reader.structural:
        if len(_CLEAN) >= _MOST_REMEMBERED:
            _CLEAN.clear()
        _CLEAN[key] = (tuple(texts.values()), dict(report.spots))
    return wrong


_CLEAN: dict[tuple[object, ...], tuple[object, dict[int, tuple[int, int, int]]]] = {}
"""Formulas that were right in an earlier workbook of the same form: they are so in this one. The mappings are kept
with them, so that no other can take their place in memory."""


def _value(report: Report, index: int) -> Value:
    if index not in report.spots:
        return None
    grid, row, column = report.spots[index]
    line = report.grids[grid].rows[row]
    return line[column] if column < len(line) else None


class _Formulas:
    """The formulas of one report beside the rules of its form."""

    def __init__(self, report: Report, rules: Sequence[Rule], texts: Mapping[int, Mapping[Place, str]]) -> None:
        self._report, self._texts = report, texts
        self._sheets = {spot: index for index, spot in report.spots.items()}
        self._parts: dict[int, list[list[int]]] = {}
        self.structural = True
        for rule in rules:
            parts = _parts(report, rule)
            if parts:
                total = report.form.index[rule.holds.right.terms[0][0]]
                self._parts.setdefault(total, []).append(parts)

    def faults(self) -> Iterator[Fault]:
        """Yield the faults, total by total."""
        for total, rivals in self._parts.items():
            spot = self._report.spots.get(total)
            if spot is None or spot[1:] not in self._texts.get(spot[0], {}):
                continue
            fault = self._least(total, spot, rivals)
            if fault is not None and fault.size:
                yield fault

    def _least(self, total: int, spot: tuple[int, int, int], rivals: list[list[int]]) -> Fault | None:
        """Compare with each rule that gives this total: the formula need follow only one of them."""
        differing: list[Fault] = []
        for parts in rivals:
            spots = [self._report.spots[index] for index in parts]
            if any(grid != spot[0] for grid, _, _ in spots):
                return None
            expected = Counter((row, column) for _, row, column in spots)
            added = _Sum()
            if not self._add(added, spot[0], spot[1:], 1, expected, 0):
                return None
            differing.append(self._fault(total, spot[0], expected, added))
        return min(differing, key=lambda fault: fault.size, default=None)

    def _fault(self, total: int, grid: int, expected: Counter[Place], added: _Sum) -> Fault:
        cells = added.cells
        typed = [self._sheets[grid, *place] for place in sorted(added.by_function & expected.keys())]
        return Fault(
            total,
            missing=tuple(place for place in expected if cells[place] < 1),
            repeated=tuple(place for place in expected if cells[place] > 1),
            extra=tuple(place for place, times in cells.items() if times and place not in expected),
            numbers=tuple(added.numbers),
            texts=tuple(index for index in typed if self._is_text_number(index)),
        )

    def _is_text_number(self, index: int) -> bool:
        value, reading = _value(self._report, index), self._report.reading(index)
        return isinstance(value, str) and reading.state == "number" and reading.value != 0

    def _add(self, added: _Sum, grid: int, place: Place, sign: int, expected: Counter[Place], depth: int) -> bool:
        """Add what a formula adds; tell whether all of it is known."""
        terms = plain_sum(self._texts[grid].get(place, ""))
        if terms is None or depth > _DEEPEST:
            return False
        for term in terms:
            if term.number is not None:
                if term.number:
                    added.numbers.append(f"{'-' if sign * term.sign < 0 else ''}{term.number}")
                continue
            top, left, bottom, right = term.area
            if (bottom - top + 1) * (right - left + 1) > _MOST_CELLS:
                return False
            cells = ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
            if not self._add_cells(added, grid, cells, sign * term.sign, expected, depth, by_function=term.inside):
                return False
        return True

    def _add_cells(
        self,
        added: _Sum,
        grid: int,
        cells: Iterable[Place],
        sign: int,
        expected: Counter[Place],
        depth: int,
        *,
        by_function: bool,
    ) -> bool:
        """Add cells: parts of the rule as they are, other totals by their own parts."""
        for cell in cells:
            if cell in expected:
                added.cells[cell] += sign
                if by_function:
                    added.by_function.add(cell)
                continue
            if cell in self._texts[grid]:
                if not self._add(added, grid, cell, sign, expected, depth + 1):
                    return False
                continue
            index = self._sheets.get((grid, *cell))
            parts = self._parts.get(index, [])[:1] if index is not None else []
            spots = [self._report.spots[part] for part in parts[0]] if parts else []
            if spots and all((row, column) in expected for _, row, column in spots):
                added.cells.update({(row, column): sign for _, row, column in spots})
            elif index is not None or self._holds_number(grid, cell):
                added.cells[cell] += sign
        return True

    def _holds_number(self, grid: int, cell: Place) -> bool:
        self.structural = False  # what stands beside the form's own cells may differ in the next workbook
        rows = self._report.grids[grid].rows
        value = rows[cell[0]][cell[1]] if cell[0] < len(rows) and cell[1] < len(rows[cell[0]]) else None
        return not isinstance(value, str) and not is_blank(value)


def _parts(report: Report, rule: Rule) -> list[int]:
    """Return the parts of a total that the document has; none where the rule is no sum of parts."""
    holds = rule.holds
    if holds.relation != "=" or rule.when or len(holds.right.terms) != 1 or len(holds.left.terms) < 2:
        return []
    if holds.constant or any(factor != 1 for _, factor in (*holds.left.terms, *holds.right.terms)):
        return []
    return [index for cell, _ in holds.left.terms if (index := report.form.index[cell]) in report.spots]


def _finding(report: Report, fault: Fault, kind: RuleKind) -> Finding:
    """One finding: the total, and by what its formula differs from its parts."""
    places = {"missing": fault.missing, "repeated": fault.repeated, "extra": fault.extra}
    arguments = [f"{way}:{_named(at)}" for way, at in places.items() if at]
    if fault.numbers:
        arguments.append(f"numbers:{'、'.join(fault.numbers)}")
    for index in fault.texts:
        row, column = report.spots[index][1:]
        arguments.append(f"text:{CellAddress('', row, column).a1}＝{report.reading(index).value}")
    cells = (report.cell_ref(fault.total), *(report.cell_ref(index) for index in fault.texts))
    subject = report.form.cells[fault.total].id
    return document_finding(kind, subject, code="formula", arguments=arguments, form=report.form.id, cells=cells)


def _named(places: Iterable[Place]) -> str:
    return "、".join(CellAddress("", row, column).a1 for row, column in places)
