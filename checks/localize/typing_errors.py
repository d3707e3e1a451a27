"""How people mistype a figure: from what stands there and what should, the likeliest slip and its cost.

The costs order the explanations of one diagnosis and mean nothing beyond that; each is roughly how many bits a
slip of that kind would surprise us by, times ten.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from checks.model.figures import Number, spelled
from checks.model.findings import Reason

_ABSURD = 1_000_000


@dataclass(frozen=True, slots=True)
class TypingError:
    """A way of mistyping, and how surprising it is."""

    cost: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds a cell.

    Attributes:
        parts: if it is a printed total, for each of its sums the labels and figures of the parts.
        neighbours: the figures beside it, above and below it.
    """

    parts: tuple[tuple[tuple[str, Number], ...], ...] = ()
    neighbours: tuple[Number, ...] = field(default=())


def slip(actual: Number | None, proposed: Number, around: Around, *, unreadable: bool = False) -> TypingError:
    """Return the likeliest way in which ``proposed`` became ``actual``.

    Args:
        actual: what stands in the cell; None for a blank.
        proposed: what should stand there.
        around: what surrounds the cell.
        unreadable: something stands there, but it has no value.
    """
    if actual is None:
        return TypingError(20, Reason("unreadable" if unreadable else "blank"))
    # A typed total is blamed before its parts where nothing else decides.
    total = 1 if around.parts else 0
    return min(_slips(actual, proposed, around), key=lambda error: error.cost - total)


def _slips(actual: Number, proposed: Number, around: Around) -> Iterable[TypingError]:
    yield TypingError(90 - bool(around.parts), Reason("other"))
    if around.parts:
        yield from _as_total(actual, proposed, around)
    if actual == 0:
        yield TypingError(55, Reason("zero"))
    if actual == -proposed:
        yield TypingError(20, Reason("sign"))
        return
    if actual == proposed * 10_000 or proposed == actual * 10_000:
        yield TypingError(20, Reason("unit"))
    if actual >= _ABSURD and actual > 1_000 * (proposed + 1):
        yield TypingError(40, Reason("absurd"))
    if actual in around.neighbours and actual:
        yield TypingError(45, Reason("copied"))
    if actual and proposed:
        yield from _as_digits(spelled(actual).lstrip("-"), spelled(proposed).lstrip("-"))
    elif actual and len(str(actual)) > 1 and str(actual)[1:].strip("0") == "":
        yield TypingError(50, Reason("extra"))  # 0 became 10
    elif not proposed:
        yield TypingError(55 if len(str(actual)) == 1 else 75, Reason("should_be_zero"))


def _as_total(actual: Number, proposed: Number, around: Around) -> Iterable[TypingError]:
    if actual == 0:
        yield TypingError(25, Reason("zero_total"))
    for parts in around.parts:
        if sum(value for _, value in parts) != proposed:
            continue
        for label, value in parts:
            if value and actual == proposed - value:
                yield TypingError(30, Reason("left_out", label, value))
            elif value and actual == proposed + value:
                yield TypingError(40, Reason("added_twice", label, value))
    yield TypingError(60, Reason("total"))


def _as_digits(was: str, should: str) -> Iterable[TypingError]:
    """Compare the digits, as typed and as they should be."""
    if len(was) == len(should):
        differing = [i for i in range(len(was)) if was[i] != should[i]]
        if len(differing) == 1:
            yield TypingError(35 if len(was) > 1 else 55, Reason("one_digit"))
        elif len(differing) == 2 and sorted(was) == sorted(should):
            apart = differing[1] - differing[0]
            yield TypingError(20 if apart == 1 else 40, Reason("swapped"))
    elif len(was) == len(should) + 1 and (place := _without_one(was, should)) is not None:
        doubled = place and was[place] == was[place - 1]
        yield TypingError(25 if doubled else 35, Reason("extra"))
    elif len(was) + 1 == len(should) and (place := _without_one(should, was)) is not None:
        doubled = place and should[place] == should[place - 1]
        yield TypingError(25 if doubled else 35, Reason("dropped"))


def _without_one(longer: str, shorter: str) -> int | None:
    """The last place whose character may be left out of the longer text to give the shorter one."""
    for place in reversed(range(len(longer))):
        if longer[:place] + longer[place + 1 :] == shorter:
            return place
    return None
