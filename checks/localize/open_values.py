"""Where equations leave the values of a set of cells open, the values that a slip of the hand would explain best."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from checks.localize.build import Case
from checks.localize.equations import bits, cells
from checks.localize.neighbourhood import around
from checks.localize.problem import Change
from checks.localize.search import smallest
from checks.localize.typing_errors import slip

_TRIES = 200


def plausible(case: Case, change: Change) -> Change:
    """Fill in the open values of typed cells as the likeliest slips would; leave them open where none fits.

    Args:
        case: the case.
        change: a set of cells that can satisfy everything, some of them with open values.
    """
    unsure = [cell for cell, value in change.items() if value is None and case.typed >> cell & 1]
    best: tuple[int, Change] | None = None
    tries = 0
    for cell in unsure:
        for value in _mistypings(case.problem.values[cell]):
            tries += 1
            if tries > _TRIES:
                break
            settled = _with(case, change, cell, value)
            if settled is None:
                continue
            cost = sum(
                slip(case.problem.values[other], new, around(case, other)).cost
                for other, new in settled.items()
                if new is not None and case.typed >> other & 1
            )
            if best is None or cost < best[0]:
                best = cost, settled
    return best[1] if best else change


def _mistypings(value: int) -> Iterator[int]:
    """What a person may have meant who typed this: a digit dropped, two exchanged, one mistaken, 0, the sign."""
    digits = str(abs(value))
    meant = {0, -value}
    for place in range(len(digits)):
        meant.add(int(digits[:place] + digits[place + 1 :] or "0"))
        meant.add(int(digits[:place] + digits[place : place + 2][::-1] + digits[place + 2 :]))
        meant.update(int(digits[:place] + other + digits[place + 1 :]) for other in "0123456789")
    meant.discard(value)
    yield from sorted(meant)


def _with(case: Case, change: Change, cell: int, value: int) -> Change | None:
    """Work out the set's other values once one of them is given."""
    problem, given = case.problem, 1 << cell
    keep = (bits(change) | problem.free) & ~given
    step = value - problem.values[cell]
    if value < 0:
        return None
    rows = [row.restricted(keep, row.lacks + step * row.coefficient(cell)) for row in problem.rows]
    trial = replace(problem, rows=rows, free=keep, forced=0)
    choices = smallest(trial, most=0)
    if not choices.changes:
        return None
    settled = {**choices.changes[0], cell: value}
    was = problem.values
    if any(settled[other] in (None, was[other]) for other in cells(bits(change) & ~problem.free)):
        return None
    return {other: settled[other] for other in sorted(change)}
