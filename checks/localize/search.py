"""The fewest cells whose change satisfies every equation: all such sets, and the proof that none is smaller.

After Fellegi and Holt. Every equation that does not hold must contain a cell that changes, in a direction in
which it can move; choosing one uses the equation up, and the rest is the same problem with one cell less. All
numbers are exact. Sizes are tried from a lower bound upwards, so what is found first is smallest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checks.localize.equations import CellSet, EquationRow, cells, contract
from checks.localize.problem import Change, Problem
from checks.localize.values import Chain, reachable, settle

NODES = 8_000
"""How far to look before giving up: well under a second. A count, not a clock: the same answer every time."""
_MOST_OPEN = 10  # so many values left open are a table that cannot be read, not one with slips
SETS = 200
"""So many equally small explanations are kept; nobody reads more."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search came to.

    Attributes:
        changes: every smallest set of changes, in a fixed order; cells of ``Problem.free`` are among them.
        size: how many cells of each change are not free; when nothing was found, the size that was not ruled out.
        complete: all sets of that size are there.
        proved: no smaller set exists.
        nodes: how many steps it took.
    """

    changes: tuple[Change, ...]
    size: int
    complete: bool
    proved: bool
    nodes: int


def smallest(problem: Problem, *, most: int = 12, nodes: int = NODES, sets: int = SETS) -> SearchResult:
    """Find every smallest set of cells whose change satisfies all equations.

    Args:
        problem: the equations and the cells.
        most: larger sets are not looked for.
        nodes: how many steps may be taken.
        sets: how many sets to keep.
    """
    return _Search(problem, nodes, sets).run(most)


class _EnoughError(Exception):
    """The budget is used up, or enough was found."""


class _Search:
    """One search: what is given, and what was found so far."""

    def __init__(self, problem: Problem, nodes: int, sets: int) -> None:
        self.problem = problem
        self.budget, self.most_sets = nodes, sets
        self.nodes = 0
        self.changes: dict[tuple[int, ...], Change] = {}
        self.open: list[int] = []
        self.falling = ~problem.lowest

    def run(self, most: int) -> SearchResult:
        bad = [row for row in self.problem.rows if row.lacks]
        good = [row for row in self.problem.rows if not row.lacks]
        chain: Chain = ()
        given = self.problem.free | self.problem.forced
        for cell in cells(given & self.problem.columns()):
            bad, good, chain = self._take(cell, bad, good, chain)
        start = (self.problem.forced & self.problem.columns()).bit_count()
        for size in range(start, most + 1):
            try:
                self._look(bad, good, size - start, chain, ~0)
            except _EnoughError:
                enough = len(self.changes) >= self.most_sets
                return SearchResult(tuple(self.changes.values()), size, complete=False, proved=enough, nodes=self.nodes)
            if self.changes:
                return SearchResult(tuple(self.changes.values()), size, complete=True, proved=True, nodes=self.nodes)
        return SearchResult((), most + 1, complete=False, proved=True, nodes=self.nodes)

    def _take(
        self, cell: int, bad: Sequence[EquationRow], good: Sequence[EquationRow], chain: Chain
    ) -> tuple[list[EquationRow], list[EquationRow], Chain]:
        """Choose a cell, whatever rows speak of it."""
        bit = 1 << cell
        pivot = next((row for rows in (good, bad) for row in rows if (row.up | row.down) & bit), None)
        if pivot is None:
            self.open.append(cell)
            return list(bad), list(good), chain
        return *contract(bad, good, pivot, bit), (*chain, (cell, pivot))

    def _look(
        self, bad: Sequence[EquationRow], good: Sequence[EquationRow], left: int, chain: Chain, allowed: CellSet
    ) -> None:
        """Try every way of choosing ``left`` more cells among the allowed."""
        self.nodes += 1
        if self.nodes > self.budget:
            raise _EnoughError
        if not bad:
            self._close(good, left, chain, allowed)
            return
        if not left:
            return
        masks = self._within_reach(bad, left, allowed)
        if not masks:
            return
        if left == 1:
            self._last(bad, good, masks, chain)
            return
        mask, at = min((mask.bit_count(), mask, i) for i, mask in enumerate(masks))[1:]
        for cell in cells(mask):
            bit = 1 << cell
            allowed &= ~bit
            # ``allowed`` now excludes this cell for the branches that follow: no set is tried twice.
            self._look(*contract(bad, good, bad[at], bit), left - 1, (*chain, (cell, bad[at])), allowed)

    def _within_reach(self, bad: Sequence[EquationRow], left: int, allowed: CellSet) -> list[int]:
        """For each row the cells that can help it; empty where so few cells cannot satisfy all rows."""
        masks = []
        once = two = three = four = 0
        falling = self.falling
        for up, down, lacks, _ in bad:
            mask = (down | up & falling if lacks > 0 else up | down & falling) & allowed
            if not mask:
                return []
            masks.append(mask)
            four |= three & mask
            three |= two & mask
            two |= once & mask
            once |= mask
        if not four:  # no cell is in more than so many of the rows
            most = 3 if three else 2 if two else 1
            if len(masks) > most * left:
                return []
        if left < len(masks):
            used = count = 0
            for mask in sorted(masks, key=int.bit_count):
                if not mask & used:
                    used |= mask
                    count += 1
            if count > left:  # so many rows have no cell in common
                return []
        return masks

    def _last(
        self, bad: Sequence[EquationRow], good: Sequence[EquationRow], masks: Sequence[int], chain: Chain
    ) -> None:
        """One cell must be in every row that does not hold, in no other, and satisfy all with one value."""
        common = masks[0]
        for mask in masks:
            common &= mask
        if not common:
            return
        for row in good:
            common &= ~(row.up | row.down)
        first = bad[0]
        for cell in cells(common):
            self.nodes += 1
            c = first.coefficient(cell)
            if all(row.lacks * c == first.lacks * row.coefficient(cell) for row in bad):
                self._note((*chain, (cell, first)))

    def _close(self, good: Sequence[EquationRow], left: int, chain: Chain, allowed: CellSet) -> None:
        """All equations can be satisfied; keep the set if its values are allowed, else look for what would help."""
        blamed = self._note(chain)
        if blamed is _FINE or not left:
            return
        for cell in cells(reachable(chain, blamed) & allowed):
            allowed &= ~(1 << cell)
            kept = len(self.open)
            broken, whole, longer = self._take(cell, (), good, chain)
            self._look(broken, whole, left - 1, longer, allowed)
            del self.open[kept:]

    def _note(self, chain: Chain) -> int | None:
        """Keep the change if its values are allowed; else return the cell to blame, or None if it is several."""
        # Working out values costs as much as many steps, with open cells as hundreds: the budget counts it.
        self.nodes += len(chain) // 3 if not self.open else len(chain) * (4 + 4 * len(self.open))
        if len(self.open) > _MOST_OPEN:
            raise _EnoughError
        change, blamed = settle(chain, self.open, self.problem)
        if change is None:
            return blamed
        same = any(value == self.problem.values[cell] for cell, value in change.items())
        if same:
            change = {
                cell: value
                for cell, value in change.items()
                if value != self.problem.values[cell] or self.problem.free >> cell & 1
            }
        key = tuple(sorted(change))
        if self.problem.accept(change) and key not in self.changes:
            self.changes[key] = {cell: change[cell] for cell in key}
            if len(self.changes) >= self.most_sets:
                raise _EnoughError
        return _FINE


_FINE = -1
